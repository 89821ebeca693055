/**
 * Strides from the accelerometer alone, for the hours in which the gyroscope is off: counted and timed, nothing else.
 *
 * A burst of activity (activity.ts) is a landing when no better one is near (better: more contrast, and stronger), and
 * when the foot came to rest after it, or when it is about as good as the landings before it. How near is told by the
 * stride time. docs/ACCURACY.md, "Accelerometer only", tells how well that does, and that the instant reported is that
 * of the flat foot, some 90 ms after the first touch.
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md): nothing is allocated after construction.
 */
import { COUNTER_MASK, type FrameRing } from '../sensors/ring';
import { forceCounts, framesOf, type FrameScale } from '../sensors/scale';
import { Activity, HARD_mg, HISTORY, log2Q8 } from './activity';
import { FlatFoot } from './flat-foot';
import type { StrideQueue } from './queue';
import { Row } from './row';

/** Weight of the strength (octaves) beside the contrast (octaves) in a burst's score, Q8. @source fit --accel-only */
const STRENGTH_Q8 = 179;
/** Contrast of a landing after which the foot stands, Q8 octaves: enough by itself. @source fit --accel-only */
const STANDS_Q8 = 1000;
/** Contrast of the first landing; of a hard one (a runner's), which is followed by another push-off. @source fit --accel-only */
const FIRST_Q8 = 1075;
const FIRST_HARD_Q8 = 589;
/** Later landings may have a score this much less than the best before, and this contrast at least. @source fit --accel-only */
const WORSE_Q8 = 550;
const LEAST_Q8 = 350;
/**
 * A burst a stride time after the last landing (within these shares of it) may be still worse: push-offs come at half.
 * @source fit --accel-only
 */
const WORSE_IN_RHYTHM_Q8 = 850;
const RHYTHM_LEAST_Q8 = 205;
const RHYTHM_MOST_Q8 = 320;
/**
 * And it gives way only to one so much better: a hard landing may fall between two samples, its push-off does not.
 * @source fit --accel-only
 */
const RHYTHM_BONUS_Q8 = 400;
/** A burst after which the foot is not flat (`FlatFoot`) is worse by this much. @source fit --accel-only */
const UNLIKE_Q8 = 300;
/**
 * A landing, be it of the last half step, has swung across gravity by this much; a foot that is stirred has not.
 * @source fit --accel-only
 */
const STEP_SWING_mg = 100;
/** The best score is forgotten by this much at each landing, and at each burst refused. @source fit --accel-only */
const FADE_Q8 = 128;
const FADE_REFUSED_Q8 = 38;
/**
 * No two landings are nearer than this share of the stride time, within these bounds (a walker's must not hide the first stride of a
 * run).
 * @source fit --accel-only
 */
const NEAR_SHARE_Q8 = 164;
const NEAR_LEAST_ms = 330;
const NEAR_MOST_ms = 700;
/**
 * Runners' strides take 0.55 to 0.85 s: after a hard landing a longer time would hide every second one. While the stride time is not
 * known, the last two.
 * @source fit --accel-only
 */
const NEAR_MOST_HARD_ms = 560;
const NEAR_FIRST_ms = 600;
const NEAR_FIRST_HARD_ms = 400;
/**
 * A longer time between landings is no stride; after a still longer one all that was learned of them is forgotten.
 * @source fit --accel-only
 */
const STRIDE_MOST_us = 2_000_000;
const FORGET_ms = 3000;
/**
 * A rival of a landing: a burst at this distance with a score not much lower, and with the contrast of a landing. Push-offs are not so
 * good, the halves of one landing are nearer.
 * @source fit --accel-only
 */
