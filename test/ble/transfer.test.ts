import { expect } from 'chai';
import { assert, constantFrom, integer, property } from 'fast-check';
import { crc16 as firmwareCrc16 } from '../../firmware/ble/crc16';
import type { UpdateImage, Updater } from '../../firmware/ble/update-receiver';
import { decodeDays } from '../../companion/client/history';
import { WALK } from '../../host-sim/powercut/life';
import { records } from '../record/read';
import { crc32 } from '../record/zlib-crc';
import { crc16, hex, Phone, shoe, u24, u32, type TestShoe } from './phone';

/** What SPEC-FLASH says a run's stream is, from its records. */
function streamOf(it: TestShoe, run: number): number[] {
  const { scan } = it.record.runs;
  const bytes: number[] = [];
  it.record.runs.open(run);
  while (it.record.runs.nextRecord())
    bytes.push(
      scan.type,
      scan.version,
      scan.length & 0xff,
      scan.length >> 8,
      ...scan.bytes.slice(4, 4 + scan.length),
    );
  expect(bytes.length).to.be.greaterThan(records(it.record, run).length * 4);
  return bytes;
}

const readRun = (run: number, offset = 0) => [0x11, ...u32(run), ...u24(offset)];
const acknowledge = (run: number, bytes: number[]) => [
  0x13,
  ...u32(run),
  ...u24(bytes.length),
  ...u32(crc32(Uint8Array.from(bytes))),
];

describe('CRC-16', () => {
  it('has the catalogue’s check value and is that of the definition', () => {
    const check = Buffer.from('123456789');
    expect(firmwareCrc16(check, 0, 9)).to.equal(0x29b1);
    const bytes = Uint8Array.from({ length: 300 }, (_, i) => (i * 37) & 0xff);
    expect(firmwareCrc16(bytes, 3, 299)).to.equal(crc16(bytes.subarray(3, 299)));
  });
});

describe('history: list', () => {
  it('tells each run in 44 bytes', () => {
    const it = shoe(2);
    const phone = new Phone(it);
    expect(phone.fetch([0x10, ...u32(0), 0])).to.equal('1001');
    const { bytes, end } = phone.received;
    expect([bytes.length, end?.length]).to.deep.equal([88, 88]);
    expect(end?.crc32).to.equal(crc32(Uint8Array.from(bytes)));
    const view = new DataView(Uint8Array.from(bytes).buffer);
    const { stops } = it.life;
    for (const run of [1, 2]) {
      const at = 44 * (run - 1);
      const stop = stops[run - 1];
      expect([view.getUint32(at, true), view.getUint8(at + 4), view.getUint8(at + 43)]).to.deep.equal([
        run,
        7,
        8,
      ]);
      expect(view.getUint32(at + 12, true)).to.equal(stop.elapsed_ms);
      expect(view.getUint32(at + 20, true)).to.equal(stop.strides);
      expect(view.getUint32(at + 24, true)).to.equal(Math.round(stop.distance_mm));
      expect(view.getUint16(at + 40, true)).to.equal(streamOf(it, run).length);
    }
    phone.fetch([0x10, ...u32(1), 0]);
    expect(phone.received.bytes.slice(0, 4)).to.deep.equal(u32(2));
    phone.fetch([0x10, ...u32(2), 0]);
    expect(phone.received.end).to.deep.equal({ length: 0, crc32: 0 });
    expect(phone.ask(0x10, ...u32(0), 2)).to.equal('1003');
  });
});

