/** What a shoe used while it lived on the virtual board, by state: times and counts that no hardware's currents are in yet. */
import { POWER_ASLEEP, POWER_NAMES, POWER_SESSION } from '../../firmware/power/states';
import { Retained } from '../../firmware/power/retained';
import { FifoMode } from '../board/lsm6dso-model-config';
import type { LivingShoe } from '../engines/living-shoe';
import type { RadioEvent } from '../engines/replay';

/** In one state. */
export class Usage {
  time_s = 0;
  /** The chip: deep sleep, from reset to the firmware. The rest of the time it runs or sleeps lightly. */
  deep_s = 0;
  starting_s = 0;
  off_s = 0;
  /** The IMU. */
  imuOff_s = 0;
  imuWatch_s = 0;
  imuAccel_s = 0;
  imuBoth_s = 0;
  frames = 0;
  accelFrames = 0;
  busBytes = 0;
  busTransactions = 0;
  /** Interrupts and timers: each wakes the chip. */
  wakes = 0;
  ticks = 0;
  strides = 0;
  starts = 0;
  programs = 0;
  flashBusy_s = 0;
  advertisingEvents = 0;
  notifications = 0;
  connected_s = 0;

  /** This much more, `factor` times. */
  add(other: Usage, factor: number): void {
    for (const key of Object.keys(this) as (keyof Omit<Usage, 'add'>)[]) this[key] += factor * other[key];
  }
}

export type Usages = Map<string, Usage>;

/** The longest the meter looks away, ms: states change once a second, but not in deep sleep. */
const LOOK_ms = 1000;
const LOOK_DEEP_ms = 60_000;
/** Mean of the random delay of an advertising event, ms (Core, Vol 6 Part B 4.4.2.2.1). */
const ADVERTISING_DELAY_ms = 5;
/** FIFO words of a frame: two sensors and an eighth of a time stamp, or one and an eighth. */
const WORDS_BOTH = 2.125;
const WORDS_ACCEL = 1.125;

const START = 'starting';

export class UsageMeter {
  readonly usages: Usages = new Map();
  strides = 0;
  private notifications = 0;
  private connections = 0;
  private before: Counters;
  private readonly retained = new Retained();

  constructor(private readonly shoe: LivingShoe) {
    this.before = this.count();
  }

  /** Lets time pass, and meters it. */
  run(ms: number): void {
    const { shoe } = this;
    const end_us = shoe.clock.now_us + ms * 1000;
    while (shoe.clock.now_us < end_us) {
      const left_ms = (end_us - shoe.clock.now_us) / 1000;
      const look_ms = shoe.chip.mode === 'deep sleep' ? LOOK_DEEP_ms : LOOK_ms;
      shoe.run(Math.min(left_ms, look_ms));
      this.look();
    }
  }

  /** The radio did this. */
  heard(kind: RadioEvent['kind']): void {
    if (kind === 'notify') this.notifications++;
    else if (kind === 'connect') this.connections++;
    else if (kind === 'disconnect') this.connections--;
  }

  /** To be called as well when the chip's mode changes, before it does. */
  look(): void {
    const { shoe } = this;
    const now = this.count();
    const { before } = this;
    this.before = now;
    const usage = this.of(this.state());
    const s = (now.time_us - before.time_us) / 1e6;
    usage.time_s += s;
    if (shoe.chip.mode === 'deep sleep') usage.deep_s += s;
    else if (shoe.chip.mode === 'starting') usage.starting_s += s;
    else if (shoe.chip.mode === 'off') usage.off_s += s;
    const words = now.words - before.words;
    const { settings } = shoe.imu;
    if (settings.gyroTicks > 0) {
      usage.imuBoth_s += s;
      usage.frames += words / WORDS_BOTH;
    } else if (settings.accelTicks === 0) usage.imuOff_s += s;
    else if (settings.fifoMode === FifoMode.Continuous) {
      usage.imuAccel_s += s;
      usage.accelFrames += words / WORDS_ACCEL;
    } else usage.imuWatch_s += s;
    usage.busBytes += now.busBytes - before.busBytes;
    usage.busTransactions += now.busTransactions - before.busTransactions;
    usage.strides += now.strides - before.strides;
    usage.notifications += now.notifications - before.notifications;
    usage.starts += now.starts - before.starts;
    usage.programs += now.programs - before.programs;
    usage.flashBusy_s += (now.flash_us - before.flash_us) / 1e6;
    const ticks = this.ticks(s);
    usage.ticks += ticks;
    usage.wakes += ticks + now.alerts - before.alerts;
    if (this.connections > 0) usage.connected_s += s;
    // The chip has one connection, and does not advertise while it is in use (docs/MODDABLE.md).
    const { advertising } = shoe.radio;
    if (advertising !== undefined && this.connections === 0)
      usage.advertisingEvents += (1000 * s) / (advertising.parameters.interval_ms + ADVERTISING_DELAY_ms);
  }

  private ticks(s: number): number {
    const { chip, power } = this.shoe;
    if (chip.mode !== 'running' || power === undefined) return 0;
    return power.state === POWER_ASLEEP ? s / 10 : s;
  }

  private state(): string {
    const { chip, power } = this.shoe;
    if (chip.mode === 'starting') return START;
    if (chip.mode === 'off') return 'off';
    const state = chip.mode === 'running' ? power?.state : this.sleptIn();
    const name = state === undefined ? START : POWER_NAMES[state];
    return state === POWER_ASLEEP ? `${name}, ${chip.mode === 'running' ? 'lightly' : 'deeply'}` : name;
  }

  /** The state of the deep sleep, which only the retained bytes know. */
  private sleptIn(): number {
    const { retained } = this;
    retained.recall({ recall: (into) => into.set(this.shoe.chip.memory) });
    return retained.state;
  }

  private of(state: string): Usage {
    let usage = this.usages.get(state);
    if (usage === undefined) this.usages.set(state, (usage = new Usage()));
    return usage;
  }

  private count(): Counters {
    const { clock, bus, chip, flash, imu, alerts } = this.shoe;
    return {
      time_us: clock.now_us,
      words: imu.counts.taken,
      busBytes: bus.bytes,
      busTransactions: bus.transactions,
      alerts,
      strides: this.strides,
      notifications: this.notifications,
      starts: chip.starts.length,
      programs: flash.programs,
      flash_us: flash.busy_us,
    };
  }
}

interface Counters {
  readonly time_us: number;
  readonly words: number;
  readonly busBytes: number;
  readonly busTransactions: number;
  readonly alerts: number;
  readonly strides: number;
  readonly notifications: number;
  readonly starts: number;
  readonly programs: number;
  readonly flash_us: number;
}

export const SESSION = POWER_NAMES[POWER_SESSION];
