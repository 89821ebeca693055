/** The shoe with its gyroscope off, or on only while somebody walks or runs steadily. */
import { expect } from 'chai';
import { existsSync } from 'node:fs';
import { replay } from '../../host-sim/engines/node';
import { recordingJson } from '../../host-sim/report/recording-json';
import { findScored } from '../../host-sim/score/recordings';
import { Scorecard, type ScoreResult } from '../../host-sim/score/scorecard';
import { readTruth } from '../../host-sim/score/truth';
import { openTrace } from '../../host-sim/traces/csv';
import { synthesise, type Plan } from '../../host-sim/traces/synth';

const root = process.env.FOOTFALL_TRACES;
const given = root !== undefined && existsSync(root);

const DAY: Plan = {
  name: 'day',
  segments: [
    { kind: 'stand', duration_s: 5 },
    { kind: 'walk', duration_s: 40, speed_mps: 1.3 },
    { kind: 'stand', duration_s: 40 },
    { kind: 'walk', duration_s: 6, speed_mps: 1.2 },
    { kind: 'stand', duration_s: 40 },
    { kind: 'run', duration_s: 40, speed_mps: 3.2 },
    { kind: 'stand', duration_s: 10 },
  ],
};

describe('the shoe with its gyroscope off', () => {
  it('counts the strides of a synthetic day', () => {
    const { strides } = synthesise(DAY).truth;
    const result = replay(synthesise(DAY), { gyroscope: 'never' });
    expect(result.steps / 2).to.be.closeTo(strides.length, 2);
    expect(result.strides.every(({ length_m }) => length_m === undefined)).to.equal(true);
    expect(result.warnings).to.deep.equal([]);
  });

  it('counts every stride of a run that follows a walk without a stand', () => {
    const plan: Plan = {
      name: 'off_they_run',
      segments: [
        { kind: 'stand', duration_s: 4 },
        { kind: 'walk', duration_s: 16, speed_mps: 1.3 },
        { kind: 'run', duration_s: 60, speed_mps: 3 },
        { kind: 'stand', duration_s: 5 },
      ],
    };
    const { strides } = synthesise(plan).truth;
    const found = replay(synthesise(plan), { gyroscope: 'never' }).strides;
    expect(found.length).to.be.within(strides.length - 4, strides.length);
  });

  it('counts runners, at 5 m/s too, where a hard landing once hid the next stride', () => {
    for (const speed_mps of [2.5, 3.5, 5, 6.5]) {
      const run = () =>
        synthesise({
          name: 'run',
          segments: [
            { kind: 'stand', duration_s: 4 },
            { kind: 'run', duration_s: 60, speed_mps },
            { kind: 'stand', duration_s: 5 },
          ],
        });
      const { strides } = run().truth;
      const found = replay(run(), { gyroscope: 'never' }).strides.length;
      expect(found, `${speed_mps} m/s`).to.be.within(0.92 * strides.length, strides.length);
    }
  });

  it('measures once somebody walks or runs steadily, and loses no stride at the switch', () => {
    const { strides } = synthesise(DAY).truth;
    const result = replay(synthesise(DAY), { gyroscope: 'steady' });
    expect(result.steps / 2).to.be.closeTo(strides.length, 3);
    const measured = result.strides.filter(({ length_m }) => length_m !== undefined);
    expect(measured.length).to.be.within(strides.length * 0.7, strides.length - 10);
    // The short walk in the middle is counted, not measured.
    const short = result.strides.filter(({ ic_us }) => ic_us > 80e6 && ic_us < 100e6);
    expect(short.length).to.be.within(3, 8);
  });
});

/** Data set, part, least F1 of its strides in percent. */
const LEAST: readonly [dataSet: string, part: 'walk' | 'run', f1: number][] = [
  ['gaitmap_lateral204', 'walk', 99],
  ['koroglu_footprints', 'walk', 99],
  ['koroglu_footprints', 'run', 97],
  ['marpino', 'walk', 96.5],
  ['pyshoe_vicon', 'walk', 97],
  ['pyshoe_vicon', 'run', 97],
  ['voisard2023', 'walk', 96.5],
  ['wmf_run', 'run', 98],
];

describe(
  'strides of real feet from the accelerometer alone' + (given ? '' : ' (skipped: no FOOTFALL_TRACES)'),
  function () {
    this.timeout(120000);
    let result: ScoreResult;

    before(function () {
      if (!given) return this.skip();
      const scorecard = new Scorecard();
      for (const recording of findScored(root)) {
        const found = recordingJson(replay(openTrace(recording.csv), { gyroscope: 'never' }));
        scorecard.add(recording, readTruth(recording.json), found);
      }
      result = scorecard.result();
    });

    for (const [dataSet, part, f1] of LEAST)
      it(`${dataSet}, ${part}: F1 of ${f1} % at least`, () => {
        expect(100 * (result.datasets[dataSet]?.[part]?.stride?.f1 ?? 0)).to.be.at.least(f1);
      });
  },
);
