/** Counters of frames, microseconds and milliseconds that wrap while somebody runs: nothing may come of it. */
import { expect } from 'chai';
import { Ticks } from '../../firmware/device/ticks';
import { InterpretedKernel } from '../../firmware/kernel/interpreted';
import { COUNTER_MASK, RING_MASK } from '../../firmware/sensors/ring';
import { Stride } from '../../firmware/stepdetect/stride';
import { ShoeRecord } from '../../firmware/record/record';
import { WALK_HELD_s } from '../../firmware/record/settings';
import { VirtualBus } from '../../host-sim/board/bus';
import { VirtualClock } from '../../host-sim/board/clock';
import { virtualDigital } from '../../host-sim/board/digital';
import { FlashModel } from '../../host-sim/board/flash';
import { Lsm6dsoModel } from '../../host-sim/board/lsm6dso-model';
import { RecordedMotion } from '../../host-sim/board/motion';
import { virtualRadio } from '../../host-sim/board/radio';
import { INT1_PIN, wireShoe } from '../../host-sim/engines/wiring';
import { synthesise, type Plan } from '../../host-sim/traces/synth';
import { runs, samples } from '../record/read';

const OUTING: Plan = {
  name: 'outing',
  segments: [
    { kind: 'stand', duration_s: 4 },
    { kind: 'walk', duration_s: 16, speed_mps: 1.3 },
    { kind: 'run', duration_s: 80, speed_mps: 3 },
    { kind: 'stand', duration_s: 200 },
  ],
};
const STROLL: Plan = {
  name: 'stroll',
  segments: [
    { kind: 'stand', duration_s: 4 },
    { kind: 'walk', duration_s: 96, speed_mps: 1.4 },
    { kind: 'stand', duration_s: 200 },
  ],
};
/** Frames from the start to the wrap: every tenth of a second over a stride and more, amid walking. */
const FRAMES_BEFORE = Array.from({ length: 14 }, (_, i) => 2300 + 21 * i);
/** From the start to the wrap of a time, amid running or walking. */
const BEFORE_ms = 60_000;
/** Samples of the record begin at multiples of this: a start at one gives the same samples. */
const SAMPLE_ms = 8000;

interface Start {
  readonly gyroscope: boolean;
  /** What the chip's counter of milliseconds shows at the start. */
  readonly clock_ms?: number;
  /** What the frame counters show. */
  readonly frames?: number;
}

/** A shoe that goes out. Without gyroscope it is only walked in. @returns its strides with times from the start, what its record has, and the frame counter at the end */
function goOut({ gyroscope, clock_ms = 0, frames = 0 }: Start) {
  const plan = gyroscope ? OUTING : STROLL;
  const clock = new VirtualClock();
  const ticks = new Ticks();
  const now = (): number => ticks.widen((clock.clock.now() + clock_ms) | 0);
  now();
  const motion = new RecordedMotion(synthesise(plan));
  const imu = new Lsm6dsoModel({ clock, motion, variant: 'LSM6DSO32' });
  const bus = new VirtualBus({ clock, parts: [imu] });
  const flash = new FlashModel({ blocks: 16 });
  new ShoeRecord({ flash, clock: clock.clock, boot: { reason: 1 }, firmware: [0, 1, 0] }).set(
    WALK_HELD_s,
    70,
  );
  const strides: Stride[] = [];
  const ignore = (): void => undefined;
  const start_us = (now() * 1000) | 0;
  const start_ms = now();
  let kernel: InterpretedKernel | undefined;
  const shoe = wireShoe(
    {
      bus: bus.io,
      digital: virtualDigital({ clock, pins: new Map([[INT1_PIN, imu.int1]]) }),
      clock: { now, delay: (ms) => clock.clock.delay(ms) },
      timers: clock.timers,
      server: virtualRadio({ now_us: () => clock.now_us }, ignore).server,
      flash: () => flash,
      boot: () => ({ reason: 1 }),
      sink: { start: ignore, pause: ignore, resume: ignore, split: ignore, stop: ignore },
      log: (sentence) => expect.fail(sentence),
      onStride: (stride) => strides.push(sinceStart(stride, start_us)),
    },
    { part: 'LSM6DSO32', rate_Hz: 208, address: imu.address, gyroscope: gyroscope ? 'always' : 'never' },
    (scale, accelOnlyScale, height_mm) =>
      (kernel = kernelAt(frames, new InterpretedKernel(scale, accelOnlyScale, height_mm))),
  );
  clock.runUntil(1e6 * plan.segments.reduce((sum, { duration_s }) => sum + duration_s, 0));
  return { strides, record: kept(shoe.record, start_ms), head: kernel?.ring.head ?? 0 };
}

function sinceStart(stride: Stride, start_us: number): Stride {
  const copy = Object.assign(new Stride(), stride);
  copy.icUs = (stride.icUs - start_us) | 0;
  if (stride.tcUs !== 0) copy.tcUs = (stride.tcUs - start_us) | 0;
  if (stride.toUs !== 0) copy.toUs = (stride.toUs - start_us) | 0;
  if (stride.midstanceUs !== 0) copy.midstanceUs = (stride.midstanceUs - start_us) | 0;
  return copy;
}

/** A kernel whose counters of frames stand there; the detector without gyroscope counts its frames by itself. */
function kernelAt(frames: number, kernel: InterpretedKernel): InterpretedKernel {
  kernel.ring.head = frames;
  kernel.ring.tail = frames;
  const { activity } = kernel.counter as unknown as { activity: { count: number } };
  expect(activity.count).to.equal(0);
  activity.count = frames;
  return kernel;
}

function kept(record: ShoeRecord | undefined, start_ms: number): unknown {
  if (record === undefined) return undefined;
  const found = runs(record).map((run) => ({ ...run, boot_ms: run.boot_ms - start_ms }));
  expect(found).to.have.lengthOf(1);
  return { found, samples: samples(record, 1) };
}

for (const gyroscope of [true, false])
  describe(`an outing ${gyroscope ? 'with' : 'without'} gyroscope is the same`, () => {
    let plain: ReturnType<typeof goOut>;
    before(() => {
      plain = goOut({ gyroscope });
      expect(plain.strides).to.have.length.above(80);
    });

    it('when the counters of frames wrap', () => {
      for (const before of FRAMES_BEFORE) {
        const frames = COUNTER_MASK + 1 - before;
        const wrapped = goOut({ gyroscope, frames });
        // Compared at the same place in the ring: from another one a time may differ by 20 us.
        const same = goOut({ gyroscope, frames: frames & RING_MASK });
        expect(wrapped.head).to.be.below(same.head);
        expect(wrapped.strides).to.deep.equal(same.strides);
      }
    }).timeout(20_000);

    for (const [name, wrap] of [
      ['the microseconds turn negative', 2 ** 31 / 1000],
      ['the microseconds begin anew', 2 ** 32 / 1000],
      ['the milliseconds turn negative, after 24.8 days', 2 ** 31],
      ['the milliseconds begin anew, after 49.7 days', 2 ** 32],
    ] as const)
      it(`when ${name}`, () => {
        const clock_ms = wrap - BEFORE_ms - ((wrap - BEFORE_ms) % SAMPLE_ms);
        const wrapped = goOut({ gyroscope, clock_ms });
        expect(wrapped.strides).to.deep.equal(plain.strides);
        expect(wrapped.record).to.deep.equal(plain.record);
      });
  });
