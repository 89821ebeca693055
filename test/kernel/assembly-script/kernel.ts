/** The kernel as WebAssembly, by way of AssemblyScript; given the calls that `Notes` has noted. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { ClassDef } from '../../../native/ir';
import { KERNEL } from '../../../native/outputs';
import { BLOCK_BYTES } from '../../../firmware/sensors/decoder';
import { REPORT_FIELDS } from '../../../firmware/kernel/report';
import { STRIDE_FIELDS } from '../../../firmware/stepdetect/stride-record';
import { rewriteAll, TO_INT32 } from './rewrite';

const ROOT = resolve(__dirname, '../../..');
const COMPILER = join(ROOT, 'node_modules/assemblyscript/bin/asc.js');
const FNV_PRIME = 16777619;
const FNV_BASIS = 0x811c9dc5 | 0;
/** Bytes of a call, and of the scales behind `construct` (host-sim/kernel/calls.ts). */
const CALL_BYTES = 24;
const SCALES_BYTES = 48;
const TAKE = 9;

interface Exports extends WebAssembly.Exports {
  readonly memory: WebAssembly.Memory;
  blockAt(): number;
  scalesAt(): number;
  call(what: number, a: number, b: number, c: number, d: number): number;
}

/** Methods that hash an object's fields as host-sim/kernel/state-hash.ts does. */
function hashMethods(root: ClassDef): Map<string, string> {
  const methods = new Map<string, string>();
  const write = (of: ClassDef): void => {
    if (methods.has(of.name)) return;
    const lines: string[] = [];
    for (const { name, storage, type, length } of of.fields) {
      if (storage === 'value') {
        const value = type.kind === 'bool' ? `<i32>this.${name}` : `toInt32(this.${name})`;
        lines.push(`    h = (h ^ ${value}) * ${FNV_PRIME};`);
      } else if (storage === 'array') {
        lines.push(`    for (let i = 0; i < ${length}; i++) h = (h ^ <i32>this.${name}[i]) * ${FNV_PRIME};`);
      } else if (storage === 'owned' && type.kind === 'class') {
        write(type.of);
        lines.push(`    h = this.${name}.hash(h);`);
      }
    }
    methods.set(of.name, `  hash(h: i32): i32 {\n${lines.join('\n')}\n    return h;\n  }\n`);
  };
  write(root);
  return methods;
}

/** What takes the calls: as host-sim/kernel/native/drive.c. */
const DRIVE = `${TO_INT32}
import { Kernel } from './firmware/kernel/kernel';
import { FrameScale } from './firmware/sensors/scale';
const block = new Uint8Array(${BLOCK_BYTES});
const scales = new Float64Array(6);
const report = new Int32Array(${REPORT_FIELDS});
const record = new Int32Array(${STRIDE_FIELDS});
let kernel: Kernel | null = null;
export function blockAt(): usize { return block.dataStart; }
export function scalesAt(): usize { return scales.dataStart; }
function scale(at: i32): FrameScale {
  const made = new FrameScale();
  made.accel_ug = scales[at];
  made.gyro_udps = scales[at + 1];
  made.rate_Hz = scales[at + 2];
  return made;
}
export function call(what: i32, a: i32, b: i32, c: i32, d: i32): i32 {
  if (what == 0) kernel = new Kernel(scale(0), scale(3), <f64>a, <f64>b);
  const k = kernel!;
  let result = 0;
  let out: Int32Array | null = null;
  if (what == 1) k.startLsm6dso(<f64>a, <f64>b, c != 0, <f64>d);
  else if (what == 2) k.startLsm6dsoAccelOnly(<f64>a, <f64>b, <f64>c);
  else if (what == 3) k.startIcm42688p(<f64>a, b != 0, <f64>c);
  else if (what == 4) k.expectIcm42688p(<f64>a, <f64>b, <f64>c);
  else if (what == 5) k.resync();
  else if (what == 6) k.interrupt();
  else if (what == 7) k.setFoot(<f64>a);
  else if (what == 8) k.setMoving(a != 0);
  else if (what == 9) result = toInt32(k.take(block, <f64>a));
  else if (what == 10) {
    k.tell(report);
    out = report;
  } else if (what == 11 && k.next(record)) {
    result = 1;
    out = record;
  }
  let h = (k.hash(${FNV_BASIS}) ^ result) * ${FNV_PRIME};
  if (out) for (let i = 0; i < out.length; i++) h = (h ^ out[i]) * ${FNV_PRIME};
  return h;
}
`;

export class AssemblyScriptKernel {
  private constructor(private readonly module: WebAssembly.Module) {}

  /**
   * @param change of each file, for mutants
   * @throws Error with what the compiler says
   */
  static build(root: ClassDef, change = (text: string) => text): AssemblyScriptKernel {
    const methods = hashMethods(root);
    const sources = rewriteAll(KERNEL, ROOT, (name) => methods.get(name) ?? '');
    sources.set('drive.ts', DRIVE);
    const folder = mkdtempSync(join(tmpdir(), 'footfall-as-'));
    try {
      for (const [path, text] of sources) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), change(text));
      }
      const options = [
        '--outFile',
        'kernel.wasm',
        '--runtime',
        'stub',
        '--use',
        'abort=',
        '--disableWarning',
      ];
      const done = spawnSync(process.execPath, [COMPILER, 'drive.ts', ...options], {
        cwd: folder,
        encoding: 'utf8',
      });
      if (done.status !== 0) throw new Error(`AssemblyScript: ${done.stderr.slice(0, 4000)}`);
      return new AssemblyScriptKernel(new WebAssembly.Module(readFileSync(join(folder, 'kernel.wasm'))));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** The state and results after each call of one life. */
  run(calls: Uint8Array): Int32Array {
    const exports = new WebAssembly.Instance(this.module).exports as Exports;
    const view = new DataView(calls.buffer, calls.byteOffset, calls.length);
    const hashes: number[] = [];
    let at = 0;
    const put = (target: number, length: number): void => {
      new Uint8Array(exports.memory.buffer).set(calls.subarray(at, at + length), target);
      at += length;
    };
    while (at < calls.length) {
      const [what, a, b, c, d] = [0, 4, 8, 12, 16].map((offset) => view.getInt32(at + offset, true));
      at += CALL_BYTES;
      if (what === 0) put(exports.scalesAt(), SCALES_BYTES);
      else if (what === TAKE) put(exports.blockAt(), BLOCK_BYTES);
      hashes.push(exports.call(what, a, b, c, d));
    }
    return Int32Array.from(hashes);
  }
}
