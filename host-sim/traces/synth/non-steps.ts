/** Movements that are not steps, built from published spectra and habits; docs/SYNTHESIS.md gives the sources. */
import { RADIAN, type Vector } from './attitude';
import { Crank, type Bout } from './crank';
import { FreeMotion, type Movement } from './free-motion';
import { HEEL_ARM, TOE_ARM } from './gait';
import type { Motion } from './motion';
import { Pendulum } from './pendulum';
import { Path, restingAt } from './path';
import type { NonStepSegment } from './plan';
import type { Random } from './random';
import { floorPsd, framePsd, type RoadClass } from './road';
import { randomVibration, Sines, vibration, type Sine } from './sines';
import { PivotMotion, StillMotion } from './still-motion';
import { spin, throws, tumble } from './tumbling';

/** A stretch of the run that is built when its time comes. */
export interface Stretch {
  end_s: number;
  build(): Motion;
}

/** Lays out a movement from `start_s` to `end_s`. The same random state gives the same movement. */
export function nonSteps(segment: NonStepSegment, start_s: number, end_s: number, random: Random): Stretch[] {
  switch (segment.kind) {
    case 'sway':
      return sway(start_s, end_s, random);
    case 'drive':
      return [free(start_s, end_s, drive(segment.road, segment.speed_mps, start_s, end_s, random))];
    case 'cycle':
      return [free(start_s, end_s, cycle(segment, start_s, end_s, random))];
    case 'carry':
      return [free(start_s, end_s, carry(segment.bag, start_s, random))];
    case 'tap':
      return tap(segment.with, start_s, end_s, random);
    case 'throw':
      return [
        { end_s, build: () => new FreeMotion(start_s, end_s, [throws(start_s, end_s, random)], false) },
      ];
    case 'remount':
      return [remount(segment.turn_deg, start_s, end_s)];
    case 'wash':
      return wash(start_s, end_s, random);
  }
}

/** The movements are laid out at once, so that the order of building does not change them. */
function free(start_s: number, end_s: number, movements: Movement[]): Stretch {
  return { end_s, build: () => new FreeMotion(start_s, end_s, movements) };
}

function exponential(mean: number, random: Random): number {
  return -mean * Math.log(1 - random.uniform());
}

/** The module is lifted out, turned and put back, with a rest before and after. */
function remount(
  turn: { yaw: number; pitch: number; roll: number },
  start_s: number,
  end_s: number,
): Stretch {
  const part_s = (end_s - start_s) / 6;
  const [roll, pitch, yaw] = [turn.roll * RADIAN, turn.pitch * RADIAN, turn.yaw * RADIAN];
  const path = new Path(start_s, restingAt([0, 0, 0, 0, 0, 0]));
  path
    .stay(part_s)
    .rest([0, 0.1, 0.3, roll / 2, pitch / 2, yaw / 2], 1.5 * part_s)
    .stay(part_s);
  path.rest([0, 0, 0, roll, pitch, yaw], 1.5 * part_s).stay(part_s);
  return { end_s, build: () => new FreeMotion(start_s, end_s, [path], false) };
}

/** Fidgets come every 54 s, shifts of the weight every 258 s (Duarte and Zatsiorsky 1999). */
const FIDGET_S = 54;
const SHIFT_S = 258;

/** Standing about: a swaying foot, a heel that lifts, a foot rolled outward, now and then one set down elsewhere. */
function sway(start_s: number, end_s: number, random: Random): Stretch[] {
  const stretches: Stretch[] = [];
  let now_s = start_s;
  const push = (motion: Motion) => {
    stretches.push({ end_s: motion.end_s, build: () => motion });
    now_s = motion.end_s;
  };
  for (;;) {
    const still_s = 3 + exponential(FIDGET_S, random);
    if (now_s + still_s + 6 > end_s) break;
    push(new FreeMotion(now_s, now_s + still_s, [new Sines(now_s, swaying(random))]));
    if (random.uniform() < FIDGET_S / SHIFT_S) push(shift(now_s, random));
    else push(fidget(now_s, random));
  }
  push(new FreeMotion(now_s, end_s, [new Sines(now_s, swaying(random))]));
  return stretches;
}

/** Body sway (most of it below 1 Hz) rocks a foot that stands by tenths of a degree. */
function swaying(random: Random): Sine[] {
  return (['pitch', 'roll'] as const).flatMap((of) =>
    [0.1, 0.25, 0.45, 0.8].map((Hz) => ({
      of,
      amplitude: (0.03 / Hz) * random.uniform(),
      Hz: Hz * (0.9 + 0.2 * random.uniform()),
      phase_deg: 360 * random.uniform(),
    })),
  );
}

/** The heel lifts about the toes, or the toes about the heel, and comes down again. */
function fidget(start_s: number, random: Random): Motion {
  const heel = random.uniform() < 0.6;
  const up_s = 0.25 + 0.5 * random.uniform();
  const hold_s = 2 * random.uniform();
  const angle = (heel ? -(10 + 35 * random.uniform()) : 5 + 20 * random.uniform()) * RADIAN;
  const end_s = start_s + 2 * up_s + hold_s + 0.1;
  return new PivotMotion(end_s, heel ? TOE_ARM : HEEL_ARM, [
    { centre_s: start_s + up_s / 2, before_s: up_s / 2, after_s: up_s / 2, area_rad: angle },
    { centre_s: start_s + 1.5 * up_s + hold_s, before_s: up_s / 2, after_s: up_s / 2, area_rad: -angle },
  ]);
}

