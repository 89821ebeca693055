/**
 * The chip of the virtual board as far as power goes: starts, resets, deep sleep and what ends it, watchdog, retained memory, and a
 * diary of what it was in when. The firmware's counterpart is firmware/device/power.ts with native/power.c.
 *
 * A start runs the firmware anew, on a clock that begins at 0 (`clock`), with nothing of the life before but the retained bytes, the parts
 * and the flash. What an ended life still does in the callback it is in is its own affair: timers it sets never run.
 */
import {
  ResetReason,
  RETAINED_BYTES,
  WOKEN_BY_CHARGER,
  WOKEN_BY_MOTION,
  WOKEN_BY_TIMER,
  type Chip,
  type WakeSources,
} from '../../firmware/io/chip';
import type { DigitalInput, DigitalInputConstructor, DigitalInputOptions } from '../../firmware/io/digital';
import type { Clock, TimerHandle, Timers } from '../../firmware/io/time';
import type { VirtualClock } from './clock';
import type { Line } from './digital';
import type { ClockEvent } from './event-heap';

/**
 * From reset to the first line of the firmware. Users see 200 ms for a start after deep sleep (esp32.com, thread 46435); the machine is
 * cloned on top. A guess, until a board has been measured (docs/POWER.md).
 */
const START_us = 300_000;

export type ChipMode = 'off' | 'starting' | 'running' | 'deep sleep';

export interface VirtualChipOptions {
  readonly clock: VirtualClock;
  /** The IMU's interrupt. */
  readonly motion: Line;
  /** The charger's pin; without it the board has none. */
  readonly charger?: Line;
  /** Runs the firmware from its beginning. What it throws is a fault, and resets the chip. */
  readonly start: (chip: Chip) => void;
  /** Ends what the firmware has of the board's other parts at a reset: the radio. */
  readonly onReset?: () => void;
  /** Hears of every change just before it: for the ledger. */
  readonly onMode?: (mode: ChipMode, time_us: number) => void;
  /** Default: the guess above. */
  readonly start_us?: number;
}

export interface ChipStart {
  readonly time_us: number;
  /** ResetReason. */
  readonly reason: number;
  /** WOKEN_BY_*. */
  readonly wokenBy: number;
}

export class VirtualChip {
  mode: ChipMode = 'off';
  /** Every start so far. */
  readonly starts: ChipStart[] = [];
  /** May the chip sleep lightly while nothing runs? */
  lightSleep = false;
  /** What a fault said, newest last. */
  readonly faults: string[] = [];
  /** The firmware's: milliseconds since the last reset, and timers that end with it. */
  readonly clock: Clock;
  readonly timers: Timers;

  private readonly board: VirtualClock;
  private readonly options: VirtualChipOptions;
  /** What the firmware retained last; noise after a loss of power. */
  readonly memory = new Uint8Array(RETAINED_BYTES);
  private started_us = 0;
  private life = 0;
  private alarm: ClockEvent | undefined;
  private pending: ClockEvent | undefined;
  private watch_us = 0;
  private dog: ClockEvent | undefined;
  private readonly unwatch: (() => void)[] = [];
  private readonly pins: DigitalInput[] = [];
  private readonly repeating = new Set<TimerHandle>();

  constructor(options: VirtualChipOptions) {
    const board = options.clock;
    this.board = board;
    this.options = options;
    this.clock = {
      now: () => Math.floor((board.now_us - this.started_us) / 1000),
      delay: (ms) => board.clock.delay(ms),
    };
    this.timers = {
      set: (callback, ms, repeat) => {
        const handle = board.timers.set(this.ofThisLife(callback), ms, repeat);
        // Those that fire once end by themselves.
        if (repeat !== undefined && repeat > 0) this.repeating.add(handle);
        return handle;
      },
      clear: (handle) => {
        this.repeating.delete(handle);
        board.timers.clear(handle);
      },
    };
    board.onFault = (error) => this.panic(error);
  }

  /** The class of pins to give to the firmware: a reset closes them. */
  digital(io: DigitalInputConstructor): DigitalInputConstructor {
    const { pins } = this;
    return class extends io {
      constructor(options: DigitalInputOptions) {
        super(options);
        pins.push(this);
      }
    };
  }

  /** The chip is given power: retained memory is noise, and the firmware starts. */
  powerOn(): void {
    // Knuth's multiplicative hash: noise, and the same in every run.
    for (let i = 0; i < this.memory.length; i++)
      this.memory[i] = Math.imul(this.starts.length * this.memory.length + i + 1, 0x9e3779b1) >>> 24;
    this.reset(ResetReason.PowerOn, 0);
  }

