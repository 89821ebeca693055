/**
 * A stand-in for BlueZ on a private bus: what Chromium asks of `org.bluez` goes to phones with real host stacks (ble-host) on the
 * virtual air, one for each shoe. Names and errors are those of BlueZ's D-Bus interface (doc/*.rst of BlueZ 5).
 */
import { Variant } from 'dbus-next';
import type { StackCentral } from '../radio/central';
import { AttFailure, PairingFailure, type StackLink } from '../radio/stack-link';
import { BusError, ObjectTree, type Method, type Properties } from './object-tree';

const ADAPTER = 'org.bluez.Adapter1';
const DEVICE = 'org.bluez.Device1';
const SERVICE = 'org.bluez.GattService1';
const CHARACTERISTIC = 'org.bluez.GattCharacteristic1';
const DESCRIPTOR = 'org.bluez.GattDescriptor1';
const ADAPTER_PATH = '/org/bluez/hci0';
const CCCD = '00002902-0000-1000-8000-00805f9b34fb';

/** AD types (Assigned Numbers, 2.3), and the ATT errors that make a phone encrypt and ask again (Core, Vol 3 Part F 3.4.1.1). */
const SHORTENED_NAME = 0x08;
const COMPLETE_NAME = 0x09;
const COMPLETE_16_BIT_SERVICES = 0x03;
const INSUFFICIENT_AUTHENTICATION = 0x05;
const INSUFFICIENT_ENCRYPTION = 0x0f;
/** Any that a shoe on a foot may have. */
const RSSI_dBm = -50;
/** Connection interval of a phone that has something to fetch: 7.5 ms, in units of 1.25 ms. */
const FAST_INTERVAL = 6;

/** Something on the air that can be connected to, and the phone that would do it. */
export interface Peer {
  readonly address: string;
  readonly central: StackCentral;
}

export interface BluezOptions {
  /** Sees every value on its way to the browser, and may give it another. */
  tamper?(peer: Peer, uuid: string, value: Uint8Array): Uint8Array;
}

const nothing: Method = () => undefined;
const bool = (value: boolean) => new Variant('b', value);
const text = (value: string) => new Variant('s', value);
const bytes = (value: Uint8Array) => new Variant('ay', Buffer.from(value));
const object = (value: string) => new Variant('o', value);

export class BluezStandIn {
  /** Bonds that were made, in order, by address of the peer. */
  readonly bonds: string[] = [];
  private readonly devices: Device[];
  private scanning = false;

  private constructor(
    readonly tree: ObjectTree,
    peers: readonly Peer[],
    readonly options: BluezOptions,
  ) {
    this.devices = peers.map((peer) => new Device(this, peer));
  }

  static async serve(
    address: string,
    peers: readonly Peer[],
    options: BluezOptions = {},
  ): Promise<BluezStandIn> {
    const standIn = new BluezStandIn(await ObjectTree.serve(address, 'org.bluez'), peers, options);
    standIn.addAgents();
    standIn.addAdapter();
    return standIn;
  }

  /** The adapter is taken away, or put in. (Of one that is only switched off the browser's own chooser tells.) */
  plug(inPlace: boolean): void {
    if (inPlace) this.addAdapter();
    else this.tree.remove(ADAPTER_PATH);
  }

  close(): void {
    this.tree.close();
  }

  private addAgents(): void {
    this.tree.add(
      '/org/bluez',
      'org.bluez.AgentManager1',
      {},
      {
        RegisterAgent: nothing,
        RequestDefaultAgent: nothing,
        UnregisterAgent: nothing,
      },
    );
  }

  private addAdapter(): void {
    const properties: Properties = {
      Address: text('00:AA:01:00:00:01'),
      AddressType: text('public'),
      Name: text('virtual'),
      Alias: text('virtual'),
      Class: new Variant('u', 0),
      Powered: bool(true),
      Discoverable: bool(false),
      DiscoverableTimeout: new Variant('u', 0),
      Pairable: bool(true),
      PairableTimeout: new Variant('u', 0),
      Discovering: bool(false),
      UUIDs: new Variant('as', []),
      Modalias: text('usb:v1D6Bp0246d0542'),
    };
    this.tree.add(ADAPTER_PATH, ADAPTER, properties, {
      SetDiscoveryFilter: nothing,
      RemoveDevice: nothing,
      StartDiscovery: () => this.scan(true),
      StopDiscovery: () => this.scan(false),
    });
  }