/** The foot is lifted and set down a few centimetres away: no step, the body stays. */
function shift(start_s: number, random: Random): Motion {
  const place = [0.04 * random.normal(), 0.03 * random.normal(), 0, 0, 0, 0];
  const move_s = 0.4 + 0.3 * random.uniform();
  const path = new Path(start_s, restingAt([0, 0, 0, 0, 0, 0]));
  const over = [place[0] / 2, place[1] / 2, 0.025, 0, -0.15 * random.uniform(), 0];
  path
    .rest(over, move_s / 2)
    .rest(place, move_s / 2)
    .stay(0.2);
  return new FreeMotion(start_s, path.now_s, [path], false);
}

/** Pedals of a car: the foot goes from one to the other and back, its heel lifted. */
const PEDALS_S = 15;
const PEDALS_M = 0.1;

/** At the wheel: the floor on a road of ISO 8608, engine, corners and braking, and a foot that works the pedals. */
function drive(
  road: RoadClass = 'B',
  speed_mps = 14,
  start_s: number,
  end_s: number,
  random: Random,
): Movement[] {
  const psd = floorPsd(road, speed_mps);
  const shaken = (of: 'x' | 'y' | 'z', share: number, sines: number) =>
    randomVibration(of, (Hz) => share * psd(Hz), { from_Hz: 0.5, to_Hz: 40, sines }, random);
  const turns = (accel: number, Hz: number) => vibration('y', accel, Hz, 360 * random.uniform());
  const sines = [
    ...shaken('z', 1, 24),
    ...shaken('x', 0.2, 8),
    ...shaken('y', 0.2, 8),
    vibration('z', 0.4, 24 + 8 * random.uniform()),
    turns(1.2, 0.07 + 0.05 * random.uniform()),
    turns(0.8, 0.2 * (0.8 + 0.4 * random.uniform())),
    vibration('x', 1, 0.1 * (0.7 + 0.6 * random.uniform())),
    { of: 'pitch' as const, amplitude: 3, Hz: 0.3 + 0.2 * random.uniform() },
  ];
  return [new Sines(start_s, sines, { pitch: 25 }), pedals(start_s, end_s, random)];
}

function pedals(start_s: number, end_s: number, random: Random): Path {
  const path = new Path(start_s, restingAt([0, 0, 0, 0, 0, 0]));
  let brake = false;
  path.stay(2);
  for (;;) {
    path.stay(0.5 + exponential(brake ? PEDALS_S / 4 : PEDALS_S, random));
    if (path.now_s + 4 > end_s) break;
    brake = !brake;
    const move_s = 0.25 + 0.25 * random.uniform();
    const y = brake ? PEDALS_M : 0;
    // The middle speed of a minimum-jerk movement is 15/8 of its mean.
    const v = [0, ((brake ? 1 : -1) * PEDALS_M * 1.875) / move_s, 0, 0, 0, 0];
    path.to({ p: [-0.02, PEDALS_M / 2, 0.03, 0, 0.1, 0], v, a: [0, 0, 0, 0, 0, 0] }, move_s / 2);
    path.rest([0, y, 0, 0, 0, 0], move_s / 2);
    if (brake) path.rest([0.02, y, 0, 0, -0.2, 0], 0.3);
  }
  return path.stay(Math.max(0.1, end_s - path.now_s));
}

const CRANK_M = 0.17;
/** The pedal is under the ball of the foot, the sensor under the arch. */
const PEDAL_M = 0.08;

/** Riding: bouts of pedalling between stretches of rolling, on a road that shakes the frame. */
function cycle(
  { cadence_rpm = 85, cleats = false, road = 'A', speed_mps = 7 }: NonStepSegment & { kind: 'cycle' },
  start_s: number,
  end_s: number,
  random: Random,
): Movement[] {
  const bouts: Bout[] = [];
  let now_s = start_s + 2;
  for (;;) {
    const to_s = now_s + 8 + exponential(40, random);
    if (to_s + 2 > end_s) break;
    bouts.push({ from_s: now_s, to_s, rpm: cadence_rpm * (1 + 0.05 * random.normal()), ramp_s: 1.2 });
    now_s = to_s + 1 + exponential(5, random);
  }
  bouts.push({ from_s: now_s, to_s: Math.max(now_s + 3, end_s - 1), rpm: cadence_rpm, ramp_s: 1.2 });
  const pitch = cleats
    ? { mean: -(18 + 6 * random.normal()) * RADIAN, swing: (8 + 2 * random.normal()) * RADIAN }
    : { mean: -(8 + 6 * random.normal()) * RADIAN, swing: (18 + 4 * random.normal()) * RADIAN };
  const crank = { radius_m: CRANK_M, pitch, behind_m: PEDAL_M, start: Math.PI / 2 };
  const psd = framePsd(road, speed_mps);
  const band = { from_Hz: 4, to_Hz: 50, sines: 16 };
  const sines = [
    ...randomVibration('z', psd, band, random),
    ...randomVibration('x', (Hz) => 0.3 * psd(Hz), { ...band, sines: 8 }, random),
  ];
  return [new Crank(crank, bouts), new Sines(start_s, sines)];
}

