/**
 * A whole shoe on the virtual board that restarts into the images it is sent: the same firmware each time, told which version it is.
 * An image can be a bad one: then it finds no record.
 */
import type { GattServerConstructor } from '../../firmware/io/gatt';
import { interpretedKernel } from '../../firmware/kernel/interpreted';
import type { Shoe } from '../../firmware/shoe';
import { VirtualBus } from '../board/bus';
import type { VirtualClock } from '../board/clock';
import { virtualDigital } from '../board/digital';
import { FlashModel } from '../board/flash';
import { Lsm6dsoModel } from '../board/lsm6dso-model';
import { RecordedMotion } from '../board/motion';
import { TwoSlots, type SlotImages } from '../board/two-slots';
import { INT1_PIN, wireShoe, type BoardSeam } from '../engines/wiring';
import type { TraceSource } from '../traces/source';
import { updateParts, type Maker } from './life';

/** `esp_reset_reason()` */
const POWER_ON = 1;
const SOFTWARE = 3;
/** From a restart to the firmware's first instruction: a start as users measured it (esp32.com, topic 46435). */
const BOOT_us = 200_000;

export interface UpdatingShoeOptions {
  readonly clock: VirtualClock;
  readonly server: GattServerConstructor;
  readonly motion: TraceSource;
  readonly maker: Maker;
  readonly images: SlotImages;
  /** Does the image of this version find no record? Default: none. */
  readonly isBad?: (version: string) => boolean;
}

export class UpdatingShoe {
  readonly slots: TwoSlots;
  readonly record: FlashModel;
  /** Versions that were started, in order. */
  readonly started: string[] = [];
  readonly log: string[] = [];
  shoe: Shoe | undefined;
  private readonly options: UpdatingShoeOptions;
  private readonly parts: Pick<BoardSeam, 'bus' | 'digital'>;
  private readonly imu: Lsm6dsoModel;

  constructor(options: UpdatingShoeOptions) {
    const { clock } = options;
    this.options = options;
    this.slots = new TwoSlots({ clock, chip: options.maker.chip, images: options.images });
    this.record = new FlashModel({ clock });
    this.imu = new Lsm6dsoModel({
      clock,
      motion: new RecordedMotion(options.motion),
      variant: 'LSM6DSO32',
    });
    this.parts = {
      bus: new VirtualBus({ clock, parts: [this.imu] }).io,
      digital: virtualDigital({ clock, pins: new Map([[INT1_PIN, this.imu.int1]]) }),
    };
    this.start(POWER_ON);
  }

  /** @throws Error when nothing can be started */
  private start(reason: number): void {
    const { clock, server, maker, isBad } = this.options;
    const image = this.slots.start();
    if (image === undefined) throw new Error('nothing can be started');
    this.started.push(image.version);
    this.record.powerOn();
    const nothing = (): void => undefined;
    const update = updateParts(this.slots, maker, {
      timers: clock.timers,
      restart: () => this.restart(),
      log: (sentence) => this.log.push(sentence),
    });
    this.shoe = wireShoe(
      {
        ...this.parts,
        clock: clock.clock,
        timers: clock.timers,
        server,
        flash: () => {
          if (isBad?.(image.version)) throw new Error("can't find partition");
          return this.record;
        },
        boot: () => ({ reason }),
        sink: { start: nothing, pause: nothing, resume: nothing, split: nothing, stop: nothing },
        log: (sentence) => this.log.push(sentence),
        onStride: nothing,
        update,
      },
      { part: 'LSM6DSO32', rate_Hz: 208, address: this.imu.address, gyroscope: 'always' },
      interpretedKernel,
    );
  }

  /** Nothing runs until the chip has started again. */
  private restart(): void {
    const { clock } = this.options;
    this.shoe?.close();
    this.shoe = undefined;
    clock.atFirmware(clock.now_us + BOOT_us, () => this.start(SOFTWARE));
  }
}
