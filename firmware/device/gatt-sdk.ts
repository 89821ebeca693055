/**
 * The SDK's GATT server as it really is (modules/io/ble/server/esp32 of Moddable SDK 8.2.3): what the adapter in gatt.ts
 * is written against, and what its tests imitate.
 */

/** A central. Members throw once it is gone. */
export interface SdkConnection {
  /** ATT MTU less 3. */
  readonly maximumWrite: number;
  /** Ours: the server that was told of it. The SDK's object takes it as any object does. */
  owner?: SdkOwner;
}

/** Has the characteristics, by their numbers (gatt-characteristic.ts). */
export interface SdkOwner {
  read(index: number, connection: SdkConnection): Uint8Array;
  write(index: number, bytes: ArrayBuffer, connection: SdkConnection): void;
  subscribed(index: number, connection: SdkConnection, handle: SdkCharacteristicHandle): void;
  unsubscribed(index: number, connection: SdkConnection): void;
}

/** What a characteristic's callbacks get as `this`, and the only name notifications know it by. */
export type SdkCharacteristicHandle = object;

export interface SdkCharacteristic {
  readonly uuid: string;
  readonly properties: number;
  /** Fixed and not empty; then no callback may be there. The SDK looks whether the key exists, not what it holds. */
  value?: Uint8Array;
  /** There when and only when `properties` says read. */
  onRead?: (connection: SdkConnection) => Uint8Array;
  /** There when and only when `properties` says write. What it returns is ignored: the write is always accepted. */
  onWrite?: (value: ArrayBuffer, connection: SdkConnection) => void;
  onSubscribe?: (this: SdkCharacteristicHandle, connection: SdkConnection) => void;
  /** There when and only when `properties` says notify or indicate. Called before a lost central's onDisconnect too. */
  onUnsubscribe?: (this: SdkCharacteristicHandle, connection: SdkConnection) => void;
}

export interface SdkService {
  readonly uuid: string;
  readonly characteristics: readonly SdkCharacteristic[];
}

export interface SdkServerOptions {
  readonly mtu: number;
  readonly services: readonly SdkService[];
  /** The names the C reads; the SDK's declarations have others. Pairing works when it is there at all. */
  readonly security?: { readonly bond: boolean };
  onReady(): void;
  onConnect(connection: SdkConnection): void;
  /** Pairing is complete. Not called when a link is encrypted with a bond made before. */
  onSecured(connection: SdkConnection): void;
  onDisconnect(connection: SdkConnection): void;
}

export interface SdkServer {
  stopAdvertising(): void;
}

/** The SDK's server class, and the C functions below it where the class loses something on the way. */
export interface SdkRadio {
  readonly Server: new (options: SdkServerOptions) => SdkServer;
  /** Whole advertising data of at most 31 bytes each. The class takes records and puts them in an order of its own. */
  advertise(server: SdkServer, data: Uint8Array, scanResponse: Uint8Array): void;
  /** Advertises on with this interval (0.625 ms) and type. The SDK knows only NimBLE's 30 to 60 ms, connectable. */
  tune(interval: number, connectable: boolean): void;
  /**
   * Copies the value and queues it. Throws when no central subscribed to the characteristic. `done` gets 0 when a
   * notification was handed to the controller or an indication was confirmed, else NimBLE's error; the class drops it.
   */
  notify(
    connection: SdkConnection,
    characteristic: SdkCharacteristicHandle,
    value: Uint8Array,
    done: (error: number) => void,
  ): void;
  /** Ends every connection. The class frees the connection at once, and crashes when its subscriptions end after that. */
  disconnectAll(): void;
  /** Of the link there is: bit 0 encrypted, bit 1 bonded; 0 without a link. */
  security(): number;
  /** Asks the central of the link there is: intervals in 1.25 ms, time-out in 10 ms. */
  requestParameters(minimum: number, maximum: number, latency: number, timeout: number): void;
  /** Whether pairing makes a bond from now on. */
  allowBonding(allowed: boolean): void;
  /** Bonds in NVS. */
  bonds(): number;
  /** Deletes the bond of the central of the link there is; the link stays. */
  forget(): void;
  forgetAll(): void;
}
