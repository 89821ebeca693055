/** A stride of the detector in the units of the simulator's results. */
import { FOOT_LEFT, FOOT_RIGHT } from '../../firmware/stepdetect/setup';
import {
  CLIPPED,
  GAIT_RUN,
  GAIT_WALK,
  HAS_CLEARANCE,
  HAS_CONTACT,
  HAS_EVERSION,
  HAS_FLIGHT,
  HAS_IMPACT,
  HAS_LENGTH,
  HAS_MIDSTANCE,
  HAS_RISE,
  HAS_SPEED,
  HAS_STEP_TIME,
  HAS_STRIDE_TIME,
  HAS_STRIKE,
  HAS_SWING,
  HAS_TC,
  HAS_TO,
  HAS_TURN,
  IMPACT_CLIPPED,
  type Stride,
} from '../../firmware/stepdetect/stride';
import { STRIKES, type ReplayedStride } from './replay';

/** The foot by its FOOT_* number. */
export function footName(foot: number): 'left' | 'right' | undefined {
  return foot === FOOT_LEFT ? 'left' : foot === FOOT_RIGHT ? 'right' : undefined;
}

/** @returns the stride with its instants on another clock; what the detector did not see is left out */
export function replayedStride(stride: Stride, time_us: (instant_us: number) => number): ReplayedStride {
  const { valid } = stride;
  const result: ReplayedStride = { ic_us: time_us(stride.icUs), clipped: (valid & CLIPPED) !== 0 };
  if (valid & HAS_TC) result.tc_us = time_us(stride.tcUs);
  if (valid & HAS_TO) result.to_us = time_us(stride.toUs);
  if (valid & HAS_MIDSTANCE) result.midstance_us = time_us(stride.midstanceUs);
  if (stride.gait === GAIT_WALK) result.kind = 'walk';
  if (stride.gait === GAIT_RUN) result.kind = 'run';
  if (valid & HAS_LENGTH) result.length_m = stride.lengthMm / 1000;
  if (valid & HAS_SPEED) result.speed_mps = stride.speedMmS / 1000;
  if (valid & HAS_CONTACT) result.contact_ms = stride.contactUs / 1000;
  if (valid & HAS_STRIDE_TIME) result.stride_ms = stride.strideTimeUs / 1000;
  if (valid & HAS_STEP_TIME) result.step_ms = stride.stepTimeUs / 1000;
  if (valid & HAS_SWING) result.swing_ms = stride.swingUs / 1000;
  if (valid & HAS_FLIGHT) result.flight_ms = stride.flightUs / 1000;
  motionOf(stride, result);
  return result;
}

function motionOf(stride: Stride, result: ReplayedStride): void {
  const { valid } = stride;
  if (valid & HAS_STRIKE) {
    result.strike_deg = stride.strikeAngleDdeg / 10;
    result.strike = STRIKES[stride.strike - 1];
  }
  if (valid & HAS_EVERSION) {
    result.eversion_deg = stride.eversionDdeg / 10;
    result.eversion_dps = stride.eversionRateDps;
  }
  if (valid & HAS_IMPACT) {
    result.impact_g = stride.impactMg / 1000;
    result.impact_g_per_s = stride.impactRateMgMs;
    result.impact_clipped = (valid & IMPACT_CLIPPED) !== 0;
  }
  if (valid & HAS_CLEARANCE) result.clearance_m = stride.clearanceMm / 1000;
  if (valid & HAS_TURN) result.turn_deg = stride.turnDdeg / 10;
  if (valid & HAS_RISE) result.rise_m = stride.riseMm / 1000;
}
