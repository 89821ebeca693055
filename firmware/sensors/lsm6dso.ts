/**
 * Driver of the ST LSM6DSO family (LSM6DSO, LSM6DSOX, LSM6DSO32) for a shoe: both sensors at one rate into the FIFO,
 * read in blocks at its watermark; the accelerometer's own wake-up interrupt while the shoe sleeps.
 *
 * Datasheets: LSM6DSO32 DocID032891 (whose sections `lsm6dso-registers.ts` cites), LSM6DSO DS12140.
 * Not tried on hardware yet: checked against scripted transactions and a register-level model.
 *
 * INT1 must have no pull-up: high at power-on or reset it switches the part to I3C only (datasheet 5.3). It is an active
 * high, push-pull output, and stays high while the FIFO holds a watermark's worth of words: when an edge was missed, call
 * `drain` anyway, by a timer for example, and the pin goes low again.
 */

import type { SensorIO, SMBus } from '../io/bus';
import type { AlertIO, DigitalInput } from '../io/digital';
import type { Clock } from '../io/time';
import { BLOCK_BYTES, type DecoderMaker, type Lsm6dsoDecoder } from './decoder';
import { isGravity } from './gravity';
import type { Imu, ImuFaults } from './imu';
import {
  ACCEL_ONLY_RATE,
  accelScale,
  gyroScale,
  sampleRate,
  widestAccel_g,
  type Lsm6dsoPart,
} from './lsm6dso-config';
import { Lsm6dsoControl } from './lsm6dso-control';
import { FIFO_WORD_BYTES, FIFO_WORDS, FifoStatus, LSM6DSO_ADDRESS, Register } from './lsm6dso-registers';
import { COUNTER_MASK } from './ring';
import type { FrameScale } from './scale';

/** I2C fast mode, the most the part takes (datasheet table 7). */
const BUS_Hz = 400_000;
/** The largest block. */
const BLOCK_WORDS_MOST = BLOCK_BYTES / FIFO_WORD_BYTES;
/** Rounds of a drain at most: words come slower than the bus takes them, so a few do. */
const DRAIN_ROUNDS = 16;
/** While `n` words are read at 400 kHz, n / 2^ARRIVING more come at the very most: n / 7 do at 416 Hz. */
const ARRIVING = 2;
// Of each block: a constant costs an interpreter an eighth of what a member of an object does.
const FIFO_DATA = Register.FIFO_DATA_OUT_TAG;
const FIFO_STATUS = Register.FIFO_STATUS1;
const OVERRUN = FifoStatus.OVR_LATCHED | FifoStatus.OVR_IA;
const DIFF_MASK = FifoStatus.DIFF_MASK;
/** With one of the bits above it is more than any number of words. */
const STATUS_MASK = OVERRUN | DIFF_MASK;

/** Is the part the one configured? Told by the length of gravity, when the shoe first lies still. */
export type VariantCheck = 'unchecked' | 'confirmed' | 'contradicted';

export interface Lsm6dsoOptions {
  /** `address` is 0x6A unless given, `hz` 400 kHz. */
  readonly sensor: SensorIO;
  /** The pin that INT1 drives. Without it the caller polls. */
  readonly alert?: AlertIO;
  /** INT1 went high: the FIFO holds a block, or the sleeping part was moved. */
  readonly onAlert?: () => void;
  /**
   * Told once when gravity at rest is not 1 g long: the part is not the one configured (its siblings share their
   * identity), or its accelerometer is broken. Called from `drain` or `flush`. A maker's test stops here; a shoe in the
   * field goes on, with `variant` at 'contradicted'.
   */
  onFault?(error: Error): void;
  readonly clock: Clock;
  /** Makes what takes the FIFO's words. */
  readonly decoder: DecoderMaker<Lsm6dsoDecoder>;
  readonly part: Lsm6dsoPart;
  /** Samples a second; at 416 pairs are averaged into 208 frames a second. */
  readonly rate_Hz: 104 | 208 | 416;
  /** The widest range of the part unless given. */
  readonly accelRange_g?: 2 | 4 | 8 | 16 | 32;
  /** 2000 unless given. */
  readonly gyroRange_dps?: 125 | 250 | 500 | 1000 | 2000;
  /** FIFO words of a block, which is also the watermark: 4 to 64, the default, 145 ms at 208 Hz. */
  readonly blockWords?: number;
}

type State = 'awake' | 'asleep' | 'closed';

export class LSM6DSO implements Imu {
  readonly scale: FrameScale;
  readonly accelOnlyScale: FrameScale;

  overruns = 0;

