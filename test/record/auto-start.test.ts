/** What the phone sets of sessions that start and end by themselves, in the whole shoe. */
import { expect } from 'chai';
import { virtualRadio, type VirtualCentral } from '../../host-sim/board/radio';
import { erasedFlash } from '../../host-sim/board/flash';
import { VirtualShoe } from '../../host-sim/engines/virtual-shoe';
import { synthesise, type Plan } from '../../host-sim/traces/synth';
import { CONTROL_POINT, u16 } from '../ble/phone';

/** By the defaults a session from the first run on, since that is held for a minute, up to its end. */
const JOG: Plan = {
  name: 'jog',
  segments: [
    { kind: 'stand', duration_s: 3 },
    { kind: 'run', duration_s: 75, speed_mps: 3 },
    { kind: 'stand', duration_s: 60 },
    { kind: 'run', duration_s: 30, speed_mps: 3 },
    { kind: 'stand', duration_s: 20 },
  ],
};
const END_us = 190e6;
/** No session by the defaults, which ask for six minutes. */
const WALK: Plan = {
  name: 'walk',
  segments: [
    { kind: 'stand', duration_s: 3 },
    { kind: 'walk', duration_s: 150, speed_mps: 1.6 },
    { kind: 'stand', duration_s: 35 },
  ],
};

// Op code 0x21 Set: key, bytes, offset, value (docs/SPEC.md, 4.6).
const AUTO_START = (bits: number): number[] => [0x21, 12, 1, 0, bits];
const RUN_HELD = (seconds: number): number[] => [0x21, 13, 1, 0, seconds];
const WALK_HELD = (seconds: number): number[] => [0x21, 14, 2, 0, ...u16(seconds)];
const STOP_STANDING = (seconds: number): number[] => [0x21, 15, 2, 0, ...u16(seconds)];

/** Lets a shoe go for a jog and a phone write requests at seconds of it. @returns what the session told, in order */
function jog(
  requests: readonly (readonly [at_s: number, request: number[]])[],
  flash = erasedFlash(),
  plan = JOG,
): string {
  const told: string[] = [];
  const note = (kind: string) => () => void told.push(kind);
  const answers: number[] = [];
  let phone: VirtualCentral | undefined;
  const virtual = new VirtualShoe(
    synthesise(plan),
    { flash },
    {
      onStride: () => undefined,
      onRadio: () => undefined,
      sink: {
        start: note('start'),
        pause: note('pause'),
        resume: note('resume'),
        split: note('split'),
        stop: note('stop'),
      },
      log: (sentence) => told.push(sentence),
      server: (clock) => {
        const radio = virtualRadio({ now_us: () => clock.now_us }, () => undefined);
        clock.at(500_000, () => {
          const onValue = (_: string, bytes: Uint8Array) => void answers.push(bytes[2]);
          phone = radio.connect({ bonded: true, onValue });
          phone.subscribe(CONTROL_POINT);
        });
        for (const [at_s, request] of requests)
          clock.atFirmware(at_s * 1e6, () => phone?.write(CONTROL_POINT, request));
        return radio.server;
      },
    },
  );
  virtual.runUntil(END_us);
  virtual.shoe.close();
  expect(answers).to.eql(requests.map(() => 1));
  return told.join(' ');
}

describe('sessions by the settings of the phone', () => {
  it('start and end as ever when nothing is set', () => {
    expect(jog([])).to.equal('start pause resume pause stop');
  });

  it('do not start by themselves when that is switched off, nor after the next start', () => {
    const flash = erasedFlash();
    expect(jog([[2, AUTO_START(0)]], flash)).to.equal('');
    expect(jog([], flash)).to.equal('');
    expect(jog([[2, AUTO_START(3)]], flash)).to.match(/^start/);
  });

  it('start after what the phone says has to be held, from the moment on it says so', () => {
    expect(jog([[2, RUN_HELD(90)]])).to.equal('');
    expect(jog([[79, RUN_HELD(250)]])).to.match(/^start/);
    expect(
      jog([
        [30, RUN_HELD(10)],
        [40, AUTO_START(0)],
      ]),
    ).to.match(/^start/);
  });

  it('end after standing for what the phone says, the open one too', () => {
    expect(jog([[100, STOP_STANDING(30)]])).to.equal('start pause stop');
    const flash = erasedFlash();
    jog([[2, STOP_STANDING(30)]], flash);
    expect(jog([[2, RUN_HELD(20)]], flash)).to.equal('start pause stop start pause stop');
  });

  it('start with a walk after the time that is set, and not before', () => {
    expect(jog([], erasedFlash(), WALK)).to.equal('');
    expect(jog([[2, WALK_HELD(200)]], erasedFlash(), WALK)).to.equal('');
    expect(jog([[2, WALK_HELD(90)]], erasedFlash(), WALK)).to.match(/^start/);
  });
});
