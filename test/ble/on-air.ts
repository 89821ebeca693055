import { ShoeRadio } from '../../firmware/ble/radio';
import type { GattServerOptions } from '../../firmware/io/gatt';
import type { Live } from '../../firmware/session/live';
import type { StackCentral } from '../../host-sim/radio/central';
import { Rig, type RigCentralOptions, type RigOptions } from '../../host-sim/radio/rig';
import type { StackLink } from '../../host-sim/radio/stack-link';
import { identity, running } from './setup';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export interface OnAirOptions extends RigOptions {
  /** Whether the shoe may be bonded with. Default true. */
  readonly bondable?: boolean;
}

export interface OnAir {
  readonly rig: Rig;
  readonly live: Writable<Live>;
  readonly battery: { level: number; percent(): number };
  readonly radio: ShoeRadio;
  /** A central that has found the shoe, connected and discovered it. */
  join(options?: RigCentralOptions): Promise<{ central: StackCentral; link: StackLink }>;
}

/** The shoe's radio on a real host stack, with values the test sets by hand; a steady run goes on until then. */
export function onAir(options: OnAirOptions = {}): OnAir {
  const rig = new Rig(options);
  const live = running();
  const battery = {
    level: 87,
    percent(): number {
      return this.level;
    },
  };
  const { clock } = rig;
  const { server: Server } = rig;
  const bondable = class extends Server {
    constructor(serverOptions: GattServerOptions) {
      super(serverOptions);
      this.allowBonding(options.bondable ?? true);
    }
  };
  const radio = new ShoeRadio({ server: bondable, live, battery, identity, clock: clock.clock });
  clock.timers.set(
    () => {
      live.distance_mm += live.speed_mm_s;
      radio.update(clock.clock.now());
    },
    1000,
    1000,
  );
  return {
    rig,
    live,
    battery,
    radio,
    async join(centralOptions) {
      const central = await rig.central(centralOptions);
      const link = await central.connect(await central.scan());
      await link.exchangeMtu();
      await link.discover();
      return { central, link };
    },
  };
}

/** Runs a scenario on the air and takes everything down after it. */
export async function scenario(options: OnAirOptions, body: (it: OnAir) => Promise<void>): Promise<void> {
  const it = onAir(options);
  try {
    await it.rig.run(() => body(it));
  } finally {
    it.rig.close();
  }
}

/** The ATT error a request fails with; 0 when it does not. */
export async function attError(request: Promise<unknown>): Promise<number> {
  try {
    await request;
    return 0;
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'number') return error.code;
    throw error;
  }
}
