import { Script } from 'node:vm';
import { expect } from 'chai';
import { recordingJson } from '../../host-sim/report/recording-json';
import type { ScorePageData } from '../../host-sim/report/score-page';
import { Scorecard } from '../../host-sim/score/scorecard';
import { scorePage, worstFirst } from '../../host-sim/score/page-data';
import type { Scored, ScoreRun } from '../../host-sim/score/run';
import type { Truth } from '../../host-sim/score/truth';
import type { Plan } from '../../host-sim/traces/synth';
import { resultOf } from '../cli/fixtures';

/** Names of recordings with contacts found at 1 and 2 s, and their true contacts in s. */
type TrueContacts = Record<string, number[]>;

const plan = (name: string): Plan => ({ name, segments: [{ kind: 'stand', duration_s: 3 }] });

function runOf(contacts: TrueContacts, nonSteps: Record<string, boolean> = {}): ScoreRun {
  const card = new Scorecard();
  const scored: Scored[] = Object.entries(contacts).map(([name, times]) => {
    const truth: Truth = { complete: true, events_us: { ic: times.map((time) => time * 1e6), tc: [1.5e6] } };
    const recording = { dataset: 'set', name, csv: '', json: '' };
    const meta = { activity: 'walk', truth };
    const found = recordingJson(resultOf(name));
    card.add(recording, meta, found);
    return { dataset: 'set', name, from: plan(name), meta, found };
  });
  for (const [name, counted] of Object.entries(nonSteps)) {
    const found = recordingJson(resultOf(name, true));
    if (!counted) found.strides = [];
    card.addNonSteps('tap (synthetic)', found);
    scored.push({ dataset: 'tap (synthetic)', name, from: plan(name), found });
  }
  return { result: card.result(), scored, failures: [] };
}

function dataOf(page: string): ScorePageData {
  const json = /<script type="application\/json" id="data">([\s\S]*?)<\/script>/.exec(page)?.[1] ?? '';
  return JSON.parse(json) as ScorePageData;
}

describe('the page of scores', () => {
  const run = runOf(
    { right: [1, 2], one: [1], tardy: [0.9, 2], two: [1, 2, 2.5, 2.8] },
    { quiet: false, counted: true },
  );

  it('has the worst recording first: by wrong strides, then by the largest error of a right one', () => {
    expect(worstFirst(run).map(({ name, wrong }) => [name, wrong])).to.deep.equal([
      ['counted', 2],
      ['two', 2],
      ['one', 1],
      ['tardy', 0],
      ['quiet', 0],
      ['right', 0],
    ]);
  });

  it('shows every recording but synthetic ones without a false stride, which it counts', () => {
    const { recordings, remark } = dataOf(scorePage(run));
    expect(recordings.map(({ name }) => name)).to.deep.equal(['counted', 'two', 'one', 'tardy', 'right']);
    expect(remark).to.match(/^1 synthetic/);
    expect(recordings.map(({ synthetic }) => synthetic)).to.deep.equal([true, false, false, false, false]);
  });

  it('gives truth, detections, signal and what is wrong, in seconds', () => {
    const [, two, one] = dataOf(scorePage(run)).recordings;
    expect(two).to.deep.include({ marks: [1, 2, 2.5, 2.8], ends: [1.5], marksAre: 'initial contact' });
    expect(two.strides).to.deep.equal([
      { ic: 1, tc: 1.6 },
      { ic: 2, tc: 2.25 },
    ]);
    expect(two.flaws.slice(0, 2)).to.deep.equal([
      { wrong: true, start: 2.5, end: 2.5, text: '2.50 s missed' },
      { wrong: true, start: 2.8, end: 2.8, text: '2.80 s missed' },
    ]);
    expect(one.flaws[0]).to.include({ wrong: true, text: '2.00 s false' });
    // 3 s at 208 Hz, four bytes of time each.
    expect(Buffer.from(two.signal?.time ?? '', 'base64').length).to.equal(4 * 624);
  });

  it('needs no other file, and its scripts parse', () => {
    const page = scorePage(run);
    expect(page).not.to.match(/<(script|link|img)[^>]+(src|href)=/i);
    const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map((match) => match[1]);
    expect(scripts).to.have.length(2);
    for (const script of scripts) expect(() => new Script(script)).not.to.throw();
  });

  it('calls in its script nothing that an import would have brought', () => {
    // The compiler writes imported names as module_1.name, which no page knows.
    expect(scorePage(run).split('<script>').at(-1)).not.to.match(/\b\w+_1\.\w+/);
  });
});
