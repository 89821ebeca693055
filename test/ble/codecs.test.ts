import { expect } from 'chai';
import { array, assert, constantFrom, double, integer, option, property, record, boolean } from 'fast-check';
import { encodeRscFeature, RscFeature } from '../../firmware/ble/rsc-feature';
import {
  encodeRscMeasurement,
  RSC_MEASUREMENT_MAXIMUM_LENGTH,
  type RscMeasurement,
} from '../../firmware/ble/rsc-measurement';
import { cumulativeValue, encodeScLocations, encodeScResponse } from '../../firmware/ble/sc-control-point';
import { encodeSummary, SUMMARY_LENGTH, type Summary } from '../../firmware/ble/summary';
import { textOf, utf8, utf8Length, writeUtf8 } from '../../firmware/ble/utf8';
import { decodeRsc } from '../../host-sim/report/radio';
import { hex } from './setup';

function rsc(measurement: Partial<RscMeasurement>): string {
  const bytes = new Uint8Array(RSC_MEASUREMENT_MAXIMUM_LENGTH);
  const length = encodeRscMeasurement(
    {
      running: false,
      speed_mm_s: 0,
      footCadence_spm: 0,
      strideLength_mm: undefined,
      totalDistance_mm: undefined,
      ...measurement,
    },
    bytes,
  );
  return hex(bytes.subarray(0, length));
}

describe('RSC Measurement 0x2A53', () => {
  // Vectors of other people's tests: see the names.
  it('gives the bytes of the OpenTracks test', () => {
    const distance_mm = 16_842_751 * 100;
    expect(rsc({ speed_mm_s: 5000, footCadence_spm: 80, totalDistance_mm: distance_mm })).to.equal(
      '02000550ffff0001',
    );
  });

  it('gives the bytes of the bluetooth-sig-python test', () => {
    const values = {
      speed_mm_s: 2500,
      footCadence_spm: 180,
      strideLength_mm: 850,
      totalDistance_mm: 1_000_000,
    };
    expect(rsc(values)).to.equal('038002b4550010270000');
  });

  it('gives the bytes of the Nordic Android library test', () => {
    const values = {
      speed_mm_s: 3000,
      footCadence_spm: 18,
      strideLength_mm: 860,
      totalDistance_mm: 0xf0000001 * 100,
    };
    expect(rsc({ running: true, ...values })).to.equal('07000312' + '5600' + '010000f0');
  });

  it('reads the vectors back, and refuses 9 bytes with all three flags', () => {
    expect(decodeRsc(Buffer.from('02000550ffff0001', 'hex'))).to.include({
      speed_mps: 5,
      footCadence_spm: 80,
    });
    expect(decodeRsc(Buffer.from('07000312560001000f', 'hex'))).to.equal(undefined);
  });

  it('leaves out what is not known: 4, 6, 8 or 10 bytes', () => {
    expect(rsc({})).to.equal('00000000');
    expect(rsc({ strideLength_mm: 0 })).to.equal('010000000000');
    expect(rsc({ totalDistance_mm: 0 })).to.equal('0200000000000000');
    expect(rsc({ strideLength_mm: 0, totalDistance_mm: 0 })).to.equal('03000000000000000000');
  });

  it('rounds to the nearest unit', () => {
    expect(
      rsc({ speed_mm_s: 5.8, footCadence_spm: 79.5, strideLength_mm: 1234, totalDistance_mm: 1250 }),
    ).to.equal('0301' + '00' + '50' + '7b00' + '0d000000');
  });

  it('saturates what is too large, negative or not a number', () => {
    const large = { speed_mm_s: 1e9, footCadence_spm: 300, strideLength_mm: 1e9, totalDistance_mm: 1e15 };
    expect(rsc(large)).to.equal('03ffffffffffffffffff');
    const small = { speed_mm_s: -1, footCadence_spm: NaN, strideLength_mm: -5, totalDistance_mm: -Infinity };
    expect(rsc(small)).to.equal('03000000000000000000');
  });

  it('is read back by an independent decoder to within half a unit', () => {
    const values = record({
      running: boolean(),
      speed_mm_s: double({ min: 0, max: 255_990, noNaN: true }),
      footCadence_spm: double({ min: 0, max: 255, noNaN: true }),
      strideLength_mm: option(integer({ min: 0, max: 655_350 }), { nil: undefined }),
      totalDistance_mm: option(integer({ min: 0, max: 0xffffffff * 100 }), { nil: undefined }),
    });
    assert(
      property(values, (value) => {
        const read = decodeRsc(Buffer.from(rsc(value), 'hex'));
        if (!read) throw new Error('not readable');
        expect(read.running).to.equal(value.running);
        expect(read.speed_mps).to.be.closeTo(value.speed_mm_s / 1000, 1 / 512 + 1e-9);
        expect(read.footCadence_spm).to.be.closeTo(value.footCadence_spm, 0.5);
        closeOrAbsent(read.strideLength_m, value.strideLength_mm, 0.005);
        closeOrAbsent(read.totalDistance_m, value.totalDistance_mm, 0.05);
      }),
    );
  });
});

function closeOrAbsent(read_m: number | undefined, value_mm: number | undefined, tolerance_m: number): void {
  if (value_mm === undefined) expect(read_m).to.equal(undefined);
  else expect(read_m).to.be.closeTo(value_mm / 1000, tolerance_m + 1e-6);
}

describe('RSC Feature 0x2A54', () => {
  it('has one bit for each feature, in the order of the specification', () => {
    const order = [
      RscFeature.InstantaneousStrideLength,
      RscFeature.TotalDistance,
      RscFeature.WalkingOrRunningStatus,
      RscFeature.CalibrationProcedure,
      RscFeature.MultipleSensorLocations,
    ];
    const bytes = new Uint8Array(2);
    order.forEach((feature, bit) => {
      expect(encodeRscFeature(feature, bytes)).to.equal(2);
      expect(bytes[0] | (bytes[1] << 8)).to.equal(1 << bit);
    });
  });
});

