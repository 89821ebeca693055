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

/** All in the interpreter. `npm run bench:rv32`, demonstration run, 2026-11-25, 08:55. */
export const INTERPRETED: CpuCosts = {
  name: 'interpreted',
  // Application, driver, decoding, ring, per-sample pass.
  frame: 1_101 + 1_880 + 9_006 + 253 + 10_437,
  // 9,319 per 1/208 s while idle, at the virtual part's 49 frames a second.
  accelFrame: (9_319 * 208) / 49,
  // Detector, session, and 1,068 a sample at 150 samples a stride for the radio.
  stride: 6_854_805 + 84_697 + 1_068 * 150,
  notification: 191_886,
  // Without what the radio does in it, which is counted with the notifications.
  tick: 58_201 + 2_773 + 9_505 + 2_058,
  program: 255_504,
  start: 713_328 + 8_774_524,
};

/** The kernel in C, the rest interpreted: the same run. */
export const NATIVE: CpuCosts = {
  ...INTERPRETED,
  name: 'native kernel',
  // Application, driver, native kernel.
  frame: 900 + 1_297 + 963,
  // 347 per 1/208 s while idle.
  accelFrame: (347 * 208) / 49,
  stride: 84_697 + 1_068 * 150,
  start: 713_328 + 7_721_725,
};
