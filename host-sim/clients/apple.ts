/**
 * Apple's rules for accessories, as far as they concern a server. Source: QA1931 and the Accessory Design Guidelines, through a
 * third-party copy.
 */

/** Advertise at this interval for at least the first 30 s, ms; then at exactly one of the others. */
const FAST_ms = 20;
const SLOW_ms: readonly number[] = [152.5, 211.25, 318.75, 417.5, 546.25, 760, 852.5, 1022.5, 1285];
const FAST_FOR_ms = 30_000;

/** @returns what breaks the rules, one sentence each */
export function brokenAdvertisingRules(
  changes: readonly { time_ms: number; interval_ms: number }[],
): string[] {
  const broken: string[] = [];
  for (const [i, { time_ms, interval_ms }] of changes.entries()) {
    if (interval_ms !== FAST_ms && !SLOW_ms.includes(interval_ms))
      broken.push(`${interval_ms} ms is none of the intervals`);
    const next_ms = changes[i + 1]?.time_ms ?? Infinity;
    if (interval_ms === FAST_ms && next_ms - time_ms < FAST_FOR_ms)
      broken.push(`advertises fast for ${next_ms - time_ms} ms only`);
  }
  if (changes.length > 0 && changes[0].interval_ms !== FAST_ms) broken.push('does not begin fast');
  return broken;
}

export interface ParameterRequest {
  readonly intervalMaximum_ms: number;
  readonly latency: number;
  readonly supervisionTimeout_ms: number;
}

/** A peripheral's request that breaks these is refused by iOS. @returns what breaks them */
export function brokenParameterRules(wish: ParameterRequest): string[] {
  const { intervalMaximum_ms, latency, supervisionTimeout_ms } = wish;
  const broken: string[] = [];
  const rule = (holds: boolean, sentence: string) => {
    if (!holds) broken.push(sentence);
  };
  rule(latency <= 30, `latency ${latency} is above 30`);
  rule(
    supervisionTimeout_ms >= 2000 && supervisionTimeout_ms <= 6000,
    `time-out ${supervisionTimeout_ms} ms is not 2 to 6 s`,
  );
  rule(
    intervalMaximum_ms * (latency + 1) <= 2000,
    `${intervalMaximum_ms} ms and latency ${latency} leave the phone alone for too long`,
  );
  return broken;
}
