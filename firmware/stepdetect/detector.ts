/**
 * From frames to strides: `process` takes what waits in the ring, and puts finished strides into a queue.
 *
 * The gate (cheap, every frame) finds instants of least motion; between two of them the way is integrated (once per
 * stride), the medio-lateral axis and its sign are kept up to date, and the swings in between give the contacts.
 * Whether an instant of least motion is a mid-stance shows in the way: a foot that still moves at 900 mm/s there was only
 * turning slowly, in mid-air. docs/DESIGN.md tells why it is done this way, docs/ACCURACY.md how well it does.
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md): nothing is allocated after construction.
 */
import { MedioLateralAxis } from '../sensors/alignment';
import { mulShift, norm3, shareQ10 } from '../sensors/integer';
import { COUNTER_MASK, RING_FRAMES, RING_MASK, type FrameRing } from '../sensors/ring';
import { rateCounts, type FrameScale } from '../sensors/scale';
import { Footstep } from './footstep';
import { Gap } from './gap';
import { GATE_LOST, GATE_NONE, GATE_REST, GATE_START, GATE_STILL, MotionGate } from './gate';
import { PitchTrack } from './pitch';
import { Landings } from './landings';
import { StrideMetrics } from './metrics';
import { MidStance, VOTE_LEAST_mm } from './mid-stance';
import type { StrideQueue } from './queue';
import { StrideReporter } from './reporter';
import { Saturation } from './saturation';
import { StandingFoot } from './standing';
import { Strapdown } from './strapdown';

/** Two mid-stances are never nearer: it is one, seen twice. @source fit */
const DURATION_LEAST_us = 200000;
/** Sign of the axis: votes by the direction travelled, up to this many. @source fit */
const VOTES_MOST = 6;
/**
 * A foot in stance turns slower than this (27 to 62 degree/s running, in the recordings); one that turns a third slower soon after did
 * not stand.
 * @source fit
 */
const UNSTEADY_dps = 100;
/** At a valley this slow the accelerometer may show true up. @source fit */
const LEVEL_dps = 35;
/** What is tried of the rotation that a gyroscope may have cut off, to learn what it changes; half. @source design */
const TRIAL_SHARE_Q8 = 128;

export class StrideDetector {
  /** How the sensor lies in the shoe: the medio-lateral axis, in sensor coordinates. */
  readonly axis = new MedioLateralAxis();
  readonly way: Strapdown;
  private readonly gate: MotionGate;
  readonly track: PitchTrack;
  readonly landings: Landings;
  readonly metrics: StrideMetrics;
  readonly saturation: Saturation;
  readonly standing: StandingFoot;
  readonly footstep: Footstep;
  private readonly gap = new Gap();
  private readonly midStance: MidStance;
  private readonly reporter: StrideReporter;

  private readonly perDps: number;
  /** mm the sensor rolls forward per count (summed over both ends of a stride) and us, Q50. */
  private readonly rollQ50: number;

  /** Where the stride now being made began, when `open`. */
  private start = 0;
  private open = false;
  /** Did the foot stand still before it? */
  private fromRest = false;
  /** Rotation there, raw counts. */
  private startRate = 0;
  private votes = 0;

  /**
   * @param queue where finished strides go
   * @param sensorHeight_mm height of the sensor above the ground while standing, 0 to 150
   * @noinline
   */
  constructor(scale: FrameScale, queue: StrideQueue, sensorHeight_mm: number) {
    this.landings = new Landings(queue);
    this.way = new Strapdown(scale);
    this.gate = new MotionGate(scale);
    this.track = new PitchTrack(scale);
    this.standing = new StandingFoot(scale);
    this.metrics = new StrideMetrics(scale);
    this.footstep = new Footstep(scale, this.gate, this.track, this.way, this.standing);
    this.saturation = new Saturation(scale);
    this.midStance = new MidStance(scale, this.gate, this.track, this.way, this.standing, this.footstep);
    this.reporter = new StrideReporter(
      scale,
      this.axis,
      this.way,
      this.track,
      this.footstep,
      this.saturation,
      this.standing,
      this.metrics,
      this.landings,
      this.gap,
    );
    this.perDps = rateCounts(1, scale);
    this.rollQ50 = Math.round(scale.gyro_udps * sensorHeight_mm * ((Math.PI / 360) * 1e-12 * 2 ** 50));
  }

  /**
   * Takes every frame that waits in the ring. To be called at least every second: a stride is worked on while its frames
   * are still in the ring.
   */
  process(ring: FrameRing): void {
    let event = this.gate.scan(ring, this.axis);
    while (event !== GATE_NONE) {
      if (event === GATE_START) this.begin(ring);
      else if (event === GATE_STILL) this.landings.release();
      else if (event === GATE_LOST) this.lose();
      else this.valley(ring, event === GATE_REST);
      event = this.gate.scan(ring, this.axis);
    }
  }

