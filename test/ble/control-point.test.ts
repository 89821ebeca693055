import { expect } from 'chai';
import { array, assert, integer, property, uint8Array } from 'fast-check';
import { AttException, type VirtualCentral } from '../../host-sim/board/radio';
import { hex, rig } from './setup';

const CONTROL_POINT = '2a55';
const MEASUREMENT = '2a53';

function errorOf(request: () => void): number {
  try {
    request();
  } catch (error) {
    if (error instanceof AttException) return error.code;
    throw error;
  }
  return 0;
}

/** Writes a request and returns the response the central got, as hexadecimal digits. */
function ask(request: number[]): string {
  const it = rig();
  const central = it.virtual.connect();
  central.subscribe(CONTROL_POINT);
  central.write(CONTROL_POINT, request);
  return it.sent('indicate', CONTROL_POINT).join(' ');
}

describe('SC Control Point procedures', () => {
  it('sets the total distance, and it grows from there', () => {
    const it = rig();
    const central = it.virtual.connect();
    central.subscribe(CONTROL_POINT);
    central.subscribe(MEASUREMENT);
    central.write(CONTROL_POINT, [1, 0xe8, 0x03, 0, 0]);
    it.live.distance_mm += 12_300;
    it.run(1);
    expect(it.sent('indicate', CONTROL_POINT)).to.deep.equal(['100101']);
    // 100.0 m set and 12.3 m run since: 1123 of 0.1 m.
    expect(it.sent('notify', MEASUREMENT).at(-1)).to.match(/63040000$/);
    expect(it.live.distance_mm).to.equal(237_300);
  });

  it('takes the largest total distance and stays there', () => {
    const it = rig();
    const central = it.virtual.connect();
    central.subscribe(CONTROL_POINT);
    central.subscribe(MEASUREMENT);
    central.write(CONTROL_POINT, [1, 0xff, 0xff, 0xff, 0xff]);
    it.live.distance_mm += 5_000;
    it.run(1);
    expect(it.sent('notify', MEASUREMENT).at(-1)).to.match(/ffffffff$/);
  });

  it('refuses a cumulative value of another length', () => {
    expect(ask([1])).to.equal('100103');
    expect(ask([1, 0, 0, 0])).to.equal('100103');
    expect(ask([1, 0, 0, 0, 0, 0])).to.equal('100103');
  });

  it('does not support calibration, and RSC Feature says so', () => {
    expect(ask([2])).to.equal('100202');
    expect(rig().virtual.connect().read('2a54')[0] & 0x08).to.equal(0);
  });

  it('tells the supported locations and takes one of them', () => {
    const it = rig();
    const central = it.virtual.connect();
    central.subscribe(CONTROL_POINT);
    expect(hex(central.read('2a5d'))).to.equal('02');
    central.write(CONTROL_POINT, [4]);
    central.write(CONTROL_POINT, [3, 1]);
    expect(it.sent('indicate', CONTROL_POINT)).to.deep.equal(['1004010201', '100301']);
    expect(hex(central.read('2a5d'))).to.equal('01');
  });

  it('refuses a location it cannot be at, and requests of another length', () => {
    expect(ask([3, 3])).to.equal('100303');
    expect(ask([3])).to.equal('100303');
    expect(ask([3, 1, 1])).to.equal('100303');
    expect(ask([4, 0])).to.equal('100403');
  });

  it('does not support other op codes', () => {
    expect(ask([0])).to.equal('100002');
    expect(ask([5])).to.equal('100502');
    expect(ask([0x10, 1, 1])).to.equal('101002');
    expect(ask([0xff])).to.equal('10ff02');
  });
});

