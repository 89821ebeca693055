/** A virtual shoe in real time: simulated time follows the wall clock, and phones come and go as they like. */
import { virtualRadio, type CentralOptions, type VirtualCentral, type VirtualRadio } from '../board/radio';
import { VirtualShoe } from '../engines/virtual-shoe';
import type { TraceSource } from '../traces/source';

/** From one look at the wall clock to the next, ms: shorter than what a phone notices. */
const STEP_ms = 20;
/** A host that was suspended does not catch up for longer than this, us. */
const CATCH_UP_us = 5_000_000;

export interface RealTimeOptions {
  readonly name: string;
  readonly source: TraceSource;
  /** What its flash holds. Default: erased. */
  readonly flash?: Uint8Array;
  /** Simulated seconds in a second. Default 1. */
  readonly speed?: number;
  /** One plain sentence at a time about what went wrong. */
  readonly log?: (sentence: string) => void;
}

export class RealTimeShoe {
  readonly name: string;
  readonly shoe: VirtualShoe;
  private radio: VirtualRadio | undefined;
  private readonly speed: number;
  private timer: ReturnType<typeof setInterval> | undefined;
  private looked_ms = 0;

  constructor(options: RealTimeOptions) {
    this.name = options.name;
    this.speed = options.speed ?? 1;
    const nothing = () => undefined;
    this.shoe = new VirtualShoe(
      options.source,
      { flash: options.flash },
      {
        onStride: nothing,
        onRadio: nothing,
        sink: { start: nothing, pause: nothing, resume: nothing, split: nothing, stop: nothing },
        log: (sentence) => options.log?.(`${options.name}: ${sentence}`),
        server: (clock) => {
          this.radio = virtualRadio({ now_us: () => clock.now_us }, nothing);
          return this.radio.server;
        },
      },
    );
  }

  start(): void {
    this.looked_ms = performance.now();
    this.timer = setInterval(() => this.follow(), STEP_ms);
  }

  /** Simulated time, s. */
  get time_s(): number {
    return this.shoe.clock.now_us / 1e6;
  }

  /** @throws Error when it does not advertise, or has no connection free */
  connect(options: CentralOptions): VirtualCentral {
    if (!this.radio) throw new Error(`${this.name} has no radio`);
    return this.radio.connect(options);
  }

  /** Lets simulated time pass at once. */
  skip(seconds: number): void {
    this.shoe.runUntil(this.shoe.clock.now_us + Math.round(seconds * 1e6));
  }

  close(): void {
    clearInterval(this.timer);
    this.shoe.shoe.close();
  }

  private follow(): void {
    const now_ms = performance.now();
    const passed_us = Math.min((now_ms - this.looked_ms) * 1000 * this.speed, CATCH_UP_us);
    this.looked_ms = now_ms;
    this.shoe.runUntil(this.shoe.clock.now_us + Math.round(passed_us));
  }
}
