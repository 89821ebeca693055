/**
 * The shoe's power: which state it is in (states.ts), when it sleeps deeply, what a start after a sleep or a fault becomes.
 * docs/POWER.md. The shoe tells what it does, once a second, and is told what it has to do.
 *
 * Nothing is allocated after construction.
 */
import { ResetReason, WOKEN_BY_CHARGER, WOKEN_BY_MOTION, type Chip, type WakeSources } from '../io/chip';
import { ChargerWatch } from './charger';
import type { BatteryGauge } from './gauge';
import { Retained } from './retained';
import {
  mayFollow,
  mayStart,
  POWER_ASLEEP,
  POWER_AWAKE,
  POWER_CHARGING,
  POWER_LOW,
  POWER_NAMES,
  POWER_SAFE,
  POWER_SESSION,
  POWER_SHIPPING,
} from './states';

/** What `follow` asks of the shoe. */
export const GO_ON = 0;
export const END_SESSION = 1;
export const TURN_OFF = 2;

/** The longest the firmware may be busy: an erase takes 0.5 s at most, opening a full record some seconds (docs/POWER.md). */
const WATCHDOG_ms = 20_000;
/** Starts in a row by a fault, after which the next is in safe mode. */
const CRASHES_MOST = 3;
/** A start that lasts this long was no part of a loop of resets. */
const SOUND_ms = 120_000;
/** Safe mode gives the full firmware another try after this time. */
const SAFE_ms = 600_000;
/**
 * Asleep lightly for so long, the shoe sleeps deeply, and comes back by a start. Without a 32 kHz crystal light sleep draws 2.3 mA, so that ten seconds
 * of it cost as much as a start; two minutes are for a runner who ties a lace twice.
 */
const DEEP_AFTER_ms = 120_000;
/** A shoe that sleeps deeply looks after its cell once a day; one whose cell is empty looks whether it was charged. */
const CHECK_ms = 86_400_000;
const LOW_CHECK_ms = 6 * 3_600_000;
/** Without an IMU that could wake it a shoe tries the part again every hour. */
const BLIND_CHECK_ms = 3_600_000;
const GAUGE_ms = 10_000;

/** Starts that a fault caused. */
const FAULTS: readonly number[] = Object.freeze([
  ResetReason.Unknown,
  ResetReason.Software,
  ResetReason.Panic,
  ResetReason.InterruptWatchdog,
  ResetReason.TaskWatchdog,
  ResetReason.OtherWatchdog,
  ResetReason.BrownOut,
  ResetReason.PowerGlitch,
  ResetReason.CpuLockUp,
]);

export interface PowerOptions {
  readonly chip: Chip;
  readonly gauge: BatteryGauge;
  /** The chip's own clock, which goes on through every reset but a loss of power: ms, from any beginning. */
  readonly utc_ms: () => number;
  /** Powers the sensors down, when the state they were left in is not known. May throw. */
  readonly restSensors?: () => void;
  /** Sets the IMU up anew to watch for motion: it may have lost its settings. May throw. */
  readonly watchMotion?: () => void;
  readonly log?: (sentence: string) => void;
}

export class ShoePower {
  /** POWER_* */
  state: number;
  /** Someone holds the shoe: the charger has just woken it, or it was given power. */
  readonly attended: boolean;
  /** How long the shoe slept deeply before this start, ms; undefined after any other start. */
  readonly slept_ms: number | undefined;
  /** Changes of state that the table forbids, and that were refused: always 0. */
  refused = 0;

  private readonly options: PowerOptions;
  private readonly chip: Chip;
  private readonly gauge: BatteryGauge;
  private readonly retained = new Retained();
  private readonly charger: ChargerWatch;
  /** The last life ended in the state of this one, by a deep sleep: the sensors are as they should be. */
  private readonly sleepsOn: boolean;
  private gauge_ms = -GAUGE_ms;
  private asleep_ms = 0;
  private sound = false;

  /** Decides what this start is. Nothing is switched on or off yet. */
  constructor(options: PowerOptions) {
    const { chip, gauge } = options;
    this.options = options;
    this.chip = chip;
    this.gauge = gauge;
    const retained = this.retained;
    retained.recall(chip);
    const before = retained.state;
    const afterSleep = chip.resetReason === ResetReason.DeepSleep && mayStart(before, before, true);
    // A pin that was high all through the sleep is no charger that has come.
    const charger = chip.charger === true && !(afterSleep && retained.charger);
    this.charger = new ChargerWatch(charger);
    this.slept_ms = afterSleep && retained.slept_ms > 0 ? options.utc_ms() - retained.slept_ms : undefined;
    this.countCrash();
    gauge.restore(retained.percent);
    gauge.update(charger);
    this.state = this.startState(afterSleep, charger);
    this.attended = chip.resetReason === ResetReason.PowerOn || (chip.wokenBy & WOKEN_BY_CHARGER) !== 0;
    this.sleepsOn = afterSleep && this.state === before;
    if (!mayStart(before, this.state, afterSleep)) this.refused++;
    this.keep();
  }

