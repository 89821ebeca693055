import { expect } from 'chai';
import { assert, integer, property, uint8Array } from 'fast-check';
import {
  GAIT_RUN,
  HAS_CONTACT,
  HAS_FLIGHT,
  HAS_IMPACT,
  HAS_LENGTH,
  HAS_RISE,
  HAS_SPEED,
  HAS_STRIDE_TIME,
  HAS_STRIKE,
  Stride,
} from '../../firmware/stepdetect/stride';
import { decodeAdvice } from '../../companion/client/advice';
import { decodeDynamics } from '../../companion/client/dynamics';
import { AttException, PairingException } from '../../host-sim/board/radio';
import { RUN } from '../../host-sim/powercut/life';
import { CONTROL_POINT, DYNAMICS, hex, INFORMATION, Phone, shoe, TRANSFER, u16, u32 } from './phone';

const INSUFFICIENT_ENCRYPTION = 0x0f;

describe('who may do what', () => {
  it('needs an encrypted link for all but Information', () => {
    const it = shoe(1);
    const { link } = new Phone(it, { bonded: false });
    for (const request of [
      () => link.subscribe(CONTROL_POINT),
      () => link.subscribe(TRANSFER),
      () => link.subscribe(DYNAMICS),
      () => link.write(CONTROL_POINT, [0x50]),
      () => link.write(TRANSFER, [3, 0, 0, 0]),
      () => void link.read('2b40'),
      () => link.write('2a2b', new Uint8Array(10)),
    ])
      expect(request).to.throw(AttException).with.property('code', INSUFFICIENT_ENCRYPTION);
    expect(hex(link.read(INFORMATION))).to.equal('0101' + '3f00' + '00' + '20' + '0000000000000000' + '0000');
  });

  it('answers every request with Not Bonded on a link encrypted without a bond, and tells it nothing', () => {
    const it = shoe(1);
    const phone = new Phone(it, { bonded: false, encrypted: true });
    for (let op = 0; op < 256; op++) expect(phone.ask(op)).to.equal(hex([op, 5]));
    it.radio.stride(aStride(1), 0);
    it.wait(5000);
    expect(phone.dynamics).to.have.length(0);
    expect(hex(phone.link.read('2b40'))).to.equal('00'.repeat(17));
    expect(hex(phone.link.read(INFORMATION)).slice(8, 24)).to.equal('0120' + '00000000' + '0000');
    expect(it.record.state.releases.has(1)).to.equal(false);
  });

  it('bonds within the window after the gesture only, and once', () => {
    const it = shoe(1);
    const phone = new Phone(it, { bonded: false, identity: 'first' });
    expect(() => phone.link.pair()).to.throw(PairingException);
    it.radio.openBondingWindow(it.clock.clock.now());
    expect(it.virtual.advertising?.parameters.interval_ms).to.equal(20);
    it.wait(59_000);
    expect(phone.link.read(INFORMATION)[4]).to.equal(4);
    phone.link.pair();
    phone.subscribe();
    expect(phone.link.read(INFORMATION)[4]).to.equal(3);
    expect(phone.ask(0x50)).to.equal('5001' + '010300');
    const second = new Phone(it, { bonded: false });
    expect(() => second.link.pair()).to.throw(PairingException);
  });

  it('closes the window after a minute', () => {
    const it = shoe(1);
    it.radio.openBondingWindow(it.clock.clock.now());
    it.wait(61_000);
    expect(() => new Phone(it, { bonded: false }).link.pair()).to.throw(PairingException);
  });

  it('opens it at power-on', () => {
    const it = shoe(1, { attended: true });
    new Phone(it, { bonded: false }).link.pair();
    expect(it.virtual.bonds).to.have.length(1);
  });

  it('leaves no bond outside of the window where the stack cannot refuse', () => {
    const it = shoe(1, {}, false);
    const phone = new Phone(it, { bonded: false });
    phone.link.pair();
    phone.subscribe();
    expect([phone.link.encrypted, phone.link.bonded, it.virtual.bonds.length]).to.deep.equal([
      true,
      false,
      0,
    ]);
    expect(phone.ask(0x50)).to.equal('5005');
  });

  it('lets a phone that lost its bond pair anew, and counts it once', () => {
    const it = shoe(1);
    new Phone(it, { identity: 'a' }).link.disconnect();
    it.radio.openBondingWindow(it.clock.clock.now());
    const again = new Phone(it, { identity: 'a', bonded: false });
    again.link.pair();
    expect(it.virtual.bonds).to.deep.equal(['a']);
  });

  it('forgets this phone after it has confirmed, or all of them', () => {
    const it = shoe(1);
    const [a, b] = ['a', 'b'].map((identity) => new Phone(it, { identity }));
    expect(a.ask(0x51)).to.equal('5101');
    expect([a.link.connected, b.link.connected]).to.deep.equal([false, true]);
    expect(it.virtual.bonds).to.deep.equal(['b']);
    const c = new Phone(it, { identity: 'c' });
    const watch = it.virtual.connect();
    expect(c.ask(0x52)).to.equal('5201');
    expect([b.link.connected, c.link.connected, watch.connected]).to.deep.equal([false, false, true]);
    expect(it.virtual.bonds).to.deep.equal([]);
  });
});

