/** The part's own imperfections, drawn from a seed: white noise, zero-g and zero-rate offsets. */

/** Typical offsets of these parts: 20 mg and 0.5 degree/s (LSM6DSO32 table 3; ICM-42688-P tables 1 and 2). */
const ZERO_G_mg = 20;
const ZERO_RATE_ddps = 5;

export class ImuNoise {
  /** Offsets of ax ay az (mg), gx gy gz (0.1 degree/s). */
  private readonly offsets = new Float64Array(6);
  private state: number;
  private spare = 0;
  private hasSpare = false;

  constructor(seed: number) {
    this.state = seed | 0;
    for (let axis = 0; axis < 6; axis++) {
      this.offsets[axis] = (2 * this.uniform() - 1) * (axis < 3 ? ZERO_G_mg : ZERO_RATE_ddps);
    }
  }

  /**
   * Adds offset and noise to places 0 to 2 of a reading, mg. The bandwidth is half the data rate.
   * @param density_ug micro-g per root Hz
   */
  addAccel_mg(reading: Float64Array, density_ug: number, rate_Hz: number): void {
    this.add(reading, 0, (density_ug / 1000) * Math.sqrt(rate_Hz / 2));
  }

  /**
   * The same for places 3 to 5, 0.1 degree/s.
   * @param density_ddps 0.1 degree/s per root Hz
   */
  addGyro_ddps(reading: Float64Array, density_ddps: number, rate_Hz: number): void {
    this.add(reading, 3, density_ddps * Math.sqrt(rate_Hz / 2));
  }

  private add(reading: Float64Array, first: number, deviation: number): void {
    for (let axis = first; axis < first + 3; axis++)
      reading[axis] += this.offsets[axis] + deviation * this.normal();
  }

  /** Box and Muller 1958: two normal values from two uniform ones. */
  private normal(): number {
    if (this.hasSpare) {
      this.hasSpare = false;
      return this.spare;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.spare = radius * Math.sin(angle);
    this.hasSpare = true;
    return radius * Math.cos(angle);
  }

  /** 0 up to 1, 32 bits: a Weyl sequence through the finaliser of MurmurHash3 (Appleby). */
  private uniform(): number {
    this.state = (this.state + 0x9e3779b9) | 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  }
}
