/**
 * Real runners: the samples of recordings, said over and over until they make long runs, for no recording at hand is as long as
 * a run. Nothing is said of them as they are; faults put in are found in spite of the runners' own chance.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterRun, figuresOf, type RunFigures } from '../../companion/coach';
import { CADENCE_BELOW_OWN, CONTACT_DRIFT } from '../../firmware/coach/advice';
import type { Run, RunSample } from '../../companion/export/run';
import { replay } from '../../host-sim/engines/node';
import { replayedRun } from '../../host-sim/report/replayed-run';
import { openTrace } from '../../host-sim/traces/csv';

const folder = process.env.FOOTFALL_TRACES;
/** Recordings with running, and whether 12 % more contact time shows. In run 54 it scatters by 75 ms of 238, which hides them. */
const RECORDINGS = [
  { name: 'wmf_run/wmf_run_100s', shows: true },
  { name: 'koroglu_footprints/koroglu_run_51', shows: true },
  { name: 'koroglu_footprints/koroglu_run_54', shows: false },
  { name: 'koroglu_footprints/koroglu_run_56', shows: true },
  { name: 'koroglu_footprints/koroglu_run_70', shows: true },
];
const present = folder !== undefined && existsSync(folder);
const SECONDS = 35 * 60;
const RUNS = 8;

interface Fault {
  readonly cadence?: number;
  readonly contactAtEnd?: number;
}

/** The running samples from number `from` on, over and over. */
function long(run: Run, from: number, { cadence = 1, contactAtEnd = 1 }: Fault = {}): Run {
  const running = run.samples.filter((sample) => sample.running && sample.cadence_spm !== undefined);
  const samples: RunSample[] = Array.from({ length: SECONDS }, (_, second) => {
    const sample = running[(from + second) % running.length];
    const { cadence_spm, contact_ms } = sample;
    const factor = 1 + ((contactAtEnd - 1) * second) / SECONDS;
    return {
      ...sample,
      at_ms: 1000 * second,
      duration_ms: 1000,
      cadence_spm: cadence_spm === undefined ? undefined : cadence * cadence_spm,
      contact_ms: contact_ms === undefined ? undefined : factor * contact_ms,
    };
  });
  return { ...run, kind: 'run', elapsed_ms: 1000 * SECONDS, distance_m: 5000, samples };
}

describe(`advice for real runners${present ? '' : ' (pending: FOOTFALL_TRACES names no folder)'}`, () => {
  for (const { name, shows } of RECORDINGS)
    it(name, function () {
      if (!present || folder === undefined) return this.skip();
      const result = replay(openTrace(join(folder, `${name}.csv`)));
      const run = replayedRun(result);
      const runner = { height_cm: 0 };
      expect(afterRun(figuresOf(run, 1, 1), [], { height_cm: 175 }), 'as it is: too short').to.deep.equal([]);
      const before: RunFigures[] = Array.from({ length: RUNS }, (_, i) => figuresOf(long(run, 7 * i), i, 1));
      const said = (fault?: Fault) =>
        afterRun(figuresOf(long(run, 99, fault), RUNS, 1), before, runner).map(({ advice }) => advice);
      expect(said(), 'no fault').to.deep.equal([]);
      expect(said({ cadence: 0.94 }), 'fewer steps').to.deep.equal([CADENCE_BELOW_OWN]);
      expect(said({ contactAtEnd: 1.12 }), 'longer contacts').to.deep.equal(shows ? [CONTACT_DRIFT] : []);
      expect(said({ contactAtEnd: 1.35 }), 'much longer contacts').to.deep.equal([CONTACT_DRIFT]);
    });
});
