/**
 * The radio as the shoe sees it: a GATT server with one advertising set, of the shape of `embedded:io/bluetoothle/
 * peripheral`. The device adapter hides the SDK's defects; the virtual radio and a real host stack implement the same.
 */

/** ATT error codes a write handler may return (Core specification, Vol 3 Part F 3.4.1.1, and the common profile errors). */
export const AttError = Object.freeze({
  Success: 0,
  InsufficientAuthentication: 0x05,
  InvalidAttributeValueLength: 0x0d,
  UnlikelyError: 0x0e,
  InsufficientResources: 0x11,
  ProcedureAlreadyInProgress: 0xfe,
  CccdImproperlyConfigured: 0xfd,
  WriteRequestRejected: 0xfc,
  OutOfRange: 0xff,
});

/** Characteristic property bits (Core specification, Vol 3 Part G 3.3.1.1; the encrypted ones as the SDK numbers them). */
export const Property = Object.freeze({
  Read: 0x02,
  WriteWithoutResponse: 0x04,
  Write: 0x08,
  Notify: 0x10,
  Indicate: 0x20,
  ReadEncrypted: 0x202,
  WriteEncrypted: 0x1008,
  WriteWithoutResponseEncrypted: 0x1004,
  /** Notify and Indicate, the descriptor written over an encrypted link only. */
  SubscribeEncrypted: 0x8010,
  IndicateEncrypted: 0x8020,
});

export interface GattConnection {
  /** Differs from that of every other connection open at the same time. */
  readonly id: number;
  /** Largest value that fits one notification: the ATT MTU less 3, 20 to 514. Grows when the MTU is exchanged. */
  readonly maximumWrite: number;
  /** The link is encrypted, with keys of this connection only or of a bond. Changes with `onSecured`. */
  readonly encrypted: boolean;
  /** The link is encrypted with the keys of a bond that both sides keep. Implies `encrypted`. */
  readonly bonded: boolean;
  /**
   * Sends a notification or indication to this central when it has subscribed, else does nothing. The value's bytes are
   * copied before the call returns. `true` when the value was queued.
   */
  notify(characteristic: GattCharacteristic, value: Uint8Array): boolean;
  /** Asks the central for another connection interval; it decides. Absent where the stack cannot ask. */
  requestParameters?(wish: ConnectionParameters): void;
  close(): void;
}

/** Core specification, Vol 3 Part A 4.20 (Connection Parameter Update Request). */
export interface ConnectionParameters {
  /** 7.5 to 4000, in steps of 1.25. */
  readonly intervalMinimum_ms: number;
  readonly intervalMaximum_ms: number;
  /** Connection events the peripheral may leave out in a row, 0 to 499. */
  readonly latency: number;
  /** 100 to 32,000, in steps of 10. */
  readonly supervisionTimeout_ms: number;
}

export interface GattCharacteristic {
  /** "2a53", or 128 bits in lower case with dashes. */
  readonly uuid: string;
  /** Property bits, or-ed. */
  readonly properties: number;
  /** A fixed value; a changing one is given by `onRead`. */
  readonly value?: Uint8Array;
  onRead?(connection: GattConnection): Uint8Array;
  /** Returns an ATT error code; 0 accepts the write. */
  onWrite?(value: Uint8Array, connection: GattConnection): number;
  onSubscribe?(connection: GattConnection): void;
  onUnsubscribe?(connection: GattConnection): void;
  /** The central confirmed an indication. */
  onConfirm?(connection: GattConnection): void;
}

export interface GattService {
  readonly uuid: string;
  readonly characteristics: readonly GattCharacteristic[];
}

export interface GattServerOptions {
  readonly name: string;
  /** GAP appearance, for example 0x0441. */
  readonly appearance: number;
  readonly services: readonly GattService[];
  /** Bonds kept at most: one more takes the place of the oldest. */
  readonly maximumBonds: number;
  /** Advertising may start. */
  onReady(): void;
  onConnect(connection: GattConnection): void;
  /** `encrypted` or `bonded` of the connection has changed. */
  onSecured(connection: GattConnection): void;
  onDisconnect(connection: GattConnection): void;
}

export interface AdvertisingParameters {
  /** Time from one advertising event to the next, without the random delay: 20 to 10,240, in steps of 0.625. */
  readonly interval_ms: number;
  /** May be connected to; else scannable only (ADV_IND or ADV_SCAN_IND). */
  readonly connectable: boolean;
}

export interface GattServer {
  /**
   * Starts or replaces advertising. Both payloads are whole advertising data of at most 31 bytes (length, type, bytes ...).
   * A stack that cannot choose takes its own interval.
   * @throws RangeError when a payload is longer
   */
  startAdvertising(data: Uint8Array, scanResponse: Uint8Array, parameters: AdvertisingParameters): void;
  stopAdvertising(): void;
  /**
   * Whether a central may make a bond from now on; not at first. Outside of it pairing is refused or, where the stack
   * cannot refuse, ends without a bond. A central bonded before may pair anew when it is allowed: its old bond is replaced.
   */
  allowBonding(allowed: boolean): void;
  /** Bonds kept now. */
  readonly bonds: number;
  /** Forgets the bond of this central. The link stays, but is `bonded` no more. */
  forget(connection: GattConnection): void;
  /** Forgets every bond. */
  forgetAll(): void;
  close(): void;
}

export type GattServerConstructor = new (options: GattServerOptions) => GattServer;
