import { expect } from 'chai';
import type { Flash } from '../../firmware/io/flash';
import type { Writer } from '../../firmware/record/bytes';
import { crc32 } from '../../firmware/record/crc32';
import { CARRY, HEADER_BYTES, PAYLOAD_AT, PAYLOAD_MOST, SETTING } from '../../firmware/record/format';
import { RecordLog, type LogOwner } from '../../firmware/record/log';
import { FlashModel, PowerCut } from '../../host-sim/board/flash';

const BLOCK = 2048;
const TYPE = 70;
/** Records of 112 bytes that fit a block beside its header and a carry of 16 bytes. */
const PER_BLOCK = 17;

/** An owner whose state is one number, the last of a record's, and whose runs are what it is told they are. */
class Owner implements LogOwner {
  value = 0;
  run = 1;
  /** Is `run` open, or yet to come? */
  open = false;
  /** The mark of the newest block at opening. */
  marked = -1;
  readonly gone = new Set<number>();

  carry(writer: Writer): void {
    writer.u32(this.value);
  }

  restore(type: number, _version: number, bytes: Uint8Array, length: number): void {
    if (type === CARRY || length >= 4) this.value = bytes[PAYLOAD_AT] + 256 * bytes[PAYLOAD_AT + 1];
  }

  mark(): number {
    return 2 * this.run + (this.open ? 1 : 0);
  }

  restoreMark(mark: number): void {
    this.marked = mark;
  }

  released(first: number, last: number): boolean {
    for (let run = first; run <= last; run++) if (!this.gone.has(run)) return false;
    return true;
  }
}

function put(log: RecordLog, owner: Owner, value: number, length = 100): boolean {
  const writer = log.begin(TYPE);
  writer.u32(value);
  while (writer.at < PAYLOAD_AT + length) writer.u8(value);
  if (!log.commit()) return false;
  owner.value = value;
  return true;
}

/** Values of the records there are. */
function values(flash: Flash): number[] {
  const scan = new RecordLog(flash, new Owner()).reader();
  const found: number[] = [];
  scan.seek(0);
  while (scan.next())
    if (scan.type === TYPE) found.push(scan.bytes[PAYLOAD_AT] + 256 * scan.bytes[PAYLOAD_AT + 1]);
  return found;
}