describe('history: read', () => {
  it('gives the records of a run, with any MTU', () => {
    const it = shoe(1);
    const stream = streamOf(it, 1);
    for (const mtu of [23, 24, 185, 247, 517]) {
      const phone = new Phone(it, { mtu });
      expect(phone.fetch(readRun(1))).to.equal('1101');
      expect(hex(phone.received.bytes)).to.equal(hex(stream));
      expect(phone.received.end).to.deep.equal({
        length: stream.length,
        crc32: crc32(Uint8Array.from(stream)),
      });
      const data = Math.min(mtu - 3, 512) - 6;
      expect(phone.received.frames).to.equal(Math.ceil(stream.length / data) + 1);
      it.wait(100);
      phone.link.disconnect();
      it.wait(2000);
    }
  });

  it('goes on at any byte, with another MTU', () => {
    const it = shoe(1);
    const stream = streamOf(it, 1);
    assert(
      property(integer({ min: 0, max: stream.length }), constantFrom(23, 100, 247, 517), (cut, mtu) => {
        const first = new Phone(it, { mtu: 517 });
        first.fetch(readRun(1), 0, () => first.received.bytes.length >= cut);
        const kept = first.received.bytes.slice(0, cut);
        first.link.disconnect();
        it.wait(1000);
        const second = new Phone(it, { mtu });
        second.received.bytes = kept;
        second.fetch(readRun(1, cut), cut);
        expect(hex(second.received.bytes)).to.equal(hex(stream));
        expect(second.received.end?.crc32).to.equal(crc32(Uint8Array.from(stream)));
        second.link.disconnect();
        it.wait(1000);
      }),
      { numRuns: 30 },
    );
  });

  it('sends no more than the window beyond the last Ack, and goes on with it', () => {
    const it = shoe(1, {});
    it.life.record.set(9, 1);
    it.life.go(3000, { gait: 2, stride_ms: 700, length_mm: 2200, contact_ms: 240 }).stand(200);
    const stream = streamOf(it, 2);
    expect(stream.length).to.be.greaterThan(20_000);
    const phone = new Phone(it, { mtu: 247 });
    phone.acknowledges = false;
    phone.fetch(readRun(2), 0, () => phone.received.bytes.length > 8192 - 238);
    it.wait(5000);
    expect(phone.received.bytes.length).to.be.within(8192 - 238, 8192);
    phone.send(3, ...u24(phone.received.bytes.length));
    it.wait(5000);
    expect(phone.received.bytes.length).to.be.within(16_384 - 476, 16_384);
    expect(hex(phone.received.bytes)).to.equal(hex(stream.slice(0, phone.received.bytes.length)));
    // Without an Ack for 30 s it is over.
    it.wait(31_000);
    expect(phone.received.abort).to.equal(2);
    expect(phone.ask(...readRun(1))).to.equal('1101');
  });

  it('sends again from where a Rewind asks, after a lost or spoiled frame', () => {
    const it = shoe(1);
    const stream = streamOf(it, 1);
    const phone = new Phone(it, { mtu: 100 });
    let seen = 0;
    phone.onFrame = (frame) => {
      seen++;
      if (seen === 3) return false;
      if (seen === 20) frame[7] ^= 0x40;
      return true;
    };
    phone.fetch(readRun(1));
    expect(hex(phone.received.bytes)).to.equal(hex(stream));
    expect(phone.received.end?.crc32).to.equal(crc32(Uint8Array.from(stream)));
  });

  it('ignores Acks and Rewinds outside of what is under way, and frames of no kind', () => {
    const it = shoe(1);
    const phone = new Phone(it, { mtu: 23 });
    phone.acknowledges = false;
    phone.fetch(readRun(1), 0, () => phone.received.frames > 10);
    const before = phone.received.bytes.length;
    phone.send(3, ...u24(100_000));
    phone.send(4, ...u24(100_000));
    phone.send(9);
    phone.send(3);
    phone.send(1, 2, 3, 4, 5, 6, 7);
    phone.acknowledges = true;
    it.wait(20_000);
    expect(phone.received.bytes.length).to.be.greaterThan(before);
    expect(phone.received.end?.length).to.equal(streamOf(it, 1).length);
  });

  it('is stopped by Stop, by Abort, and by the end of the connection', () => {
    const it = shoe(1);
    const phone = new Phone(it);
    const other = new Phone(it);
    phone.fetch(readRun(1), 0, () => true);
    expect(other.ask(...readRun(1))).to.equal('1106');
    // Another's Stop stops nothing.
    expect(other.ask(0x15)).to.equal('1501');
    expect(other.ask(...readRun(1))).to.equal('1106');
    expect(phone.ask(0x15)).to.equal('1501');
    expect(other.ask(...readRun(1))).to.equal('1101');
    other.send(5, 1);
    expect(phone.ask(...readRun(1))).to.equal('1101');
    phone.link.disconnect();
    expect(other.ask(...readRun(1))).to.equal('1101');
  });

  it('refuses runs that are not there or still open, and offsets beyond the end end in Abort', () => {
    const it = shoe(1);
    const phone = new Phone(it);
    expect(phone.ask(...readRun(0))).to.equal('1107');
    expect(phone.ask(...readRun(2))).to.equal('1107');
    expect(phone.ask(0x11, 1, 0, 0, 0)).to.equal('1103');
    phone.fetch(readRun(1, 0xffffff), 0);
    expect(phone.received.abort).to.equal(3);
    it.life.go(200, { gait: 2, stride_ms: 700, length_mm: 2200, contact_ms: 240 });
    expect(it.record.state.run).to.equal(2);
    expect(phone.ask(...readRun(2))).to.equal('1108');
    phone.link.unsubscribe('f8164004-374b-48d3-aebc-5d91168400d8');
    expect(phone.ask(...readRun(1))).to.equal('1104');
  });
});

