import { MOTION_VALUES } from './motion';

/** STATUS_REG (section 9.25): accelerometer and gyroscope data ready. */
export const XLDA = 0x01;
export const GDA = 0x02;

/** Place of the first accelerometer axis among the outputs. */
export const ACCEL = 3;

/** The output registers 22h to 2Dh: gx gy gz ax ay az, 16 bits each, low byte first. */
export class OutputRegisters {
  /** Values of the last samples, in counts. */
  readonly counts = new Int16Array(MOTION_VALUES);
  /** XLDA and GDA; TDA goes with any. */
  dataReady = 0;
  /** High bytes that BDU keeps for the low ones read before them; -1 for none. */
  private readonly kept = new Int16Array(MOTION_VALUES).fill(-1);

  clear(): void {
    this.counts.fill(0);
    this.kept.fill(-1);
    this.dataReady = 0;
  }

  /**
   * Reads byte 0 to 11. With BDU (CTRL3_C bit 6, section 9.14) an output stands still from the reading of its low byte to
   * that of its high byte; without it the two may be of different samples. Reading a high byte takes back that sensor's
   * data-ready flag.
   */
  read(index: number, blockDataUpdate: boolean): number {
    const axis = index >> 1;
    const count = this.counts[axis];
    const kept = this.kept[axis];
    if ((index & 1) === 0) {
      this.kept[axis] = blockDataUpdate ? (count >> 8) & 0xff : -1;
      return count & 0xff;
    }
    this.dataReady &= axis >= ACCEL ? ~XLDA : ~GDA;
    this.kept[axis] = -1;
    return kept >= 0 ? kept : (count >> 8) & 0xff;
  }
}
