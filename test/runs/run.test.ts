import { expect } from 'chai';
import { decodeRun, type FootRun } from '../../companion/runs/run';
import { recordsOf } from '../../companion/runs/records';
import { FlashModel } from '../../host-sim/board/flash';
import { Life, RUN, WALK } from '../../host-sim/powercut/life';
import { runsInFlash } from '../../host-sim/soak/flash-truth';

/** Ten minutes run with a stand in it, then home at a walk: what the shoe made of it, and its stream. */
function recorded(): { life: Life; stream: Uint8Array } {
  const flash = new FlashModel();
  const life = new Life(flash);
  life.record.set(1, 1);
  life.setTime(90);
  life.go(300, RUN).stand(20).go(300, RUN).go(60, WALK).stand(240);
  life.record.settle();
  const [run] = runsInFlash(flash.image).values();
  return { life, stream: Uint8Array.from(run.stream) };
}

function mean(
  run: FootRun,
  key: 'contact_ms' | 'strideTime_ms' | 'speed_cm_s' | 'strike_deg' | 'impact_g',
): number {
  const values = run.samples.filter(({ isRun }) => isRun).map((sample) => sample[key] ?? NaN);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe('a run as its stream tells it', () => {
  const { life, stream } = recorded();
  const run = decodeRun(stream);

  it('has the totals the session told, and the start the clock had', () => {
    const [stop] = life.stops;
    expect(run).to.include({
      foot: 'left',
      isRun: true,
      elapsed_ms: stop.elapsed_ms,
      moving_ms: stop.moving_ms,
      strides: stop.strides,
      distance_mm: stop.distance_mm,
      zone_min: 90,
      hasStart: true,
      endedByReset: false,
    });
    expect(run.start_ms).to.be.within(Date.UTC(2026, 0, 1, 6), Date.UTC(2026, 0, 1, 6) + 2000);
    expect(run.splits.map(({ split }) => split)).to.deep.equal([1]);
    expect(run.pauses).to.have.length(1);
    expect(run.pauses[0].to_ms - run.pauses[0].from_ms).to.be.within(19_000, 23_000);
  });

  it('has samples of what was run, and of nothing else', () => {
    expect(mean(run, 'contact_ms')).to.be.closeTo(RUN.contact_ms, 2);
    expect(mean(run, 'strideTime_ms')).to.be.closeTo(RUN.stride_ms, 3);
    expect(mean(run, 'speed_cm_s')).to.be.closeTo(300, 2);
    expect(mean(run, 'strike_deg')).to.be.closeTo(12, 0.2);
    expect(mean(run, 'impact_g')).to.be.closeTo(8, 0.2);
    const strides = run.samples.reduce((sum, sample) => sum + sample.strides, 0);
    // The first and the last period may hold strides from before the start and after the end.
    expect(strides).to.be.within(run.strides, run.strides + 22);
    const ks = run.samples.map(({ k }) => k);
    expect(ks).to.deep.equal([...new Set(ks)].sort((a, b) => a - b));
  });

  it('comes to no harm from a stream that is cut anywhere, or damaged', () => {
    for (let length = 0; length < stream.length; length += 7) {
      const cut = decodeRun(stream.subarray(0, length));
      expect(cut.samples.length).to.be.at.most(run.samples.length);
    }
    for (let at = 0; at < stream.length; at += 5) {
      const damaged = stream.slice();
      damaged[at] ^= 0xff;
      expect(() => decodeRun(damaged)).not.to.throw();
    }
  });

  it('does not believe a date no shoe can have', () => {
    const old = stream.slice();
    expect(recordsOf(old)[0].type).to.equal(16);
    old.set([1, 0, 0, 0, 0, 0], 4 + 14);
    expect(decodeRun(old).start_ms).to.equal(undefined);
    expect(decodeRun(old).distance_mm).to.equal(run.distance_mm);
  });
});
