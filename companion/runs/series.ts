/** The samples of a run: means over the strides of a few seconds each. docs/SPEC-FLASH.md, 4.8 and 4.14. */
import { FieldReader } from '../client/bytes';
import { PackedReader } from './records';

/** The strides of this foot within one period. What is not known is undefined. */
export interface Sample {
  /** Which period of the run: sample k covers run time k x period - phase and on for one period. */
  readonly k: number;
  readonly strides: number;
  /** Most strides were run, else walked. */
  readonly isRun: boolean;
  readonly clipped: boolean;
  readonly strideTime_ms?: number;
  readonly contact_ms?: number;
  readonly length_cm?: number;
  readonly speed_cm_s?: number;
  readonly flight_ms?: number;
  /** Toes up positive. */
  readonly strike_deg?: number;
  readonly eversion_deg?: number;
  readonly clearance_mm?: number;
  readonly impact_g?: number;
  readonly rise_mm?: number;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Mean = 'strideTime_ms' | 'contact_ms' | 'length_cm' | 'speed_cm_s';
type Dynamic = 'flight_ms' | 'strike_deg' | 'eversion_deg' | 'clearance_mm' | 'impact_g' | 'rise_mm';

const MEANS: readonly Mean[] = ['strideTime_ms', 'contact_ms', 'length_cm', 'speed_cm_s'];
/** Name, and units of the record in one of ours. */
const DYNAMICS: readonly (readonly [Dynamic, number])[] = [
  ['flight_ms', 1],
  ['strike_deg', 10],
  ['eversion_deg', 10],
  ['clearance_mm', 1],
  ['impact_g', 100],
  ['rise_mm', 1],
];
const IS_RUN = 0x10;
const CLIPPED = 0x20;
const GAP = 0x40;
const SAME_STRIDES = 0x80;
/** Bits of a dynamics mask that name a value, those of this reader and of a newer shoe. */
const MASK_BITS = 8;
const FIRST_SAMPLE_AT = 34;

/** The samples of a Series record. Bytes that end too early end them. */
export function samplesOf(payload: Uint8Array): Sample[] {
  const head = new FieldReader(payload, FIRST_SAMPLE_AT);
  const [first, count] = [head.u32(), head.u8()];
  const reader = new PackedReader(payload, head.at);
  const last = { strides: 0, strideTime_ms: 0, contact_ms: 0, length_cm: 0, speed_cm_s: 0 };
  const samples: Writable<Sample>[] = [];
  let k = first - 1;
  for (let i = 0; i < count; i++) {
    const flags = reader.u8();
    k += 1 + ((flags & GAP) !== 0 ? reader.varint() : 0);
    if ((flags & SAME_STRIDES) === 0) last.strides = reader.varint();
    const sample: Writable<Sample> = {
      k,
      strides: last.strides,
      isRun: (flags & IS_RUN) !== 0,
      clipped: (flags & CLIPPED) !== 0,
    };
    MEANS.forEach((name, bit) => {
      if ((flags & (1 << bit)) !== 0) sample[name] = last[name] += reader.zigzag();
    });
    if (!reader.ok) return samples;
    if (sample.speed_cm_s === undefined && sample.length_cm !== undefined && sample.strideTime_ms)
      sample.speed_cm_s = Math.round((1000 * sample.length_cm) / sample.strideTime_ms);
    samples.push(sample);
  }
  addDynamics(samples, reader);
  return samples;
}

function addDynamics(samples: Writable<Sample>[], reader: PackedReader): void {
  const last = new Array<number>(MASK_BITS).fill(0);
  for (let i = 0; i < samples.length && !reader.atEnd;) {
    const mask = reader.u8();
    const entries = reader.u8();
    for (let n = 0; n < entries && i < samples.length; n++, i++) {
      for (let bit = 0; bit < MASK_BITS; bit++) {
        if ((mask & (1 << bit)) === 0) continue;
        last[bit] += reader.zigzag();
        if (!reader.ok) return;
        const known = DYNAMICS.at(bit);
        if (bit < DYNAMICS.length && known) samples[i][known[0]] = last[bit] / known[1];
      }
    }
    if (entries === 0) return;
  }
}
