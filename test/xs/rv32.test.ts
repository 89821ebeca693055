import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'chai';
import { rv32Program } from '../../host-sim/engines/rv32/build';
import { xsHost } from '../../host-sim/engines/xs/build';
import { runRv32 } from '../../host-sim/engines/rv32/run';
import { recordReplay } from '../../host-sim/engines/xs/run';
import { synthesise } from '../../host-sim/traces/synth';

const ROOT = join(__dirname, '../..');

/** Why it cannot run here; undefined when it can. Builds it, which takes half a minute once. */
function obstacle(): string | undefined {
  try {
    rv32Program();
    return xsHost().is32Bit ? undefined : 'bytecode for it needs a compiler for 32 bits (gcc-multilib)';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('the firmware on an emulated RV32IMC', function () {
  this.timeout(600000);

  describe('where the tools are', () => {
    before(function () {
      const missing = obstacle();
      if (missing === undefined) return;
      console.log(`      pending: ${missing}`);
      this.skip();
    });

    it('puts out what Node put out, and counts the same each time', () => {
      const plan = { name: 'steps', segments: [{ kind: 'run' as const, duration_s: 4, speed_mps: 3 }] };
      const { transcript, result } = recordReplay(synthesise(plan));
      expect(result.strides).to.not.be.empty;
      const first = runRv32(transcript);
      expect(first.costs.blocks()).to.not.be.empty;
      expect(runRv32(transcript).costs).to.deep.equal(first.costs);
    });
  });

  it('ends with a status of its own and the packages to install where they are not', () => {
    const args = ['-r', 'ts-node/register/transpile-only', join(ROOT, 'bench/rv32.ts'), '--short'];
    const env = { ...process.env, PATH: join(ROOT, 'test'), TS_NODE_PROJECT: join(ROOT, 'tsconfig.json') };
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, env, encoding: 'utf8' });
    expect(stderr).to.match(
      /apt-get install gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf qemu-system-misc/,
    );
    expect(status).to.equal(3);
  });
});
