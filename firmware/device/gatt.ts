import {
  Property,
  type AdvertisingParameters,
  type GattCharacteristic,
  type GattConnection,
  type GattServer,
  type GattServerConstructor,
  type GattServerOptions,
  type GattService,
} from '../io/gatt';
import { utf8 } from '../ble/utf8';
import { sdkCharacteristic } from './gatt-characteristic';
import { GattLink, type Outbox } from './gatt-link';
import type {
  SdkCharacteristicHandle,
  SdkConnection,
  SdkOwner,
  SdkRadio,
  SdkServer,
  SdkService,
} from './gatt-sdk';

/** Legacy advertising data (Core specification, Vol 3 Part C 11). */
const MAXIMUM_ADVERTISING = 31;

/**
 * The ATT MTU to offer: the largest whose packet, with the four bytes of L2CAP header, fits one link layer packet of 251
 * bytes (Core specification, Vol 6 Part B 4.5.10).
 */
const PREFERRED_MTU = 247;

/** Generic Access, and in it Device Name and Appearance (Assigned Numbers 3.4 and 3.8). */
const GENERIC_ACCESS = '1800';
const DEVICE_NAME = '2a00';
const APPEARANCE = '2a01';

/** Property bits, beyond the eight of the specification, that ask for an encrypted or authenticated link. */
const ENCRYPTED = ~0xff;

/**
 * The class of the shoe's GATT server over the SDK's. docs/MODDABLE.md lists the SDK's defects that stop here. One remains:
 * the SDK accepts every write, so the error code an `onWrite` returns reaches no central.
 */
export function gattServerOver(radio: SdkRadio): GattServerConstructor {
  return class extends DeviceGattServer {
    constructor(options: GattServerOptions) {
      super(radio, options);
    }
  };
}

class DeviceGattServer implements GattServer, SdkOwner {
  private readonly radio: SdkRadio;
  private readonly links: GattLink[] = [];
  private readonly outbox: Outbox = { queued: 0 };
  private readonly sdk: SdkServer;
  private readonly options: GattServerOptions;
  /** By number. */
  private readonly characteristics: readonly GattCharacteristic[];
  private opened = 0;

  constructor(radio: SdkRadio, options: GattServerOptions) {
    this.radio = radio;
    this.options = options;
    this.characteristics = options.services.flatMap(({ characteristics }) => characteristics);
    const services = options.services.map((service) => this.sdkService(service));
    this.sdk = new radio.Server({
      mtu: PREFERRED_MTU,
      services: [genericAccess(options.name, options.appearance), ...services],
      ...(options.services.some(needsEncryption) ? { security: { bond: true } } : {}),
      onReady: () => options.onReady(),
      onConnect: (connection) => options.onConnect(this.linkOf(connection)),
      onSecured: (connection) => void this.linkOf(connection),
      onDisconnect: (connection) => options.onDisconnect(this.lost(connection)),
    });
  }

  startAdvertising(data: Uint8Array, scanResponse: Uint8Array, parameters: AdvertisingParameters): void {
    if (data.length > MAXIMUM_ADVERTISING || scanResponse.length > MAXIMUM_ADVERTISING)
      throw new RangeError(`advertising data of more than ${MAXIMUM_ADVERTISING} bytes`);
    this.radio.advertise(this.sdk, data, scanResponse);
    this.radio.tune(Math.round(parameters.interval_ms / 0.625), parameters.connectable);
  }

  stopAdvertising(): void {
    this.sdk.stopAdvertising();
  }

  allowBonding(allowed: boolean): void {
    this.radio.allowBonding(allowed);
  }

  get bonds(): number {
    return this.radio.bonds();
  }

  /** The SDK's one connection is the one meant. */
  forget(connection: GattConnection): void {
    const link = this.links.find((one) => one === connection);
    if (link === undefined) return;
    this.radio.forget();
    this.unbond(link);
  }

  forgetAll(): void {
    this.radio.forgetAll();
    for (const link of this.links) this.unbond(link);
  }

  /** Off the air. The SDK's own close frees what NimBLE still uses, and no second server could be made: it stays. */
  close(): void {
    this.sdk.stopAdvertising();
    this.radio.disconnectAll();
  }

  linkOf(connection: SdkConnection): GattLink {
    let link = this.links.find((one) => one.is(connection));
    if (link === undefined) {
      link = new GattLink(this.radio, this.outbox, connection, this.opened++);
      this.links.push(link);
      connection.owner = this;
    }
    if (link.checkSecurity()) this.options.onSecured(link);
    return link;
  }

  read(index: number, connection: SdkConnection): Uint8Array {
    const characteristic = this.characteristics[index];
    return characteristic.onRead?.(this.linkOf(connection)) ?? characteristic.value ?? new Uint8Array(0);
  }

  write(index: number, bytes: ArrayBuffer, connection: SdkConnection): void {
    this.characteristics[index].onWrite?.(new Uint8Array(bytes), this.linkOf(connection));
  }

  subscribed(index: number, connection: SdkConnection, handle: SdkCharacteristicHandle): void {
    const characteristic = this.characteristics[index];
    const link = this.linkOf(connection);
    if (link.subscribe(characteristic, handle)) characteristic.onSubscribe?.(link);
  }

  unsubscribed(index: number, connection: SdkConnection): void {
    const characteristic = this.characteristics[index];
    const link = this.linkOf(connection);
    if (link.unsubscribe(characteristic)) characteristic.onUnsubscribe?.(link);
  }

  private unbond(link: GattLink): void {
    if (!link.bonded) return;
    link.bonded = false;
    this.options.onSecured(link);
  }

  private lost(connection: SdkConnection): GattConnection {
    const link = this.linkOf(connection);
    this.links.splice(this.links.indexOf(link), 1);
    link.lose();
    return link;
  }

  private sdkService(service: GattService): SdkService {
    return {
      uuid: service.uuid,
      characteristics: service.characteristics.map((characteristic) =>
        sdkCharacteristic(characteristic, this.characteristics.indexOf(characteristic)),
      ),
    };
  }
}

/** NimBLE takes the name and the appearance as fixed values of this service and nothing else in it. */
function genericAccess(name: string, appearance: number): SdkService {
  return {
    uuid: GENERIC_ACCESS,
    characteristics: [
      { uuid: DEVICE_NAME, properties: Property.Read, value: utf8(name) },
      {
        uuid: APPEARANCE,
        properties: Property.Read,
        value: Uint8Array.of(appearance & 0xff, appearance >> 8),
      },
    ],
  };
}

function needsEncryption(service: GattService): boolean {
  return service.characteristics.some((characteristic) => (characteristic.properties & ENCRYPTED) !== 0);
}