  private scan(on: boolean): void {
    this.scanning = on;
    this.tree.set(ADAPTER_PATH, ADAPTER, { Discovering: bool(on) });
    if (on) for (const device of this.devices) void device.lookOut(() => this.scanning);
  }
}

function pathOf(address: string): string {
  return `${ADAPTER_PATH}/dev_${address.replaceAll(':', '_')}`;
}

/** A shoe as BlueZ knows it: found by scanning, its attributes published while it is connected. */
class Device {
  private readonly path: string;
  private link: StackLink | undefined;
  private connecting: Promise<void> | undefined;
  private looking = false;

  constructor(
    private readonly bluez: BluezStandIn,
    private readonly peer: Peer,
  ) {
    this.path = pathOf(peer.address);
  }

  /** Publishes the shoe once it was heard. */
  async lookOut(wanted: () => boolean): Promise<void> {
    const { tree } = this.bluez;
    if (this.looking || this.link) return;
    this.looking = true;
    const heard = await this.peer.central.scan(({ items }) => items.has(COMPLETE_16_BIT_SERVICES));
    this.looking = false;
    if (!wanted()) return;
    // Known from an earlier scan: a new reading of its strength tells that it is there.
    if (tree.has(this.path)) return this.change({ RSSI: new Variant('n', RSSI_dBm) });
    const name = String(heard.items.get(COMPLETE_NAME) ?? heard.items.get(SHORTENED_NAME) ?? '');
    const services = heard.items.get(COMPLETE_16_BIT_SERVICES) ?? Buffer.alloc(0);
    const uuids = Array.from({ length: services.length >> 1 }, (_, i) =>
      longUuid(services.readUInt16LE(2 * i)),
    );
    tree.add(
      this.path,
      DEVICE,
      {
        Address: text(this.peer.address),
        AddressType: text('random'),
        Name: text(name),
        Alias: text(name),
        Paired: bool(false),
        Trusted: bool(false),
        Blocked: bool(false),
        LegacyPairing: bool(false),
        Connected: bool(false),
        ServicesResolved: bool(false),
        UUIDs: new Variant('as', uuids),
        Adapter: object(ADAPTER_PATH),
        RSSI: new Variant('n', RSSI_dBm),
      },
      {
        Connect: () => (this.connecting ??= this.connect().finally(() => (this.connecting = undefined))),
        Disconnect: () => void this.link?.disconnect(),
      },
    );
  }

  private async connect(): Promise<void> {
    const { central } = this.peer;
    if (this.link) return;
    const heard = await withIn(central.scan(({ connectable }) => connectable));
    if (!heard) throw new BusError('org.bluez.Error.Failed', 'le-connection-abort-by-local');
    const link = await central.connect(heard, {
      connIntervalMin: FAST_INTERVAL,
      connIntervalMax: FAST_INTERVAL,
    });
    this.link = link;
    this.change({ Connected: bool(true) });
    void link.ended().then(() => this.gone());
    void this.resolve(link);
  }

  /** Discovers, and publishes what there is; that it is complete is told last, as the browser reads the tree then. */
  private async resolve(link: StackLink): Promise<void> {
    try {
      await link.exchangeMtu();
      const services = await link.discover();
      services.forEach((service, i) => {
        const path = `${this.path}/service${hex(i)}`;
        this.bluez.tree.add(path, SERVICE, {
          UUID: text(longUuid(service.uuid)),
          Primary: bool(true),
          Device: object(this.path),
          Includes: new Variant('ao', []),
        });
        for (const [k, { uuid, properties }] of service.characteristics.entries())
          this.addCharacteristic(link, path, `${path}/char${hex(k)}`, uuid, properties);
      });
      this.change({ ServicesResolved: bool(true) });
    } catch {
      // The link went meanwhile: `gone` says so.
    }
  }

