/** A virtual shoe in real time: simulated time follows the wall clock, and phones come and go as they like. */
import type { GattServerConstructor } from '../../firmware/io/gatt';
import type { BootInfo } from '../../firmware/record/record';
import type { VirtualClock } from '../board/clock';
import { virtualRadio, type CentralOptions, type VirtualCentral, type VirtualRadio } from '../board/radio';
import { VirtualShoe } from '../engines/virtual-shoe';
import type { TraceSource } from '../traces/source';
import { followWallClock } from './real-time';

export interface RealTimeOptions {
  readonly name: string;
  readonly source: TraceSource;
  /** What its flash holds. Default: erased. */
  readonly flash?: Uint8Array;
  /** Simulated seconds in a second. Default 1. */
  readonly speed?: number;
  /** Another radio than the virtual one, on the shoe's clock. */
  readonly server?: (clock: VirtualClock) => GattServerConstructor;
  /** Why the shoe starts. Default: power-on. */
  readonly boot?: BootInfo;
  /** One plain sentence at a time about what went wrong. */
  readonly log?: (sentence: string) => void;
}

export class RealTimeShoe {
  readonly name: string;
  readonly shoe: VirtualShoe;
  private radio: VirtualRadio | undefined;
  private readonly speed: number;
  private stop: () => void = () => undefined;

  constructor(options: RealTimeOptions) {
    this.name = options.name;
    this.speed = options.speed ?? 1;
    const nothing = () => undefined;
    this.shoe = new VirtualShoe(
      options.source,
      { flash: options.flash, boot: options.boot },
      {
        onStride: nothing,
        onRadio: nothing,
        sink: { start: nothing, pause: nothing, resume: nothing, split: nothing, stop: nothing },
        log: (sentence) => options.log?.(`${options.name}: ${sentence}`),
        server: (clock) => {
          if (options.server) return options.server(clock);
          this.radio = virtualRadio({ now_us: () => clock.now_us }, nothing);
          return this.radio.server;
        },
      },
    );
  }

  start(): void {
    const { shoe } = this;
    this.stop = followWallClock((us) => shoe.runUntil(shoe.clock.now_us + us), this.speed);
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
    this.stop();
    this.shoe.shoe.close();
  }
}
