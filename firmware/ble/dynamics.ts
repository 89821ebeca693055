import { Property, type GattCharacteristic, type GattConnection } from '../io/gatt';
import {
  CLIPPED,
  HAS_CLEARANCE,
  HAS_CONTACT,
  HAS_EVERSION,
  HAS_FLIGHT,
  HAS_IMPACT,
  HAS_LENGTH,
  HAS_RISE,
  HAS_SPEED,
  HAS_STEP_TIME,
  HAS_STRIDE_TIME,
  HAS_STRIKE,
  HAS_SWING,
  HAS_TURN,
  IMPACT_CLIPPED,
  type Stride,
} from '../stepdetect/stride';
import { putUint16, uint16At } from './bytes';
import { MAXIMUM_CONNECTIONS, NO_SLOT, type Connections } from './connections';
import type { Counters } from './counters';
import { FootfallCharacteristic } from './footfall-numbers';
import type { AdviceSource } from './sources';
import { PrefixViews } from './views';

/** Fields of a record, in the order of their bits. docs/SPEC.md, 4.3. */
const FIELDS = 15;
const HEAD_LENGTH = 8;
export const DYNAMICS_RECORD_MOST = HEAD_LENGTH + 2 * FIELDS;

/** Strides that wait for a notification at most: what a second of the fastest runner has, four times over. */
const STRIDES_KEPT = 8;
/** A notification's sequence number, and every stride that can wait. */
const NOTIFICATION_MOST = 1 + STRIDES_KEPT * DYNAMICS_RECORD_MOST;
/** At most four notifications a second. */
const INTERVAL_ms = 250;

const GAIT_MASK = 3;
const STRIKE_SHIFT = 2;
const CLIPPED_FLAG = 16;
const IMPACT_CLIPPED_FLAG = 32;
const CUE_FLAG = 64;

class Subscriber {
  subscribed = false;
  sequence = 0;
  sent_ms = 0;
  /** Strides taken or passed over so far. */
  next = 0;
}

/** Dynamics: what each stride was like, to phones with a bond. Allocates nothing while strides come. */
export class Dynamics implements GattCharacteristic {
  private readonly connections: Connections;
  private readonly counters: Counters;
  private readonly advice: AdviceSource | undefined;
  /** By slot; made for a slot when one subscribes in it first. */
  private readonly subscribers: (Subscriber | undefined)[] = [];
  private subscriptions = 0;
  /** The newest strides, stride `n` at record n % STRIDES_KEPT, with all its fields. */
  private readonly records = new Uint8Array(STRIDES_KEPT * DYNAMICS_RECORD_MOST);
  private strides = 0;
  private readonly bytes = new Uint8Array(NOTIFICATION_MOST);
  private readonly views = new PrefixViews(this.bytes);

  constructor(options: {
    readonly connections: Connections;
    readonly counters: Counters;
    readonly advice?: AdviceSource;
  }) {
    this.connections = options.connections;
    this.counters = options.counters;
    this.advice = options.advice;
  }

  get uuid(): string {
    return FootfallCharacteristic.Dynamics;
  }

  get properties(): number {
    return Property.SubscribeEncrypted;
  }

  /** Takes a stride, and sends what is due. @param ic_ms its initial contact on the shoe's clock */
  stride(stride: Stride, ic_ms: number, now_ms: number): void {
    // Who subscribes later is told of later strides only.
    if (this.subscriptions === 0) return;
    const at = (this.strides % STRIDES_KEPT) * DYNAMICS_RECORD_MOST;
    encodeDynamics(stride, ic_ms, this.records, at);
    if (this.advice?.cue === true) this.records[at + 1] |= CUE_FLAG;
    this.strides++;
    this.update(now_ms);
  }

  /** Sends what had to wait. */
  update(now_ms: number): void {
    if (this.subscriptions === 0) return;
    for (let slot = 0; slot < MAXIMUM_CONNECTIONS; slot++) {
      const subscriber = this.subscribers[slot];
      const connection = this.connections.at(slot);
      if (!connection || !subscriber?.subscribed || !connection.bonded) continue;
      if (subscriber.next === this.strides || now_ms - subscriber.sent_ms < INTERVAL_ms) continue;
      this.send(subscriber, connection, now_ms);
    }
  }

  onSubscribe(connection: GattConnection): void {
    this.subscribe(connection, true);
  }

  onUnsubscribe(connection: GattConnection): void {
    this.subscribe(connection, false);
  }

  /** Forgets the central that had this slot. */
  release(slot: number): void {
    const subscriber = this.subscribers[slot];
    if (subscriber) this.set(subscriber, false);
  }

  private send(subscriber: Subscriber, connection: GattConnection, now_ms: number): void {
    if (this.strides - subscriber.next > STRIDES_KEPT) subscriber.next = this.strides - STRIDES_KEPT;
    const most = connection.maximumWrite < NOTIFICATION_MOST ? connection.maximumWrite : NOTIFICATION_MOST;
    const value = this.bytes;
    value[0] = subscriber.sequence;
    let next = subscriber.next;
    let end = 1;
    while (next < this.strides) {
      const from = (next % STRIDES_KEPT) * DYNAMICS_RECORD_MOST;
      // Only the first record is cut to fit: a notification that has room for a whole one has it.
      if (end > 1 && end + 1 + this.records[from] > most) break;
      end = copyRecord(this.records, from, value, end, most);
      next++;
    }
    if (!connection.notify(this, this.views.of(end))) {
      this.counters.refused++;
      return;
    }
    this.counters.sent++;
    subscriber.sequence = (subscriber.sequence + 1) & 0xff;
    subscriber.sent_ms = now_ms;
    subscriber.next = next;
  }

