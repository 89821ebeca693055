/**
 * The personal model: what a measured stride length is to be multiplied with, a factor that is linear in speed.
 *
 *     true length = measured length x (level + slope x (speed - 2 m/s))
 *
 * Integration errs by a few percent that are a person's and a shoe's own (height of the sensor, scale of its parts, roll of the
 * foot) and that change with speed (Falbriard et al. 2021, doi:10.3389/fspor.2021.585809: 0.08 m/s short on the mean, 0.00
 * with a personal regression). Two numbers learn that without trusting a single bad input far.
 *
 * They are learned by recursive least squares (a Kalman filter of a constant state): each observation is a distance over the
 * length measured for it, at a mean speed. The state is bounded: factors by 0.8 and 1.25, variances by those at the start;
 * each observation forgets a little, so that a new insole is still learned.
 *
 * Fixed point: whole numbers in doubles, every product below 2^53. Factors Q20, variances Q30, speed in mm/s of which
 * 1024 are the unit of the slope.
 */

/** Version of the bytes `write` gives. */
export const MODEL_VERSION = 1;
/** Bytes of the stored model: version, observations, level, slope, three variances (docs/SPEC-FLASH.md). */
export const MODEL_BYTES = 24;

const ONE_Q20 = 1 << 20;
/** Speed at which `level` is the factor: between walking and running. */
const PIVOT_mm_s = 2000;
/** Speeds further from it are taken as these: 0.5 and 7 m/s. */
const BELOW_mm_s = -1500;
const ABOVE_mm_s = 5000;
const UNIT_BITS = 10;
/** No factor leaves these: raw foot pods are 94 to 97 % right (vendors' own figures), twice that and more is no calibration. */
const FACTOR_LEAST_Q20 = Math.ceil(0.8 * ONE_Q20);
const FACTOR_MOST_Q20 = Math.floor(1.25 * ONE_Q20);
/** Before anything is learned: level within 5 %, slope within 1.5 % per 1.024 m/s (one standard deviation). */
const LEVEL_VARIANCE_Q30 = Math.round(0.05 ** 2 * 2 ** 30);
const SLOPE_VARIANCE_Q30 = Math.round(0.015 ** 2 * 2 ** 30);
/** What each observation forgets: 0.1 % of the level, 0.05 % of the slope. */
const LEVEL_DRIFT_Q30 = Math.round(0.001 ** 2 * 2 ** 30);
const SLOPE_DRIFT_Q30 = Math.round(0.0005 ** 2 * 2 ** 30);
/** An observation this far from what the model expects teaches nothing: 15 %. */
const SURPRISE_MOST_Q20 = Math.round(0.15 * ONE_Q20);
/** No slope leaves this: a tenth per 1.024 m/s. */
const SLOPE_MOST_Q20 = Math.floor(ONE_Q20 / 10);
const COUNT_MOST = 0xffff;

export class LengthModel {
  /** Observations learned, up to 65535. */
  observations = 0;
  private level_Q20 = ONE_Q20;
  private slope_Q20 = 0;
  private levelVariance_Q30 = LEVEL_VARIANCE_Q30;
  private slopeVariance_Q30 = SLOPE_VARIANCE_Q30;
  private covariance_Q30 = 0;

  /** The factor for a stride of this measured speed, Q20; 0.8 to 1.25. */
  factor_Q20(speed_mm_s: number): number {
    return bounded(this.predicted_Q20(offset(speed_mm_s)), FACTOR_LEAST_Q20, FACTOR_MOST_Q20);
  }

  /**
   * Takes an observation: `ratio_Q20` is the true over the measured length of a stretch of gait at this mean measured speed.
   * @param deviation_Q20 its standard deviation, above 0
   * @returns false when it is absurd: a factor out of bounds, or more than 15 % from what was learned so far
   */
  learn(ratio_Q20: number, speed_mm_s: number, deviation_Q20: number): boolean {
    if (!(ratio_Q20 >= FACTOR_LEAST_Q20 && ratio_Q20 <= FACTOR_MOST_Q20)) return false;
    const x = offset(speed_mm_s);
    const surprise_Q20 = Math.round(ratio_Q20) - this.predicted_Q20(x);
    if (surprise_Q20 > SURPRISE_MOST_Q20 || surprise_Q20 < -SURPRISE_MOST_Q20) return false;
    this.drift();
    const level_Q30 = this.levelVariance_Q30 + scaled(this.covariance_Q30 * x, UNIT_BITS);
    const slope_Q30 = this.covariance_Q30 + scaled(this.slopeVariance_Q30 * x, UNIT_BITS);
    const noise_Q30 = scaled(deviation_Q20 * deviation_Q20, 10);
    const all_Q30 = level_Q30 + scaled(slope_Q30 * x, UNIT_BITS) + noise_Q30 + 1;
    const levelGain_Q20 = Math.round((level_Q30 * ONE_Q20) / all_Q30);
    const slopeGain_Q20 = Math.round((slope_Q30 * ONE_Q20) / all_Q30);
    this.level_Q20 = bounded(
      this.level_Q20 + scaled(levelGain_Q20 * surprise_Q20, 20),
      FACTOR_LEAST_Q20,
      FACTOR_MOST_Q20,
    );
    // Less than a tenth per unit, so that a factor far from the pivot comes from observations there.
    this.slope_Q20 = bounded(
      this.slope_Q20 + scaled(slopeGain_Q20 * surprise_Q20, 20),
      -SLOPE_MOST_Q20,
      SLOPE_MOST_Q20,
    );
    this.levelVariance_Q30 -= scaled(levelGain_Q20 * level_Q30, 20);
    this.slopeVariance_Q30 -= scaled(slopeGain_Q20 * slope_Q30, 20);
    this.covariance_Q30 -= scaled(levelGain_Q20 * slope_Q30, 20);
    this.bound();
    if (this.observations < COUNT_MOST) this.observations++;
    return true;
  }

