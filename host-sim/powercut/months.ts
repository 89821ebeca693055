/**
 * Months of a runner's life on one partition: a run on most days, errands on foot, a phone that syncs now and then, a battery
 * that runs empty, resets. What the phone has gathered at the end must be what was run.
 */
import { RunInfo } from '../../firmware/record/runs';
import { FlashModel } from '../board/flash';
import { Life, RUN, WALK } from './life';
import { random } from './corruption';

export interface MonthsOptions {
  readonly days: number;
  /** Default 384. */
  readonly blocks?: number;
  readonly seed?: number;
  readonly onDay?: (done: number) => void;
}

export interface PhoneRun {
  readonly run: number;
  readonly utc_ms: number;
  readonly isEstimate: boolean;
  readonly strides: number;
  readonly distance_mm: number;
}

export interface MonthsResult {
  days: number;
  /** What was really done, and what the phone knows at the end. */
  runs: number;
  runStrides: number;
  strides: number;
  distance_mm: number;
  phone: { runs: number; runStrides: number; strides: number; distance_mm: number };
  /** Runs whose date the phone has wrong by more than a second, and runs without one. */
  misdated: number;
  undated: number;
  /** Runs whose date is an estimate, those of them told too early, and how much too late the worst is, s. */
  estimated: number;
  early: number;
  latest_s: number;
  hours: number;
  bytes: number;
  erases: { least: number; most: number; mean: number };
  /** Bytes read to open the partition at the end. */
  openBytes: number;
}

const DAY_s = 86_400;
/** A run lasts at least this long and at most twice that. */
const RUN_s = 1800;

export function simulateMonths(options: MonthsOptions): MonthsResult {
  const pick = random(options.seed ?? 1);
  const flash = new FlashModel({ blocks: options.blocks ?? 384 });
  const life = new Life(flash);
  const phone = new Map<number, PhoneRun>();
  const truth: { utc_ms: number }[] = [];
  let ran_s = 0;
  for (let day = 1; day <= options.days; day++) {
    const morning_ms = life.utc_ms;
    life.go(60 + pick(240), WALK).stand(60);
    if (pick(7) < 5) {
      const seconds = RUN_s + pick(RUN_s);
      truth.push({ utc_ms: life.utc_ms });
      life.go(seconds, RUN).stand(240);
      ran_s += seconds;
    }
    if (pick(4) === 0) sync(life, phone);
    // The battery is changed, or the firmware restarts, while the shoe stands in the hall.
    if (pick(30) === 0) {
      life.record.settle();
      life.boot({ reason: pick(2) === 0 ? 1 : 7 }, 5000);
      if (pick(2) === 0) sync(life, phone);
    }
    life.sleep(DAY_s - (life.utc_ms - morning_ms) / 1000);
    options.onDay?.(day);
  }
  sync(life, phone);
  return summarise(options.days, life, flash, phone, truth, ran_s);
}

/** The phone sets the time, takes what it does not have, checks it record by record, and says so. */
function sync(life: Life, phone: Map<number, PhoneRun>): void {
  life.setTime(480);
  const { runs } = life.record;
  const info = new RunInfo();
  for (let after = 0; runs.next(after, info); after = info.run) {
    if (phone.has(info.run) || !info.hasStop) continue;
    const { run, utc_ms, isEstimate, strides, distance_mm, records } = info;
    runs.open(run);
    let read = 0;
    while (runs.nextRecord()) read++;
    if (read !== records) throw new Error(`run ${run}: ${read} of ${records} records`);
    phone.set(run, { run, utc_ms, isEstimate, strides, distance_mm });
    life.record.release(run);
  }
}

function summarise(
  days: number,
  life: Life,
  flash: FlashModel,
  phone: ReadonlyMap<number, PhoneRun>,
  truth: readonly { utc_ms: number }[],
  ran_s: number,
): MonthsResult {
  const before = flash.readBytes;
  life.boot({ reason: 1 });
  const openBytes = flash.readBytes - before;
  const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);
  const told = [...phone.values()];
  // A run begins with its first stride, which comes after the first stride time.
  const late_ms = told.map(({ utc_ms }, i) => utc_ms - (truth[i]?.utc_ms ?? NaN));
  const misdated = told.filter(
    ({ utc_ms, isEstimate }, i) => utc_ms !== 0 && !isEstimate && !(Math.abs(late_ms[i]) <= 1000),
  );
  const estimates_ms = late_ms.filter((_, i) => told[i].isEstimate);
  const record = life.record;
  return {
    days,
    runs: truth.length,
    runStrides: sum(life.stops.map((stop) => stop.strides)),
    strides: life.strides,
    distance_mm: life.distance_mm,
    phone: {
      runs: phone.size,
      runStrides: sum(told.map((run) => run.strides)),
      strides: record.strides,
      distance_mm: record.distance_mm,
    },
    misdated: misdated.length,
    undated: told.filter(({ utc_ms }) => utc_ms === 0).length,
    estimated: estimates_ms.length,
    early: estimates_ms.filter((late) => !(late >= -1000)).length,
    latest_s: Math.max(0, ...estimates_ms) / 1000,
    hours: ran_s / 3600,
    bytes: flash.programmedBytes,
    erases: {
      least: Math.min(...flash.erases),
      most: Math.max(...flash.erases),
      mean: sum(flash.erases) / flash.erases.length,
    },
    openBytes,
  };
}
