/** Every recording of every data set through the whole firmware: the figures may get better, not worse. */
import { expect } from 'chai';
import { existsSync } from 'node:fs';
import { replay } from '../../host-sim/engines/node';
import { recordingJson } from '../../host-sim/report/recording-json';
import { findScored } from '../../host-sim/score/recordings';
import { Scorecard, type ScoreResult } from '../../host-sim/score/scorecard';
import { readTruth } from '../../host-sim/score/truth';
import { openTrace } from '../../host-sim/traces/csv';

const root = process.env.FOOTFALL_TRACES;
const given = root !== undefined && existsSync(root);
const title = 'strides of real feet' + (given ? '' : ' (skipped: FOOTFALL_TRACES names no folder)');

/** Data set, part, least F1 of its strides in percent, largest RMSE of their lengths in metres. */
const LEAST: readonly [dataSet: string, part: 'walk' | 'run', f1: number, rmse_m?: number][] = [
  ['gaitmap_lateral204', 'walk', 100],
  ['koroglu_footprints', 'walk', 99.9, 0.05],
  ['koroglu_footprints', 'run', 99.9, 0.23],
  ['marpino', 'walk', 93.8],
  ['pyshoe_vicon_agree', 'walk', 99.5, 0.03],
  ['pyshoe_vicon_agree', 'run', 99.5, 0.04],
  ['voisard2023', 'walk', 98.5],
  ['wmf_run', 'run', 100],
];

describe(title, function () {
  this.timeout(120000);
  let result: ScoreResult;

  before(function () {
    if (!given) return this.skip();
    const scorecard = new Scorecard();
    for (const recording of findScored(root)) {
      const found = recordingJson(replay(openTrace(recording.csv)));
      scorecard.add(recording, readTruth(recording.json), found);
    }
    result = scorecard.result();
  });

  for (const [dataSet, part, f1, rmse_m] of LEAST)
    it(
      `${dataSet}, ${part}: F1 of ${f1} % at least` + (rmse_m ? `, lengths within ${rmse_m} m RMSE` : ''),
      () => {
        const row = result.datasets[dataSet]?.[part];
        expect(100 * (row?.stride?.f1 ?? 0)).to.be.at.least(f1);
        if (rmse_m) expect(row?.length_m?.rmse).to.be.at.most(rmse_m);
      },
    );

  it('counts a recording exactly where only the count is known', () => {
    expect(result.datasets.koroglu_countonly?.all?.count?.exact).to.equal(1);
  });
});
