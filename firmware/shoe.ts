/**
 * The application: wires the rooms in the data's way, and knows what the shoe does when.
 *
 *     IMU FIFO -> kernel -> session -> record and radio
 *
 * Awake, frames flow; asleep, the IMU watches for motion by itself and everything else rests; without an IMU the radio works, and
 * it is tried again and again. What else there is (charger, empty cell, shelf, deep sleep) is power's. docs/DESIGN.md, "The shoe's day".
 */
import {
  ShoeRadio,
  type Battery,
  type Identity,
  type SettingsListener,
  type Shelf,
  type Updater,
} from './ble/radio';
import type { ShoeCoach } from './coach/shoe-coach';
import { ResetReason } from './io/chip';
import type { Flash } from './io/flash';
import type { GattServerConstructor } from './io/gatt';
import type { Clock, TimerHandle, Timers } from './io/time';
import { makeMotion, type KernelMaker, type Motion } from './kernel/motion';
import { TOLD_STRIDES, TOLD_TAPPED } from './kernel/report';
import { ShoeHealth } from './power/health';
import { END_SESSION, TURN_OFF, type ShoePower } from './power/power';
import { SensorWatch } from './power/sensor-watch';
import { POWER_CHARGING, POWER_LOW, POWER_SHIPPING } from './power/states';
import { CalibrationKeeper, lengthFactor } from './record/calibration-keeper';
import { ShoeRecord, type BootInfo } from './record/record';
import { AUTO_START, FOOT, RUN_HELD_s, STOP_STANDING_s, WALK_HELD_s } from './record/settings';
import type { LengthFactor } from './record/run-writer';
import { SinkPair } from './record/sink-pair';
import {
  STATE_ASLEEP,
  STATE_AWAKE,
  STATE_CHARGING,
  STATE_LOW,
  STATE_NO_IMU,
  STATE_PAUSED,
  STATE_SESSION,
  STATE_SHIPPING,
} from './record/status';
import { StatusKeeper } from './record/status-keeper';
import type { Imu } from './sensors/imu';
import type { FrameScale } from './sensors/scale';
import type { DecoderMaker } from './sensors/decoder';
import { Calibration } from './session/calibration';
import { GyroscopeSwitch, type GyroscopeUse } from './session/gyroscope';
import type { Live } from './session/live';
import { SESSION_RULES, type SessionRules } from './session/rules';
import { Session } from './session/session';
import type { Mutable, SessionSink } from './session/sink';
import { FOOT_UNKNOWN, SENSOR_HEIGHT_mm } from './stepdetect/setup';
import { Stride } from './stepdetect/stride';
import type { Trial } from './update/trial';

/** The shoe looks after itself once a second: the rate of the radio's measurement too. */
const TICK_ms = 1000;
/** A stride is worked on in pieces (stepdetect/setup.ts), one each so often; between them the radio has its turn. */
const WORK_ms = 1;
/** Without a stride for this long, and with no session open, the shoe goes to sleep. */
const SLEEP_AFTER_ms = 300_000;
/** A sleeping shoe looks at its clock: the SDK's counter of milliseconds wraps every 49.7 days, and days go by. */
const DOZE_ms = 6 * 3_600_000;
/** One with power to look after looks for its charger meanwhile, and for the time to sleep deeply. */
const DOZE_POWERED_ms = 10_000;
/** From letting the centrals go to the end of everything: the links' last packets still go out. */
const TURNING_OFF_ms = 500;

