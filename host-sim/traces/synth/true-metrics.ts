/** What a stride of the model truly does, for what the detector measures beside contacts and length. */
import { GRAVITY, RADIAN } from './attitude';
import { StrideMotion, type PlannedStride } from './stride-motion';

/** Defined as in docs/ACCURACY.md, from the motion itself and not from samples of it. */
export interface TrueMetrics {
  /** Pitch at initial contact, toes up is positive. */
  strike_deg: number;
  /** Greatest rolling in from initial contact to mid-stance, and its highest rate. */
  eversion_deg: number;
  eversion_dps: number;
  /** Greatest specific force from initial contact to 75 ms after it. */
  impact_g: number;
  /** Greatest height of the sensor over the mid-stance before. */
  clearance_m: number;
  /** Change of heading and height from mid-stance to mid-stance. */
  turn_deg: number;
  rise_m: number;
}

/** Steps of the numbers below, s. */
const STEP_s = 0.0005;
const IMPACT_s = 0.075;

export function trueMetrics(plan: PlannedStride): TrueMetrics {
  const motion = new StrideMotion(plan);
  return {
    strike_deg: motion.angles(plan.ic_s).pitch / RADIAN,
    ...rollingIn(motion, plan),
    impact_g: impact(motion, plan),
    ...heights(motion, plan),
    turn_deg: plan.turn_rad / RADIAN,
  };
}

function rollingIn(motion: StrideMotion, { ic_s, mid_s, side }: PlannedStride) {
  const atContact = motion.angles(ic_s).roll;
  let furthest = 0;
  let fastest = 0;
  for (let time_s = ic_s; time_s <= mid_s; time_s += STEP_s) {
    const { roll, rollRate } = motion.angles(time_s);
    furthest = Math.max(furthest, side * (atContact - roll));
    fastest = Math.max(fastest, -side * rollRate);
  }
  return { eversion_deg: furthest / RADIAN, eversion_dps: fastest / RADIAN };
}

function impact(motion: StrideMotion, { ic_s, mid_s }: PlannedStride): number {
  const felt = new Float64Array(6);
  let greatest = 0;
  const end_s = Math.min(mid_s, ic_s + IMPACT_s);
  for (let time_s = ic_s; time_s <= end_s; time_s += STEP_s) {
    motion.at(time_s, felt);
    greatest = Math.max(greatest, Math.hypot(felt[0], felt[1], felt[2]));
  }
  return greatest / GRAVITY;
}

/** The sensor rests at both ends: its height is its upward acceleration, integrated twice. */
function heights(motion: StrideMotion, { start_s, mid_s }: PlannedStride) {
  let velocity = 0;
  let height = 0;
  let highest = 0;
  const steps = Math.ceil((mid_s - start_s) / STEP_s);
  const step_s = (mid_s - start_s) / steps;
  for (let i = 0; i < steps; i++) {
    const accel = motion.upward(start_s + (i + 0.5) * step_s);
    height += (velocity + (accel * step_s) / 2) * step_s;
    velocity += accel * step_s;
    highest = Math.max(highest, height);
  }
  return { clearance_m: highest, rise_m: height };
}
