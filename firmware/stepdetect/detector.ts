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
import { mulShift } from '../sensors/integer';
import { COUNTER_MASK, RING_FRAMES, RING_MASK, type FrameRing } from '../sensors/ring';
import { rateCounts, type FrameScale } from '../sensors/scale';
import { EFFORT_MOST } from './setup';
import { Footstep } from './footstep';
import { Gap } from './gap';
import { GATE_LOST, GATE_NONE, GATE_REST, GATE_START, GATE_STILL, MotionGate } from './gate';
import { Integration } from './integration';
import { PitchTrack } from './pitch';
import { Landings } from './landings';
import { StrideMetrics } from './metrics';
import { MidStance, VOTE_LEAST_mm } from './mid-stance';
import type { StrideQueue } from './queue';
import { StrideReporter } from './reporter';
import { Saturation } from './saturation';
import { StandingFoot } from './standing';
import { RUN_LOST, RUN_THROUGH, Strapdown } from './strapdown';

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
/** What `process` is at: frames go through the gate; or, where that found a valley, the pitch up to it is followed, */
const SCAN = 0;
const FOLLOW = 1;
/** and weighed, */
const WEIGH = 2;
/** the way is integrated, */
const BEGIN = 3;
const INTEGRATE = 4;
/** is judged, after which the axis may have been turned round, and the pitch has to be followed anew before that goes on, */
const JUDGE = 5;
const FOLLOW_ANEW = 6;
/** and a stride is told, before which the same may be. */
const FOLLOW_TURNED = 7;
const TELL = 8;
/** Where it found the foot leaving rest, that rest is learned from: the length of gravity, then the zero of the gyroscope. */
const LEARN = 9;
const START = 10;
/** What each of these takes, in frames integrated. @source bench:rv32 */
const LEARNING = 64;

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
  private readonly integration = new Integration();
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

  /** Of the stride being worked on: does the foot rest at its end, how long is it, and is it made backwards? */
  private stage = SCAN;
  private resting = false;
  private length_mm = 0;
  private backwards = false;

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
   * Takes the frames that wait in the ring. To be called at least every second: a stride is worked on while its frames
   * are still in the ring.
   * @param effort about how much of it is done in this call (setup.ts)
   * @returns whether there is more to do: then it is to be called again before anything else is, or comes into the ring
   */
  process(ring: FrameRing, effort: number = EFFORT_MOST): boolean {
    let left = effort;
    while (left > 0 || this.stage === SCAN) {
      if (this.stage !== SCAN) {
        left -= this.work(ring, left);
        continue;
      }
      const event = this.gate.scan(ring, this.axis);
      if (event === GATE_NONE) return false;
      if (event === GATE_START) this.stage = LEARN;
      else if (event === GATE_STILL) this.landings.release();
      else if (event === GATE_LOST) this.lose();
      else this.valley(ring, event === GATE_REST);
    }
    return true;
  }

  /** The foot the shoe is on, FOOT_*: as set, else as seen. */
  foot(): number {
    return this.metrics.side.foot;
  }

  /** Sets the foot the shoe is on; FOOT_UNKNOWN: to be seen from the strides. */
  setFoot(foot: number): void {
    this.metrics.side.choose(foot);
  }

  /** The frames to come do not follow those so far, all of which are done with: the stride being made is given up. How the sensor lies stays known. */
  interrupt(): void {
    this.lose();
    this.landings.interrupt();
  }

  /** The foot leaves rest, in two steps. @returns what that took, as `work` */
  private leaveRest(ring: FrameRing): number {
    const start = this.gate.start;
    const restedFrames = this.gate.restedFrames;
    if (this.stage === LEARN) {
      this.standing.learnScale(ring, start, restedFrames);
      this.stage = START;
    } else {
      this.standing.learnZero(ring, start, restedFrames, this.way);
      this.begin(ring);
    }
    return LEARNING;
  }

  private begin(ring: FrameRing): void {
    this.stage = SCAN;
    this.metrics.start();
    const start = this.gate.start;
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

  /** A valley: the stride may end there. What can be said at once is, the rest is work. */
  private valley(ring: FrameRing, resting: boolean): void {
    this.resting = resting;
    if (!this.open) return this.accept(this.gate.valleyAt);
    const start = this.start;
    const at = this.end();
    if (((ring.tail - start) & COUNTER_MASK) > RING_FRAMES - 8 || !this.axis.update()) {
      this.metrics.lose();
      return this.accept(at);
    }
    if (timeBetween_us(ring, start, at) < DURATION_LEAST_us) {
      if (resting || this.standsOnlyNow()) this.accept(at);
      return;
    }
    if (!this.way.levelled()) this.standing.level(ring, start, this.way);
    this.stage = FOLLOW;
  }

  /** The valley as the end of a stride. Integration goes by pairs of frames (inertial-track.ts): one sooner where their number is odd. */
  private end(): number {
    const lowest = this.gate.valleyAt;
    return (lowest - ((lowest - this.start) & 1)) & COUNTER_MASK;
  }

  /** The valley ends what was open, and the next stride begins at the frame `at`; none does while the foot rests. */
  private accept(at: number): void {
    this.stage = SCAN;
    this.open = !this.resting;
    if (this.resting) return;
    this.start = at;
    this.fromRest = false;
    this.startRate = this.gate.valleyRate;
    this.gate.accept();
  }

  /** The valley is no mid-stance: the stride goes on. A foot that rests has ended it all the same. */
  private refuse(): void {
    this.stage = SCAN;
    if (this.resting) this.open = false;
  }

  /** Frames were lost, or the foot has not stood for seconds. */
  private lose(): void {
    this.open = false;
    this.metrics.lose();
    this.landings.release();
  }

  /**
   * Works on the stride from `start` to the valley.
   * @param most how much of it, in frames integrated; a step that cannot be parted may take more
   * @returns how much that was
   * @noinline
   */
  private work(ring: FrameRing, most: number): number {
    const start = this.start;
    const at = this.end();
    const frames = (at - start) & COUNTER_MASK;
    const stage = this.stage;
    if (stage === INTEGRATE) return this.integrate(ring, start, at, most);
    if (stage >= LEARN) return this.leaveRest(ring);
    if (stage === WEIGH) this.weigh(ring, start, at);
    else if (stage === BEGIN) this.beginWay(ring, start, at);
    else if (stage === JUDGE) this.judge(ring, start, at);
    else if (stage === TELL) this.tell(ring, start, at);
    else return this.follow(ring, start, at, most);
    return frames >> 2;
  }

  /** Follows the pitch, half as much work as to integrate; then comes what it was followed for. */
  private follow(ring: FrameRing, start: number, at: number, most: number): number {
    const track = this.track;
    if (!track.follow(ring, start, at, this.axis, this.way, 2 * most)) return most;
    if (this.stage === FOLLOW_ANEW) this.stage = JUDGE;
    else if (this.stage === FOLLOW_TURNED) this.stage = TELL;
    else this.stage = WEIGH;
    return track.frames >> 1;
  }

  /** May the valley be a mid-stance, and are all frames there? Then the way is to be integrated. */
  private weigh(ring: FrameRing, start: number, at: number): void {
    const midStance = this.midStance;
    const signed = this.votes > 0;
    const duration = timeBetween_us(ring, start, at);
    if (!this.resting && (midStance.toesUp(signed) || midStance.midSwing(ring, at, duration, signed)))
      return this.refuse();
    this.gap.find(ring, start, this.track.frames);
    if (this.gap.found) return this.bridge(ring, at);
    this.saturation.find(ring, start, this.track);
    this.integration.weigh(ring, start, this.way, this.track);
    this.stage = BEGIN;
  }

  private beginWay(ring: FrameRing, start: number, at: number): void {
    if (this.integration.begin(ring, start, at, this.axis, this.way, this.track, this.saturation))
      this.stage = INTEGRATE;
    else this.bridge(ring, at);
  }

  /** Integrates. Where that begins anew (integration.ts), all of `most` is said to be used up. */
  private integrate(ring: FrameRing, start: number, at: number, most: number): number {
    const way = this.way;
    const before = way.track.next;
    const pairs = (most + 1) >> 1;
    const state = this.integration.goOn(ring, start, at, this.axis, way, this.saturation, pairs);
    if (state === RUN_LOST) this.bridge(ring, at);
    else if (state === RUN_THROUGH) this.stage = JUDGE;
    const after = way.track.next;
    return after > before ? 2 * (after - before) : 2 * pairs;
  }

  /** Was it a stride? */
  private judge(ring: FrameRing, start: number, at: number): void {
    const way = this.way;
    const resting = this.resting;
    const fromRest = this.fromRest;
    const midStance = this.midStance;
    const integration = this.integration;
    const signed = this.votes > 0;
    if (signed && !fromRest && midStance.beganAloft(ring, at)) return this.bridge(ring, at);
    if (this.votes === 0 && this.signByWay()) {
      this.stage = FOLLOW_ANEW;
      return;
    }
    const duration = timeBetween_us(ring, start, at);
    const length = this.standing.trueLength(way.length_mm()) + this.roll_mm(duration);
    const upX = integration.upX;
    const upY = integration.upY;
    const upZ = integration.upZ;
    if (
      !resting &&
      (midStance.inTheAir(ring, at, duration, signed, fromRest) ||
        midStance.isJerk(ring, at, length, duration))
    ) {
      way.resume(upX, upY, upZ);
      return this.refuse();
    }
    this.metrics.follow(way, this.axis);
    const amidGait = this.landings.follows(ring.time_us[at & RING_MASK]);
    if (this.footstep.isStep(ring, start, at, length, upX, upY, upZ, fromRest, amidGait)) {
      this.length_mm = length;
      const turned = this.vote();
      // Backwards the order of the pitch is reversed and its sign as well: seen the other way round, it is a stride forward.
      this.backwards = this.goesBackwards();
      if (this.backwards) this.axis.flip();
      this.stage = turned || this.backwards ? FOLLOW_TURNED : TELL;
    } else if (this.footstep.isLost) {
      this.bridge(ring, at);
    } else {
      this.stand(ring, at);
    }
  }

  private tell(ring: FrameRing, start: number, at: number): void {
    const backwards = this.backwards;
    const signKnown = this.votes > 0 && !backwards;
    this.reporter.report(ring, start, at, this.length_mm, timeBetween_us(ring, start, at), signKnown);
    if (backwards) this.axis.flip();
    this.stand(ring, at);
  }

  /** The foot stands at the valley: up is taken from there, if it can be seen. */
  private stand(ring: FrameRing, at: number): void {
    const way = this.way;
    const slow = this.gate.valleyRate < LEVEL_dps * this.perDps;
    if (!slow || !this.standing.levelIfGravity(ring, at, way)) {
      if (this.saturation.found || way.force.restored > 0) this.standing.levelAsFlat(way);
    }
    this.accept(at);
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
    this.accept(at);
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

  /** Before any vote: feet go forward, so the way made so far turns the axis. Returns true when it did. */
  private signByWay(): boolean {
    const way = this.way;
    if (way.forward_mm >= -VOTE_LEAST_mm) return false;
    this.axis.flip();
    way.turnRound();
    this.metrics.side.forget();
    return true;
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

/** Time between two frames of the ring. */
function timeBetween_us(ring: FrameRing, start: number, at: number): number {
  return (ring.time_us[at & RING_MASK] - ring.time_us[start & RING_MASK]) | 0;
}