/** Strides of the walker per second, and how far lines beside a harmonic stand off, which makes strides unlike. */
const WALKER_HZ = 0.925;
const UNLIKE = 0.018;

/** In a rucksack the shoe goes with the trunk; in a bag held in the hand it swings as well. */
function carry(bag: 'back' | 'hand' = 'back', start_s: number, random: Random): Movement[] {
  const Hz = WALKER_HZ * (1 + 0.06 * random.normal());
  const lines = (of: Sine['of'], amplitude: number, harmonic: number): Sine[] =>
    [-1, 0, 1].map((side) => ({
      of,
      amplitude: amplitude * (side === 0 ? 0.9 : 0.3),
      Hz: harmonic * Hz * (1 + side * UNLIKE * (0.5 + random.uniform())),
      phase_deg: 360 * random.uniform(),
    }));
  const loose = bag === 'hand' ? 2 : 1;
  const sines = [
    ...lines('z', 0.023, 2),
    ...lines('z', 0.0022 * loose, 4),
    ...lines('z', 0.0006 * loose, 6),
    ...lines('x', 0.012, 2),
    ...lines('y', 0.02, 1),
    ...lines('pitch', 3 * loose, 1),
    ...lines('roll', 3 * loose, 1),
    ...lines('yaw', 4 * loose, 1),
  ];
  const lying = { roll: 180 * (random.uniform() - 0.5), pitch: 120 * (random.uniform() - 0.5) };
  const trunk = new Sines(start_s, sines, lying);
  if (bag === 'back') return [trunk];
  return [trunk, new Pendulum(start_s, 0.6, (10 + 6 * random.uniform()) * RADIAN, Hz, 0)];
}

/** Toes tapped about the heel, up slowly, down fast: about 5 g at the sensor. The heel likewise, about the toes. */
const TAP_RADPS = { toes: 28 * RADIAN, heel: -36 * RADIAN };
const TAP_S = { toes: [0.4, 0.7], heel: [0.18, 0.3] };
const TAP_STOP_S = 0.012;
/** From the knee to the sensor. */
const SHANK_M = 0.42;

/** Sitting: a foot that keeps time with its toes or bounces on them, or a crossed leg that swings. */
function tap(
  what: 'toes' | 'heel' | 'leg' = 'toes',
  start_s: number,
  end_s: number,
  random: Random,
): Stretch[] {
  const stretches: Stretch[] = [];
  let now_s = start_s;
  const push = (motion: Motion) => {
    stretches.push({ end_s: motion.end_s, build: () => motion });
    now_s = motion.end_s;
  };
  while (now_s + 4 < end_s) {
    const until_s = Math.min(now_s + 8 + 20 * random.uniform(), end_s - 2);
    if (what === 'leg') push(swingingLeg(now_s, until_s, random));
    else {
      const [least, most] = TAP_S[what];
      const tempo_s = least + (most - least) * random.uniform();
      while (now_s < until_s) {
        const period_s = tempo_s * (1 + 0.05 * random.normal());
        push(oneTap(now_s, period_s, TAP_RADPS[what] * period_s, what === 'toes' ? HEEL_ARM : TOE_ARM));
      }
    }
    push(new StillMotion(Math.min(now_s + 2 + 8 * random.uniform(), end_s)));
  }
  if (now_s < end_s) push(new StillMotion(end_s));
  return stretches;
}

function oneTap(start_s: number, period_s: number, angle: number, arm: Vector): Motion {
  const half_s = 0.2 * period_s;
  return new PivotMotion(start_s + period_s, arm, [
    { centre_s: start_s + 0.3 * period_s, before_s: half_s, after_s: half_s, area_rad: angle },
    { centre_s: start_s + 0.62 * period_s, before_s: 0.12 * period_s, after_s: TAP_STOP_S, area_rad: -angle },
  ]);
}

/** A leg laid over the other swings about the knee at about the period of its own weight. */
function swingingLeg(start_s: number, end_s: number, random: Random): Motion {
  const swing = (6 + 9 * random.uniform()) * RADIAN;
  return new FreeMotion(start_s, end_s, [
    new Pendulum(start_s, SHANK_M, swing, 0.85 + 0.4 * random.uniform(), -20 * RADIAN),
  ]);
}

/** Four fifths of the time tumbling, then spun dry. */
function wash(start_s: number, end_s: number, random: Random): Stretch[] {
  const change_s = start_s + 0.8 * (end_s - start_s);
  const tumbling = tumble(start_s, change_s, random);
  return [
    { end_s: change_s, build: () => new FreeMotion(start_s, change_s, [tumbling], false) },
    { end_s, build: () => new FreeMotion(change_s, end_s, [spin(change_s, end_s)], false) },
  ];
}
