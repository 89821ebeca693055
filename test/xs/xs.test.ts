import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'chai';
import { manifestLimits, ram_bytes } from '../../host-sim/engines/xs/limits';
import type { Edit } from '../../host-sim/engines/xs/modules';
import { recordReplay, replayXs, runXs } from '../../host-sim/engines/xs/run';
import { synthesise, type Plan } from '../../host-sim/traces/synth';
import { readManifest } from '../manifest/manifest';

const PLAN: Plan = {
  name: 'walk_and_run',
  segments: [
    { kind: 'stand', duration_s: 3 },
    { kind: 'walk', duration_s: 20, speed_mps: 1.4 },
    { kind: 'run', duration_s: 20, speed_mps: 3 },
    { kind: 'stand', duration_s: 4 },
  ],
};

const compiler = process.env.CC ?? 'cc';
const missing = spawnSync(compiler, ['--version']).error !== undefined;

/** Puts `code` at the start of a method's body. */
function into(module: string, method: string, code: string): Edit {
  return (name, source) => {
    if (name !== module) return source;
    const edited = source.replace(new RegExp(`(\\n {2}${method}\\([^)]*\\)[^{]*\\{)`), `$1 ${code}`);
    expect(edited, `${method} in ${module}`).to.not.equal(source);
    return edited;
  };
}

const session = 'firmware/session/session';

describe(`the firmware on XS${missing ? ` (pending: no C compiler ${compiler})` : ''}`, function () {
  // The first run compiles the engine.
  this.timeout(300000);
  let transcript: Uint8Array;
  const limits = manifestLimits();

  before(function () {
    if (missing) this.skip();
    transcript = recordReplay(synthesise(PLAN)).transcript;
  });

  const broken = (edit: Edit) => () => runXs(transcript, { edit });

  it('puts out what Node put out, byte for byte, and finds strides', () => {
    const result = replayXs(synthesise(PLAN));
    expect(result.engine).to.equal('xs');
    expect(result.strides.length).to.be.greaterThan(30);
  });

  it('has the heaps of the manifest', () => {
    const { creation } = readManifest(join(__dirname, '../../manifest.json'));
    expect(ram_bytes(limits)).to.equal(creation.static);
    expect(limits.stack_slots).to.equal(creation.stack);
    expect(limits.keys).to.equal(creation.keys.available);
  });

  describe('meets bad input', () => {
    it('tells the first difference with time, module, line and bytes', () => {
      const edit: Edit = (name, source) =>
        name === 'firmware/ble/device-information'
          ? source.replace('utf8(this.text)', "utf8('x' + this.text)")
          : source;
      expect(broken(edit)).to.throw(
        /at \d+\.\d+ s in Start: first difference, from .*\(firmware\/ble\/radio\.ts:\d+\): .*Value.*\[[0-9a-f]+\]/,
      );
    });

    it('refuses a transcript that is none, or is cut short', () => {
      expect(() => runXs(new Uint8Array(100))).to.throw(/no transcript/);
      expect(() => runXs(transcript.slice(0, transcript.length - 40))).to.throw(/transcript/);
    });

    it('ends with the cause when a heap or the stack is too small', () => {
      const run = (changed: object) => () => runXs(transcript, { limits: { ...limits, ...changed } });
      expect(run({ slots: 600 })).to.throw(/in Start: memory: the slot heap is full\n +at .*\.ts:\d+\)/);
      expect(run({ chunk_bytes: 8192 })).to.throw(/memory: the chunk heap is full\n +at .*\.ts:\d+\)/);
      expect(run({ stack_slots: 96 })).to.throw(/stack: the stack is full\n +at .*\.ts:\d+\)/);
    });

    it('ends with the cause when the keys are used up', () => {
      const code =
        "const names: Record<string, number> = {}; for (let i = 0; i < 500; i++) names['k' + i] = i;";
      expect(broken(into(session, 'tick', code))).to.throw(
        /Timer: keys: .*\n +at tick \(firmware\/session\/session\.ts:/,
      );
    });

    it('ends with the cause when a function calls itself without end', () => {
      expect(broken(into(session, 'tick', 'this.tick(now_ms + 1);'))).to.throw(
        /stack: the stack is full\n +at tick/,
      );
    });

    it('ends when a loop does not', () => {
      const loop = 'for (let i = 0; ; ) i = (i + 1) & 255;';
      expect(broken(into('firmware/stepdetect/detector', 'process', loop))).to.throw(
        /in Interrupt: endless: .*\n +at process \(firmware\/stepdetect\/detector\.ts:\d+\)/,
      );
    });

    it('ends with the message and the firmware stack when the firmware throws', () => {
      const code = "if (now_ms > 5000) throw new Error('broken tick');";
      expect(broken(into(session, 'tick', code))).to.throw(
        /XS at \d+\.\d+ s in Timer: exception: .*broken tick\n +at tick \(firmware\/session\/session\.ts:\d+\)\n +at tick \(firmware\/shoe\.ts:\d+\)/,
      );
    });

    it('ends when a promise is rejected and nobody cares', () => {
      const code = "void Promise.reject(new Error('lost promise'));";
      expect(broken(into(session, 'tick', code))).to.throw(/in Timer: rejection: .*lost promise/);
    });

    it('ends when something that lies in flash is written', () => {
      const module = 'firmware/session/tally';
      const edit: Edit = (name, source) => {
        if (name === module) return `export const kept = new Uint8Array(4);\n${source}`;
        if (name !== session) return source;
        return `import { kept } from './tally';\n${into(session, 'tick', 'kept[0] = 1;')(name, source)}`;
      };
      expect(broken(edit)).to.throw(/in Timer: flash: .*written/);
    });
  });
});
