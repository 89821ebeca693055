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

/** All in the interpreter. `npm run bench:rv32`, demonstration run, 2026-11-25, 16:28. */
export const INTERPRETED: CpuCosts = {
  name: 'interpreted',
  // Application, driver, decoding, ring, per-sample pass.
  frame: 2_426 + 1_267 + 8_750 + 240 + 8_974,
  // 2,299 per 1/208 s while idle, at the virtual part's 49 frames a second.
  accelFrame: (2_299 * 208) / 49,
  // Detector, session, and for record and radio 437 + 50 a sample, at 150 samples a stride.
  stride: 5_460_936 + 73_586 + (437 + 50) * 150,
  notification: 183_686,
  // Without what the radio does in it, which is counted with the notifications.
  tick: 60_687 + 2_708 + 11_032 + 2_089,
  program: 181_350,
  start: 568_586 + 7_687_128,
};

/** The kernel in C, the rest interpreted: the same run. */
export const NATIVE: CpuCosts = {
  ...INTERPRETED,
  name: 'native kernel',
  // Application, driver, native kernel.
  frame: 798 + 513 + 543,
  // 166 per 1/208 s while idle.
  accelFrame: (166 * 208) / 49,
  stride: 73_586 + (439 + 50) * 150,
  start: 568_586 + 6_471_295,
};
