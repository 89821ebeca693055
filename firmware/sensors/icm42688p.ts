/**
 * Driver of the TDK ICM-42688-P for a shoe: both sensors at one rate into the FIFO, read in blocks at its watermark; wake on
 * motion while the shoe sleeps. The same interface as the LSM6DSO family's (lsm6dso.ts); the range of the accelerometer ends
 * at 16 g.
 *
 * Datasheet: DS-000347 Rev 1.5, whose sections `icm42688p-registers.ts` cites.
 * Not tried on hardware yet: checked against scripted transactions and a register-level model.
 *
 * INT1 is latched and active high, and low from power-on to `start` if the board pulls it down: it is an open drain until
 * then. It goes low when INT_STATUS is read, and high again with the next packet while the FIFO holds a watermark's worth:
 * when an edge was missed, call `drain` anyway, by a timer for example.
 */

import type { SensorIO, SMBus } from '../io/bus';
import type { AlertIO, DigitalInput } from '../io/digital';
import type { Clock } from '../io/time';
import { ACCEL_ONLY_RATE, accelScale, gyroScale, sampleRate } from './icm42688p-config';
import { Icm42688pControl } from './icm42688p-control';
import { ACCEL_PACKET_BYTES, ICM42688P_ADDRESS, PACKET_BYTES, Register, Status } from './icm42688p-registers';
import { BLOCK_BYTES, type DecoderMaker, type Icm42688pDecoder } from './decoder';
import { isGravity } from './gravity';
import type { Imu, ImuFaults } from './imu';
import { COUNTER_MASK } from './ring';
import type { FrameScale } from './scale';
import { SlotMeter } from './slot-meter';

/** I2C fast mode, which every board can; the part takes 1 MHz (3.4). */
const BUS_Hz = 400_000;
/** The largest block. */
const BLOCK_PACKETS_MOST = BLOCK_BYTES / PACKET_BYTES;
/** Reads of the FIFO's count in one drain at most: packets come slower than the bus takes them, so a few do. */
const DRAIN_ROUNDS = 16;
/**
 * The gyroscope drives after 30 ms (table 1) and gives values that are to be believed after 60 (Linux inv_icm42600,
 * INV_ICM42600_GYRO_STARTUP_TIME_MS); the accelerometer after 10 (table 2) and 20.
 */
const GYRO_START_us = 60_000;
const ACCEL_START_us = 20_000;

export interface Icm42688pOptions {
  /** `address` is 0x68 unless given, `hz` 400 kHz. */
  readonly sensor: SensorIO;
  /** The pin that INT1 drives. Without it the caller polls. */
  readonly alert?: AlertIO;
  /** INT1 went high: the FIFO holds a block, or the sleeping part was moved. */
  readonly onAlert?: () => void;
  /** Told once when gravity at rest is not 1 g long: the accelerometer is broken. Called from `drain` or `flush`. */
  onFault?(error: Error): void;
  readonly clock: Clock;
  /** Makes what takes the FIFO's packets. */
  readonly decoder: DecoderMaker<Icm42688pDecoder>;
  /** Samples a second. */
  readonly rate_Hz: 100 | 200;
  /** 16 unless given. */
  readonly accelRange_g?: 2 | 4 | 8 | 16;
  /** 2000 unless given. */
  readonly gyroRange_dps?: 125 | 250 | 500 | 1000 | 2000;
  /**
   * FIFO packets of a block, which is also the watermark: 2 to 28. Default 24, 120 ms at 200 Hz; then the FIFO takes 520 ms
   * more, longer than an erase of the chip's flash.
   */
  readonly blockPackets?: number;
}

type State = 'awake' | 'asleep' | 'closed';

export class ICM42688P implements Imu {
  readonly scale: FrameScale;
  readonly accelOnlyScale: FrameScale;

  overruns = 0;

