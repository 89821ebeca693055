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
import type { FrameScale } from '../sensors/scale';
import { Footstep } from './footstep';
import { Gap } from './gap';
import { GATE_LOST, GATE_NONE, GATE_REST, GATE_START, GATE_STILL, MotionGate } from './gate';
import { PitchTrack } from './pitch';
import { Landings } from './landings';
import { StrideMetrics } from './metrics';
import type { StrideQueue } from './queue';
import { StrideReporter } from './reporter';
import { Saturation } from './saturation';
import { StandingFoot } from './standing';
import { Strapdown } from './strapdown';

/**
 * A stride shorter than this ends on a foot that bears weight at rest: its specific force is within 30 % (Q8) of gravity.
 * Else it is a jerk in the middle of a step. (A running foot may be off by more; its strides are longer.)
 */
const FIRM_LENGTH_mm = 600;
const FIRM_SHARE_Q8 = 77;
/** A gentle stride, however long, ends within 20 %: a foot on a pedal does not. */
const STILL_SHARE_Q8 = 51;
const GENTLE_dps = 250;
/** And a walker's, which turns no faster than this, within 50 %. */
const BRISK_dps = 400;
const BRISK_SHARE_Q8 = 128;
const DURATION_LEAST_us = 200000;
/** Below this a valley that is not deep lies within one swing. */
const STRIDE_LEAST_us = 350000;
/** Sign of the axis: votes by the direction travelled, from strides this long, up to this many. */
const VOTE_LEAST_mm = 250;
const VOTES_MOST = 6;
/** A valley this slow, or below 1/20 of the peak, is deep: the foot stood. */
const DEEP_dps = 20;
const DEEP_SHARE = 20;
/** A foot this fast at the valley was still in the air, while the sign is not known; and how long it is asked. */
const AIR_mm_s = 500;
const AIR_LONGEST_us = 1200000;
/** With the sign known a swing must be over before the foot stands; but for a foot at rest, or after this long. */
const STAND_dps = 25;
const STAND_mm_s = 800;
/** The first stride's error is smaller: it begins at rest. */
const FIRST_mm_s = 250;
/** A valley below this share of the peak rotation is worth the integration. */
const HALT_SHARE = 12;
/** After a swing faster than this, a runner's, below this share: shortly before a landing on the forefoot the foot turns by a sixth. */
const FAST_dps = 650;
const FAST_HALT_SHARE = 8;
/** A foot in stance turns slower than this (27 to 62 degree/s running: the recordings); one that turns a third slower soon after, did not stand. */
const UNSTEADY_dps = 100;
const STAND_LONGEST_us = 2200000;
/** A foot that turns slower than this, under 1 g within 10 % (Q8), stands. */
const FIRM_dps = 25;
const FIRM_LEVEL_Q8 = 26;
/** Time from the end of the swing to a mid-stance at least, and the angle of that swing. */
const LANDED_ms = 30;
const LANDED_deg = 12;
/** A foot raised by this much is not flat on the ground; and the sole comes down within this time of the swing's end. */
const RAISED_deg = 12;
const SLAP_ms = 65;
/** And one raised or lowered by less is flat. */
const FLAT_deg = 6;
/**
 * One that came up or down by more than this was not flat on the ground at one of the ends: no slope is as steep (40 % is 22
 * degrees), and a foot that leaves the ground is toes down by 60 (walking) to 90 degrees (running).
 */
