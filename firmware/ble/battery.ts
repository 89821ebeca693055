import { Property, type GattCharacteristic, type GattConnection, type GattService } from '../io/gatt';
import { Characteristic, Service } from './assigned-numbers';
import { hasSlot, MAXIMUM_CONNECTIONS, NO_SLOT, withSlot, type Connections } from './connections';
import { saturate } from './saturate';

/** What tells the charge: percent, 0 to 100. */
export interface Battery {
  percent(): number;
}

/** The charge moves over hours: how often the gauge is asked. Our choice. */
const GAUGE_INTERVAL_MS = 10_000;

/**
 * Battery Level 0x2A19: one octet, percent.
 * Source: Bluetooth SIG, Battery Service 1.0, section 3.1.
 */
export class BatteryLevel implements GattCharacteristic {
  private readonly connections: Connections;
  private readonly gauge: Battery;
  private readonly bytes = new Uint8Array(1);
  private subscribed = 0;
  /** Those that were sent the level as it is. */
  private told = 0;
  private asked_ms = -Infinity;

  constructor(options: { connections: Connections; gauge: Battery }) {
    this.connections = options.connections;
    this.gauge = options.gauge;
    this.ask();
  }

  get uuid(): string {
    return Characteristic.BatteryLevel;
  }

  get properties(): number {
    return Property.Read | Property.Notify;
  }

  /** Percent, 0 to 100, as last told by the gauge. */
  get level(): number {
    return this.bytes[0];
  }

  /** Notifies a central of a level other than the last it was sent, and once when it has subscribed. */
  update(now_ms: number): void {
    if (now_ms - this.asked_ms >= GAUGE_INTERVAL_MS) {
      this.asked_ms = now_ms;
      this.ask();
    }
    for (let slot = 0; slot < MAXIMUM_CONNECTIONS; slot++) {
      const connection = this.connections.at(slot);
      if (!connection || !hasSlot(this.subscribed & ~this.told, slot)) continue;
      if (connection.notify(this, this.bytes)) this.told = withSlot(this.told, slot, true);
    }
  }

  /** Forgets the central that had this slot. */
  release(slot: number): void {
    this.subscribed = withSlot(this.subscribed, slot, false);
  }

  onRead(): Uint8Array {
    return this.bytes;
  }

  onSubscribe(connection: GattConnection): void {
    this.subscribe(connection, true);
  }

  onUnsubscribe(connection: GattConnection): void {
    this.subscribe(connection, false);
  }

  private ask(): void {
    const before = this.level;
    this.bytes[0] = saturate(this.gauge.percent(), 100);
    if (this.level !== before) this.told = 0;
  }

  private subscribe(connection: GattConnection, subscribed: boolean): void {
    const slot = this.connections.slotOf(connection);
    if (slot === NO_SLOT) return;
    this.subscribed = withSlot(this.subscribed, slot, subscribed);
    this.told = withSlot(this.told, slot, false);
  }
}

/** Battery Service 0x180F. */
export function batteryService(level: BatteryLevel): GattService {
  return { uuid: Service.Battery, characteristics: [level] };
}
