import { expect } from 'chai';
import fc from 'fast-check';
import { crc32 as zlibCrc32 } from './zlib-crc';
import { Reader, Writer } from '../../firmware/record/bytes';
import { CRC_START, crc32, crcBytes, crcUint32, crcWords } from '../../firmware/record/crc32';
import {
  DYNAMICS,
  DYNAMICS_MOST,
  DynamicsDecoder,
  DynamicsEncoder,
  IMPACT_cg,
  RISE_mm,
  STRIKE_ddeg,
  dynamicsOf,
} from '../../firmware/record/dynamics';
import { Releases } from '../../firmware/record/releases';
import { SAMPLE_MOST, Sample, SeriesDecoder, SeriesEncoder } from '../../firmware/record/series';
import { StrideDecoder, StrideEncoder, type KeptStride } from '../../firmware/record/stride-detail';
import { GAIT_WALK, HAS_IMPACT, HAS_RISE, HAS_STRIKE, Stride } from '../../firmware/stepdetect/stride';

const uint = (bits: number) => fc.nat({ max: 2 ** bits - 1 });

describe('numbers in flash', () => {
  it('come back as they were put', () => {
    const value = fc.record({
      u8: uint(8),
      u16: uint(16),
      s16: fc.integer({ min: -32768, max: 32767 }),
      u32: uint(32),
      u48: uint(48),
      varint: uint(32),
      zigzag: fc.integer(),
    });
    fc.assert(
      fc.property(value, (put) => {
        const bytes = new Uint8Array(40);
        const writer = new Writer(bytes);
        const reader = new Reader();
        for (const [kind, number] of Object.entries(put)) writer[kind as keyof typeof put](number);
        reader.begin(bytes, 0, writer.at);
        for (const [kind, number] of Object.entries(put))
          expect(reader[kind as keyof typeof put](), kind).to.equal(number);
        expect(reader.ok && reader.at === reader.end).to.equal(true);
        reader.u8();
        expect(reader.ok).to.equal(false);
      }),
    );
  });

  it('are little-endian, LEB128 and zigzag', () => {
    const bytes = new Uint8Array(17);
    const writer = new Writer(bytes);
    writer.u32(0x01020304);
    writer.u48(0x050607080900);
    writer.varint(300);
    writer.zigzag(-1);
    writer.zigzag(64);
    expect(Buffer.from(bytes.subarray(0, writer.at)).toString('hex')).to.equal(
      '04030201' + '000908070605' + 'ac02' + '01' + '8001',
    );
  });

  it('follow parts of buffers, whole or not in the room there is', () => {
    for (const room of [12, 7]) {
      const writer = new Writer(new Uint8Array(room));
      writer.u8(9);
      writer.part(Uint8Array.of(1, 2, 3, 4, 5, 6, 7), 3);
      writer.u8(8);
      expect(writer.at).to.equal(5);
      expect([...writer.bytes.subarray(0, 5)]).to.eql([9, 1, 2, 3, 8]);
    }
  });

  it('stand at the end of their range', () => {
    const bytes = new Uint8Array(12);
    const writer = new Writer(bytes);
    writer.u16(65536.5);
    writer.u16(-1);
    writer.u32(NaN);
    writer.u32(1e12);
    expect([...bytes]).to.eql([255, 255, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255]);
  });

  it('are checked by the CRC-32 that zlib has', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        expect(crc32(bytes, 0, bytes.length)).to.equal(zlibCrc32(bytes));
      }),
    );
    const four = Uint8Array.of(0xef, 0xbe, 0xad, 0xde);
    expect(crcUint32(CRC_START, 0xdeadbeef)).to.equal(crcBytes(CRC_START, four, 0, 4));
    fc.assert(
      fc.property(fc.int32Array({ maxLength: 64 }), (words) => {
        const bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
        expect(crcWords(CRC_START, words, words.length)).to.equal(
          crcBytes(CRC_START, bytes, 0, bytes.length),
        );
      }),
    );
  });
});

const sampleOf = fc.record({
  gap: fc.oneof(fc.constant(0), fc.nat({ max: 100_000 })),
  strides: fc.integer({ min: 1, max: 40 }),
  valid: uint(6),
  strideTime_ms: uint(16),
  contact_ms: uint(16),
  length_cm: uint(16),
  speed_cm_s: uint(16),
});

