/** The browser's Bluetooth. Operations go one after the other: Chromium refuses a second one while the first is under way. */
import { LinkLost } from '../../client/transport';
import { CURRENT_TIME, CURRENT_TIME_SERVICE, LOCAL_TIME_INFORMATION, SERVICE } from '../../client/uuids';
import { Problem, type Device, type Link } from './device';
import { BATTERY_LEVEL, FIRMWARE_REVISION, MEASUREMENT } from './uuids';

const RUNNING_SPEED_AND_CADENCE = 0x1814;
const BATTERY = 0x180f;
const DEVICE_INFORMATION = 0x180a;

/** Where a characteristic is; every other one is of the shoe's own service. */
const SERVICES: Readonly<Record<string, BluetoothServiceUUID>> = {
  [MEASUREMENT]: RUNNING_SPEED_AND_CADENCE,
  [BATTERY_LEVEL]: BATTERY,
  [FIRMWARE_REVISION]: DEVICE_INFORMATION,
  [CURRENT_TIME]: CURRENT_TIME_SERVICE,
  [LOCAL_TIME_INFORMATION]: CURRENT_TIME_SERVICE,
};

/**
 * Largest value that fits any link (Core, Vol 3 Part F 3.2.8: ATT_MTU is 23 at least). The browser does not tell the MTU, but what the
 * shoe has notified fitted: the same MTU holds both ways.
 */
const WRITE_LEAST = 20;
/** A link that ends this soon after it was made was closed by the shoe: it serves three at a time. */
const TURNED_AWAY_ms = 3000;

/** Lets the runner choose a shoe that is near. To be called in a click. @throws Problem */
export async function chooseDevice(): Promise<Device> {
  const bluetooth = await readyBluetooth();
  try {
    const device = await bluetooth.requestDevice({
      // What a shoe advertises is the standard's service; whether it is one of ours is found out after connecting.
      filters: [{ services: [RUNNING_SPEED_AND_CADENCE] }],
      optionalServices: [SERVICE, BATTERY, DEVICE_INFORMATION, CURRENT_TIME_SERVICE],
    });
    return deviceOf(device);
  } catch (error) {
    throw chooserProblem(error);
  }
}

/** Shoes the runner has chosen before, where the browser tells them. */
export async function knownDevices(): Promise<Device[]> {
  const { bluetooth } = navigator as { bluetooth?: Bluetooth };
  if (!bluetooth?.getDevices) return [];
  try {
    return (await bluetooth.getDevices()).map(deviceOf);
  } catch {
    return [];
  }
}

async function readyBluetooth(): Promise<Bluetooth> {
  const { bluetooth } = navigator as { bluetooth?: Bluetooth };
  if (!bluetooth) throw new Problem('noWebBluetooth');
  if (!(await bluetooth.getAvailability().catch(() => true))) throw new Problem('bluetoothOff');
  return bluetooth;
}

function chooserProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  // Chromium gives both the same name.
  if (name === 'NotFoundError')
    return new Problem(/adapter/i.test(message) ? 'bluetoothOff' : 'nothingChosen', error);
  if (name === 'SecurityError' || name === 'NotAllowedError') return new Problem('denied', error);
  return new Problem('unexpected', error);
}

function deviceOf(device: BluetoothDevice): Device {
  return { id: device.id, name: device.name ?? 'Footfall', open: () => WebLink.open(device) };
}

class WebLink implements Link {
  maximumWrite = WRITE_LEAST;
  private readonly characteristics = new Map<string, Promise<BluetoothRemoteGATTCharacteristic>>();
  private readonly closing: (() => void)[] = [];
  private last: Promise<unknown> = Promise.resolve();
  private closed = false;

  private constructor(
    private readonly device: BluetoothDevice,
    private readonly server: BluetoothRemoteGATTServer,
  ) {
    const gone = () => {
      device.removeEventListener('gattserverdisconnected', gone);
      this.closed = true;
      for (const listener of this.closing.splice(0)) listener();
    };
    device.addEventListener('gattserverdisconnected', gone);
  }

  static async open(device: BluetoothDevice): Promise<Link> {
    if (!device.gatt) throw new Problem('unreachable');
    let server: BluetoothRemoteGATTServer;
    const begun_ms = performance.now();
    try {
      server = await device.gatt.connect();
    } catch (error) {
      throw new Problem('unreachable', error);
    }
    const link = new WebLink(device, server);
    try {
      await server.getPrimaryService(SERVICE);
    } catch (error) {
      const turnedAway = !server.connected && performance.now() - begun_ms < TURNED_AWAY_ms;
      const isOther = error instanceof DOMException && error.name === 'NotFoundError' && server.connected;
      link.close();
      throw new Problem(isOther ? 'wrongDevice' : turnedAway ? 'taken' : 'unreachable', error);
    }
    return link;
  }

  read(uuid: string): Promise<Uint8Array> {
    return this.operate(uuid, async (characteristic) => bytesOf(await characteristic.readValue()));
  }

  write(uuid: string, value: Uint8Array): Promise<void> {
    return this.operate(uuid, (characteristic) => characteristic.writeValueWithResponse(value.slice()));
  }

  send(uuid: string, value: Uint8Array): void {
    const sent = this.operate(uuid, (characteristic) =>
      characteristic.writeValueWithoutResponse(value.slice()),
    );
    // That the link is gone is told through `onClosed`.
    sent.catch(() => undefined);
  }

  subscribe(uuid: string, listener: (value: Uint8Array) => void): Promise<void> {
    return this.operate(uuid, async (characteristic) => {
      const heard = () => {
        const { value } = characteristic;
        if (!value) return;
        // Not what was read: a long read goes beyond the MTU.
        this.maximumWrite = Math.max(this.maximumWrite, value.byteLength);
        listener(bytesOf(value));
      };
      // Before: the first value may come together with the answer.
      characteristic.addEventListener('characteristicvaluechanged', heard);
      try {
        await characteristic.startNotifications();
      } catch (error) {
        characteristic.removeEventListener('characteristicvaluechanged', heard);
        throw error;
      }
    });
  }

  onClosed(listener: () => void): void {
    if (this.closed) queueMicrotask(listener);
    else this.closing.push(listener);
  }

  close(): void {
    if (this.server.connected) this.server.disconnect();
  }

  private operate<T>(
    uuid: string,
    operation: (characteristic: BluetoothRemoteGATTCharacteristic) => Promise<T>,
  ): Promise<T> {
    const next = this.last.then(async () => {
      if (this.closed) throw new LinkLost();
      try {
        return await operation(await this.characteristic(uuid));
      } catch (error) {
        throw this.device.gatt?.connected && !this.closed ? error : new LinkLost();
      }
    });
    this.last = next.catch(() => undefined);
    return next;
  }

  private characteristic(uuid: string): Promise<BluetoothRemoteGATTCharacteristic> {
    let found = this.characteristics.get(uuid);
    if (!found) {
      found = this.server
        .getPrimaryService(SERVICES[uuid] ?? SERVICE)
        .then((service) => service.getCharacteristic(uuid));
      found.catch(() => this.characteristics.delete(uuid));
      this.characteristics.set(uuid, found);
    }
    return found;
  }
}

/** The bytes are the receiver's own. */
function bytesOf(view: DataView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice();
}
