/**
 * The shoe on the virtual board over many lives: chip, cell, charger, IMU, flash and radio stay, the firmware starts anew after every deep
 * sleep and reset, put together as firmware/main.ts does on the chip.
 */
import type { ShoeRecord } from '../../firmware/record/record';
import { BatteryGauge } from '../../firmware/power/gauge';
import { ShoePower } from '../../firmware/power/power';
import type { Updater } from '../../firmware/ble/radio';
import type { Chip } from '../../firmware/io/chip';
import { interpretedKernel } from '../../firmware/kernel/interpreted';
import type { DecoderMaker, Lsm6dsoDecoder } from '../../firmware/sensors/decoder';
import { LSM6DSO } from '../../firmware/sensors/lsm6dso';
import { NoDecoder } from '../../firmware/sensors/no-decoder';
import type { GyroscopeUse } from '../../firmware/session/gyroscope';
import type { SessionSink } from '../../firmware/session/sink';
import { SafeShoe } from '../../firmware/safe-shoe';
import { Shoe, type ShoeOptions } from '../../firmware/shoe';
import type { Stride } from '../../firmware/stepdetect/stride';
import { VirtualBus } from '../board/bus';
import { CellModel, type CellOptions } from '../board/cell';
import { VirtualChip, type VirtualChipOptions } from '../board/chip';
import { VirtualClock } from '../board/clock';
import { Line, virtualDigital } from '../board/digital';
import type { FaultScript } from '../board/faults';
import { FlashModel } from '../board/flash';
import { Lsm6dsoModel } from '../board/lsm6dso-model';
import type { Motion as BoardMotion } from '../board/motion';
import { virtualRadio, type VirtualRadio } from '../board/radio';
import { TwoSlots, type SlotImages } from '../board/two-slots';
import { updateParts, type Maker, type UpdateParts } from '../ota/life';
import type { RadioEvent } from './replay';
import { INT1_PIN } from './wiring';

/** The chip's own clock is set by the first phone; until then it counts from 1970 (docs/MODDABLE.md). */
const EPOCH_ms = 0;

/** As in firmware/main.ts. */
const nobody = () => new NoDecoder();

export interface LivingShoeOptions {
  readonly motion: BoardMotion;
  /** Default: the 400 mAh of the reference board, full. */
  readonly cell?: CellOptions;
  /** False: the board has no pin for the charger. */
  readonly chargerPin?: boolean;
  readonly flash?: Uint8Array;
  readonly faults?: FaultScript;
  readonly rate_Hz?: 104 | 208 | 416;
  readonly gyroscope?: GyroscopeUse;
  readonly updater?: Updater;
  /** A chip with two slots of firmware, whose bootloader chooses at every start. Default: one image for ever. */
  readonly slots?: { readonly images: SlotImages; readonly maker: Maker };
  readonly sink?: SessionSink;
  readonly onStride?: (stride: Stride) => void;
  readonly onRadio?: (event: RadioEvent) => void;
  readonly onMode?: VirtualChipOptions['onMode'];
  readonly start_us?: number;
  /** Changes what the firmware is started with; throws to imitate a firmware that does not start. */
  readonly change?: (options: ShoeOptions, starts: number) => ShoeOptions;
}

export class LivingShoe {
  readonly clock = new VirtualClock();
  readonly chip: VirtualChip;
  readonly cell: CellModel;
  readonly charger = new Line();
  readonly imu: Lsm6dsoModel;
  readonly flash: FlashModel;
  readonly radio: VirtualRadio;
  /** Of a chip that has them. */
  readonly slots: TwoSlots | undefined;
  readonly log: string[] = [];
  /** Changes of state that power refused in the lives before this one (`ShoePower.refused`): 0 in a sound firmware. */
  refusedBefore = 0;
  /** Of the present start; undefined while the chip is off, asleep, or in safe mode. */
  shoe: Shoe | undefined;
  safe: SafeShoe | undefined;
  power: ShoePower | undefined;

  readonly bus: VirtualBus;
  /** Interrupts of the IMU that the firmware had. */
  alerts = 0;
  private readonly options: LivingShoeOptions;
  /** What the phone set the chip's clock to, less the board's time. */
  private utc_ms = EPOCH_ms;

