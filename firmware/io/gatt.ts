/**
 * The radio as the shoe sees it: a GATT server with one advertising set, of the shape of `embedded:io/bluetoothle/
 * peripheral`. The device adapter hides the SDK's defects; the virtual radio and a real host stack implement the same.
 */

/** ATT error codes a write handler may return (Core specification, Vol 3 Part F 3.4.1.1, and the common profile errors). */
export const AttError = Object.freeze({
  Success: 0,
  InvalidAttributeValueLength: 0x0d,
  UnlikelyError: 0x0e,
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
  SubscribeEncrypted: 0x8010,
});

export interface GattConnection {
  /** Largest value that fits one notification: the ATT MTU less 3. */
  readonly maximumWrite: number;
  /**
   * Sends a notification or indication to this central when it has subscribed, else does nothing. The value's bytes are
   * copied before the call returns. `true` when the value was queued.
   */
  notify(characteristic: GattCharacteristic, value: Uint8Array): boolean;
  close(): void;
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
  /** Advertising may start. */
  onReady(): void;
  onConnect(connection: GattConnection): void;
  onDisconnect(connection: GattConnection): void;
}

export interface GattServer {
  /**
   * Starts or replaces advertising. Both payloads are whole advertising data of at most 31 bytes (length, type, bytes ...).
   * @throws RangeError when a payload is longer
   */
  startAdvertising(data: Uint8Array, scanResponse: Uint8Array): void;
  stopAdvertising(): void;
  close(): void;
}

export type GattServerConstructor = new (options: GattServerOptions) => GattServer;