  /** The foot the shoe is on, FOOT_*: as set, else as seen. */
  foot(): number {
    return this.metrics.side.foot;
  }

  /** Sets the foot the shoe is on; FOOT_UNKNOWN: to be seen from the strides. */
  setFoot(foot: number): void {
    this.metrics.side.choose(foot);
  }

  /** The frames to come do not follow those so far: the stride being made is given up. How the sensor lies stays known. */
  interrupt(): void {
    this.lose();
    this.landings.interrupt();
  }

  private begin(ring: FrameRing): void {
    this.metrics.start();
    const start = this.gate.start;
    this.standing.learn(ring, start, this.gate.restedFrames, this.way);
    if (this.standing.liesAnew(ring, start, this.gate.restedFrames)) this.forgetAxis();
    this.standing.level(ring, start, this.way);
    this.standing.standsAs(this.way);
    this.start = start;
    this.open = true;
    this.fromRest = true;
    this.startRate = 0;
  }

  /** The sensor lies in the shoe in another way than before. */
  private forgetAxis(): void {
    this.axis.reset();
    this.votes = 0;
  }

  private valley(ring: FrameRing, resting: boolean): void {
    // Integration goes by pairs of frames (inertial-track.ts): one sooner where their number is odd.
    const lowest = this.gate.valleyAt;
    const at = this.open ? (lowest - ((lowest - this.start) & 1)) & COUNTER_MASK : lowest;
    const accepted = !this.open || this.close(ring, at, resting);
    if (resting) {
      this.open = false;
    } else if (accepted) {
      this.start = at;
      this.open = true;
      this.fromRest = false;
      this.startRate = this.gate.valleyRate;
      this.gate.accept();
    }
  }

  /** Frames were lost, or the foot has not stood for seconds. */
  private lose(): void {
    this.open = false;
    this.metrics.lose();
    this.landings.release();
  }

  /**
   * Ends the stride from `start` at the valley `at`.
   * @returns false when the valley is no mid-stance: the stride goes on
   */
  private close(ring: FrameRing, at: number, resting: boolean): boolean {
    const start = this.start;
    const way = this.way;
    const axis = this.axis;
    const duration = (ring.time_us[at & RING_MASK] - ring.time_us[start & RING_MASK]) | 0;
    if (((ring.tail - start) & COUNTER_MASK) > RING_FRAMES - 8 || !axis.update()) {
      this.metrics.lose();
      return true;
    }
    if (duration < DURATION_LEAST_us) return !resting && this.standsOnlyNow();
    if (!way.levelled()) this.standing.level(ring, start, way);
    const upX = way.upX;
    const upY = way.upY;
    const upZ = way.upZ;
    this.track.follow(ring, start, at, axis, way);
    const midStance = this.midStance;
    const signed = this.votes > 0;
    if (!resting && (midStance.toesUp(signed) || midStance.midSwing(duration, signed))) return false;
    this.gap.find(ring, start, this.track.frames);
    const lost = this.gap.found || !this.integrate(ring, start, at);
    if (lost || (signed && !this.fromRest && midStance.beganAloft())) {
      this.bridge(ring, at);
      return true;
    }
    if (this.votes === 0) this.signByWay(ring, start, at);
    const length = this.standing.trueLength(way.length_mm()) + this.roll_mm(duration);
    if (
      !resting &&
      (midStance.inTheAir(ring, at, duration, signed, this.fromRest) ||
        midStance.isJerk(ring, at, length, duration))
    ) {
      way.resume(upX, upY, upZ);
      return false;
    }
    this.metrics.follow(way, axis);
    const fromRest = this.fromRest;
    const amidGait = this.landings.follows(ring.time_us[at & RING_MASK]);
    if (this.footstep.isStep(ring, start, at, length, upX, upY, upZ, fromRest, resting, amidGait)) {
      const turned = this.vote();
      // Backwards the order of the pitch is reversed and its sign as well: seen the other way round, it is a stride forward.
      const backwards = this.goesBackwards();
      if (backwards) axis.flip();
      if (turned || backwards) this.track.follow(ring, start, at, axis, way);
      this.reporter.report(ring, start, at, length, duration, this.votes > 0 && !backwards);
      if (backwards) axis.flip();
    } else if (this.footstep.isLost) {
      this.bridge(ring, at);
      return true;
    }
    const slow = this.gate.valleyRate < LEVEL_dps * this.perDps;
    if (slow && this.standing.levelIfGravity(ring, at, way)) return true;
    if (this.saturation.found || way.force.restored > 0) this.standing.levelAsFlat(way);
    return true;
  }

