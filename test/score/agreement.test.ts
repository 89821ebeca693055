import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { writeRecordingJson } from '../../host-sim/report/recording-json';
import { replayAll } from '../../host-sim/score/pool';
import { findScored } from '../../host-sim/score/recordings';
import { Scorecard, type ScoreResult } from '../../host-sim/score/scorecard';
import { readTruth } from '../../host-sim/score/truth';

const traces = process.env.FOOTFALL_TRACES;
/** The reference scorer, which comes with the recordings. */
const reference = traces && join(traces, '..', 'tools', 'score.py');
const REPLAY_TIMEOUT_ms = 120000;

/** Why the reference cannot run here; undefined when it can. */
function obstacle(): string | undefined {
  if (!traces) return 'FOOTFALL_TRACES is not set';
  if (!reference || !existsSync(reference)) return 'there is no tools/score.py beside FOOTFALL_TRACES';
  const python = spawnSync('python3', ['-c', 'import numpy']);
  return python.status === 0 ? undefined : 'python3 with numpy is not installed';
}

/** The reference rounds what it writes: half a unit of the last of 1 to 4 decimals, and a little. */
function decimals(path: string): number {
  if (/(ic_ms|tc_ms)\.\w+$/.test(path)) return 1;
  if (/(mape|err_pct|sum_err_pct)$/.test(path)) return 2;
  return /exact$|distance\.0$/.test(path) ? 3 : 4;
}

/** Every number of the reference, with its path, against ours. */
function compare(reference: unknown, ours: unknown, path: string, seen: string[]): void {
  if (typeof reference === 'number') {
    seen.push(path);
    expect(ours, path).to.be.a('number');
    expect(Math.abs((ours as number) - reference), path).to.be.at.most(0.5 * 10 ** -decimals(path) + 1e-9);
  } else if (typeof reference === 'object' && reference !== null) {
    expect(Object.keys(ours ?? {}), path).to.include.members(
      Object.keys(reference).filter((key) => (reference as Record<string, unknown>)[key] !== null),
    );
    for (const [key, value] of Object.entries(reference))
      compare(value, (ours as Record<string, unknown>)[key], `${path}.${key}`, seen);
  }
}

const reason = obstacle();

describe(`our scores and the reference scorer's${reason ? ` (skipped: ${reason})` : ''}`, () => {
  it('agree in every number on every recording', async function () {
    if (reason || !traces || !reference) return this.skip();
    this.timeout(REPLAY_TIMEOUT_ms);
    const folder = mkdtempSync(join(tmpdir(), 'footfall-score-'));
    try {
      const recordings = findScored(traces);
      const card = new Scorecard();
      const jobs = recordings.map(({ csv }) => ({ from: csv, options: {} }));
      await replayAll(jobs, availableParallelism(), (index, { recording, error }) => {
        if (!recording) throw new Error(error);
        writeRecordingJson(folder, recording);
        card.add(recordings[index], readTruth(recordings[index].json), recording);
      });
      const scored = spawnSync('python3', [reference, traces, folder, '--quiet'], { encoding: 'utf8' });
      expect(scored.status, scored.stderr).to.equal(0);
      const theirs = JSON.parse(readFileSync(join(folder, 'score.json'), 'utf8')) as ScoreResult;
      const ours = JSON.parse(JSON.stringify(card.result())) as ScoreResult;
      expect(Object.keys(ours.datasets).sort()).to.deep.equal(Object.keys(theirs.datasets).sort());
      const seen: string[] = [];
      compare(theirs.datasets, ours.datasets, 'datasets', seen);
      compare(theirs.recordings, ours.recordings, 'recordings', seen);
      // All 200 recordings, with several figures each.
      expect(seen.length).to.be.above(recordings.length * 3);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
