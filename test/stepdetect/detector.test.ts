import { expect } from 'chai';
import type { FrameRing } from '../../firmware/sensors/ring';
import {
  GAIT_RUN,
  GAIT_WALK,
  HAS_CONTACT,
  HAS_LENGTH,
  HAS_STRIDE_TIME,
  HAS_TC,
  Stride,
} from '../../firmware/stepdetect/stride';
import {
  mounting,
  MotionWriter,
  SCALE,
  STEP_us,
  STRAIGHT,
  WALK,
  type Mounting,
  type SwingMotion,
} from './motion';
import { QueuedDetector } from './queued-detector';

interface Found {
  ic_us: number;
  tc_us: number | undefined;
  length_mm: number;
  gait: number;
  valid: number;
}

interface Setup {
  axes?: Mounting;
  block?: number;
  bias_dps?: [number, number, number];
  height_mm?: number;
  range_dps?: number;
}

/** The closed-form feet do not roll over the ground: their sensor stands still in mid-stance. */
const NO_ROLL_mm = 0;

/** A detector fed in blocks of `block` frames, and what it found. */
function rig({
  axes = STRAIGHT,
  block = 32,
  bias_dps = [0, 0, 0],
  height_mm = NO_ROLL_mm,
  range_dps = 2000,
}: Setup = {}) {
  const detector = new QueuedDetector(SCALE, height_mm);
  const found: Found[] = [];
  const stride = new Stride();
  const drain = (ring: FrameRing) => {
    detector.process(ring);
    while (detector.next(stride))
      found.push({
        ic_us: stride.icUs,
        tc_us: stride.valid & HAS_TC ? stride.tcUs : undefined,
        length_mm: stride.lengthMm,
        gait: stride.gait,
        valid: stride.valid,
      });
  };
  const writer = new MotionWriter(
    axes,
    (ring) => {
      if (ring.waiting() >= block) drain(ring);
    },
    bias_dps,
    range_dps,
  );
  return { writer, found, detector, drain };
}

function walk(writer: MotionWriter, strides: number, motion: SwingMotion = WALK): void {
  for (let i = 0; i < strides; i++) {
    writer.stride(motion);
    writer.stand(motion.stance_s - 0.25);
  }
}