  private readonly options: Lsm6dsoOptions;
  private readonly counts: ImuFaults = { overruns: 0, busErrors: 0, droppedWords: 0, restarts: 0 };
  private readonly bus: SMBus;
  private readonly pin: DigitalInput | undefined;
  private readonly decoder: Lsm6dsoDecoder;
  /** Views of what the bus reads into, which is the decoder's: a whole block, a half, a quarter ... one word. */
  private readonly blocks: Uint8Array[] = [];
  private readonly blockWords: number;
  private readonly slotTicks: number;
  private readonly averages: boolean;
  private readonly control: Lsm6dsoControl;
  private checked: VariantCheck = 'unchecked';
  private state: State = 'awake';
  private gyroscope = true;
  /** The part is as `start` left it, as far as is known. */
  private started = false;

  /**
   * Opens the bus and the pin, checks and resets the part and starts its FIFO; both are closed again when that fails.
   * @throws RangeError when part, ranges, rate or block do not go together
   * @throws Error when nothing answers, or something else than this part
   */
  constructor(options: Lsm6dsoOptions) {
    const { part, sensor, alert, blockWords = 64 } = options;
    const accel = accelScale(part, options.accelRange_g ?? widestAccel_g(part));
    const gyro = gyroScale(options.gyroRange_dps ?? 2000);
    const rate = sampleRate(options.rate_Hz);
    if (!Number.isInteger(blockWords) || blockWords < 4 || blockWords > BLOCK_WORDS_MOST)
      throw new RangeError(`a block of ${blockWords} FIFO words: use 4 to ${BLOCK_WORDS_MOST}`);

    this.options = options;
    this.scale = { accel_ug: accel.perCount, gyro_udps: gyro.perCount, rate_Hz: rate.frames_Hz };
    this.accelOnlyScale = { ...this.scale, rate_Hz: ACCEL_ONLY_RATE.frames_Hz };
    this.blockWords = blockWords;
    this.slotTicks = rate.slotTicks;
    this.averages = rate.frames_Hz !== options.rate_Hz;

    const address = sensor.address ?? LSM6DSO_ADDRESS;
    this.bus = new sensor.io({ hz: BUS_Hz, ...sensor, address });
    this.control = new Lsm6dsoControl(this.bus, options.clock, {
      part,
      address,
      controls: (rate.code << 4) | accel.bits | (((rate.code << 4) | gyro.bits) << 8),
      accelOnlyControls: (ACCEL_ONLY_RATE.code << 4) | accel.bits,
      batchRates: (rate.code << 4) | rate.code,
      accelOnlyBatchRates: ACCEL_ONLY_RATE.code,
      watermark: blockWords,
    });
    try {
      this.control.identify();
      if (alert !== undefined) this.pin = openPin(alert, options);
      this.decoder = options.decoder(this.scale, this.accelOnlyScale);
      for (let words = blockWords; words > 0; words >>= 1)
        this.blocks.push(this.decoder.block.subarray(0, words * FIFO_WORD_BYTES));
      this.start();
    } catch (error) {
      this.pin?.close();
      this.bus.close();
      throw error;
    }
  }

  get faults(): Readonly<ImuFaults> {
    this.counts.overruns = this.overruns;
    this.counts.droppedWords = this.decoder.dropped;
    return this.counts;
  }

  get variant(): VariantCheck {
    return this.checked;
  }

  drain(): number {
    return this.take(this.blockWords);
  }

  flush(): number {
    return this.take(1);
  }

  useGyroscope(on: boolean): void {
    if (this.gyroscope === on) return;
    this.gyroscope = on;
    if (this.state !== 'awake') return;
    this.started = false;
    try {
      this.start();
    } catch (error) {
      this.countBusError();
      throw error;
    }
  }

  /**
   * As `Imu.sleep`: gyroscope off, accelerometer at 26 Hz in low-power mode and its least range, its wake-up interrupt
   * latched on INT1 until `wake`. What is in the FIFO is lost: `flush` first.
   */
  sleep(): void {
    if (this.state !== 'awake') return;
    try {
      this.started = false;
      this.control.sleep();
      this.state = 'asleep';
    } catch (error) {
      this.countBusError();
      throw error;
    }
  }

  /** As `Imu.wake`: resets the part and starts it as the constructor does. Frames come after about 0.1 s. */
  wake(): void {
    if (this.state !== 'asleep') return;
    try {
      this.start();
    } catch (error) {
      this.countBusError();
      throw error;
    }
    this.state = 'awake';
  }

  close(): void {
    if (this.state === 'closed') return;
    this.state = 'closed';
    this.started = false;
    try {
      this.control.stop();
    } catch {
      this.countBusError();
    }
    this.pin?.close();
    this.bus.close();
  }

