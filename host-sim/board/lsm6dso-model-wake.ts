import type { WakeConfig } from './lsm6dso-model-config';

/** Bits of WAKE_UP_SRC (section 9.23). */
export const WU_IA = 0x08;
const AXIS_BITS = [0x04, 0x02, 0x01];

/**
 * The wake-up function: the slope of the acceleration against a threshold, for a number of samples in a row. The slope
 * filter is half the difference of two successive samples (the siblings' application note AN5130, section on the slope
 * filter).
 */
export class WakeUp {
  /** WAKE_UP_SRC as it would be read now, bits 3:0. */
  source = 0;
  /** Accelerations of the last sample, mg. */
  private readonly last = new Float64Array(3);
  private primed = false;
  private above = 0;

  /** Forgets the last sample (the accelerometer was off, or still settles). */
  restart(): void {
    this.primed = false;
    this.above = 0;
  }

  clear(): void {
    this.source = 0;
  }

  /** Takes one sample, mg. */
  step(config: WakeConfig, x_mg: number, y_mg: number, z_mg: number): void {
    const last = this.last;
    let axes = 0;
    if (this.primed) {
      if (Math.abs(x_mg - last[0]) / 2 > config.threshold_mg) axes |= AXIS_BITS[0];
      if (Math.abs(y_mg - last[1]) / 2 > config.threshold_mg) axes |= AXIS_BITS[1];
      if (Math.abs(z_mg - last[2]) / 2 > config.threshold_mg) axes |= AXIS_BITS[2];
    }
    last[0] = x_mg;
    last[1] = y_mg;
    last[2] = z_mg;
    this.primed = true;
    this.above = axes === 0 ? 0 : this.above + 1;
    if (this.above > config.duration) this.source = WU_IA | axes;
    else if (!config.latched) this.source = 0;
  }
}
