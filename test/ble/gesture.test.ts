import { expect } from 'chai';
import { VirtualShoe } from '../../host-sim/engines/virtual-shoe';
import { virtualRadio, type VirtualRadio } from '../../host-sim/board/radio';
import type { GyroscopeUse } from '../../firmware/session/gyroscope';
import { synthesise } from '../../host-sim/traces/synth';
import type { TraceSource } from '../../host-sim/traces/source';
import { INFORMATION } from './phone';

const MAY_BOND = 4;
const SOFTWARE_RESET = 3;
const SAMPLE_us = 1000;

/** A shoe that lies there for 12 s and is tapped on `count` times from second 4 on, as its sensor sees it. */
function tapped(count: number): TraceSource {
  let sample = 0;
  return {
    name: 'taps',
    synthetic: true,
    hasGyro: true,
    duration_us: 12_000_000,
    next(frame) {
      const t_ms = sample++;
      if (t_ms > 12_000) return false;
      const since_ms = (t_ms - 4000) % 300;
      const tap = t_ms >= 4000 && t_ms < 4000 + 300 * count && since_ms < 40;
      frame.set([t_ms * SAMPLE_us, 0, 0, 1000, 0, 0, 0]);
      if (tap) frame[3] += 4000 * Math.exp(-since_ms / 8) * Math.cos(since_ms / 4);
      return true;
    },
    close: () => undefined,
  };
}

/** The seconds, one by one, in which a phone could bond. */
function bondable(
  source: TraceSource,
  gyroscope: GyroscopeUse,
  seconds: number,
  reason = SOFTWARE_RESET,
): number[] {
  const ignore = () => undefined;
  let radio: VirtualRadio | undefined;
  const shoe = new VirtualShoe(
    source,
    { gyroscope, boot: { reason } },
    {
      onStride: ignore,
      onRadio: ignore,
      sink: { start: ignore, pause: ignore, resume: ignore, split: ignore, stop: ignore },
      log: ignore,
      server: (clock) => (radio = virtualRadio({ now_us: () => clock.now_us }, ignore)).server,
    },
  );
  const open: number[] = [];
  const phone = radio?.connect();
  for (let second = 1; second <= seconds; second++) {
    shoe.runUntil(second * 1_000_000);
    if (((phone?.read(INFORMATION)[4] ?? 0) & MAY_BOND) !== 0) open.push(second);
  }
  shoe.shoe.close();
  return open;
}

describe('five taps on the whole shoe', () => {
  it('let a phone bond for a minute, with the gyroscope or without', () => {
    for (const gyroscope of ['always', 'never'] as const) {
      const open = bondable(tapped(5), gyroscope, 80);
      // The recording begins a second after power-on; the last tap is at 6.2 s, and a second of quiet follows.
      expect(open[0], gyroscope).to.be.within(8, 9);
      expect(open, gyroscope).to.have.length(60);
    }
  });

  it('are not four, nor a walk and a run', () => {
    expect(bondable(tapped(4), 'always', 20)).to.deep.equal([]);
    const plan = {
      name: 'walk and run',
      segments: [
        { kind: 'stand' as const, duration_s: 3 },
        { kind: 'walk' as const, duration_s: 40, speed_mps: 1.2 },
        { kind: 'stand' as const, duration_s: 5 },
        { kind: 'run' as const, duration_s: 40, speed_mps: 3.5 },
        { kind: 'stand' as const, duration_s: 5 },
      ],
    };
    for (const gyroscope of ['always', 'never'] as const)
      expect(bondable(synthesise(plan), gyroscope, 96), gyroscope).to.deep.equal([]);
  });

  it('are not needed in the minute after power-on', () => {
    expect(bondable(tapped(0), 'always', 80, 1)).to.deep.equal(Array.from({ length: 60 }, (_, i) => i + 1));
  });
});
