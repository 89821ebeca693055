import { expect } from 'chai';
import { jolts_us, labelLags, labelRows, labelTable } from '../../host-sim/score/labels';
import type { TraceSource } from '../../host-sim/traces/source';

/** A hundred samples a second of rest, with accelerations at some times. */
function trace(
  seconds: number,
  jumps_mg: Readonly<Record<number, number>>,
): TraceSource & { closed: boolean } {
  let sample = 0;
  return {
    name: 'x',
    synthetic: false,
    hasGyro: true,
    duration_us: seconds * 1e6,
    closed: false,
    next(frame) {
      if (sample > seconds * 100) return false;
      const time_us = 10_000 * sample++;
      frame.set([time_us, 0, 0, 1000 + (jumps_mg[time_us] ?? 0), 0, 0, 0]);
      return true;
    },
    close() {
      this.closed = true;
    },
  };
}

describe('the jolt at a labelled contact', () => {
  it('is the fastest change of acceleration from 300 ms before the label to 150 ms after it', () => {
    const source = trace(3, { 650_000: 9000, 800_000: 3000, 1_200_000: 9000, 2_100_000: 500 });
    expect(jolts_us(source, [1e6, 2e6])).to.deep.equal([795_000, 2_095_000]);
    expect(source.closed).to.equal(true);
  });

  it('is that of each label where two lie near one another', () => {
    expect(jolts_us(trace(2, { 900_000: 900, 1_250_000: 2000 }), [1e6, 1.2e6])).to.deep.equal([
      895_000, 1_245_000,
    ]);
  });

  it('is not there where the recording has ended', () => {
    expect(jolts_us(trace(1, { 900_000: 5 }), [1e6, 9e6])).to.deep.equal([895_000, undefined]);
  });
});

describe('how late labels are', () => {
  const lags = (dataset: string, name: string, jolt_us: number, found_us: number[]) =>
    labelLags({ dataset, name }, [1e6], found_us, trace(2, { [1e6 + jolt_us + 5000]: 4000 }));

  it('is told by what was found and by the jolt, apart', () => {
    expect(lags('set', 'a', -105_000, [940_000])).to.deep.equal({
      dataset: 'set',
      name: 'a',
      labels: 1,
      found_ms: [-60],
      jolt_ms: [-105],
    });
    expect(lags('set', 'a', -5_000, [500_000]).found_ms).to.deep.equal([]);
  });

  it('is a row of each data set and of each recording, the latest labels first', () => {
    const all = [
      lags('one', 'near', -25_000, [1e6]),
      lags('one', 'late', -205_000, [800_000]),
      lags('two', 'x', 45_000, []),
    ];
    const rows = labelRows(all);
    expect(rows.map(({ dataset, name }) => name ?? dataset)).to.deep.equal([
      'one',
      'late',
      'near',
      'two',
      'x',
    ]);
    expect(rows[0].labels).to.equal(2);
    expect(rows[0].jolt[2]).to.equal(-115);
    const prf = (f1: number) => ({ tp: 1, fp: 0, fn: 0, precision: 1, recall: 1, f1 });
    const datasets = { one: { all: { recordings: 2, stride: prf(0.5), stride_250ms: prf(1) } } };
    const text = labelTable(rows, { datasets }).split('\n');
    expect(text[1]).to.match(/^one +2 +-190 .* 50\.00 +100\.00$/);
    expect(text[2]).to.match(/late +1 +-200 .*-205 +- +-$/);
    expect(text[4]).to.match(/^two +1 +- +- +- +- +- +45 /);
  });
});