  /**
   * Reads blocks while the FIFO holds `least` words or more; below a whole block, in ever smaller pieces. One with that many words runs as
   * `start` left it: after a reset its FIFO stays empty.
   */
  private take(least: number): number {
    if (!this.started) return this.state === 'awake' ? this.tryRestart() : 0;
    const { bus, decoder, blockWords } = this;
    let frames = 0;
    let reading = false;
    try {
      const status = bus.readUint16(FIFO_STATUS) & STATUS_MASK;
      // Nearly always one block, and no second before INT1 has gone low: without the loops this is half the work.
      if (least === blockWords && status >= least && status + (status >> ARRIVING) < 2 * least) {
        reading = true;
        bus.readBuffer(FIFO_DATA, this.blocks[0]);
        frames = decoder.take(least);
      } else {
        const block = this.blocks[0];
        let words = this.unreadWords(status);
        if (words < least && !this.isAsStarted()) this.restart();
        for (let round = 0; words >= least && round < DRAIN_ROUNDS; round++) {
          let left = words;
          reading = true;
          while (left >= blockWords) {
            bus.readBuffer(FIFO_DATA, block);
            frames += decoder.take(blockWords);
            left -= blockWords;
            if (least === blockWords && decoder.busy) break;
          }
          if (least < blockWords) frames += this.readRest(left, least);
          // INT1 went low, and rises with the next block.
          else if (left + (words >> ARRIVING) < blockWords || decoder.busy) break;
          reading = false;
          words = this.unreadWords(bus.readUint16(FIFO_STATUS));
        }
      }
    } catch {
      // Words that were on their way are lost, no one knows how many.
      if (reading) decoder.resync();
      this.countBusError();
      frames = -1;
    }
    if (this.checked === 'unchecked') this.checkVariant();
    return frames;
  }

  /** Less than a block. */
  private readRest(unread: number, least: number): number {
    const blocks = this.blocks;
    let frames = 0;
    let left = unread;
    for (let size = 1; size < blocks.length; size++) {
      const block = blocks[size];
      const words = (block.length / FIFO_WORD_BYTES) | 0;
      if (words < least) break;
      while (left >= words) {
        this.bus.readBuffer(FIFO_DATA, block);
        frames += this.decoder.take(words);
        left -= words;
      }
    }
    return frames;
  }

  private unreadWords(status: number): number {
    if ((status & OVERRUN) !== 0) {
      this.overruns = saturating(this.overruns);
      this.decoder.resync();
    }
    const words = status & DIFF_MASK;
    return words < FIFO_WORDS ? words : FIFO_WORDS;
  }

  private tryRestart(): number {
    try {
      this.restart();
      return 0;
    } catch {
      this.countBusError();
      return -1;
    }
  }

  private isAsStarted(): boolean {
    if (this.control.isStarted()) return true;
    this.started = false;
    this.counts.restarts = saturating(this.counts.restarts);
    return false;
  }

  private restart(): void {
    this.control.identify();
    this.start();
  }

  /** To be called with `started` false, so that a start that fails half-way is made up for by the next `drain`. */
  private start(): void {
    const tick_q16 = this.control.start(this.gyroscope);
    const now_us = (this.options.clock.now() * 1000) | 0;
    if (this.gyroscope) this.decoder.startLsm6dso(this.slotTicks, tick_q16, this.averages, now_us);
    else this.decoder.startLsm6dsoAccelOnly(ACCEL_ONLY_RATE.slotTicks, tick_q16, now_us);
    this.started = true;
  }

  private checkVariant(): void {
    const gravity = this.decoder.gravity;
    if (gravity < 0) return;
    const gravity_mg = Math.round((gravity * this.scale.accel_ug) / 1000);
    if (isGravity(gravity_mg)) {
      this.checked = 'confirmed';
      return;
    }
    this.checked = 'contradicted';
    this.options.onFault?.(
      new Error(`${this.control.name} reads ${gravity_mg} mg at rest, not 1000: ${this.suspect(gravity_mg)}`),
    );
  }

  private suspect(gravity_mg: number): string {
    const wide = this.options.part === 'LSM6DSO32';
    if (wide && gravity_mg > 1600 && gravity_mg < 2400)
      return 'the part is a +-16 g one (LSM6DSO or LSM6DSOX)';
    if (!wide && gravity_mg > 400 && gravity_mg < 600) return 'the part is the +-32 g one (LSM6DSO32)';
    return 'its accelerometer is faulty';
  }

  private countBusError(): void {
    this.counts.busErrors = saturating(this.counts.busErrors);
  }
}

function openPin(alert: AlertIO, options: Lsm6dsoOptions): DigitalInput {
  const { io } = alert;
  return new io({ ...alert, mode: io.Input, edge: io.Rising, onReadable: options.onAlert ?? ignore });
}

function ignore(): void {}

function saturating(count: number): number {
  return count < COUNTER_MASK ? count + 1 : count;
}