  /** Forgets everything: the factor is 1 at every speed. */
  reset(): void {
    this.observations = 0;
    this.level_Q20 = ONE_Q20;
    this.slope_Q20 = 0;
    this.levelVariance_Q30 = LEVEL_VARIANCE_Q30;
    this.slopeVariance_Q30 = SLOPE_VARIANCE_Q30;
    this.covariance_Q30 = 0;
  }

  /** Puts the model into the first MODEL_BYTES of `bytes`. */
  write(bytes: Uint8Array): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, MODEL_BYTES);
    view.setUint8(0, MODEL_VERSION);
    view.setUint8(1, 0);
    view.setUint16(2, this.observations, true);
    view.setInt32(4, this.level_Q20, true);
    view.setInt32(8, this.slope_Q20, true);
    view.setInt32(12, this.levelVariance_Q30, true);
    view.setInt32(16, this.covariance_Q30, true);
    view.setInt32(20, this.slopeVariance_Q30, true);
  }

  /**
   * Takes a model that `write` gave.
   * @param length bytes in use
   * @returns false, and changes nothing, for another version or values no model has
   */
  read(bytes: Uint8Array, length: number): boolean {
    if (length !== MODEL_BYTES || bytes[0] !== MODEL_VERSION) return false;
    const view = new DataView(bytes.buffer, bytes.byteOffset, MODEL_BYTES);
    const level = view.getInt32(4, true);
    const slope = view.getInt32(8, true);
    const levelVariance = view.getInt32(12, true);
    const covariance = view.getInt32(16, true);
    const slopeVariance = view.getInt32(20, true);
    const isFactor = level >= FACTOR_LEAST_Q20 && level <= FACTOR_MOST_Q20;
    const isSlope = slope >= -SLOPE_MOST_Q20 && slope <= SLOPE_MOST_Q20;
    const isVariance =
      levelVariance > 0 &&
      levelVariance <= LEVEL_VARIANCE_Q30 &&
      slopeVariance > 0 &&
      slopeVariance <= SLOPE_VARIANCE_Q30 &&
      covariance * covariance <= levelVariance * slopeVariance;
    if (!isFactor || !isSlope || !isVariance) return false;
    this.observations = view.getUint16(2, true);
    this.level_Q20 = level;
    this.slope_Q20 = slope;
    this.levelVariance_Q30 = levelVariance;
    this.covariance_Q30 = covariance;
    this.slopeVariance_Q30 = slopeVariance;
    return true;
  }

  private predicted_Q20(x: number): number {
    return this.level_Q20 + scaled(this.slope_Q20 * x, UNIT_BITS);
  }

  /** An observation without error leaves variances of nothing, and rounding a covariance that goes with none. */
  private bound(): void {
    if (this.levelVariance_Q30 < 1) this.levelVariance_Q30 = 1;
    if (this.slopeVariance_Q30 < 1) this.slopeVariance_Q30 = 1;
    const most = Math.floor(Math.sqrt(this.levelVariance_Q30 * this.slopeVariance_Q30));
    this.covariance_Q30 = bounded(this.covariance_Q30, -most, most);
  }

  private drift(): void {
    this.levelVariance_Q30 = bounded(this.levelVariance_Q30 + LEVEL_DRIFT_Q30, 1, LEVEL_VARIANCE_Q30);
    this.slopeVariance_Q30 = bounded(this.slopeVariance_Q30 + SLOPE_DRIFT_Q30, 1, SLOPE_VARIANCE_Q30);
  }
}

/** Speed from the pivot, in the unit of the slope, Q10. */
function offset(speed_mm_s: number): number {
  return bounded(Math.round(speed_mm_s) - PIVOT_mm_s, BELOW_mm_s, ABOVE_mm_s);
}

function scaled(product: number, bits: number): number {
  return Math.round(product / 2 ** bits);
}

function bounded(value: number, least: number, most: number): number {
  return value < least ? least : value > most ? most : value;
}
