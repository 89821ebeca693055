import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { expect } from 'chai';
import { findTraces, openTrace, readMeta } from '../../host-sim/traces/csv';
import { synthesise } from '../../host-sim/traces/synth';
import { SAMPLE_VALUES } from '../../host-sim/traces/source';
import { readAll } from './files';

const root = process.env.FOOTFALL_TRACES;
const given = root !== undefined && existsSync(root);
const title = 'real recordings' + (given ? '' : ' (skipped: FOOTFALL_TRACES names no folder)');

describe(title, function () {
  before(function () {
    if (!given) this.skip();
  });

  it('all open, with a description, and give a first sample at rest or moving in milli-g', () => {
    const frame = new Float64Array(SAMPLE_VALUES);
    const traces = findTraces(root ?? '');
    expect(traces).to.not.have.length(0);
    for (const path of traces) {
      const source = openTrace(path);
      const meta = readMeta(path);
      expect(meta?.name).to.equal(source.name);
      expect(source.next(frame)).to.equal(true);
      expect(Math.hypot(frame[1], frame[2], frame[3]), path).to.be.within(300, 20_000);
      expect((source.duration_us ?? 0) / 1e6).to.be.closeTo(meta?.duration_s ?? -1, 0.02);
      source.close();
    }
  });

  it('have the samples their description counts: one per data set', () => {
    const firsts = new Map(
      findTraces(root ?? '')
        .reverse()
        .map((path) => [basename(dirname(path)), path]),
    );
    for (const path of firsts.values()) {
      const rows = readAll(openTrace(path));
      expect(rows, path).to.have.length(readMeta(path)?.samples ?? -1);
    }
  });

  /** Median over strides of the fastest rotation (degree/s) and the greatest force (g) in each. */
  function peaks(
    strides: readonly { start_us: number; end_us: number }[],
    rows: readonly number[][],
  ): [number, number] {
    const middle = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1];
    const inside = strides.map(({ start_us, end_us }) =>
      rows.filter(([t_us]) => t_us >= start_us && t_us < end_us),
    );
    return [
      middle(inside.map((stride) => Math.max(...stride.map((row) => Math.hypot(...row.slice(4)) / 10)))),
      middle(inside.map((stride) => Math.max(...stride.map((row) => Math.hypot(...row.slice(1, 4)) / 1000)))),
    ];
  }

  const LIKE: ['walk' | 'run', string, number, number][] = [
    ['walk', 'koroglu_walk_77', 1.1, 1.4],
    ['run', 'koroglu_run_51', 2.5, 3.5],
  ];
  for (const [gait, name, least, most] of LIKE)
    it(`turn and strike the ground about as synthetic feet do: ${gait}`, function () {
      const path = findTraces(root ?? '').find((trace) => basename(trace) === `${name}.csv`);
      if (path === undefined) return this.skip();
      const between = ({ mean_speed_mps: v = 0 }) => v >= least && v < most;
      const [rate_dps, force_g] = peaks(
        readMeta(path)?.truth.strides.filter(between) ?? [],
        readAll(openTrace(path)),
      );
      const speed_mps = (least + most) / 2;
      const run = synthesise({
        name: 's',
        rate_Hz: 200,
        segments: [{ kind: gait, duration_s: 20, speed_mps }],
      });
      const strides = run.truth.strides
        .slice(3, -3)
        .map((s) => ({ start_us: s.to_us - 2e5, end_us: s.midstance_us }));
      const [synthRate_dps, synthForce_g] = peaks(strides, readAll(run));
      expect(synthRate_dps / rate_dps).to.be.within(0.7, 1.4);
      expect(synthForce_g / force_g).to.be.within(0.6, 1.6);
    });
});
