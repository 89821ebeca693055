import {
  Property,
  type ConnectionParameters,
  type GattCharacteristic,
  type GattConnection,
} from '../io/gatt';
import type { SdkCharacteristicHandle, SdkConnection, SdkRadio } from './gatt-sdk';

/**
 * Values handed to the SDK and not yet sent, of all centrals together. Each takes one of NimBLE's buffers (12 of 256 bytes
 * by default, receiving included), and the SDK frees a value twice when NimBLE has none left: stay well below. Our choice.
 */
const MAXIMUM_QUEUED = 4;

/** The default ATT MTU less 3 (Core specification, Vol 3 Part F 5.2.1): what is certain while nothing better is known. */
const LEAST_WRITE = 20;

/** Bits of `SdkRadio.security`. */
const ENCRYPTED = 1;
const BONDED = 2;

/** How many values the SDK holds now. One for all centrals. */
export interface Outbox {
  queued: number;
}

interface Subscription {
  readonly handle: SdkCharacteristicHandle;
  readonly done: (error: number) => void;
}

/** A central, as the shoe sees it. */
export class GattLink implements GattConnection {
  readonly id: number;
  encrypted = false;
  bonded = false;
  private readonly radio: SdkRadio;
  private readonly outbox: Outbox;
  private readonly subscriptions = new Map<GattCharacteristic, Subscription>();
  /** The SDK's connection, until it is gone. */
  private connection: SdkConnection | undefined;

  constructor(radio: SdkRadio, outbox: Outbox, connection: SdkConnection, id: number) {
    this.id = id;
    this.radio = radio;
    this.outbox = outbox;
    this.connection = connection;
  }

  get maximumWrite(): number {
    return this.connection?.maximumWrite ?? LEAST_WRITE;
  }

  /** `false` too while MAXIMUM_QUEUED values wait: the SDK has no limit of its own. */
  notify(characteristic: GattCharacteristic, value: Uint8Array): boolean {
    const { connection, outbox } = this;
    const subscription = this.subscriptions.get(characteristic);
    if (connection === undefined || subscription === undefined || outbox.queued >= MAXIMUM_QUEUED)
      return false;
    try {
      this.radio.notify(connection, subscription.handle, value, subscription.done);
    } catch {
      // The SDK keeps one subscription per characteristic, not per central: another central has just ended its own.
      return false;
    }
    outbox.queued++;
    return true;
  }

  requestParameters(wish: ConnectionParameters): void {
    if (this.connection === undefined) return;
    const minimum = Math.round(wish.intervalMinimum_ms / 1.25);
    const maximum = Math.round(wish.intervalMaximum_ms / 1.25);
    this.radio.requestParameters(minimum, maximum, wish.latency, Math.round(wish.supervisionTimeout_ms / 10));
  }

  /**
   * Looks how the link is secured, for the SDK does not tell when a bond made before encrypts it.
   * @returns whether that has changed
   */
  checkSecurity(): boolean {
    const security = this.connection === undefined ? 0 : this.radio.security();
    const encrypted = (security & ENCRYPTED) !== 0;
    const bonded = encrypted && (security & BONDED) !== 0;
    if (encrypted === this.encrypted && bonded === this.bonded) return false;
    this.encrypted = encrypted;
    this.bonded = bonded;
    return true;
  }

  /** Ends the connection; with it every other, for the SDK tells nobody its number. SDK 8.2.3 allows one at a time. */
  close(): void {
    if (this.connection !== undefined) this.radio.disconnectAll();
  }

  is(connection: SdkConnection): boolean {
    return this.connection === connection;
  }

  /** @returns whether this is news */
  subscribe(characteristic: GattCharacteristic, handle: SdkCharacteristicHandle): boolean {
    if (this.subscriptions.has(characteristic)) return false;
    const done = (error: number): void => this.sent(characteristic, error);
    this.subscriptions.set(characteristic, { handle, done });
    return true;
  }

  /** @returns whether this is news */
  unsubscribe(characteristic: GattCharacteristic): boolean {
    return this.subscriptions.delete(characteristic);
  }

  /** The central is gone. */
  lose(): void {
    this.connection = undefined;
  }

  private sent(characteristic: GattCharacteristic, error: number): void {
    this.outbox.queued--;
    if (error === 0 && this.connection !== undefined && characteristic.properties & Property.Indicate)
      characteristic.onConfirm?.(this);
  }
}
