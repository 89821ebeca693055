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

/** All in the interpreter. `npm run bench:rv32`, demonstration run, 2026-11-25, 13:15. */
export const INTERPRETED: CpuCosts = {
  name: 'interpreted',
  // Application, driver, decoding, ring, per-sample pass.
  frame: 1_177 + 1_331 + 9_047 + 254 + 9_288,
  // 2,417 per 1/208 s while idle, at the virtual part's 49 frames a second.
  accelFrame: (2_417 * 208) / 49,
  // Detector, session, and for record and radio 619 + 53 a sample, at 150 samples a stride.
  stride: 5_436_647 + 84_487 + (619 + 53) * 150,
  notification: 189_557,
  // Without what the radio does in it, which is counted with the notifications.
  tick: 58_586 + 2_757 + 9_473 + 2_178,
  program: 184_143,
  start: 720_944 + 7_929_514,
};

/** The kernel in C, the rest interpreted: the same run. */
export const NATIVE: CpuCosts = {
  ...INTERPRETED,
  name: 'native kernel',
  // Application, driver, native kernel.
  frame: 918 + 595 + 658,
  // 180 per 1/208 s while idle.
  accelFrame: (180 * 208) / 49,
  stride: 84_487 + (619 + 53) * 150,
  start: 720_944 + 7_134_406,
};
