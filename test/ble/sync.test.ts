import { expect } from 'chai';
import { SERIES } from '../../firmware/record/format';
import { FOUND, RunRecords } from '../../firmware/record/runs';
import { memories, syncAtTheSeam } from '../../host-sim/soak/at-the-seam';
import { runsInFlash } from '../../host-sim/soak/flash-truth';
import { syncOverTheStack } from '../../host-sim/soak/over-the-stack';
import { SyncCounts } from '../../host-sim/soak/sync';

describe('sync of a full memory', () => {
  const all = memories(10, 3);

  it('gets every byte once and right over links that break, at any MTU', async function () {
    this.timeout(60_000);
    const counts = new SyncCounts();
    for (let i = 0; i < 16; i++) await syncAtTheSeam(all[i % all.length], i, 3, counts);
    expect(counts.problems).to.deep.equal([]);
    expect(counts.broken).to.be.greaterThan(20);
    expect(counts.runs).to.be.greaterThan(30);
  });

  it('does so over a real host stack, out of reach and back', async function () {
    this.timeout(60_000);
    const counts = new SyncCounts();
    for (let i = 0; i < 4; i++) await syncOverTheStack(all[i % all.length], i, 3, counts);
    expect(counts.problems).to.deep.equal([]);
    expect(counts.broken).to.be.greaterThan(2);
  });

  it('would notice one byte that is not the right one', async () => {
    const counts = new SyncCounts();
    const right = Object.getOwnPropertyDescriptor(RunRecords.prototype, 'stepRecord')?.value as () => number;
    // Wrong each time, so that shoe and phone agree on the checksum.
    RunRecords.prototype.stepRecord = function (this: RunRecords) {
      const found = right.call(this);
      if (found === FOUND && this.scan.type === SERIES) this.scan.bytes[12] ^= 1;
      return found;
    };
    try {
      await syncAtTheSeam(all[1], 0, 1, counts);
    } finally {
      RunRecords.prototype.stepRecord = right;
    }
    expect(counts.problems.join()).to.match(/not the same/);
  });

  it('compares with runs read from the flash by another reader', () => {
    const memory = all[1];
    const runs = [...runsInFlash(memory.image).values()];
    expect(runs.length).to.be.greaterThan(1);
    for (const { run, stream } of runs) expect(stream.readUInt32LE(4)).to.equal(run);
    // A spoilt record is not told, and the rest is.
    const spoilt = memory.image.slice();
    spoilt[100] ^= 0x40;
    const fewer = [...runsInFlash(spoilt).values()].reduce((sum, { stream }) => sum + stream.length, 0);
    expect(fewer).to.be.at.most(memory.bytes);
  });
});
