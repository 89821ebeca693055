/** The lives that the ledger is kept over, replayed on the virtual board. */
import { POWER_NAMES } from '../../firmware/power/states';
import { ScriptedMotion } from '../board/scripted-motion';
import { LivingShoe } from '../engines/living-shoe';
import { synthesise } from '../traces/synth';
import { SESSION, Usage, UsageMeter, type Usages } from './usage';

const SECOND_ms = 1000;
const MINUTE_ms = 60_000;
const DAY_ms = 86_400_000;
const RSC_MEASUREMENT = '2a53';
const WATCH_MTU = 185;

export interface ScenarioOptions {
  readonly rate_Hz?: 104 | 208 | 416;
  /** Of the run that is replayed. Default 600. */
  readonly run_s?: number;
  /** A watch is connected from when the shoe wakes up on. Default true. */
  readonly watch?: boolean;
}

/**
 * A day of the shoe: it sleeps deeply in the hall, is put on, runs with a watch that shows every value, is put back, falls asleep, and sleeps
 * for the rest of the day.
 */
export function day(options: ScenarioOptions = {}): Usages {
  const { meter, shoe, motion } = begin(options);
  const run_s = options.run_s ?? 600;
  meter.run(10 * MINUTE_ms);
  const source = synthesise({
    name: 'run',
    segments: [
      { kind: 'stand', duration_s: 1 },
      { kind: 'walk', duration_s: 20, speed_mps: 1.4 },
      { kind: 'run', duration_s: run_s, speed_mps: 3 },
      { kind: 'stand', duration_s: 5 },
    ],
  });
  meter.usages.clear();
  const from_us = shoe.clock.now_us;
  motion.add(from_us + 1, source);
  for (let s = 0; shoe.radio.advertising === undefined && s < 30; s++) meter.run(SECOND_ms);
  if (options.watch !== false) {
    const watch = shoe.radio.connect({ mtu: WATCH_MTU });
    watch.subscribe(RSC_MEASUREMENT);
    meter.run(run_s * SECOND_ms + 4 * MINUTE_ms);
    watch.disconnect();
  }
  meter.run(DAY_ms - (shoe.clock.now_us - from_us) / 1000);
  return meter.usages;
}

/** Days on the shelf. */
export function shelf(days = 3): Usages {
  const { meter, shoe } = begin({});
  meter.run(10 * SECOND_ms);
  shoe.shoe?.ship();
  meter.run(2 * SECOND_ms);
  meter.usages.clear();
  meter.run(days * DAY_ms);
  return meter.usages;
}

/** The same day with a session of `session_s` instead of the replayed one: more of the session, less of the deep sleep. */
export function stretched(usages: Usages, session_s: number): Usages {
  const result: Usages = new Map();
  for (const [state, usage] of usages) {
    const copy = new Usage();
    copy.add(usage, 1);
    result.set(state, copy);
  }
  const session = usages.get(SESSION);
  const asleep = usages.get(DEEPLY_ASLEEP);
  if (session === undefined || asleep === undefined) throw new Error('a day without a session or a sleep');
  const more_s = session_s - session.time_s;
  result.get(SESSION)?.add(session, more_s / session.time_s);
  result.get(DEEPLY_ASLEEP)?.add(asleep, -more_s / asleep.time_s);
  return result;
}

export const DEEPLY_ASLEEP = `${POWER_NAMES[1]}, deeply`;
export const SHIPPING = POWER_NAMES[0];

export function sum(usages: Usages): Usage {
  const all = new Usage();
  for (const usage of usages.values()) all.add(usage, 1);
  return all;
}

function begin(options: ScenarioOptions): { meter: UsageMeter; shoe: LivingShoe; motion: ScriptedMotion } {
  const motion = new ScriptedMotion();
  // The meter needs the shoe, and the shoe tells the meter.
  const told: { meter?: UsageMeter } = {};
  const shoe = new LivingShoe({
    motion,
    rate_Hz: options.rate_Hz,
    onStride: () => {
      if (told.meter !== undefined) told.meter.strides++;
    },
    onRadio: ({ kind }) => told.meter?.heard(kind),
    onMode: () => told.meter?.look(),
  });
  const meter = new UsageMeter(shoe);
  told.meter = meter;
  shoe.chip.powerOn();
  return { meter, shoe, motion };
}
