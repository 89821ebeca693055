/** A detection and the true event it was matched with, as indices. */
export interface Match {
  detected: number;
  truth: number;
}

/**
 * Matches detections one-to-one with true events: of all pairs within `tolerance` the one of smallest time difference
 * first. Both lists ascend and share a unit. Pairs come back in order of time.
 */
export function matchEvents(
  detected: readonly number[],
  truth: readonly number[],
  tolerance: number,
): Match[] {
  const pairs: (Match & { difference: number })[] = [];
  let from = 0;
  truth.forEach((time, j) => {
    while (from < detected.length && detected[from] < time - tolerance) from++;
    for (let i = from; i < detected.length && detected[i] <= time + tolerance; i++)
      pairs.push({ detected: i, truth: j, difference: Math.abs(detected[i] - time) });
  });
  pairs.sort((a, b) => a.difference - b.difference || a.detected - b.detected || a.truth - b.truth);
  const takenDetected = new Set<number>();
  const takenTruth = new Set<number>();
  const matches: Match[] = [];
  for (const pair of pairs) {
    if (takenDetected.has(pair.detected) || takenTruth.has(pair.truth)) continue;
    takenDetected.add(pair.detected);
    takenTruth.add(pair.truth);
    matches.push({ detected: pair.detected, truth: pair.truth });
  }
  return matches.sort((a, b) => a.detected - b.detected);
}

/** Ascending times with those that follow the last kept one by `within` or less left out. */
export function mergeDuplicates(times: readonly number[], within: number): number[] {
  const kept: number[] = [];
  for (const time of [...times].sort((a, b) => a - b)) {
    const last = kept.at(-1);
    if (last === undefined || time - last > within) kept.push(time);
  }
  return kept;
}
