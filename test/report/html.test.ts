import { Script } from 'node:vm';
import { expect } from 'chai';
import { reportPage } from '../../host-sim/report/html';
import { ReportBuilder, type ReportData, type ReportRecording } from '../../host-sim/report/report-data';
import { MAX_POINTS, SignalTap } from '../../host-sim/report/signal-tap';
import { SAMPLE_VALUES, type TraceSource } from '../../host-sim/traces/source';
import { fakeReplay, ShortTrace } from '../cli/fixtures';

function built(name: string): { page: string; recording: ReportRecording } {
  const builder = new ReportBuilder({ rate_Hz: 208, part: 'LSM6DSO' });
  builder.add(fakeReplay(builder.tap(new ShortTrace(name)), {}), 10);
  return { page: reportPage(builder.data()), recording: builder.data().recordings[0] };
}

function uint16(base64: string): Uint16Array {
  return new Uint16Array(Uint8Array.from(Buffer.from(base64, 'base64')).buffer);
}

/** A long recording: sample i has a rotation of i % 1000, so that peaks are known. */
class LongTrace extends ShortTrace {
  private count = 0;

  constructor(private readonly samples: number) {
    super('long');
  }

  override next(frame: Float64Array): boolean {
    if (this.count === this.samples) return false;
    frame.set([1000000 + this.count * 5000, 0, 0, 1000, this.count % 1000, 0, 0]);
    this.count++;
    return true;
  }
}

function drain(source: TraceSource): void {
  const frame = new Float64Array(SAMPLE_VALUES);
  while (source.next(frame));
}

describe('the HTML report', () => {
  it('needs no other file and no network', () => {
    const { page } = built('x');
    expect(page).not.to.match(/<(script|link|img)[^>]+(src|href)=/i);
    expect(page).not.to.match(/@import|url\(/i);
    expect(page).to.include('uPlot');
  });

  it('holds scripts that are whole: each parses', () => {
    const { page } = built('x');
    const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map((match) => match[1]);
    expect(scripts).to.have.length(2);
    for (const script of scripts) expect(() => new Script(script)).not.to.throw();
  });

  it('carries its data whole, whatever the name holds', () => {
    const { page } = built('</script><script>alert(1)</script>');
    const json = /<script type="application\/json" id="data">([\s\S]*?)<\/script>/.exec(page)?.[1] ?? '';
    expect((JSON.parse(json) as ReportData).recordings[0].name).to.equal(
      '</script><script>alert(1)</script>',
    );
    expect(page).not.to.include('<script>alert');
  });

  it('gives strides in seconds, with cadence of the person, pace and contact time', () => {
    const { strides } = built('x').recording;
    expect(strides[0]).to.include({ ic: 1, tc: 1.6, run: false, cadence: null, contact_ms: 600 });
    expect(strides[1]).to.include({ run: true, cadence: 160, contact_ms: 250, clipped: true });
    expect(strides[1].pace).to.be.closeTo(6 + 2 / 3, 1e-9);
  });

  it('gives eversion and turn in degrees, rise in millimetres, and null for what the shoe does not know', () => {
    const builder = new ReportBuilder({});
    const trace = new ShortTrace('x');
    const result = fakeReplay(builder.tap(trace), {});
    const [first, second] = result.strides;
    const known = { ...first, eversion_deg: 0, turn_deg: -90, rise_m: -0.025 };
    builder.add({ ...result, strides: [known, second] }, 1);
    const { strides } = builder.data().recordings[0];
    expect(strides[0]).to.include({ eversion_deg: 0, turn_deg: -90, rise_mm: -25 });
    expect(strides[1]).to.include({ eversion_deg: null, turn_deg: null, rise_mm: null });
  });

  it('keeps every sample of a short recording', () => {
    const { signal } = built('x').recording;
    expect(signal?.every).to.equal(1);
    expect([...uint16(signal?.gyro ?? '')]).to.deep.equal(Array.from({ length: 500 }, (_, i) => i));
    expect([...new Set(uint16(signal?.accel ?? ''))]).to.deep.equal([1000]);
  });

  it('marks what is synthetic', () => {
    const builder = new ReportBuilder({});
    const source = Object.assign(new ShortTrace('s'), { synthetic: true });
    builder.add(fakeReplay(builder.tap(source), {}), 1);
    expect(builder.data().recordings[0].synthetic).to.equal(true);
  });
});

describe('the signal kept for a report', () => {
  it('is thinned to a fixed size without losing peaks', () => {
    const tap = new SignalTap(new LongTrace(3 * MAX_POINTS));
    drain(tap);
    const { time, gyro, every } = tap.signal();
    expect(every).to.equal(4);
    expect(time.length).to.equal((3 * MAX_POINTS) / 4);
    expect(Array.from(gyro.slice(0, 3))).to.deep.equal([3, 7, 11]);
    expect(Math.max(...gyro.slice(-250))).to.equal(999);
  });

  it('counts time from the first sample', () => {
    const tap = new SignalTap(new LongTrace(3));
    drain(tap);
    expect(Array.from(tap.signal().time)).to.deep.equal([0, 50, 100]);
    expect(tap.start_us).to.equal(1000000);
  });
});
