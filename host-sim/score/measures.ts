/**
 * Figures the reference scorer does not have. Pure functions.
 *
 * - Cadence: strides per minute in windows of 10 s laid end to end over true gait without a pause, as the mean of the
 *   strides wholly inside; a window counts when it holds three true strides. A window in which the shoe found no whole
 *   stride is silent.
 * - Contact time: of strides matched with a true initial contact, against the time to the next true terminal contact.
 * - False strides while the foot stood: contacts found before the first true stride, after the last and in pauses.
 * - Start: from the first foot-off to the moment at which the shoe reported the first stride after it.
 */
import { gaitStart_us, gaitWithin, LONGEST_CONTACT_US, markedRuns, standing } from './gait';
import { matchEvents } from './match';
import { TOLERANCE_US, type Detections, type Part } from './rules';
import type { Tally } from './tally';
import type { RecordingTruth } from './truth';

const WINDOW_US = 10e6;
const LEAST_STRIDES = 3;

/** Strides per minute and their number, from the contacts in [start, end); undefined when there are less than two. */
function cadence(
  times: readonly number[],
  start_us: number,
  end_us: number,
): [spm: number, n: number] | undefined {
  const inside = times.filter((time) => time >= start_us && time < end_us);
  const n = inside.length - 1;
  return n < 1 ? undefined : [(60e6 * n) / (inside[n] - inside[0]), n];
}

function measureCadence(meta: RecordingTruth, ic: readonly number[], row: (part: Part) => Tally): void {
  for (const marks of markedRuns(meta.truth)) {
    const last_us = marks[marks.length - 1] + TOLERANCE_US;
    for (let start_us = marks[0] - TOLERANCE_US; start_us < last_us; start_us += WINDOW_US) {
      const end_us = Math.min(start_us + WINDOW_US, last_us);
      const truth = cadence(marks, start_us, end_us);
      if (!truth || truth[1] < LEAST_STRIDES) continue;
      const found = cadence(ic, start_us, end_us);
      const gait = gaitWithin(meta, { start_us, end_us });
      for (const tally of gait ? [row('all'), row(gait)] : [row('all')]) {
        if (found) tally.cadenceErrors_spm.push(found[0] - truth[0]);
        else tally.silentWindows++;
      }
    }
  }
}

function contactErrors_us({ truth }: RecordingTruth, strides: Detections['strides']): number[] {
  const { ic, tc } = truth.events_us ?? {};
  if (!ic || !tc) return [];
  const found = strides.map((stride) => stride.ic_us);
  return matchEvents(found, ic, TOLERANCE_US).flatMap((match) => {
    const contact_ms = strides[match.detected].contact_ms;
    const start_us = ic[match.truth];
    const end_us = tc.find((time) => time > start_us);
    if (contact_ms === undefined || end_us === undefined || end_us - start_us > LONGEST_CONTACT_US) return [];
    return [contact_ms * 1000 - (end_us - start_us)];
  });
}

/** Adds a recording's figures to the rows it belongs to. */
export function measureRecording(
  meta: RecordingTruth,
  detections: Detections,
  row: (part: Part) => Tally,
): void {
  const strides = [...detections.strides].sort((a, b) => a.ic_us - b.ic_us);
  const ic = strides.map((stride) => stride.ic_us);
  const { duration_us = 0, firstReport_us } = detections;
  const contacts = contactErrors_us(meta, strides);
  const stood = standing(meta.truth, duration_us);
  const start_us = gaitStart_us(meta.truth);
  for (const tally of [row('all'), row(meta.activity === 'run' ? 'run' : 'walk')]) {
    tally.contactErrors_us.push(...contacts);
    for (const span of stood) tally.addStanding(span, ic);
    if (start_us === undefined) continue;
    if (firstReport_us === undefined) tally.unreported++;
    else tally.starts_s.push((firstReport_us - start_us) / 1e6);
  }
  measureCadence(meta, ic, row);
}