  /** The cell is gone. */
  powerOff(): void {
    this.enter('off');
    this.end();
  }

  /** A reset by anything but deep sleep and power: a fault, the reset pin. Does nothing without power. */
  crash(reason: number): void {
    if (this.mode !== 'off') this.reset(reason, 0);
  }

  /** The chip as the firmware of this start has it. */
  private face(reason: number, wokenBy: number): Chip {
    const life = this.life;
    const alive = (): boolean => this.life === life;
    const { charger } = this.options;
    return {
      resetReason: reason,
      wokenBy,
      get charger() {
        return charger === undefined ? undefined : charger.level === 1;
      },
      recall: (into) => into.set(this.memory),
      retain: (bytes) => alive() && this.memory.set(bytes),
      sleepLightly: () => {
        if (alive()) this.lightSleep = true;
      },
      watch: (timeout_ms) => alive() && this.watch(timeout_ms),
      feed: () => alive() && this.feed(),
      sleepDeeply: (wake) => alive() && this.sleepDeeply(wake),
      restart: () => alive() && this.reset(ResetReason.Software, 0),
    };
  }

  private reset(reason: number, wokenBy: number): void {
    this.enter('starting');
    this.end();
    const { board, options } = this;
    const life = this.life;
    this.pending = board.atFirmware(board.now_us + (options.start_us ?? START_us), () => {
      if (this.life !== life) return;
      this.pending = undefined;
      this.started_us = board.now_us;
      this.starts.push({ time_us: board.now_us, reason, wokenBy });
      this.enter('running');
      options.start(this.face(reason, wokenBy));
    });
  }

  /** Everything the firmware has ends. */
  private end(): void {
    this.life++;
    this.lightSleep = false;
    this.watch(0);
    if (this.pending !== undefined) this.board.cancel(this.pending);
    if (this.alarm !== undefined) this.board.cancel(this.alarm);
    this.pending = this.alarm = undefined;
    for (const unwatch of this.unwatch.splice(0)) unwatch();
    for (const pin of this.pins.splice(0)) pin.close();
    for (const timer of this.repeating) this.board.timers.clear(timer);
    this.repeating.clear();
    this.options.onReset?.();
  }

  private panic(error: unknown): void {
    // On the chip nothing comes after a deep sleep or restart that was asked for.
    if (this.mode !== 'running') return;
    this.faults.push(error instanceof Error ? error.message : String(error));
    // XS restarts the chip on what nobody caught (fxAbort in the SDK's xs/platforms/esp/xsPlatform.c).
    this.reset(ResetReason.Software, 0);
  }

  private sleepDeeply({ motion, charger, after_ms }: WakeSources): void {
    this.enter('deep sleep');
    this.end();
    const { board, options } = this;
    const wake = (by: number): void => this.reset(ResetReason.DeepSleep, by);
    if (motion) this.wakeAt(options.motion, () => wake(WOKEN_BY_MOTION));
    if (charger && options.charger !== undefined) this.wakeAt(options.charger, () => wake(WOKEN_BY_CHARGER));
    if (after_ms > 0)
      this.alarm = board.at(board.now_us + Math.round(after_ms * 1000), () => wake(WOKEN_BY_TIMER));
  }

  /** A level wakes, not an edge: a line that is high already does so at once. */
  private wakeAt(line: Line, wake: () => void): void {
    const life = this.life;
    const high = (): void => {
      if (this.life === life) wake();
    };
    if (line.level === 1) this.board.at(this.board.now_us, high);
    else this.unwatch.push(line.watch((level) => level === 1 && high()));
  }

  private watch(timeout_ms: number): void {
    if (this.dog !== undefined) this.board.cancel(this.dog);
    this.dog = undefined;
    this.watch_us = Math.round(timeout_ms * 1000);
    this.feed();
  }

  private feed(): void {
    if (this.dog !== undefined) this.board.cancel(this.dog);
    this.dog = undefined;
    if (this.watch_us === 0) return;
    this.dog = this.board.at(this.board.now_us + this.watch_us, () => {
      this.faults.push(`not fed for ${this.watch_us / 1e6} s`);
      this.crash(ResetReason.TaskWatchdog);
    });
  }

  private ofThisLife(callback: () => void): () => void {
    const life = this.life;
    return () => {
      if (this.life === life) callback();
    };
  }

  private enter(mode: ChipMode): void {
    this.options.onMode?.(mode, this.board.now_us);
    this.mode = mode;
  }
}
