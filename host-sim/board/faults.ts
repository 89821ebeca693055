import type { VirtualClock } from './clock';

/** A stretch of simulated time: from `from_us` to just before `to_us`. */
export interface Span {
  readonly from_us: number;
  readonly to_us: number;
}

export type Axis = 'ax' | 'ay' | 'az' | 'gx' | 'gy' | 'gz';

/** An output that stands still while samples and interrupts go on. */
export interface StuckSpan extends Span {
  /** Default: all six. */
  readonly axis?: Axis;
  /** Counts it stands at, -32768 to 32767. Default: its last value. */
  readonly value?: number;
}

/** What goes wrong with one part, and when. Times are simulated, us. */
export interface FaultScript {
  /** The part is not fitted: nothing ever acknowledges its address. */
  readonly absent?: boolean;
  /** What the part answers when asked who it is: another part at its address. */
  readonly identity?: number;
  /** The part does not acknowledge (a bad joint, a bus held low). It measures on. */
  readonly noAcknowledge?: readonly Span[];
  readonly stuck?: readonly StuckSpan[];
  /** Supply dips: the part restarts as from power-on. */
  readonly resets_us?: readonly number[];
}

export function contains(span: Span, time_us: number): boolean {
  return time_us >= span.from_us && time_us < span.to_us;
}

/** Is the time within one of the spans? */
export function isWithin(spans: readonly Span[], time_us: number): boolean {
  for (const span of spans) if (contains(span, time_us)) return true;
  return false;
}

/**
 * Keeps the chip busy from `from_us` to `to_us`, as erasing flash does: parts go on, timers and pin callbacks wait. A stall
 * longer than a FIFO lasts makes it overrun.
 */
export function stallChip(clock: VirtualClock, stall: Span): void {
  clock.atFirmware(stall.from_us, () => clock.advance(Math.max(0, stall.to_us - clock.now_us)));
}