describe('history: acknowledge and delete', () => {
  it('releases only what the phone proves to have', () => {
    const it = shoe(2);
    const phone = new Phone(it);
    const stream = streamOf(it, 1);
    expect(phone.ask(...acknowledge(1, stream.slice(0, -1)))).to.equal('1308');
    expect(phone.ask(...acknowledge(1, [...stream.slice(0, -1), stream[stream.length - 1] ^ 1]))).to.equal(
      '1308',
    );
    expect(phone.ask(...acknowledge(2, stream))).to.equal('1308');
    expect(phone.ask(...acknowledge(3, stream))).to.equal('1307');
    expect(it.record.state.releases.has(1)).to.equal(false);
    phone.fetch(readRun(1));
    expect(it.record.state.releases.has(1)).to.equal(false);
    it.wait(100);
    expect(phone.ask(...acknowledge(1, phone.received.bytes))).to.equal('1301');
    expect(it.record.state.releases.has(1)).to.equal(true);
    phone.fetch([0x10, ...u32(0), 1]);
    expect(phone.received.bytes.slice(0, 4)).to.deep.equal(u32(2));
    expect(phone.received.bytes).to.have.length(44);
  });

  it('answers 0x80 to another request while it checks, and others are served', () => {
    const it = shoe(1);
    const phone = new Phone(it);
    const other = new Phone(it);
    phone.link.write('f8164003-374b-48d3-aebc-5d91168400d8', acknowledge(1, [1]));
    expect(() => phone.link.write('f8164003-374b-48d3-aebc-5d91168400d8', [0x15])).to.throw('0x80');
    expect(other.ask(0x50).slice(0, 4)).to.equal('5001');
  });

  it('hides runs only when all of them are released', () => {
    const it = shoe(2);
    const phone = new Phone(it);
    expect(phone.ask(0x14, ...u32(1))).to.equal('1408');
    expect(phone.ask(0x14, ...u32(3))).to.equal('1407');
    expect(phone.ask(0x14, ...u32(0))).to.equal('1407');
    phone.ask(...acknowledge(1, streamOf(it, 1)));
    expect(phone.ask(0x14, ...u32(2))).to.equal('1408');
    expect(phone.ask(0x14, ...u32(1))).to.equal('1401');
    expect(phone.ask(...readRun(1))).to.equal('1107');
    phone.fetch([0x10, ...u32(0), 0]);
    expect(phone.received.bytes.slice(0, 4)).to.deep.equal(u32(2));
  });
});

