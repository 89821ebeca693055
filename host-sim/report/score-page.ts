/// <reference lib="dom" />
/**
 * What runs in the page of scores: a list of recordings, worst first, and the chosen one's signal, truth and detections.
 * Put into the page by source text, as the report's functions are; those it shares with the report it is given.
 */
import type { Plot, Plotter, PlotTools } from './page';
import type { PlottedRecording } from './report-data';

/** Something wrong, in seconds from the start of the recording. */
export interface ShownFlaw {
  /** Of a stride missed, false or double; else of a right one that is far off. */
  wrong: boolean;
  start: number;
  end: number;
  text: string;
}

export interface ScoredPlot extends PlottedRecording {
  dataset: string;
  /** Wrong strides, where the truth tells. */
  wrong: number | null;
  facts: [label: string, text: string][];
  /** Marks and terminal contacts of the truth, s, and what the marks are. */
  marks: number[];
  ends: number[];
  marksAre: string;
  flaws: ShownFlaw[];
}

export interface ScorePageData {
  board: { part: string; rate_Hz: number };
  /** The score tables as text. */
  tables: string;
  /** Worst first. */
  recordings: ScoredPlot[];
  remark: string;
}

/** Truth as ticks along the head, and flaws as bands. */
function drawTruth(plot: Plot, { marks, ends, flaws }: ScoredPlot, tools: PlotTools): void {
  const { ctx, bbox } = plot;
  const at = (time: number) => Math.round(plot.valToPos(time, 'x', true));
  const px = devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const { wrong, start, end } of flaws) {
    ctx.fillStyle = tools.colour(wrong ? 'wrong' : 'far');
    const width = Math.max(8 * px, at(end) - at(start));
    ctx.fillRect((at(start) + at(end) - width) / 2, bbox.top, width, bbox.height);
  }
  ctx.fillStyle = tools.colour('tc');
  for (const time of ends) ctx.fillRect(at(time) - px, bbox.top, 2 * px, 9 * px);
  ctx.fillStyle = tools.colour('truth');
  for (const time of marks) ctx.fillRect(at(time) - px, bbox.top, 2 * px, 16 * px);
  ctx.restore();
}

/** The buttons that zoom to what is wrong. */
function flawButtons(
  { flaws, duration_s }: ScoredPlot,
  zoom: (min: number, max: number) => void,
  tools: PlotTools,
): HTMLElement {
  const box = tools.element('div', 'flaws');
  const button = (className: string, text: string, min: number, max: number) => {
    const made = tools.element('button', className, text);
    made.addEventListener('click', () => zoom(Math.max(0, min), Math.min(duration_s, max)));
    box.append(made);
  };
  for (const { wrong, start, end, text } of flaws) button(wrong ? 'wrong' : '', text, start - 2, end + 2);
  if (flaws.length > 0) button('', 'whole recording', 0, duration_s);
  else box.append('Nothing wrong found.');
  return box;
}

/** Shows one recording. @returns its plots */
function showRecording(
  Plot: Plotter,
  recording: ScoredPlot,
  parent: HTMLElement,
  board: string,
  tools: PlotTools,
): Plot[] {
  const { element, key } = tools;
  const plots: Plot[] = [];
  let zooming = false;
  const zoom = (min: number, max: number) => {
    if (zooming) return;
    zooming = true;
    for (const plot of plots) plot.setScale('x', { min, max });
    zooming = false;
  };
  const badge = recording.synthetic
    ? [element('span', 'badge', 'SYNTHETIC: made by a program, not by a foot')]
    : [];
  const facts = element('dl', '');
  for (const [label, text] of recording.facts)
    facts.append(element('dt', '', label), element('dd', '', text));
  parent.replaceChildren(
    element('header', '', element('h1', '', recording.name), ...badge, element('span', 'board', board)),
    element('section', '', facts),
    element(
      'section',
      '',
      element('h2', '', 'What is wrong'),
      element(
        'p',
        'hint',
        'A click zooms to it. Bands: ',
        ...key('wrong', 'wrong stride'),
        ...key('far', 'right, but the furthest off'),
        '. Ticks along the top are the truth: ',
        ...key('truth', recording.marksAre),
        ...(recording.ends.length > 0 ? key('tc', 'terminal contact (short)') : []),
      ),
      flawButtons(recording, zoom, tools),
    ),
  );
  plots.push(
    ...tools.signalPlots(Plot, recording, parent, zoom, (plot) => drawTruth(plot, recording, tools)),
  );
  return plots;
}

