/**
 * Times of a stride that follow from its contacts.
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md).
 */
import {
  GAIT_RUN,
  HAS_CONTACT,
  HAS_FLIGHT,
  HAS_STEP_TIME,
  HAS_STRIDE_TIME,
  HAS_SWING,
  HAS_TO,
  type Stride,
} from './stride';

/** A foot is in the air for no longer, us: the slowest recorded swings take half of that. @source physiology, as said */
const SWING_MOST_us = 2500000;

/**
 * Sets step, swing and flight time of a stride whose contacts are known, and their bits.
 *
 * One foot cannot see the other. The step is half of the stride: the feet are taken as alike. So is the flight: from one
 * foot-off to the next of the same foot there are two flights and one contact of the other foot, as long as this one's, in
 * the time this foot swings.
 */
export function deriveTimes(stride: Stride): void {
  if ((stride.valid & HAS_STRIDE_TIME) !== 0) {
    stride.stepTimeUs = stride.strideTimeUs >> 1;
    stride.valid |= HAS_STEP_TIME;
  }
  if ((stride.valid & HAS_TO) === 0) return;
  const swing = (stride.icUs - stride.toUs) | 0;
  if (swing <= 0 || swing > SWING_MOST_us) return;
  stride.swingUs = swing;
  stride.valid |= HAS_SWING;
  if ((stride.valid & HAS_CONTACT) === 0 || stride.gait !== GAIT_RUN) return;
  stride.flightUs = (swing - stride.contactUs) >> 1;
  stride.valid |= HAS_FLIGHT;
}