  private subscribe(connection: GattConnection, subscribed: boolean): void {
    const slot = this.connections.slotOf(connection);
    if (slot === NO_SLOT) return;
    const subscriber = (this.subscribers[slot] ??= new Subscriber());
    this.set(subscriber, subscribed);
    subscriber.sequence = 0;
    subscriber.sent_ms = 0;
    subscriber.next = this.strides;
  }

  private set(subscriber: Subscriber, subscribed: boolean): void {
    if (subscriber.subscribed === subscribed) return;
    subscriber.subscribed = subscribed;
    this.subscriptions += subscribed ? 1 : -1;
  }
}

/** Writes a stride's record with all fields it has from `at` on. @returns its bytes */
export function encodeDynamics(stride: Stride, ic_ms: number, into: Uint8Array, at: number): number {
  const { valid } = stride;
  let flags = stride.gait & GAIT_MASK;
  if ((valid & HAS_STRIKE) !== 0) flags |= (stride.strike & 3) << STRIKE_SHIFT;
  if ((valid & CLIPPED) !== 0) flags |= CLIPPED_FLAG;
  if ((valid & IMPACT_CLIPPED) !== 0) flags |= IMPACT_CLIPPED_FLAG;
  let mask = 0;
  let end = at + HEAD_LENGTH;
  for (let field = 0; field < FIELDS; field++) {
    if ((valid & FIELD_BITS[field]) === 0) continue;
    mask |= 1 << field;
    putUint16(into, end, fieldOf(stride, field));
    end += 2;
  }
  into[at] = end - at - 1;
  into[at + 1] = flags;
  putUint16(into, at + 2, stride.index);
  // ToUint32 takes the low 32 bits, also of a time beyond 2^31 ms.
  putUint16(into, at + 4, ic_ms >>> 0);
  putUint16(into, at + 6, mask);
  return end - at;
}

/** The bit of `Stride.valid` that each field wants. */
const FIELD_BITS: readonly number[] = Object.freeze([
  HAS_STRIDE_TIME,
  HAS_CONTACT,
  HAS_LENGTH,
  HAS_SPEED,
  HAS_STRIKE,
  HAS_SWING,
  HAS_FLIGHT,
  HAS_STEP_TIME,
  HAS_IMPACT,
  HAS_IMPACT,
  HAS_EVERSION,
  HAS_EVERSION,
  HAS_CLEARANCE,
  HAS_TURN,
  HAS_RISE,
]);

function fieldOf(stride: Stride, field: number): number {
  switch (field) {
    case 0:
      return unsigned16(stride.strideTimeUs / 1000);
    case 1:
      return unsigned16(stride.contactUs / 1000);
    case 2:
      return unsigned16(stride.lengthMm);
    case 3:
      return unsigned16(stride.speedMmS);
    case 4:
      return signed16(stride.strikeAngleDdeg);
    case 5:
      return unsigned16(stride.swingUs / 1000);
    case 6:
      return signed16(stride.flightUs / 1000);
    case 7:
      return unsigned16(stride.stepTimeUs / 1000);
    case 8:
      return unsigned16(stride.impactMg / 10);
    case 9:
      return unsigned16(stride.impactRateMgMs);
    case 10:
      return signed16(stride.eversionDdeg);
    case 11:
      return signed16(stride.eversionRateDps);
    case 12:
      return unsigned16(stride.clearanceMm);
    case 13:
      return signed16(stride.turnDdeg);
    default:
      return signed16(stride.riseMm);
  }
}

function unsigned16(value: number): number {
  if (!(value > 0)) return 0;
  return value >= 0xffff ? 0xffff : Math.round(value);
}

function signed16(value: number): number {
  if (!(value > -0x8000)) return -0x8000;
  return value >= 0x7fff ? 0x7fff : Math.round(value);
}

/** Copies the record at `from` to `at`, without the last fields when it would go beyond `most`. @returns the end */
function copyRecord(records: Uint8Array, from: number, into: Uint8Array, at: number, most: number): number {
  let length = records[from] + 1;
  if (at + length > most) length = HEAD_LENGTH + (((most - at - HEAD_LENGTH) >> 1) << 1);
  for (let i = 0; i < length; i++) into[at + i] = records[from + i];
  if (length === records[from] + 1) return at + length;
  let fields = (length - HEAD_LENGTH) >> 1;
  let mask = 0;
  const whole = uint16At(records, from + 6);
  for (let bit = 1; fields > 0; bit <<= 1) {
    if ((whole & bit) === 0) continue;
    mask |= bit;
    fields--;
  }
  into[at] = length - 1;
  putUint16(into, at + 6, mask);
  return at + length;
}