  private gone(): void {
    this.link = undefined;
    for (let i = 0; this.bluez.tree.has(`${this.path}/service${hex(i)}`); i++)
      this.bluez.tree.remove(`${this.path}/service${hex(i)}`);
    this.change({ Connected: bool(false), ServicesResolved: bool(false) });
  }

  private change(properties: Properties): void {
    this.bluez.tree.set(this.path, DEVICE, properties);
  }

  private addCharacteristic(
    link: StackLink,
    service: string,
    path: string,
    uuid: string,
    properties: readonly string[],
  ): void {
    const { tree } = this.bluez;
    const tamper = (value: Uint8Array) => this.bluez.options.tamper?.(this.peer, uuid, value) ?? value;
    const names: Record<string, string> = { writeWithoutResponse: 'write-without-response' };
    const flags = properties.map((name) => names[name] ?? name);
    tree.add(
      path,
      CHARACTERISTIC,
      {
        UUID: text(longUuid(uuid)),
        Service: object(service),
        Value: bytes(new Uint8Array(0)),
        Notifying: bool(false),
        Flags: new Variant('as', flags),
        MTU: new Variant('q', link.mtu),
      },
      {
        ReadValue: async () => ['ay', [Buffer.from(tamper(await this.secured(link, () => link.read(uuid))))]],
        WriteValue: async ([value, options]) => {
          const command = (options as Properties | undefined)?.type?.value === 'command';
          // BlueZ answers a command once it is queued (src/gatt-client.c), and not when it has gone out.
          if (command) void link.writeWithoutResponse(uuid, value as Buffer).catch(() => undefined);
          else await this.secured(link, () => link.write(uuid, value as Buffer));
        },
        StartNotify: async () => {
          const notify = (value: Buffer) => tree.set(path, CHARACTERISTIC, { Value: bytes(tamper(value)) });
          await this.secured(link, () => link.subscribe(uuid, notify));
          tree.set(path, CHARACTERISTIC, { Notifying: bool(true) });
        },
        StopNotify: async () => {
          await link.unsubscribe(uuid);
          tree.set(path, CHARACTERISTIC, { Notifying: bool(false) });
        },
      },
    );
    // Without this descriptor the browser refuses to subscribe.
    if (flags.includes('notify') || flags.includes('indicate'))
      tree.add(`${path}/desc0`, DESCRIPTOR, {
        UUID: text(CCCD),
        Characteristic: object(path),
        Value: bytes(new Uint8Array(0)),
      });
  }

  /** As BlueZ does: a request refused for want of encryption is made again once the link is encrypted, with a bond if need be. */
  private async secured<T>(link: StackLink, request: () => Promise<T>): Promise<T> {
    try {
      try {
        return await request();
      } catch (error) {
        if (!isForSecurity(error)) throw error;
        await this.encrypt(link);
        return await request();
      }
    } catch (error) {
      if (isForSecurity(error) || error instanceof PairingFailure)
        throw new BusError('org.bluez.Error.NotPermitted', 'Not paired');
      throw new BusError('org.bluez.Error.Failed', String(error));
    }
  }

  private async encrypt(link: StackLink): Promise<void> {
    const { smp } = link.connection;
    if (smp.hasLtk && (await link.encrypt()) === 0) return;
    await link.pair();
    this.bluez.bonds.push(this.peer.address);
    this.change({ Paired: bool(true) });
  }
}

function isForSecurity(error: unknown): boolean {
  return (
    error instanceof AttFailure &&
    (error.code === INSUFFICIENT_AUTHENTICATION || error.code === INSUFFICIENT_ENCRYPTION)
  );
}

/** Time after which a connection attempt is given up, ms. */
const CONNECT_MOST_ms = 10_000;

async function withIn<T>(promise: Promise<T>): Promise<T | undefined> {
  return Promise.race([
    promise,
    new Promise<undefined>((keep) => setTimeout(() => keep(undefined), CONNECT_MOST_ms)),
  ]);
}

function hex(number: number): string {
  return number.toString(16).padStart(4, '0');
}

/** 128 bits in lower case. */
function longUuid(uuid: string | number): string {
  const short = typeof uuid === 'number' ? hex(uuid) : uuid;
  return short.length === 4 ? `0000${short}-0000-1000-8000-00805f9b34fb` : short;
}
