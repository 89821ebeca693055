/** Deterministic random numbers: the same seed gives the same run on every machine. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed | 0;
  }

  /** Uniform in [0, 1): mulberry32 (Tommy Ettinger, public domain). */
  uniform(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let x = this.state;
    x = Math.imul(x ^ (x >>> 15), x | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  }

  /** Normal with mean 0 and deviation 1, cut at 3 (Box and Muller 1958). */
  normal(): number {
    const value = Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
    return Math.max(-3, Math.min(3, value));
  }
}

/** Values in the table; a power of two. */
const TABLE = 1 << 14;
/** Odd and far from a simple fraction of the table, so that the axes do not repeat each other. */
const STRIDE = 2719;

/** White noise from a table of normal numbers: far cheaper than making each one. */
export class Noise {
  private readonly table = new Float64Array(TABLE);
  private at = 0;

  constructor(seed: number) {
    const random = new Random(seed);
    for (let i = 0; i < TABLE; i++) this.table[i] = random.normal();
  }

  /** Adds noise of the given deviations to a frame of `TraceSource.next`. */
  add(frame: Float64Array, accel_mg: number, gyro_01dps: number): void {
    const table = this.table;
    let at = this.at;
    for (let i = 1; i < 7; i++) {
      frame[i] += table[at] * (i < 4 ? accel_mg : gyro_01dps);
      at = (at + STRIDE) & (TABLE - 1);
    }
    this.at = at;
  }
}
