/** Per-stride metrics of recordings, for which there is no truth: are they plausible, and do turns add up? */
import { readFileSync } from 'node:fs';
import type { ReplayedStride } from '../engines/replay';
import type { RecordingJson } from '../report/recording-json';
import type { ScoredRecording } from './recordings';
import { deviation, mean } from './stats';

/** Shorter is a pivot, a half step or a shuffle, m. */
const LENGTH_LEAST_m = 0.5;
/** The strides of a U-turn end within this before and after what is labelled as the turn, us. */
const TURN_BEFORE_us = 2e6;
const TURN_AFTER_us = 3e6;
/** Strides of the legs before and after; shorter ones begin and end them, in whatever direction. */
const LEG_STRIDE_m = 1;
/** A recording with fewer strides of a gait says nothing of that gait. */
const STRIDES_LEAST = 3;

export type Figures = Pick<
  ReplayedStride,
  'strike_deg' | 'eversion_deg' | 'eversion_dps' | 'impact_g' | 'clearance_m' | 'rise_m' | 'turn_deg'
>;
export const PLAUSIBLE: readonly (keyof Figures)[] = [
  'strike_deg',
  'eversion_deg',
  'eversion_dps',
  'impact_g',
  'clearance_m',
  'rise_m',
  'turn_deg',
];

/** One figure in the recordings of a data set. */
export interface Plausible {
  /** Share of the strides that have it. */
  given: number;
  /** Mean and deviation of the recordings' means. */
  mean: number;
  sd: number;
  /** Mean of the deviations within a recording. */
  within: number;
}

export interface GaitRow {
  dataset: string;
  gait: 'walk' | 'run';
  recordings: number;
  strides: number;
  /** Shares of strikes. */
  rearfoot: number;
  midfoot: number;
  forefoot: number;
  figures: Partial<Record<keyof Figures, Plausible>>;
}

/** Courses of which the turning is known. */
export interface TurnRow {
  dataset: string;
  /** A U-turn, or the straight legs before and after it. */
  course: 'u-turn' | 'straight';
  n: number;
  /** Sum of the strides' turns less 180 (either way) or 0 degrees. */
  bias_deg: number;
  sd_deg: number;
  worst_deg: number;
}

export interface FootRow {
  dataset: string;
  recordings: number;
  right: number;
  wrong: number;
  /** Recordings that end before the foot is named. */
  open: number;
  wrongNames: string[];
}

export interface Replayed {
  recording: ScoredRecording;
  found: RecordingJson;
}

/** What the description beside a recording says that the score does not ask for. */
interface Course {
  sensor?: { side?: string };
  truth?: { uturn_us?: number[]; complete?: boolean };
}

function courseOf(recording: ScoredRecording): Course {
  return JSON.parse(readFileSync(recording.json, 'utf8')) as Course;
}

function groups(replayed: readonly Replayed[]): [string, Replayed[]][] {
  const by = new Map<string, Replayed[]>();
  for (const one of replayed) {
    const { dataset } = one.recording;
    by.set(dataset, [...(by.get(dataset) ?? []), one]);
  }
  return [...by];
}

export function gaitRows(replayed: readonly Replayed[]): GaitRow[] {
  return groups(replayed).flatMap(([dataset, members]) =>
    (['walk', 'run'] as const).flatMap((gait) => {
      const each = members
        .map(({ found }) => found.strides.filter((stride) => stride.kind === gait && isFull(stride)))
        .filter((strides) => strides.length >= STRIDES_LEAST);
      return each.length === 0 ? [] : [gaitRow(dataset, gait, each)];
    }),
  );
}

function isFull({ length_m = 0 }: ReplayedStride): boolean {
  return length_m >= LENGTH_LEAST_m;
}

function gaitRow(dataset: string, gait: 'walk' | 'run', each: ReplayedStride[][]): GaitRow {
  const all = each.flat();
  const strikes = all.filter(({ strike }) => strike !== undefined);
  const share = (kind: ReplayedStride['strike']) =>
    strikes.filter(({ strike }) => strike === kind).length / strikes.length;
  return {
    dataset,
    gait,
    recordings: each.length,
    strides: all.length,
    rearfoot: share('rearfoot'),
    midfoot: share('midfoot'),
    forefoot: share('forefoot'),
    figures: Object.fromEntries(
      PLAUSIBLE.flatMap((name) => {
        const figure = plausible(each.map((strides) => strides.map((stride) => stride[name])));
        return figure ? [[name, figure]] : [];
      }),
    ),
  };
}

function plausible(each: readonly (number | undefined)[][]): Plausible | undefined {
  const known = each.map((values) => values.filter((value) => value !== undefined));
  const enough = known.filter((values) => values.length > 0);
  if (enough.length === 0) return undefined;
  const means = enough.map(mean);
  return {
    given: known.flat().length / each.flat().length,
    mean: mean(means),
    sd: deviation(means),
    within: mean(enough.map(deviation)),
  };
}

/** Sums with a hole, a stride whose turn is not known, are left out. */
export function turnRows(replayed: readonly Replayed[]): TurnRow[] {
  return groups(replayed).flatMap(([dataset, members]) => {
    const sums: Record<TurnRow['course'], number[]> = { 'u-turn': [], straight: [] };
    for (const { recording, found } of members) {
      const turn_us = courseOf(recording).truth?.uturn_us;
      if (turn_us === undefined) continue;
      const from_us = turn_us[0] - TURN_BEFORE_us;
      const to_us = turn_us[1] + TURN_AFTER_us;
      const { strides } = found;
      const legs = strides.filter(({ length_m = 0 }) => length_m >= LEG_STRIDE_m);
      sums.straight.push(turned(legs.filter(({ ic_us }) => ic_us < from_us)));
      sums.straight.push(turned(legs.filter(({ ic_us }) => ic_us > to_us)));
      const turn = turned(strides.filter(({ ic_us }) => ic_us >= from_us && ic_us <= to_us));
      sums['u-turn'].push(Math.abs(turn) - 180);
    }
    return (['u-turn', 'straight'] as const).flatMap((course) => {
      const errors = sums[course].filter((error) => !Number.isNaN(error));
      if (errors.length === 0) return [];
      const worst_deg = Math.max(...errors.map(Math.abs));
      const row = { n: errors.length, bias_deg: mean(errors), sd_deg: deviation(errors), worst_deg };
      return [{ dataset, course, ...row }];
    });
  });
}

function turned(strides: readonly ReplayedStride[]): number {
  return strides.reduce((sum, { turn_deg = NaN }) => sum + turn_deg, 0);
}

export function footRows(replayed: readonly Replayed[]): FootRow[] {
  return groups(replayed).flatMap(([dataset, members]) => {
    const stated = members.flatMap(({ recording, found }) => {
      const side = courseOf(recording).sensor?.side;
      return side === 'left' || side === 'right' ? [{ side, name: recording.name, foot: found.foot }] : [];
    });
    if (stated.length === 0) return [];
    const wrong = stated.filter(({ side, foot }) => foot !== undefined && foot !== side);
    const open = stated.filter(({ foot }) => foot === undefined).length;
    return [
      {
        dataset,
        recordings: stated.length,
        right: stated.length - wrong.length - open,
        wrong: wrong.length,
        open,
        wrongNames: wrong.map(({ name }) => name),
      },
    ];
  });
}
