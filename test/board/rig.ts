/** What the tests of the virtual IMU share: a board with the part on it, and a bus master that knows nothing of drivers. */
import type { SMBus } from '../../firmware/io/bus';
import { VirtualBus } from '../../host-sim/board/bus';
import { VirtualClock } from '../../host-sim/board/clock';
import { Lsm6dsoModel, type Lsm6dsoModelOptions } from '../../host-sim/board/lsm6dso-model';
import { MOTION_VALUES, type Motion } from '../../host-sim/board/motion';
import type { TraceSource } from '../../host-sim/traces/source';

export interface Word {
  code: number;
  slot: number;
  tag: number;
  x: number;
  y: number;
  z: number;
}

/** A motion given by a formula: values as `Motion.at`. */
export function motionOf(formula: (time_us: number) => number[]): Motion {
  return {
    at: (time_us, out) => {
      out.set(formula(time_us).slice(0, MOTION_VALUES));
    },
  };
}

/** A recording of the rows t_us, ax .. gz; `fails` throws in place of the row after the last. */
export function sourceOf(rows: readonly (readonly number[])[], fails?: Error): TraceSource {
  let row = 0;
  return {
    name: 'rows',
    synthetic: true,
    hasGyro: true,
    duration_us: undefined,
    next: (frame) => {
      if (row >= rows.length) {
        if (fails !== undefined) throw fails;
        return false;
      }
      frame.set(rows[row++]);
      return true;
    },
    close: () => {},
  };
}

export class Rig {
  readonly clock = new VirtualClock();
  readonly imu: Lsm6dsoModel;
  readonly io: SMBus;

  constructor(options: Partial<Omit<Lsm6dsoModelOptions, 'clock'>> = {}) {
    const motion = options.motion ?? motionOf(() => [0, 0, 1000, 0, 0, 0]);
    this.imu = new Lsm6dsoModel({ variant: 'LSM6DSO32', freqFine: 0, ...options, clock: this.clock, motion });
    const bus = new VirtualBus({ clock: this.clock, parts: [this.imu] });
    this.io = new bus.io({ address: this.imu.address });
  }

  write(...pairs: readonly (readonly [register: number, value: number])[]): void {
    for (const [register, value] of pairs) this.io.writeUint8(register, value);
  }

  runFor(us: number): void {
    this.clock.runUntil(this.clock.now_us + us);
  }

  /** FIFO_STATUS1 and 2 in one transaction. */
  status(): { words: number; watermark: boolean; overrun: boolean; full: boolean; latched: boolean } {
    const value = this.io.readUint16(0x3a);
    return {
      words: value & 0x3ff,
      watermark: (value & 0x8000) !== 0,
      overrun: (value & 0x4000) !== 0,
      full: (value & 0x2000) !== 0,
      latched: (value & 0x0800) !== 0,
    };
  }

  /** Reads words in one burst from 78h; by default all that wait. */
  words(count = this.status().words): Word[] {
    const bytes = new Uint8Array(7 * count);
    if (count > 0) this.io.readBuffer(0x78, bytes);
    const view = new DataView(bytes.buffer);
    return Array.from({ length: count }, (_, word) => {
      const at = 7 * word;
      return {
        code: bytes[at] >> 3,
        slot: (bytes[at] >> 1) & 3,
        tag: bytes[at],
        x: view.getInt16(at + 1, true),
        y: view.getInt16(at + 3, true),
        z: view.getInt16(at + 5, true),
      };
    });
  }

  /** An axis pair of output registers, signed. */
  output(register: number): number {
    return (this.io.readUint16(register) << 16) >> 16;
  }

  /** Both sensors at 208 Hz, widest ranges, BDU and IF_INC; past the gyroscope's start. */
  startBoth(): void {
    this.write([0x12, 0x44], [0x10, 0x54], [0x11, 0x5c]);
    this.runFor(100_000);
  }

  /** Continuous FIFO of both sensors at 208 Hz with a watermark on INT1. */
  startFifo(watermark: number): void {
    this.startBoth();
    this.write([0x09, 0x55], [0x07, watermark & 0xff], [0x08, watermark >> 8], [0x0d, 0x08], [0x0a, 0x06]);
  }
}
