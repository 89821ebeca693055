/** The typed way to the C: what C is given, and what is refused before. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import vm from 'node:vm';
import { expect } from 'chai';
import ts from 'typescript';
import type { KernelCalls, KernelMaker } from '../../firmware/kernel/motion';
import { REPORT_FIELDS } from '../../firmware/kernel/report';
import { BLOCK_BYTES } from '../../firmware/sensors/decoder';
import type { FrameScale } from '../../firmware/sensors/scale';
import { STRIDE_FIELDS } from '../../firmware/stepdetect/stride-record';

const DEVICE = join(__dirname, '../../firmware/device');
const SCALE: FrameScale = { accel_ug: 976, gyro_udps: 70_000, rate_Hz: 208 };
const ACCEL_ONLY: FrameScale = { ...SCALE, rate_Hz: 52 };

type Calls = [string, unknown[]][];
type Made = new (...units: Parameters<KernelMaker>) => KernelCalls;

/** Loads a module of firmware/device with another `mc/ffi` in the SDK's place. */
function load(file: string, ffi: new () => object): Record<string, unknown> {
  const text = readFileSync(join(DEVICE, `${file}.ts`), 'utf8');
  const options = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true };
  const { outputText } = ts.transpileModule(text, { compilerOptions: options });
  const module = { exports: {} };
  const require = (name: string): unknown =>
    name === 'mc/ffi' ? { __esModule: true, default: ffi } : load(name.replace('./', ''), ffi);
  vm.runInNewContext(outputText, { module, exports: module.exports, require, RangeError, Error });
  return module.exports;
}

/** C that notes what it is called with. */
function noting(calls: Calls): new () => object {
  return class {
    constructor() {
      return new Proxy(
        {},
        {
          has: () => true,
          get:
            (_target, name) =>
            (...args: unknown[]) => {
              calls.push([String(name), args]);
              return 7;
            },
        },
      );
    }
  };
}

describe('the binding of the native kernel', () => {
  let calls: Calls;
  let kernel: KernelCalls;
  beforeEach(() => {
    calls = [];
    const made = load('native-kernel', noting(calls)) as { NativeKernel: Made };
    kernel = new made.NativeKernel(SCALE, ACCEL_ONLY, 90);
  });

  it('gives C the buffers of its own arrays, as long as C takes them', () => {
    const { block, report, record } = kernel;
    expect([block.length, report.length, record.length]).to.eql([BLOCK_BYTES, REPORT_FIELDS, STRIDE_FIELDS]);
    expect([block.byteOffset, report.byteOffset, record.byteOffset]).to.eql([0, 0, 0]);
    expect(kernel.takeBlock(64, true)).to.equal(7);
    expect(calls.at(-1)?.[0]).to.equal('footfall_kernel_take');
    expect(calls.at(-1)?.[1]).to.have.ordered.members([block.buffer, 64, true, report.buffer]);
    expect(kernel.nextRecord()).to.equal(true);
    expect(calls.at(-1)?.[0]).to.equal('footfall_kernel_next');
    expect(calls.at(-1)?.[1]).to.have.ordered.members([record.buffer]);
  });

  it('refuses numbers out of range', () => {
    const before = calls.length;
    for (const units of [-1, 65, NaN])
      expect(() => kernel.takeBlock(units, false)).to.throw(RangeError, 'units');
    expect(calls).to.have.length(before);
    expect(() => kernel.setFoot(3)).to.throw(RangeError, 'foot');
    expect(() => kernel.startLsm6dso(0, 1_600_000, false, 0)).to.throw(RangeError, 'slotTicks');
  });

  it('says so when the firmware was built without the C', () => {
    const { kernel: make } = load('kernel-native', class {}) as { kernel: KernelMaker };
    expect(() => make(SCALE, ACCEL_ONLY, 90)).to.throw(Error, 'built without the native kernel');
  });
});
