/**
 * The shoe on the virtual board: the unmodified firmware, given simulated parts where the chip gives it real ones, and a
 * watch that is connected and subscribed from the first second.
 */
import type { GattServerConstructor } from '../../firmware/io/gatt';
import { interpretedKernel } from '../../firmware/kernel/interpreted';
import type { SessionSink } from '../../firmware/session/sink';
import type { Shoe } from '../../firmware/shoe';
import type { Stride } from '../../firmware/stepdetect/stride';
import { VirtualBus } from '../board/bus';
import { stallChip, type FaultScript } from '../board/faults';
import { VirtualClock } from '../board/clock';
import { virtualDigital } from '../board/digital';
import { FlashModel } from '../board/flash';
import { Icm42688pModel } from '../board/icm42688p-model';
import type { ImuModel } from '../board/imu-model';
import { Lsm6dsoModel } from '../board/lsm6dso-model';
import { RecordedMotion, type Motion } from '../board/motion';
import { virtualRadio, type VirtualCentral, type VirtualRadio } from '../board/radio';
import type { TraceSource } from '../traces/source';
import type { RadioEvent, ReplayOptions } from './replay';
import { checkRate, INT1_PIN, wireShoe, type BoardSeam, type Part, type Wiring } from './wiring';

/** When the watch connects, us after power-on. */
const WATCH_CONNECTS_us = 500_000;
/** ATT MTU a phone agrees on with most peripherals of this class. */
const WATCH_MTU = 247;
/** `esp_reset_reason()` of a shoe that was given its battery. */
const POWER_ON = 1;
const RSC_MEASUREMENT = '2a53';
const BATTERY_LEVEL = '2a19';

export interface VirtualShoeHooks {
  /** A stride was counted; `toBoard_us` turns its instants into simulated time. */
  onStride(stride: Stride, toBoard_us: (instant_us: number) => number): void;
  onRadio(event: RadioEvent): void;
  sink: SessionSink;
  /** `time_us` is on the recording's clock. */
  readonly log: (sentence: string, time_us: number) => void;
  /** Another radio than the virtual one, on the board's clock; no watch is connected to it then. */
  server?(clock: VirtualClock): GattServerConstructor;
  /** A board with two slots of firmware, whose bootloader has chosen (host-sim/ota/life.ts, `updateParts`). */
  update?(clock: VirtualClock): BoardSeam['update'];
}

export class VirtualShoe {
  readonly clock = new VirtualClock();
  readonly motion: RecordedMotion;
  readonly imu: ImuModel;
  readonly flash: FlashModel;
  readonly shoe: Shoe;
  private readonly radio: VirtualRadio;
  private watch: VirtualCentral | undefined;

  /** @throws TraceError when the first sample is malformed; RangeError for a rate that the part has not */
  constructor(source: TraceSource, options: ReplayOptions, hooks: VirtualShoeHooks) {
    const clock = this.clock;
    const { part = 'LSM6DSO32', rate_Hz = 208, kernel = interpretedKernel } = options;
    checkRate(part, rate_Hz);
    this.motion = new RecordedMotion(source);
    this.imu = imuModel(part, { clock, motion: this.motion, faults: options.faults });
    const bus = new VirtualBus({ clock, parts: [this.imu] });
    const digital = virtualDigital({ clock, pins: new Map([[INT1_PIN, this.imu.int1]]) });
    this.radio = virtualRadio({ now_us: () => clock.now_us }, (event) => {
      hooks.onRadio(event);
      if (event.kind === 'advertise') this.reconnectWatch();
    });
    const { absent, failsAfter, slow } = options.flashFaults ?? {};
    this.flash = new FlashModel({ clock, image: options.flash, slow });
    if (failsAfter !== undefined) this.flash.cutAfter(failsAfter);
    const log = (sentence: string) => hooks.log(sentence, this.motion.recordingTime_us(clock.now_us));
    const seam: BoardSeam = {
      bus: bus.io,
      digital,
      clock: clock.clock,
      timers: clock.timers,
      server: hooks.server?.(clock) ?? this.radio.server,
      flash: () => {
        if (absent === true) throw new Error("can't find partition");
        return this.flash;
      },
      boot: () => options.boot ?? { reason: POWER_ON },
      sink: hooks.sink,
      log,
      onStride: (stride) => hooks.onStride(stride, (instant_us) => this.boardTime_us(instant_us)),
      update: hooks.update?.(clock),
      power: options.power,
    };
    const wiring: Wiring = {
      part,
      rate_Hz,
      address: this.imu.address,
      gyroscope: options.gyroscope ?? (source.hasGyro ? 'always' : 'never'),
    };
    const recorder = options.record?.(() => clock.now_us);
    this.shoe = recorder
      ? recorder.start(wiring, () => wireShoe(recorder.wrap(seam), wiring, kernel), seam.power !== undefined)
      : wireShoe(seam, wiring, kernel);
    for (const stall of options.stalls ?? []) stallChip(clock, stall);
    if (!hooks.server) clock.at(Math.max(WATCH_CONNECTS_us, clock.now_us), () => this.connectWatch());
  }

  /** Is a session open, whose end the rules will tell? */
  get inSession(): boolean {
    return this.shoe.live.inSession;
  }

  /** Lets simulated time pass up to `time_us`. Throws what the recording's reader threw on the way. */
  runUntil(time_us: number): void {
    this.clock.runUntil(time_us);
    this.imu.catchUp();
    if (this.motion.failure) throw this.motion.failure;
  }

  /**
   * Simulated time of an instant on the IMU's clock that is at most 35 minutes old. Right after the FIFO was read, its
   * newest frame stands at `lastFrame_us` of the simulation: that ties the two clocks together.
   */
  private boardTime_us(instant_us: number): number {
    const newest_us = this.shoe.motion?.newest_us ?? 0;
    return Math.round(this.imu.lastFrame_us) - ((newest_us - instant_us) | 0);
  }

  private connectWatch(): void {
    this.watch = this.radio.connect({ mtu: WATCH_MTU });
    this.watch.subscribe(RSC_MEASUREMENT);
    this.watch.subscribe(BATTERY_LEVEL);
  }

  /** The shoe lets every central go when it falls asleep; the watch comes back when it hears it again. */
  private reconnectWatch(): void {
    if (this.watch === undefined || this.watch.connected) return;
    this.watch = undefined;
    this.clock.at(this.clock.now_us, () => this.connectWatch());
  }
}

function imuModel(
  part: Part,
  options: { clock: VirtualClock; motion: Motion; faults: FaultScript | undefined },
): ImuModel {
  return part === 'ICM42688P' ? new Icm42688pModel(options) : new Lsm6dsoModel({ ...options, variant: part });
}
