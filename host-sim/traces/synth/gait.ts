/**
 * Gait against speed: how long, how far, how steep. Sources and the fit to recorded feet: docs/SYNTHESIS.md.
 *
 * Contact is the time a foot is on the ground, swing the time it is not; fractions are of either.
 */
import { RADIAN, type Vector } from './attitude';
import type { WalkStyle } from './plan';

export type Gait = 'walk' | 'run';

/** The module lies under the arch (Zrenner 2020: best place for trajectories), 90 mm before the heel, 15 mm up. */
export const HEEL_ARM: Vector = [0.09, 0, 0.015];
/** A stiff foot pushes off from between ball and toes, where one with toes does so from one after the other. */
export const TOE_ARM: Vector = [-0.15, 0, 0.015];

export interface Timing {
  contact_s: number;
  swing_s: number;
}

/** Step length over step frequency, m per Hz: 0.41 at preferred and fast walks (Terrier and Schutz 2003). */
const WALK_RATIO = 0.41;

/** Contact and swing at a steady speed. */
export function timing(gait: Gait, speed_mps: number): Timing {
  const stride_s = gait === 'walk' ? walkStride_s(speed_mps) : 1 / runStrides_Hz(speed_mps);
  const contact_s = gait === 'walk' ? stride_s * (0.66 - 0.034 * speed_mps) : runContact_s(speed_mps);
  return { contact_s, swing_s: stride_s - contact_s };
}

/** Small steps keep their time, whatever their length. */
const STYLE_TIMING: Record<'shuffle' | 'side', Timing> = {
  shuffle: { contact_s: 0.72, swing_s: 0.38 },
  side: { contact_s: 0.75, swing_s: 0.45 },
};

/** Contact and swing of a way of walking. */
export function styledTiming(gait: Gait, style: WalkStyle | undefined, speed_mps: number): Timing {
  return style === 'shuffle' || style === 'side' ? STYLE_TIMING[style] : timing(gait, speed_mps);
}

/** Speed is step length times step frequency, hence the walk ratio times its square. */
function walkStride_s(speed_mps: number): number {
  return 2 / Math.sqrt(speed_mps / WALK_RATIO);
}

/** 1.32 Hz at 2.7 m/s (Karamanidis and Arampatzis 2005: 1.28 to 1.31), recorded feet at 5 m/s: 1.56. */
function runStrides_Hz(speed_mps: number): number {
  return 1.18 + 0.03 * speed_mps + 0.0085 * speed_mps * speed_mps;
}

/** 275 ms at 2.65 m/s (as above: 271 to 282 at 2.7), falling with speed to 162 ms at 6 m/s. */
function runContact_s(speed_mps: number): number {
  return 0.275 * (2.65 / speed_mps) ** 0.65;
}

/** Parts of the contact: the foot is flat from `flat` after initial contact to `heelOff`. */
export const STANCE = {
  walk: { flat: 0.165, heelOff: 0.58 },
  run: { flat: 0.27, heelOff: 0.47 },
} as const;

/** A lobe of the foot's rotation: centre and half-widths as fractions of a contact or a swing. */
export interface LobeShape {
  centre: number;
  before: number;
  after: number;
}

/** Shape of a stride's rotation about the medio-lateral axis, from averages of recorded strides. */
export interface PitchShape {
  /** Heel rising slowly, as a share of all push-off; its lobe fills heel-off to foot-off. */
  rise: number;
  /** Push-off, from foot-off, in contacts before it. */
  push: LobeShape;
  /** Running: the heel goes on rising behind the runner, in swings after foot-off. */
  recovery: LobeShape;
  /** Swing forward: two lobes of equal height, in swings after foot-off. */
  swing: readonly [LobeShape, LobeShape];
  /** Foot coming down, in contacts after initial contact; it begins just before it and ends flat. */
  landing: LobeShape;
}

export const PITCH: Record<Gait, PitchShape> = {
  walk: {
    rise: 0.22,
    push: { centre: -0.052, before: 0.186, after: 0.13 },
    recovery: { centre: 0.1, before: 0.1, after: 0.1 },
    swing: [
      { centre: 0.34, before: 0.36, after: 0.4 },
      { centre: 0.67, before: 0.4, after: 0.27 },
    ],
    landing: { centre: 0.044, before: 0.08, after: 0.121 },
  },
  run: {
    rise: 0,
    push: { centre: -0.12, before: 0.41, after: 0.2 },
    recovery: { centre: 0.17, before: 0.23, after: 0.23 },
    swing: [
      { centre: 0.56, before: 0.2, after: 0.26 },
      { centre: 0.78, before: 0.24, after: 0.165 },
    ],
    landing: { centre: 0.07, before: 0.2, after: 0.2 },
  },
};

/** Angles and motions of a stride that depend on speed. rad, m/s, m/s^2, m. */
export interface GaitSize {
  strike: number;
  /** Toe-down rotation of push-off, and of the heel's recovery after foot-off. */
  push: number;
  recovery: number;
  /** Scale of rolling in and out. */
  roll: number;
  /** Rolling in (eversion) until mid-stance. */
  pronation: number;
  /** Upward acceleration of the foot at mid-stance, from the midsole's give. */
  give: number;
  /** Velocity the ground takes away at initial contact: forward and down. */
  impact: { forward: number; down: number };
  /** Time it takes, in contacts. */
  impactTime: number;
  /** Acceleration of the foot at the end of swing: forward and up. */
  braking: { forward: number; up: number };
  /** Extra height in the middle of swing. */
  lift: number;
}

export function size(gait: Gait, v: number): GaitSize {
  if (gait === 'walk')
    return {
      strike: 20 * RADIAN,
      push: (50 + 7 * v) * RADIAN,
      recovery: 0,
      roll: 1,
      pronation: 0,
      give: 0,
      impact: { forward: 0.05 + 0.2 * v, down: 0.05 + 0.1 * v },
      impactTime: 0.07,
      braking: { forward: -12 * v, up: 4 * v },
      lift: 0.012 * v,
    };
  return {
    strike: 24 * RADIAN,
    push: 44 * RADIAN,
    recovery: Math.min(70, Math.max(5, 13 * v - 4)) * RADIAN,
    roll: 1.6,
    pronation: 5 * RADIAN,
    give: 2 + 1.2 * Math.max(0, v - 2),
    impact: { forward: 0.1 + 0.3 * v, down: 0.4 + 0.15 * v },
    impactTime: 0.16,
    braking: { forward: -11 * v, up: 5 * v },
    lift: 0.05 * v,
  };
}

/** A foot that is hardly lifted, or goes sideways: small angles, a soft landing on the whole sole. */
export function styledSize(gait: Gait, style: WalkStyle | undefined, v: number): GaitSize {
  const usual = size(gait, v);
  if (style === 'shuffle')
    return {
      ...usual,
      strike: 3 * RADIAN,
      push: 14 * RADIAN,
      roll: 0.4,
      impact: { forward: 0.1 * v, down: 0.05 },
      lift: 0.008,
    };
  if (style === 'side')
    return {
      ...usual,
      strike: 2 * RADIAN,
      push: 16 * RADIAN,
      impact: { forward: 0.1 * v, down: 0.08 },
      lift: 0.03,
    };
  return usual;
}

/** Rolling and turning out of a stride, degrees: landing on the outer edge, over it in push-off, and back in swing. */
export const ROLL_DEG = { push: 10, early: -14, late: 13, landing: -9 };
export const YAW_DEG = 8;
