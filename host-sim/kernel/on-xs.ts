/** The interpreted kernel on XS: a program in the player's place takes the calls, and answers each with a number for the state after it. */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { BLOCK_BYTES } from '../../firmware/sensors/decoder';
import type { ClassDef } from '../../native/ir';
import { sentenceOf } from '../engines/xs/answer';
import { xsHost } from '../engines/xs/build';
import { compile } from '../engines/xs/bytecode';
import { Entry } from '../engines/xs/crossing';
import { manifestLimits } from '../engines/xs/limits';
import { Bundle } from '../engines/xs/modules';
import { play } from '../engines/xs/run';
import { RecordType, TranscriptWriter } from '../engines/xs/transcript';
import { bytesOfCall, CALL_BYTES, SCALES_BYTES, What } from './calls';
import { stateHashOnXs } from './state-hash';

/**
 * Path of the program's bytecode, made when it is not there.
 * @throws Error when a compiler is missing or fails
 */
export function kernelOnXs(root: ClassDef): string {
  const host = xsHost();
  const bundle = new Bundle((name, source) =>
    name === 'host-sim/engines/xs/player' ? program(root) : source,
  );
  const kept = dirname(host.path);
  const path = join(kept, `kernel-${createHash('sha256').update(bundle.text).digest('hex').slice(0, 16)}`);
  if (existsSync(path)) return path;
  const folder = mkdtempSync(join(kept, 'work-'));
  try {
    renameSync(compile(host, folder, bundle), path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return path;
}

/**
 * The number of the first call after which the state on XS is not the one expected; -1 when there is none.
 * @throws Error when XS stops
 */
export function driveOnXs(bytecode: string, calls: Uint8Array, expected: Int32Array): number {
  const folder = mkdtempSync(join(tmpdir(), 'footfall-kernel-'));
  try {
    const seam = join(folder, 'seam');
    writeFileSync(seam, transcriptOf(calls, expected));
    const answer = play(xsHost(), [bytecode, seam], { limits: manifestLimits() }, '');
    if (!('failure' in answer)) return -1;
    if (answer.failure === 'difference') return answer.time_us;
    throw new Error(`the kernel on ${sentenceOf(answer)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** An entry for each call, which returns the number; the call's place in the row stands for the time. */
function transcriptOf(calls: Uint8Array, expected: Int32Array): Uint8Array {
  const transcript = new TranscriptWriter();
  const view = new DataView(calls.buffer, calls.byteOffset, calls.length);
  let at = 0;
  for (let n = 0; n < expected.length; n++) {
    const what = view.getInt32(at, true);
    const end = at + bytesOfCall(what);
    transcript.add(RecordType.Enter, Entry.Interrupt, n, what, 0, 0, calls.subarray(at, end));
    transcript.add(RecordType.Exit, Entry.Interrupt, n, expected[n]);
    at = end;
  }
  transcript.add(RecordType.End, 0, expected.length);
  return transcript.contents();
}

/** As drive.c. What modules make when they are loaded cannot be written, so everything is made at the first call. */
function program(root: ClassDef): string {
  const { body, scratch } = stateHashOnXs(root);
  return `
import { InterpretedKernel } from '../../../firmware/kernel/interpreted';
import { REPORT_FIELDS } from '../../../firmware/kernel/report';
import { STRIDE_FIELDS } from '../../../firmware/stepdetect/stride-record';
function state(kernel, scratch) {
${body}
}
class Driver {
  constructor() {
    this.bytes = new Uint8Array(${CALL_BYTES});
    this.scales = new Float64Array(6);
    this.construct = new Uint8Array(${CALL_BYTES + SCALES_BYTES});
    this.take = new Uint8Array(${CALL_BYTES + BLOCK_BYTES});
    this.taken = this.take.subarray(${CALL_BYTES});
    this.report = new Int32Array(REPORT_FIELDS);
    this.record = new Int32Array(STRIDE_FIELDS);
    this.scratch = new Int32Array(${scratch});
    this.one = new Int32Array(1);
    this.kernel = undefined;
  }
  call(what) {
    const bytes = what === ${What.construct} ? this.construct : what === ${What.take} ? this.take : this.bytes;
    payload(bytes);
    const args = new Int32Array(bytes.buffer, 4, 4);
    if (what === ${What.construct}) {
      new Uint8Array(this.scales.buffer).set(bytes.subarray(${CALL_BYTES}));
      const [accel_ug, gyro_udps, rate_Hz, only_ug, only_udps, only_Hz] = this.scales;
      // The one before gives its memory back first.
      this.kernel = undefined;
      this.kernel = new InterpretedKernel({ accel_ug, gyro_udps, rate_Hz },
        { accel_ug: only_ug, gyro_udps: only_udps, rate_Hz: only_Hz }, args[0], args[1]);
    }
    const kernel = this.kernel;
    let result = 0, out;
    switch (what) {
      case ${What.startLsm6dso}: kernel.startLsm6dso(args[0], args[1], args[2] !== 0, args[3]); break;
      case ${What.startLsm6dsoAccelOnly}: kernel.startLsm6dsoAccelOnly(args[0], args[1], args[2]); break;
      case ${What.startIcm42688p}: kernel.startIcm42688p(args[0], args[1] !== 0, args[2]); break;
      case ${What.expectIcm42688p}: kernel.expectIcm42688p(args[0], args[1], args[2]); break;
      case ${What.resync}: kernel.resync(); break;
      case ${What.interrupt}: kernel.interrupt(); break;
      case ${What.setFoot}: kernel.setFoot(args[0]); break;
      case ${What.setMoving}: kernel.setMoving(args[0] !== 0); break;
      case ${What.take}:
        kernel.block.set(this.taken);
        result = kernel.take(kernel.block, args[0]);
        break;
      case ${What.tell}:
        kernel.tell(this.report);
        out = this.report;
        break;
      case ${What.next}:
        if (kernel.next(this.record)) {
          result = 1;
          out = this.record;
        }
        break;
    }
    this.one[0] = result;
    const hash = mixed(this.one, state(kernel, this.scratch), -32, 1);
    return out === undefined ? hash : mixed(out, hash, -32, out.length);
  }
}
let driver;
export function enter(kind, what) {
  if (driver === undefined) driver = new Driver();
  return driver.call(what);
}
`;
}