  /** Starts whatever this start is: calls `shoe` or `safe`, or sleeps on. @param shoe builds the shoe; one that throws is a fault */
  begin(shoe: () => void, safe: () => void): void {
    const { chip, state } = this;
    if (state === POWER_SHIPPING || state === POWER_LOW || state === POWER_ASLEEP) {
      if (state === POWER_ASLEEP) this.watchMotion();
      else if (!this.sleepsOn) this.restSensors();
      this.sleepDeeply();
      return;
    }
    if (state !== POWER_AWAKE) this.options.log?.(`power: starts in ${POWER_NAMES[state]}`);
    chip.watch(WATCHDOG_ms);
    chip.sleepLightly();
    if (state === POWER_SAFE) safe();
    else shoe();
  }

  /** May the shoe fall asleep for want of motion? */
  get maySleep(): boolean {
    return this.state === POWER_AWAKE;
  }

  /** The charger is plugged in. */
  get charging(): boolean {
    return this.chip.charger === true;
  }

  /** Could the charger wake a shoe that was put away? */
  get canShip(): boolean {
    return this.chip.charger !== undefined;
  }

  /** May the shoe be put away? Not while it charges. */
  get mayShip(): boolean {
    return this.state === POWER_AWAKE && this.chip.charger === false;
  }

  /**
   * To be called once a second while the shoe is not asleep.
   * @param lastStride_ms when the last stride was counted
   * @returns END_SESSION: the session has to end; TURN_OFF: everything has to (`turnOff`, POWER_LOW)
   */
  follow(now_ms: number, inSession: boolean, lastStride_ms: number): number {
    const { chip, gauge, charger } = this;
    chip.feed();
    if (!this.sound && now_ms >= SOUND_ms) this.isSound();
    charger.update(chip.charger === true, now_ms, lastStride_ms);
    if (now_ms - this.gauge_ms >= GAUGE_ms) {
      this.gauge_ms = now_ms;
      gauge.update(charger.connected);
      this.keep();
    }
    const { state } = this;
    if (inSession && state === POWER_CHARGING) this.enter(POWER_AWAKE);
    if (inSession) this.enter(POWER_SESSION);
    else if (state === POWER_SESSION) this.enter(POWER_AWAKE);
    if (charger.connected) {
      if (inSession) return charger.rests(now_ms, lastStride_ms) ? END_SESSION : GO_ON;
      this.enter(POWER_CHARGING);
      return GO_ON;
    }
    if (state === POWER_CHARGING) this.enter(POWER_AWAKE);
    if (!gauge.empty) return GO_ON;
    return inSession ? END_SESSION : TURN_OFF;
  }

  /** The shoe has fallen asleep, radio and all. @param watched the IMU watches for motion; else there is none that answers */
  fellAsleep(now_ms: number, watched: boolean): void {
    this.asleep_ms = now_ms;
    this.retained.blind = !watched;
    this.charger.fallAsleep(this.chip.charger === true);
    this.enter(POWER_ASLEEP);
    this.chip.watch(0);
  }

  /** The shoe was moved, or the charger has come. */
  wokeUp(): void {
    this.chip.watch(WATCHDOG_ms);
    this.enter(POWER_AWAKE);
  }

  /**
   * To be called every few seconds while asleep. Sleeps deeply when it is time.
   * @returns true when the shoe has to wake up: the charger has come
   */
  doze(now_ms: number): boolean {
    if (this.charger.comes(this.chip.charger === true)) return true;
    if (this.retained.blind || now_ms - this.asleep_ms >= DEEP_AFTER_ms) this.sleepDeeply();
    return false;
  }

  /** Sleeps deeply in `state`, POWER_SHIPPING or POWER_LOW. The session has ended, the record is settled, all parts are off. */
  turnOff(state: number): void {
    if (this.enter(state)) this.sleepDeeply();
  }

