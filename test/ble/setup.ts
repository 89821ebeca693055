import { ShoeRadio, type ShoeRadioOptions } from '../../firmware/ble/radio';
import type { Timers } from '../../firmware/io/time';
import type { Live } from '../../firmware/session/live';
import { virtualRadio, type VirtualRadio } from '../../host-sim/board/radio';
import type { RadioEvent } from '../../host-sim/engines/replay';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export const identity = {
  name: 'Footfall',
  manufacturer: 'Footfall project',
  model: 'FF-1',
  serial: 'A1B2C3',
  firmware: '0.1.0',
  hardware: 'XIAO ESP32C3',
};

/** For what needs none: a transfer does, and has a clock of its own in its tests. */
export const noTimers: Timers = { set: () => undefined, clear: () => undefined };

/** A steady run: 3 m/s, 80 landings a minute of this foot, stride 2.25 m. */
export function running(): Writable<Live> {
  return {
    speed_mm_s: 3000,
    footCadence_spm: 80,
    personCadence_spm: 160,
    strideLength_mm: 2250,
    contact_ms: 240,
    running: true,
    moving: true,
    inSession: true,
    paused: false,
    strides: 100,
    steps: 200,
    distance_mm: 225_000,
  };
}

/** The same runner, come to a stand. */
export const standing = {
  speed_mm_s: 0,
  footCadence_spm: 0,
  personCadence_spm: 0,
  strideLength_mm: 0,
  contact_ms: 0,
  running: false,
  moving: false,
};

export interface Rig {
  live: Writable<Live>;
  battery: { level: number; percent(): number };
  events: RadioEvent[];
  virtual: VirtualRadio;
  radio: ShoeRadio;
  now_ms: number;
  /** Lets `seconds` pass, updating once a second. */
  run(seconds: number, each?: () => void): void;
  /** Values of this kind and characteristic so far, as hexadecimal digits. */
  sent(kind: RadioEvent['kind'], uuid?: string): string[];
}

/** A shoe's radio on a virtual board, with values the test sets by hand. */
export function rig(options: Partial<ShoeRadioOptions> & { maximumConnections?: number } = {}): Rig {
  const events: RadioEvent[] = [];
  const virtual = virtualRadio(
    { now_us: () => it.now_ms * 1000 },
    (event) => events.push(event),
    options.maximumConnections === undefined ? {} : { maximumConnections: options.maximumConnections },
  );
  const it = {
    live: running(),
    battery: {
      level: 87,
      percent(): number {
        return this.level;
      },
    },
    events,
    virtual,
    now_ms: 1000,
    run(seconds: number, each?: () => void): void {
      for (let i = 0; i < seconds; i++) {
        it.now_ms += 1000;
        each?.();
        it.radio.update(it.now_ms);
      }
    },
    sent: (kind: RadioEvent['kind'], uuid?: string) =>
      events.filter((event) => event.kind === kind && event.uuid === uuid).map((event) => hex(event.bytes)),
  } as Rig;
  it.radio = new ShoeRadio({
    server: virtual.server,
    live: it.live,
    battery: it.battery,
    identity,
    clock: { now: () => it.now_ms, delay: () => undefined },
    timers: noTimers,
    ...options,
  });
  return it;
}

export function hex(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString('hex');
}
