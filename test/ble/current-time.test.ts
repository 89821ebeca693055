import { expect } from 'chai';
import { assert, integer, property } from 'fast-check';
import { CivilTime } from '../../firmware/ble/civil-time';
import { AttException } from '../../host-sim/board/radio';
import { hex, Phone, shoe, u16 } from './phone';

const CURRENT_TIME = '2a2b';
const LOCAL_TIME = '2a0f';

/** 2028-02-29 23:59:58.5, a Tuesday. */
const LEAP = [...u16(2028), 2, 29, 23, 59, 58, 2, 128, 0];

function codeOf(request: () => void): number {
  try {
    request();
    return 0;
  } catch (error) {
    if (error instanceof AttException) return error.code;
    throw error;
  }
}

describe('Current Time', () => {
  it('is all zero until it is set, and then goes on', () => {
    const it = shoe(0);
    const { link } = new Phone(it);
    expect(hex(link.read(CURRENT_TIME))).to.equal('00'.repeat(10));
    expect(hex(link.read(LOCAL_TIME))).to.equal('0000');
    link.write(LOCAL_TIME, [4, 4]);
    expect(hex(link.read(LOCAL_TIME))).to.equal('0404');
    link.write(CURRENT_TIME, LEAP);
    // Local time is two hours ahead of UTC.
    expect(it.record.state.zone_min).to.equal(120);
    it.wait(3000);
    expect(hex(link.read(CURRENT_TIME))).to.equal('ec07' + '0301' + '000001' + '03' + '80' + '00');
    expect(it.record.utc_ms(it.clock.clock.now())).to.equal(Date.UTC(2028, 1, 29, 22, 0, 1, 500));
  });

  it('keeps UTC when only the zone changes, and tells subscribers', () => {
    const it = shoe(0);
    const told: string[] = [];
    const link = it.virtual.connect({ bonded: true, onValue: (_uuid, bytes) => told.push(hex(bytes)) });
    link.subscribe(CURRENT_TIME);
    link.write(CURRENT_TIME, LEAP);
    const before = it.record.utc_ms(0);
    link.write(LOCAL_TIME, [0xf4, 0]);
    expect([it.record.utc_ms(0), it.record.state.zone_min]).to.deep.equal([before, -180]);
    expect(told).to.deep.equal(['ec07021d173b3a028001', 'ec07021d143b3a028001']);
  });

  it('refuses dates and zones that do not exist, other lengths, and strangers', () => {
    const it = shoe(0);
    const { link } = new Phone(it);
    const bad = (at: number, ...bytes: number[]) => {
      const value = [...LEAP];
      value.splice(at, bytes.length, ...bytes);
      return codeOf(() => link.write(CURRENT_TIME, value));
    };
    expect(bad(0, ...u16(2027))).to.equal(0xff);
    expect(bad(0, ...u16(2100))).to.equal(0xff);
    expect(bad(0, ...u16(2019), 1, 1)).to.equal(0xff);
    expect(bad(0, ...u16(2200), 1, 1)).to.equal(0xff);
    for (const [at, value] of [
      [2, 0],
      [2, 13],
      [3, 0],
      [3, 30],
      [4, 24],
      [5, 60],
      [6, 60],
    ])
      expect(bad(at, value)).to.equal(0xff);
    expect(codeOf(() => link.write(CURRENT_TIME, LEAP.slice(1)))).to.equal(0x0d);
    expect(codeOf(() => link.write(LOCAL_TIME, [1]))).to.equal(0x0d);
    for (const local of [
      [0x80, 0],
      [57, 0],
      [0xcf, 0],
      [0, 3],
      [56, 4],
    ])
      expect(codeOf(() => link.write(LOCAL_TIME, local))).to.equal(0xff);
    expect(it.record.utc_ms(0)).to.equal(0);
    const stranger = it.virtual.connect({ encrypted: true });
    expect(codeOf(() => stranger.write(CURRENT_TIME, LEAP))).to.equal(0x05);
    const without = shoe(0, { record: undefined }).virtual.connect({ bonded: true });
    expect(codeOf(() => without.write(CURRENT_TIME, LEAP))).to.equal(0x11);
  });
});

describe('civil time', () => {
  it('agrees with Date for every instant from 1970 to 2149', () => {
    const civil = new CivilTime();
    assert(
      property(integer({ min: 0, max: 5_662_000_000 }), integer({ min: 0, max: 999 }), (s, ms) => {
        const date = new Date(s * 1000 + ms);
        civil.set(date.getTime());
        expect([
          civil.year,
          civil.month,
          civil.day,
          civil.hours,
          civil.minutes,
          civil.seconds,
          civil.milliseconds,
          civil.weekday % 7,
        ]).to.deep.equal([
          date.getUTCFullYear(),
          date.getUTCMonth() + 1,
          date.getUTCDate(),
          date.getUTCHours(),
          date.getUTCMinutes(),
          date.getUTCSeconds(),
          date.getUTCMilliseconds(),
          date.getUTCDay(),
        ]);
        expect([civil.exists(), civil.ms()]).to.deep.equal([true, date.getTime()]);
      }),
      { numRuns: 2000 },
    );
  });
});
