/** A shoe's radio on a real host stack, with values set by hand: what conformance cases and tests of the stack act on. */
import { ShoeRadio } from '../../firmware/ble/radio';
import type { GattServerOptions } from '../../firmware/io/gatt';
import { ShoeRecord } from '../../firmware/record/record';
import { Calibration } from '../../firmware/session/calibration';
import type { Live } from '../../firmware/session/live';
import { updatable, type Updatable } from '../ota/updatable';
import { fullMemory } from '../soak/full-memory';
import type { StackCentral } from './central';
import { FlashModel } from '../board/flash';
import { Rig, type RigCentralOptions, type RigOptions } from './rig';
import type { StackLink } from './stack-link';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export const identity = Object.freeze({
  name: 'Footfall',
  manufacturer: 'Footfall project',
  model: 'FF-1',
  serial: 'A1B2C3',
  firmware: '0.1.0',
  hardware: 'XIAO ESP32C3',
});

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
export const STANDING = Object.freeze({
  speed_mm_s: 0,
  footCadence_spm: 0,
  personCadence_spm: 0,
  strideLength_mm: 0,
  running: false,
  moving: false,
});

/** Blocks of the memory of a whole shoe. */
const BLOCKS = 12;

/** Made once: it is the same each time. */
let memory: Uint8Array | undefined;

export interface OnAirOptions extends RigOptions {
  /** With memory (full of runs) and calibration; else the shoe has the radio alone. Default false. */
  readonly whole?: boolean;

  /** It takes firmware. Default false. */
  readonly updatable?: boolean;

  /** Whether the shoe may be bonded with; 'window': when the firmware says so. Default true. */
  readonly bondable?: boolean | 'window';
}

export interface OnAir {
  readonly rig: Rig;
  readonly live: Writable<Live>;
  readonly battery: { level: number; percent(): number };
  readonly radio: ShoeRadio;
  /** A coach with nothing to say, whose live cue is on when it is told so. */
  readonly coach: { cue: boolean };
  /** Of a whole shoe. */
  readonly record: ShoeRecord | undefined;
  readonly flash: FlashModel | undefined;
  /** Of a shoe that takes firmware. */
  readonly update: Updatable | undefined;
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
  const bondable = options.bondable ?? true;
  const server = class extends Server {
    constructor(serverOptions: GattServerOptions) {
      super(serverOptions);
      this.allowBonding(false);
    }

    override allowBonding(allowed: boolean): void {
      super.allowBonding(bondable === 'window' ? allowed : bondable);
    }
  };
  const flash = options.whole ? wholeFlash() : undefined;
  const record =
    flash && new ShoeRecord({ flash, clock: clock.clock, boot: { reason: 1 }, firmware: [0, 1, 0] });
  const update = options.updatable ? updatable(clock.timers) : undefined;
  const coach = { cue: false, revision: 0, count: 0, entry: () => undefined };
  const radio = new ShoeRadio({
    server,
    live,
    battery,
    identity,
    clock: clock.clock,
    timers: clock.timers,
    ...(record && { record, calibration: new Calibration() }),
    advice: coach,
    updater: update?.updater,
  });
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
    coach,
    record,
    flash,
    update,
    async join(centralOptions) {
      const central = await rig.central(centralOptions);
      const link = await central.connect(await central.scan());
      await link.exchangeMtu();
      await link.discover();
      return { central, link };
    },
  };
}

function wholeFlash(): FlashModel {
  memory ??= fullMemory({ blocks: BLOCKS, seed: 1, everyStride: false });
  return new FlashModel({ blocks: BLOCKS, image: memory.slice() });
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
