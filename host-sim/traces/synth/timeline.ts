import { GRAVITY, RADIAN } from './attitude';
import { size, STANCE, styledSize, styledTiming, type Gait } from './gait';
import { nonSteps, type Stretch } from './non-steps';
import {
  isGait,
  slowest_mps,
  type GaitSegment,
  type NonStepSegment,
  type Plan,
  type TrueSegment,
} from './plan';
import { Random } from './random';
import { StillMotion } from './still-motion';
import { StrideMotion, type PlannedStride, type Stance } from './stride-motion';

export interface Timeline {
  stretches: Stretch[];
  strides: PlannedStride[];
  /** For each stride, whether the foot leaves the ground again in the same bout. */
  goesOn: boolean[];
  segments: TrueSegment[];
  /** When the module was put back, and how it was turned against the foot then. */
  remounts: { at_s: number; turn_deg: Turn }[];
  end_s: number;
}

type Turn = NonNullable<Plan['mounting_deg']>;

/** How fast a runner gets faster or slower, m/s^2. */
const CHANGE_MPS2 = 1;
/** First strides from rest, at most, m/s. */
const START_MPS = { walk: 1, run: 1.8 } as const;
/** Deviation between strides, as a share: stride time under 3 % (Beauchet 2009, healthy adults), length and angles more. */
const VARIATION = { time: 0.015, length: 0.02, angle: 0.04, shock: 0.2 };
/** A belt gives by so much of its speed under each step. */
const BELT_RIPPLE = 0.03;
/** Closing steps are half as long: the foot comes to stand beside the other. */
const HALF = 0.5;

const FLAT_STANCE = { give: 0, giveHalf_s: 1, pronation_rad: 0 };

/** Lays out a plan: when every stride begins and ends, and how far it goes. */
export function layOut(plan: Plan): Timeline {
  const planner = new Planner(plan);
  for (let i = 0; i < plan.segments.length; i++) planner.add(i);
  return planner.timeline;
}

class Planner {
  readonly timeline: Timeline = {
    stretches: [],
    strides: [],
    goesOn: [],
    segments: [],
    remounts: [],
    end_s: 0,
  };
  private readonly plan: Plan;
  private readonly random: Random;
  private readonly variation: number;
  /** All motion up to here is laid out. */
  private now_s = 0;
  private speed_mps = 0;
  private heading_rad = 0;
  /** The stride whose contact is not over yet. */
  private last: PlannedStride | undefined;

  constructor(plan: Plan) {
    this.plan = plan;
    this.random = new Random(plan.seed ?? 1);
    this.variation = plan.variation ?? 1;
  }

  add(index: number): void {
    const { timeline, plan } = this;
    const segment = plan.segments[index];
    const start_s = timeline.end_s;
    const end_s = start_s + segment.duration_s;
    timeline.end_s = end_s;
    const first = timeline.strides.length;
    if (isGait(segment)) {
      const next = plan.segments.at(index + 1);
      this.walk(segment, end_s, next === undefined || !isGait(next));
    } else if (segment.kind === 'stand') this.still(end_s);
    else this.nonSteps(segment, end_s);
    const distance_m = timeline.strides.slice(first).reduce((sum, { length_m }) => sum + length_m, 0);
    const strides = timeline.strides.length - first;
    timeline.segments.push({
      kind: segment.kind,
      start_us: Math.round(start_s * 1e6),
      end_us: Math.round(end_s * 1e6),
      strides,
      distance_m,
    });
  }

  private still(end_s: number): void {
    if (end_s <= this.now_s) return;
    this.push({ end_s, build: () => new StillMotion(end_s) });
  }

  private nonSteps(segment: NonStepSegment, end_s: number): void {
    if (end_s <= this.now_s) return;
    for (const stretch of nonSteps(segment, this.now_s, end_s, this.random)) this.push(stretch);
    if (segment.kind === 'remount') this.timeline.remounts.push({ at_s: end_s, turn_deg: segment.turn_deg });
  }

  /** Strides of one gait until the segment ends; with `rests` the last one brings the foot to stand before that. */
  private walk(segment: GaitSegment, end_s: number, rests: boolean): void {
    for (;;) {
      const from_s = this.last === undefined ? this.now_s : this.last.ic_s;
      const speed = this.nextSpeed(segment, end_s - from_s, rests);
      const { contact_s, swing_s } = styledTiming(segment.kind, segment.style, speed);
      const closing_s = from_s + contact_s + swing_s + contact_s;
      if (rests ? closing_s > end_s : from_s + contact_s > end_s) break;
      this.speed_mps = speed;
      const closes = rests && closing_s + contact_s + swing_s > end_s;
      this.stride(segment, closes);
    }
    if (!rests) return;
    this.rest();
    this.still(end_s);
  }

