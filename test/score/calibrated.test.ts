import { expect } from 'chai';
import { calibratedRows, type Measured } from '../../host-sim/score/calibrated';

interface Feet {
  subject?: string;
  dataset?: string;
  /** What the shoe reads of each metre. */
  walked?: number;
  run?: number;
  strides?: number;
}

/** A recording of strides of 1.4 m walked at 1.3 m/s and of 2.4 m run at 3.2 m/s. */
function recording({ subject, dataset = 'set', walked = 0, run = 0, strides = 100 }: Feet): Measured {
  const gaits = [
    { class: 'walk', share: walked, length_m: 1.4, time_us: 1.08e6 },
    { class: 'run', share: run, length_m: 2.4, time_us: 0.75e6 },
  ];
  const truth: Measured['meta']['truth'] = { strides: [] };
  const found: Measured['strides'] = [];
  let now_us = 0;
  for (const gait of gaits.filter(({ share }) => share > 0)) {
    for (let i = 0; i < strides; i++) {
      const { length_m, time_us, share } = gait;
      truth.strides?.push({ start_us: now_us, end_us: now_us + time_us, length_m, class: gait.class });
      const measured_m = length_m * share;
      found.push({
        ic_us: now_us + time_us / 2,
        length_m: measured_m,
        speed_mps: (measured_m / time_us) * 1e6,
        clipped: false,
      });
      now_us += time_us;
    }
  }
  return { dataset, meta: { activity: 'mixed', subject, truth }, strides: found };
}

describe('the score of personal calibration', () => {
  it('learns from the other recordings of the subject, walking and running apart', () => {
    const feet = { subject: 'a', walked: 0.98, run: 0.94 };
    const rows = calibratedRows([recording(feet), recording(feet), recording(feet)]);
    expect(rows.map((row) => `${row.dataset} ${row.part} ${row.recordings}`)).to.eql([
      'set walk 3',
      'set run 3',
    ]);
    expect(rows.map((row) => row.raw.err_pct)[0]).to.be.closeTo(-2, 0.01);
    expect(rows.map((row) => row.raw.err_pct)[1]).to.be.closeTo(-6, 0.01);
    for (const row of rows) expect(row.calibrated.mape).to.be.below(0.5);
    expect(rows[0].learned_m).to.be.closeTo(280, 0.1);
  });

  it('is scored on what it has not seen', () => {
    const rows = calibratedRows([
      recording({ subject: 'a', walked: 1 }),
      recording({ subject: 'a', walked: 0.9 }),
    ]);
    // Each learns from the other alone: the first is made 10 % longer, the second left short.
    expect(rows[0].calibrated.mape).to.be.above(8);
  });

  it('learns nothing from other people, and gives no row where there is nothing to learn from', () => {
    const alone = [recording({ subject: 'a', walked: 0.95 }), recording({ subject: 'b', walked: 1.05 })];
    expect(calibratedRows(alone)).to.eql([]);
    const [row] = calibratedRows([...alone, recording({ subject: 'a', walked: 0.95 })]);
    expect(row.recordings).to.equal(2);
    expect(row.calibrated.mape).to.be.below(0.5);
  });

  it('takes the distance of the course where strides have no length of their own', () => {
    const course = () => {
      const walk = recording({ subject: 'a', walked: 1.03 });
      return { ...walk, meta: { ...walk.meta, activity: 'walk', truth: { distance_m: 140 } } } as Measured;
    };
    const [row] = calibratedRows([course(), course()]);
    expect(row.raw.err_pct).to.be.closeTo(3, 0.01);
    expect(row.calibrated.mape).to.be.below(0.5);
  });
});