/** The list: one button per recording, worst first; `choose` is called with the index. */
function recordingList(
  recordings: ScoredPlot[],
  choose: (index: number) => void,
  tools: PlotTools,
): HTMLElement[] {
  const { element } = tools;
  return recordings.map(({ name, dataset, wrong }, i) => {
    const count = element('b', wrong ? 'wrong' : '', wrong === null ? '-' : String(wrong));
    const title = element('span', '', name, element('small', '', dataset));
    const button = element('button', '', count, title);
    button.addEventListener('click', () => choose(i));
    return button;
  });
}

/** Builds the page. `score.html#DATASET/NAME` opens at that recording, `#DATASET/NAME@12-15` at those seconds of it. */
function showScores(Plot: Plotter, data: ScorePageData, tools: PlotTools): void {
  const root = document.getElementById('report');
  if (!root) return;
  const { element } = tools;
  const { recordings, board } = data;
  const view = element('div', 'view');
  let plots: Plot[] = [];
  let chosen = 0;
  const show = () => {
    for (const plot of plots) plot.destroy();
    buttons.forEach((button, i) => button.classList.toggle('chosen', i === chosen));
    const text = `Footfall, virtual ${board.part} at ${board.rate_Hz} Hz`;
    plots = showRecording(Plot, recordings[chosen], view, text, tools);
  };
  const choose = (index: number) => {
    chosen = index;
    const { dataset, name } = recordings[index];
    history.replaceState(null, '', `#${encodeURI(`${dataset}/${name}`)}`);
    show();
  };
  const buttons = recordingList(recordings, choose, tools);
  const filter = document.createElement('select');
  filter.append(new Option('all data sets', ''));
  for (const dataset of new Set(recordings.map((recording) => recording.dataset)))
    filter.append(new Option(dataset, dataset));
  filter.addEventListener('change', () =>
    buttons.forEach((button, i) => {
      button.hidden = filter.value !== '' && recordings[i].dataset !== filter.value;
    }),
  );
  const tables = element('details', '', element('summary', '', 'Figures'), element('pre', '', data.tables));
  const head = element('p', 'hint', `Wrong strides of each recording, worst first. ${data.remark}`);
  root.append(
    element('nav', '', head, filter, element('div', 'list', ...buttons)),
    element('div', 'side', view, element('section', '', tables)),
  );
  const [place, range = ''] = decodeURI(location.hash.slice(1)).split('@');
  const linked = recordings.findIndex(({ dataset, name }) => `${dataset}/${name}` === place);
  if (linked >= 0) chosen = linked;
  show();
  buttons[chosen].scrollIntoView({ block: 'nearest' });
  const [min, max] = range.split('-').map(Number);
  if (max > min) for (const plot of plots) plot.setScale('x', { min, max });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', show);
  addEventListener('resize', () => {
    for (const plot of plots)
      plot.setSize({ width: plot.root.parentElement?.clientWidth ?? plot.width, height: plot.height });
  });
}

/** The functions above as the text of a script; `showScores(uPlot, data, plotTools)` starts it. */
export const scorePageScript = [drawTruth, flawButtons, showRecording, recordingList, showScores]
  .map(String)
  .join('\n');

/** The looks of this page, besides those of the report. */
export const SCORE_STYLE = `
:root { --truth: #2b8a3e; --wrong: rgba(224, 49, 49, 0.28); --far: rgba(245, 159, 0, 0.25); --alarm: #c92a2a; }
@media (prefers-color-scheme: dark) {
  :root { --truth: #69db7c; --wrong: rgba(255, 107, 107, 0.32); --far: rgba(255, 212, 59, 0.22); --alarm: #ff8787; }
}
main { max-width: 1600px; display: grid; grid-template-columns: 300px minmax(0, 1fr); gap: 20px; }
nav { position: sticky; top: 16px; height: calc(100vh - 32px); display: flex; flex-direction: column; gap: 8px; }
.list { overflow-y: auto; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
button { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 6px; cursor: pointer; }
button:hover, button.chosen { background: var(--grid); }
.list button { display: flex; gap: 10px; width: 100%; text-align: left; border: 0; border-radius: 0; padding: 5px 10px; font-size: 13px; }
.list button[hidden] { display: none; }
.list b { min-width: 24px; text-align: right; color: var(--soft); font-weight: 500; }
.list b.wrong { color: var(--alarm); font-weight: 700; }
.list span { overflow-wrap: anywhere; min-width: 0; }
small { display: block; color: var(--soft); font-size: 11px; }
.flaws { display: flex; flex-wrap: wrap; gap: 6px; max-height: 160px; overflow-y: auto; font-size: 13px; }
.flaws button { padding: 2px 10px; }
.flaws button.wrong { border-color: var(--alarm); color: var(--alarm); }
summary { cursor: pointer; }
pre { overflow-x: auto; font-size: 12px; margin: 8px 0 0; }
@media (max-width: 800px) { main { grid-template-columns: minmax(0, 1fr); } nav { position: static; height: 40vh; } }
`;
