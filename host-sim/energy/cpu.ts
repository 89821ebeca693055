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

/** All in the interpreter. `npm run bench:rv32`, demonstration run, 2026-11-25, 04:00. */
export const INTERPRETED: CpuCosts = {
  name: 'interpreted',
  frame: 6_451 + 12_139 + 10_578,
  // 25,768 per 1/208 s while idle, at 52 frames a second.
  accelFrame: 4 * 25_768,
  stride: 8_687_728 + 83_679,
  notification: 191_877,
  // Not counted by itself: part of what is idle.
  tick: 0,
  program: 4_624_118,
  start: 710_260 + 14_969_071,
};

/**
 * The kernel in C, the rest interpreted. `npm run bench:rv32`, demonstration run, 2026-11-25, 04:28: the whole shoe takes 4,455 a sample
 * of both sensors with it, of which session (558) and record (660) are counted below; while idle the driver and what follows it takes
 * 259,295 a block of 8 frames.
 */
export const NATIVE: CpuCosts = {
  ...INTERPRETED,
  name: 'native kernel',
  frame: 4_455 - 558 - 660,
  accelFrame: 259_295 / 8,
  stride: 83_679,
};