describe('Control Point', () => {
  it('refuses op codes it does not know, and every other length', () => {
    const it = shoe(1);
    const phone = new Phone(it);
    const lengths = new Map([
      [0x10, 6],
      [0x11, 8],
      [0x12, 2],
      [0x13, 12],
      [0x14, 5],
      [0x15, 1],
      [0x16, 3],
      [0x20, 3],
      [0x30, 1],
      [0x31, 5],
      [0x32, 1],
      [0x33, 5],
      [0x34, 1],
      [0x35, 1],
      [0x40, 11],
      [0x41, 1],
      [0x42, 1],
      [0x43, 1],
      [0x44, 1],
      [0x50, 1],
      [0x51, 1],
      [0x52, 1],
      [0x60, 1],
    ]);
    for (let op = 0; op < 256; op++) {
      const right = lengths.get(op);
      for (const length of [1, 2, 3, 5, 6, 8, 11, 12, 20, 21])
        if (op !== 0x21 && length !== right)
          expect(phone.ask(op, ...new Array<number>(length - 1).fill(0))).to.equal(
            hex([op, right === undefined ? 2 : 3]),
          );
    }
  });

  it('survives whatever is written', () => {
    const it = shoe(1);
    const phone = new Phone(it);
    assert(
      property(integer({ min: 0, max: 255 }), uint8Array({ maxLength: 24 }), (op, rest) => {
        if (op === 0x51 || op === 0x52) return;
        phone.link.write(TRANSFER, [op & 7, ...rest]);
        const answer = phone.ask(op, ...rest);
        expect(answer.slice(0, 2)).to.equal(hex([op]));
        expect(answer.length / 2).to.be.within(2, 19);
        phone.ask(0x15);
      }),
      { numRuns: 500 },
    );
    expect(it.record.state.releases.has(1)).to.equal(false);
  });
});

