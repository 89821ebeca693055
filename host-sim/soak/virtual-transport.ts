/** The client's transport over the virtual radio: writes take a connection interval, and come in order. */
import type { Transport } from '../../companion/client/transport';
import { LinkLost } from '../../companion/client/transport';
import type { CentralOptions, VirtualCentral, VirtualRadio } from '../board/radio';
import type { ScenarioClock } from '../radio/scenario-clock';

/** Connection interval of a phone that syncs, us. */
const INTERVAL_us = 15_000;
const STANDARD = /^0000([0-9a-f]{4})-0000-1000-8000-00805f9b34fb$/;

export function shortUuid(uuid: string): string {
  return STANDARD.exec(uuid)?.[1] ?? uuid;
}

export class VirtualTransport implements Transport {
  readonly maximumWrite: number;
  private readonly central: VirtualCentral;
  private readonly listeners = new Map<string, (value: Uint8Array) => void>();
  private readonly closing: (() => void)[] = [];
  private readonly failing = new Set<() => void>();
  private readonly outgoing: (() => void)[] = [];

  /** @param watch sees every value from the shoe before the client does */
  constructor(
    radio: VirtualRadio,
    private readonly time: ScenarioClock,
    options: CentralOptions & { mtu: number },
    watch: (uuid: string, value: Uint8Array) => void,
  ) {
    this.maximumWrite = options.mtu - 3;
    this.central = radio.connect({
      ...options,
      onValue: (uuid, value) => {
        watch(uuid, value);
        this.listeners.get(uuid)?.(value);
      },
    });
  }

  get connected(): boolean {
    return this.central.connected;
  }

  read(uuid: string): Promise<Uint8Array> {
    return this.later(() => this.central.read(shortUuid(uuid)));
  }

  write(uuid: string, value: Uint8Array): Promise<void> {
    return this.later(() => this.central.write(shortUuid(uuid), value));
  }

  send(uuid: string, value: Uint8Array): void {
    this.post(() => {
      if (this.central.connected) this.central.write(shortUuid(uuid), value);
    });
  }

  subscribe(uuid: string, listener: (value: Uint8Array) => void): Promise<void> {
    this.listeners.set(shortUuid(uuid), listener);
    return this.later(() => this.central.subscribe(shortUuid(uuid)));
  }

  onClosed(listener: () => void): void {
    this.closing.push(listener);
  }

  /** The link is gone: from the phone's side, or after the shoe has let go. */
  close(): void {
    this.central.disconnect();
    for (const fail of [...this.failing]) fail();
    for (const listener of this.closing.splice(0)) listener();
    this.time.settle();
  }

  private later<T>(request: () => T): Promise<T> {
    return new Promise((keep, reject) => {
      const fail = () => {
        this.failing.delete(fail);
        reject(new LinkLost());
      };
      this.failing.add(fail);
      this.post(() => {
        if (!this.failing.delete(fail)) return;
        this.time.settle();
        try {
          keep(request());
        } catch (error) {
          reject(this.central.connected && error instanceof Error ? error : new LinkLost());
        }
      });
    });
  }

  /** At the next connection event, behind what waits already. */
  private post(action: () => void): void {
    this.outgoing.push(action);
    if (this.outgoing.length > 1) return;
    const { clock } = this.time;
    clock.atFirmware(clock.now_us + INTERVAL_us, () => {
      for (const due of this.outgoing.splice(0)) due();
    });
  }
}
