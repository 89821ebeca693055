/** What there is to say after a run. Each rule: docs/COACH.md, with what it looks at and when it stays silent. */
import { CADENCE_BELOW_OWN, CADENCE_BELOW_RANGE, CONTACT_DRIFT, IMBALANCE, LONGEST_RUN_JUMP } from './advice';
import type { AdviceList } from './advice-list';
import type { RunFigures, RunsBefore } from './figures';
import { CADENCE_BY_SPEED, OwnCadence, TIP_AFTER_s, tellsCadence } from './own-cadence';

export const LEFT = 1;
export const RIGHT = 2;

/** Below the own cadence by this share, and by so many of its deviations: our choice. 3 % are 5 steps/min of 170. */
const BELOW_LEAST = 0.03;
const BELOW_DEVIATIONS = 3;

/** COROS' range for amateurs is 160 to 175 steps/min. */
const RANGE_LOW_spm = 160;
/** The range tells no speed and no height: taken at 6 min/km and 1.75 m. It is lowered for slower and taller runners, never raised. */
const RANGE_SPEED_mps = 2.8;
const RANGE_HEIGHT_m = 1.75;
/** Burns 2019: 123.1 steps/min less for each metre of stature. */
const CADENCE_BY_HEIGHT = 123.1;

/**
 * Contact time rises with fatigue (Apte 2021, Front Physiol 12:646042, review of 68 studies). From 4 %, 10 ms of 250: more than
 * twice the precision of contact times from a foot's sensor (under 4 ± 3 ms, Falbriard 2018).
 */
const DRIFT_LEAST = 0.04;
const DRIFT_ERRORS = 3;
const DRIFT_MINUTES = 15;

/** COROS: a balance beyond 51.5 : 48.5 is orange. */
const BALANCE_ORANGE = 0.015;
/** Two sensors may differ by 12 ms in some 250 (bias of contact time, Falbriard 2018): 1.2 % of the balance. */
const BALANCE_OF_SENSORS = 0.012;
/** Runs that make a habit. */
const BALANCE_RUNS = 3;

/** Frandsen 2025 (Br J Sports Med 59:1203, 5205 runners): more than 10, 30, 100 % beyond the longest run of 30 days. */
const JUMP_DAYS = 30;
const JUMP_SMALL = 0.1;
const JUMP_MODERATE = 0.3;
const JUMP_LARGE = 1;
/** What is known must reach back this far, and hold so many runs: our choice. Short runs are none to speak of. */
const KNOWN_DAYS = 14;
const KNOWN_RUNS = 3;
const JUMP_LEAST_m = 2000;

export interface Runner {
  /** 0 not told. */
  readonly height_cm: number;
}

export class AfterRun {
  readonly own = new OwnCadence();

  /**
   * Adds what there is to say of `run`.
   * @param whole all runs of the last 30 days are among them
   */
  advise(list: AdviceList, runner: Runner, run: RunFigures, before: RunsBefore, whole: boolean): void {
    if (!run.isRun) return;
    this.own.learn(before, run.shoe);
    this.cadence(list, runner, run);
    drift(list, run);
    balance(list, run, before);
    if (whole) jump(list, run, before);
  }

  private cadence(list: AdviceList, runner: Runner, run: RunFigures): void {
    if (!tellsCadence(run)) return;
    const own = this.own;
    if (!own.known) {
      cadenceRange(list, runner, run);
      return;
    }
    const expected = own.at(run.speed_mps);
    const below = expected - run.cadence_spm;
    if (expected === 0 || below < BELOW_LEAST * expected || below < BELOW_DEVIATIONS * own.deviation_spm)
      return;
    const weight = 40 + (500 * below) / expected;
    list.add(CADENCE_BELOW_OWN, weight, run.run, below, run.cadence_spm, expected);
  }
}

/** Only until the runner's own cadence is known, so that the two never contradict each other. */
function cadenceRange(list: AdviceList, runner: Runner, run: RunFigures): void {
  if (runner.height_cm <= 0) return;
  const slower = RANGE_SPEED_mps - run.speed_mps;
  const taller = runner.height_cm / 100 - RANGE_HEIGHT_m;
  let edge = RANGE_LOW_spm;
  if (slower > 0) edge -= CADENCE_BY_SPEED * slower;
  if (taller > 0) edge -= CADENCE_BY_HEIGHT * taller;
  if (run.cadence_spm < edge) list.add(CADENCE_BELOW_RANGE, 40, run.run, run.cadence_spm, edge);
}

function drift(list: AdviceList, run: RunFigures): void {
  const { contactFirst_ms, contactLast_ms, driftErrors, driftMinutes } = run;
  if (contactFirst_ms <= 0 || driftMinutes < DRIFT_MINUTES || driftErrors < DRIFT_ERRORS) return;
  const share = contactLast_ms / contactFirst_ms - 1;
  if (share < DRIFT_LEAST) return;
  list.add(CONTACT_DRIFT, 30 + 400 * share, run.run, 1000 * share, contactFirst_ms, contactLast_ms);
}

function balance(list: AdviceList, run: RunFigures, before: RunsBefore): void {
  if (run.leftShare <= 0 || run.running_s < TIP_AFTER_s) return;
  const left = run.leftShare > 0.5;
  const share = left ? run.leftShare : 1 - run.leftShare;
  const usual = usualShare(run, before, left);
  if (share < 0.5 + BALANCE_ORANGE) return;
  // Against a habit it need only be new; without one it must be more than two sensors can differ.
  const beyond =
    usual > 0 ? share - usual - BALANCE_ORANGE : share - 0.5 - BALANCE_ORANGE - BALANCE_OF_SENSORS;
  if (beyond < 0) return;
  const side = left ? LEFT : RIGHT;
  list.add(IMBALANCE, 45 + 1000 * beyond, run.run, 1000 * share, side, 1000 * usual);
}

/** Mean share of that foot in the runs before; 0 when they are too few. */
function usualShare(run: RunFigures, before: RunsBefore, left: boolean): number {
  let n = 0;
  let sum = 0;
  for (let i = 0; i < before.count; i++) {
    const { shoe, leftShare, isRun, running_s } = before.at(i);
    if (shoe !== run.shoe || leftShare <= 0 || !isRun || running_s < TIP_AFTER_s) continue;
    n++;
    sum += left ? leftShare : 1 - leftShare;
  }
  return n >= BALANCE_RUNS ? sum / n : 0;
}

function jump(list: AdviceList, run: RunFigures, before: RunsBefore): void {
  if (run.day === 0 || run.distance_m < JUMP_LEAST_m) return;
  let longest_m = 0;
  let runs = 0;
  let earliest = run.day;
  for (let i = 0; i < before.count; i++) {
    const { day, distance_m, isRun } = before.at(i);
    if (day === 0 || day > run.day || !isRun) continue;
    if (day < earliest) earliest = day;
    if (day < run.day - JUMP_DAYS) continue;
    runs++;
    if (distance_m > longest_m) longest_m = distance_m;
  }
  if (runs < KNOWN_RUNS || run.day - earliest < KNOWN_DAYS || longest_m <= 0) return;
  const share = run.distance_m / longest_m - 1;
  if (share <= JUMP_SMALL) return;
  const weight = share > JUMP_LARGE ? 80 : share > JUMP_MODERATE ? 60 : 50;
  list.add(LONGEST_RUN_JUMP, weight, run.run, 100 * share, run.distance_m / 10, longest_m / 10);
}
