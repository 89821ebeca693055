import { expect } from 'chai';
import { cadence, clockTime, distance, pace, replaySpeed } from '../../host-sim/cli/format';
import { liveFrame } from '../../host-sim/cli/live-view';
import { PlainReporter } from '../../host-sim/cli/plain';
import { median, strideTimes_ms, summaryLines } from '../../host-sim/cli/summary';
import { progressAt, Recorder, resultOf } from './fixtures';

const HEAD = { name: 'x', synthetic: false, index: 1, total: 1 };

describe('figures as a runner reads them', () => {
  it('writes times, also above an hour', () => {
    expect([0, 59.9e6, 61e6, 3723e6].map(clockTime)).to.deep.equal(['0:00', '0:59', '1:01', '1:02:03']);
  });

  it('writes a pace rounded to the second, and none while standing', () => {
    expect(pace(2500)).to.equal('6:40 /km');
    expect(pace(1000000 / 299.6)).to.equal('5:00 /km');
    expect([0, 277, NaN].map(pace)).to.deep.equal(['-', '-', '-']);
  });

  it('keeps the cadence of the foot and of the person apart', () => {
    expect(cadence(84)).to.equal('84/min (168 steps/min)');
  });

  it('writes distances in metres, then kilometres', () => {
    expect([12.34, 1234].map(distance)).to.deep.equal(['12.3 m', '1.23 km']);
  });

  it('compares simulated with real time', () => {
    expect(replaySpeed(10e6, 4)).to.equal('2,500x real time');
  });
});

describe('the plain reporter', () => {
  it('writes one line per half minute of the recording, with what the shoe shows', () => {
    const output = new Recorder();
    const reporter = new PlainReporter(output);
    reporter.begin(HEAD);
    for (let second = 1; second <= 95; second++) reporter.progress(progressAt(second));
    const lines = output.lines.slice(1);
    expect(lines.map((line) => line.trim().split(' ')[0])).to.deep.equal(['0:30', '1:00', '1:30']);
    for (const part of ['running', '84/min', '4:46 /km', '1.23 km', '232 ms', 'RSC Measurement 0700035406'])
      expect(lines[0]).to.include(part);
  });

  it('writes one line for each of many recordings', () => {
    const output = new Recorder();
    const reporter = new PlainReporter(output);
    reporter.begin({ ...HEAD, index: 2, total: 3 });
    reporter.progress(progressAt(40));
    reporter.end(resultOf('x'), 10);
    expect(output.lines).to.have.length(1);
    expect(output.lines[0]).to.match(
      /^\[2\/3\] x: .*2 strides \(1 walking, 1 running\).*2 FIFO words dropped/,
    );
  });

  it('writes errors apart', () => {
    const output = new Recorder();
    new PlainReporter(output).fail('a.csv:3:1: expected a number');
    expect(output.lines).to.be.empty;
    expect(output.errors).to.deep.equal(['error: a.csv:3:1: expected a number']);
  });
});

describe('the live view', () => {
  it('shows progress, figures, and the last thing on the air', () => {
    const text = liveFrame({ ...HEAD, synthetic: true }, progressAt(60), 30, 200);
    for (const part of [
      '(synthetic)',
      '1:00 of 2:00',
      '2,000x',
      'RUNNING',
      '4:46 /km',
      '84/min',
      '1,034 steps',
      '232 ms',
    ])
      expect(text).to.include(part);
    expect(text).to.include('notify RSC Measurement').and.include('running, 3.00 m/s, 84/min');
    expect(text.match(/█/g)).to.have.length(15);
  });

  it('fits a narrow terminal and a recording of unknown length', () => {
    const text = liveFrame(HEAD, { ...progressAt(60), duration_us: undefined }, 30, 40);
    const colour = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');
    for (const line of text.replace(colour, '').split('\n')) expect(line.length).to.be.below(40);
    expect(text).not.to.include('█');
  });
});

describe('the summary', () => {
  it('takes stride times from the shoe, else from contact to contact, and none across a rest', () => {
    const stride = (ic_us: number, stride_ms?: number) => ({ ic_us, stride_ms, clipped: false });
    expect(strideTimes_ms([stride(0), stride(1e6), stride(9e6), stride(10e6, 990)])).to.deep.equal([
      undefined,
      1000,
      undefined,
      990,
    ]);
  });

  it('has the median between the middle two', () => {
    expect(median([4, 1, 3, 2])).to.equal(2.5);
    expect(median([])).to.equal(undefined);
  });

  it('says when a recording is synthetic, and what went wrong', () => {
    const text = summaryLines(resultOf('x', true), 10)
      .map((line) => line.join(' '))
      .join('\n');
    expect(text).to.include('SYNTHETIC').and.include('2 FIFO words dropped').and.include('123.4 m in all');
  });
});
