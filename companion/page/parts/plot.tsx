/** Values over time, drawn by uPlot in the colours of the page. */
import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { time } from '../format';
import { preferences } from '../preferences';
import { words } from '../words/words';

export interface PlotLine {
  readonly label: string;
  /** Name of a colour in the style sheet. */
  readonly colour: string;
  /** null: a gap. */
  readonly values: readonly (number | null)[];
  readonly dashed?: boolean;
}

export interface PlotProps {
  /** What is shown, for those who don't see it. */
  readonly label: string;
  /** Where the values are: minutes, or with `plain` something else that is not told. */
  readonly minutes: readonly number[];
  readonly lines: readonly PlotLine[];
  readonly format: (value: number) => string;
  readonly height?: number;
  readonly plain?: boolean;
  /** Least height of the scale, in its unit: a steady value is to look steady. */
  readonly leastRange?: number;
}

const HEIGHT_px = 150;
const AXIS_px = 56;

export function Plot({
  label,
  minutes,
  lines,
  format,
  height = HEIGHT_px,
  leastRange = 0,
  plain = false,
}: PlotProps) {
  const box = useRef<HTMLDivElement>(null);
  /** Grows when the colours change. */
  const colours = useSignal(0);
  useSignalEffect(() => {
    void preferences.value;
    colours.value = colours.peek() + 1;
  });
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const changed = () => (colours.value = colours.peek() + 1);
    dark.addEventListener('change', changed);
    return () => dark.removeEventListener('change', changed);
  }, []);
  const turn = colours.value;
  useEffect(() => {
    const { current } = box;
    if (!current) return undefined;
    const width = () => Math.max(200, current.clientWidth);
    const plot = new uPlot(
      options(width(), height, lines, format, leastRange, plain),
      [minutes as number[], ...lines.map(({ values }) => values as (number | null)[])],
      current,
    );
    const observer = new ResizeObserver(() => plot.setSize({ width: width(), height }));
    observer.observe(current);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [minutes, lines, turn, words.value]);
  return <div ref={box} class="plot" role="img" aria-label={label} />;
}

function options(
  width: number,
  height: number,
  lines: readonly PlotLine[],
  format: (value: number) => string,
  leastRange: number,
  plain: boolean,
): uPlot.Options {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const axis = {
    stroke: colour('text-soft'),
    grid: { stroke: colour('line'), width: 1 },
    ticks: { show: false },
  };
  const font = '12px system-ui, sans-serif';
  return {
    width,
    height,
    cursor: { drag: { x: false, y: false }, points: { size: 6 }, y: false },
    legend: { show: lines.length > 1, live: false },
    scales: { x: { time: false }, y: { range: (_plot, low, high) => padded(low, high, leastRange) } },
    axes: [
      {
        ...axis,
        font,
        size: 28,
        show: !plain,
        values: (_plot, splits) => splits.map((minute) => time(60_000 * minute)),
      },
      { ...axis, font, size: AXIS_px, values: (_plot, splits) => splits.map((value) => format(value)) },
    ],
    series: [
      {},
      ...lines.map(({ label, colour: name, dashed }) => ({
        label,
        stroke: colour(name),
        width: 2,
        points: { show: false },
        ...(dashed && { dash: [3, 5] }),
      })),
    ],
  };
}

function padded(low: number | null, high: number | null, leastRange: number): [number, number] {
  if (low === null || high === null) return [0, 1];
  const range = Math.max(high - low, leastRange);
  const middle = (high + low) / 2;
  return [middle - 0.6 * range, middle + 0.6 * range];
}
