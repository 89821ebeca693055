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

/** All in the interpreter. `npm run bench:rv32`, demonstration run, 2026-11-25, 09:20. */
export const INTERPRETED: CpuCosts = {
  name: 'interpreted',
  // Application, driver, decoding, ring, per-sample pass.
  frame: 1_106 + 1_880 + 9_041 + 254 + 10_442,
  // 8,883 per 1/208 s while idle, at the virtual part's 49 frames a second.
  accelFrame: (8_883 * 208) / 49,
  // Detector, session, and 1,068 a sample at 150 samples a stride for the radio.
  stride: 6_398_404 + 83_680 + 1_068 * 150,
  notification: 191_887,
  // Without what the radio does in it, which is counted with the notifications.
  tick: 58_201 + 2_773 + 9_505 + 2_058,
  program: 256_189,
  start: 713_840 + 8_772_773,
};

/** The kernel in C, the rest interpreted: the same run. */
export const NATIVE: CpuCosts = {
  ...INTERPRETED,
  name: 'native kernel',
  // Application, driver, native kernel.
  frame: 872 + 1_297 + 761,
  // 327 per 1/208 s while idle.
  accelFrame: (327 * 208) / 49,
  stride: 83_680 + 1_068 * 150,
  start: 713_840 + 7_709_593,
};