export interface ShoeOptions {
  /** Makes the IMU's driver; `onAlert` is to be called at its interrupt. Throws when the part does not answer. */
  readonly imu: (onAlert: () => void, decoder: DecoderMaker<Motion>) => Imu;
  /** Makes what follows the foot. */
  readonly kernel: KernelMaker;
  /** Height of the sensor above the ground while standing, mm; default on the instep. */
  readonly sensorHeight_mm?: number;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly server: GattServerConstructor;
  readonly battery: Battery;
  readonly identity: Identity;
  /** Where runs, odometer and settings are kept. Without it nothing outlives a reset. */
  readonly keep?: KeepOptions;
  /** Deep sleep, charger, empty cell. Without it the shoe only ever sleeps lightly. */
  readonly power?: ShoePower;
  /** Hears what the session tells, besides the record. */
  readonly sink?: SessionSink;
  readonly rules?: SessionRules;
  /** When the gyroscope is on while the shoe is awake. Default: always. */
  readonly gyroscope?: GyroscopeUse;
  /** A personal model to begin with, unless one is kept in flash. Default: none learned yet. */
  readonly calibration?: Calibration;
  /** Makes the coach that advises the runner through the phone. It needs a record, and is not made without one. */
  readonly advice?: (record: ShoeRecord, live: Live) => ShoeCoach;
  /** Installs firmware that a phone sends. */
  readonly updater?: Updater;
  /** Decides whether an image that was just installed stays. */
  readonly trial?: Trial;
  /** Sees every stride as it is counted; the object is used again for the next. */
  readonly onStride?: (stride: Stride) => void;
  /** One plain sentence at a time about what went wrong. */
  readonly log?: (sentence: string) => void;
}

export interface KeepOptions {
  /** Opens the record's partition. Throws when there is none. */
  readonly flash: () => Flash;
  readonly boot: BootInfo;
  /** Hears the time of day that the phone told, so that the chip's own clock can keep it over a reset. */
  readonly onTime?: (utc_ms: number) => void;
}

export class Shoe implements Shelf, SettingsListener, LengthFactor {
  /** What the runner does now and has done so far. */
  readonly live: Live;
  /** The personal model of stride length, and how it learns. */
  readonly calibration: Calibration;
  /** What is kept in flash; undefined when its partition cannot be used. */
  readonly record: ShoeRecord | undefined;
  /** The driver, or undefined while the part does not answer. */
  imu: Imu | undefined;
  asleep = false;

  private readonly options: ShoeOptions;
  private readonly session: Session;
  private readonly radio: ShoeRadio;
  private readonly rules: Mutable<SessionRules>;
  /** Follows the foot. Made anew with the IMU: it depends on the units of its frames. */
  motion: Motion | undefined;
  /** Frames that those before it lost. */
  private lostBefore = 0;
  /** Of the IMU, as far as was looked at. */
  private overruns = 0;
  /** While the last block is being worked on, piece by piece. */
  private work: TimerHandle;
  private readonly goesOn = () => this.goOn();
  private readonly gyroscope: GyroscopeSwitch;
  private gyroscopeOn = true;
  private readonly stride = new Stride();
  private timer: TimerHandle;
  private readonly watch = new SensorWatch();
  private readonly health: ShoeHealth;
  private readonly power: ShoePower | undefined;
  private lastActive_ms = 0;
  private lastStride_ms = -Infinity;
  private readonly calibrationKeeper: CalibrationKeeper | undefined;
  private readonly statusKeeper: StatusKeeper | undefined;
  private readonly coach: ShoeCoach | undefined;

  constructor(options: ShoeOptions) {
    this.options = options;
    this.power = options.power;
    this.gyroscope = new GyroscopeSwitch(options.gyroscope ?? 'always');
    // First: the FIFO rides over what opening the record may take, an erase or two.
    this.openImu(options.clock.now());
    this.calibration = options.calibration ?? new Calibration();
    this.record = this.openRecord();
    if (this.record !== undefined) {
      this.calibrationKeeper = new CalibrationKeeper(this.record, this.calibration);
      this.statusKeeper = new StatusKeeper(this.record, this, options.battery);
    }
    this.health = new ShoeHealth({
      record: this.record,
      sensor: this.watch,
      shoe: this,
      clock: options.clock,
      power: options.power,
      resetReason: options.keep?.boot.reason ?? 0,
      log: options.log,
    });
    this.rules = { ...(options.rules ?? SESSION_RULES) };
    this.settingChanged();
    this.session = new Session({
      rules: this.rules,
      sink: this.sink(),
      calibration: this.calibration,
    });
    this.live = this.session;
    this.coach = this.record && options.advice?.(this.record, this.session);
    this.radio = new ShoeRadio({
      server: options.server,
      live: this.session,
      battery: options.battery,
      identity: options.identity,
      clock: options.clock,
      timers: options.timers,
      record: this.record,
      calibration: this.calibration,
      health: this.health,
      advice: this.coach,
      updater: options.updater,
      shelf: this,
      settingsListener: this,
      attended: options.power?.attended ?? options.keep?.boot.reason === ResetReason.PowerOn,
    });
    this.lastActive_ms = options.clock.now();
    this.timer = options.timers.set(() => this.tick(), TICK_ms, TICK_ms);
  }

