/** The typed way to the C: what it lets through, and what it refuses before C could read or write beyond an array. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import vm from 'node:vm';
import { expect } from 'chai';
import ts from 'typescript';
import type { KernelCalls, KernelMaker } from '../../firmware/kernel/motion';
import type { FrameScale } from '../../firmware/sensors/scale';

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

  it('gives C the buffers of the arrays, those of other arrays too', () => {
    const [block, other] = [new Uint8Array(448), new Uint8Array(448)];
    const report = new Int32Array(8);
    for (const each of [block, block, other]) {
      expect(kernel.take(each, 64, true, report)).to.equal(7);
      expect(calls.at(-1)?.[0]).to.equal('footfall_kernel_take');
      expect(calls.at(-1)?.[1]).to.have.ordered.members([each.buffer, 64, 1, report.buffer]);
    }
  });

  it('refuses arrays that are too short or begin within their buffer, each time', () => {
    const [block, report] = [new Uint8Array(448), new Int32Array(8)];
    kernel.take(block, 1, false, report);
    const before = calls.length;
    for (let again = 0; again < 2; again++) {
      expect(() => kernel.take(new Uint8Array(447), 1, false, report)).to.throw(RangeError, 'block: 448');
      expect(() => kernel.take(new Uint8Array(new ArrayBuffer(450), 2), 1, false, report)).to.throw(
        RangeError,
      );
      expect(() => kernel.take(block, 1, false, new Int32Array(7))).to.throw(RangeError, 'report: 8');
      expect(() => kernel.next(new Int32Array(22))).to.throw(RangeError, 'record: 23');
    }
    expect(calls).to.have.length(before);
    kernel.take(block, 1, false, report);
    expect(calls).to.have.length(before + 1);
  });

  it('refuses numbers out of range', () => {
    const [block, report] = [new Uint8Array(448), new Int32Array(8)];
    for (const units of [-1, 65, NaN])
      expect(() => kernel.take(block, units, false, report)).to.throw(RangeError, 'units');
    expect(() => kernel.setFoot(3)).to.throw(RangeError, 'foot');
    expect(() => kernel.startLsm6dso(0, 1_600_000, false, 0)).to.throw(RangeError, 'slotTicks');
  });

  it('says so when the firmware was built without the C', () => {
    const { kernel: make } = load('kernel-native', class {}) as { kernel: KernelMaker };
    expect(() => make(SCALE, ACCEL_ONLY, 90)).to.throw(Error, 'built without the native kernel');
  });
});
