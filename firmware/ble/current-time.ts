import {
  AttError,
  Property,
  type GattCharacteristic,
  type GattConnection,
  type GattService,
} from '../io/gatt';
import type { Clock } from '../io/time';
import { Characteristic, Service } from './assigned-numbers';
import { putUint16, uint16At } from './bytes';
import { CivilTime } from './civil-time';
import { hasSlot, MAXIMUM_CONNECTIONS, NO_SLOT, withSlot, type Connections } from './connections';

/** What keeps the time: the shoe's record. */
export interface TimeStore {
  readonly state: { readonly zone_min: number };
  utc_ms(boot_ms: number): number;
  setTime(utc_ms: number, zone_min: number): boolean;
}

const MINUTE_ms = 60_000;
const CURRENT_TIME_LENGTH = 10;
const LOCAL_TIME_LENGTH = 2;
/** Time zone 0x2A0E: quarter hours. DST offset 0x2A0D. */
const ZONE_UNIT_min = 15;
const ZONE_LEAST = -48;
const ZONE_MOST = 56;
const DST_UNKNOWN = 255;
const ADJUST_MANUAL = 1;

/**
 * Current Time Service 0x1805: the phone tells the time, by its own zone. docs/SPEC.md, 3.7.
 * Source: Bluetooth SIG, Current Time Service 1.1, section 3; Exact Time 256 and Local Time Information of the GATT
 * specification supplement.
 */
export class CurrentTimeService implements GattService {
  readonly characteristics: readonly GattCharacteristic[];
  private readonly connections: Connections;
  private readonly clock: Clock;
  private readonly store: TimeStore | undefined;
  private readonly current = new CurrentTime(this);
  private subscribed = 0;
  /** The part of the zone that is daylight saving, quarter hours; the record keeps the sum. */
  private dst = 0;
  private adjustReason = 0;
  private waitingZone_min: number | undefined;

  constructor(options: {
    readonly connections: Connections;
    readonly clock: Clock;
    readonly store: TimeStore | undefined;
  }) {
    this.connections = options.connections;
    this.clock = options.clock;
    this.store = options.store;
    this.characteristics = [this.current, new LocalTime(this)];
  }

  get uuid(): string {
    return Service.CurrentTime;
  }

  /** Forgets the central that had this slot. */
  release(slot: number): void {
    this.subscribed = withSlot(this.subscribed, slot, false);
  }

  encode(): Uint8Array {
    const { store } = this;
    const value = new Uint8Array(CURRENT_TIME_LENGTH);
    const utc_ms = store?.utc_ms(this.clock.now()) ?? 0;
    if (store === undefined || utc_ms === 0) return value;
    const civil = new CivilTime();
    civil.set(utc_ms + store.state.zone_min * MINUTE_ms);
    putUint16(value, 0, civil.year);
    value[2] = civil.month;
    value[3] = civil.day;
    value[4] = civil.hours;
    value[5] = civil.minutes;
    value[6] = civil.seconds;
    value[7] = civil.weekday;
    value[8] = Math.floor((civil.milliseconds * 256) / 1000);
    value[9] = this.adjustReason;
    return value;
  }

  encodeLocal(): Uint8Array {
    return Uint8Array.of(Math.round(this.zone_min / ZONE_UNIT_min) - this.dst, this.dst);
  }

  writeCurrent(value: Uint8Array, connection: GattConnection): number {
    const refusal = this.refusal(value, CURRENT_TIME_LENGTH, connection);
    if (refusal !== AttError.Success) return refusal;
    const civil = new CivilTime();
    civil.year = uint16At(value, 0);
    civil.month = value[2];
    civil.day = value[3];
    civil.hours = value[4];
    civil.minutes = value[5];
    civil.seconds = value[6];
    civil.milliseconds = Math.round((value[8] * 1000) / 256);
    if (!civil.exists()) return AttError.OutOfRange;
    const zone_min = this.zone_min;
    return this.setTime(civil.ms() - zone_min * MINUTE_ms, zone_min);
  }

  writeLocal(value: Uint8Array, connection: GattConnection): number {
    const refusal = this.refusal(value, LOCAL_TIME_LENGTH, connection);
    if (refusal !== AttError.Success) return refusal;
    const zone = (value[0] << 24) >> 24;
    const dst = value[1] === DST_UNKNOWN ? 0 : value[1];
    if (zone < ZONE_LEAST || zone > ZONE_MOST || (dst !== 0 && dst !== 2 && dst !== 4 && dst !== 8))
      return AttError.OutOfRange;
    const { store } = this;
    const zone_min = (zone + dst) * ZONE_UNIT_min;
    const utc_ms = store?.utc_ms(this.clock.now()) ?? 0;
    if (zone + dst > ZONE_MOST) return AttError.OutOfRange;
    // A zone told before the time has no instant to belong to, and waits for it.
    if (utc_ms === 0) this.waitingZone_min = zone_min;
    else if (this.setTime(utc_ms, zone_min) !== AttError.Success) return AttError.OutOfRange;
    this.dst = dst;
    return AttError.Success;
  }

  private get zone_min(): number {
    return this.waitingZone_min ?? this.store?.state.zone_min ?? 0;
  }

  private setTime(utc_ms: number, zone_min: number): number {
    if (this.store?.setTime(utc_ms, zone_min) !== true) return AttError.OutOfRange;
    this.waitingZone_min = undefined;
    this.tell();
    return AttError.Success;
  }

  private refusal(value: Uint8Array, length: number, connection: GattConnection): number {
    if (!connection.bonded) return AttError.InsufficientAuthentication;
    if (this.store === undefined) return AttError.InsufficientResources;
    return value.length === length ? AttError.Success : AttError.InvalidAttributeValueLength;
  }

  private tell(): void {
    this.adjustReason = ADJUST_MANUAL;
    for (let slot = 0; slot < MAXIMUM_CONNECTIONS; slot++) {
      if (!hasSlot(this.subscribed, slot)) continue;
      this.connections.at(slot)?.notify(this.current, this.encode());
    }
    this.adjustReason = 0;
  }

  subscribe(connection: GattConnection, subscribed: boolean): void {
    const slot = this.connections.slotOf(connection);
    if (slot !== NO_SLOT) this.subscribed = withSlot(this.subscribed, slot, subscribed);
  }
}

class CurrentTime implements GattCharacteristic {
  private readonly service: CurrentTimeService;

  constructor(service: CurrentTimeService) {
    this.service = service;
  }

  get uuid(): string {
    return Characteristic.CurrentTime;
  }

  get properties(): number {
    return Property.Read | Property.WriteEncrypted | Property.Notify;
  }

  onRead(): Uint8Array {
    return this.service.encode();
  }

  onWrite(value: Uint8Array, connection: GattConnection): number {
    return this.service.writeCurrent(value, connection);
  }

  onSubscribe(connection: GattConnection): void {
    this.service.subscribe(connection, true);
  }

  onUnsubscribe(connection: GattConnection): void {
    this.service.subscribe(connection, false);
  }
}

class LocalTime implements GattCharacteristic {
  private readonly service: CurrentTimeService;

  constructor(service: CurrentTimeService) {
    this.service = service;
  }

  get uuid(): string {
    return Characteristic.LocalTimeInformation;
  }

  get properties(): number {
    return Property.Read | Property.WriteEncrypted;
  }

  onRead(): Uint8Array {
    return this.service.encodeLocal();
  }

  onWrite(value: Uint8Array, connection: GattConnection): number {
    return this.service.writeLocal(value, connection);
  }
}