describe('settings', () => {
  it('are read and set, with their defaults and ranges', () => {
    const phone = new Phone(shoe(0));
    expect(phone.ask(0x20, 5, 0)).to.equal('2001' + '050100' + '01');
    expect(phone.ask(0x21, 7, 1, 0, 180)).to.equal('2101');
    expect(phone.ask(0x20, 7, 0)).to.equal('2001' + '070100' + 'b4');
    expect(phone.ask(0x21, 7, 1, 0, 251)).to.equal('2103');
    expect(phone.ask(0x21, 7, 2, 0, 1, 0)).to.equal('2103');
    expect(phone.ask(0x21, 14, 2, 0, ...u16(600))).to.equal('2101');
    expect(phone.ask(0x20, 14, 0)).to.equal('2001' + '0e0200' + '5802');
    expect(phone.ask(0x21, 14, 0, 0)).to.equal('2101');
    expect(phone.ask(0x20, 14, 0)).to.equal('2001' + '0e0200' + '6801');
    // Not a phone's: layout, factor, calibration, hidden runs, unknown.
    for (const key of [0, 3, 10, 16, 77]) {
      expect(phone.ask(0x20, key, 0)).to.equal('2007');
      expect(phone.ask(0x21, key, 1, 0, 1)).to.equal('2107');
    }
    expect(phone.link.read(INFORMATION)[10]).to.equal(3);
  });

  it('take a long name in parts, in order only', () => {
    const phone = new Phone(shoe(0));
    const name = [...Buffer.from('Der linke Schuh von Ähnlichem')];
    expect(name).to.have.length(30);
    const part = (from: number, to: number) => phone.ask(0x21, 2, 30, from, ...name.slice(from, to));
    expect(part(16, 30)).to.equal('2103');
    expect(part(0, 16)).to.equal('2101');
    expect(phone.ask(0x20, 2, 0)).to.equal('2001' + '020000');
    expect(part(15, 30)).to.equal('2103');
    expect(part(16, 30)).to.equal('2103');
    expect([part(0, 16), part(16, 30)]).to.deep.equal(['2101', '2101']);
    const read = [0, 14, 28].map((offset) => phone.ask(0x20, 2, offset).slice(10)).join('');
    expect(read).to.equal(hex(name));
    expect(phone.ask(0x21, 2, 33, 0, 1)).to.equal('2103');
  });

  it('are all in one object', () => {
    const phone = new Phone(shoe(0));
    phone.ask(0x21, 2, 2, 0, 0x41, 0x42);
    const bytes =
      '010100' +
      '02024142' +
      '040401000000' +
      '050101' +
      '060100' +
      '070100' +
      '080100' +
      '090100' +
      '0b0100' +
      '0c0103' +
      '0d013c' +
      '0e026801' +
      '0f02b400' +
      '110100';
    expect(phone.fetch([0x12, 1])).to.equal('1201' + hex(u16(bytes.length / 2)));
    expect(hex(phone.received.bytes)).to.equal(bytes);
    expect(phone.ask(0x12, 9)).to.equal('1207');
  });

  it('decide what is advertised', () => {
    const it = shoe(0);
    const phone = new Phone(it);
    const response = () => hex(it.virtual.advertising?.scanResponse ?? []);
    const set = (value: number) => {
      phone.ask(0x21, 5, 1, 0, value);
      it.wait(3000);
    };
    it.wait(3000);
    expect(response()).to.match(/^1e21/);
    set(0);
    expect(response()).to.equal('');
    set(2);
    expect(response()).to.equal('');
    phone.ask(0x51);
    it.wait(3000);
    expect(response()).to.match(/^1e21/);
    const again = new Phone(it);
    again.ask(0x21, 5, 1, 0, 3);
    it.live.steps += 70_000;
    it.live.distance_mm += 10_123_450;
    it.live.speed_mm_s = 3250;
    it.wait(3000);
    expect(response()).to.match(/^1316d2fc40/);
    // Packet id, battery 90 %, 70,000 steps, more than 6,553.5 m, 3.25 m/s.
    expect(response().slice(10)).to.match(/^00..015a3e7011010041ffff444501$/);
  });
});

