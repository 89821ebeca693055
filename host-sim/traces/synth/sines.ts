/** Vibrations and swings: sums of sines, alone or with the power of a published spectrum. */
import { RADIAN } from './attitude';
import { COORDINATES, type Coordinate, type Movement } from './free-motion';
import type { Random } from './random';

/** A sine of a coordinate: of the sensor's place (m) or of the foot's angle (degrees). */
export interface Sine {
  of: Coordinate;
  amplitude: number;
  Hz: number;
  phase_deg?: number;
}

const VALUES = 4;

/** Sines about a mean attitude (degrees). */
export class Sines implements Movement {
  private readonly start_s: number;
  /** Per sine: coordinate, amplitude (m, rad), angular frequency, phase. */
  private readonly table: Float64Array;
  private readonly mean = new Float64Array(COORDINATES.length);

  /** @param start_s phases count from here, s on the run's clock */
  constructor(start_s: number, sines: readonly Sine[], mean_deg: { roll?: number; pitch?: number } = {}) {
    this.start_s = start_s;
    this.mean[3] = (mean_deg.roll ?? 0) * RADIAN;
    this.mean[4] = (mean_deg.pitch ?? 0) * RADIAN;
    this.table = Float64Array.from(
      sines.flatMap(({ of, amplitude, Hz, phase_deg = 0 }) => {
        const coordinate = COORDINATES.indexOf(of);
        const scaled = coordinate < 3 ? amplitude : amplitude * RADIAN;
        return [coordinate, scaled, 2 * Math.PI * Hz, phase_deg * RADIAN];
      }),
    );
  }

  add(time_s: number, value: Float64Array, rate: Float64Array, accel: Float64Array): void {
    const { table, mean } = this;
    const since_s = time_s - this.start_s;
    value[3] += mean[3];
    value[4] += mean[4];
    for (let i = 0; i < table.length; i += VALUES) {
      const coordinate = table[i];
      const amplitude = table[i + 1];
      const omega = table[i + 2];
      const sine = amplitude * Math.sin(omega * since_s + table[i + 3]);
      value[coordinate] += sine;
      rate[coordinate] += amplitude * omega * Math.cos(omega * since_s + table[i + 3]);
      accel[coordinate] -= omega * omega * sine;
    }
  }
}

/** A vibration given by its acceleration amplitude, m/s^2. */
export function vibration(of: 'x' | 'y' | 'z', accel: number, Hz: number, phase_deg = 0): Sine {
  return { of, amplitude: accel / (2 * Math.PI * Hz) ** 2, Hz, phase_deg };
}

export interface Band {
  from_Hz: number;
  to_Hz: number;
  /** Sines in it, spread evenly over the logarithm of frequency. */
  sines: number;
}

/**
 * A vibration with the power spectral density `psd` of its acceleration, (m/s^2)^2 per Hz: sines of random phase, one at a
 * random frequency in each part of the band (spectral representation: Shinozuka and Jan 1972, J. Sound Vib. 25:111).
 */
export function randomVibration(
  of: 'x' | 'y' | 'z',
  psd: (Hz: number) => number,
  { from_Hz, to_Hz, sines }: Band,
  random: Random,
): Sine[] {
  const ratio = (to_Hz / from_Hz) ** (1 / sines);
  return Array.from({ length: sines }, (_, i) => {
    const low = from_Hz * ratio ** i;
    const width = low * (ratio - 1);
    const Hz = low + width * random.uniform();
    return vibration(of, Math.sqrt(2 * psd(Hz) * width), Hz, 360 * random.uniform());
  });
}