describe('SC Control Point 0x2A55', () => {
  it('reads the parameter as unsigned, low byte first', () => {
    expect(cumulativeValue(Uint8Array.of(1, 0x78, 0x56, 0x34, 0x92))).to.equal(0x92345678);
  });

  it('writes 10, the op code, the result, and the locations', () => {
    const bytes = new Uint8Array(20);
    expect(encodeScResponse(3, 4, bytes)).to.equal(3);
    expect(hex(bytes.subarray(0, 3))).to.equal('100304');
    expect(encodeScLocations([2, 1], bytes)).to.equal(5);
    expect(hex(bytes.subarray(0, 5))).to.equal('1004010201');
  });

  it('never writes past the least MTU', () => {
    const bytes = new Uint8Array(40);
    expect(encodeScLocations(new Array<number>(30).fill(7), bytes)).to.equal(20);
    expect(bytes[20]).to.equal(0);
  });
});

describe('advertised summary', () => {
  const summary: Summary = {
    activity: 2,
    inSession: true,
    paused: false,
    battery_tenths: 9,
    footCadence_spm: 85,
    speed_mm_s: 3250,
    steps: 70_000,
    distance_mm: 10_123_450,
  };
  const encoded = (values: Summary) => {
    const bytes = new Uint8Array(SUMMARY_LENGTH);
    encodeSummary(values, bytes, 0);
    return hex(bytes);
  };

  it('has the bytes docs/SPEC.md shows', () => {
    expect(encoded(summary)).to.equal('010609554003701101738b0100');
  });

  it('says paused', () => {
    expect(encoded({ ...summary, activity: 0, paused: true }).slice(2, 4)).to.equal('0c');
  });

  it('saturates', () => {
    const large = {
      footCadence_spm: 999,
      speed_mm_s: 1e9,
      steps: 1e9,
      distance_mm: 1e12,
      battery_tenths: 11,
    };
    expect(encoded({ ...summary, ...large })).to.equal('01060affffffffffffffffff00');
    const small = { footCadence_spm: -1, speed_mm_s: NaN, steps: -1, distance_mm: -1, battery_tenths: -3 };
    expect(encoded({ ...summary, ...small })).to.equal('01060000000000000000000000');
  });

  it('keeps every value to within half a unit', () => {
    const values = record({
      activity: integer({ min: 0, max: 2 }),
      inSession: boolean(),
      paused: boolean(),
      battery_tenths: integer({ min: 0, max: 10 }),
      footCadence_spm: integer({ min: 0, max: 255 }),
      speed_mm_s: integer({ min: 0, max: 255_990 }),
      steps: integer({ min: 0, max: 0xffffff }),
      distance_mm: integer({ min: 0, max: 0xffffff * 100 }),
    });
    assert(
      property(values, (value) => {
        const bytes = Buffer.from(encoded(value), 'hex');
        expect(bytes[1]).to.equal(value.activity + (value.inSession ? 4 : 0) + (value.paused ? 8 : 0));
        expect([bytes[2], bytes[3]]).to.deep.equal([value.battery_tenths, value.footCadence_spm]);
        expect(bytes.readUInt16LE(4) / 256).to.be.closeTo(value.speed_mm_s / 1000, 1 / 512 + 1e-9);
        expect(bytes.readUIntLE(6, 3)).to.equal(value.steps);
        expect(bytes.readUIntLE(9, 3) / 10).to.be.closeTo(value.distance_mm / 1000, 0.05 + 1e-6);
      }),
    );
  });
});

describe('UTF-8', () => {
  const text = array(constantFrom('a', 'é', '€', '👟', '\ud800', '\udc00', '\u0000'), { maxLength: 12 });

  it('is what Node writes, lone surrogates included', () => {
    assert(
      property(text, (characters) => {
        const string = characters.join('');
        expect(hex(utf8(string))).to.equal(Buffer.from(string, 'utf8').toString('hex'));
      }),
    );
  });

  it('is read as it was written; what is none is replaced', () => {
    assert(
      property(text, (characters) => {
        const bytes = utf8(characters.join(''));
        expect(textOf(bytes)).to.equal(new TextDecoder().decode(bytes));
      }),
    );
    for (const [bytes, read] of [
      [[0xc0, 0x80], '\ufffd\ufffd'],
      [[0x41, 0xff, 0x42], 'A\ufffdB'],
      [[0xe2, 0x82], '\ufffd\ufffd'],
      [[0xed, 0xa0, 0x80], '\ufffd\ufffd\ufffd'],
      [[0xf7, 0xbf, 0xbf, 0xbf], '\ufffd\ufffd\ufffd\ufffd'],
    ] as const)
      expect(textOf(Uint8Array.from(bytes)), hex(Uint8Array.from(bytes))).to.equal(read);
  });

  it('never cuts a character in two and never writes past the end', () => {
    assert(
      property(text, integer({ min: 0, max: 20 }), (characters, end) => {
        const string = characters.join('');
        const bytes = new Uint8Array(24).fill(0xaa);
        const written = writeUtf8(string, bytes, 0, end);
        expect(written).to.be.at.most(Math.min(end, utf8Length(string)));
        expect(bytes[written]).to.equal(0xaa);
        const whole = Buffer.from(string, 'utf8').toString('utf8');
        expect(whole.startsWith(Buffer.from(bytes.subarray(0, written)).toString('utf8'))).to.equal(true);
      }),
    );
  });
});
