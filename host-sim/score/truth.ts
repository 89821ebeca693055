/** The ground truth beside a recording: NAME.json, as the traces' README describes it. */
import { readFileSync } from 'node:fs';

export interface TrueStride {
  start_us: number;
  end_us: number;
  class?: string;
  length_m?: number;
  mean_speed_mps?: number;
}

export interface TrueBout {
  start_us: number;
  end_us: number;
  strides?: number;
}

export interface TrueEvents {
  ic?: number[];
  tc?: number[];
  midstance?: number[];
  stride_start?: number[];
  stride_end?: number[];
  stride_phase?: number[];
  mocap_swing_peak?: number[];
  mocap_rest?: number[];
}

export interface Truth {
  complete?: boolean;
  total_strides?: number;
  distance_m?: number;
  labels_agree_with_mocap?: boolean;
  events_us?: TrueEvents;
  strides?: TrueStride[];
  bouts?: TrueBout[];
}

export interface RecordingTruth {
  activity: string;
  truth: Truth;
}

/** A truth file that cannot be used; the message names the file and what was expected. */
export class TruthError extends Error {}

const EVENT_LISTS = [
  'ic',
  'tc',
  'midstance',
  'stride_start',
  'stride_end',
  'stride_phase',
  'mocap_swing_peak',
  'mocap_rest',
] as const;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `null` stands for "not known" in the truth files: such keys are dropped, so that absent has one form. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null)
      .map(([key, inner]) => [key, withoutNulls(inner)]),
  );
}

function checkSpans(file: string, key: string, spans: unknown): void {
  if (spans === undefined) return;
  const good = (span: unknown) =>
    isObject(span) && Number.isFinite(span.start_us) && Number.isFinite(span.end_us);
  if (!Array.isArray(spans) || !spans.every(good))
    throw new TruthError(`${file}: truth.${key} is not a list of objects with start_us and end_us`);
}

/**
 * Reads the text of a truth file.
 * @throws TruthError when it is no JSON or lacks what the rules need
 */
export function parseTruth(text: string, file: string): RecordingTruth {
  let meta: unknown;
  try {
    meta = withoutNulls(JSON.parse(text));
  } catch (error) {
    throw new TruthError(`${file}: not JSON: ${(error as Error).message}`);
  }
  if (!isObject(meta) || typeof meta.activity !== 'string')
    throw new TruthError(`${file}: "activity" (walk, run, mixed or other) is missing`);
  const { truth } = meta;
  if (!isObject(truth)) throw new TruthError(`${file}: "truth" is missing`);
  const events = truth.events_us ?? {};
  if (!isObject(events)) throw new TruthError(`${file}: truth.events_us is not an object`);
  for (const key of EVENT_LISTS) {
    const times = events[key];
    if (times !== undefined && !(Array.isArray(times) && times.every(Number.isFinite)))
      throw new TruthError(`${file}: truth.events_us.${key} is not a list of times in microseconds`);
  }
  checkSpans(file, 'strides', truth.strides);
  checkSpans(file, 'bouts', truth.bouts);
  return { activity: meta.activity, truth };
}

/** Reads a truth file. @throws TruthError also when it cannot be read */
export function readTruth(file: string): RecordingTruth {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new TruthError(`${file}: ${(error as Error).message}`);
  }
  return parseTruth(text, file);
}
