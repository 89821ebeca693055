/**
 * The run as it goes on, from one or two shoes. Everything follows from the shoes' counters and the wall clock: a page that was
 * asleep, or a link that was gone, costs detail and no distance.
 */
import type { StrideDynamics } from '../client/dynamics';
import type { Foot } from '../runs/run';
import type { Measurement } from './measurement';
import { Side, type SideState } from './side';

/** From one point of the plot to the next, ms. */
const POINT_EVERY_ms = 5000;
/** Nothing heard for longer than this is a gap, ms. */
const GAP_ms = 10_000;
/** Longest stretch between two measurements that counts as heard throughout, ms. */
const HEARD_ms = 3000;
const STANDING_mps = 0.2;
/** A stored outing older than this is not gone on with, ms. */
const STALE_ms = 3 * 3_600_000;
const POINTS_MOST = 5000;
const VERSION = 1;

export interface LivePoint {
  readonly at_ms: number;
  readonly speed_mps: number;
  readonly cadence_spm: number;
  readonly contact_ms?: number;
  /** The mean over a gap, reckoned from the shoes' counters. */
  readonly filled?: true;
}

export interface LiveFigures {
  /** The runner has set off. */
  readonly begun: boolean;
  /** Some shoe is heard now. */
  readonly heard: boolean;
  readonly moving: boolean;
  readonly running: boolean;
  readonly speed_mps: number;
  /** Steps of both feet per minute. */
  readonly cadence_spm: number;
  readonly distance_m: number;
  readonly elapsed_ms: number;
  readonly moving_ms: number;
  /** Of both feet. */
  readonly steps: number;
  readonly contact_ms?: number;
  readonly contactLeft_ms?: number;
  readonly contactRight_ms?: number;
  /** Share of the left foot, percent. */
  readonly balance_percent?: number;
  readonly strikeAngle_deg?: number;
  /** A shoe says that the cadence has been below the runner's target for a while. */
  readonly cadenceCue: boolean;
}

interface Stored {
  readonly version: number;
  readonly saved_ms: number;
  readonly begun_ms?: number;
  readonly moving_ms: number;
  readonly heard_ms?: number;
  readonly heard_m: number;
  readonly sides: readonly (readonly [string, SideState])[];
  readonly points: readonly LivePoint[];
}

export class LiveOuting {
  readonly points: LivePoint[] = [];
  private readonly sides = new Map<string, Side>();
  private begun_ms: number | undefined;
  private moving_ms = 0;
  /** When a measurement came last, and the distance then. */
  private heard_ms: number | undefined;
  private heard_m = 0;
  private wasMoving = false;

  /** A value of a shoe; `shoe` tells them apart. */
  measure(shoe: string, foot: Foot, measurement: Measurement, now_ms: number): void {
    const side = this.side(shoe, foot);
    side.measure(measurement, now_ms);
    const moving = measurement.speed_mps > STANDING_mps;
    if (moving) this.begun_ms ??= now_ms;
    if (this.heard_ms !== undefined && this.begun_ms !== undefined) this.pass(this.heard_ms, now_ms);
    this.wasMoving = this.isMoving(now_ms);
    this.heard_ms = now_ms;
    this.heard_m = this.distance_m(now_ms);
    this.addPoint(now_ms);
  }

  stride(shoe: string, foot: Foot, stride: StrideDynamics, now_ms: number): void {
    this.side(shoe, foot).stride(stride, now_ms);
  }

  figures(now_ms: number): LiveFigures {
    const fresh = this.fresh(now_ms);
    const known = fresh.map(({ measurement }) => measurement).filter((one) => one !== undefined);
    const feet = this.feet();
    const contactLeft_ms = feet.left?.mean('contact_ms', now_ms);
    const contactRight_ms = feet.right?.mean('contact_ms', now_ms);
    const all = [...this.sides.values()];
    const two = contactLeft_ms !== undefined && contactRight_ms !== undefined;
    return {
      begun: this.begun_ms !== undefined,
      heard: fresh.length > 0,
      moving: known.some(({ speed_mps }) => speed_mps > STANDING_mps),
      running: known.some(({ running }) => running),
      speed_mps: mean(known.map(({ speed_mps }) => speed_mps)) ?? 0,
      cadence_spm: cadence(known.map(({ footCadence }) => footCadence)),
      distance_m: this.distance_m(now_ms),
      elapsed_ms: this.begun_ms === undefined ? 0 : now_ms - this.begun_ms,
      moving_ms: this.moving_ms,
      cadenceCue: fresh.some((side) => side.cadenceCue(now_ms)),
      steps: steps(all.map(({ strides }) => strides)),
      contact_ms: mean(all.map((side) => side.mean('contact_ms', now_ms)).filter((one) => one !== undefined)),
      ...(two && {
        contactLeft_ms,
        contactRight_ms,
        balance_percent: (100 * contactLeft_ms) / (contactLeft_ms + contactRight_ms),
      }),
      strikeAngle_deg: mean(
        all.map((side) => side.mean('strikeAngle_deg', now_ms)).filter((one) => one !== undefined),
      ),
    };
  }

