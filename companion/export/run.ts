/**
 * A run as the exporters take it: plain numbers in SI units and the units runners use, whoever recorded it. A value that is
 * not known is left out, never 0. Times within a run are ms of run time: since its start, pauses included.
 */

export interface Run {
  readonly kind: 'run' | 'walk';
  /** ms since 1970 UTC; undefined when the shoe did not know the time (export/date.ts says what becomes of it). */
  readonly start_ms: number | undefined;
  /** Local time less UTC, minutes. */
  readonly zone_min: number;
  readonly elapsed_ms: number;
  /** Without the times the runner stood. */
  readonly moving_ms: number;
  readonly distance_m: number;
  /** Of both feet. */
  readonly steps: number;
  /** The foot the figures are of; `both` when two shoes were merged. */
  readonly foot: 'unknown' | 'left' | 'right' | 'both';
  /** Name of the shoe, for people. */
  readonly shoe?: string;
  /** Serial number and firmware of the shoe. */
  readonly serial?: string;
  readonly firmware?: string;
  /** In order of time. Times without strides have no sample. */
  readonly samples: readonly RunSample[];
  /** Whole kilometres or miles as the shoe told them, in order. What is left behind the last is no split. */
  readonly splits: readonly RunSplit[];
  /** In order. */
  readonly pauses: readonly RunPause[];
}

/** Means over the strides that landed within a few seconds. */
export interface RunSample {
  /** Beginning and length, ms of run time. */
  readonly at_ms: number;
  readonly duration_ms: number;
  /** Distance since the start of the run, at the end of the sample, m. */
  readonly distance_m: number;
  readonly running: boolean;
  readonly speed_mps?: number;
  /** Steps of both feet per minute. */
  readonly cadence_spm?: number;
  /** Ground contact time: of the foot, or the mean of both. */
  readonly contact_ms?: number;
  /** Of each foot, when two shoes were merged. */
  readonly contactLeft_ms?: number;
  readonly contactRight_ms?: number;
  /** Of a stride: from one landing of a foot to its next. */
  readonly strideLength_m?: number;
  readonly flight_ms?: number;
  /** Toes up positive. */
  readonly strikeAngle_deg?: number;
  readonly eversion_deg?: number;
  readonly clearance_mm?: number;
  readonly impact_g?: number;
  readonly rise_mm?: number;
}

export interface RunSplit {
  /** When it was complete, ms of run time. */
  readonly at_ms: number;
  readonly elapsed_ms: number;
  readonly moving_ms: number;
  readonly distance_m: number;
  /** Of both feet. */
  readonly steps: number;
}

export interface RunPause {
  /** ms of run time: last landing before, first after. */
  readonly from_ms: number;
  readonly to_ms: number;
}
