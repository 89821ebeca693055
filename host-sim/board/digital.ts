import type { DigitalInput, DigitalInputConstructor, DigitalInputOptions } from '../../firmware/io/digital';
import type { VirtualClock } from './clock';
import type { ClockEvent } from './event-heap';

/** A wire from a part's output to the chip: 0 or 1, and who watches it. */
export class Line {
  private readonly watchers = new Set<(level: number) => void>();
  private state = 0;

  get level(): number {
    return this.state;
  }

  /** Drives the line; watchers hear of changes only. */
  set(level: number): void {
    if (level === this.state) return;
    this.state = level;
    for (const watcher of this.watchers) watcher(level);
  }

  /** @returns a function that ends the watch */
  watch(watcher: (level: number) => void): () => void {
    this.watchers.add(watcher);
    return () => void this.watchers.delete(watcher);
  }
}

/** Sees what passes between the firmware and its pins, for recording. */
export interface DigitalObserver {
  read(time_us: number, pin: number, level: number): void;
  /** Just before the firmware's onReadable is called. */
  readable(time_us: number, pin: number): void;
}

export interface VirtualDigitalOptions {
  readonly clock: VirtualClock;
  /** The lines by pin number. */
  readonly pins: ReadonlyMap<number, Line>;
  readonly observer?: DigitalObserver;
}

/** Edge bits of an input, to be or-ed. */
const RISING = 1;
const FALLING = 2;

/**
 * The Digital class of a virtual board. Edges come to `onReadable` at their own time but after the present callback,
 * several of them in one call when the firmware was busy, and never from inside a bus transaction or a delay.
 */
export function virtualDigital(
  board: VirtualDigitalOptions,
): DigitalInputConstructor & { readonly Falling: number } {
  return class VirtualDigital implements DigitalInput {
    static readonly Input = 0;
    static readonly Rising = RISING;
    static readonly Falling = FALLING;

    private readonly line: Line;
    private readonly pin: number;
    private readonly unwatch: () => void;
    private call: ClockEvent | undefined;
    private open = true;

    /** @throws Error when nothing is wired to the pin */
    constructor(options: DigitalInputOptions) {
      const pin = options.pin ?? -1;
      const line = board.pins.get(pin);
      if (line === undefined) throw new Error(`nothing is wired to pin ${pin}`);
      this.pin = pin;
      this.line = line;
      this.unwatch = line.watch((level) => {
        const edge = level === 1 ? RISING : FALLING;
        if ((options.edge & edge) === 0 || this.call !== undefined) return;
        this.call = board.clock.atFirmware(board.clock.now_us, () => {
          this.call = undefined;
          board.observer?.readable(board.clock.now_us, pin);
          options.onReadable();
        });
      });
    }

    read(): number {
      if (!this.open) throw new Error(`pin ${this.pin} is closed`);
      const level = this.line.level;
      board.observer?.read(board.clock.now_us, this.pin, level);
      return level;
    }

    close(): void {
      this.open = false;
      this.unwatch();
      if (this.call !== undefined) board.clock.cancel(this.call);
      this.call = undefined;
    }
  };
}
