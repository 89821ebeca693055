/** What the synthesiser is told to make. */
import type { RoadClass } from './road';

/** Gait at a speed. The speed is reached at 1 m/s^2, stride by stride. */
export interface GaitSegment {
  kind: 'walk' | 'run';
  duration_s: number;
  /** 0.4 to 2.2 m/s walking, 1.6 to 6.5 m/s running. */
  speed_mps: number;
  /** Turning to the left, degree per second. Default 0: straight on. */
  turn_dps?: number;
  /** Height gained per stride, m: stairs, on which the foot is put down level. Default 0. */
  climb_m?: number;
  /** A shock of this size, g, at initial contact, besides what stops the foot: it rings once. Default 0. */
  shock_g?: number;
  /**
   * Another way of walking: `shuffle`, feet hardly lifted, steps short; `side`, to the left, foot pointing ahead; `back`,
   * backwards. Speeds then are 0.2 to 0.7, 0.2 to 1 and 0.4 to 1.5 m/s.
   */
  style?: WalkStyle;
  /** On a belt that slows down and speeds up by 3 % with every step. Lengths are along the belt. */
  treadmill?: boolean;
}

export type WalkStyle = 'shuffle' | 'side' | 'back';

/** A foot flat on the ground. */
export interface StandSegment {
  kind: 'stand';
  duration_s: number;
}

/** Movement without a step; docs/SYNTHESIS.md says what each is made of. */
export type NonStepSegment = {
  duration_s: number;
} & (
  | {
      /** `sway`: standing about. `throw`: a shoe dropped and thrown. `wash`: a shoe in a washing machine. */
      kind: 'sway' | 'throw' | 'wash';
    }
  | {
      /** At the wheel. Default: class B of ISO 8608 at 14 m/s. */
      kind: 'drive';
      road?: RoadClass;
      speed_mps?: number;
    }
  | {
      /** On a bicycle. Default: 85 turns a minute, flat pedals, class A at 7 m/s. */
      kind: 'cycle';
      cadence_rpm?: number;
      cleats?: boolean;
      road?: RoadClass;
      speed_mps?: number;
    }
  | {
      /** The shoe in a walker's bag, on the back (default) or in the hand. */
      kind: 'carry';
      bag?: 'back' | 'hand';
    }
  | {
      /** Sitting: tapping with the toes (default), bouncing the heel, or swinging a crossed leg. */
      kind: 'tap';
      with?: 'toes' | 'heel' | 'leg';
    }
  | {
      /** The module is taken out and put back turned by these angles: from then on it sits otherwise. */
      kind: 'remount';
      turn_deg: { yaw: number; pitch: number; roll: number };
    }
);

export type Segment = GaitSegment | StandSegment | NonStepSegment;

export function isGait(segment: Segment): segment is GaitSegment {
  return segment.kind === 'walk' || segment.kind === 'run';
}

export interface Plan {
  /** Name of the recording it becomes. */
  name: string;
  segments: readonly Segment[];
  /** Samples per second. Default 208. */
  rate_Hz?: number;
  /** Seed of noise and stride-to-stride variation. Default 1. */
  seed?: number;
  /** How the module sits in the shoe: its axes turned by yaw, pitch and roll against the foot's. Default none. */
  mounting_deg?: { yaw: number; pitch: number; roll: number };
  /** Pitch of the foot at initial contact: toes up is positive. Default 20 walking, 24 running; negative: forefoot first. */
  strike_deg?: number;
  /** The foot the shoe is on. Default right. */
  foot?: 'left' | 'right';
  /** Multiplies the stride-to-stride variation. Default 1; 0: every stride alike. */
  variation?: number;
  /** Deviation of white noise. Default 2 mg and 1 (0.1 degree/s). */
  noise?: { accel_mg: number; gyro_01dps: number };
  /** Constant error of the gyroscope, 0.1 degree/s. Default 0, 0, 0. */
  gyroBias_01dps?: [number, number, number];
  /** Readings are multiplied by these: errors of scale. Default 1. */
  scale?: { accel: number; gyro: number };
  /** Where the recording's own sensors end. Default: they do not. */
  range?: { accel_g?: number; gyro_dps?: number };
}

export type SegmentKind = Segment['kind'];

/** Exact by construction: a landing of the foot. Times in us on the run's clock. */
export interface TrueSynthStride {
  gait: 'walk' | 'run';
  /** Foot-off that begins the swing. */
  to_us: number;
  /** Initial contact that ends it. */
  ic_us: number;
  /** Middle of the flat foot after it: the instant of rest. */
  midstance_us: number;
  /** Foot-off that ends the contact; undefined when the foot stays. */
  tc_us: number | undefined;
  /** Horizontal displacement between the rest before and the rest after. */
  length_m: number;
  /** Length over the time from rest to rest (the first and last of a bout: over the movement). */
  speed_mps: number;
}

export interface TrueEvent {
  t_us: number;
  kind: 'to' | 'ic' | 'midstance';
  /** Index in `strides`: for `to` of the stride whose swing it begins. */
  stride: number;
}

export interface TrueSegment {
  kind: SegmentKind;
  start_us: number;
  end_us: number;
  strides: number;
  distance_m: number;
}

/** What happened, exactly. */
export interface SyntheticTruth {
  strides: readonly TrueSynthStride[];
  /** All events, in order of time. A foot-off after a stand is the start of a swing only, not the end of a counted stride. */
  events: readonly TrueEvent[];
  segments: readonly TrueSegment[];
  distance_m: number;
}

const SPEEDS = {
  walk: [0.4, 2.2],
  run: [1.6, 6.5],
  shuffle: [0.2, 0.7],
  side: [0.2, 1],
  back: [0.4, 1.5],
} as const;
const RATES_Hz = [20, 10_000] as const;

/** @throws RangeError when the plan asks for what the model does not describe */
export function checkPlan(plan: Plan): void {
  const rate = plan.rate_Hz ?? RATES_Hz[0];
  if (!(rate >= RATES_Hz[0] && rate <= RATES_Hz[1]))
    throw new RangeError(`rate_Hz: expected ${RATES_Hz.join(' to ')}, found ${rate}`);
  if (plan.segments.length === 0) throw new RangeError('segments: expected one at least, found none');
  for (const segment of plan.segments) {
    if (!(segment.duration_s > 0))
      throw new RangeError(`duration_s: expected more than 0, found ${segment.duration_s}`);
    if (!isGait(segment)) continue;
    if (segment.kind === 'run' && segment.style !== undefined)
      throw new RangeError(`style of run: expected none, found ${segment.style}`);
    const gait = segment.style ?? segment.kind;
    const [least, most] = SPEEDS[gait];
    if (!(segment.speed_mps >= least && segment.speed_mps <= most))
      throw new RangeError(`speed_mps of ${gait}: expected ${least} to ${most}, found ${segment.speed_mps}`);
  }
}

/** Slowest speed the model has for a gait, m/s. */
export function slowest_mps({ kind, style }: GaitSegment): number {
  return SPEEDS[style ?? kind][0];
}