  /** For `restored`: what a reload of the page must not lose. */
  stored(now_ms: number): string {
    const stored: Stored = {
      version: VERSION,
      saved_ms: now_ms,
      begun_ms: this.begun_ms,
      moving_ms: this.moving_ms,
      heard_ms: this.heard_ms,
      heard_m: this.heard_m,
      sides: [...this.sides].map(([shoe, { state }]) => [shoe, state]),
      points: this.points,
    };
    return JSON.stringify(stored);
  }

  /** A new outing when there is nothing stored, or it is damaged or hours old. */
  static restored(text: string | null | undefined, now_ms: number): LiveOuting {
    const outing = new LiveOuting();
    if (!text) return outing;
    try {
      const stored = JSON.parse(text) as Stored;
      if (stored.version !== VERSION || !(Math.abs(now_ms - stored.saved_ms) < STALE_ms)) return outing;
      for (const [shoe, state] of stored.sides) outing.sides.set(shoe, new Side(state));
      outing.points.push(...stored.points);
      outing.begun_ms = stored.begun_ms;
      outing.moving_ms = stored.moving_ms;
      outing.heard_ms = stored.heard_ms;
      outing.heard_m = stored.heard_m;
      return outing;
    } catch {
      return new LiveOuting();
    }
  }

  private side(shoe: string, foot: Foot): Side {
    let side = this.sides.get(shoe);
    if (!side) {
      const strides = Math.max(0, ...[...this.sides.values()].map((one) => one.strides));
      side = Side.joining(foot, this.heard_m, strides);
      this.sides.set(shoe, side);
    }
    side.state.foot = foot;
    return side;
  }

  private fresh(now_ms: number): Side[] {
    return [...this.sides.values()].filter((side) => side.isFresh(now_ms));
  }

  private isMoving(now_ms: number): boolean {
    return this.fresh(now_ms).some(({ measurement }) => (measurement?.speed_mps ?? 0) > STANDING_mps);
  }

  /** Of the shoes that are heard; a shoe out of reach catches up when it is back. */
  private distance_m(now_ms: number): number {
    const fresh = this.fresh(now_ms);
    return Math.max(this.heard_m, mean(fresh.map((side) => side.distance_m)) ?? this.heard_m);
  }

  /** Counts the time from one measurement to the next, and fills it when it was a gap. */
  private pass(from_ms: number, to_ms: number): void {
    const passed_ms = to_ms - from_ms;
    if (passed_ms <= HEARD_ms) {
      if (this.wasMoving) this.moving_ms += passed_ms;
      return;
    }
    const way_m = this.distance_m(to_ms) - this.heard_m;
    const last = this.points.at(-1);
    // How long the runner moved in the gap is not known: at the speed before it, and no longer than the gap.
    const speed_mps = last && last.speed_mps > STANDING_mps ? last.speed_mps : way_m / (passed_ms / 1000);
    const moved_ms = speed_mps > 0 ? Math.min(passed_ms, (1000 * way_m) / speed_mps) : 0;
    this.moving_ms += moved_ms;
    if (passed_ms < GAP_ms || way_m <= 0) return;
    const filled = {
      speed_mps: way_m / (passed_ms / 1000),
      cadence_spm: last?.cadence_spm ?? 0,
      filled: true as const,
    };
    this.push({ at_ms: from_ms + 1, ...filled });
    this.push({ at_ms: to_ms - 1, ...filled });
  }

  private addPoint(now_ms: number): void {
    const last = this.points.at(-1);
    if (this.begun_ms === undefined || (last && now_ms - last.at_ms < POINT_EVERY_ms)) return;
    const { speed_mps, cadence_spm, contact_ms } = this.figures(now_ms);
    this.push({ at_ms: now_ms, speed_mps, cadence_spm, ...(contact_ms !== undefined && { contact_ms }) });
  }

  private push(point: LivePoint): void {
    this.points.push(point);
    if (this.points.length > POINTS_MOST) this.points.splice(0, this.points.length - POINTS_MOST);
  }

  /** With two shoes of which only one tells its foot, the other is the other. */
  private feet(): { left?: Side; right?: Side } {
    const all = [...this.sides.values()];
    if (all.length < 2) return {};
    const left = all.find(({ state }) => state.foot === 'left');
    const right = all.find(({ state }) => state.foot === 'right');
    return {
      left: left ?? (right && all.find((side) => side !== right)),
      right: right ?? (left && all.find((side) => side !== left)),
    };
  }
}

function mean(values: readonly number[]): number | undefined {
  return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : undefined;
}

/** Of both feet: the other foot lands as often. */
function cadence(perFoot: readonly number[]): number {
  return 2 * (mean(perFoot) ?? 0);
}

/** Of both feet: the sum of two shoes; twice that of one. */
function steps(strides: readonly number[]): number {
  const sum = strides.reduce((total, one) => total + one, 0);
  return strides.length >= 2 ? sum : 2 * sum;
}
