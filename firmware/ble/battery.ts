import { Property, type GattCharacteristic, type GattConnection, type GattService } from '../io/gatt';
import { Characteristic, Service } from './assigned-numbers';
import { MAXIMUM_CONNECTIONS, NO_SLOT, type Connections } from './connections';
import { saturate } from './saturate';

/** What tells the charge: percent, 0 to 100. */
export interface Battery {
  percent(): number;
}

/** The charge moves over hours: how often the gauge is asked. Our choice. */
const GAUGE_INTERVAL_MS = 10_000;

/** No level a gauge can give: nothing was sent yet. */
const NOTHING_SENT = 0xff;

/**
 * Battery Service 0x180F: Battery Level 0x2A19, one octet, percent.
 * Source: Bluetooth SIG, Battery Service 1.0, section 3.1.
 */
export class BatteryService implements GattService {
  readonly uuid = Service.Battery;
  readonly characteristics: readonly GattCharacteristic[];

  private readonly connections: Connections;
  private readonly gauge: Battery;
  private readonly levelCharacteristic: GattCharacteristic;
  private readonly value = new Uint8Array(1);
  private readonly subscribed = new Uint8Array(MAXIMUM_CONNECTIONS);
  private readonly sent = new Uint8Array(MAXIMUM_CONNECTIONS);
  private asked_ms = -Infinity;

  constructor(options: { connections: Connections; gauge: Battery }) {
    this.connections = options.connections;
    this.gauge = options.gauge;
    this.ask();
    this.levelCharacteristic = {
      uuid: Characteristic.BatteryLevel,
      properties: Property.Read | Property.Notify,
      onRead: () => this.value,
      onSubscribe: (connection) => this.subscribe(connection, 1),
      onUnsubscribe: (connection) => this.subscribe(connection, 0),
    };
    this.characteristics = [this.levelCharacteristic];
  }

  /** Percent, 0 to 100, as last told by the gauge. */
  get level(): number {
    return this.value[0];
  }

  /** Notifies a central of a level other than the last it was sent, and once when it has subscribed. */
  update(now_ms: number): void {
    if (now_ms - this.asked_ms >= GAUGE_INTERVAL_MS) {
      this.asked_ms = now_ms;
      this.ask();
    }
    const level = this.level;
    for (let slot = 0; slot < MAXIMUM_CONNECTIONS; slot++) {
      const connection = this.connections.at(slot);
      if (!connection || this.subscribed[slot] !== 1 || this.sent[slot] === level) continue;
      if (connection.notify(this.levelCharacteristic, this.value)) this.sent[slot] = level;
    }
  }

  /** Forgets the central that had this slot. */
  release(slot: number): void {
    this.subscribed[slot] = 0;
  }

  private ask(): void {
    this.value[0] = saturate(this.gauge.percent(), 100);
  }

  private subscribe(connection: GattConnection, subscribed: number): void {
    const slot = this.connections.slotOf(connection);
    if (slot === NO_SLOT) return;
    this.subscribed[slot] = subscribed;
    this.sent[slot] = NOTHING_SENT;
  }
}