describe('the series', () => {
  it('gives back every sample put into it', () => {
    fc.assert(
      fc.property(fc.array(sampleOf, { minLength: 1, maxLength: 40 }), uint(20), (list, first) => {
        const encoder = new SeriesEncoder(list.length * (SAMPLE_MOST + DYNAMICS_MOST));
        let slot = first - 1;
        const put = list.map(({ gap, ...values }, i) => {
          slot += 1 + (i > 0 ? gap : 0);
          return Object.assign(new Sample(), values, {
            slot,
            strideTime_ms: (values.valid & 1) !== 0 ? values.strideTime_ms : 0,
            contact_ms: (values.valid & 2) !== 0 ? values.contact_ms : 0,
            length_cm: (values.valid & 4) !== 0 ? values.length_cm : 0,
            speed_cm_s: (values.valid & 8) !== 0 ? values.speed_cm_s : 0,
            dynamicsMask: 1 << (i % DYNAMICS),
            dynamics: new Int16Array(DYNAMICS).map((_, at) =>
              at === i % DYNAMICS ? values.contact_ms / 2 : 0,
            ),
          });
        });
        for (const sample of put) {
          expect(encoder.roomy).to.equal(true);
          encoder.add(sample);
        }
        const decoder = new SeriesDecoder();
        const bytes = packed(encoder);
        decoder.begin(bytes, 0, bytes.length, encoder.first, encoder.samples);
        for (const sample of put) {
          const found = new Sample();
          expect(decoder.next(found)).to.equal(true);
          // With time and length there the speed may be left out, and is what they give.
          if ((sample.valid & 5) === 5) {
            const off = Math.abs(found.speed_cm_s - sample.speed_cm_s);
            if ((sample.valid & 8) !== 0) expect(off).to.be.at.most(sample.speed_cm_s / 100 + 1);
            found.speed_cm_s = sample.speed_cm_s;
            found.valid = sample.valid;
          }
          expect(found).to.eql(sample);
        }
        expect(decoder.next(new Sample())).to.equal(false);
      }),
    );
  });

  it('ends when the bytes do, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), uint(8), (bytes, count) => {
        const decoder = new SeriesDecoder();
        decoder.begin(bytes, 0, bytes.length, 0, count);
        let found = 0;
        while (decoder.next(new Sample())) found++;
        expect(found).to.be.at.most(Math.min(count, bytes.length));
      }),
    );
  });

  it('takes six or seven bytes for a sample of steady running', () => {
    const encoder = new SeriesEncoder(400);
    const sample = Object.assign(new Sample(), { valid: 15, strides: 7 });
    for (let i = 0; i < 24; i++) {
      Object.assign(sample, { slot: i, strideTime_ms: 750 + (i % 7), contact_ms: 250 - (i % 3) });
      Object.assign(sample, { length_cm: 225 + (i % 5), speed_cm_s: 300 - (i % 4), strides: 6 + (i % 2) });
      encoder.add(sample);
    }
    expect(encoder.length / 24).to.be.at.most(6.5);
  });
});

function packed(encoder: SeriesEncoder | StrideEncoder): Uint8Array {
  return encoder.bytes.slice(0, encoder.length);
}

function keptStride(): KeptStride {
  const numbers = { at_ms: 0, valid: 0, gait: 0, contact_ms: 0, length_cm: 0, speed_cm_s: 0 };
  return { ...numbers, dynamicsMask: 0, dynamics: new Int16Array(DYNAMICS) };
}

describe('dynamics', () => {
  const entryOf = fc.record({
    mask: fc.integer({ min: 0, max: 63 }),
    values: fc.array(fc.integer({ min: -32_767, max: 32_767 }), { minLength: DYNAMICS, maxLength: DYNAMICS }),
  });

  it('come back as they were, with masks that change or stay, over hundreds of entries', () => {
    const entries = fc.array(entryOf, { maxLength: 20 });
    fc.assert(
      fc.property(entries, fc.integer({ min: 0, max: 600 }), entryOf, (list, more, same) => {
        const all = [...list, ...Array.from({ length: more }, () => same)];
        const bytes = new Uint8Array(DYNAMICS_MOST * all.length);
        const encoder = new DynamicsEncoder(bytes);
        for (const { mask, values } of all) encoder.add(mask, Int16Array.from(values));
        const decoder = new DynamicsDecoder();
        decoder.begin(bytes, 0, encoder.end);
        const found = new Int16Array(DYNAMICS);
        for (const { mask, values } of all) {
          expect(decoder.next(found)).to.equal(mask);
          expect([...found]).to.eql(values.map((value, i) => (((mask >> i) & 1) !== 0 ? value : 0)));
        }
        expect(decoder.next(found)).to.equal(0);
      }),
      { numRuns: 60 },
    );
  });

  it('of a stride stand at the ends of their range, and only those that are valid are there', () => {
    const stride = new Stride();
    const values = new Int16Array(DYNAMICS);
    stride.impactMg = 4e6;
    stride.riseMm = -4e6;
    expect(dynamicsOf(stride, values)).to.equal(0);
    stride.valid = HAS_IMPACT | HAS_RISE;
    expect(dynamicsOf(stride, values)).to.equal((1 << IMPACT_cg) | (1 << RISE_mm));
    expect([values[IMPACT_cg], values[RISE_mm]]).to.eql([32_767, -32_767]);
  });

  it('of a newer firmware, with values nobody knows here, are read over', () => {
    const decoder = new DynamicsDecoder();
    // Mask of value 0, 6 and 7; two entries.
    const bytes = Uint8Array.of(0xc1, 2, 20, 9, 0x81, 0x01, 2, 7, 3);
    decoder.begin(bytes, 0, bytes.length);
    for (const flight of [10, 11]) {
      const found = new Int16Array(DYNAMICS);
      expect([decoder.next(found), ...found]).to.eql([1, flight, 0, 0, 0, 0, 0]);
    }
  });
});

