import { Attitude, GRAVITY, RADIAN, type Vector } from './attitude';
import {
  TOE_ARM,
  HEEL_ARM,
  PITCH,
  ROLL_DEG,
  STANCE,
  YAW_DEG,
  type Gait,
  type GaitSize,
  type LobeShape,
} from './gait';
import { Lobes, shareBefore, type Lobe } from './lobes';
import type { Motion } from './motion';
import { bumpAccel, cubic, quinticAccel, waveAccel } from './quintic';

/** The foot is lifted in the first five sixths of swing (half of that), and comes down flat at the end. */
const LIFT_HALF = 0.42;
/** How much of the stride's length is moved out of the middle of swing: recorded feet hardly accelerate there. */
const EVEN = 0.15;

/** Half the time a shock takes: impacts at a shoe have passed within some 15 ms; and its part along the ground. */
const SHOCK_HALF_S = 0.007;
const SHOCK_BACK = 0.5;

/** The foot at mid-stance, between two strides: the midsole pressed in and the foot rolled in. */
export interface Stance {
  contact_s: number;
  /** Upward acceleration of the give, m/s^2, and half the time it takes. */
  give: number;
  giveHalf_s: number;
  pronation_rad: number;
}

/** A stride from mid-stance to mid-stance, on the run's clock. */
export interface PlannedStride {
  gait: Gait;
  size: GaitSize;
  start_s: number;
  to_s: number;
  ic_s: number;
  mid_s: number;
  before: Stance;
  after: Stance;
  length_m: number;
  /** Direction of the foot at the start, and its change. */
  heading_rad: number;
  turn_rad: number;
  /** Height it comes to stand above where it stood. */
  climb_m: number;
  /** 1: a right foot, -1: a left one. */
  side: number;
  /** Size of the shock at initial contact, m/s^2. */
  shock: number;
  /** Direction of travel against that of the foot: to the left is positive. */
  way_rad: number;
  /** The stride runs backwards in time: walking backwards is nearly that (Thorstensson 1986). */
  reversed: boolean;
  /** How much the belt under it changes its speed in each step, m/s. */
  ripple_mps: number;
}

/** When the foot leaves the ground and meets it again, s. */
export function contactsOf({ reversed, start_s, to_s, ic_s, mid_s }: PlannedStride): {
  to_s: number;
  ic_s: number;
} {
  return reversed ? { to_s: start_s + mid_s - ic_s, ic_s: start_s + mid_s - to_s } : { to_s, ic_s };
}

/**
 * One stride. On the ground the foot turns about its toes (push-off) or its heel (landing), in the air its sensor follows
 * a quintic between the states the ground leaves and wants; at initial contact the ground takes the rest of its velocity
 * away within a few hundredths of a second. Position is twice continuously differentiable throughout, and the outputs are
 * its exact derivatives.
 */
export class StrideMotion implements Motion {
  readonly end_s: number;

  private readonly plan: PlannedStride;
  private readonly attitude = new Attitude();
  private readonly pitch: Lobes;
  private readonly roll: Lobes;
  private readonly yaw: Lobes;
  private readonly landingArm: Vector;
  /** World acceleration in swing, and what remains of it while the ground stops the foot: x, y, z. */
  private readonly swing: number[][];
  private readonly impact: number[][];
  private readonly impactEnd_s: number;
  /** Direction of the swing. */
  private readonly ahead: Vector;
  /** Acceleration of the world's axes, with gravity. */
  private readonly world = new Float64Array(3);

  constructor(plan: PlannedStride) {
    const { size, ic_s } = plan;
    this.plan = plan;
    this.end_s = plan.mid_s;
    this.pitch = new Lobes(0, pitchLobes(plan));
    this.roll = new Lobes(-plan.side * plan.before.pronation_rad, rollLobes(plan));
    this.yaw = new Lobes(plan.heading_rad, yawLobes(plan));
    this.landingArm = size.strike >= 0 ? HEEL_ARM : TOE_ARM;
    const way = plan.heading_rad + plan.turn_rad / 2 + plan.way_rad;
    this.ahead = [Math.cos(way), Math.sin(way), 0];
    const impact_s = size.impactTime * plan.after.contact_s;
    this.impactEnd_s = ic_s + impact_s;
    [this.swing, this.impact] = this.paths(impact_s);
  }

  /** Backwards in time rotation changes its sign, and force does not. */
  at(time_s: number, out: Float64Array): void {
    const { reversed, start_s, mid_s } = this.plan;
    if (!reversed) return this.forward(time_s, out);
    this.forward(start_s + mid_s - time_s, out);
    for (let axis = 3; axis < 6; axis++) out[axis] = -out[axis];
  }

