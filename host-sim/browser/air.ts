/** What is on the virtual air of the browser tests: shoes on real host stacks, and a sensor that is none of ours; in real time. */
import { Property, type GattServer } from '../../firmware/io/gatt';
import { followWallClock } from '../demo/real-time';
import { RealTimeShoe, type RealTimeOptions } from '../demo/real-time-shoe';
import { UpdatingShoe, type UpdatingShoeOptions } from '../ota/updating-shoe';
import { Rig } from '../radio/rig';
import type { Peer } from './bluez';

/** Largest ATT MTU the phone agrees to: Android's. */
const MTU = 517;

export interface AirShoe {
  readonly peer: Peer;
  readonly rig: Rig;
  readonly shoe: RealTimeShoe;
  /** Allows bonding whatever the firmware says, until told otherwise: the five taps. */
  allowBonding(allowed: boolean): void;
  close(): void;
}

export interface AirShoeOptions extends Omit<RealTimeOptions, 'server'> {
  /** Last byte of its address. */
  readonly number: number;
  /** Simulated time before the browser sees it, s. */
  readonly head_s?: number;
}

/** Its time stands still until `shoe.start()`. */
export async function shoeOnAir(options: AirShoeOptions): Promise<AirShoe> {
  let rig: Rig | undefined;
  let server: GattServer | undefined;
  const shoe = new RealTimeShoe({
    ...options,
    server: (clock) => {
      rig = new Rig({ clock, seed: options.number });
      const Server = rig.server;
      return class extends Server {
        constructor(...given: ConstructorParameters<typeof Server>) {
          super(...given);
          // eslint-disable-next-line @typescript-eslint/no-this-alias -- the firmware makes it, the test needs it
          server = this;
        }
      };
    },
  });
  if (!rig) throw new Error('the shoe has no radio');
  if (options.head_s) shoe.skip(options.head_s);
  const made = rig;
  return {
    peer: { address: addressOf(options.number), central: await made.run(() => made.central({ mtu: MTU })) },
    rig: made,
    shoe,
    allowBonding: (allowed) => server?.allowBonding(allowed),
    close: () => {
      shoe.close();
      made.close();
    },
  };
}

export interface UpdatingAirShoe {
  readonly peer: Peer;
  readonly rig: Rig;
  readonly it: UpdatingShoe;
  /** From then on its time follows the wall clock. */
  start(): void;
  close(): void;
}

/** A shoe with two slots of firmware, that restarts into what it is sent. */
export async function updatingShoeOnAir(
  options: Omit<UpdatingShoeOptions, 'clock' | 'server'> & { readonly number: number },
): Promise<UpdatingAirShoe> {
  const rig = new Rig({ seed: options.number });
  const it = new UpdatingShoe({ ...options, clock: rig.clock, server: rig.server });
  let stop = (): void => undefined;
  return {
    peer: { address: addressOf(options.number), central: await rig.run(() => rig.central({ mtu: MTU })) },
    rig,
    it,
    start: () => (stop = followWallClock((us) => rig.clock.runUntil(rig.clock.now_us + us))),
    close: () => {
      stop();
      it.shoe?.close();
      rig.close();
    },
  };
}

/** A foot pod of another make: Running Speed and Cadence, and nothing else. */
export async function foreignSensor(number: number, name: string): Promise<{ peer: Peer; close(): void }> {
  const rig = new Rig({ seed: number });
  const nothing = () => undefined;
  const utf8 = Buffer.from(name);
  const data = Uint8Array.from([2, 1, 6, 3, 3, 0x14, 0x18, utf8.length + 1, 9, ...utf8]);
  const advertise = () =>
    server.startAdvertising(data, new Uint8Array(0), { interval_ms: 100, connectable: true });
  const server: GattServer = new rig.server({
    name,
    appearance: 0x0440,
    maximumBonds: 0,
    services: [
      {
        uuid: '1814',
        characteristics: [
          { uuid: '2a53', properties: Property.Notify },
          { uuid: '2a54', properties: Property.Read, value: Uint8Array.of(0, 0) },
        ],
      },
    ],
    onReady: advertise,
    onConnect: nothing,
    onSecured: nothing,
    onDisconnect: advertise,
  });
  const peer = { address: addressOf(number), central: await rig.run(() => rig.central({ mtu: MTU })) };
  const stop = followWallClock((us) => rig.clock.runUntil(rig.clock.now_us + us));
  return {
    peer,
    close: () => {
      stop();
      server.close();
      rig.close();
    },
  };
}

function addressOf(number: number): string {
  return `C0:DE:00:00:00:${number.toString(16).toUpperCase().padStart(2, '0')}`;
}