  constructor(options: LivingShoeOptions) {
    const { clock } = this;
    this.options = options;
    this.cell = new CellModel({ capacity_mAh: 400, ...options.cell });
    this.imu = new Lsm6dsoModel({
      clock,
      motion: options.motion,
      variant: 'LSM6DSO32',
      faults: options.faults,
    });
    this.bus = new VirtualBus({ clock, parts: [this.imu] });
    this.radio = virtualRadio({ now_us: () => clock.now_us }, (event) => options.onRadio?.(event));
    this.flash = new FlashModel({ clock, image: options.flash });
    const { slots } = options;
    this.slots = slots && new TwoSlots({ clock, chip: slots.maker.chip, images: slots.images });
    this.chip = new VirtualChip({
      clock,
      motion: this.imu.int1,
      charger: options.chargerPin === false ? undefined : this.charger,
      start: (chip) => this.start(chip),
      onReset: () => {
        this.radio.reset();
        this.refusedBefore += this.power?.refused ?? 0;
        this.shoe = this.safe = this.power = undefined;
      },
      onMode: options.onMode,
      start_us: options.start_us,
    });
  }

  get record(): ShoeRecord | undefined {
    return this.shoe?.record;
  }

  /** Lets simulated time pass. */
  run(ms: number): void {
    this.clock.runUntil(this.clock.now_us + Math.round(ms * 1000));
    this.imu.catchUp();
  }

  /** The cable goes in or out. */
  plug(inserted: boolean): void {
    this.cell.charging = inserted;
    this.clock.at(this.clock.now_us, () => this.charger.set(inserted ? 1 : 0));
    this.run(0);
  }

  private start(chip: Chip): void {
    const { clock, timers } = this.chip;
    const { options } = this;
    const log = (sentence: string): void => void this.log.push(sentence);
    const gauge = new BatteryGauge(this.cell, log);
    const digital = this.chip.digital(
      virtualDigital({ clock: this.clock, pins: new Map([[INT1_PIN, this.imu.int1]]) }),
    );
    const openImu = (onAlert: () => void, decoder: DecoderMaker<Lsm6dsoDecoder>) =>
      new LSM6DSO({
        sensor: { io: this.bus.io, address: this.imu.address, hz: 400_000 },
        alert: { io: digital, pin: INT1_PIN },
        onAlert: () => {
          this.alerts++;
          onAlert();
        },
        onFault: (error) => log(error.message),
        clock,
        decoder,
        part: 'LSM6DSO32',
        rate_Hz: options.rate_Hz ?? 208,
      });
    const now_ms = (): number => this.utc_ms + this.clock.now_us / 1000;
    const power = new ShoePower({
      chip,
      gauge,
      utc_ms: now_ms,
      restSensors: () => openImu(() => undefined, nobody).close(),
      watchMotion: () => openImu(() => undefined, nobody).sleep(),
      log,
    });
    this.power = power;
    this.flash.powerOn();
    const update = this.installed(power, chip, log);
    const parts = {
      power,
      clock,
      timers,
      server: this.radio.server,
      battery: gauge,
      updater: update?.updater ?? options.updater,
      identity: {
        name: 'Footfall',
        manufacturer: 'Footfall',
        model: 'virtual shoe',
        serial: '0',
        firmware: update?.version ?? '0.1.0',
        hardware: 'LSM6DSO32',
      },
    };
    power.begin(
      () => {
        const plain: ShoeOptions = {
          ...parts,
          imu: openImu,
          kernel: interpretedKernel,
          gyroscope: options.gyroscope ?? 'steady',
          keep: {
            flash: () => this.flash,
            boot: { reason: chip.resetReason, away_ms: power.slept_ms, utc_ms: now_ms() },
            onTime: (utc_ms) => (this.utc_ms = utc_ms - this.clock.now_us / 1000),
          },
          trial: update?.trial,
          sink: options.sink,
          onStride: options.onStride,
          log,
        };
        this.shoe = new Shoe(options.change?.(plain, this.chip.starts.length) ?? plain);
      },
      () => (this.safe = new SafeShoe({ ...parts, resetReason: chip.resetReason })),
    );
  }

  /** What the bootloader starts. @throws Error when it finds nothing */
  private installed(power: ShoePower, chip: Chip, log: (sentence: string) => void): UpdateParts | undefined {
    const { slots, options } = this;
    if (slots === undefined || options.slots === undefined) return undefined;
    if (slots.start() === undefined) throw new Error('no image can be started');
    return updateParts(slots, options.slots.maker, {
      timers: this.chip.timers,
      restart: () => {
        this.shoe?.close();
        power.restart();
      },
      reset: () => chip.restart(),
      log,
    });
  }
}
