/** The commands as processes, on small synthetic recordings. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { RecordingJson } from '../../host-sim/report/recording-json';
import type { ScoreResult } from '../../host-sim/score/scorecard';
import { synthesise, writeTrace } from '../../host-sim/traces/synth';

const ROOT = join(__dirname, '..', '..');
const CONTRACT = [
  'ic_us',
  'tc_us',
  'to_us',
  'midstance_us',
  'kind',
  'length_m',
  'speed_mps',
  'contact_ms',
  'stride_ms',
  'step_ms',
  'swing_ms',
  'flight_ms',
  'strike_deg',
  'strike',
  'eversion_deg',
  'eversion_dps',
  'impact_g',
  'impact_g_per_s',
  'impact_clipped',
  'clearance_m',
  'turn_deg',
  'rise_m',
  'clipped',
];

function command(script: string, ...args: string[]) {
  return spawnSync(process.execPath, ['-r', 'ts-node/register/transpile-only', join(ROOT, script), ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, TS_NODE_PROJECT: join(ROOT, 'tsconfig.json') },
  });
}

describe('the commands', function () {
  // Each starts a process that compiles the firmware.
  this.timeout(60000);
  let folder: string;
  let truth: ReturnType<typeof synthesise>['truth'];

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'footfall-'));
    mkdirSync(join(folder, 'set'));
    const run = synthesise({
      name: 'walk',
      segments: [
        { kind: 'stand', duration_s: 3 },
        { kind: 'walk', duration_s: 20, speed_mps: 1.3 },
        { kind: 'stand', duration_s: 3 },
      ],
    });
    ({ truth } = run);
    writeTrace(run, join(folder, 'set'));
    // A recording cut off amid a line, beside the good one.
    const text = readFileSync(join(folder, 'set', 'walk.csv'), 'utf8');
    writeFileSync(join(folder, 'set', 'cut.csv'), text.slice(0, text.indexOf('\n', 20000) - 9));
    writeFileSync(join(folder, 'set', 'cut.json'), readFileSync(join(folder, 'set', 'walk.json')));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('npm start: replays the good recording, reports the bad one, and ends with status 1', () => {
    const json = join(folder, 'json');
    const html = join(folder, 'report.html');
    const { status, stdout, stderr } = command('host-sim/cli.ts', folder, '--json-dir', json, '--html', html);
    expect(status, stderr).to.equal(1);
    expect(stderr).to.match(/error: .*cut\.csv:\d+/);
    expect(stdout).to.match(/\] walk: .*strides/);
    expect(existsSync(join(json, 'cut.json'))).to.equal(false);
    expect(readFileSync(html, 'utf8')).to.include('"name":"walk"');

    const result = JSON.parse(readFileSync(join(json, 'walk.json'), 'utf8')) as RecordingJson;
    expect(result).to.include({ trace: 'walk', engine: 'node' });
    expect(Math.abs(result.strides.length - truth.strides.length)).to.be.at.most(2);
    expect(result.strides).not.to.be.empty;
    for (const stride of result.strides) {
      expect(stride.ic_us).to.be.within(0, 26e6);
      expect(Object.keys(stride)).to.satisfy((keys: string[]) => keys.every((key) => CONTRACT.includes(key)));
      expect(Object.values(stride)).not.to.include(null);
    }
    expect(result.ble.counts.advertise).to.be.above(0);
    expect(result.ble.events.every((event) => event.hex === undefined || /^([0-9a-f]{2})+$/.test(event.hex)))
      .to.be.true;
  });

  it('npm start: says which option is wrong, with status 2', () => {
    const { status, stderr } = command('host-sim/cli.ts', '--rate', '100');
    expect(status).to.equal(2);
    expect(stderr).to.include('Expected 104, 208, 416');
  });

  it('npm run score: scores the good recording, names the bad one, and ends with status 1', () => {
    const { status, stdout, stderr } = command('host-sim/score-cli.ts', folder, '--json', '--no-synthetic');
    expect(status, stderr).to.equal(1);
    expect(stderr).to.match(/error: .*cut\.csv/);
    const result = JSON.parse(stdout) as ScoreResult;
    expect(Object.keys(result.recordings)).to.deep.equal(['walk']);
    expect(Object.keys(result.missing)).to.deep.equal(['cut']);
    expect(result.datasets.set.walk?.stride?.recall).to.be.above(0.8);
  });

  it('npm run score: refuses a folder without recordings', () => {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    const { status, stderr } = command('host-sim/score-cli.ts', empty);
    expect(status).to.equal(1);
    expect(stderr).to.include('no recording with truth');
  });
});