const RIVAL_FROM_ms = 180;
const RIVAL_TO_ms = 360;
const RIVAL_Q8 = 450;
const RIVAL_LEAST_Q8 = 850;
/** Push-offs of walkers are further away, and their contrast is mostly below 4 octaves. @source fit --accel-only */
const RIVAL_FAR_ms = 600;
const RIVAL_FAR_LEAST_Q8 = 1150;
/**
 * A foot below this activity after landing stands; it is flat this long after the burst began to ebb away. The labels of voisard2023
 * are 90 ms earlier, those of marpino 12 ms: later would be wrong for one, sooner for the other.
 * @source fit --accel-only
 */
const STANDS_mg = 220;
const FLAT_us = 15_000;

/** Bursts are more than 80 ms apart, and judged after 0.7 s: eight, and one to end it. @source design: memory */
const PENDING = 9;

export class AccelDetector {
  private readonly activity: Activity;
  private readonly row: Row;
  private readonly flatFoot = new FlatFoot();

  private readonly hard: number;
  private readonly standing: number;
  private readonly stepSwing: number;
  private readonly nearLeast: number;
  private readonly nearMost: number;
  private readonly nearMostHard: number;
  private readonly nearFirst: number;
  private readonly nearFirstHard: number;
  private readonly forget: number;
  private readonly rivalFrom: number;
  private readonly rivalTo: number;
  private readonly rivalFar: number;

  /** Bursts not yet judged, oldest first: score and contrast (Q8), strength, activity after, frame, time. */
  private readonly scores = new Int16Array(PENDING);
  private readonly contrasts = new Int16Array(PENDING);
  private readonly peaks = new Int32Array(PENDING);
  private readonly rests = new Int32Array(PENDING);
  private readonly frames = new Int32Array(PENDING);
  private readonly times_us = new Int32Array(PENDING);
  private readonly restX = new Int16Array(PENDING);
  private readonly restY = new Int16Array(PENDING);
  private readonly restZ = new Int16Array(PENDING);
  /** @range 0 PENDING */
  private pending = 0;

  /** Best score of the landings, faded; 0 while none is known. */
  private best = 0;
  /** Stride time in frames, Q4; 0 while not known. */
  private timeQ4 = 0;
  private lastFrame = 0;
  private lastIcUs = 0;
  private hasLast = false;
  /** Frames of rest so far, as many as need be known. */
  private restFrames = 0;
  /** Frames pass unseen. */
  private isAsleep = false;
  /** The burst judged last. */
  private beforeScore = 0;
  private beforeContrast = 0;
  private beforeFrame = 0;

  /** @param queue where finished strides go */
  constructor(scale: FrameScale, queue: StrideQueue) {
    this.activity = new Activity(scale);
    this.row = new Row(queue, scale);
    this.hard = forceCounts(HARD_mg, scale);
    this.standing = forceCounts(STANDS_mg, scale);
    this.stepSwing = forceCounts(STEP_SWING_mg, scale);
    this.nearLeast = framesOf(NEAR_LEAST_ms, scale);
    this.nearMost = framesOf(NEAR_MOST_ms, scale);
    this.nearMostHard = framesOf(NEAR_MOST_HARD_ms, scale);
    this.nearFirst = framesOf(NEAR_FIRST_ms, scale);
    this.nearFirstHard = framesOf(NEAR_FIRST_HARD_ms, scale);
    this.forget = framesOf(FORGET_ms, scale);
    this.rivalFrom = framesOf(RIVAL_FROM_ms, scale);
    this.rivalTo = framesOf(RIVAL_TO_ms, scale);
    this.rivalFar = framesOf(RIVAL_FAR_ms, scale);
  }

  /**
   * Takes every frame that waits in the ring.
   * @param still the shoe is at rest in all of them, and was in the frame before (`Stillness`)
   */
  process(ring: FrameRing, still: boolean): void {
    if (!still) this.wakeUp(ring);
    else if (this.sleeps(ring)) return;
    const activity = this.activity;
    let found = activity.scan(ring);
    while (found) {
      if (activity.broken) this.restart();
      this.note();
      this.judge(ring, activity.searched);
      found = activity.scan(ring);
    }
    if (activity.broken) this.restart();
    this.judge(ring, activity.searched);
  }

