/**
 * A made-up runner of the demonstration: three to four outings a week for ten weeks, as the memory of her two shoes has them,
 * and the run she is on now. Synthetic; nobody ran this.
 */
import { FOOT, HEIGHT_cm } from '../../firmware/record/settings';
import { GAIT_RUN, GAIT_WALK } from '../../firmware/stepdetect/stride';
import { FlashModel } from '../board/flash';
import { Life, type Manner } from '../powercut/life';
import { Random } from '../traces/synth/random';
import type { Plan, Segment } from '../traces/synth';

export type Side = 'left' | 'right';

const DAY_s = 86_400;
const WEEKS = 10;
/** Days of a week she goes out on, and minutes of it. */
const OUTINGS: readonly (readonly [day: number, minutes: number])[] = [
  [1, 28],
  [3, 36],
  [5, 24],
  [6, 52],
];
const LONG_DAY = 6;
const HER_HEIGHT_cm = 168;
const CONTACT_MORE_LEFT = 1.018;

/** Stride time, length and contact at a speed: cadence and contact of recreational runners, straight lines. */
function running(speed_mps: number, side: Side, tired: number): Manner {
  const cadence_spm = 152 + 6.5 * (speed_mps - 2) - 2 * tired;
  const stride_ms = 120_000 / cadence_spm;
  const contact_ms = (330 - 26 * (speed_mps - 1) + 10 * tired) * (side === 'left' ? CONTACT_MORE_LEFT : 1);
  return { gait: GAIT_RUN, stride_ms, length_mm: speed_mps * stride_ms, contact_ms };
}

function walking(): Manner {
  return { gait: GAIT_WALK, stride_ms: 1060, length_mm: 1480, contact_ms: 650 };
}

/** @returns the image of a shoe's flash after ten weeks that end a day before `now_ms` */
export function memoryOf(side: Side, now_ms: number, zone_min: number): Uint8Array {
  const random = new Random(7);
  const flash = new FlashModel();
  const life = new Life(flash);
  const localMidnight_ms = Math.floor((now_ms + zone_min * 60_000) / (DAY_s * 1000)) * DAY_s * 1000;
  const first_ms = localMidnight_ms - zone_min * 60_000 - WEEKS * 7 * DAY_s * 1000;
  life.utc_ms = first_ms;
  life.record.set(FOOT, side === 'left' ? 1 : 2);
  life.record.set(HEIGHT_cm, HER_HEIGHT_cm);
  for (let week = 0; week < WEEKS; week++) {
    // The chip's counter of milliseconds goes on for weeks; a battery that ran empty now and then is nearer to life.
    if (week > 0) life.boot({ reason: 1 });
    life.setTime(zone_min);
    for (const [day, minutes] of OUTINGS) {
      const isLong = week === WEEKS - 1 && day === LONG_DAY;
      if (random.uniform() < 0.1 && !isLong) continue;
      const at_ms = first_ms + ((week * 7 + day) * DAY_s + (6.5 + 2 * random.uniform()) * 3600) * 1000;
      life.sleep(Math.max(0, (at_ms - life.utc_ms) / 1000));
      // The last long one is much longer than any before: the coach has something to say.
      const longer = isLong ? 1.6 : 0.85 + 0.03 * week;
      outing(life, side, minutes * longer, 2.55 + 0.03 * week, random);
    }
    const end_ms = first_ms + (week + 1) * 7 * DAY_s * 1000;
    life.sleep(Math.max(0, (end_ms - life.utc_ms) / 1000));
  }
  life.record.settle();
  return flash.image;
}

function outing(life: Life, side: Side, minutes: number, speed_mps: number, random: Random): void {
  const today_mps = speed_mps + 0.3 * (random.uniform() - 0.5);
  life.go(100, walking());
  for (let minute = 0; minute < minutes; minute++) {
    const tired = minute / 60;
    const wave = 0.12 * Math.sin(minute / 4) + 0.1 * (random.uniform() - 0.5);
    life.go(60, running(today_mps + wave - 0.15 * tired, side, tired));
    if (minute === Math.round(minutes / 2)) life.stand(30);
  }
  life.go(90, walking());
  life.stand(240);
}

/** The run of today: an hour of easy running with faster stretches, both feet half a stride apart. */
export function todaysRun(side: Side): Plan {
  const segments: Segment[] = [{ kind: 'stand', duration_s: side === 'left' ? 4 : 4.36 }];
  segments.push({ kind: 'walk', duration_s: 20, speed_mps: 1.5 });
  for (let lap = 0; lap < 12; lap++)
    segments.push(
      { kind: 'run', duration_s: 180, speed_mps: 2.8 },
      { kind: 'run', duration_s: 60, speed_mps: 3.6 + 0.05 * lap },
      { kind: 'run', duration_s: 60, speed_mps: 2.4 },
    );
  segments.push({ kind: 'walk', duration_s: 30, speed_mps: 1.4 }, { kind: 'stand', duration_s: 5 });
  return { name: `demo_${side}`, seed: side === 'left' ? 31 : 32, foot: side, segments, strike_deg: 18 };
}
