import type { VirtualClock } from './clock';
import { Line } from './digital';
import type { ClockEvent } from './event-heap';
import type { Icm42688pConfig } from './icm42688p-model-config';
import { Reg } from './icm42688p-model-registers';
import { FIFO_FULL, FIFO_THS, type Sampler } from './icm42688p-model-sampler';

/** INT_CONFIG (14.3). */
const INT1_LATCHED = 0x04;
const INT1_PUSH_PULL = 0x02;
const INT1_ACTIVE_HIGH = 0x01;
/** INT_CONFIG1 (14.50). */
const INT_ASYNC_RESET = 0x10;
/** INT_SOURCE1 (14.52). */
const WOM_ROUTES = 0x07;

/**
 * The INT1 pin: latched, by what INT_STATUS and INT_STATUS2 say and the routes let through. One clock event per change, not
 * per sample. Nothing on the board pulls it up, so an open drain never raises it.
 */
export class Int1 {
  readonly line = new Line();
  private readonly clock: VirtualClock;
  private readonly registers: Uint8Array;
  private readonly sampler: Sampler;
  private config: Icm42688pConfig;
  private nextEvent: ClockEvent | undefined;

  constructor(clock: VirtualClock, registers: Uint8Array, sampler: Sampler, config: Icm42688pConfig) {
    this.clock = clock;
    this.registers = registers;
    this.sampler = sampler;
    this.config = config;
  }

  configure(config: Icm42688pConfig): void {
    this.config = config;
  }

  /** Drives the pin and plans the moment at which it will next have to change. */
  refresh(): void {
    const { registers, sampler } = this;
    const active =
      (sampler.status & registers[Reg.INT_SOURCE0]) !== 0 ||
      (sampler.wake.source & registers[Reg.INT_SOURCE1] & WOM_ROUTES) !== 0;
    this.line.set(this.levelOf(active));
    this.plan(active ? Infinity : Math.min(this.nextWake_us(), this.nextFifo_us()));
  }

  private levelOf(active: boolean): number {
    const mode = this.registers[Reg.INT_CONFIG];
    const works = (this.registers[Reg.INT_CONFIG1] & INT_ASYNC_RESET) === 0 && (mode & INT1_LATCHED) !== 0;
    if (!works || (mode & INT1_PUSH_PULL) === 0) return 0;
    return active === ((mode & INT1_ACTIVE_HIGH) !== 0) ? 1 : 0;
  }

  /** Wake on motion has to see every sample while it can change the pin. */
  private nextWake_us(): number {
    const routed = (this.registers[Reg.INT_SOURCE1] & WOM_ROUTES) !== 0;
    return routed && this.config.wake.enabled ? this.sampler.nextAccel_us() : Infinity;
  }

  private nextFifo_us(): number {
    const routes = this.registers[Reg.INT_SOURCE0];
    const { watermark, repeats, capacity } = this.config;
    const { count } = this.sampler.fifo;
    let missing = Infinity;
    if ((routes & FIFO_THS) !== 0 && watermark > 0) {
      if (count < watermark) missing = watermark - count;
      else if (repeats) missing = 1;
    }
    if ((routes & FIFO_FULL) !== 0) missing = Math.min(missing, Math.max(capacity - count, 1));
    return missing === Infinity ? Infinity : this.sampler.timeOfPackets_us(missing);
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
