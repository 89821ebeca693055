/**
 * What the firmware costs the processor, in instructions of an RV32IMC. `npm run bench:rv32` counts them exactly on an emulated one; cycles per
 * instruction are a guess until a chip has run it (docs/XS.md, docs/BRINGUP.md).
 */

export const CYCLES_PER_INSTRUCTION = 2;

export interface CpuCosts {
  readonly name: string;
  /** Of each frame of both sensors; of the accelerometer alone: driver, decoding, per-sample pass. */
  readonly frame: number;
  readonly accelFrame: number;
  /** Of each stride, in the detector and after it. */
  readonly stride: number;
  /** Of a notification, advertising included. */
  readonly notification: number;
  /** Of a second awake: timers, state, what is due. */
  readonly tick: number;
  /** Of a program of the flash. */
  readonly program: number;
  /** Of a start: machine and shoe. */
  readonly start: number;
}

/** All in the interpreter. `npm run bench:rv32`, demonstration run, 2026-11-25 (docs/XS.md). */
export const INTERPRETED: CpuCosts = {
  name: 'interpreted',
  frame: 14_400 + 10_600 + 2_900,
  // 21,400 per 1/208 s while idle, at 52 frames a second.
  accelFrame: 4 * 21_400,
  stride: 12_600_000 + 84_000,
  notification: 126_000,
  tick: 100_000,
  program: 2_380_000,
  start: 668_000 + 16_000_000,
};

/**
 * The kernel in C, the rest interpreted. Decoding and per-sample pass as hand-written C takes (118 + 63, same run); the stride by the ratio
 * of the interpreter's pass to C's (168). An estimate until the native kernel's own figures are in.
 */
export const NATIVE: CpuCosts = {
  ...INTERPRETED,
  name: 'native kernel (estimate)',
  frame: 118 + 63 + 2_900,
  accelFrame: 118 + 63 + 2_900,
  stride: Math.round(12_600_000 / 168) + 84_000,
};
