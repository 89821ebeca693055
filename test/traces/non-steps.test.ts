import { expect } from 'chai';
import { synthesise, type NonStepSegment } from '../../host-sim/traces/synth';

const DURATION_s = 120;

/** Samples of a movement: seconds, force in g (x y z), rotation in degree/s (x y z). */
function record(segment: NonStepSegment, seed = 1): number[][] {
  const run = synthesise({
    name: segment.kind,
    segments: [segment],
    seed,
    noise: { accel_mg: 0, gyro_01dps: 0 },
  });
  const frame = new Float64Array(7);
  const rows: number[][] = [];
  while (run.next(frame))
    rows.push(Array.from(frame, (value, i) => value / (i === 0 ? 1e6 : i < 4 ? 1000 : 10)));
  return rows;
}

function rms(values: number[]): number {
  const mean = values.reduce((a, b) => a + b) / values.length;
  return Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length);
}

function largest(rows: number[][], from: number): number {
  return Math.max(...rows.map((row) => Math.hypot(...row.slice(from, from + 3))));
}

describe('synthetic movements without steps', () => {
  it('are the same for the same seed, and others for another', () => {
    const segment = { kind: 'drive', duration_s: 20 } as const;
    expect(record(segment, 3)).to.deep.equal(record(segment, 3));
    expect(record(segment, 3)).not.to.deep.equal(record(segment, 4));
  });

  it('shake a car more on a worse road, within what ISO 2631-1 calls uncomfortable', () => {
    const shaken = (['A', 'B', 'C'] as const).map((road) =>
      rms(record({ kind: 'drive', road, duration_s: DURATION_s }).map((row) => 9.81 * row[3])),
    );
    expect(shaken[0]).to.be.below(shaken[1]);
    expect(shaken[1]).to.be.below(shaken[2]);
    // Along the module's z, engine and pedals included.
    expect(shaken[1]).to.be.within(0.4, 2);
  });

  for (const cadence_rpm of [60, 110])
    it(`turn the crank ${cadence_rpm} times a minute: the pull to its middle follows`, () => {
      const rows = record({ kind: 'cycle', cadence_rpm, cleats: true, duration_s: DURATION_s });
      const pull_g = (0.17 * ((cadence_rpm * 2 * Math.PI) / 60) ** 2) / 9.81;
      const force = rows.filter(([t]) => t > 4 && t < 8.5).map((row) => Math.hypot(...row.slice(1, 4)));
      expect(Math.max(...force) - 1).to.be.within(0.8 * pull_g, 1.6 * pull_g + 0.6);
    });

  it('fall freely when thrown, hit the floor hard, and lie still', () => {
    const rows = record({ kind: 'throw', duration_s: DURATION_s });
    expect(Math.min(...rows.map((row) => Math.hypot(...row.slice(1, 4))))).to.be.below(0.05);
    expect(largest(rows, 1)).to.be.within(20, 110);
    expect(largest(rows.slice(-100), 4)).to.be.below(0.1);
  });

  it('tumble in the drum, then are spun at 250 g', () => {
    const rows = record({ kind: 'wash', duration_s: DURATION_s });
    const tumbling = rows.filter(([t]) => t < 0.8 * DURATION_s);
    expect(largest(tumbling, 1)).to.be.within(5, 60);
    expect(largest(rows, 1)).to.be.closeTo(247, 3);
    expect(largest(rows, 4)).to.be.closeTo(6000, 10);
  });

  it('move a standing foot by little', () => {
    const rows = record({ kind: 'sway', duration_s: 600 });
    expect(largest(rows, 4)).to.be.within(10, 250);
    expect(rms(rows.map((row) => row[4]))).to.be.below(15);
  });

  it('swing a leg laid over the other', () => {
    const rows = record({ kind: 'tap', with: 'leg', duration_s: DURATION_s });
    expect(largest(rows, 4)).to.be.within(30, 150);
    expect(largest(rows, 1)).to.be.below(1.6);
  });
});