  private forward(time_s: number, out: Float64Array): void {
    const { to_s, ic_s, ripple_mps } = this.plan;
    const { attitude, world } = this;
    this.turn(time_s);
    world[0] = world[1] = 0;
    world[2] = GRAVITY;
    if (ripple_mps !== 0) world[0] = this.ripple(time_s);
    if (time_s <= to_s) {
      attitude.pivotAccel(TOE_ARM, out);
      this.give(this.plan.before, time_s - this.plan.start_s);
    } else if (time_s < ic_s) {
      out[0] = out[1] = out[2] = 0;
      this.add(this.swing, time_s - to_s);
      this.shape(time_s);
    } else {
      attitude.pivotAccel(this.landingArm, out);
      this.give(this.plan.after, time_s - this.plan.mid_s);
      if (time_s < this.impactEnd_s) this.add(this.impact, time_s - ic_s);
      if (time_s < ic_s + 2 * SHOCK_HALF_S) this.shock(time_s - ic_s);
    }
    attitude.addWorld(world, out);
    attitude.rotation(out);
  }

  /** Pitch (toes up) and roll (right edge down), rad; roll also as a rate, rad/s. */
  angles(time_s: number): { pitch: number; roll: number; rollRate: number } {
    this.turn(time_s);
    const { pitch, roll } = this;
    return { pitch: pitch.angle, roll: roll.angle, rollRate: roll.rate };
  }

  /** Upward acceleration of the sensor, m/s^2. */
  upward(time_s: number): number {
    const felt = new Float64Array(6);
    this.at(time_s, felt);
    return this.attitude.toWorld([felt[0], felt[1], felt[2]])[2] - GRAVITY;
  }

  /** The shoe rings once: up and back, and as far again the other way, leaving no speed behind. */
  private shock(time_s: number): void {
    const size = (this.plan.shock / 6) * bumpAccel(time_s / SHOCK_HALF_S - 1);
    this.world[0] += SHOCK_BACK * size * this.ahead[0];
    this.world[1] += SHOCK_BACK * size * this.ahead[1];
    this.world[2] -= size;
  }

  /** The belt slows down and speeds up twice in a stride; over a stride that adds up to no way, and no speed. */
  private ripple(time_s: number): number {
    const { start_s, mid_s, ripple_mps } = this.plan;
    const omega = (4 * Math.PI) / (mid_s - start_s);
    const turn = omega * (time_s - start_s);
    return ripple_mps * omega * (Math.cos(turn) - Math.cos(2 * turn));
  }

  private turn(time_s: number): void {
    const { pitch, roll, yaw } = this;
    pitch.at(time_s);
    roll.at(time_s);
    yaw.at(time_s);
    this.attitude.set(roll, pitch, yaw);
  }

  private add(path: number[][], time_s: number): void {
    for (let axis = 0; axis < 3; axis++) this.world[axis] += cubic(path[axis], time_s);
  }

  private give(stance: Stance, fromMid_s: number): void {
    if (stance.give !== 0) this.world[2] -= (stance.give / 6) * bumpAccel(fromMid_s / stance.giveHalf_s);
  }

  /** What a foot does in swing beside the quintic: it is lifted, and moves evenly where the quintic hurries. */
  private shape(time_s: number): void {
    const { size, to_s, ic_s, length_m } = this.plan;
    const lift_s = LIFT_HALF * (ic_s - to_s);
    const half_s = (ic_s - to_s) / 2;
    const lift = bumpAccel((time_s - to_s) / lift_s - 1) * (size.lift / (lift_s * lift_s));
    const even = waveAccel((time_s - to_s) / half_s - 1) * ((EVEN * length_m) / (half_s * half_s));
    this.world[0] -= even * this.ahead[0];
    this.world[1] -= even * this.ahead[1];
    this.world[2] += lift;
  }

  /** The way from the toes' last touch to the next contact, and the way the ground ends it; seen from the flat foot before. */
  private paths(impact_s: number): [number[][], number[][]] {
    const { size, to_s, ic_s, length_m, climb_m, heading_rad, turn_rad } = this.plan;
    const start = this.onGround(to_s, TOE_ARM, heading_rad);
    const landing = this.onGround(ic_s, this.landingArm, heading_rad + turn_rad);
    const ahead = this.ahead;
    const swing: number[][] = [];
    const impact: number[][] = [];
    for (let axis = 0; axis < 3; axis++) {
      const up = axis === 2;
      const lost = up ? -size.impact.down : size.impact.forward * ahead[axis];
      const braking = up ? size.braking.up : size.braking.forward * ahead[axis];
      const ground = { p: landing.p[axis], v: landing.v[axis], a: landing.a[axis] };
      const way = up ? climb_m : length_m * ahead[axis];
      const touch = { p: ground.p + way, v: ground.v + lost, a: braking };
      const from = { p: start.p[axis], v: start.v[axis], a: start.a[axis] };
      swing.push(quinticAccel(from, touch, ic_s - to_s));
      impact.push(quinticAccel({ p: 0, v: lost, a: braking - ground.a }, { p: 0, v: 0, a: 0 }, impact_s));
    }
    return [swing, impact];
  }

