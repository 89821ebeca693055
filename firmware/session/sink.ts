/**
 * What a session tells whoever keeps the record. Plain numbers; instants are ms on the clock's scale (since boot).
 *
 * Each payload is an object of its own: they are few, and to keep one of each would cost the heap. Instants lie in the past: a session
 * begins with the first stride of what started it, a pause with the last stride before it, and a session ends with its
 * last brisk stride, so that slow steps after a run (and a pause among them) are no part of it.
 */
export interface SessionSink {
  start(start: SessionStart): void;
  pause(pause: SessionPause): void;
  resume(resume: SessionResume): void;
  split(split: SessionSplit): void;
  stop(stop: SessionStop): void;
}

export interface SessionStart {
  /** Sessions since boot, this one included. */
  readonly session: number;
  readonly start_ms: number;
  /** 1 when running started it, 0 when a long walk did. */
  readonly run: number;
}

export interface SessionPause {
  readonly session: number;
  /** The last landing before the stop. */
  readonly at_ms: number;
  /** Since the start of the session. */
  readonly moving_ms: number;
  readonly distance_mm: number;
}

export interface SessionResume {
  readonly session: number;
  /** The first landing after the stop. */
  readonly at_ms: number;
  readonly paused_ms: number;
}

export interface SessionSplit {
  readonly session: number;
  /** 1 for the first split of the session. */
  readonly split: number;
  /** When the distance was complete, interpolated between the landings on either side. */
  readonly at_ms: number;
  /** Of this split alone: time from its beginning to its end, and the part of it in motion. */
  readonly elapsed_ms: number;
  readonly moving_ms: number;
  /** Steps of both feet in this split: twice the landings. */
  readonly steps: number;
}

export interface SessionStop {
  readonly session: number;
  readonly start_ms: number;
  readonly end_ms: number;
  /** end_ms - start_ms. */
  readonly elapsed_ms: number;
  /** elapsed_ms without the times the runner stood. */
  readonly moving_ms: number;
  /** Landings of this foot, and steps of both feet: twice that. */
  readonly strides: number;
  readonly steps: number;
  readonly distance_mm: number;
  /** Means over the moving time: landings of this foot, steps of both feet per minute. Not rounded. */
  readonly footCadence_spm: number;
  readonly personCadence_spm: number;
  /** 1 when most strides were run: a run, else a walk. */
  readonly run: number;
  readonly runStrides: number;
  /** Strides booked with the recent mean length, because their own was not measured. */
  readonly estimatedStrides: number;
  readonly splits: number;
}

/** A payload as its owner fills it. */
export type Mutable<T> = { -readonly [K in keyof T]: T[K] };