function open(flash: Flash): { log: RecordLog; owner: Owner } {
  const owner = new Owner();
  return { log: new RecordLog(flash, owner), owner };
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe('the log', () => {
  it('has the bytes of the specification', () => {
    const flash = new FlashModel({ blocks: 4 });
    const { log, owner } = open(flash);
    owner.value = 0x1234;
    const writer = log.begin(SETTING);
    for (const byte of [1, 1, 2]) writer.u8(byte);
    log.commit();
    const hex = Buffer.from(flash.image.subarray(0, 64 + 16)).toString('hex');
    // 2: header. 3: carry of four bytes, setting of three. The checksums are those of Python's zlib.crc32.
    expect(hex.slice(0, 56)).to.equal(
      '46464c47' + '01002000' + '01000000' + '01000000' + '02000000' + 'ffffffffffffffff',
    );
    expect(hex.slice(56, 64)).to.equal('fcb0bb52');
    expect(hex.slice(64, 96)).to.equal('01020400' + '34120000' + 'ffffffff' + 'e17ed298');
    expect(hex.slice(96, 128)).to.equal('04010300' + '010102ff' + 'ffffffff' + 'daf7df81');
    expect(hex.slice(128)).to.equal('ff'.repeat(16));
    expect(crc32(Buffer.from('123456789'), 0, 9)).to.equal(0xcbf43926);
  });

  it('has every record again after it was opened anew, in order', () => {
    const flash = new FlashModel({ blocks: 8, blockLength: BLOCK });
    const { log, owner } = open(flash);
    for (let i = 1; i <= 40; i++) expect(put(log, owner, i, 4 + ((i * 37) % 480))).to.equal(true);
    expect(values(flash)).to.eql(range(1, 40));
    expect(open(flash).owner.value).to.equal(40);
  });

  it('goes on where it left off', () => {
    const flash = new FlashModel({ blocks: 8, blockLength: BLOCK });
    for (let i = 1; i <= 50; i++) {
      const { log, owner } = open(flash);
      expect(owner.value).to.equal(i - 1);
      put(log, owner, i);
    }
    expect(values(flash)).to.eql(range(1, 50));
    expect([...flash.erases].filter((erases) => erases > 0)).to.have.lengthOf(Math.ceil(50 / PER_BLOCK));
  });

  it('tells the run mark of the newest block, whatever else is lost', () => {
    const flash = new FlashModel({ blocks: 4, blockLength: BLOCK });
    const { log, owner } = open(flash);
    owner.run = 77;
    put(log, owner, 1);
    flash.image.fill(0, HEADER_BYTES, BLOCK);
    expect(open(flash).owner).to.include({ marked: 154, value: 0 });
  });

  it('opens in bounded time, with its states or without any, and reads no further than there are records', () => {
    const flash = new FlashModel({ blocks: 64, blockLength: BLOCK });
    const { log, owner } = open(flash);
    const opening = (): number => {
      const before = flash.readBytes;
      open(flash);
      return flash.readBytes - before;
    };
    put(log, owner, 1);
    const scan = log.reader();
    const before = flash.readBytes;
    while (scan.next());
    expect(flash.readBytes - before).to.be.below(300);
    // Every header, the newest carry, and the newest block: what is in it, and what is not in units of 16 bytes.
    const bound = 64 * HEADER_BYTES + 2 * BLOCK;
    expect(opening()).to.be.below(bound);
    while (log.blocks.live < 64) put(log, owner, 2);
    expect(opening()).to.be.below(bound);
    for (let i = 0; i < 1000; i++) put(log, owner, 2);
    expect(opening()).to.be.below(bound);
    for (let block = 0; block < 64; block++) flash.image[block * BLOCK + HEADER_BYTES + 5] ^= 1;
    expect(opening()).to.be.below(64 * 2 * HEADER_BYTES + 16 * 2 * BLOCK);
    expect(open(flash).owner.value).to.equal(2);
  });

  it('refuses a payload that is too long, and takes one that just fits', () => {
    const { log, owner } = open(new FlashModel({ blocks: 4 }));
    expect(put(log, owner, 1, PAYLOAD_MOST)).to.equal(true);
    const writer = log.begin(TYPE);
    writer.at = PAYLOAD_AT + PAYLOAD_MOST + 1;
    expect(log.commit()).to.equal(false);
  });

  it('refuses partitions it cannot work on', () => {
    expect(() => open(new FlashModel({ blocks: 3 }))).to.throw(RangeError);
    expect(() => open(new FlashModel({ blocks: 8, blockLength: 1024 }))).to.throw(RangeError);
  });

  it('begins every block with a carry, also when the power went before it could', () => {
    const flash = new FlashModel({ blocks: 4, blockLength: BLOCK });
    const { log, owner } = open(flash);
    put(log, owner, 1);
    while (log.blocks.live < 2) put(log, owner, 2);
    const again = new FlashModel({ blocks: 4, blockLength: BLOCK, image: flash.image.slice() });
    again.image.fill(0xff, BLOCK + HEADER_BYTES, 2 * BLOCK);
    const reopened = open(new FlashModel({ blocks: 4, blockLength: BLOCK, image: again.image }));
    put(reopened.log, reopened.owner, 3);
    expect(again.image[BLOCK + HEADER_BYTES]).to.equal(CARRY);
    expect(reopened.log.erases).to.equal(0);
  });

  it('does not touch what lies behind a torn record, but begins the next block', () => {
    const flash = new FlashModel({ blocks: 4, blockLength: BLOCK });
    const { log, owner } = open(flash);
    put(log, owner, 1);
    put(log, owner, 2);
    const image = flash.image.slice();
    image[log.lastOffset + 60] = 0;
    const reopened = open(new FlashModel({ blocks: 4, blockLength: BLOCK, image }));
    expect(reopened.log.damagedUnits).to.equal(7);
    expect(reopened.owner.value).to.equal(1);
    put(reopened.log, reopened.owner, 3);
    expect(reopened.log.failures).to.equal(0);
    expect(reopened.log.lastSequence).to.equal(2);
  });

  it('finds the records behind a damaged one', () => {
    const flash = new FlashModel({ blocks: 4, blockLength: BLOCK });
    const { log, owner } = open(flash);
    for (let i = 1; i <= 5; i++) put(log, owner, i);
    flash.image[HEADER_BYTES + 16 + 2 * 112 + 50] ^= 4;
    expect(values(flash)).to.eql([1, 2, 4, 5]);
  });

  it('lets the newest state go bad, and has the one before and what came since', () => {
    const flash = new FlashModel({ blocks: 4, blockLength: BLOCK });
    const { log, owner } = open(flash);
    let value = 0;
    while (log.blocks.live < 2) put(log, owner, ++value);
    flash.image[BLOCK + HEADER_BYTES + 5] ^= 1;
    expect(open(flash).owner.value).to.equal(value);
  });
});

/** A run of as many records as fit a block. */
function writeRun(log: RecordLog, owner: Owner, value: number): void {
  for (let i = 0; i < PER_BLOCK; i++) {
    put(log, owner, value);
    owner.open = true;
  }
  owner.run++;
  owner.open = false;
}

describe('a full log', () => {
  /** Fills block by block, one run each, from run 1 on. */
  function fill(blocks: number): { flash: FlashModel; log: RecordLog; owner: Owner } {
    const flash = new FlashModel({ blocks, blockLength: BLOCK });
    const { log, owner } = open(flash);
    for (let run = 1; run <= blocks; run++) {
      writeRun(log, owner, run);
    }
    return { flash, log, owner };
  }

  /** Writes until one more block is begun. @returns the runs whose records are left */
  function next(log: RecordLog, owner: Owner, flash: FlashModel): number[] {
    const erases = log.erases;
    while (log.erases === erases) put(log, owner, 99);
    return [...new Set(values(flash))].filter((run) => run !== 99);
  }

  it('gives up the oldest, and never stops taking records', () => {
    const { flash, log, owner } = fill(6);
    expect(next(log, owner, flash)).to.eql([2, 3, 4, 5, 6]);
    expect(next(log, owner, flash)).to.eql([3, 4, 5, 6]);
    for (let i = 0; i < 1000; i++) expect(put(log, owner, 99)).to.equal(true);
  });

  it('gives up released ones first, oldest first', () => {
    const { flash, log, owner } = fill(6);
    owner.gone.add(3).add(2);
    expect(next(log, owner, flash)).to.eql([1, 3, 4, 5, 6]);
    expect(next(log, owner, flash)).to.eql([1, 4, 5, 6]);
    // Nothing released is left but what the log still needs; then the oldest goes.
    expect(next(log, owner, flash)).to.eql([4, 5, 6]);
  });

  it('never gives up the blocks that hold the last two states, released or not', () => {
    const { flash, log, owner } = fill(6);
    for (let run = 4; run < 100; run++) owner.gone.add(run);
    owner.run = 100;
    for (let i = 0; i < 200; i++) {
      expect(put(log, owner, 100 + i)).to.equal(true);
      // The newest state bad: the one before must be there, and all that came since.
      const newest = log.blocks.order[log.blocks.live - 1];
      const image = flash.image.slice();
      image[newest * BLOCK + HEADER_BYTES + 5] ^= 1;
      expect(open(new FlashModel({ blocks: 6, blockLength: BLOCK, image })).owner.value).to.equal(100 + i);
    }
  });

  it('wears its blocks evenly', () => {
    const { flash, log, owner } = fill(7);
    for (let i = 0; i < 300; i++) writeRun(log, owner, 1);
    expect(Math.max(...flash.erases) - Math.min(...flash.erases)).to.be.at.most(1);
    // The count is in the headers, too.
    const { blocks, blockLength } = open(flash).log;
    const told = [...flash.erases].map((_, block) => blocks.readErases(flash, block, block * blockLength));
    expect(told).to.eql([...flash.erases]);
  });

  it('leaves blocks of another major version alone as long as there are others', () => {
    const { flash, log } = fill(6);
    const foreign = log.blocks.order[0];
    flash.image[foreign * BLOCK + 4] = 2;
    const before = flash.image.slice(foreign * BLOCK, (foreign + 1) * BLOCK);
    const reopened = open(flash);
    for (let i = 0; i < 300; i++) expect(put(reopened.log, reopened.owner, 1)).to.equal(true);
    expect(flash.image.slice(foreign * BLOCK, (foreign + 1) * BLOCK)).to.eql(before);
  });
});

describe('flash that fails', () => {
  it('passes over blocks that do not erase', () => {
    const flash = new FlashModel({ blocks: 6, blockLength: BLOCK });
    flash.wearOut(BLOCK + 700, 1);
    flash.wearOut(2 * BLOCK, 0x80);
    const { log, owner } = open(flash);
    for (let i = 1; i <= 40; i++) expect(put(log, owner, i)).to.equal(true);
    expect(log.failures).to.equal(2);
    expect(values(flash)).to.eql(range(1, 40));
  });

  it('writes a record that did not take to the next block', () => {
    const flash = new FlashModel({ blocks: 6, blockLength: BLOCK });
    const { log, owner } = open(flash);
    put(log, owner, 1);
    // A bit that was lost since the erase.
    flash.wearOut(log.lastOffset + 112 + 20, 0xff);
    expect(put(log, owner, 0xff02)).to.equal(true);
    expect(values(flash)).to.eql([1, 0xff02]);
    expect(log.lastSequence).to.equal(2);
  });

  it('goes on until the last block is worn out, then says no and never throws', () => {
    const flash = new FlashModel({ blocks: 5, blockLength: BLOCK, endurance: 20 });
    const { log, owner } = open(flash);
    let taken = 0;
    for (let i = 1; i <= 3000; i++) if (put(log, owner, i & 0xff)) taken++;
    expect(Math.min(...flash.erases)).to.be.at.least(20);
    expect(log.failed).to.equal(true);
    expect(taken).to.be.at.least(5 * 20 * PER_BLOCK);
  });

  it('says no when the power is gone', () => {
    const flash = new FlashModel({ blocks: 5, blockLength: BLOCK });
    const { log, owner } = open(flash);
    put(log, owner, 1);
    expect(log.fault).to.equal(undefined);
    flash.close();
    expect(put(log, owner, 2)).to.equal(false);
    expect(log.fault).to.be.instanceOf(PowerCut);
  });
});