  /** State of the sensor while the foot turns about a point on the ground, seen from where it is when the foot is flat. */
  private onGround(time_s: number, arm: Vector, heading_rad: number): { p: Vector; v: Vector; a: Vector } {
    this.turn(time_s);
    const accel = new Float64Array(3);
    this.attitude.pivotAccel(arm, accel);
    const v = this.attitude.toWorld(this.attitude.pivotVelocity(arm));
    const a = this.attitude.toWorld([accel[0], accel[1], accel[2]]);
    const [x, y, z] = this.attitude.toWorld(arm);
    const flatX = Math.cos(heading_rad) * arm[0];
    const flatY = Math.sin(heading_rad) * arm[0];
    return { p: [x - flatX, y - flatY, z - arm[2]], v, a };
  }
}

function lobe(shape: LobeShape, origin_s: number, unit_s: number, area_rad: number): Lobe {
  return {
    centre_s: origin_s + shape.centre * unit_s,
    before_s: shape.before * unit_s,
    after_s: shape.after * unit_s,
    area_rad,
  };
}

/** Toes up is positive; over a stride the areas add up to nothing. */
function pitchLobes(plan: PlannedStride): Lobe[] {
  const { size, to_s, ic_s, before, after } = plan;
  const shape = PITCH[plan.gait];
  const swing_s = ic_s - to_s;
  const landing = lobe(shape.landing, ic_s, after.contact_s, 0);
  landing.area_rad = -size.strike / (1 - shareBefore(landing, ic_s));
  const forward = size.push + size.recovery - landing.area_rad;
  const [first, second] = shape.swing;
  const share = (first.before + first.after) / (first.before + first.after + second.before + second.after);
  const riseHalf_s = ((1 - STANCE[plan.gait].heelOff) * before.contact_s) / 2;
  const rise = { centre_s: to_s - riseHalf_s, before_s: riseHalf_s, after_s: riseHalf_s };
  return [
    { ...rise, area_rad: -size.push * shape.rise },
    lobe(shape.push, to_s, before.contact_s, -size.push * (1 - shape.rise)),
    lobe(shape.recovery, to_s, swing_s, -size.recovery),
    lobe(first, to_s, swing_s, forward * share),
    lobe(second, to_s, swing_s, forward * (1 - share)),
    landing,
  ].filter(({ area_rad }) => area_rad !== 0);
}

/** The sole turned inwards (inversion) is positive on a right foot, negative on a left one. */
function rollLobes(plan: PlannedStride): Lobe[] {
  const { size, start_s, to_s, ic_s, mid_s, before, after } = plan;
  const swing_s = ic_s - to_s;
  const scale = plan.side * size.roll * RADIAN;
  const back_s = (to_s - start_s) / 2;
  const in_s = (mid_s - ic_s) / 2;
  return [
    {
      centre_s: to_s - back_s,
      before_s: back_s,
      after_s: back_s,
      area_rad: plan.side * before.pronation_rad,
    },
    {
      centre_s: to_s,
      before_s: 0.16 * before.contact_s,
      after_s: 0.25 * swing_s,
      area_rad: ROLL_DEG.push * scale,
    },
    lobe({ centre: 0.35, before: 0.3, after: 0.3 }, to_s, swing_s, ROLL_DEG.early * scale),
    lobe({ centre: 0.75, before: 0.2, after: 0.2 }, to_s, swing_s, ROLL_DEG.late * scale),
    lobe(PITCH[plan.gait].landing, ic_s, after.contact_s, ROLL_DEG.landing * scale),
    { centre_s: ic_s + in_s, before_s: in_s, after_s: in_s, area_rad: -plan.side * after.pronation_rad },
  ].filter(({ area_rad }) => area_rad !== 0);
}

/** In the air only: the foot on the ground does not twist. */
function yawLobes(plan: PlannedStride): Lobe[] {
  const { to_s, ic_s, turn_rad } = plan;
  const swing_s = ic_s - to_s;
  return [
    lobe({ centre: 0.3, before: 0.25, after: 0.25 }, to_s, swing_s, plan.side * YAW_DEG * RADIAN),
    lobe({ centre: 0.7, before: 0.25, after: 0.25 }, to_s, swing_s, -plan.side * YAW_DEG * RADIAN),
    lobe({ centre: 0.5, before: 0.45, after: 0.45 }, to_s, swing_s, turn_rad),
  ].filter(({ area_rad }) => area_rad !== 0);
}
