import { expect } from 'chai';
import { FrameRing } from '../../firmware/sensors/ring';
import { TapDetector } from '../../firmware/sensors/taps';

/** LSM6DSO32 at 32 g and 2000 dps. */
const SCALE = { accel_ug: 976, gyro_udps: 70_000, rate_Hz: 208 };
const G = Math.round(1_000_000 / SCALE.accel_ug);
const FRAME_us = 4808;

/** A shoe that lies there; its detector sees blocks of 26 frames, as the shoe's FIFO gives them. */
class Table {
  readonly ring = new FrameRing();
  readonly taps = new TapDetector(SCALE);
  gestures = 0;
  private frames = 0;
  private time_us: number;
  private seed = 1;

  constructor(start_us = 0) {
    this.time_us = start_us;
  }

  /** Frames of rest with noise, each plus what `motion` adds: [ax, ay, az, gx, gy, gz] in g and degrees/s. */
  pass(ms: number, motion: (t_ms: number) => number[] = () => []): this {
    const count = Math.round((ms * 1000) / FRAME_us);
    for (let i = 0; i < count; i++) {
      const extra = motion((i * FRAME_us) / 1000);
      const value = (axis: number, unit: number) => Math.round((extra[axis] ?? 0) * unit + this.noise());
      const dps = 1_000_000 / SCALE.gyro_udps;
      this.ring.push(
        value(0, G),
        value(1, G),
        value(2, G) + G,
        value(3, dps),
        value(4, dps),
        value(5, dps),
        this.time_us | 0,
      );
      this.time_us += FRAME_us;
      this.frames++;
      if (this.frames === 26) this.look();
    }
    return this;
  }

  /** A knock of this height that rings out within 30 ms, then rest until `gap_ms` is over. */
  tap(gap_ms: number, height_g = 3, turn_dps = 5): this {
    return this.pass(gap_ms, (t_ms) => {
      const ring = t_ms < 30 ? height_g * Math.exp(-t_ms / 6) * Math.cos(t_ms / 2) : 0;
      return [ring * 0.2, 0, ring, turn_dps * (t_ms < 30 ? 1 : 0), 0, 0];
    });
  }

  private look(): void {
    if (this.taps.take(this.ring, this.frames)) this.gestures++;
    this.ring.tail = this.ring.head;
    this.frames = 0;
  }

  private noise(): number {
    this.seed = (this.seed * 1_103_515_245 + 12_345) & 0x7fffffff;
    return ((this.seed >> 16) % 9) - 4;
  }
}

function taps(table: Table, count: number, gap_ms = 300, height_g = 3, turn_dps = 5): Table {
  table.pass(1500);
  for (let i = 0; i < count; i++) table.tap(gap_ms, height_g, turn_dps);
  return table.pass(2000);
}

describe('the tap gesture', () => {
  it('is five firm taps, slow or fast', () => {
    for (const gap_ms of [150, 200, 300, 500, 650])
      expect(taps(new Table(), 5, gap_ms).gestures, `${gap_ms} ms`).to.equal(1);
  });

  it('is seen again and again, and when the microseconds wrap', () => {
    const table = new Table(2_146_000_000);
    for (let i = 0; i < 3; i++) taps(table, 5);
    expect(table.gestures).to.equal(3);
    // Half an hour and more later, and after an hour and a quarter.
    for (const minutes of [36, 75]) {
      table.pass(minutes * 60_000);
      taps(table, 5);
    }
    expect(table.gestures).to.equal(5);
  });

  it('is not four taps, nor six, nor soft, hasty or slow ones', () => {
    for (const count of [1, 2, 3, 4, 6, 7, 10])
      expect(taps(new Table(), count).gestures, `${count}`).to.equal(0);
    expect(taps(new Table(), 5, 300, 0.8).gestures).to.equal(0);
    expect(taps(new Table(), 5, 90).gestures).to.equal(0);
    expect(taps(new Table(), 5, 900).gestures).to.equal(0);
  });

  it('is not what turns the shoe, nor what goes on shaking', () => {
    expect(taps(new Table(), 5, 300, 3, 200).gestures).to.equal(0);
    const shaken = new Table().pass(1500).pass(3000, (t_ms) => [2 * Math.sin(t_ms / 12), 0, 0, 0, 0, 0]);
    expect(shaken.pass(2000).gestures).to.equal(0);
    const between = new Table().pass(1500);
    for (let i = 0; i < 5; i++) between.tap(200).pass(100, (t_ms) => [0.7 * Math.sin(t_ms / 4), 0, 0]);
    expect(between.pass(2000).gestures).to.equal(0);
  });

  it('begins anew when a stride is reported', () => {
    const table = new Table().pass(1500);
    for (let i = 0; i < 3; i++) table.tap(300);
    table.taps.reset();
    for (let i = 0; i < 2; i++) table.tap(300);
    expect(table.pass(2000).gestures).to.equal(0);
  });
});
