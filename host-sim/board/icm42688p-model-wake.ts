import type { WakeConfig } from './icm42688p-model-config';

/** INT_STATUS2 (14.31): WOM_X_INT, WOM_Y_INT, WOM_Z_INT. */
const AXIS_BITS = [1, 2, 4];

/**
 * Wake on motion (8.7, 14.44): the change of acceleration exceeds a threshold, from the sample before or from the first.
 */
export class WakeOnMotion {
  /** INT_STATUS2 as it would be read now. */
  source = 0;
  /** What samples are compared with, mg. */
  private readonly reference = new Float64Array(3);
  private primed = false;

  /** Forgets the sample to compare with. */
  restart(): void {
    this.primed = false;
  }

  /** Takes one sample, mg. */
  step(config: WakeConfig, x_mg: number, y_mg: number, z_mg: number): void {
    const { reference } = this;
    const { thresholds_mg } = config;
    if (this.primed) {
      let axes = 0;
      if (Math.abs(x_mg - reference[0]) > thresholds_mg[0]) axes |= AXIS_BITS[0];
      if (Math.abs(y_mg - reference[1]) > thresholds_mg[1]) axes |= AXIS_BITS[1];
      if (Math.abs(z_mg - reference[2]) > thresholds_mg[2]) axes |= AXIS_BITS[2];
      if (!config.all || axes === 7) this.source |= axes;
    }
    if (this.primed && !config.againstPrevious) return;
    reference[0] = x_mg;
    reference[1] = y_mg;
    reference[2] = z_mg;
    this.primed = true;
  }
}