  /** The foot the shoe is on (FOOT_*): as the settings say, else as its strides show; not known before some strides. */
  get foot(): number {
    return this.motion === undefined ? FOOT_UNKNOWN : this.motion.foot;
  }

  /** For the record. */
  get lengthFactor(): number {
    return lengthFactor(this.calibration);
  }

  /** Ends an open session, keeps what is only in memory, stops everything and gives the parts back. */
  close(): void {
    this.options.timers.clear(this.timer);
    this.endWork();
    this.imu?.close();
    this.imu = undefined;
    this.session.finish();
    this.record?.close();
    this.radio.close();
  }

  /** A shoe that cannot keep its runs still shows them. */
  private openRecord(): ShoeRecord | undefined {
    const { keep, clock, identity } = this.options;
    if (keep === undefined) return undefined;
    try {
      return new ShoeRecord({
        flash: keep.flash(),
        clock,
        boot: keep.boot,
        onTime: keep.onTime,
        firmware: identity.firmware.split('.').map(Number),
        lengths: this,
      });
    } catch (error) {
      this.options.log?.(`nothing will be kept: ${reason(error)}`);
      return undefined;
    }
  }

  /** What the runner wants of sessions that start by themselves; given rules stand whatever is set. */
  settingChanged(): void {
    const { record, rules } = this;
    if (record === undefined || this.options.rules !== undefined) return;
    const auto = record.setting(AUTO_START);
    rules.runHeld_ms = (auto & 1) !== 0 ? 1000 * record.setting(RUN_HELD_s) : Infinity;
    rules.briskHeld_ms = (auto & 2) !== 0 ? 1000 * record.setting(WALK_HELD_s) : Infinity;
    rules.stopStanding_ms = 1000 * record.setting(STOP_STANDING_s);
  }

  private sink(): SessionSink | undefined {
    const { record } = this;
    const { sink } = this.options;
    if (record === undefined) return sink;
    return sink === undefined ? record : new SinkPair(sink, record);
  }

  private openImu(now_ms: number): void {
    this.watch.tries(now_ms);
    try {
      const imu = this.options.imu(
        () => this.alert(),
        (scale, accelOnlyScale) => this.follow(scale, accelOnlyScale),
      );
      this.imu = imu;
      this.overruns = 0;
      this.gyroscopeOn = true;
      this.switchGyroscope(imu);
      this.watch.opened(now_ms);
    } catch (error) {
      this.options.log?.(`no IMU, next try in ${this.watch.retry_ms / 1000} s: ${reason(error)}`);
    }
  }

  /** Makes what follows the foot from frames of these units on. */
  private follow(scale: FrameScale, accelOnlyScale: FrameScale): Motion {
    this.lostBefore = this.framesLost;
    // The one before gives its memory back first.
    this.motion = undefined;
    const { kernel, sensorHeight_mm = SENSOR_HEIGHT_mm } = this.options;
    const motion = makeMotion(kernel, scale, accelOnlyScale, sensorHeight_mm);
    this.motion = motion;
    return motion;
  }

  /** The IMU's interrupt: frames wait in its FIFO, or a sleeping shoe was moved. */
  private alert(): void {
    if (this.asleep) this.wake();
    else this.service(false);
  }

  /** Reads the FIFO. While a block is being worked on the rest of it waits, unless everything is asked for. */
  private service(everything: boolean): void {
    const imu = this.imu;
    const motion = this.motion;
    if (imu === undefined || motion === undefined) return;
    if (this.work !== undefined && !everything) return;
    const frames = everything ? imu.flush() : imu.drain();
    const { overruns } = imu;
    if (overruns !== this.overruns) {
      this.overruns = overruns;
      this.gyroscope.framesLost(this.watch.frames_ms);
    }
    if (frames > 0) this.watch.frames_ms = this.options.clock.now();
    if (everything) this.finishWork(motion);
    else if (motion.busy) this.work = this.options.timers.set(this.goesOn, 0, WORK_ms);
    if (motion.news !== 0 && (frames > 0 || everything)) this.followed(motion);
  }

