import { expect } from 'chai';
import { attack } from '../../host-sim/fuzz/attack';
import { stackAttack } from '../../host-sim/fuzz/stack-attack';

describe('a hostile crowd', () => {
  it('breaks, blocks and changes nothing, and every request of it is answered', async function () {
    this.timeout(60_000);
    const result = await attack({ operations: 12_000, seed: 7 });
    expect(result.problems).to.deep.equal([]);
    expect([result.crashes, result.changes, result.blocked]).to.deep.equal([0, 0, 0]);
    // It got in everywhere: proofs and frames of bonded attackers, refusals of strangers.
    expect(result.byKind).to.include.keys('noise', 'control point', 'frame', 'proof', 'flood', 'pair');
    expect(result.answers).to.include.keys('success', 'error 0x05', 'error 0x0d', 'error 0x80', 'error 0x81');
    expect(result.values).to.be.greaterThan(500);
  });

  it('does the same with the same seed', async () => {
    const run = () => attack({ operations: 2000, seed: 3 });
    expect(await run()).to.deep.equal(await run());
  });

  it('leaves the next watch served on a real host stack', async function () {
    this.timeout(60_000);
    const result = await stackAttack({ operations: 300, seed: 5 });
    expect(result.problems).to.deep.equal([]);
    expect(result.blocked).to.equal(0);
    expect(result.answers).to.include.keys('success', 'error 0x05', 'error 0x02', 'error 0x03');
  });
});
