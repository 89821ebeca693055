import { Property, type GattCharacteristic, type GattConnection } from '../io/gatt';
import { putUint16, putUint32 } from './bytes';
import { hasSlot, MAXIMUM_CONNECTIONS, NO_SLOT, withSlot, type Connections } from './connections';
import { FootfallCharacteristic, PROTOCOL_MAJOR, PROTOCOL_MINOR } from './footfall-numbers';
import { WINDOW } from './frames';

export const INFORMATION_LENGTH = 16;

const ENCRYPTED = 1;
const BONDED = 2;
const MAY_BOND = 4;
const TRANSFERRING = 8;

/** What Information tells of the shoe. */
export interface ShoeState {
  readonly features: number;
  readonly mayBond: boolean;
  readonly transferring: boolean;
  readonly newestRun: number;
  readonly settingsChanges: number;
  readonly adviceChanges: number;
}

/** Information: what there is to speak with. What would tell one shoe from another is for phones with a bond. */
export class Information implements GattCharacteristic {
  private readonly connections: Connections;
  private readonly state: ShoeState;
  private subscribed = 0;
  private readonly bytes = new Uint8Array(INFORMATION_LENGTH);
  /** What each central was last sent, one after the other. */
  private readonly sent = new Uint8Array(MAXIMUM_CONNECTIONS * INFORMATION_LENGTH);

  constructor(options: { readonly connections: Connections; readonly state: ShoeState }) {
    this.connections = options.connections;
    this.state = options.state;
  }

  get uuid(): string {
    return FootfallCharacteristic.Information;
  }

  get properties(): number {
    return Property.Read | Property.Notify;
  }

  /** Notifies every central for which something has changed. To be called about once a second. */
  update(): void {
    for (let slot = 0; slot < MAXIMUM_CONNECTIONS; slot++) {
      const connection = this.connections.at(slot);
      if (!connection || !hasSlot(this.subscribed, slot)) continue;
      const value = this.onRead(connection);
      const at = slot * INFORMATION_LENGTH;
      if (!differsAt(value, this.sent, at)) continue;
      if (connection.notify(this, value)) this.sent.set(value, at);
    }
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
    const { state, bytes: value } = this;
    const { bonded } = connection;
    let link = 0;
    if (connection.encrypted) link |= ENCRYPTED;
    if (bonded) link |= BONDED;
    if (state.mayBond) link |= MAY_BOND;
    if (state.transferring) link |= TRANSFERRING;
    value[0] = PROTOCOL_MAJOR;
    value[1] = PROTOCOL_MINOR;
    putUint16(value, 2, state.features);
    value[4] = link;
    value[5] = WINDOW >> 8;
    putUint32(value, 6, bonded ? state.newestRun : 0);
    putUint16(value, 10, bonded ? state.settingsChanges : 0);
    putUint16(value, 12, bonded ? state.adviceChanges : 0);
    return value;
  }

  private subscribe(connection: GattConnection, subscribed: boolean): void {
    const slot = this.connections.slotOf(connection);
    if (slot === NO_SLOT) return;
    this.subscribed = withSlot(this.subscribed, slot, subscribed);
    const at = slot * INFORMATION_LENGTH;
    this.sent.fill(0, at, at + INFORMATION_LENGTH);
  }
}

function differsAt(value: Uint8Array, bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < value.length; i++) if (value[i] !== bytes[at + i]) return true;
  return false;
}
