/**
 * A recording as a resource of the desktop simulator: little-endian, exactly the numbers the Node replay reads.
 *
 * Header of 64 bytes: "FFTRACE1"; u32 samples; u8 1 with gyroscope; u8 1 synthetic; u8 bytes of the name; the name in ASCII. Then each
 * sample as seven f64: t_us, ax, ay, az in milli-g, gx, gy, gz in 0.1 degree/s.
 */
import { SAMPLE_VALUES, type TraceSource } from '../traces/source';

const MARK = 'FFTRACE1';
const SAMPLES_AT = 8;
const GYRO_AT = 12;
const SYNTHETIC_AT = 13;
const NAME_LENGTH_AT = 14;
const NAME_AT = 15;
const HEADER_BYTES = 64;
const SAMPLE_BYTES = 8 * SAMPLE_VALUES;
/** Samples taken out of the resource at once. */
const BLOCK_SAMPLES = 256;

/** Something that gives out copies of its parts: Moddable's Resource, or an ArrayBuffer. */
export interface Bytes {
  readonly byteLength: number;
  slice(begin: number, end: number): ArrayBuffer;
}

/** Reads `source` to its end. @throws TraceError when it is malformed */
export function packRecording(source: TraceSource): Uint8Array {
  const values: number[] = [];
  const frame = new Float64Array(SAMPLE_VALUES);
  while (source.next(frame)) values.push(...frame);
  const bytes = new Uint8Array(HEADER_BYTES + 8 * values.length);
  const view = new DataView(bytes.buffer);
  const name = source.name.replace(/[^\x20-\x7e]/g, '_').slice(0, HEADER_BYTES - NAME_AT);
  for (let i = 0; i < MARK.length; i++) bytes[i] = MARK.charCodeAt(i);
  view.setUint32(SAMPLES_AT, values.length / SAMPLE_VALUES, true);
  bytes[GYRO_AT] = source.hasGyro ? 1 : 0;
  bytes[SYNTHETIC_AT] = source.synthetic ? 1 : 0;
  bytes[NAME_LENGTH_AT] = name.length;
  for (let i = 0; i < name.length; i++) bytes[NAME_AT + i] = name.charCodeAt(i);
  values.forEach((value, i) => view.setFloat64(HEADER_BYTES + 8 * i, value, true));
  return bytes;
}

/** @throws Error when the bytes are no such recording */
export function openRecording(bytes: Bytes): TraceSource {
  const head = new DataView(bytes.slice(0, Math.min(HEADER_BYTES, bytes.byteLength)));
  if (head.byteLength < HEADER_BYTES || text(head, 0, MARK.length) !== MARK)
    throw new Error('the resource is no recording');
  const samples = head.getUint32(SAMPLES_AT, true);
  if (bytes.byteLength !== HEADER_BYTES + samples * SAMPLE_BYTES)
    throw new Error(`a recording of ${samples} samples does not have ${bytes.byteLength} bytes`);
  let block = new DataView(new ArrayBuffer(0));
  let blockStart = 0;
  let next = 0;
  const read = (sample: number, value: number) =>
    block.getFloat64((sample - blockStart) * SAMPLE_BYTES + 8 * value, true);
  const load = (sample: number) => {
    blockStart = sample;
    const end = Math.min(sample + BLOCK_SAMPLES, samples);
    block = new DataView(
      bytes.slice(HEADER_BYTES + sample * SAMPLE_BYTES, HEADER_BYTES + end * SAMPLE_BYTES),
    );
  };
  return {
    name: text(head, NAME_AT, head.getUint8(NAME_LENGTH_AT)),
    synthetic: head.getUint8(SYNTHETIC_AT) !== 0,
    hasGyro: head.getUint8(GYRO_AT) !== 0,
    duration_us: undefined,
    next(frame) {
      if (next >= samples) return false;
      if (next >= blockStart + block.byteLength / SAMPLE_BYTES) load(next);
      for (let value = 0; value < SAMPLE_VALUES; value++) frame[value] = read(next, value);
      next++;
      return true;
    },
    close() {
      next = samples;
    },
  };
}

function text(view: DataView, at: number, length: number): string {
  let result = '';
  for (let i = 0; i < length; i++) result += String.fromCharCode(view.getUint8(at + i));
  return result;
}