  /** A piece of the work on the last block, or what came of one. Then the FIFO may have another. */
  private goOn(): void {
    const motion = this.motion;
    if (motion !== undefined) {
      if (motion.news !== 0) this.followed(motion);
      else if (motion.busy) motion.goOn();
      if (motion.busy || motion.news !== 0) return;
    }
    this.endWork();
    this.service(false);
  }

  private finishWork(motion: Motion): void {
    while (motion.busy) motion.goOn();
    this.endWork();
  }

  private endWork(): void {
    if (this.work !== undefined) this.options.timers.clear(this.work);
    this.work = undefined;
  }

  /** Looks at what came of the last block, and counts its strides. */
  private followed(motion: Motion): void {
    const { news } = motion;
    motion.news = 0;
    const now_ms = this.watch.frames_ms;
    if ((news & TOLD_TAPPED) !== 0) this.radio.openBondingWindow(now_ms);
    if ((news & TOLD_STRIDES) === 0) return;
    const latest_us = motion.newest_us;
    const stride = this.stride;
    while (motion.next(stride)) {
      const age_us = (latest_us - stride.icUs) | 0;
      this.count(stride, now_ms - ((age_us / 1000) | 0));
    }
    motion.setMoving(this.session.moving);
    this.lastActive_ms = now_ms;
    this.lastStride_ms = now_ms;
  }

  private count(stride: Stride, ic_ms: number): void {
    const gyroscope = this.gyroscope;
    const missed = gyroscope.missed(ic_ms);
    // An empty stride stands for a landing between two known ones that nobody saw.
    for (let i = 1; i <= missed; i++) this.book(new Stride(), gyroscope.missedAt_ms(i, missed, ic_ms));
    gyroscope.stride(ic_ms);
    this.book(stride, ic_ms);
    this.radio.stride(stride, ic_ms);
    this.options.onStride?.(stride);
  }

  private book(stride: Stride, ic_ms: number): void {
    this.session.stride(stride, ic_ms);
    this.record?.stride(stride, ic_ms, this.session);
  }

  /** Switches the gyroscope when that is wanted; the strides of the frames so far are counted before. */
  private switchGyroscope(imu: Imu): void {
    const on = this.gyroscope.wanted;
    if (on === this.gyroscopeOn) return;
    imu.useGyroscope(on);
    this.gyroscopeOn = on;
    this.motion?.interrupt();
    if (on) this.gyroscope.switchedOn();
  }

  private followGait(now_ms: number): void {
    const imu = this.imu;
    this.gyroscope.tick(now_ms, this.session.inSession);
    if (imu === undefined || this.gyroscope.wanted === this.gyroscopeOn) return;
    this.service(true);
    try {
      this.switchGyroscope(imu);
    } catch (error) {
      this.options.log?.(`IMU does not switch its gyroscope: ${reason(error)}`);
      this.dropImu();
      this.watch.lost(now_ms);
    }
  }

  private tick(): void {
    const now_ms = this.options.clock.now();
    if (this.imu !== undefined) this.watchImu(now_ms);
    else if (this.watch.isDue(now_ms)) this.openImu(now_ms);
    this.followGait(now_ms);
    this.session.tick(now_ms);
    this.motion?.setMoving(this.session.moving);
    this.calibrationKeeper?.keep();
    this.record?.tick(now_ms);
    this.coach?.tick(this.radio.transferring);
    this.statusKeeper?.note(now_ms, this.state(), this.imu);
    if (this.record !== undefined) this.motion?.setFoot(this.record.setting(FOOT));
    this.health.watchRecord();
    this.radio.update(now_ms);
    this.tryImage(now_ms);
    if (this.session.inSession || this.radio.transferring) this.lastActive_ms = now_ms;
    if (this.power !== undefined) this.followPower(this.power, now_ms);
    else if (now_ms - this.lastActive_ms >= SLEEP_AFTER_ms) this.sleep();
  }

  private followPower(power: ShoePower, now_ms: number): void {
    const demand = power.follow(now_ms, this.session.inSession, this.lastStride_ms);
    if (demand === END_SESSION) this.session.finish();
    else if (demand === TURN_OFF) this.turnOff(power, POWER_LOW);
    else if (!power.maySleep) this.lastActive_ms = now_ms;
    else if (now_ms - this.lastActive_ms >= SLEEP_AFTER_ms) this.sleep();
  }