  private nextSpeed(segment: GaitSegment, left_s: number, rests: boolean): number {
    const slowest = slowest_mps(segment);
    const before = this.last === undefined ? START_MPS[segment.kind] : this.speed_mps;
    const { contact_s, swing_s } = styledTiming(segment.kind, segment.style, Math.max(slowest, before));
    const change = this.last === undefined ? 0 : CHANGE_MPS2 * (contact_s + swing_s);
    const target = rests ? Math.min(segment.speed_mps, slowest + CHANGE_MPS2 * left_s) : segment.speed_mps;
    const speed = Math.max(before - change, Math.min(before + change, target));
    return Math.max(slowest, this.last === undefined ? Math.min(speed, target) : speed);
  }

  private stride(segment: GaitSegment, closes: boolean): void {
    const { kind, style } = segment;
    const v = this.speed_mps;
    const steady = styledTiming(kind, style, v);
    const time = this.vary(VARIATION.time);
    const contact_s = steady.contact_s * time;
    const swing_s = steady.swing_s * time;
    const opens = this.last === undefined;
    const before = this.stanceBefore(kind, v, contact_s);
    const start_s = this.now_s;
    const to_s =
      this.last === undefined ? start_s + (1 - STANCE[kind].heelOff) * contact_s : this.last.ic_s + contact_s;
    const full_m = v * (contact_s + swing_s) * this.vary(VARIATION.length);
    const turn_rad = (segment.turn_dps ?? 0) * (contact_s + swing_s) * RADIAN;
    const planned: PlannedStride = {
      gait: kind,
      size: this.sized(segment, v),
      start_s,
      to_s,
      ic_s: to_s + swing_s,
      mid_s: 0,
      before,
      after: { contact_s: steady.contact_s, ...FLAT_STANCE },
      length_m: opens || closes ? full_m * HALF : full_m,
      heading_rad: this.heading_rad,
      turn_rad,
      climb_m: (segment.climb_m ?? 0) * (opens || closes ? HALF : 1),
      side: this.plan.foot === 'left' ? -1 : 1,
      shock: segment.shock_g === undefined ? 0 : segment.shock_g * GRAVITY * this.vary(VARIATION.shock),
      way_rad: style === 'side' ? Math.PI / 2 : 0,
      reversed: style === 'back',
      ripple_mps: segment.treadmill ? BELT_RIPPLE * v : 0,
    };
    this.heading_rad += turn_rad;
    this.timeline.strides.push(planned);
    this.timeline.goesOn.push(false);
    this.last = planned;
  }

  /**
   * The stance the new stride pushes off from. Now that its foot-off is known, the stride before it is complete.
   */
  private stanceBefore(kind: Gait, v: number, contact_s: number): Stance {
    if (this.last === undefined) return { contact_s, ...FLAT_STANCE };
    const { ic_s, gait } = this.last;
    const mid_s = ic_s + middle(gait, kind) * contact_s;
    const { give, pronation } = size(kind, v);
    const giveHalf_s = Math.min(mid_s - ic_s, ic_s + contact_s - mid_s);
    const stance = { contact_s, give, giveHalf_s, pronation_rad: pronation };
    this.complete(this.last, mid_s, stance);
    this.timeline.goesOn[this.timeline.goesOn.length - 1] = true;
    return stance;
  }

  /** The foot stays where the last stride has put it. */
  private rest(): void {
    if (this.last === undefined) return;
    const { ic_s, gait, after } = this.last;
    this.complete(this.last, ic_s + middle(gait, gait) * after.contact_s, after);
    this.last = undefined;
  }

  private complete(stride: PlannedStride, mid_s: number, after: Stance): void {
    stride.mid_s = mid_s;
    stride.after = after;
    this.push({ end_s: mid_s, build: () => new StrideMotion(stride) });
  }

  private sized({ kind, style }: GaitSegment, v: number): PlannedStride['size'] {
    const { strike_deg } = this.plan;
    const steady = styledSize(kind, style, v);
    const strike = strike_deg === undefined || style !== undefined ? steady.strike : strike_deg * RADIAN;
    return {
      ...steady,
      strike: strike * this.vary(VARIATION.angle),
      push: steady.push * this.vary(VARIATION.angle),
      recovery: steady.recovery * this.vary(VARIATION.angle),
      roll: steady.roll * this.vary(VARIATION.angle),
    };
  }

  private vary(deviation: number): number {
    return 1 + this.variation * deviation * this.random.normal();
  }

  private push(stretch: Stretch): void {
    this.timeline.stretches.push(stretch);
    this.now_s = stretch.end_s;
  }
}

/** Middle of the flat foot, in contacts: it lands in one gait and leaves in the next. */
function middle(landing: Gait, leaving: Gait): number {
  return (STANCE[landing].flat + STANCE[leaving].heelOff) / 2;
}
