import type { VirtualClock } from './clock';
import { Line } from './digital';
import type { ClockEvent } from './event-heap';
import { FifoMode, type Lsm6dsoConfig } from './lsm6dso-model-config';
import { Reg } from './lsm6dso-model-registers';
import type { Sampler } from './lsm6dso-model-sampler';

/** INT1_CTRL (section 9.9) and MD1_CFG (section 9.49). */
const INT1_FIFO_TH = 0x08;
const INT1_FIFO_OVR = 0x10;
const INT1_FIFO_FULL = 0x20;
const MD1_WU = 0x20;
/** CTRL3_C H_LACTIVE (section 9.14). */
const ACTIVE_LOW = 0x20;
/** Words a time slot takes at most: time stamp, temperature, gyroscope, accelerometer. */
const MOST_WORDS = 4;

/** What FIFO and wake-up function say, and the INT1 pin that tells of it: one clock event per change, not per sample. */
export class Int1 {
  readonly line = new Line();
  private readonly clock: VirtualClock;
  private readonly registers: Uint8Array;
  private readonly sampler: Sampler;
  private config: Lsm6dsoConfig;
  private nextEvent: ClockEvent | undefined;

  constructor(clock: VirtualClock, registers: Uint8Array, sampler: Sampler, config: Lsm6dsoConfig) {
    this.clock = clock;
    this.registers = registers;
    this.sampler = sampler;
    this.config = config;
  }

  configure(config: Lsm6dsoConfig): void {
    this.config = config;
  }

  get watermarkReached(): boolean {
    return this.config.watermark > 0 && this.sampler.fifo.count >= this.config.watermark;
  }

  get full(): boolean {
    return this.sampler.fifo.count >= this.config.fifoCapacity;
  }

  get fullAtNext(): boolean {
    const next = this.sampler.nextWords();
    return (
      this.config.fifoMode !== FifoMode.Bypass && this.sampler.fifo.count + next >= this.config.fifoCapacity
    );
  }

  /** Drives the pin and plans the moment at which it will next have to change. */
  refresh(): void {
    const routes = this.registers[Reg.INT1_CTRL];
    const active =
      ((routes & INT1_FIFO_TH) !== 0 && this.watermarkReached) ||
      ((routes & INT1_FIFO_FULL) !== 0 && this.fullAtNext) ||
      ((routes & INT1_FIFO_OVR) !== 0 && this.full) ||
      (this.wakeRouted() && this.sampler.wake.source !== 0);
    const activeLow = (this.registers[Reg.CTRL3_C] & ACTIVE_LOW) !== 0;
    this.line.set(active !== activeLow ? 1 : 0);
    this.plan(Math.min(this.nextWake_us(), this.nextFifo_us()));
  }

  private wakeRouted(): boolean {
    return (this.registers[Reg.MD1_CFG] & MD1_WU) !== 0 && this.config.wake.enabled;
  }

  /** The wake-up function has to see every sample while it can change the pin. */
  private nextWake_us(): number {
    if (!this.wakeRouted()) return Infinity;
    if (this.config.wake.latched && this.sampler.wake.source !== 0) return Infinity;
    return this.sampler.nextAccel_us();
  }

  private nextFifo_us(): number {
    const routes = this.registers[Reg.INT1_CTRL];
    const count = this.sampler.fifo.count;
    const capacity = this.config.fifoCapacity;
    let target = Infinity;
    if ((routes & INT1_FIFO_TH) !== 0 && count < this.config.watermark) target = this.config.watermark;
    if ((routes & INT1_FIFO_OVR) !== 0 && count < capacity) target = Math.min(target, capacity);
    if ((routes & INT1_FIFO_FULL) !== 0 && !this.fullAtNext)
      target = Math.min(target, this.almostFull(count));
    return target > capacity ? Infinity : this.sampler.timeOfCount_us(target);
  }

  /** FIFO_FULL cannot come before the last two slots' words; from there on every slot is looked at. */
  private almostFull(count: number): number {
    return Math.max(this.config.fifoCapacity - 2 * MOST_WORDS, count + 1);
  }

  private plan(time_us: number): void {
    const due_us = Math.ceil(time_us);
    if (this.nextEvent !== undefined) {
      if (this.nextEvent.time_us === due_us) return;
      this.clock.cancel(this.nextEvent);
      this.nextEvent = undefined;
    }
    if (due_us !== Infinity) this.nextEvent = this.clock.at(due_us, this.onDue);
  }

  private readonly onDue = () => {
    this.nextEvent = undefined;
    this.sampler.advance(this.clock.now_us);
    this.refresh();
  };
}
