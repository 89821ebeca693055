/** What `npm run native:fuzz` compares, in pieces for several cores. */
import { GYROSCOPE_USES, type GyroscopeUse } from '../../firmware/session/gyroscope';
import type { Part } from '../engines/wiring';
import { gridCells } from '../score/grid-cells';
import { findTraces } from '../traces/csv';

export const SOURCES = [
  'demonstration run',
  'synthetic grid',
  'recordings',
  'random and adversarial',
] as const;
export type Source = (typeof SOURCES)[number];

/** One kernel, from its construction on. */
export type Life =
  | { readonly kind: 'demonstration'; readonly part: Part; readonly gyroscope: GyroscopeUse }
  | { readonly kind: 'cell'; readonly index: number }
  | { readonly kind: 'recording'; readonly path: string }
  | { readonly kind: 'adversarial'; readonly seed: number; readonly samples: number };

export interface Task {
  readonly source: Source;
  /** On XS, too. */
  readonly xs: boolean;
  readonly lives: readonly Life[];
}

export interface Extent {
  readonly samples: number;
  readonly seed: number;
  readonly every: number;
  readonly traces?: string;
  /** One in so many cells and random lives on XS, too; 0: nothing on XS. */
  readonly xs: number;
}

/** Samples of one adversarial life. */
const LIFE_SAMPLES = 50_000;
/** Lives of a task. */
const MOST: Readonly<Record<Source, number>> = {
  'demonstration run': 1,
  'synthetic grid': 40,
  recordings: 5,
  'random and adversarial': 20,
};

/** The first seed that is not needed any more. */
export function endOfSeeds({ seed, samples }: Extent): number {
  return seed + Math.ceil(samples / LIFE_SAMPLES);
}

/** @throws Error when the folder of recordings cannot be read */
export function tasksOf(extent: Extent): Task[] {
  const { every, traces, xs, seed, samples } = extent;
  const cells = every > 0 ? gridCells().flatMap((_, index) => (index % every === 0 ? [index] : [])) : [];
  const seeds = Array.from({ length: endOfSeeds(extent) - seed }, (_, i) => seed + i);
  const some = (_: unknown, i: number) => xs > 0 && i % xs === 0;
  const all = () => xs > 0;
  return [
    ...split('demonstration run', DEMONSTRATIONS, all),
    ...split('recordings', traces === undefined ? [] : recordings(traces), all),
    ...split(
      'synthetic grid',
      cells.map((index): Life => ({ kind: 'cell', index })),
      some,
    ),
    ...split(
      'random and adversarial',
      seeds.map((each): Life => {
        const left = samples - (each - seed) * LIFE_SAMPLES;
        return { kind: 'adversarial', seed: each, samples: Math.min(LIFE_SAMPLES, left) };
      }),
      some,
    ),
  ];
}

const DEMONSTRATIONS: readonly Life[] = (['LSM6DSO32', 'ICM42688P'] as const).flatMap((part) =>
  GYROSCOPE_USES.map((gyroscope): Life => ({ kind: 'demonstration', part, gyroscope })),
);

function recordings(traces: string): Life[] {
  return findTraces(traces).map((path) => ({ kind: 'recording', path }));
}

/** Those that XS gets, too, stand in tasks of their own. */
function split(source: Source, lives: readonly Life[], isOnXs: (life: Life, i: number) => boolean): Task[] {
  const tasks: Task[] = [];
  const most = MOST[source];
  for (let from = 0; from < lives.length;) {
    const to = Math.min(lives.length, from + most);
    for (const xs of [true, false]) {
      const some = lives.slice(from, to).filter((life, i) => isOnXs(life, from + i) === xs);
      if (some.length > 0) tasks.push({ source, xs, lives: some });
    }
    from = to;
  }
  return tasks;
}
