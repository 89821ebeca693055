import { expect } from 'chai';
import { brokenAdvertisingRules, brokenParameterRules } from '../../host-sim/clients/apple';
import { Nordic } from '../../host-sim/clients/nordic';
import { NrfToolbox } from '../../host-sim/clients/nrf-toolbox';
import { OpenTracks } from '../../host-sim/clients/opentracks';
import { QdomyosZwift } from '../../host-sim/clients/qdomyos-zwift';
import type { Client, Screen } from '../../host-sim/clients/screen';
import { replay } from '../../host-sim/engines/node';
import type { ReplayResult } from '../../host-sim/engines/replay';
import { synthesise, type Plan } from '../../host-sim/traces/synth';

const PLAN: Plan = {
  name: 'walk, run fast and slow, stand, walk',
  segments: [
    { kind: 'stand', duration_s: 5 },
    { kind: 'walk', duration_s: 60, speed_mps: 1.4 },
    { kind: 'run', duration_s: 60, speed_mps: 2.6 },
    { kind: 'run', duration_s: 60, speed_mps: 4 },
    { kind: 'stand', duration_s: 20 },
    { kind: 'run', duration_s: 60, speed_mps: 3 },
    { kind: 'stand', duration_s: 20 },
  ],
};

interface Moment {
  t_us: number;
  screen: Screen;
}

const run = synthesise(PLAN);
const { strides, segments } = run.truth;
const result: ReplayResult = replay(run);

function measurements(): { t_us: number; bytes: Uint8Array }[] {
  return result.radio.flatMap(({ kind, uuid, bytes, t_us }) =>
    kind === 'notify' && uuid === '2a53' && bytes ? [{ t_us, bytes }] : [],
  );
}

function shown(client: Client): Moment[] {
  return measurements().map(({ t_us, bytes }) => {
    const screen = client.take(bytes);
    if (!screen) throw new Error(`${client.name} rejects ${Buffer.from(bytes).toString('hex')}`);
    return { t_us, screen };
  });
}

/** What the foot really did in the ten seconds before: undefined unless it went on steadily all that time. */
function truth(t_us: number): { footCadence_spm: number; speed_mps: number; running: boolean } | undefined {
  const segment = segments.find(({ start_us, end_us }) => start_us + 12e6 <= t_us && t_us < end_us);
  if (!segment || (segment.kind !== 'walk' && segment.kind !== 'run')) return undefined;
  const last = strides.filter(({ ic_us }) => ic_us <= t_us && ic_us > t_us - 10e6);
  if (last.length < 2) return undefined;
  const span_us = last[last.length - 1].ic_us - last[0].ic_us;
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    footCadence_spm: ((last.length - 1) * 60e6) / span_us,
    speed_mps: mean(last.map(({ speed_mps }) => speed_mps)),
    running: segment.kind === 'run',
  };
}

const clients = [() => new OpenTracks('Footfall'), () => new QdomyosZwift(), () => new Nordic()];

describe('what programs show of a whole run', () => {
  for (const make of clients) {
    const { name } = make();
    it(`${name}: cadence of the foot, pace and stride length are right while the runner goes steadily`, () => {
      let compared = 0;
      for (const { t_us, screen } of shown(make())) {
        const is = truth(t_us);
        if (!is) continue;
        compared++;
        const at = `at ${(t_us / 1e6).toFixed(0)} s`;
        expect(screen.footCadence_spm, `cadence ${at}`).to.be.closeTo(is.footCadence_spm, 3);
        expect(screen.speed_mps, `speed ${at}`).to.be.closeTo(is.speed_mps, 0.1 * is.speed_mps);
        const stride_m = (60 * is.speed_mps) / is.footCadence_spm;
        expect(screen.strideLength_m, `stride ${at}`).to.be.closeTo(stride_m, 0.12 * stride_m);
        if (screen.running !== undefined) expect(screen.running, `running ${at}`).to.equal(is.running);
      }
      expect(compared).to.be.greaterThan(150);
    });

    it(`${name}: never shows a stride of 0 or a doubled cadence, and 0 km/h to a runner who stands`, () => {
      const moments = shown(make());
      for (const { screen } of moments) {
        expect(screen.strideLength_m).not.to.equal(0);
        expect(screen.cadence).to.be.below(120);
      }
      for (const { kind, start_us, end_us } of segments) {
        if (kind !== 'stand' || end_us - start_us < 15e6) continue;
        const late = moments.filter(({ t_us }) => t_us > start_us + 5e6 && t_us < end_us);
        expect(late.length).to.be.greaterThan(1);
        for (const { screen } of late) expect([screen.speed_mps, screen.cadence]).to.deep.equal([0, 0]);
      }
    });
  }

  it('OpenTracks and Nordic: total distance only grows, and ends at the true one', () => {
    const total_m = strides.reduce((sum, { length_m }) => sum + length_m, 0);
    for (const client of [new OpenTracks('Footfall'), new Nordic()]) {
      const distances = shown(client).map(({ screen }) => screen.distance_m ?? NaN);
      for (let i = 1; i < distances.length; i++) expect(distances[i]).to.be.at.least(distances[i - 1]);
      expect(distances.at(-1)).to.be.closeTo(total_m, 0.03 * total_m);
    }
  });

  it("nRF Toolbox's own stride counter comes to the strides and the way there were", () => {
    const toolbox = new NrfToolbox();
    const nordic = new Nordic();
    for (const { t_us, bytes } of measurements()) {
      const screen = nordic.take(bytes);
      if (screen) toolbox.take(t_us / 1000, screen.cadence, screen.strideLength_m);
    }
    toolbox.pass(result.duration_us / 1000 + 60_000);
    const total_m = strides.reduce((sum, { length_m }) => sum + length_m, 0);
    // It begins late with each start, and goes on for up to a measurement after each stop.
    expect(toolbox.strides).to.be.closeTo(strides.length, 0.05 * strides.length);
    expect(toolbox.distance_m).to.be.closeTo(total_m, 0.06 * total_m);
  });

  it('would notice a shoe that tells the cadence of both feet', () => {
    const both = Uint8Array.of(7, 0, 3, 160, 225, 0, 0, 0, 0, 0);
    expect(new OpenTracks('Footfall').take(both)?.footCadence_spm).to.equal(160);
    expect(new Nordic().take(both)?.cadence).to.equal(160);
    expect(new Nordic().take(Uint8Array.of(7, 0, 3, 80, 225, 0, 0, 0, 0))).to.equal(undefined);
  });
});

describe("Apple's rules for accessories", () => {
  it('know good and bad advertising intervals', () => {
    const good = [
      { time_ms: 0, interval_ms: 20 },
      { time_ms: 30_000, interval_ms: 1022.5 },
    ];
    expect(brokenAdvertisingRules(good)).to.deep.equal([]);
    expect(brokenAdvertisingRules([good[0], { time_ms: 29_000, interval_ms: 1000 }])).to.have.length(2);
    expect(brokenAdvertisingRules([good[1]])).to.deep.equal(['does not begin fast']);
  });

  it('know good and bad connection parameters', () => {
    const good = { intervalMaximum_ms: 60, latency: 4, supervisionTimeout_ms: 4000 };
    expect(brokenParameterRules(good)).to.deep.equal([]);
    expect(brokenParameterRules({ ...good, latency: 40 })).to.have.length(2);
    expect(brokenParameterRules({ ...good, supervisionTimeout_ms: 1000 })).to.have.length(1);
  });
});