describe('SC Control Point errors', () => {
  it('0x81 when indications are not configured, and the procedure is not carried out', () => {
    const it = rig();
    const central = it.virtual.connect();
    expect(errorOf(() => central.write(CONTROL_POINT, [3, 1]))).to.equal(0x81);
    central.subscribe(CONTROL_POINT);
    central.unsubscribe(CONTROL_POINT);
    expect(errorOf(() => central.write(CONTROL_POINT, [3, 1]))).to.equal(0x81);
    expect(hex(central.read('2a5d'))).to.equal('02');
  });

  it('0x80 until the indication is confirmed', () => {
    const it = rig();
    const central = it.virtual.connect({ confirms: false });
    central.subscribe(CONTROL_POINT);
    central.write(CONTROL_POINT, [4]);
    expect(errorOf(() => central.write(CONTROL_POINT, [3, 1]))).to.equal(0x80);
    expect(hex(central.read('2a5d'))).to.equal('02');
    central.confirm();
    central.write(CONTROL_POINT, [3, 1]);
    expect(it.sent('indicate', CONTROL_POINT)).to.deep.equal(['1004010201', '100301']);
  });

  it('invalid length for an empty write', () => {
    const central = rig().virtual.connect();
    central.subscribe(CONTROL_POINT);
    expect(errorOf(() => central.write(CONTROL_POINT, []))).to.equal(0x0d);
  });

  it('one central in a procedure does not hold up another', () => {
    const it = rig();
    const stuck = it.virtual.connect({ confirms: false });
    const other = it.virtual.connect();
    for (const central of [stuck, other]) central.subscribe(CONTROL_POINT);
    stuck.write(CONTROL_POINT, [4]);
    other.write(CONTROL_POINT, [4]);
    expect(it.sent('indicate', CONTROL_POINT)).to.have.length(2);
  });

  it('a procedure ends with its connection', () => {
    const it = rig();
    const first = it.virtual.connect({ confirms: false });
    first.subscribe(CONTROL_POINT);
    first.write(CONTROL_POINT, [4]);
    first.disconnect();
    const second = it.virtual.connect();
    expect(errorOf(() => second.write(CONTROL_POINT, [4]))).to.equal(0x81);
    second.subscribe(CONTROL_POINT);
    expect(errorOf(() => second.write(CONTROL_POINT, [4]))).to.equal(0);
  });

  it('is free again after 30 s on a radio that tells of no confirmation', () => {
    const it = rig();
    const central = it.virtual.connect({ confirms: false });
    central.subscribe(CONTROL_POINT);
    central.write(CONTROL_POINT, [4]);
    it.run(29);
    expect(errorOf(() => central.write(CONTROL_POINT, [4]))).to.equal(0x80);
    it.run(1);
    expect(errorOf(() => central.write(CONTROL_POINT, [4]))).to.equal(0);
  });

  it('sends the response later when the radio has no room for it', () => {
    const it = rig();
    const central = it.virtual.connect({ confirms: false });
    central.subscribe(CONTROL_POINT);
    central.write(CONTROL_POINT, [4]);
    // The first indication is still out while the central begins anew: the radio takes no second one.
    central.unsubscribe(CONTROL_POINT);
    central.subscribe(CONTROL_POINT);
    central.write(CONTROL_POINT, [2]);
    it.run(1);
    expect(it.sent('indicate', CONTROL_POINT)).to.deep.equal(['1004010201']);
    // This confirms the first one only.
    central.confirm();
    expect(errorOf(() => central.write(CONTROL_POINT, [4]))).to.equal(0x80);
    it.run(1);
    expect(it.sent('indicate', CONTROL_POINT)).to.deep.equal(['1004010201', '100202']);
  });
});

describe('hostile centrals', () => {
  it('get an answer of at most 20 bytes or an error to whatever they write, and harm nobody', () => {
    const writes = array(uint8Array({ maxLength: 600 }), { maxLength: 20 });
    assert(
      property(writes, (values) => {
        const it = rig();
        const watch = it.virtual.connect();
        watch.subscribe(MEASUREMENT);
        const hostile = it.virtual.connect();
        hostile.subscribe(CONTROL_POINT);
        for (const value of values) {
          const before = it.sent('indicate', CONTROL_POINT).length;
          const refused = value.length === 0 || value.length > 512;
          expect(errorOf(() => hostile.write(CONTROL_POINT, value))).to.equal(refused ? 0x0d : 0);
          const answers = it.sent('indicate', CONTROL_POINT).slice(before);
          expect(answers).to.have.length(refused ? 0 : 1);
          for (const answer of answers) {
            expect(answer.length).to.be.within(6, 40);
            expect(answer.slice(0, 4)).to.equal('10' + hex(value.subarray(0, 1)));
            expect(parseInt(answer.slice(4, 6), 16)).to.be.within(1, 4);
          }
        }
        it.run(1);
        expect(it.sent('notify', MEASUREMENT)).to.have.length(1);
        expect(['01', '02']).to.include(hex(watch.read('2a5d')));
      }),
      { numRuns: 60 },
    );
  });

  it('cannot write what is not writable nor read what is not readable', () => {
    const central = rig().virtual.connect();
    expect(errorOf(() => central.write(MEASUREMENT, [0]))).to.equal(0x03);
    expect(errorOf(() => central.write('2a5d', [1]))).to.equal(0x03);
    expect(errorOf(() => central.write('2a19', [1]))).to.equal(0x03);
    expect(errorOf(() => void central.read(CONTROL_POINT))).to.equal(0x02);
    expect(errorOf(() => central.subscribe('2a54'))).to.equal(0x0a);
  });

  it('beyond the third are let go at once, and connections come and go without end', () => {
    const it = rig({ maximumConnections: 8 });
    const served = [0, 1, 2].map(() => it.virtual.connect());
    const refused = it.virtual.connect();
    expect(refused.connected).to.equal(false);
    expect(it.radio.connections).to.equal(3);
    for (const central of served) central.subscribe(MEASUREMENT);
    it.run(1);
    expect(it.sent('notify', MEASUREMENT)).to.have.length(3);
    for (const central of served) central.disconnect();
    assert(
      property(integer({ min: 1, max: 3 }), (count) => {
        const centrals: VirtualCentral[] = [];
        // Connectable again with the next update.
        it.run(1);
        for (let i = 0; i < count; i++) centrals.push(it.virtual.connect());
        expect(it.radio.connections).to.equal(count);
        for (const central of centrals) central.disconnect();
        expect(it.radio.connections).to.equal(0);
      }),
    );
  });

  it('who disconnect while being served leave the others served', () => {
    const it = rig();
    const rude = it.virtual.connect({ onValue: () => rude.disconnect() });
    const watch = it.virtual.connect();
    for (const central of [rude, watch]) central.subscribe(MEASUREMENT);
    it.run(3);
    expect(it.sent('notify', MEASUREMENT)).to.have.length(4);
    expect(it.radio.connections).to.equal(1);
  });
});
