import { spawnSync } from 'node:child_process';
import { createContext, Script } from 'node:vm';
import { expect } from 'chai';
import { blocksOf, type Blocks } from '../../host-sim/engines/compare/blocks';
import { roundsOnXs } from '../../host-sim/engines/compare/on-xs';
import { Rounds } from '../../host-sim/engines/compare/rounds';
import { scriptOf } from '../../host-sim/engines/compare/script';
import { synthesise } from '../../host-sim/traces/synth';

describe('the kernel as a script for other engines', function () {
  // The first run compiles XS.
  this.timeout(300000);
  let blocks: Blocks;
  let expected: string;

  before(() => {
    const segments = [
      { kind: 'stand', duration_s: 2 },
      { kind: 'run', duration_s: 6, speed_mps: 3 },
    ] as const;
    blocks = blocksOf(synthesise({ name: 'run', segments: [...segments] }));
    const rounds = new Rounds(blocks.setting);
    for (const { words, moving, bytes } of blocks.blocks) {
      rounds.block.set(bytes);
      rounds.take(words, moving);
    }
    expect(rounds.strides).to.be.above(5);
    expected = rounds.result;
  });

  function printed(prelude: string): string[] {
    const lines: string[] = [];
    const script = new Script(prelude + scriptOf(blocks, 2));
    script.runInContext(createContext({ print: (line: string) => lines.push(line) }));
    return lines;
  }

  it('finds the same strides, also where typed arrays are those of ECMAScript 5', () => {
    expect(printed('')).to.deep.equal([expected]);
    const bare = `[Uint8Array, Int16Array, Int32Array].forEach(function (type) {
      var base = Object.getPrototypeOf(type.prototype);
      delete base.copyWithin;
      delete base.fill;
    });`;
    expect(printed(bare)).to.deep.equal([expected]);
  });

  it('finds them on XS, which tells another result', function () {
    if (spawnSync(process.env.CC ?? 'cc', ['--version']).error !== undefined) this.skip();
    expect(roundsOnXs(blocks, 2, expected).collections).to.be.at.least(0);
    expect(() => roundsOnXs(blocks, 1, '0 strides')).to.throw(/first difference/);
  });
});
