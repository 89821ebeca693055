/** Keeps the personal model of stride length in the settings: reads it at the start, writes it when it has learned. */
import type { Calibration } from '../session/calibration';
import { MODEL_BYTES } from '../session/length-model';
import type { ShoeRecord } from './record';
import { BLOB_MOST, CALIBRATION } from './settings';

/** Speed a run's header tells the factor for, mm/s; and its units, 1/10000. */
const HEADER_SPEED_mm_s = 2000;
const UNITS_OF_ONE = 10_000;
const ONE_Q20 = 1 << 20;

/** What lengths are multiplied with at 2 m/s, as a run's header tells it. */
export function lengthFactor(calibration: Calibration): number {
  return Math.round((calibration.model.factor_Q20(HEADER_SPEED_mm_s) * UNITS_OF_ONE) / ONE_Q20);
}

export class CalibrationKeeper {
  private readonly record: ShoeRecord;
  private readonly calibration: Calibration;
  private kept: number;

  /** Gives `calibration` the model that was kept; one that nobody understands any more is as none. */
  constructor(record: ShoeRecord, calibration: Calibration) {
    this.record = record;
    this.calibration = calibration;
    const bytes = new Uint8Array(BLOB_MOST);
    calibration.model.read(bytes, record.calibration(bytes));
    this.kept = calibration.revision;
  }

  /**
   * Writes the model when it has changed since it was last written. A write that fails is not tried again before the next
   * change: the shoe goes on with what it learned.
   */
  keep(): void {
    const { record, calibration } = this;
    if (calibration.revision === this.kept) return;
    this.kept = calibration.revision;
    if (calibration.model.observations === 0) {
      record.unset(CALIBRATION);
      return;
    }
    const bytes = new Uint8Array(MODEL_BYTES);
    calibration.model.write(bytes);
    record.setCalibration(bytes);
  }
}
