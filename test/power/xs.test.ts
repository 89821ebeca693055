/** Power on the XS engine, in the heaps of the chip: the same calls of chip and cell as in Node. */
import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { ResetReason, RETAINED_BYTES, type Chip } from '../../firmware/io/chip';
import type { Cell } from '../../firmware/power/gauge';
import { CURVES } from '../../host-sim/board/cell';
import { recordReplay, runXs } from '../../host-sim/engines/xs/run';
import { synthesise } from '../../host-sim/traces/synth';

const compiler = process.env.CC ?? 'cc';
const missing = spawnSync(compiler, ['--version']).error !== undefined;
const EMPTY_AFTER = 2;

describe(`power on XS${missing ? ` (pending: no C compiler ${compiler})` : ''}`, function () {
  this.timeout(300000);

  it('feeds its watchdog, keeps its state, and switches off in order when the cell is empty', function () {
    if (missing) this.skip();
    const calls: string[] = [];
    const memory = new Uint8Array(RETAINED_BYTES);
    const chip: Chip = {
      resetReason: ResetReason.PowerOn,
      wokenBy: 0,
      charger: false,
      recall: (into) => into.set(memory),
      retain: (bytes) => memory.set(bytes),
      sleepLightly: () => calls.push('sleep lightly'),
      watch: (timeout_ms) => calls.push(`watch ${timeout_ms}`),
      feed: () => calls.push('feed'),
      sleepDeeply: ({ motion, charger, after_ms }) => calls.push(`sleep ${motion} ${charger} ${after_ms}`),
      restart: () => calls.push('restart'),
    };
    let readings = 0;
    const [, [, fivePercent_mV]] = CURVES.sprd;
    const cell: Cell = {
      resistance_mOhm: 150,
      load_mA: 28,
      charge_mA: 370,
      read_mV: () => (readings++ < EMPTY_AFTER ? fivePercent_mV : 3300.4),
    };
    const source = synthesise({ name: 'stand', segments: [{ kind: 'stand', duration_s: 60 }] });
    const { result, transcript } = recordReplay(source, { power: { chip, cell } });
    expect(calls.slice(0, 3)).to.eql(['watch 20000', 'sleep lightly', 'feed']);
    expect(calls.slice(-2)).to.eql(['watch 0', 'sleep false true 21600000']);
    expect(calls.filter((call) => call === 'feed').length).to.be.within(20, 60);
    expect(result.warnings).to.eql([]);
    // Throws at the first difference, and when a heap is full.
    expect(runXs(transcript).slotBytes).to.be.above(0);
  });
});