const ALOFT_deg = 45;
/** At a valley this slow the accelerometer may show true up. */
const LEVEL_dps = 35;
/** What is tried of the rotation that a gyroscope may have cut off, to learn what it changes; half. */
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
  private readonly reporter: StrideReporter;

  private readonly perDps: number;
  private readonly landedFrames: number;
  private readonly landedAngle: number;
  private readonly raisedAngle: number;
  private readonly slapFrames: number;
  private readonly flatAngle: number;
  private readonly aloftAngle: number;
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
   */
  constructor(scale: FrameScale, queue: StrideQueue, sensorHeight_mm: number) {
    this.landings = new Landings(queue);
    this.way = new Strapdown(scale);
    this.gate = new MotionGate(scale);
    this.track = new PitchTrack(scale);
    this.standing = new StandingFoot(scale);
    this.metrics = new StrideMetrics(scale);
    this.footstep = new Footstep(scale, this.standing);
    this.saturation = new Saturation(scale);
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
    this.perDps = Math.round(1e6 / scale.gyro_udps);
    this.landedFrames = Math.round((LANDED_ms * scale.rate_Hz) / 1000);
    this.landedAngle = Math.round((LANDED_deg * 1e6 * scale.rate_Hz) / scale.gyro_udps);
    this.raisedAngle = Math.round((RAISED_deg * 1e6 * scale.rate_Hz) / scale.gyro_udps);
    this.flatAngle = Math.round((FLAT_deg * 1e6 * scale.rate_Hz) / scale.gyro_udps);
    this.aloftAngle = Math.round((ALOFT_deg * 1e6 * scale.rate_Hz) / scale.gyro_udps);
    this.slapFrames = Math.round((SLAP_ms * scale.rate_Hz) / 1000);
    this.rollQ50 = Math.round(((scale.gyro_udps * Math.PI) / 180) * 1e-12 * (sensorHeight_mm / 2) * 2 ** 50);
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
    if (!resting && (this.toesUp() || this.midSwing(duration))) return false;
    this.gap.find(ring, start, this.track.frames);
    if (this.gap.found || !this.integrate(ring, start, at) || this.beganAloft()) {
      this.bridge(ring, at);
      return true;
    }
    if (this.votes === 0) this.signByWay(ring, start, at);
    const length = this.standing.trueLength(way.length_mm()) + this.roll_mm(duration);
    if (!resting && (this.inTheAir(ring, at, duration) || this.isJerk(ring, at, length, duration))) {
      way.resume(upX, upY, upZ);
      return false;
    }
    this.metrics.follow(way, axis);
    const gate = this.gate;
    const fromRest = this.fromRest;
    if (
      this.footstep.isStep(ring, start, at, this.track, way, gate, length, upX, upY, upZ, fromRest, resting)
    ) {
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
   * Was the foot in the air where the stride seemed to begin, between its push-off and its swing? Then it swings without having pushed
   * off, has come up by as much as a push-off turns it down, and seems not to stand. A gap that hides a mid-stance leads there, and from there
   * to the same place in the next stride.
   */
  private beganAloft(): boolean {
    const track = this.track;
    return (
      this.votes > 0 &&
      !this.fromRest &&
      track.raised > this.aloftAngle &&
      track.from[0] < this.landedFrames &&
      track.largest > -2 * track.deepest &&
      this.way.residual_mm_s >= STAND_mm_s &&
      this.landed()
    );
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

  /**
   * Has the foot only just stopped swinging, and does it still hang with its toes up? Then the sole has yet to come down:
   * a slow foot nearly stands still there, and speed cannot tell.
   */
  private toesUp(): boolean {
    const track = this.track;
    const raised = track.raised;
    if (this.votes > 0 || track.largest > -track.deepest)
      return raised > this.raisedAngle && track.frames - track.largestEnd < this.slapFrames;
    return raised < -this.raisedAngle && track.frames - track.deepestEnd < this.slapFrames;
  }

  /** With the sign known: does the foot turn on, its swing not over? Needs no integration, which spares most of them. */
  private midSwing(duration_us: number): boolean {
    if (this.votes === 0 || duration_us >= STAND_LONGEST_us || this.landed()) return false;
    const slow = this.gate.valleyRate;
    // A forefoot striker's swing seems to go on while the heel comes down; integration has to tell.
    if (this.track.largest >= this.landedAngle && (this.isFlat() || this.isHalt(HALT_SHARE))) return false;
    return slow >= STAND_dps * this.perDps;
  }

  /** Is the valley only a slow moment of a foot in mid-air? */
  private inTheAir(ring: FrameRing, at: number, duration_us: number): boolean {
    const gate = this.gate;
    const slow = gate.valleyRate;
    const residual = this.way.residual_mm_s;
    // From rest the pitch it began with is that of a flat foot.
    if (this.fromRest && this.isAloft() && slow >= FIRM_dps * this.perDps) return true;
    // The first stride shows the sign itself, and begins at rest, where integration starts without error.
    const most_mm_s = this.votes > 0 ? STAND_mm_s : FIRST_mm_s;
    const signed = this.votes > 0 || this.way.forward_mm > VOTE_LEAST_mm;
    const swings = signed && duration_us < STAND_LONGEST_us && !this.landed();
    if (swings && residual >= most_mm_s && !this.standsFirmly(ring, at) && !this.standsFlat()) return true;
    if (slow < DEEP_dps * this.perDps || slow * DEEP_SHARE < gate.peakRate) return false;
    if (this.votes === 0 && residual > AIR_mm_s && duration_us < AIR_LONGEST_us) return true;
    return duration_us < STRIDE_LEAST_us;
  }

  /** No rotation, and gravity alone: nothing but a foot on the ground, whatever integration says after a turn on the spot. */
  private standsFirmly(ring: FrameRing, at: number): boolean {
    return this.gate.valleyRate < FIRM_dps * this.perDps && this.standing.isGravity(ring, at, FIRM_LEVEL_Q8);
  }

  /**
   * Has the foot pushed off and swung back, flat again and nearly without rotation? In the air it is flat only when it turns fastest, and
   * slow only toes up or down. Integration cannot tell where the shock of a landing was cut off, or fell between samples.
   */
  private standsFlat(): boolean {
    const track = this.track;
    const swung = track.largest >= this.landedAngle && track.deepest <= -this.landedAngle;
    const fast = this.gate.peakRate >= FAST_dps * this.perDps;
    return swung && this.isFlat() && this.isHalt(fast ? FAST_HALT_SHARE : HALT_SHARE);
  }

  /** Is the foot toes up or down by more than any ground, against the start? (After a turn its pitch mixes with its roll.) */
  private isAloft(): boolean {
    const track = this.track;
    const aloft = track.raised > this.aloftAngle || track.raised < -this.aloftAngle;
    return aloft && !this.footstep.spin.spins(track);
  }

  /** Has the foot the pitch it had at the start? */
  private isFlat(): boolean {
    return this.track.raised < this.flatAngle && this.track.raised > -this.flatAngle;
  }

  /** Is the rotation below this part of the fastest since the start? */
  private isHalt(share: number): boolean {
    return this.gate.valleyRate * share < this.gate.peakRate;
  }

  /** Does a short way, or a gentle one, end on a foot that does not stand? */
  private isJerk(ring: FrameRing, at: number, length_mm: number, duration_us: number): boolean {
    if (this.gate.peakRate < GENTLE_dps * this.perDps)
      return !this.standing.isGravity(ring, at, STILL_SHARE_Q8);
    if (duration_us >= STAND_LONGEST_us) return false;
    if (length_mm >= FIRM_LENGTH_mm)
      return (
        this.gate.peakRate < BRISK_dps * this.perDps && !this.standing.isGravity(ring, at, BRISK_SHARE_Q8)
      );
    return !this.standing.isGravity(ring, at, FIRM_SHARE_Q8);
  }

  /** Has the foot swung and come down? */
  private landed(): boolean {
    const track = this.track;
    return track.largest >= this.landedAngle && track.frames - track.largestEnd > this.landedFrames;
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
