import { expect } from 'chai';
import { PAYLOAD_AT, RUN_START, SERIES } from '../../firmware/record/format';
import { ShoeRecord } from '../../firmware/record/record';
import { RunInfo } from '../../firmware/record/runs';
import { VirtualClock } from '../../host-sim/board/clock';
import { FlashModel } from '../../host-sim/board/flash';
import { Phone, shoe, u32, type TestShoe } from './phone';

/** docs/SPEC.md, 4.5: 2048 bytes, and the record they end in, read in pieces of 64: at most 16 + 512 bytes. */
const MOST_bytes = 2048 + 528;
const RUNS = 60;

/** A partition of 1.5 MB filled with runs of a boot in which the clock was never set, which a second boot follows. */
function fullRecord() {
  const flash = new FlashModel({ blocks: 384 });
  const { clock } = new VirtualClock();
  const { log, state } = new ShoeRecord({ flash, clock, boot: { reason: 1 }, firmware: [0, 1, 0] });
  const commit = () => {
    expect(log.commit()).to.equal(true);
    const { bytes } = log.writer;
    state.restore(bytes[0], bytes[1], bytes, bytes[2] | (bytes[3] << 8));
  };
  const share = log.free() / RUNS;
  for (let run = 1; run <= RUNS; run++) {
    const start = log.begin(RUN_START);
    start.u32(run);
    start.u32(state.boots);
    start.u48(1000 * run);
    for (let i = 0; i < 26; i++) start.u8(0);
    commit();
    while (log.free() > Math.max(share * (RUNS - run), 2 * 4096)) {
      const series = log.begin(SERIES);
      series.u32(run);
      while (series.at < PAYLOAD_AT + 480) series.u8(series.at === PAYLOAD_AT + 4 ? run : 0);
      commit();
    }
  }
  return { flash, record: new ShoeRecord({ flash, clock, boot: { reason: 1 }, firmware: [0, 1, 0] }) };
}

/** The most bytes of flash read at one time of the clock, which this makes go in small steps. */
function watched(it: TestShoe, flash: FlashModel) {
  const counts = { most: 0 };
  let from = flash.readBytes;
  // Every call of the radio's timer is 15 ms from the next: what was read since the last wait is what one call has read.
  const wait = it.wait;
  it.wait = (ms) => {
    for (let left = ms; left > 0; left -= 5) {
      wait(Math.min(left, 5));
      counts.most = Math.max(counts.most, flash.readBytes - from);
      from = flash.readBytes;
    }
  };
  return counts;
}

/** Lists by radio. @returns the entries' run numbers, lengths, and the most bytes of flash read at one time of the clock */
function list(which: number, flash: FlashModel, record: ShoeRecord) {
  const it = shoe(0, { record });
  const phone = new Phone(it);
  const begun = flash.readBytes;
  const counts = watched(it, flash);
  phone.fetch([0x10, ...u32(0), which]);
  const { bytes, end, abort } = phone.received;
  expect([abort, end?.length]).to.deep.equal([undefined, bytes.length]);
  const view = new DataView(Uint8Array.from(bytes).buffer);
  const entries: string[] = [];
  for (let at = 0; at < bytes.length; at += 44)
    entries.push(`${view.getUint32(at, true)}: ${view.getUint32(at + 40, true) & 0xffffff}`);
  return { entries, most: counts.most, read: flash.readBytes - begun };
}

describe('history: days and deletion on a full memory of 1.5 MB', () => {
  const { flash, record } = fullRecord();

  it('read a bounded part of the flash at a time', () => {
    const it = shoe(0, { record });
    const phone = new Phone(it);
    const counts = watched(it, flash);
    const begun = flash.readBytes;
    phone.fetch([0x16, 0, 0]);
    expect([phone.received.bytes.length, phone.received.end?.length]).to.deep.equal([0, 0]);
    expect(flash.readBytes - begun).to.be.greaterThan(1_400_000);
    expect(counts.most).to.be.within(1000, MOST_bytes);
  });

  it('looks for a run that is not released as it looks for runs to list', () => {
    for (let run = 1; run < RUNS; run++) record.release(run);
    const it = shoe(0, { record });
    const phone = new Phone(it);
    const counts = watched(it, flash);
    expect(phone.ask(0x14, ...u32(RUNS))).to.equal('1408');
    expect(counts.most).to.be.within(1000, MOST_bytes);
    expect(phone.ask(0x14, ...u32(RUNS - 1))).to.equal('1401');
  });
});

describe('history: list of a full memory of 1.5 MB', () => {
  const { flash, record } = fullRecord();

  function expected(): string[] {
    const found: string[] = [];
    const info = new RunInfo();
    for (let after = 0; record.runs.next(after, info); after = info.run)
      found.push(`${info.run}: ${info.bytes + PAYLOAD_AT * info.records}`);
    return found;
  }

  it('tells every run, and reads a bounded part of the flash at a time', () => {
    const { entries, most, read } = list(0, flash, record);
    expect(entries).to.deep.equal(expected());
    expect(entries.length).to.equal(RUNS);
    expect(read).to.be.greaterThan(1_400_000);
    expect(most).to.be.within(1000, MOST_bytes);
  });

  it('passes over what is released without reading it', () => {
    for (let run = 1; run <= RUNS; run++) if (run !== 20 && run !== 41) record.release(run);
    const some = list(1, flash, record);
    expect(some.entries).to.deep.equal(expected().filter((entry) => /^(20|41):/.test(entry)));
    expect(some.most).to.be.within(1000, MOST_bytes);
    for (const run of [20, 41]) record.release(run);
    const none = list(1, flash, record);
    expect([none.entries, none.read]).to.deep.equal([[], 0]);
    expect(list(0, flash, record).entries.length).to.equal(RUNS);
  });
});
