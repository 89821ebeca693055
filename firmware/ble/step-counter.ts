import { Property, type GattCharacteristic, type GattConnection } from '../io/gatt';
import type { Clock } from '../io/time';
import type { ShoeRecord } from '../record/record';
import { dayAt } from '../record/wall-clock';
import { DAYS_KEPT } from '../record/state';
import type { Live } from '../session/live';
import { Characteristic } from './assigned-numbers';
import { putUint16, putUint24, putUint32 } from './bytes';
import { hasSlot, MAXIMUM_CONNECTIONS, NO_SLOT, withSlot, type Connections } from './connections';
import { saturate, UINT24_MAX } from './saturate';

export const STEP_COUNTER_LENGTH = 17;
const ONE_SEGMENT = 0x80;
const NORMAL_WALKING_STEPS = 0x01;
const FEET = 2;
const DAY_ms = 86_400_000;
const MINUTE_ms = 60_000;
/** While steps come. Our choice: a day's count is no live value. */
const INTERVAL_ms = 60_000;

/** Step Counter Activity Summary Data 0x2B40: the steps of the day, to phones with a bond. docs/SPEC.md, 4.11. */
export class StepCounter implements GattCharacteristic {
  private readonly connections: Connections;
  private readonly clock: Clock;
  private readonly record: ShoeRecord | undefined;
  private readonly live: Live;
  private subscribed = 0;
  /** Due at the next update, whatever the time. */
  private due = 0;
  private readonly bytes = new Uint8Array(STEP_COUNTER_LENGTH);
  private sequence = 0;
  private sent_ms = 0;
  private sentStrides = 0;

  constructor(options: {
    readonly connections: Connections;
    readonly clock: Clock;
    readonly record: ShoeRecord | undefined;
    readonly live: Live;
  }) {
    this.connections = options.connections;
    this.clock = options.clock;
    this.record = options.record;
    this.live = options.live;
  }

  get uuid(): string {
    return Characteristic.StepCounterActivitySummaryData;
  }

  get properties(): number {
    return Property.ReadEncrypted | Property.SubscribeEncrypted;
  }

  update(now_ms: number): void {
    const news = this.live.strides !== this.sentStrides && now_ms - this.sent_ms >= INTERVAL_ms;
    let encoded = false;
    for (let slot = 0; slot < MAXIMUM_CONNECTIONS; slot++) {
      const connection = this.connections.at(slot);
      const wanted = news ? this.subscribed : this.subscribed & this.due;
      if (!connection?.bonded || !hasSlot(wanted, slot)) continue;
      if (!encoded) this.encode();
      encoded = true;
      if (connection.notify(this, this.bytes)) this.due = withSlot(this.due, slot, false);
    }
    if (!news) return;
    this.sent_ms = now_ms;
    this.sentStrides = this.live.strides;
  }

  /** Forgets the central that had this slot. */
  release(slot: number): void {
    this.subscribed = withSlot(this.subscribed, slot, false);
  }

  onSubscribe(connection: GattConnection): void {
    this.subscribe(connection, true);
  }

  onUnsubscribe(connection: GattConnection): void {
    this.subscribe(connection, false);
  }

  onRead(connection: GattConnection): Uint8Array {
    // A link that is encrypted without a bond reads zeros, as the stack lets it read something.
    if (connection.bonded) this.encode();
    else this.bytes.fill(0);
    return this.bytes;
  }

  private encode(): void {
    const { record, bytes: value } = this;
    const now_ms = this.clock.now();
    const day = record === undefined ? 0 : dayAt(record.state, now_ms);
    let strides = this.live.strides;
    let time_ms = now_ms;
    if (record !== undefined) {
      const { state } = record;
      strides = state.dayStrides[DAYS_KEPT - 1] + record.strides - state.strides;
      if (day > 0) time_ms = (record.utc_ms(now_ms) + state.zone_min * MINUTE_ms) % DAY_ms;
    }
    this.sequence++;
    value[0] = ONE_SEGMENT;
    value[1] = NORMAL_WALKING_STEPS;
    putUint16(value, 2, day);
    putUint16(value, 4, 0);
    putUint32(value, 6, Math.floor(time_ms / 1000));
    putUint32(value, 10, this.sequence);
    putUint24(value, 14, saturate(FEET * strides, UINT24_MAX));
  }

  private subscribe(connection: GattConnection, subscribed: boolean): void {
    const slot = this.connections.slotOf(connection);
    if (slot === NO_SLOT) return;
    this.subscribed = withSlot(this.subscribed, slot, subscribed);
    this.due = withSlot(this.due, slot, true);
  }
}
