/** Movements that are not steps, after their orders of magnitude; docs/SYNTHESIS.md says what they are good for. */
import type { Oscillation, Sine } from './oscillation';

/** A vibration given by its acceleration amplitude, m/s^2. */
function vibration(of: 'x' | 'y' | 'z', accel: number, Hz: number, phase_deg = 0): Sine {
  return { of, amplitude: accel / (2 * Math.PI * Hz) ** 2, Hz, phase_deg };
}

/**
 * At the wheel: body bounce (1 to 2 Hz), wheel hop (about 11 Hz), engine (24 and 31 Hz) and cornering, together about
 * 0.7 m/s^2 r.m.s. (ISO 2631-1 calls 0.5 to 1 "fairly uncomfortable"); the foot works a pedal about its heel.
 */
const DRIVE: Oscillation = {
  mean_deg: { pitch: 25 },
  sines: [
    vibration('z', 0.35, 1.3),
    vibration('z', 0.2, 2.1, 50),
    vibration('z', 0.4, 11),
    vibration('z', 0.5, 24, 80),
    vibration('z', 0.3, 31),
    vibration('x', 1, 0.15),
    vibration('x', 0.2, 9, 30),
    vibration('y', 1.2, 0.2, 70),
    { of: 'pitch', amplitude: 8, Hz: 0.4 },
    { of: 'pitch', amplitude: 5, Hz: 0.23, phase_deg: 40 },
  ],
};

const PEDAL_HZ = 85 / 60;
/** A foot on a 170 mm crank at 85 /min; the foot points down by 15 degrees and 20 more or less over a turn. */
const CYCLE: Oscillation = {
  mean_deg: { pitch: -15 },
  sines: [
    { of: 'x', amplitude: 0.17, Hz: PEDAL_HZ, phase_deg: 90 },
    { of: 'z', amplitude: 0.17, Hz: PEDAL_HZ },
    { of: 'pitch', amplitude: 20, Hz: PEDAL_HZ, phase_deg: 60 },
    vibration('z', 0.8, 20),
    vibration('z', 0.5, 35, 45),
  ],
};

const WALKER_HZ = 0.925;
/** Lying on its side in a bag at a walker's hip: 5 cm up and down twice per stride, and swinging once. */
const CARRY: Oscillation = {
  mean_deg: { roll: 85, pitch: 20 },
  sines: [
    { of: 'z', amplitude: 0.025, Hz: 2 * WALKER_HZ },
    { of: 'z', amplitude: 0.003, Hz: 4 * WALKER_HZ, phase_deg: 60 },
    { of: 'x', amplitude: 0.04, Hz: WALKER_HZ, phase_deg: 30 },
    { of: 'y', amplitude: 0.02, Hz: WALKER_HZ, phase_deg: 100 },
    { of: 'pitch', amplitude: 12, Hz: WALKER_HZ },
    { of: 'yaw', amplitude: 8, Hz: WALKER_HZ, phase_deg: 70 },
  ],
};

export const OSCILLATIONS = { drive: DRIVE, cycle: CYCLE, carry: CARRY } as const;

/** Taps of a foot keeping time, s apart. */
export const TAP_PERIOD_S = 0.5;
