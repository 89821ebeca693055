import { expect } from 'chai';
import type { StrideDynamics } from '../../companion/client/dynamics';
import { decodeMeasurement, type Measurement } from '../../companion/live/measurement';
import { LiveOuting } from '../../companion/live/outing';

const T0 = Date.UTC(2026, 5, 1, 6);

function at3mps(distance_m: number): Measurement {
  return { running: true, speed_mps: 3, footCadence: 80, strideLength_m: 2.25, distance_m };
}

function stride(number: number, of: Partial<StrideDynamics> = {}): StrideDynamics {
  return {
    gait: 'run',
    strike: 'rearfoot',
    clipped: false,
    impactClipped: false,
    cadenceCue: false,
    number,
    ic_ms: 0,
    contact_ms: 250,
    ...of,
  };
}

/** Runs `outing` from second `from` to before `to` at 3 m/s, with measurements of these shoes each second. */
function run(
  outing: LiveOuting,
  from: number,
  to: number,
  shoes: readonly ('left' | 'right')[] = ['left'],
): void {
  for (let s = from; s < to; s++)
    for (const foot of shoes) {
      outing.measure(foot, foot, at3mps(1000 + 3 * s), T0 + 1000 * s);
      outing.stride(foot, foot, stride(100 + s, { contact_ms: foot === 'left' ? 250 : 260 }), T0 + 1000 * s);
    }
}