  private readonly options: Icm42688pOptions;
  private readonly counts: ImuFaults = { overruns: 0, busErrors: 0, droppedWords: 0, restarts: 0 };
  private readonly bus: SMBus;
  private readonly pin: DigitalInput | undefined;
  private readonly decoder: Icm42688pDecoder;
  /** Views of what the bus reads into, which is the decoder's: a whole block, a half, a quarter ... one packet; of both sensors, and of the accelerometer. */
  private readonly blocks: Uint8Array[] = [];
  private readonly accelBlocks: Uint8Array[] = [];
  private readonly blockPackets: number;
  /** INT_STATUS, FIFO_COUNTH, FIFO_COUNTL. */
  private readonly status = new Uint8Array(3);
  private readonly slot_us: number;
  private readonly meter: SlotMeter;
  private readonly accelOnlyMeter: SlotMeter;
  private readonly control: Icm42688pControl;
  private gravityChecked = false;
  private state: State = 'awake';
  private gyroscope = true;
  /** The part is as `start` left it, as far as is known. */
  private started = false;

  /**
   * Opens the bus and the pin, checks and resets the part and starts its FIFO; both are closed again when that fails.
   * @throws RangeError when a range, the rate or the block is none of the part's
   * @throws Error when nothing answers, or something else than this part
   */
  constructor(options: Icm42688pOptions) {
    const { sensor, alert, blockPackets = 24 } = options;
    const accel = accelScale(options.accelRange_g ?? 16);
    const gyro = gyroScale(options.gyroRange_dps ?? 2000);
    const rate = sampleRate(options.rate_Hz);
    if (!Number.isInteger(blockPackets) || blockPackets < 2 || blockPackets > BLOCK_PACKETS_MOST)
      throw new RangeError(`a block of ${blockPackets} FIFO packets: use 2 to ${BLOCK_PACKETS_MOST}`);

    this.options = options;
    this.scale = { accel_ug: accel.perCount, gyro_udps: gyro.perCount, rate_Hz: rate.frames_Hz };
    this.accelOnlyScale = { ...this.scale, rate_Hz: ACCEL_ONLY_RATE.frames_Hz };
    this.blockPackets = blockPackets;
    this.slot_us = rate.slot_us;
    this.meter = new SlotMeter(rate.slot_us);
    this.accelOnlyMeter = new SlotMeter(ACCEL_ONLY_RATE.slot_us);

    const address = sensor.address ?? ICM42688P_ADDRESS;
    this.bus = new sensor.io({ hz: BUS_Hz, ...sensor, address });
    this.control = new Icm42688pControl(this.bus, options.clock, {
      address,
      accelRange: accel.bits,
      gyroRange: gyro.bits,
      rate: rate.code,
      accelOnlyRate: ACCEL_ONLY_RATE.code,
      watermark: blockPackets,
    });
    try {
      this.control.identify();
      if (alert !== undefined) this.pin = openPin(alert, options);
      this.decoder = options.decoder(this.scale, this.accelOnlyScale);
      const { block } = this.decoder;
      for (let packets = blockPackets; packets > 0; packets >>= 1) {
        this.blocks.push(block.subarray(0, packets * PACKET_BYTES));
        this.accelBlocks.push(block.subarray(0, packets * ACCEL_PACKET_BYTES));
      }
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

  drain(): number {
    return this.take(this.blockPackets);
  }

  flush(): number {
    return this.take(1);
  }

  useGyroscope(on: boolean): void {
    if (this.gyroscope === on) return;
    this.gyroscope = on;
    if (this.state !== 'awake') return;
    this.started = false;
    this.tried(() => this.start());
  }

  /**
   * As `Imu.sleep`: gyroscope off, accelerometer at 25 Hz in low-power mode, wake on motion latched on INT1 until `wake`.
   * What is in the FIFO is lost: `flush` first.
   */
  sleep(): void {
    if (this.state !== 'awake') return;
    this.started = false;
    this.tried(() => this.control.sleep());
    this.state = 'asleep';
  }

  /** As `Imu.wake`: resets the part and starts it as the constructor does. Frames come after about 0.1 s. */
  wake(): void {
    if (this.state !== 'asleep') return;
    this.tried(() => this.start());
    this.state = 'awake';
  }

  close(): void {
    if (this.state === 'closed') return;
    this.state = 'closed';
    try {
      this.control.stop();
    } catch {
      this.countBusError();
    }
    this.pin?.close();
    this.bus.close();
  }

  /** Reads blocks while the FIFO holds `least` packets or more; below a whole block, in ever smaller pieces. */
  private take(least: number): number {
    if (this.state !== 'awake') return 0;
    let frames = 0;
    let answered = true;
    try {
      if (this.isAsStarted()) {
        for (let round = 0; round < DRAIN_ROUNDS; round++) {
          const packets = this.unreadPackets();
          if (packets < least) break;
          frames += this.read(packets, least);
          if (this.decoder.busy && least > 1) break;
        }
      } else {
        this.restart();
      }
    } catch {
      this.countBusError();
      answered = false;
    }
    if (!this.gravityChecked) this.checkGravity();
    return answered ? frames : -1;
  }

  private read(unread: number, least: number): number {
    const blocks = this.gyroscope ? this.blocks : this.accelBlocks;
    const packetBytes = this.gyroscope ? PACKET_BYTES : ACCEL_PACKET_BYTES;
    let frames = 0;
    let left = unread;
    for (let size = 0; size < blocks.length; size++) {
      const block = blocks[size];
      const packets = (block.length / packetBytes) | 0;
      if (packets < least) break;
      while (left >= packets) {
        this.fetch(block);
        frames += this.decoder.take(packets);
        left -= packets;
        if (left >= packets && this.decoder.busy && least > 1) break;
      }
    }
    return frames;
  }

  private fetch(block: Uint8Array): void {
    try {
      this.bus.readBuffer(Register.FIFO_DATA, block);
    } catch (error) {
      // Packets that were on their way are lost, no one knows how many.
      this.lostPackets();
      throw error;
    }
  }

  /**
   * Clears the interrupt, then reads the count: what comes after the clearing and makes a block is in the count, or raises
   * INT1 again.
   */
  private unreadPackets(): number {
    const { status, decoder } = this;
    this.bus.readBuffer(Register.INT_STATUS, status);
    const now_ms = this.options.clock.now();
    const meter = this.gyroscope ? this.meter : this.accelOnlyMeter;
    let packets = status[2];
    if ((status[0] & Status.FIFO_FULL) !== 0) {
      this.overruns = saturating(this.overruns);
      this.lostPackets();
      // A full FIFO of small packets is the one case that FIFO_COUNTL alone does not count; reading it has latched both.
      packets |= this.bus.readUint8(Register.FIFO_COUNTH) << 8;
    } else {
      meter.note((decoder.slots + packets) | 0, now_ms);
    }
    decoder.expectIcm42688p((now_ms * 1000) | 0, packets, meter.slot_q16);
    return packets;
  }

  private lostPackets(): void {
    this.decoder.resync();
    this.meter.interrupt();
    this.accelOnlyMeter.interrupt();
  }

  private isAsStarted(): boolean {
    if (!this.started) return false;
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
    const { gyroscope } = this;
    this.control.start(gyroscope);
    const slot_us = gyroscope ? this.slot_us : ACCEL_ONLY_RATE.slot_us;
    const start_us = gyroscope ? GYRO_START_us : ACCEL_START_us;
    (gyroscope ? this.meter : this.accelOnlyMeter).interrupt();
    this.decoder.startIcm42688p(slot_us, gyroscope, Math.ceil(start_us / slot_us));
    this.started = true;
  }

  private checkGravity(): void {
    const gravity = this.decoder.gravity;
    if (gravity < 0) return;
    this.gravityChecked = true;
    const gravity_mg = Math.round((gravity * this.scale.accel_ug) / 1000);
    if (isGravity(gravity_mg)) return;
    this.options.onFault?.(
      new Error(`${this.control.name} reads ${gravity_mg} mg at rest, not 1000: its accelerometer is faulty`),
    );
  }

  private tried(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.countBusError();
      throw error;
    }
  }

  private countBusError(): void {
    this.counts.busErrors = saturating(this.counts.busErrors);
  }
}

function openPin(alert: AlertIO, options: Icm42688pOptions): DigitalInput {
  const { io } = alert;
  return new io({ ...alert, mode: io.Input, edge: io.Rising, onReadable: options.onAlert ?? ignore });
}

function ignore(): void {}

function saturating(count: number): number {
  return count < COUNTER_MASK ? count + 1 : count;
}
