import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { findScored, rowKeys } from '../../host-sim/score/recordings';
import { Scorecard } from '../../host-sim/score/scorecard';
import { scoreTable } from '../../host-sim/score/table';

describe('the recordings of a score', () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'footfall-'))));
  afterEach(() => rmSync(root, { recursive: true }));

  it('are those with truth beside them, in the folder and in its folders', () => {
    mkdirSync(join(root, 'set'));
    for (const file of ['set/b.csv', 'set/b.json', 'set/a.csv', 'set/c.json', 'd.csv', 'd.json'])
      writeFileSync(join(root, file), '');
    const found = findScored(root).map(({ dataset, name }) => `${dataset}/${name}`);
    expect(found).to.deep.equal([`${root.split('/').at(-1)}/d`, 'set/b']);
  });

  it('must be at least one', () => {
    expect(() => findScored(root)).to.throw('no recording with truth');
    expect(() => findScored(join(root, 'none'))).to.throw('ENOENT');
  });

  it('are split where a data set has several kinds of truth', () => {
    const events_us = { ic: [1] };
    const keys = (dataset: string, name: string, truth: object) =>
      rowKeys({ dataset, name }, { activity: 'walk', truth });
    expect(keys('gaitmap_example', 'gaitmap_lateral204_left', { events_us })).to.deep.equal([
      'gaitmap_lateral204',
    ]);
    expect(keys('koroglu_footprints', 'x', {})).to.deep.equal(['koroglu_countonly']);
    expect(keys('p', 'x', { events_us, labels_agree_with_mocap: true })).to.deep.equal(['p', 'p_agree']);
    expect(keys('p', 'x', { events_us, labels_agree_with_mocap: false })).to.deep.equal(['p']);
  });
});

describe('the score table', () => {
  const recording = (name: string) => ({ dataset: 'set', name, csv: '', json: '' });
  const stride = (ic_us: number) => ({ ic_us, clipped: false });
  const truth = { complete: true, total_strides: 2, events_us: { ic: [1e6, 2e6] } };

  it('sets walking and running apart where a data set has both', () => {
    const card = new Scorecard();
    card.add(recording('a'), { activity: 'walk', truth }, { strides: [stride(1010000), stride(2030000)] });
    expect(scoreTable(card.result())).to.match(/set +walk +1 +2 +100.0 +100.0 +100.00 +20 +29 /);
    expect(scoreTable(card.result())).not.to.match(/set +all/);
    card.add(recording('b'), { activity: 'run', truth }, { strides: [stride(1000000)] });
    const text = scoreTable(card.result());
    expect(text).to.match(/set +all +2 +4 +100.0 +75.0 +85.71/);
    expect(text).to.match(/set +run +1 +2 +100.0 +50.0 +66.67/);
  });

  it('has movements without steps in the second table only', () => {
    const card = new Scorecard();
    card.addNonSteps('tap (synthetic)', { strides: [stride(1)], duration_us: 1.8e9 });
    const [first, second] = scoreTable(card.result()).split(/\n\ndata set/);
    expect(first).not.to.include('synthetic');
    expect(second).to.match(/tap \(synthetic\) +-.* 30\.0 +1 +2\.0\n/);
  });

  it('has bias and spread of the contacts, and limits of agreement, in the second table', () => {
    const card = new Scorecard();
    card.add(recording('a'), { activity: 'walk', truth }, { strides: [stride(1010000), stride(2030000)] });
    expect(scoreTable(card.result()).split(/\n\ndata set/)[1]).to.match(/set +walk +20\.0 +10\.0 +-/);
  });

  it('shows a dash where there is no truth', () => {
    const card = new Scorecard();
    card.add(recording('a'), { activity: 'walk', truth: {} }, { strides: [] });
    expect(scoreTable(card.result())).to.match(/walk +1( +-)+\n/);
  });

  it('names the recordings that are left out', () => {
    const card = new Scorecard();
    card.leaveOut('a', 'because');
    expect(card.result().missing).to.deep.equal({ a: 'because' });
  });
});
