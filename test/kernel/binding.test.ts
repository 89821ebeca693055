/** The typed way to the C: what C is given, and what is refused before. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import vm from 'node:vm';
import { expect } from 'chai';
import ts from 'typescript';
import { Motion, type KernelCalls, type KernelMaker } from '../../firmware/kernel/motion';
import { REPORT_FIELDS } from '../../firmware/kernel/report';
import { BLOCK_BYTES } from '../../firmware/sensors/decoder';
import { FIFO_WORD_BYTES } from '../../firmware/sensors/lsm6dso-registers';
import type { FrameScale } from '../../firmware/sensors/scale';
import { STRIDE_FIELDS } from '../../firmware/stepdetect/stride-record';

const DEVICE = join(__dirname, '../../firmware/device');
const SCALE: FrameScale = { accel_ug: 976, gyro_udps: 70_000, rate_Hz: 208 };
const ACCEL_ONLY: FrameScale = { ...SCALE, rate_Hz: 52 };

const GENERATED = join(DEVICE, 'native/kernel');
const CC = process.env.CC ?? 'cc';
const noCompiler = spawnSync(CC, ['--version']).error !== undefined;
const LEAST_INT32 = -(2 ** 31);
/** No words, and as many as no block has. */
const MAIN = `#include <stdint.h>
#include <stdio.h>
extern int32_t footfall_kernel_take(uint8_t *block, int32_t units);
int main(void)
{
	static uint8_t block[${BLOCK_BYTES}];
	const int32_t units[] = { 0, -1, ${BLOCK_BYTES / FIFO_WORD_BYTES + 1}, INT32_MIN };
	for (int i = 0; i < 4; i++)
		printf("%ld ", (long) footfall_kernel_take(block, units[i]));
}
`;

type Calls = [string, unknown[]][];
type Made = new (...units: [...Parameters<KernelMaker>, effort: number]) => KernelCalls;

/** Loads a module of firmware/device with another `mc/ffi` in the SDK's place. */
function load(file: string, ffi: new () => object): Record<string, unknown> {
  const text = readFileSync(join(DEVICE, `${file}.ts`), 'utf8');
  const options = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true };
  const { outputText } = ts.transpileModule(text, { compilerOptions: options });
  const module = { exports: {} };
  const require = (name: string): unknown =>
    name === 'mc/ffi' ? { __esModule: true, default: ffi } : load(join(dirname(file), name), ffi);
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
    kernel = new made.NativeKernel(SCALE, ACCEL_ONLY, 90, 512);
  });

  it('gives C the buffers of its own arrays, as long as C takes them', () => {
    const { block, report, record } = kernel;
    expect([block.length, report.length, record.length]).to.eql([BLOCK_BYTES, REPORT_FIELDS, STRIDE_FIELDS]);
    expect([block.byteOffset, report.byteOffset, record.byteOffset]).to.eql([0, 0, 0]);
    expect(kernel.take(kernel.blockBuffer, 64)).to.equal(7);
    expect(calls.at(-1)?.[0]).to.equal('footfall_kernel_take');
    expect(calls.at(-1)?.[1]).to.have.ordered.members([block.buffer, 64]);
    kernel.tell(kernel.reportBuffer);
    expect(calls.at(-1)?.[0]).to.equal('footfall_kernel_tell');
    expect(calls.at(-1)?.[1]).to.have.ordered.members([report.buffer]);
    expect(kernel.next(kernel.recordBuffer)).to.equal(7);
    expect(calls.at(-1)?.[0]).to.equal('footfall_kernel_next');
    expect(calls.at(-1)?.[1]).to.have.ordered.members([record.buffer]);
  });

  it('refuses numbers out of range', () => {
    const before = calls.length;
    for (const foot of [-1, 3, NaN]) expect(() => kernel.setFoot(foot)).to.throw(RangeError, 'foot');
    expect(() => kernel.startLsm6dso(0, 1_600_000, false, 0)).to.throw(RangeError, 'slotTicks');
    expect(calls).to.have.length(before);
  });

  it('has C refuse as many words as no block has, and says so', function () {
    if (noCompiler) return this.skip();
    const folder = mkdtempSync(join(tmpdir(), 'footfall-binding-'));
    try {
      const main = join(folder, 'main.c');
      writeFileSync(main, MAIN);
      const program = join(folder, 'main');
      const sources = ['kernel.c', 'kernel-ffi.c'].map((file) => join(GENERATED, file));
      const built = spawnSync(CC, ['-I', GENERATED, main, ...sources, '-o', program], { encoding: 'utf8' });
      expect(built.status, built.stderr).to.equal(0);
      const told = spawnSync(program, { encoding: 'utf8' }).stdout.trim().split(' ').map(Number);
      expect(told).to.eql([0, LEAST_INT32, LEAST_INT32, LEAST_INT32]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    Object.defineProperty(kernel, 'take', { value: () => LEAST_INT32 });
    expect(() => new Motion(kernel).take(65)).to.throw(RangeError, 'no 65 words');
  });

  it('says so when the firmware was built without the C', () => {
    const { kernel: make } = load('kernel-native', class {}) as { kernel: KernelMaker };
    expect(() => make(SCALE, ACCEL_ONLY, 90)).to.throw(Error, 'built without the native kernel');
  });
});