describe('the run as it goes on', () => {
  it('has the figures of one shoe, steps and cadence of both feet', () => {
    const outing = new LiveOuting();
    run(outing, 0, 61);
    expect(outing.figures(T0 + 60_000)).to.include({
      begun: true,
      heard: true,
      moving: true,
      running: true,
      speed_mps: 3,
      cadence_spm: 160,
      distance_m: 180,
      elapsed_ms: 60_000,
      moving_ms: 60_000,
      steps: 122,
      contact_ms: 250,
    });
  });

  it('puts two shoes together', () => {
    const outing = new LiveOuting();
    run(outing, 0, 61, ['left', 'right']);
    const figures = outing.figures(T0 + 60_000);
    expect(figures).to.include({ cadence_spm: 160, contactLeft_ms: 250, contactRight_ms: 260 });
    // The second shoe joins with the first one's stride already counted.
    expect(figures.steps).to.be.within(122, 123);
    expect(figures.distance_m).to.be.closeTo(180, 1e-9);
    expect(figures.balance_percent).to.be.closeTo(49.02, 0.01);
  });

  it('fills a gap from what the shoe counted meanwhile', () => {
    const outing = new LiveOuting();
    run(outing, 0, 61);
    expect(outing.figures(T0 + 100_000)).to.include({ heard: false, distance_m: 180, elapsed_ms: 100_000 });
    run(outing, 120, 181);
    const figures = outing.figures(T0 + 180_000);
    expect(figures).to.include({ distance_m: 540, elapsed_ms: 180_000, moving_ms: 180_000, steps: 2 * 181 });
    const filled = outing.points.filter(({ filled: is }) => is);
    expect(filled.map(({ speed_mps }) => speed_mps)).to.deep.equal([3, 3]);
  });

  it('takes no longer for the way of a gap than it takes at that speed', () => {
    const outing = new LiveOuting();
    run(outing, 0, 61);
    // Five minutes away, of which the runner stood four.
    for (let s = 360; s < 421; s++)
      outing.measure('left', 'left', at3mps(1000 + 3 * (s - 240)), T0 + 1000 * s);
    expect(outing.figures(T0 + 420_000)).to.include({
      distance_m: 540,
      moving_ms: 180_000,
      elapsed_ms: 420_000,
    });
  });

  it('lets a shoe join on the way, and catches up with one that was gone', () => {
    const outing = new LiveOuting();
    run(outing, 0, 61);
    run(outing, 61, 121, ['left', 'right']);
    expect(outing.figures(T0 + 120_000).distance_m).to.be.closeTo(360, 4);
    run(outing, 121, 181, ['right']);
    run(outing, 181, 241, ['left', 'right']);
    expect(outing.figures(T0 + 240_000).distance_m).to.be.closeTo(720, 4);
  });

  it('loses nothing when the shoe restarts or a watch sets its total', () => {
    const outing = new LiveOuting();
    run(outing, 0, 61);
    for (let s = 61; s < 121; s++) outing.measure('left', 'left', at3mps(3 * (s - 61)), T0 + 1000 * s);
    expect(outing.figures(T0 + 120_000).distance_m).to.be.closeTo(180 + 177, 1e-9);
    outing.measure('left', 'left', at3mps(400_000_000), T0 + 121_000);
    expect(outing.figures(T0 + 121_000).distance_m).to.be.closeTo(180 + 177, 1e-9);
    outing.stride('left', 'left', stride(3), T0 + 121_000);
    expect(outing.figures(T0 + 121_000).steps).to.equal(124);
  });

  it('shows the live cue while the last stride of a shoe has it', () => {
    const outing = new LiveOuting();
    run(outing, 0, 10);
    expect(outing.figures(T0 + 9000).cadenceCue).to.equal(false);
    outing.stride('left', 'left', stride(110, { cadenceCue: true }), T0 + 9500);
    expect(outing.figures(T0 + 9600).cadenceCue).to.equal(true);
    expect(outing.figures(T0 + 20_000).cadenceCue, 'nothing heard any more').to.equal(false);
  });

  it('counts strides over the wrap of their number', () => {
    const outing = new LiveOuting();
    for (const number of [65_534, 65_535, 0, 2]) outing.stride('left', 'left', stride(number), T0 + 1000);
    expect(outing.figures(T0).steps).to.equal(2 * 5);
  });

  it('outlives a reload of the page, but not a night', () => {
    const outing = new LiveOuting();
    run(outing, 0, 61);
    const stored = outing.stored(T0 + 60_000);
    const restored = LiveOuting.restored(stored, T0 + 70_000);
    run(restored, 80, 101);
    expect(restored.figures(T0 + 100_000)).to.include({
      distance_m: 300,
      elapsed_ms: 100_000,
      steps: 2 * 101,
    });
    expect(LiveOuting.restored(stored, T0 + 86_400_000).figures(T0).begun).to.equal(false);
    for (const damaged of ['', '{', '{"version":1}', 'null', null])
      expect(LiveOuting.restored(damaged, T0).figures(T0).begun).to.equal(false);
  });

  it('does not begin before the runner does, and stands where he stands', () => {
    const outing = new LiveOuting();
    const standing: Measurement = { running: false, speed_mps: 0, footCadence: 0, distance_m: 1000 };
    for (let s = 0; s < 30; s++) outing.measure('left', 'left', standing, T0 + 1000 * s);
    expect(outing.figures(T0 + 29_000)).to.include({ begun: false, elapsed_ms: 0, distance_m: 0 });
    run(outing, 30, 61);
    for (let s = 61; s < 91; s++)
      outing.measure('left', 'left', { ...standing, distance_m: 1180 }, T0 + 1000 * s);
    const figures = outing.figures(T0 + 90_000);
    expect(figures).to.include({ moving: false, speed_mps: 0, elapsed_ms: 60_000 });
    expect(figures.moving_ms).to.be.within(30_000, 31_000);
  });
});

describe('a measurement', () => {
  it('is read as the specification has it', () => {
    const golden = Uint8Array.of(0x07, 0x00, 0x03, 0x52, 0x56, 0x00, 0x10, 0x27, 0x00, 0x00);
    expect(decodeMeasurement(golden)).to.deep.equal({
      running: true,
      speed_mps: 3,
      footCadence: 82,
      strideLength_m: 0.86,
      distance_m: 1000,
    });
  });

  it('is not read out of garbage', () => {
    for (const garbage of [[], [2], [3, 0, 3, 80, 0, 1], [0, 0xff, 0xff, 80], [0, 0, 3, 0xff]])
      expect(decodeMeasurement(Uint8Array.from(garbage)), String(garbage)).to.equal(undefined);
  });
});