  /** To be called once a second in safe mode. @returns GO_ON or TURN_OFF, as `follow` */
  followSafe(now_ms: number): number {
    const { chip, gauge } = this;
    chip.feed();
    if (now_ms - this.gauge_ms >= GAUGE_ms) {
      this.gauge_ms = now_ms;
      gauge.update(chip.charger === true);
    }
    if (chip.charger !== true && gauge.empty) return TURN_OFF;
    if (now_ms >= SAFE_ms) this.restart();
    return GO_ON;
  }

  /**
   * Starts the chip anew, into another firmware for example. Not counted as a fault; out of safe mode it is a try of the full firmware: one
   * more fault, and it is safe mode again.
   */
  restart(): void {
    if (this.retained.crashes >= CRASHES_MOST) this.retained.crashes = CRASHES_MOST - 1;
    this.retained.restart = true;
    this.retained.keep(this.chip);
    this.chip.restart();
  }

  private countCrash(): void {
    const { retained, chip } = this;
    const reason = chip.resetReason;
    // XS restarts the chip when it gives up (a full heap, an exception nobody caught): Software as well, but not asked for.
    const wanted = reason === ResetReason.Software && retained.restart;
    retained.restart = false;
    if (wanted) return;
    if (FAULTS.indexOf(reason) < 0) {
      retained.crashes = 0;
      return;
    }
    retained.crashes++;
    retained.crashReason = reason;
  }

  private startState(afterSleep: boolean, charger: boolean): number {
    const { chip, gauge, retained } = this;
    const before = retained.state;
    if (charger) return retained.crashes >= CRASHES_MOST ? POWER_SAFE : POWER_CHARGING;
    if (afterSleep) {
      if (before === POWER_SHIPPING) return POWER_SHIPPING;
      if (before === POWER_LOW) return this.staysLow ? POWER_LOW : POWER_AWAKE;
      if (gauge.empty) return POWER_LOW;
      return retained.blind || (chip.wokenBy & WOKEN_BY_MOTION) !== 0 ? POWER_AWAKE : POWER_ASLEEP;
    }
    const fault = retained.crashes > 0;
    if (fault && before === POWER_SHIPPING && retained.crashes < CRASHES_MOST) return POWER_SHIPPING;
    if (before === POWER_LOW ? this.staysLow : gauge.empty) return POWER_LOW;
    // A cell that gives way under the radio twice in a row is as good as empty, whatever its voltage says at rest.
    if (chip.resetReason === ResetReason.BrownOut && retained.crashes > 1) return POWER_LOW;
    return retained.crashes >= CRASHES_MOST ? POWER_SAFE : POWER_AWAKE;
  }

  private get staysLow(): boolean {
    return this.gauge.known && !this.gauge.recovered;
  }

  private isSound(): void {
    this.sound = true;
    if (this.retained.crashes === 0) return;
    this.retained.crashes = 0;
    this.keep();
  }

  /** @returns false when the table forbids it */
  private enter(state: number): boolean {
    if (this.state === state) return true;
    if (!mayFollow(this.state, state)) {
      this.refused++;
      this.options.log?.(`power: ${POWER_NAMES[state]} may not follow ${POWER_NAMES[this.state]}`);
      return false;
    }
    this.state = state;
    this.keep();
    return true;
  }

  private keep(): void {
    const { retained, gauge } = this;
    retained.state = this.state;
    retained.percent = gauge.known ? gauge.percent() : 255;
    retained.keep(this.chip);
  }

  private restSensors(): void {
    try {
      this.options.restSensors?.();
    } catch {
      // A part that does not answer cannot be powered down either.
    }
  }

  /** Once a day, asleep: an IMU that a dip of the supply has reset would never wake the shoe. */
  private watchMotion(): void {
    try {
      this.options.watchMotion?.();
    } catch (error) {
      this.options.log?.(`the IMU does not watch for motion: ${error instanceof Error ? error.message : ''}`);
      this.retained.blind = true;
    }
  }

  private sleepDeeply(): void {
    const { chip, retained, state } = this;
    retained.sleeps++;
    retained.slept_ms = this.options.utc_ms();
    retained.charger = chip.charger === true;
    this.keep();
    chip.watch(0);
    chip.sleepDeeply(this.wakeSources(state));
  }

  private wakeSources(state: number): WakeSources {
    // A charger's pin that is high now would end the sleep at once, again and again.
    const charger = this.chip.charger === false;
    const { blind } = this.retained;
    if (state === POWER_ASLEEP)
      return { motion: !blind, charger, after_ms: blind ? BLIND_CHECK_ms : CHECK_ms };
    return { motion: false, charger, after_ms: state === POWER_LOW ? LOW_CHECK_ms : 0 };
  }
}
