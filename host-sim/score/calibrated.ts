/**
 * What a personal calibration is worth: for every recording the model learns from all others of the same subject and foot (of
 * the same data set where no subject is stated), as from one known distance walked and one run, and is scored on the
 * recording it did not see.
 */
import { courseDeviation } from '../../firmware/session/calibration';
import { LengthModel } from '../../firmware/session/length-model';
import type { ReplayedStride } from '../engines/replay';
import { isRunning } from './gait';
import type { Detections } from './rules';
import { mean, sum } from './stats';
import { pairErrors, type Pair } from './tally';
import type { RecordingTruth } from './truth';

const GAITS = ['walk', 'run'] as const;
type Gait = (typeof GAITS)[number];

/** A recording with what was found in it. */
export interface Measured {
  dataset: string;
  meta: RecordingTruth;
  strides: Detections['strides'];
}

export interface CalibratedRow {
  dataset: string;
  part: Gait;
  recordings: number;
  /** Mean distance learned from, m. */
  learned_m: number;
  /** Errors of the distance without and with the model: of the sum, and mean absolute of a recording's, percent. */
  raw: { err_pct: number; mape: number };
  calibrated: { err_pct: number; mape: number };
}

/** Strides of a recording in one gait whose true length, or the true length of all, is known. */
interface Course {
  recording: Measured;
  group: string;
  gait: Gait;
  strides: ReplayedStride[];
  true_m: number;
}

/** One stride's length and speed as the detector gives them. */
function length_m(stride: ReplayedStride): number {
  return stride.length_m ?? 0;
}

function speed_mm_s(stride: ReplayedStride): number {
  return 1000 * (stride.speed_mps ?? 0);
}

function courses(recording: Measured): Course[] {
  const { dataset, meta, strides } = recording;
  const { truth, subject = '', activity } = meta;
  const group = `${dataset} ${subject} ${truth.foot ?? ''}`;
  const lengths = (truth.strides ?? []).filter((stride) => stride.length_m !== undefined);
  if (lengths.length === 0) {
    if (!truth.distance_m || activity === 'mixed') return [];
    const gait = activity === 'run' ? 'run' : 'walk';
    return [{ recording, group, gait, strides, true_m: truth.distance_m }];
  }
  return GAITS.flatMap((gait): Course[] => {
    const course: Course = { recording, group, gait, strides: [], true_m: 0 };
    for (const stride of lengths) {
      if (isRunning(stride, activity) !== (gait === 'run')) continue;
      const inside = strides.filter(({ ic_us }) => ic_us >= stride.start_us && ic_us < stride.end_us);
      if (inside.length !== 1) continue;
      course.strides.push(inside[0]);
      course.true_m += stride.length_m ?? 0;
    }
    return course.strides.length > 0 ? [course] : [];
  });
}

/** Learns from courses as from one known distance for each gait. */
function learn(known: readonly Course[]): LengthModel {
  const model = new LengthModel();
  for (const gait of GAITS) {
    const of = known.filter((course) => course.gait === gait);
    const strides = of.flatMap((course) => course.strides);
    const measured_m = sum(strides.map(length_m));
    if (measured_m === 0) continue;
    const true_m = sum(of.map((course) => course.true_m));
    const speed = sum(strides.map((stride) => length_m(stride) * speed_mm_s(stride))) / measured_m;
    const one = 2 ** 20;
    model.learn((one * true_m) / measured_m, speed, Math.ceil(one * courseDeviation(1000 * true_m)));
  }
  return model;
}

function row(part: Gait, all: readonly Course[], dataset: string): CalibratedRow | undefined {
  const raw: Pair[] = [];
  const calibrated: Pair[] = [];
  const learned: number[] = [];
  for (const course of all) {
    if (course.recording.dataset !== dataset || course.gait !== part) continue;
    // A mixed recording is left out whole: its walking is not learned from either.
    const known = all.filter((other) => other.group === course.group && other.recording !== course.recording);
    if (!known.some((other) => other.gait === part)) continue;
    const model = learn(known);
    const factor = (stride: ReplayedStride) => model.factor_Q20(speed_mm_s(stride)) / 2 ** 20;
    raw.push([sum(course.strides.map(length_m)), course.true_m]);
    calibrated.push([sum(course.strides.map((stride) => length_m(stride) * factor(stride))), course.true_m]);
    learned.push(sum(known.filter((other) => other.gait === part).map((other) => other.true_m)));
  }
  if (raw.length === 0) return undefined;
  return {
    dataset,
    part,
    recordings: raw.length,
    learned_m: mean(learned),
    raw: pairErrors(raw),
    calibrated: pairErrors(calibrated),
  };
}

/** The rows of all data sets; `recordings` without a known length are passed over. */
export function calibratedRows(recordings: readonly Measured[]): CalibratedRow[] {
  const all = recordings.flatMap(courses);
  const datasets = [...new Set(recordings.map(({ dataset }) => dataset))].sort();
  return datasets.flatMap((dataset) =>
    GAITS.flatMap((gait): CalibratedRow[] => {
      const found = row(gait, all, dataset);
      return found ? [found] : [];
    }),
  );
}
