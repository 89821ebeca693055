import { expect } from 'chai';
import { FrameRing } from '../../firmware/sensors/ring';
import { Stillness } from '../../firmware/sensors/stillness';
import { TapDetector } from '../../firmware/sensors/taps';
import { AccelDetector } from '../../firmware/stepdetect/accel-detector';
import { StrideQueue } from '../../firmware/stepdetect/queue';
import { STRIDE_FIELDS } from '../../firmware/stepdetect/stride-record';

type Random = () => number;
/** Acceleration along the three axes, g, at a time of a stretch, s. */
type Motion = (t_s: number) => [number, number, number];

const UNIT_ug = 976;
const UNITS_PER_g = 1e6 / UNIT_ug;

/** Uniform from 0 to 1, the same each time. */
function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) / 0x800000;
  };
}

/**
 * A swing that shakes the foot for the first 0.45 s of each stride, a landing at its end, then a foot that stands, more or
 * less.
 */
function strides(period_s: number, random: Random): Motion {
  const unrest = 0.3 * random() * random();
  return (t_s) => {
    const phase_s = t_s % period_s;
    if (phase_s > 0.5) return [unrest * (random() - 0.5), 0, 1];
    if (phase_s > 0.45) return [3 * (random() - 0.5), 0, 4];
    return [1.5 * Math.sin(14 * phase_s) + 0.5 * (random() - 0.5), 0.3, 1 + Math.sin(20 * phase_s)];
  };
}

/** Something that happens to a shoe, for some seconds: mostly rest, then whatever comes at the borders of it. */
function happening(random: Random): [motion: Motion, seconds: number] {
  const rest: Motion = () => [0, 0, 1];
  const which = Math.floor(9 * random());
  const size = random();
  if (which < 3) return [rest, 0.2 + 8 * random()];
  // As weak as what passes unseen, and a little more.
  if (which === 3)
    return [() => [0.15 * size * (random() - 0.5), 0.1 * size * (random() - 0.5), 1], random()];
  if (which === 4) return [(t_s) => [0, 0.02 * Math.sin(9 * size * t_s), 1], 2 * random()];
  if (which === 5) return [(t_s) => (t_s < 0.02 ? [0, 0, 4] : [0, 0, 1]), 0.3];
  if (which === 6) return [() => [0, 0, 1 + 0.2 * size], 3 * random()];
  if (which === 7) return [(t_s) => (t_s > 1 && t_s < 2.49 && t_s % 0.3 < 0.019 ? [0, 0, 4] : [0, 0, 1]), 4];
  return [strides(1 + 0.3 * size, random), 2 + 8 * random()];
}

/** A shoe that looks at every frame, and one that lets those of rest pass. */
class Shoes {
  passed = 0;
  readonly found: [number[], number[]] = [[], []];
  readonly gestures: [number, number] = [0, 0];
  private readonly scale;
  private readonly queues = [new StrideQueue(), new StrideQueue()];
  private readonly rings = [new FrameRing(), new FrameRing()];
  private readonly detectors;
  private readonly taps;
  private readonly stillness;
  private readonly record = new Int32Array(STRIDE_FIELDS);

  constructor(rate_Hz: number) {
    this.scale = { accel_ug: UNIT_ug, gyro_udps: 70_000, rate_Hz };
    this.detectors = this.queues.map((queue) => new AccelDetector(this.scale, queue));
    this.taps = this.rings.map(() => new TapDetector(this.scale));
    this.stillness = new Stillness(this.scale);
  }

  take(block: readonly number[][]): void {
    for (const which of [0, 1]) {
      const ring = this.rings[which];
      for (const [x, y, z, time_us] of block) ring.push(x, y, z, 0, 0, 0, time_us | 0);
      const still = which === 1 && this.stillness.holds(ring, block.length);
      if (still) this.passed += block.length;
      this.detectors[which].process(ring, still);
      const taps = this.taps[which];
      if (still ? taps.rest(ring, block.length) : taps.take(ring, block.length)) this.gestures[which]++;
      while (this.queues[which].take(this.record)) this.found[which].push(...this.record);
    }
  }

  interrupt(): void {
    for (const which of [0, 1]) {
      this.detectors[which].interrupt();
      this.taps[which].reset();
      this.rings[which].clear();
    }
  }
}

function live(rate_Hz: number, seed: number): Shoes {
  const random = randomFrom(seed);
  const shoes = new Shoes(rate_Hz);
  let block: number[][] = [];
  let size = 1 + Math.floor(64 * random());
  let frames = 0;
  let lost_us = 0;
  const noisy = (g: number) => Math.round(g * UNITS_PER_g + 6 * (random() - 0.5));
  while (frames < 4000) {
    const [motion, seconds] = happening(random);
    for (let i = 0; i < seconds * rate_Hz; i++) {
      block.push([...motion(i / rate_Hz).map(noisy), (frames++ * 1e6) / rate_Hz + lost_us]);
      if (block.length < size) continue;
      shoes.take(block);
      block = [];
      size = 1 + Math.floor(64 * random());
      if (random() < 0.02) lost_us += 3e5 * random();
      if (random() < 0.01) shoes.interrupt();
    }
  }
  return shoes;
}

describe('a shoe at rest', () => {
  it('is counted as if every frame of rest had been looked at', () => {
    let strideCount = 0;
    let gestures = 0;
    let passed = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const shoes = live([25, 52, 60][seed % 3], seed);
      expect(shoes.found[1], `seed ${seed}`).to.deep.equal(shoes.found[0]);
      expect(shoes.gestures[1], `taps, seed ${seed}`).to.equal(shoes.gestures[0]);
      strideCount += shoes.found[0].length / STRIDE_FIELDS;
      passed += shoes.passed;
      gestures += shoes.gestures[0];
    }
    expect(strideCount).to.be.greaterThan(500);
    expect(gestures).to.be.greaterThan(50);
    expect(passed).to.be.greaterThan(20_000);
  });

  it('is at rest neither while it moves, nor at its edges, nor in free fall', () => {
    const scale = { accel_ug: UNIT_ug, gyro_udps: 70_000, rate_Hz: 52 };
    const stillness = new Stillness(scale);
    const ring = new FrameRing();
    const push = (...g: number[]) =>
      ring.push(...([...g.map((v) => v * UNITS_PER_g), 0, 0, 0, 0] as Parameters<FrameRing['push']>));
    for (let i = 0; i < 700; i++) push(0, 0.6, 0.8);
    expect(stillness.holds(ring, 57)).to.equal(true);
    push(0, 0.64, 0.8);
    expect(stillness.holds(ring, 1)).to.equal(false);
    expect(stillness.holds(ring, 57)).to.equal(false);
    push(0, 0.64, 0.8);
    expect(stillness.holds(ring, 1)).to.equal(true);
    expect(stillness.holds(ring, 2)).to.equal(false);
    for (let i = 0; i < 60; i++) push(0, 0, 0);
    expect(stillness.holds(ring, 57)).to.equal(false);
  });
});