describe('calibration', () => {
  it('over a known distance: start, state, finish, reset', () => {
    const it = shoe(0);
    const phone = new Phone(it);
    expect(phone.ask(0x31, ...u32(500_000))).to.equal('310402');
    expect(phone.ask(0x30)).to.equal('3001');
    const stride = aStride(1);
    for (let i = 0; i < 250; i++) it.calibration.take(Object.assign(new Stride(), stride));
    expect(phone.ask(0x35)).to.equal('3501' + '01' + hex(u32(250 * 2250)) + '0000' + '0000');
    expect(phone.ask(0x31, ...u32(1000))).to.equal('310403');
    expect(phone.ask(0x31, ...u32(580_000))).to.equal('310100');
    expect(phone.ask(0x35).slice(0, 6)).to.equal('350102');
    expect(it.calibration.model.observations).to.equal(1);
    expect(phone.ask(0x34)).to.equal('3401');
    expect(phone.ask(0x35).slice(0, 6)).to.equal('350100');
    phone.ask(0x30);
    expect(phone.ask(0x32)).to.equal('3201');
    expect(phone.ask(0x35).slice(0, 6)).to.equal('350100');
  });

  it('from speeds of the phone', () => {
    const phone = new Phone(shoe(0));
    expect(phone.ask(0x33, ...u16(3000), ...u16(300))).to.equal('330101');
    expect(phone.ask(0x33, ...u16(20_000), ...u16(300))).to.equal('330406');
  });

  it('through RSCS: started by a bonded central, finished by Set Cumulative Value', () => {
    const it = shoe(0);
    const answers: string[] = [];
    const watch = it.virtual.connect({
      bonded: true,
      onValue: (characteristic, bytes) => {
        if (characteristic === '2a55') answers.push(hex(bytes));
      },
    });
    watch.subscribe('2a55');
    expect(hex(watch.read('2a54'))).to.equal('1f00');
    watch.write('2a55', [1, ...u32(1000)]);
    watch.write('2a55', [2]);
    expect(it.calibration.measuring).to.equal(true);
    for (let i = 0; i < 250; i++) it.calibration.take(aStride(i));
    it.live.distance_mm += 562_500;
    watch.write('2a55', [1, ...u32(1000 + 5800)]);
    expect(answers).to.deep.equal(['100101', '100201', '100101']);
    expect([it.calibration.measuring, it.calibration.model.observations]).to.deep.equal([false, 1]);
    watch.write('2a55', [1, ...u32(0)]);
    expect(it.calibration.model.observations).to.equal(1);

    const stranger = it.virtual.connect({
      onValue: (characteristic, bytes) => {
        if (characteristic === '2a55') answers.push(hex(bytes));
      },
    });
    stranger.subscribe('2a55');
    stranger.write('2a55', [2]);
    expect(answers.at(-1)).to.equal('100204');
    expect(it.calibration.measuring).to.equal(false);
  });
});

describe('objects', () => {
  it('diagnostics have the bytes of the table', () => {
    const it = shoe(0);
    it.wait(100_000);
    const phone = new Phone(it);
    expect(phone.fetch([0x12, 2])).to.equal('12013600');
    const text = hex(phone.received.bytes);
    expect(text.slice(0, 52)).to.equal(
      '01' +
        '07' +
        '03000000' +
        '64000000' +
        '70110100' +
        '13' +
        '000100' +
        '57' +
        '01' +
        '05000000' +
        '0100',
    );
    expect(phone.received.bytes).to.have.length(54);
  });

  it('advice is an empty list without a coach, and what one gives with it', () => {
    const phone = new Phone(shoe(0));
    phone.fetch([0x12, 3]);
    expect(hex(phone.received.bytes)).to.equal('0100');
    const advice = {
      cue: false,
      revision: 1,
      count: 1,
      entry: (_index: number, entry: object) =>
        void Object.assign(entry, { advice: 258, weight: 80, arguments: 2, run: 7, first: -2, second: 300 }),
    };
    const coached = new Phone(shoe(0, { advice }));
    coached.fetch([0x12, 3]);
    expect(decodeAdvice(Uint8Array.from(coached.received.bytes))).to.deep.equal([
      { advice: 258, weight: 80, arguments: 2, run: 7, first: -2, second: 300, third: 0 },
    ]);
    expect(hex(coached.received.bytes)).to.equal(
      '0101' + '0201' + '50' + '02' + '07000000' + 'feff' + '2c01' + '0000',
    );
    expect(coached.link.read(INFORMATION)[12]).to.equal(1);
  });

  it('totals are the odometer and the last days', () => {
    const it = shoe(0);
    it.life.setTime(60);
    it.life.go(600, RUN).stand(60);
    const phone = new Phone(it);
    phone.fetch([0x12, 4]);
    const view = new DataView(Uint8Array.from(phone.received.bytes).buffer);
    expect(view.byteLength).to.equal(60);
    expect(view.getUint32(0, true)).to.equal(it.life.strides);
    expect(view.getUint32(6, true)).to.equal(Math.round(it.life.distance_mm));
    expect(view.getUint16(48, true)).to.equal(Math.floor(it.life.utc_ms / 86_400_000));
    expect(view.getUint32(50, true)).to.equal(it.life.strides);
  });
});

