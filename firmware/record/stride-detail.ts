/** Every stride of a run, an option: about twelve bytes each (docs/SPEC-FLASH.md, 4.11). */
import {
  CLIPPED,
  GAIT_RUN,
  GAIT_WALK,
  HAS_CONTACT,
  HAS_LENGTH,
  HAS_SPEED,
  HAS_STRIDE_TIME,
  type Stride,
} from '../stepdetect/stride';
import { Reader, Writer } from './bytes';
import { DYNAMICS, DYNAMICS_MOST, DynamicsDecoder, DynamicsEncoder, dynamicsOf } from './dynamics';

const DETAIL_STRIDE_TIME = 1;
const DETAIL_CONTACT = 2;
const DETAIL_LENGTH = 4;
const DETAIL_SPEED = 8;
const DETAIL_RUN = 16;
const DETAIL_CLIPPED = 32;
const DETAIL_WALK = 64;
/** Most bytes a stride takes: flags and four values of 5. */
const STRIDE_MOST = 21;

/** Packs strides, and behind them their dynamics, into a buffer of its own. */
export class StrideEncoder {
  readonly bytes: Uint8Array;
  strides = 0;
  /** Run time of the first initial contact, ms. */
  first_ms = 0;
  private readonly writer: Writer;
  private readonly dynamics: DynamicsEncoder;
  private readonly values = new Int16Array(DYNAMICS);
  private last_ms = 0;
  private contact_ms = 0;
  private length_cm = 0;
  private speed_cm_s = 0;

  /** @param bytes for both together */
  constructor(bytes: number) {
    this.bytes = new Uint8Array(bytes);
    this.dynamics = new DynamicsEncoder(this.bytes);
    this.writer = new Writer(this.bytes);
  }

  /** Bytes of `bytes` in use. */
  get length(): number {
    return this.dynamics.end;
  }

  get roomy(): boolean {
    return this.strides < 255 && this.length + STRIDE_MOST + DYNAMICS_MOST <= this.bytes.length;
  }

  clear(): void {
    this.writer.at = 0;
    this.dynamics.clear();
    this.strides = 0;
    this.contact_ms = 0;
    this.length_cm = 0;
    this.speed_cm_s = 0;
  }

  /** @param at_ms run time of the initial contact, not before that of the stride before. There must be room. */
  add(stride: Stride, at_ms: number): void {
    const { writer, dynamics } = this;
    const valid = stride.valid;
    dynamics.move(writer.at + STRIDE_MOST);
    if (this.strides === 0) {
      this.first_ms = at_ms;
      this.last_ms = at_ms;
    }
    let flags = 0;
    if ((valid & HAS_STRIDE_TIME) !== 0) flags |= DETAIL_STRIDE_TIME;
    if ((valid & HAS_CONTACT) !== 0) flags |= DETAIL_CONTACT;
    if ((valid & HAS_LENGTH) !== 0) flags |= DETAIL_LENGTH;
    if ((valid & HAS_SPEED) !== 0) flags |= DETAIL_SPEED;
    if ((valid & CLIPPED) !== 0) flags |= DETAIL_CLIPPED;
    if (stride.gait === GAIT_RUN) flags |= DETAIL_RUN;
    if (stride.gait === GAIT_WALK) flags |= DETAIL_WALK;
    writer.u8(flags);
    writer.varint(at_ms > this.last_ms ? at_ms - this.last_ms : 0);
    this.last_ms = at_ms;
    if ((flags & DETAIL_CONTACT) !== 0) {
      const contact_ms = Math.round(stride.contactUs / 1000);
      writer.zigzag(contact_ms - this.contact_ms);
      this.contact_ms = contact_ms;
    }
    if ((flags & DETAIL_LENGTH) !== 0) {
      const length_cm = Math.round(stride.lengthMm / 10);
      writer.zigzag(length_cm - this.length_cm);
      this.length_cm = length_cm;
    }
    if ((flags & DETAIL_SPEED) !== 0) {
      const speed_cm_s = Math.round(stride.speedMmS / 10);
      writer.zigzag(speed_cm_s - this.speed_cm_s);
      this.speed_cm_s = speed_cm_s;
    }
    dynamics.move(writer.at);
    dynamics.add(dynamicsOf(stride, this.values), this.values);
    this.strides++;
  }
}

/** A stride as it was kept, rounded to ms and cm. `valid` and `gait` as in Stride. */
export interface KeptStride {
  at_ms: number;
  valid: number;
  gait: number;
  contact_ms: number;
  length_cm: number;
  speed_cm_s: number;
  dynamicsMask: number;
  readonly dynamics: Int16Array;
}

export class StrideDecoder {
  private readonly reader = new Reader();
  private readonly dynamics = new DynamicsDecoder();
  private left = 0;
  private at_ms = 0;
  private contact_ms = 0;
  private length_cm = 0;
  private speed_cm_s = 0;

  /** @param first_ms run time of the first of `strides` strides in bytes `from` up to before `end`; their dynamics follow */
  begin(bytes: Uint8Array, from: number, end: number, first_ms: number, strides: number): void {
    this.restart(bytes, from, end, first_ms, strides);
    while (this.left > 0) this.read();
    const behind = this.reader.ok ? this.reader.at : end;
    this.restart(bytes, from, end, first_ms, strides);
    this.dynamics.begin(bytes, behind, end);
  }

  /** @returns false at the end, or when the bytes end too early */
  next(stride: KeptStride): boolean {
    if (this.left <= 0) return false;
    const flags = this.read();
    if (!this.reader.ok) return false;
    stride.at_ms = this.at_ms;
    stride.gait = (flags & DETAIL_RUN) !== 0 ? GAIT_RUN : (flags & DETAIL_WALK) !== 0 ? GAIT_WALK : 0;
    stride.valid =
      ((flags & DETAIL_STRIDE_TIME) !== 0 ? HAS_STRIDE_TIME : 0) |
      ((flags & DETAIL_CONTACT) !== 0 ? HAS_CONTACT : 0) |
      ((flags & DETAIL_LENGTH) !== 0 ? HAS_LENGTH : 0) |
      ((flags & DETAIL_SPEED) !== 0 ? HAS_SPEED : 0) |
      ((flags & DETAIL_CLIPPED) !== 0 ? CLIPPED : 0);
    stride.contact_ms = (flags & DETAIL_CONTACT) !== 0 ? this.contact_ms : 0;
    stride.length_cm = (flags & DETAIL_LENGTH) !== 0 ? this.length_cm : 0;
    stride.speed_cm_s = (flags & DETAIL_SPEED) !== 0 ? this.speed_cm_s : 0;
    stride.dynamicsMask = this.dynamics.next(stride.dynamics);
    return true;
  }

  private restart(bytes: Uint8Array, from: number, end: number, first_ms: number, strides: number): void {
    this.reader.begin(bytes, from, end);
    this.left = strides;
    this.at_ms = first_ms;
    this.contact_ms = 0;
    this.length_cm = 0;
    this.speed_cm_s = 0;
  }

  /** @returns the stride's flags */
  private read(): number {
    this.left--;
    const reader = this.reader;
    const flags = reader.u8();
    this.at_ms += reader.varint();
    if ((flags & DETAIL_CONTACT) !== 0) this.contact_ms += reader.zigzag();
    if ((flags & DETAIL_LENGTH) !== 0) this.length_cm += reader.zigzag();
    if ((flags & DETAIL_SPEED) !== 0) this.speed_cm_s += reader.zigzag();
    if (!reader.ok) this.left = 0;
    return flags;
  }
}