  /**
   * Integrates the way. Where a gyroscope at the end of its range cut off rotation, twice more: with half of what it may hide
   * put back, which tells how the velocity left at the end depends on it, and with the share that leaves least.
   */
  private integrate(ring: FrameRing, start: number, at: number): boolean {
    const way = this.way;
    const axis = this.axis;
    const saturation = this.saturation;
    const upX = way.upX;
    const upY = way.upY;
    const upZ = way.upZ;
    saturation.find(ring, start, this.track);
    way.force.limit.find(ring, start, this.track.frames);
    this.track.clipped = saturation.clipped || way.force.limit.clipped || way.force.limit.frames > 0;
    if (!way.run(ring, start, at, axis.x, axis.y, axis.z, saturation)) return false;
    if (!saturation.found) return true;
    this.track.clipped = true;
    const track = way.track;
    const forward = track.forwardV;
    const right = track.rightV;
    const up = track.upV;
    saturation.share = TRIAL_SHARE_Q8;
    way.resume(upX, upY, upZ);
    way.run(ring, start, at, axis.x, axis.y, axis.z, saturation);
    saturation.share = leastShare_Q8(
      forward,
      right,
      up,
      track.forwardV - forward,
      track.rightV - right,
      track.upV - up,
    );
    way.resume(upX, upY, upZ);
    return way.run(ring, start, at, axis.x, axis.y, axis.z, saturation);
  }

  /**
   * Ends a stride whose way cannot be told: frames are missing in it, or it did not begin on the ground. Amid gait its swings
   * count all the same, without a length.
   */
  private bridge(ring: FrameRing, at: number): void {
    const standing = this.standing;
    if (this.votes > 0) this.reporter.bridge(ring, this.start, at);
    standing.level(ring, at, this.way);
    if (!standing.levelIfGravity(ring, at, this.way)) standing.levelAsFlat(this.way);
    this.metrics.lose();
  }

  /** Does the foot stand only now, soon after what was taken for a mid-stance? Then the stride begins here. */
  private standsOnlyNow(): boolean {
    if (this.startRate < UNSTEADY_dps * this.perDps || this.gate.valleyRate * 3 > this.startRate * 2)
      return false;
    this.standing.levelAsFlat(this.way);
    this.metrics.lose();
    return true;
  }

  /**
   * What integration between two mid-stances misses because the foot rolls on at both: the speed it starts and ends with,
   * over the time of the stride. Toes-down rotation carries the sensor forward.
   */
  private roll_mm(duration_us: number): number {
    const track = this.track;
    const turned = mulShift(-(track.rate[0] + track.rate[track.frames]), duration_us, 20);
    return mulShift(turned, this.rollQ50, 30);
  }

  /** Before any vote: feet go forward, so the way made so far turns the axis. */
  private signByWay(ring: FrameRing, start: number, at: number): void {
    const way = this.way;
    if (way.forward_mm >= -VOTE_LEAST_mm) return;
    this.axis.flip();
    way.turnRound();
    this.metrics.side.forget();
    this.track.follow(ring, start, at, this.axis, way);
  }

  /** Did the foot go backwards, without turning about? */
  private goesBackwards(): boolean {
    return this.way.forward_mm < -VOTE_LEAST_mm && !this.footstep.spin.spins(this.track);
  }

  /** The direction travelled votes for the sign of the axis. Returns true when the axis was turned round. */
  private vote(): boolean {
    const forward = this.way.forward_mm;
    if (forward > VOTE_LEAST_mm) {
      if (this.votes < VOTES_MOST) this.votes++;
    } else if (forward < -VOTE_LEAST_mm) {
      this.votes--;
      if (this.votes < 0) {
        this.axis.flip();
        this.way.turnRound();
        this.metrics.side.forget();
        this.votes = -this.votes;
        return true;
      }
    }
    return false;
  }
}

/**
 * The share at which the velocity left at the end of a stride is least, when it is (forward, right, up) without and changes by
 * (byF, byR, byU) with TRIAL_SHARE_Q8; Q8, 0 to 256.
 */
function leastShare_Q8(
  forward: number,
  right: number,
  up: number,
  byF: number,
  byR: number,
  byU: number,
): number {
  const change = norm3(byF, byR, byU);
  if (change < 16) return 0;
  const along =
    mulShift(forward, shareQ10(byF, change), 10) +
    mulShift(right, shareQ10(byR, change), 10) +
    mulShift(up, shareQ10(byU, change), 10);
  const share = -(((along * TRIAL_SHARE_Q8) / change) | 0);
  return share < 0 ? 0 : share > 256 ? 256 : share;
}