describe('dynamics', () => {
  it('have the bytes of the table, with the fields that are known', () => {
    const it = shoe(0);
    const phone = new Phone(it, { mtu: 247 });
    it.wait(1000);
    const stride = aStride(300);
    Object.assign(stride, {
      strike: 1,
      strikeAngleDdeg: 153,
      flightUs: -12_400,
      impactMg: 8123,
      impactRateMgMs: 700,
      riseMm: -40,
    });
    stride.valid |= HAS_STRIKE | HAS_FLIGHT | HAS_IMPACT | HAS_RISE;
    it.radio.stride(stride, 70_000);
    expect(phone.dynamics.map((value) => hex(value))).to.deep.equal([
      '00' +
        '19' +
        '06' +
        '2c01' +
        '7011' +
        '5f43' +
        'ee02' +
        'fa00' +
        'ca08' +
        'b80b' +
        '9900' +
        'f4ff' +
        '2c03' +
        'bc02' +
        'd8ff',
    ]);
  });

  it('carry the live cue while it is on', () => {
    const advice = { cue: true, revision: 0, count: 0, entry: () => undefined };
    const it = shoe(0, { advice });
    const phone = new Phone(it, { mtu: 247 });
    it.wait(1000);
    it.radio.stride(aStride(1), 1000);
    it.wait(1000);
    advice.cue = false;
    it.radio.stride(aStride(2), 2000);
    it.wait(1000);
    expect(phone.dynamics.map((value) => value[2] & 0xc0)).to.deep.equal([0x40, 0]);
    expect(decodeDynamics(phone.dynamics[0]).strides[0].cadenceCue).to.equal(true);
    expect(decodeDynamics(phone.dynamics[1]).strides[0].cadenceCue).to.equal(false);
  });

  it('leave out what does not fit: five fields with the least MTU', () => {
    const it = shoe(0);
    const phone = new Phone(it, { mtu: 23 });
    it.wait(1000);
    const stride = aStride(1);
    stride.valid |= HAS_STRIKE | HAS_FLIGHT | HAS_IMPACT;
    it.radio.stride(stride, 0);
    expect(hex(phone.dynamics[0]).slice(0, 18)).to.equal('00' + '11' + '02' + '0100' + '0000' + '1f00');
    expect(phone.dynamics[0]).to.have.length(19);
  });

  it('come at most four times a second, those that wait together; numbers tell what was lost', () => {
    const it = shoe(0);
    const phone = new Phone(it, { mtu: 247 });
    it.wait(1000);
    for (let i = 1; i <= 3; i++) it.radio.stride(aStride(i), i);
    expect(phone.dynamics).to.have.length(1);
    it.wait(1000);
    expect(phone.dynamics.map((value) => [value[0], value.length])).to.deep.equal([
      [0, 17],
      [1, 33],
    ]);
    for (let i = 4; i <= 20; i++) it.radio.stride(aStride(i), i);
    it.wait(1000);
    // The newest eight of them.
    expect(phone.dynamics.map((value) => value[3])).to.deep.equal([1, 2, 13]);
  });
});

function aStride(index: number): Stride {
  return Object.assign(new Stride(), {
    index,
    strideTimeUs: 750_000,
    contactUs: 250_000,
    lengthMm: 2250,
    speedMmS: 3000,
    gait: GAIT_RUN,
    valid: HAS_STRIDE_TIME | HAS_CONTACT | HAS_LENGTH | HAS_SPEED,
  });
}