const DAY_ms = 86_400_000;

describe('history: days', () => {
  it('are told as far back as the memory reaches, the last ones as they are now', () => {
    const it = shoe(0);
    it.life.setTime();
    const expected = new Map<number, number>();
    for (let i = 0; i < 9; i++) {
      const day = Math.floor(it.life.utc_ms / DAY_ms);
      const before = it.life.strides;
      it.life.go(100 + 20 * i, WALK).stand(60);
      expected.set(day, it.life.strides - before);
      if (i < 8) it.life.sleep(86_400 - 160 - 20 * i);
    }
    const phone = new Phone(it);
    phone.fetch([0x16, 0, 0]);
    const days = decodeDays(Uint8Array.from(phone.received.bytes));
    expect(days.map(({ day, strides }) => [day, strides])).to.deep.equal([...expected]);
    expect(days.reduce((sum, { distance_mm }) => sum + distance_mm, 0)).to.equal(it.life.distance_mm);
    const [, , third] = expected.keys();
    phone.fetch([0x16, third & 0xff, third >> 8]);
    expect(decodeDays(Uint8Array.from(phone.received.bytes))).to.deep.equal(days.slice(3));
    phone.fetch([0x16, 0xff, 0xff]);
    expect([phone.received.bytes, phone.received.end?.length]).to.deep.equal([[], 0]);
  });
});

class TestUpdater implements Updater {
  kept = 0;
  returned = false;
  writeResult = 1;
  image: UpdateImage | undefined;
  bytes: number[] = [];
  calls: string[] = [];
  versionResult = 1;
  signatureResult = 1;
  begin(image: UpdateImage): number {
    this.calls.push('begin');
    this.bytes = [];
    this.image = { ...image };
    return this.versionResult;
  }
  write(bytes: Uint8Array, from: number, to: number): number {
    this.bytes.push(...bytes.subarray(from, to));
    return this.writeResult;
  }
  verify(): number {
    this.calls.push('verify');
    return this.signatureResult;
  }
  apply(): number {
    this.calls.push('apply');
    return 1;
  }
  cancel(): void {
    this.calls.push('cancel');
  }
}

