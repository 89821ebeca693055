/// <reference lib="dom" />
/**
 * What runs in the report's page. These functions are type-checked here and put into the page by their source text
 * (`pageScript`), so they may use one another and the browser, and nothing else of this project at run time.
 */
import type uPlotClass from 'uplot';
import type {
  PlottedRecording,
  PlottedStride,
  ReportData,
  ReportRecording,
  ReportStride,
} from './report-data';

export type Plotter = typeof uPlotClass;
export type Plot = uPlotClass;
type Options = uPlotClass.Options;
type Values = (number | null)[];

/** m:ss, with as many decimals as a step of `step` seconds needs. */
function timeLabel(seconds: number, step: number): string {
  const digits = step >= 1 ? 0 : step >= 0.1 ? 1 : step >= 0.01 ? 2 : 3;
  const rounded = Number(seconds.toFixed(digits));
  const rest = (rounded % 60).toFixed(digits);
  return `${Math.floor(rounded / 60)}:${rest.padStart(digits > 0 ? 3 + digits : 2, '0')}`;
}

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

function element(tag: string, className: string, ...children: (Node | string)[]): HTMLElement {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

function decodeBase64(text: string): ArrayBuffer {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes.buffer;
}

/** Index of the first stride whose contact is at or after `time`. */
function firstStride(strides: PlottedStride[], time: number): number {
  let low = 0;
  let high = strides.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (strides[middle].ic < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Options every plot shares: one time axis for all, drag to zoom, double click for the whole recording. */
function baseOptions(
  height: number,
  width: number,
  duration_s: number,
  zoom: (min: number, max: number) => void,
): Options {
  const axis = {
    stroke: colour('soft'),
    grid: { stroke: colour('grid'), width: 1 },
    ticks: { stroke: colour('line') },
  };
  return {
    width,
    height,
    scales: { x: { time: false, min: 0, max: duration_s } },
    axes: [
      {
        ...axis,
        incrs: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 3600],
        space: 70,
        size: 34,
        values: (_plot, splits, _axis, _space, step) => splits.map((time) => timeLabel(time, step)),
      },
      { ...axis, size: 58, space: 26 },
    ],
    series: [{ label: 'Time', value: (_plot, time) => (time === null ? '-' : timeLabel(time, 0.01)) }],
    cursor: {
      sync: { key: 'time', filters: { pub: (type) => type === 'mousemove' || type === 'mouseleave' } },
      drag: { x: true, y: false },
      bind: {
        dblclick: () => () => {
          zoom(0, duration_s);
          return null;
        },
      },
    },
    hooks: {
      setScale: [
        (plot, key) => {
          const { min, max } = plot.scales.x;
          if (key === 'x' && min !== undefined && max !== undefined) zoom(min, max);
        },
      ],
    },
  };
}

/** Walking and running strides as dots of two colours. */
function strideSeries(format: (value: number) => string): uPlotClass.Series[] {
  return ['walk', 'run'].map((gait) => ({
    label: gait === 'run' ? 'Running' : 'Walking',
    stroke: colour(gait),
    paths: () => null,
    points: { show: true, size: 5, width: 0, fill: colour(gait) },
    value: (_plot: Plot, value: number | null) => (value === null ? '-' : format(value)),
  }));
}

function strideData(
  strides: ReportStride[],
  value: (stride: ReportStride) => number | null,
): [number[], Values, Values] {
  return [
    strides.map((stride) => stride.ic),
    strides.map((stride) => (stride.run ? null : value(stride))),
    strides.map((stride) => (stride.run ? value(stride) : null)),
  ];
}

/** The range of `min` to `max`, less what only the slowest strides of the recording reach: a shuffle flattens all else. */
function usualRange(
  strides: ReportStride[],
  { value, signed }: StrideMetric,
  min: number,
  max: number,
): [number, number] {
  const values = strides.map(value).filter((known) => known !== null);
  values.sort((a, b) => a - b);
  const usual = signed ? undefined : values[Math.floor((values.length - 1) * 0.98)];
  const top = Math.min(max, usual ?? max);
  const margin = Math.max((top - min) * 0.1, Math.abs(top) * 0.02, 0.01);
  return [min - margin, top + margin];
}

/** A figure of each stride, as it is plotted. */
interface StrideMetric {
  title: string;
  hint: string;
  value: (stride: ReportStride) => number | null;
  digits: number;
  format?: (value: number) => string;
  /** Less is higher. */
  down?: boolean;
  /** Of both signs: what is furthest from zero matters on either side. */
  signed?: boolean;
}

function strideMetrics(): StrideMetric[] {
  return [
    {
      title: 'Cadence',
      hint: 'Steps of both feet per minute, twice the landings of this foot.',
      value: (s) => s.cadence,
      digits: 0,
    },
    {
      title: 'Pace',
      hint: 'Minutes per kilometre, faster is higher; the slowest 2 % may lie below the axis.',
      value: (s) => s.pace,
      digits: 0,
      format: (minutes) => timeLabel(minutes * 60, 1),
      down: true,
    },
    {
      title: 'Contact time',
      hint: 'Milliseconds on the ground, per stride.',
      value: (s) => s.contact_ms,
      digits: 0,
    },
    {
      title: 'Foot strike angle',
      hint: 'Degrees at initial contact against the flat foot, toes up positive: heel first above 8, forefoot first below -1.6.',
      value: (s) => s.strike_deg,
      digits: 0,
    },
    {
      title: 'Eversion',
      hint: 'Furthest roll inwards from initial contact until flat, degrees: compares a runner with themself only. None until the foot is known.',
      value: (s) => s.eversion_deg,
      digits: 1,
    },
    {
      title: 'Impact',
      hint: 'Greatest force around initial contact as this sensor felt it, g: compares a runner with themself only.',
      value: (s) => s.impact_g,
      digits: 1,
    },
    {
      title: 'Clearance',
      hint: 'Greatest height of the sensor in the swing, millimetres.',
      value: (s) => s.clearance_mm,
      digits: 0,
    },
    {
      title: 'Rise',
      hint: 'Change of height from stance to stance, millimetres, up is positive.',
      value: (s) => s.rise_mm,
      digits: 0,
      signed: true,
    },
    {
      title: 'Turn',
      hint: 'Change of heading from stance to stance, degrees, left is positive.',
      value: (s) => s.turn_deg,
      digits: 0,
      signed: true,
    },
  ];
}

/** Contacts as bands and events as lines where there is room for them, else contacts as ticks along the foot. */
function drawStrides(plot: Plot, strides: PlottedStride[], under: boolean): void {
  const { ctx, bbox } = plot;
  const { min = 0, max = 0 } = plot.scales.x;
  const from = Math.max(0, firstStride(strides, min) - 1);
  const to = firstStride(strides, max);
  const roomy = bbox.width / Math.max(1, to - from) > 14 * devicePixelRatio;
  const at = (time: number) => Math.round(plot.valToPos(time, 'x', true));
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (let i = from; i < to; i++) {
    const { ic, tc } = strides[i];
    if (under) {
      ctx.fillStyle = colour('stance');
      if (roomy && tc !== null) ctx.fillRect(at(ic), bbox.top, at(tc) - at(ic), bbox.height);
      continue;
    }
    const height = roomy ? bbox.height : 8 * devicePixelRatio;
    ctx.fillStyle = colour('ic');
    ctx.fillRect(at(ic), bbox.top + bbox.height - height, devicePixelRatio, height);
    if (!roomy || tc === null) continue;
    ctx.fillStyle = colour('tc');
    for (let y = bbox.top; y < bbox.top + bbox.height; y += 7 * devicePixelRatio)
      ctx.fillRect(at(tc), y, devicePixelRatio, 4 * devicePixelRatio);
  }
  ctx.restore();
}

function key(name: string, text: string): Node[] {
  const dot = element('span', 'key');
  dot.style.background = colour(name);
  return [dot, document.createTextNode(text)];
}

function plotSection(parent: HTMLElement, title: string, ...hint: (Node | string)[]): HTMLElement {
  const holder = element('div', 'plot');
  parent.append(element('section', '', element('h2', '', title), element('p', 'hint', ...hint), holder));
  return holder;
}

/** The plots of a recording; zooming one zooms all. */
function makePlots(Plot: Plotter, recording: ReportRecording, parent: HTMLElement): Plot[] {
  const plots: Plot[] = [];
  let zooming = false;
  const zoom = (min: number, max: number) => {
    if (zooming) return;
    zooming = true;
    for (const plot of plots) plot.setScale('x', { min, max });
    zooming = false;
  };
  const { strides, duration_s } = recording;
  for (const metric of strideMetrics()) {
    const { title, hint, value, digits, down, format = (v: number) => v.toFixed(digits) } = metric;
    const holder = plotSection(parent, title, hint, ...key('walk', 'walking'), ...key('run', 'running'));
    const options = baseOptions(170, holder.clientWidth, duration_s, zoom);
    options.series.push(...strideSeries(format));
    options.scales = {
      ...options.scales,
      y: { dir: down ? -1 : 1, range: (_plot, min, max) => usualRange(strides, metric, min, max) },
    };
    if (options.axes) options.axes[1].values = (_plot, splits) => splits.map(format);
    plots.push(new Plot(options, strideData(strides, value), holder));
  }
  plots.push(...signalPlots(Plot, recording, parent, zoom));
  // report.html#60-66 opens at those seconds.
  const [from, to] = location.hash.slice(1).split('-').map(Number);
  if (to > from && from < duration_s) zoom(from, Math.min(to, duration_s));
  return plots;
}

/** Rotation and acceleration, one above the other, with the events the shoe found and what `draw` draws over them. */
function signalPlots(
  Plot: Plotter,
  recording: PlottedRecording,
  parent: HTMLElement,
  zoom: (min: number, max: number) => void,
  draw: (plot: Plot) => void = () => {},
): Plot[] {
  const { signal, strides, duration_s, hasGyro } = recording;
  const thinned = signal && signal.every > 1 ? ` Each point is the largest of ${signal.every} samples.` : '';
  const holder = plotSection(
    parent,
    'Signal and detected events',
    `Magnitudes, as recorded. Drag to zoom all plots, double-click for the whole recording.${thinned}`,
    ...key('ic', 'initial contact'),
    ...key('tc', 'terminal contact'),
    ' (contact between them is tinted)',
  );
  if (!signal) {
    holder.append(
      element('p', 'hint', 'Not kept: this report holds too many recordings for all their signals.'),
    );
    return [];
  }
  const time = Float64Array.from(new Uint32Array(decodeBase64(signal.time)), (units) => units / 1e4);
  const magnitude = (name: string, label: string, text: string, scale: number, digits: number) => {
    const options = baseOptions(190, holder.clientWidth, duration_s, zoom);
    options.series.push({
      label,
      stroke: colour(name),
      width: 1,
      points: { show: false },
      value: (_plot, value: number | null) => (value === null ? '-' : value.toFixed(digits)),
    });
    options.hooks = {
      ...options.hooks,
      drawClear: [(plot) => drawStrides(plot, strides, true)],
      draw: [(plot) => drawStrides(plot, strides, false), draw],
    };
    const values = Float64Array.from(new Uint16Array(decodeBase64(text)), (units) => units / scale);
    return new Plot(options, [time, values], holder);
  };
  const accel = () => magnitude('accel', 'Acceleration, g', signal.accel, 1000, 2);
  if (hasGyro) return [magnitude('gyro', 'Rotation rate, °/s', signal.gyro, 10, 0), accel()];
  holder.append(element('p', 'hint', 'The recording has no gyroscope.'));
  return [accel()];
}

function rows(table: HTMLElement, lines: string[][], lastClass: string): void {
  for (const line of lines)
    table.append(
      element(
        'tr',
        '',
        ...line.map((text, i) => element('td', i === line.length - 1 ? lastClass : '', text)),
      ),
    );
}

/** What the session recorded and what went over the radio. */
function showTables(recording: ReportRecording, parent: HTMLElement): void {
  const session = element('table', '');
  rows(
    session,
    recording.session.map((event) => [event.time, event.kind, event.text]),
    '',
  );
  parent.append(
    element(
      'section',
      '',
      element('h2', '', 'Session'),
      recording.session.length > 0 ? session : 'No session.',
    ),
  );
  const counts = recording.radioCounts.map(({ kind, name, count }) => `${count} ${kind} ${name}`.trim());
  const left = recording.radioLeftOut;
  const air = element('table', '');
  const lines = recording.radio.map((event) => [event.time, event.text]);
  if (left > 0) lines.splice(lines.length / 2, 0, ['', `... ${left} more ...`]);
  rows(air, lines, 'bytes');
  parent.append(
    element(
      'section',
      '',
      element('h2', '', 'On the air'),
      element('p', 'hint', counts.length > 0 ? counts.join(', ') : 'Nothing was sent.'),
      air,
    ),
  );
}

/** Builds the page: a head with a choice of recordings, and the chosen one's summary, plots and tables. */
function showReport(Plot: Plotter, data: ReportData): void {
  const main = document.getElementById('report');
  if (!main) return;
  let plots: Plot[] = [];
  const choice = document.createElement('select');
  data.recordings.forEach((recording, i) => choice.append(new Option(recording.name, String(i))));
  const show = () => {
    for (const plot of plots) plot.destroy();
    const recording = data.recordings[Number(choice.value)];
    const badge = recording.synthetic
      ? [element('span', 'badge', 'SYNTHETIC: made by a program, not by a foot')]
      : [];
    const board = element(
      'span',
      'board',
      `Footfall, virtual ${data.board.part} at ${data.board.rate_Hz} Hz`,
    );
    const picker = data.recordings.length > 1 ? [choice] : [];
    const summary = element('dl', '');
    for (const [label, text] of recording.summary)
      summary.append(element('dt', '', label), element('dd', '', text));
    main.replaceChildren(
      element('header', '', element('h1', '', recording.name), ...badge, ...picker, board),
      element('section', '', summary),
    );
    plots = makePlots(Plot, recording, main);
    showTables(recording, main);
  };
  choice.addEventListener('change', show);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', show);
  addEventListener('resize', () => {
    for (const plot of plots)
      plot.setSize({ width: plot.root.parentElement?.clientWidth ?? plot.width, height: plot.height });
  });
  show();
}

/** What another page shows a recording's signal with; given to it, as an import cannot reach into a page. */
const plotTools = {
  timeLabel,
  colour,
  element,
  key,
  signalPlots,
};
export type PlotTools = typeof plotTools;

/** The functions of the signal plots as the text of a script, which ends in the object `plotTools`. */
export const plotScript = [
  ...[timeLabel, colour, element, decodeBase64, firstStride, baseOptions, drawStrides, key, plotSection],
  signalPlots,
  `const plotTools = { ${Object.keys(plotTools).join(', ')} };`,
]
  .map(String)
  .join('\n');

/** The functions above as the text of a script; `showReport(uPlot, data)` starts it. */
export const pageScript = [
  plotScript,
  ...[strideSeries, strideData, usualRange, strideMetrics, makePlots, rows, showTables, showReport],
]
  .map(String)
  .join('\n');
