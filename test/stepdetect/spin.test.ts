/** Steps on the spot: a foot that turns far and travels little. */
import { expect } from 'chai';
import { Stride } from '../../firmware/stepdetect/stride';
import { mounting, MotionWriter, SCALE, STEP_us, STRAIGHT, WALK } from './motion';
import { QueuedDetector } from './queued-detector';

const SPIN_deg = 150;
const SPIN_s = 0.5;

/** Half a cosine from 0 to 1: value, rate, and second derivative. */
function ease(t: number, T: number): [number, number, number] {
  const w = Math.PI / T;
  return [(1 - Math.cos(w * t)) / 2, (w * Math.sin(w * t)) / 2, (w * w * Math.cos(w * t)) / 2];
}

/** Rolls the foot about its long axis, at a yaw it has come to. */
function roll(writer: MotionWriter, from_deg: number, to_deg: number): void {
  for (let t = 0; t < 0.15; t += STEP_us / 1e6) {
    const [value, rate] = ease(t, 0.15);
    const r = ((from_deg + (to_deg - from_deg) * value) * Math.PI) / 180;
    writer.frame([0, Math.sin(r), Math.cos(r)], [(to_deg - from_deg) * rate, 0, 0]);
  }
}

/**
 * Turns the foot to the left, rolled by `roll_deg`; its sensor travels `travel_mm` along where it first pointed, and is carried
 * round a point `arm_mm` ahead of it.
 */
function spin(writer: MotionWriter, roll_deg: number, travel_mm: number, arm_mm: number): void {
  const r = (roll_deg * Math.PI) / 180;
  for (let t = 0; t < SPIN_s; t += STEP_us / 1e6) {
    const [value, rate, second] = ease(t, SPIN_s);
    const yaw = (SPIN_deg * value * Math.PI) / 180;
    const yawRate = (SPIN_deg * rate * Math.PI) / 180;
    const yawSecond = (SPIN_deg * second * Math.PI) / 180;
    const arm = arm_mm / 9806.65;
    // In the foot's level axes: about a point ahead, x = -arm, so it is pulled ahead and pushed to the right.
    const along = arm * yawRate * yawRate;
    const left = -arm * yawSecond;
    const travel = (travel_mm / 9806.65) * second;
    const level = [along + travel * Math.cos(yaw), left - travel * Math.sin(yaw), 1];
    const [f, l, u] = level;
    writer.frame(
      [f, l * Math.cos(r) + u * Math.sin(r), -l * Math.sin(r) + u * Math.cos(r)],
      [0, SPIN_deg * rate * Math.sin(r), SPIN_deg * rate * Math.cos(r)],
    );
  }
}

/**
 * Lifts the foot, its toes dipping and turning a little outwards, and sets it down with a jolt: `forward_mm` ahead, `rise_mm` higher,
 * `lift_mm` above the mean of both on the way.
 */
function step(writer: MotionWriter, lift_mm: number, forward_mm = 0, rise_mm = 0): void {
  const T = 1.2;
  const w = (2 * Math.PI) / T;
  for (let t = 0; t < T; t += STEP_us / 1e6) {
    const second = ((w / T) * Math.sin(w * t)) / 9806.65;
    const up = 1 + ((lift_mm * w * w) / 2 / 9806.65) * Math.cos(w * t) + rise_mm * second;
    const pitch = (25 * (1 - Math.cos(w * t)) * Math.PI) / 360;
    const yaw = (40 * (w * t - Math.sin(w * t))) / 360;
    const yawRate = (40 / T) * (1 - Math.cos(w * t));
    const [sin, cos] = [Math.sin(pitch), Math.cos(pitch)];
    const ahead = forward_mm * second * Math.cos(yaw);
    const left = -forward_mm * second * Math.sin(yaw);
    const turn = [-yawRate * sin, (25 * w * Math.sin(w * t)) / 2, yawRate * cos];
    writer.frame([ahead * cos - up * sin, left, ahead * sin + up * cos], turn);
  }
  writer.frame([0, 0, 1.8], [0, 0, 0]);
  writer.frame([0, 0, 0.2], [0, 0, 0]);
}

/** Strides found some seconds after a short walk, in what `move` makes. */
function foundIn(move: (writer: MotionWriter) => void, axes = STRAIGHT, pause_s = 2): number {
  const detector = new QueuedDetector(SCALE, 0);
  const stride = new Stride();
  let found = 0;
  const writer = new MotionWriter(axes, (ring) => {
    if (ring.waiting() < 32) return;
    detector.process(ring);
    while (detector.next(stride)) found++;
  });
  writer.stand(2);
  for (let i = 0; i < 4; i++) {
    writer.stride(WALK);
    writer.stand(WALK.stance_s - 0.25);
  }
  writer.stand(pause_s);
  move(writer);
  writer.stand(3);
  return found - 4;
}

const MOUNTINGS = [STRAIGHT, mounting(1.3, 0.4, -0.9), mounting(-2, 1.2, 2.8)];

describe('steps on the spot', () => {
  it('are counted when the foot was lifted, though it travelled less than its length', () => {
    for (const axes of MOUNTINGS) {
      const lifted = (writer: MotionWriter) => {
        roll(writer, 0, 20);
        spin(writer, 20, 80, 0);
        roll(writer, 20, 0);
      };
      expect(foundIn(lifted, axes)).to.equal(1);
    }
  });

  it('are not counted when the foot only pivots on its ball, which carries the sensor round', () => {
    for (const axes of MOUNTINGS) expect(foundIn((writer) => spin(writer, 0, 0, 80), axes)).to.equal(0);
  });

  it('are counted without a tilt when the foot went further than a pivot carries it', () => {
    for (const axes of MOUNTINGS) expect(foundIn((writer) => spin(writer, 0, 230, 0), axes)).to.equal(1);
  });

  it('are counted marching, where the foot comes down where it was, not when its heel is raised', () => {
    for (const axes of MOUNTINGS) {
      expect(foundIn((writer) => step(writer, 90), axes)).to.equal(1);
      expect(foundIn((writer) => step(writer, 50), axes)).to.equal(0);
    }
  });

  it('are counted at the end of a walk, when the foot is set down a little ahead, not after standing', () => {
    for (const axes of MOUNTINGS) {
      expect(foundIn((writer) => step(writer, 20, 60), axes, 0.5)).to.equal(1);
      expect(foundIn((writer) => step(writer, 20, 60), axes, 3)).to.equal(0);
      expect(foundIn((writer) => step(writer, 20, 10), axes, 0.5)).to.equal(0);
    }
  });

  it('are counted on stairs, not when the shoe is lifted by more than any stairs', () => {
    for (const axes of MOUNTINGS) {
      expect(foundIn((writer) => step(writer, 60, 520, 350), axes)).to.equal(1);
      expect(foundIn((writer) => step(writer, 60, 520, 800), axes)).to.equal(0);
    }
  });
});
