/** What is known of the strides of a recording: from the description beside it, or from the synthesiser. */
import { readMeta } from '../traces/meta';
import type { TraceSource } from '../traces/source';
import { SyntheticRun, type TrueMetrics } from '../traces/synth';

/** Absent: not known. */
export interface KnownStride extends Partial<TrueMetrics> {
  /** Contact, or the span in which it lies. */
  ic_us?: number;
  span_us?: [number, number];
  tc_us?: number;
  length_m?: number;
}

/** A detected contact belongs to a true one within this, us. */
const EVENT_us = 150_000;
/** A contact ends within this, us. */
const CONTACT_MOST_us = 2.5e6;

/**
 * @param from path of the recording; its description stands beside it
 * @returns in order of time; none when nothing is known
 * @throws TraceError when the description is malformed
 */
export function knownStrides(source: TraceSource, from: string): KnownStride[] {
  if (source instanceof SyntheticRun) return ofSynthetic(source);
  const truth = readMeta(from)?.truth;
  if (truth === undefined) return [];
  const { ic = [], tc = [] } = truth.events_us;
  const spans = truth.strides.map(({ start_us, end_us, length_m }): KnownStride => ({
    span_us: [start_us, end_us],
    length_m,
  }));
  if (ic.length === 0) return spans;
  return ic.map((ic_us, i) => {
    const next_us = Math.min(ic[i + 1] ?? Infinity, ic_us + CONTACT_MOST_us);
    const tc_us = tc.find((time_us) => time_us > ic_us && time_us <= next_us);
    return { ic_us, tc_us, length_m: spans.find((span) => holds(span, ic_us))?.length_m };
  });
}

function ofSynthetic(run: SyntheticRun): KnownStride[] {
  const metrics = run.metrics();
  return run.truth.strides.map(({ ic_us, tc_us, length_m }, i) => ({
    ic_us,
    tc_us,
    length_m,
    ...metrics[i],
  }));
}

/** The true stride of a detected contact: the nearest in time, or the one whose span it lies in. */
export function knownAt(known: readonly KnownStride[], ic_us: number): KnownStride | undefined {
  let best: KnownStride | undefined;
  let least = EVENT_us;
  for (const stride of known) {
    if (holds(stride, ic_us)) return stride;
    const apart = Math.abs((stride.ic_us ?? Infinity) - ic_us);
    if (apart > least) continue;
    least = apart;
    best = stride;
  }
  return best;
}

function holds({ span_us }: KnownStride, time_us: number): boolean {
  return span_us !== undefined && time_us >= span_us[0] && time_us < span_us[1];
}
