/** A connection as the firmware sees it, on a real host stack. */
import {
  Property,
  type ConnectionParameters,
  type GattCharacteristic,
  type GattConnection,
} from '../../firmware/io/gatt';
import type { AddressType, ServerCharacteristic, StackConnection } from './ble-host-types';

/** Notifications of one connection that may wait in the stack, then `notify` refuses. NimBLE has 12 buffers by default. */
const NOTIFICATIONS_WAITING = 12;
/** Units of HCI, ms. */
const CONNECTION_UNIT_ms = 1.25;
const TIMEOUT_UNIT_ms = 10;

/** Who a bond is with. */
export interface BondedPeer {
  readonly type: AddressType;
  readonly address: string;
}

export class ServedConnection implements GattConnection {
  encrypted = false;
  bonded = false;
  /** Its bond goes when it does. */
  forgotten = false;
  private waiting = 0;
  private indicating = false;
  private answering = false;
  private readonly afterAnswer: (() => void)[] = [];
  private readonly subscribed = new Set<GattCharacteristic>();

  constructor(
    readonly id: number,
    private readonly connection: StackConnection,
    private readonly values: ReadonlyMap<GattCharacteristic, ServerCharacteristic>,
  ) {}

  get maximumWrite(): number {
    return this.connection.gatt.currentMtu - 3;
  }

  get peer(): BondedPeer | undefined {
    const { peerIdentityAddressType: type, peerIdentityAddress: address } = this.connection;
    return type && address ? { type, address } : undefined;
  }

  isWith(peer: BondedPeer): boolean {
    return this.peer?.address === peer.address && this.peer.type === peer.type;
  }

  /** Returns whether that is a change. */
  secure(encrypted: boolean, bonded: boolean): boolean {
    const changed = this.encrypted !== encrypted || this.bonded !== bonded;
    this.encrypted = encrypted;
    this.bonded = bonded;
    return changed;
  }

  requestParameters(wish: ConnectionParameters): void {
    this.connection.updateConnParams({
      connIntervalMin: Math.round(wish.intervalMinimum_ms / CONNECTION_UNIT_ms),
      connIntervalMax: Math.round(wish.intervalMaximum_ms / CONNECTION_UNIT_ms),
      connLatency: wish.latency,
      supervisionTimeout: Math.round(wish.supervisionTimeout_ms / TIMEOUT_UNIT_ms),
    });
  }

  /** Returns whether that is a change. */
  subscribe(characteristic: GattCharacteristic, subscribed: boolean): boolean {
    if (this.subscribed.has(characteristic) === subscribed) return false;
    if (subscribed) this.subscribed.add(characteristic);
    else this.subscribed.delete(characteristic);
    return true;
  }

  notify(characteristic: GattCharacteristic, value: Uint8Array): boolean {
    const served = this.values.get(characteristic);
    if (!served) throw new Error(`notify ${characteristic.uuid}: not a characteristic of this server`);
    if (value.length > this.maximumWrite)
      throw new RangeError(
        `notify ${characteristic.uuid}: ${value.length} bytes, the MTU allows ${this.maximumWrite}`,
      );
    if (this.connection.disconnected) return false;
    const bytes = Buffer.from(value);
    if ((characteristic.properties & Property.Notify) === 0)
      return this.indicate(characteristic, served, bytes);
    if (this.waiting >= NOTIFICATIONS_WAITING) return false;
    const queued = served.notify?.(this.connection, bytes, () => this.waiting--) ?? false;
    if (queued) this.waiting++;
    return queued;
  }

  close(): void {
    this.connection.disconnect();
  }

  /** One indication at a time on a connection (Core, Vol 3 Part F 3.3.2). */
  private indicate(characteristic: GattCharacteristic, served: ServerCharacteristic, bytes: Buffer): boolean {
    if (this.indicating) return false;
    const send = () =>
      served.indicate?.(this.connection, bytes, () => {
        this.indicating = false;
        characteristic.onConfirm?.(this);
      }) ?? false;
    if (this.answering) {
      if (!this.subscribed.has(characteristic)) return false;
      this.afterAnswer.push(send);
      this.indicating = true;
    } else this.indicating = send();
    return this.indicating;
  }

  /** Has the firmware answer a request; what it indicates meanwhile goes out after the answer. */
  answer(respond: () => void): void {
    this.answering = true;
    try {
      respond();
    } finally {
      this.answering = false;
      for (const send of this.afterAnswer.splice(0)) send();
    }
  }
}
