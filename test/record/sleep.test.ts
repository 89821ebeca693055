/** A shoe that lies in the hall for months, on a chip whose counter of milliseconds has 32 bits. */
import { expect } from 'chai';
import { Ticks } from '../../firmware/device/ticks';
import { interpretedKernel } from '../../firmware/kernel/interpreted';
import type { Imu } from '../../firmware/sensors/imu';
import { Shoe } from '../../firmware/shoe';
import { VirtualClock } from '../../host-sim/board/clock';
import { FlashModel } from '../../host-sim/board/flash';
import { virtualRadio } from '../../host-sim/board/radio';

const HOUR_us = 3_600_000_000;
const DAY_us = 24 * HOUR_us;
const DAY_ms = 86_400_000;
const EVENING_ms = Date.UTC(2026, 0, 1, 20);

/** A part that gives no frames: the foot never moves. */
function stillImu(): Imu {
  const nothing = (): void => undefined;
  const scale = { accel_ug: 976, gyro_udps: 70_000, rate_Hz: 208 };
  return {
    scale,
    accelOnlyScale: scale,
    useGyroscope: nothing,
    faults: { overruns: 0, busErrors: 0, droppedWords: 0, restarts: 0 },
    overruns: 0,
    drain: () => 0,
    flush: () => 0,
    sleep: nothing,
    wake: nothing,
    close: nothing,
  };
}

function still(): { clock: VirtualClock; shoe: Shoe; now: () => number; wake: () => void } {
  const clock = new VirtualClock();
  const ticks = new Ticks();
  const now = (): number => ticks.widen(clock.clock.now() | 0);
  let alert = (): void => undefined;
  const shoe = new Shoe({
    imu: (onAlert) => {
      alert = onAlert;
      return stillImu();
    },
    kernel: interpretedKernel,
    clock: { now, delay: () => undefined },
    timers: clock.timers,
    server: virtualRadio({ now_us: () => clock.now_us }, () => undefined).server,
    battery: { percent: () => 50 },
    identity: { name: 'F', manufacturer: 'F', model: 'F', serial: '0', firmware: '0.1.0', hardware: 'F' },
    keep: { flash: () => new FlashModel({ clock }), boot: { reason: 1 } },
  });
  return { clock, shoe, now, wake: () => clock.atFirmware(clock.now_us, () => alert()) };
}

describe('months asleep', () => {
  it('keep the time of day through the wraps of the counter, and the days change', () => {
    const { clock, shoe, now, wake } = still();
    clock.runUntil(2_000_000);
    const set_ms = clock.clock.now();
    expect(shoe.record?.setTime(EVENING_ms, 0)).to.equal(true);
    const today = shoe.record?.state.day[3] ?? 0;
    // The detector never sees a stride: after a while without any the shoe sleeps.
    for (const day of [24.9, 49.8, 130]) {
      clock.runUntil(Math.round(day * DAY_us));
      expect(shoe.record?.state.day[3]).to.equal(today + Math.floor(day - (day % 0.25) + 20 / 24));
      wake();
      clock.runUntil(clock.now_us + 10_000_000);
      const truth_ms = EVENING_ms + clock.clock.now() - set_ms;
      expect(shoe.record?.utc_ms(now())).to.equal(truth_ms);
      expect(shoe.record?.state.day[3]).to.equal(Math.floor(truth_ms / DAY_ms));
    }
  });
});