  /** Nothing that rests is looked at once all before it is judged and the last landing forgotten. Returns whether that is so. */
  private sleeps(ring: FrameRing): boolean {
    if (this.isAsleep) {
      this.activity.pass(ring);
      return true;
    }
    const rested = this.restFrames;
    if (rested < HISTORY) this.restFrames = rested + ring.waiting();
    const isKnown = this.hasLast && this.since(this.activity.searched) < this.forget;
    if (rested < HISTORY || this.pending > 0 || isKnown) return false;
    this.isAsleep = true;
    this.activity.pass(ring);
    return true;
  }

  private wakeUp(ring: FrameRing): void {
    if (this.isAsleep) this.activity.goBack(ring);
    this.isAsleep = false;
    this.restFrames = 0;
  }

  /** The frames to come do not follow those so far: what waits to be judged is given up. */
  interrupt(): void {
    this.restFrames = 0;
    this.isAsleep = false;
    this.activity.interrupt();
    this.restart();
  }

  /** @noinline */
  private restart(): void {
    this.activity.broken = false;
    this.pending = 0;
    this.row.end();
    this.forgetLandings();
  }

  private note(): void {
    const activity = this.activity;
    if (this.pending === PENDING) this.dropFirst();
    const i = this.pending;
    this.pending = i + 1;
    const isFlat = this.flatFoot.isLike(activity.restX, activity.restY, activity.restZ);
    const score = activity.contrastQ8 + ((STRENGTH_Q8 * log2Q8(activity.peak)) >> 8);
    this.scores[i] = isFlat ? score : score - UNLIKE_Q8;
    this.contrasts[i] = activity.contrastQ8;
    this.peaks[i] = activity.peak;
    this.rests[i] = activity.rest;
    this.restX[i] = activity.restX;
    this.restY[i] = activity.restY;
    this.restZ[i] = activity.restZ;
    this.frames[i] = activity.frame;
    this.times_us[i] = activity.rest < this.standing ? (activity.over_us + FLAT_us) | 0 : activity.time_us;
  }

  /** Judges the bursts whose surroundings are known, all bursts up to frame `searched` having been noted. */
  private judge(ring: FrameRing, searched: number): void {
    while (this.pending > 0) {
      const frame = this.frames[0];
      if (this.hasLast && this.since(frame) > this.forget) this.forgetLandings();
      const near = this.near();
      if (((searched - frame) & COUNTER_MASK) < near) return;
      if (!(this.hasLast && this.since(frame) < near) && !this.hasBetter(near)) {
        const swing = this.isLanding() ? this.swing(ring) : 0;
        if (swing >= this.stepSwing) this.land(swing);
        else if (this.best > 0) this.best -= FADE_REFUSED_Q8;
      }
      this.dropFirst();
    }
  }

  private since(frame: number): number {
    return (frame - this.lastFrame) & COUNTER_MASK;
  }

  private forgetLandings(): void {
    this.best = 0;
    this.timeQ4 = 0;
    this.hasLast = false;
  }

  /** Frames around the oldest burst in which there is no other landing. */
  private near(): number {
    if (this.timeQ4 === 0) return this.peaks[0] < this.hard ? this.nearFirst : this.nearFirstHard;
    const near = (this.timeQ4 * NEAR_SHARE_Q8) >> 12;
    const most = this.peaks[0] < this.hard ? this.nearMost : this.nearMostHard;
    return near < this.nearLeast ? this.nearLeast : near > most ? most : near;
  }

  private hasBetter(near: number): boolean {
    const frame = this.frames[0];
    const score = this.scores[0] + (this.isInRhythm() ? RHYTHM_BONUS_Q8 : 0);
    for (let i = 1; i < this.pending; i++) {
      if (((this.frames[i] - frame) & COUNTER_MASK) >= near) return false;
      if (this.scores[i] > score) return true;
    }
    return false;
  }