  get canShip(): boolean {
    return this.power?.canShip === true;
  }

  get mayShip(): boolean {
    return this.power?.mayShip === true && !this.session.inSession && this.options.trial?.running !== true;
  }

  /** Puts the shoe away until it is next charged. @returns false when it may not be */
  ship(): boolean {
    const { power } = this;
    if (power === undefined || !this.mayShip) return false;
    this.turnOff(power, POWER_SHIPPING);
    return true;
  }

  /** Closes everything in order, the record first, and then the chip sleeps deeply. The session has ended before. */
  private turnOff(power: ShoePower, state: number): void {
    this.service(true);
    this.calibrationKeeper?.keep();
    this.record?.settle();
    this.statusKeeper?.note(
      this.options.clock.now(),
      state === POWER_SHIPPING ? STATE_SHIPPING : STATE_LOW,
      this.imu,
    );
    this.dropImu();
    this.radio.sleep();
    this.options.timers.clear(this.timer);
    this.timer = this.options.timers.set(() => power.turnOff(state), TURNING_OFF_ms);
  }

  /** An image that was just installed has to show that it works. */
  private tryImage(now_ms: number): void {
    const { trial, keep } = this.options;
    if (trial?.running !== true) return;
    trial.tick(now_ms, {
      recordOpened: this.record !== undefined || keep === undefined,
      radioStarted: this.radio.started,
      imuAnswers: this.imu !== undefined,
      imuWasMissing: this.record?.before.status.state === STATE_NO_IMU,
    });
  }

  /** An interrupt edge can be lost, and a part can fall silent. */
  private watchImu(now_ms: number): void {
    if (!this.watch.isLate(now_ms)) return;
    this.service(false);
    if (!this.watch.isSilent(now_ms)) return;
    this.options.log?.('IMU: no frames for 5 s; setting it up anew');
    this.dropImu();
    this.openImu(now_ms);
  }

  /** STATE_* */
  private state(): number {
    if (this.asleep) return STATE_ASLEEP;
    if (this.power?.state === POWER_CHARGING) return STATE_CHARGING;
    if (this.imu === undefined) return STATE_NO_IMU;
    if (!this.session.inSession) return STATE_AWAKE;
    return this.session.paused ? STATE_PAUSED : STATE_SESSION;
  }

  /** Frames that were overwritten before anybody looked at them. */
  get framesLost(): number {
    return this.lostBefore + (this.motion?.overwritten ?? 0);
  }

  private dropImu(): void {
    try {
      this.imu?.close();
    } catch {
      // A part that does not answer cannot be powered down either.
    }
    this.imu = undefined;
  }

  private sleep(): void {
    const { imu, power } = this;
    const { clock, timers } = this.options;
    if (imu === undefined && power === undefined) return;
    this.service(true);
    try {
      imu?.sleep();
    } catch (error) {
      this.options.log?.(`IMU does not go to sleep: ${reason(error)}`);
      this.dropImu();
      this.watch.lost(clock.now());
      return;
    }
    this.asleep = true;
    this.record?.settle();
    this.statusKeeper?.note(clock.now(), this.state(), imu);
    timers.clear(this.timer);
    const period_ms = power === undefined ? DOZE_ms : DOZE_POWERED_ms;
    this.timer = timers.set(() => this.doze(), period_ms, period_ms);
    this.radio.sleep();
    power?.fellAsleep(clock.now(), imu !== undefined);
  }

  private doze(): void {
    const now_ms = this.options.clock.now();
    this.record?.tick(now_ms);
    if (this.power?.doze(now_ms) === true) this.wake();
  }

  private wake(): void {
    const now_ms = this.options.clock.now();
    this.power?.wokeUp();
    this.asleep = false;
    this.lastActive_ms = now_ms;
    this.watch.frames_ms = now_ms;
    this.options.timers.clear(this.timer);
    this.timer = this.options.timers.set(() => this.tick(), TICK_ms, TICK_ms);
    this.radio.wake();
    try {
      this.imu?.wake();
    } catch (error) {
      this.options.log?.(`IMU does not wake: ${reason(error)}`);
      this.dropImu();
      this.openImu(now_ms);
    }
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