describe('stride detector', () => {
  it('finds nothing in a shoe that stands', () => {
    const { writer, found } = rig();
    writer.stand(60);
    expect(found).to.have.length(0);
  });

  it('finds each stride of a walk once, with its length and its contact', () => {
    const { writer, found } = rig();
    writer.stand(2);
    walk(writer, 20);
    writer.stand(3);
    expect(found).to.have.length(20);
    for (const stride of found) expect(stride.length_mm).to.be.within(1250, 1350);
    for (const stride of found.slice(0, -1)) {
      expect(stride.valid & HAS_CONTACT).to.not.equal(0);
      expect(stride.gait).to.equal(GAIT_WALK);
    }
    const last = found[19];
    expect(last.tc_us, 'no foot-off after the last landing').to.equal(undefined);
  });

  it('places the contacts where the foot comes down and leaves the ground', () => {
    const { writer, found } = rig();
    writer.stand(2);
    const truth: { tc: number; ic: number }[] = [];
    for (let i = 0; i < 12; i++) {
      const start = writer.time_us;
      truth.push({ tc: start + 150000, ic: start + 150000 + WALK.swing_s * 1e6 });
      writer.stride(WALK);
      writer.stand(0.4);
    }
    writer.stand(2);
    expect(found).to.have.length(12);
    found.forEach((stride, i) => {
      expect(Math.abs(stride.ic_us - truth[i].ic), `initial contact ${i}`).to.be.below(40000);
      const tc = stride.tc_us;
      if (tc !== undefined)
        expect(Math.abs(tc - truth[i + 1].tc), `terminal contact ${i}`).to.be.below(40000);
    });
  });

  it('gives the same strides in every mounting', () => {
    const lengths: number[][] = [];
    for (const [a, b, c] of [
      [0, 0, 0],
      [1.3, 0.4, -0.9],
      [3.1, -0.2, 1.5],
      [-2, 1.2, 2.8],
    ]) {
      const { writer, found } = rig({ axes: mounting(a, b, c) });
      writer.stand(2);
      walk(writer, 10);
      writer.stand(3);
      lengths.push(found.map((stride) => stride.length_mm));
    }
    for (const other of lengths) {
      expect(other).to.have.length(10);
      other.forEach((length, i) => expect(Math.abs(length - lengths[0][i])).to.be.below(20));
    }
  });

  it('gives the same strides whatever the block size', () => {
    const runs = [1, 7, 32, 200].map((block) => {
      const { writer, found, drain } = rig({ block });
      writer.stand(2);
      walk(writer, 8);
      writer.stand(3);
      drain(writer.ring);
      return JSON.stringify(found);
    });
    expect(new Set(runs).size).to.equal(1);
  });

  it('learns the zero-rate level of the gyroscope while the foot stands', () => {
    const { writer, found } = rig({ bias_dps: [2, -3, 1.5] });
    writer.stand(4);
    walk(writer, 10);
    writer.stand(3);
    expect(found).to.have.length(10);
    for (const stride of found) expect(stride.length_mm).to.be.within(1240, 1360);
  });

  it('adds what a foot rolls forward in mid-stance, by the height of the sensor', () => {
    const lengths = [0, 100].map((height_mm) => {
      const { writer, found } = rig({ height_mm });
      writer.stand(2);
      for (let i = 0; i < 8; i++) {
        writer.stride(WALK);
        // The foot rolls over the ground at 10 dps, toes down.
        for (let k = 0; k < 80; k++) writer.frame([0, 0, 1], [0, 10, 0]);
      }
      writer.stand(3);
      return found[4].length_mm;
    });
    // At most the whole stride at that rate; less, as the slowest instants lie where the roll begins and ends.
    const most_mm = ((10 * Math.PI) / 180) * 100 * (0.7 + 80 * 0.004808);
    expect(lengths[1] - lengths[0]).to.be.within(most_mm / 2, most_mm);
  });

  it('calls it running when the contact is shorter than the swing', () => {
    const run: SwingMotion = {
      length_mm: 2100,
      swing_s: 0.45,
      stance_s: 0.3,
      pushOff_deg: 60,
      contact_deg: 15,
    };
    const { writer, found } = rig();
    writer.stand(2);
    walk(writer, 15, run);
    writer.stand(3);
    expect(found).to.have.length(15);
    expect(found.slice(0, -1).every((stride) => stride.gait === GAIT_RUN)).to.equal(true);
  });

  it('counts a small step right after a long one', () => {
    const small: SwingMotion = {
      length_mm: 300,
      swing_s: 0.4,
      stance_s: 0.6,
      pushOff_deg: 15,
      contact_deg: 0,
    };
    const { writer, found } = rig();
    writer.stand(2);
    walk(writer, 4);
    writer.stride(small);
    writer.stand(3);
    expect(found).to.have.length(5);
    expect(found[4].length_mm).to.be.within(250, 350);
  });

  /** Half a second in which the foot goes to the left by `way_mm` (half a cosine of position), rolled over by `roll_deg` meanwhile. */
  function sidle(writer: MotionWriter, way_mm: number, roll_deg: number): void {
    const whole_s = 0.5;
    const w = (2 * Math.PI) / whole_s;
    for (let t = 0; t < whole_s; t += STEP_us / 1e6) {
      const roll = ((roll_deg * Math.PI) / 180 / 2) * (1 - Math.cos(w * t));
      const rate_dps = (roll_deg / 2) * w * Math.sin(w * t);
      const aside_g = ((way_mm / 1000 / whole_s) * w * Math.sin(w * t)) / 9.80665;
      writer.frame(
        [0, aside_g * Math.cos(roll) + Math.sin(roll), Math.cos(roll) - aside_g * Math.sin(roll)],
        [rate_dps, 0, 0],
      );
    }
  }

  it('counts a small step aside when the foot was tilted, and takes one that was not for a shift', () => {
    const count = [
      [160, 25],
      [160, 9],
      [80, 25],
    ].map(([way_mm, roll_deg]) => {
      const { writer, found } = rig();
      writer.stand(2);
      walk(writer, 3);
      writer.stand(2);
      sidle(writer, way_mm, roll_deg);
      writer.stand(3);
      return found.length - 3;
    });
    expect(count).to.deep.equal([1, 0, 0]);
  });

  it('counts nothing when the frames freeze in mid-swing: a foot at rest shows gravity and nothing else', () => {
    const { writer, found } = rig();
    writer.stand(2);
    walk(writer, 4);
    for (let i = 0; i < 60; i++) writer.frame([0.3 + i / 60, 0, 1], [0, 60 + 3 * i, 0]);
    for (let i = 0; i < 600; i++) writer.frame([1.3, 0, 1.2], [0, 0, 0]);
    expect(found).to.have.length(4);
  });

  it('reports the stride time between landings, and none after a long rest', () => {
    const { writer, found } = rig();
    writer.stand(2);
    walk(writer, 3);
    writer.stand(10);
    walk(writer, 3);
    writer.stand(3);
    const timed = found.map((stride) => (stride.valid & HAS_STRIDE_TIME) !== 0);
    expect(timed).to.deep.equal([false, true, true, false, true, true]);
  });

  it('puts back what a gyroscope cut off at the end of its range, once it knows that end', () => {
    const run: SwingMotion = {
      length_mm: 2600,
      swing_s: 0.3,
      stance_s: 0.4,
      pushOff_deg: 70,
      contact_deg: 20,
    };
    const lengths = [2000, 500].map((range_dps) => {
      const { writer, found } = rig({ range_dps });
      writer.stand(2);
      walk(writer, 20, run);
      writer.stand(3);
      expect(found).to.have.length(20);
      return found.slice(6).map((stride) => stride.length_mm);
    });
    for (const whole of lengths[0]) expect(whole).to.be.closeTo(2600, 80);
    for (const cut of lengths[1]) expect(cut).to.be.closeTo(2600, 130);
  });

  it('counts a stride in which frames were lost, without a length, and goes on after it', () => {
    const { writer, found } = rig();
    writer.stand(2);
    walk(writer, 4);
    writer.stride(WALK);
    const landed_us = writer.time_us - 100000;
    writer.time_us += 400000;
    writer.stand(0.4);
    walk(writer, 4);
    writer.stand(3);
    expect(found).to.have.length(9);
    const cut = found[4];
    expect(cut.ic_us).to.be.closeTo(landed_us, 40000);
    expect(cut.valid & HAS_LENGTH).to.equal(0);
    for (const stride of found.filter((other) => other !== cut)) {
      expect(stride.valid & HAS_LENGTH).to.not.equal(0);
      expect(stride.length_mm).to.be.within(1200, 1400);
    }
  });

  it('tells no foot-off that lies in lost frames, and no stride time over a gap in which strides may have been made', () => {
    const { writer, found } = rig();
    writer.stand(2);
    walk(writer, 4);
    for (let i = 0; i < 10; i++) writer.frame([0, 0, 1], [0, 0, 0]);
    writer.time_us += 1500000;
    // The second half of a swing, and the landing after it.
    const before = writer.ring.head;
    const skipped = new MotionWriter();
    skipped.stride(WALK);
    const frames = skipped.ring.head;
    for (let f = 65; f < frames; f++) {
      const at = f * 6;
      const a = skipped.ring.axes;
      writer.frame(
        [a[at], a[at + 1], a[at + 2]].map((count) => (count * SCALE.accel_ug) / 1e6),
        [a[at + 3], a[at + 4], a[at + 5]].map((count) => (count * SCALE.gyro_udps) / 1e6),
      );
    }
    expect(writer.ring.head).to.be.above(before);
    writer.stand(0.4);
    walk(writer, 3);
    writer.stand(3);
    const cut = found[4];
    expect(found[3].valid & HAS_TC, 'foot-off in the gap').to.equal(0);
    expect(cut.valid & (HAS_LENGTH | HAS_STRIDE_TIME)).to.equal(0);
    expect(found[5].valid & HAS_STRIDE_TIME).to.not.equal(0);
  });

  it('survives a ring that overflowed', () => {
    const { writer, found, drain } = rig({ block: 2000 });
    writer.stand(2);
    walk(writer, 10);
    drain(writer.ring);
    writer.stand(1);
    expect(writer.ring.overwritten).to.be.greaterThan(0);
    for (const stride of found) expect(stride.valid & HAS_LENGTH).to.not.equal(0);
  });

  it('survives full-scale noise and a stuck axis', () => {
    let seed = 1;
    const random = () => ((seed = (seed * 48271) % 2147483647) / 2147483647) * 2 - 1;
    const { writer, found, drain } = rig();
    for (let i = 0; i < 20000; i++) {
      const turn = [2000 * random(), 2000 * random(), 2000 * random()];
      writer.frame([30 * random(), 30 * random(), 30 * random()], turn);
    }
    for (let i = 0; i < 5000; i++) writer.frame([0, 0, 1], [1999, 0, 0]);
    drain(writer.ring);
    expect(found.every((stride) => Number.isInteger(stride.length_mm))).to.equal(true);
    writer.stand(3);
    const before = found.length;
    walk(writer, 10);
    writer.stand(3);
    expect(found.length - before).to.be.within(8, 11);
  });

  it('works across the wrap of the 32-bit microseconds', () => {
    const { writer, found } = rig();
    writer.time_us = 2 ** 32 - 8e6;
    writer.stand(2);
    walk(writer, 12);
    writer.stand(3);
    expect(found).to.have.length(12);
    for (const stride of found) expect(stride.length_mm).to.be.within(1250, 1350);
  });
});
