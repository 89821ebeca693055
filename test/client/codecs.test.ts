import { expect } from 'chai';
import { decodeAdvice } from '../../companion/client/advice';
import { decodeDynamics } from '../../companion/client/dynamics';
import { decodeDays, decodeRuns } from '../../companion/client/history';
import { decodeInformation, decodeTotals } from '../../companion/client/information';
import { decodeSettings, encodeSetting } from '../../companion/client/settings';
import { currentTime, localTimeInformation } from '../../companion/client/time';
import { hex } from '../ble/setup';

function unhex(digits: string): Uint8Array {
  return Uint8Array.from(Buffer.from(digits.replaceAll(' ', ''), 'hex'));
}

describe('client codecs, by docs/SPEC.md', () => {
  it('read dynamics: only the fields that are there, signs and units, the next record where the length says', () => {
    const value = '05 0d 0a 3412 7856 1500 bc02 4e08 38ff 09 32 0100 0200 0000 aabb';
    expect(decodeDynamics(unhex(value))).to.deep.equal({
      sequence: 5,
      strides: [
        {
          gait: 'run',
          strike: 'midfoot',
          clipped: false,
          impactClipped: false,
          cadenceCue: false,
          number: 0x1234,
          ic_ms: 0x5678,
          strideTime_ms: 700,
          length_mm: 2126,
          strikeAngle_deg: -20,
        },
        {
          gait: 'run',
          strike: 'unknown',
          clipped: true,
          impactClipped: true,
          cadenceCue: false,
          number: 1,
          ic_ms: 2,
        },
      ],
    });
  });

  it('read the list of runs', () => {
    const entry =
      '07000000 27 01 00f15365 c4ff 80ee3600 40771b00 00100000 40420f000000 0500 03000000 01000000 a08601 05';
    const [run, none] = decodeRuns(unhex(entry + '0102'));
    expect(none).to.equal(undefined);
    expect(run).to.deep.equal({
      run: 7,
      hasStart: true,
      isOver: true,
      isRun: true,
      continued: false,
      endedByReset: false,
      released: true,
      foot: 'left',
      start_ms: 0x6553f100 * 1000,
      isEstimate: false,
      zone_min: -60,
      elapsed_ms: 3_600_000,
      moving_ms: 1_800_000,
      strides: 4096,
      distance_mm: 1_000_000,
      splits: 5,
      boot: 3,
      shoe: 1,
      bytes: 100_000,
      sample_s: 5,
    });
  });

  it('read a start that is an estimate, and the list of days with the last word on each', () => {
    const [run] = decodeRuns(unhex('07000000 67 01 00f15365'.padEnd(200, '0')));
    expect([run.isEstimate, run.released, run.start_ms]).to.deep.equal([true, true, 0x6553f100 * 1000]);
    expect(
      decodeDays(
        unhex('354e 05000000 102700000000 364e 01000000 010000000000 354e 06000000 112700000000 37'),
      ),
    ).to.deep.equal([
      { day: 0x4e35, strides: 6, distance_mm: 10_001 },
      { day: 0x4e36, strides: 1, distance_mm: 1 },
    ]);
  });

  it('read information and totals, and take an older, shorter value', () => {
    const value = decodeInformation(unhex('01 00 3f00 07 20 2a000000 0300 0100 0000'));
    expect(value).to.include({ major: 1, features: 0x3f, bonded: true, bondable: true, busy: false });
    expect([value.window_bytes, value.newestRun, value.settingsChanges]).to.deep.equal([8192, 42, 3]);
    expect(decodeInformation(unhex('0102'))).to.include({ major: 1, minor: 2, newestRun: 0 });
    const totals = decodeTotals(
      unhex('010000000000 e80300000000 0000 00000000 000000000000 354e 05000000 102700000000'),
    );
    expect(totals).to.deep.equal({
      strides: 1,
      distance_mm: 1000,
      days: [{ day: 0x4e35, strides: 5, distance_mm: 10_000 }],
    });
  });

  it('write and read settings', () => {
    expect(hex(encodeSetting('walkingHeld_s', 360))).to.equal('6801');
    expect(hex(encodeSetting('name', 'é'))).to.equal('c3a9');
    expect(() => encodeSetting('foot', 256)).to.throw(RangeError);
    expect(decodeSettings(unhex('01 01 02 02 03 414243 63 01 00 0e 02 6801'))).to.deep.equal({
      foot: 2,
      name: 'ABC',
      walkingHeld_s: 360,
    });
  });

  it('write the time of day, leap day and zone', () => {
    const leapDay = Date.UTC(2028, 1, 29, 23, 30, 15, 500);
    expect(hex(currentTime(leapDay, 0))).to.equal('ec07021d171e0f028001');
    // An hour east it is March, a Wednesday.
    expect(hex(currentTime(leapDay, 60))).to.equal('ec070301001e0f038001');
    expect(hex(localTimeInformation(-210))).to.equal('f200');
  });

  it('read advice: whole entries of the layout they know, signs of the arguments', () => {
    const entry = '0300 2d 03 07000000 5a00 ff00 f6ff';
    const read = {
      advice: 3,
      weight: 45,
      arguments: 3,
      run: 7,
      first: 90,
      second: 255,
      third: -10,
    };
    expect(decodeAdvice(unhex(`01 01 ${entry}`))).to.deep.equal([read]);
    expect(decodeAdvice(unhex(`01 02 ${entry} 0300 2d`)), 'cut short').to.deep.equal([read]);
    expect(decodeAdvice(unhex(`01 01 ${entry} ${entry}`)), 'more than it says').to.deep.equal([read]);
    expect(decodeAdvice(unhex(`02 01 ${entry}`)), 'another layout').to.deep.equal([]);
    expect(decodeAdvice(unhex('')), 'nothing').to.deep.equal([]);
  });
});