describe('firmware update', () => {
  const image = Array.from({ length: 9_001 }, (_, i) => (i * 91 + (i >> 8)) & 0xff);
  const begin = (bytes = image, version = [0, 2, 0]) => [
    0x40,
    ...u24(bytes.length),
    ...u32(crc32(Uint8Array.from(bytes))),
    ...version,
  ];
  const data = (offset: number, length: number): number[] => {
    const frame = [1, ...u24(offset), ...image.slice(offset, offset + length)];
    const crc = crc16(frame);
    return [...frame, crc & 0xff, crc >> 8];
  };

  it('is not available without a part that writes it', () => {
    const phone = new Phone(shoe(0));
    expect(phone.ask(...begin())).to.equal('4009');
    for (const op of [0x41, 0x42, 0x43, 0x44]) expect(phone.ask(op)).to.equal(hex([op, 9]));
  });

  it('takes an image over two connections, checks it, and applies it', () => {
    const updater = new TestUpdater();
    const it = shoe(0, { updater });
    const first = new Phone(it);
    expect(first.ask(...begin())).to.equal('4001000000');
    for (let offset = 0; offset < 5000; offset += 100) first.send(...data(offset, 100));
    it.wait(100);
    expect(first.flow.map((frame) => hex(frame))).to.deep.equal(['03881300']);
    expect(first.ask(0x41)).to.equal('4108');
    first.link.disconnect();
    it.wait(1000);
    const phone = new Phone(it);
    expect(phone.ask(0x44)).to.equal('440102' + '881300' + '292300');
    expect(phone.ask(...begin())).to.equal('4001881300');
    expect(phone.ask(0x42)).to.equal('4206');
    // A frame ahead, one spoiled: one Rewind for both.
    phone.send(...data(6000, 200));
    phone.send(...data(5000, 200).map((byte, i) => (i === 9 ? byte ^ 1 : byte)));
    it.wait(100);
    expect(phone.flow.map((frame) => hex(frame))).to.deep.equal(['04881300']);
    for (let offset = 5000; offset < image.length; offset += 200) phone.send(...data(offset, 200));
    it.wait(100);
    expect(phone.ask(0x41)).to.equal('4101');
    expect(hex(updater.bytes)).to.equal(hex(image));
    expect(phone.ask(0x44).slice(0, 6)).to.equal('440103');
    it.live.inSession = false;
    expect(phone.ask(0x42)).to.equal('4201');
    expect(updater.calls).to.deep.equal(['begin', 'verify', 'apply']);
    expect(updater.image).to.deep.include({ major: 0, minor: 2, patch: 0, length: 9001 });
  });

  it('tells that the image installed last did not stay, until another is begun', () => {
    const updater = new TestUpdater();
    const phone = new Phone(shoe(0, { updater }));
    expect(phone.ask(0x44).slice(0, 6)).to.equal('440100');
    updater.returned = true;
    expect(phone.ask(0x44)).to.equal('44010400000000' + '0000');
    expect(phone.ask(...begin())).to.equal('4001000000');
    expect(phone.ask(0x44).slice(0, 6)).to.equal('440101');
  });

  it('goes on where an updater has the file from before a reset', () => {
    const updater = new TestUpdater();
    const phone = new Phone(shoe(0, { updater }));
    updater.kept = 5000;
    expect(phone.ask(...begin())).to.equal('4001881300');
  });

  it('ends with an Abort when the updater takes no more, and tells why when asked to finish', () => {
    const updater = new TestUpdater();
    const it = shoe(0, { updater });
    const phone = new Phone(it);
    expect(phone.ask(...begin())).to.equal('4001000000');
    updater.writeResult = 12;
    phone.send(...data(0, 100));
    phone.send(...data(100, 100));
    it.wait(50);
    expect(phone.received.abort).to.equal(4);
    expect(updater.bytes).to.have.length(100);
    expect(phone.ask(0x41)).to.equal('410c');
    expect(phone.ask(0x41)).to.equal('4108');
    expect(updater.calls).to.deep.equal(['begin', 'cancel']);
  });

  it('is not started while a session is open', () => {
    const updater = new TestUpdater();
    const it = shoe(0, { updater });
    const phone = new Phone(it);
    const small = image.slice(0, 50);
    expect(phone.ask(...begin(small))).to.equal('4001000000');
    phone.send(...data(0, 50));
    expect(phone.ask(0x41)).to.equal('4101');
    expect(phone.ask(0x42)).to.equal('4206');
    it.live.inSession = false;
    expect(phone.ask(0x42)).to.equal('4201');
  });

  it('refuses a version, a signature, and more bytes than were named', () => {
    const updater = new TestUpdater();
    const it = shoe(0, { updater });
    const phone = new Phone(it);
    updater.versionResult = 10;
    expect(phone.ask(...begin())).to.equal('400a');
    updater.versionResult = 1;
    updater.signatureResult = 11;
    const small = image.slice(0, 50);
    expect(phone.ask(...begin(small))).to.equal('4001000000');
    phone.send(...data(0, 50));
    expect(phone.ask(0x41)).to.equal('410b');
    expect(phone.ask(0x42)).to.equal('4208');
    expect(phone.ask(0x40, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0)).to.equal('4003');
    // More bytes than named are not taken.
    expect(phone.ask(...begin(small))).to.equal('4001000000');
    phone.send(...data(0, 51));
    it.wait(50);
    expect(hex(phone.flow.at(-1) ?? [])).to.equal('04000000');
    expect(phone.ask(0x43)).to.equal('4301');
    expect(phone.ask(0x44)).to.equal('44010000000000' + '0000');
  });
});