  private isLanding(): boolean {
    const contrast = this.contrasts[0];
    if (this.best === 0) return contrast >= (this.peaks[0] < this.hard ? FIRST_Q8 : FIRST_HARD_Q8);
    if (contrast >= STANDS_Q8) return true;
    const worse = this.isInRhythm() ? WORSE_IN_RHYTHM_Q8 : WORSE_Q8;
    return contrast >= LEAST_Q8 && this.scores[0] >= this.best - worse;
  }

  /** Does the oldest burst come a stride time after the last landing? */
  private isInRhythm(): boolean {
    if (!this.hasLast || this.timeQ4 === 0) return false;
    const shareQ8 = ((this.since(this.frames[0]) << 12) / this.timeQ4) | 0;
    return shareQ8 >= RHYTHM_LEAST_Q8 && shareQ8 <= RHYTHM_MOST_Q8;
  }

  private swing(ring: FrameRing): number {
    return this.activity.swing(ring, this.frames[0], this.restX[0], this.restY[0], this.restZ[0]);
  }

  /** @noinline */
  private land(swing: number): void {
    const score = this.scores[0];
    const frame = this.frames[0];
    const ic = this.times_us[0];
    let time_us = 0;
    if (this.hasLast) {
      const since_us = (ic - this.lastIcUs) | 0;
      if (since_us < STRIDE_MOST_us) {
        time_us = since_us;
        const timeQ4 = this.since(frame) << 4;
        this.timeQ4 = this.timeQ4 === 0 ? timeQ4 : this.timeQ4 + (((timeQ4 - this.timeQ4) * 77) >> 8);
      }
    }
    if (time_us === 0) this.row.end();
    const hard = this.peaks[0] >= this.hard;
    const x = this.restX[0];
    const y = this.restY[0];
    const z = this.restZ[0];
    this.row.add(ic, time_us, x, y, z, swing, hard, this.hasRival());
    if (score >= this.best || this.rests[0] < this.standing) this.flatFoot.learn(x, y, z);
    this.best = score > this.best - FADE_Q8 ? score : this.best - FADE_Q8;
    this.lastFrame = frame;
    this.lastIcUs = ic;
    this.hasLast = true;
  }

  /** Is there a burst before or after the oldest, too far for the same landing and too near for another, that looks like one? */
  private hasRival(): boolean {
    const frame = this.frames[0];
    const score = this.scores[0] - RIVAL_Q8;
    const before = (frame - this.beforeFrame) & COUNTER_MASK;
    if (this.beforeScore >= score && this.isRival(before, this.beforeContrast)) return true;
    for (let i = 1; i < this.pending; i++) {
      const after = (this.frames[i] - frame) & COUNTER_MASK;
      if (this.scores[i] >= score && this.isRival(after, this.contrasts[i])) return true;
    }
    return false;
  }

  private isRival(distance: number, contrast: number): boolean {
    if (distance < this.rivalFrom || distance > this.rivalFar) return false;
    return contrast >= (distance <= this.rivalTo ? RIVAL_LEAST_Q8 : RIVAL_FAR_LEAST_Q8);
  }

  private dropFirst(): void {
    this.beforeScore = this.scores[0];
    this.beforeContrast = this.contrasts[0];
    this.beforeFrame = this.frames[0];
    this.scores.copyWithin(0, 1);
    this.contrasts.copyWithin(0, 1);
    this.peaks.copyWithin(0, 1);
    this.rests.copyWithin(0, 1);
    this.frames.copyWithin(0, 1);
    this.restX.copyWithin(0, 1);
    this.restY.copyWithin(0, 1);
    this.restZ.copyWithin(0, 1);
    this.times_us.copyWithin(0, 1);
    this.pending--;
  }
}