describe('every stride', () => {
  const strideOf = fc.record({
    dt: fc.nat({ max: 200_000 }),
    valid: uint(8),
    gait: fc.integer({ min: 0, max: 2 }),
    contact: uint(16),
    length: uint(16),
    speed: uint(16),
    strike: fc.option(fc.integer({ min: -32_767, max: 32_767 }), { nil: undefined }),
  });

  it('comes back rounded to ms and cm', () => {
    fc.assert(
      fc.property(fc.array(strideOf, { minLength: 1, maxLength: 30 }), uint(24), (list, first) => {
        const encoder = new StrideEncoder(30 * 41);
        const stride = new Stride();
        let at = first;
        const put = list.map(({ dt, valid, gait, contact, length, speed, strike }, i): KeptStride => {
          if (i > 0) at += dt;
          stride.valid = valid;
          stride.gait = gait;
          stride.contactUs = contact * 1000;
          stride.lengthMm = length * 10;
          stride.speedMmS = speed * 10;
          stride.valid |= strike === undefined ? 0 : HAS_STRIKE;
          stride.strikeAngleDdeg = strike ?? 0;
          const dynamics = new Int16Array(DYNAMICS);
          dynamics[STRIKE_ddeg] = strike ?? 0;
          expect(encoder.roomy).to.equal(true);
          encoder.add(stride, at);
          return {
            at_ms: at,
            // Stride time, contact, length, speed, clipped.
            valid: valid & (8 | 16 | 32 | 64 | 128),
            gait,
            contact_ms: (valid & 16) !== 0 ? contact : 0,
            length_cm: (valid & 32) !== 0 ? length : 0,
            speed_cm_s: (valid & 64) !== 0 ? speed : 0,
            dynamicsMask: strike === undefined ? 0 : 1 << STRIKE_ddeg,
            dynamics,
          };
        });
        const decoder = new StrideDecoder();
        const bytes = packed(encoder);
        decoder.begin(bytes, 0, bytes.length, encoder.first_ms, encoder.strides);
        const found = keptStride();
        for (const kept of put) {
          expect(decoder.next(found)).to.equal(true);
          expect(found).to.eql(kept);
        }
        expect(decoder.next(found)).to.equal(false);
      }),
    );
  });

  it('keeps to its room', () => {
    const encoder = new StrideEncoder(100);
    const stride = Object.assign(new Stride(), {
      valid: 255,
      gait: GAIT_WALK,
      contactUs: 2e9,
      lengthMm: 2e9,
      speedMmS: 2e9,
    });
    let at = 0;
    while (encoder.roomy) encoder.add(stride, (at += 4e8));
    expect(packed(encoder).length).to.be.within(60, 100);
  });
});

describe('released runs', () => {
  it('are those added, in any order, within reach', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 700 }), { maxLength: 300 }), (list) => {
        const releases = new Releases();
        const expected = new Set<number>();
        for (const run of list) {
          if (!releases.reaches(run)) continue;
          releases.add(run);
          expected.add(run);
        }
        const bytes = new Uint8Array(80);
        const writer = new Writer(bytes);
        const reader = new Reader();
        releases.write(writer);
        const again = new Releases();
        reader.begin(bytes, 0, writer.at);
        again.read(reader);
        for (let run = 1; run <= 700; run++) {
          expect(releases.has(run), `run ${run}`).to.equal(expected.has(run));
          expect(again.has(run), `run ${run} read back`).to.equal(expected.has(run));
        }
      }),
      { numRuns: 50 },
    );
  });
});
