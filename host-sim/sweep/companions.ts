/** One board, many kernels: what the driver hands to the shoe's kernel is handed to others as well. */
import type { KernelCalls, KernelMaker } from '../../firmware/kernel/motion';
import { REPORT_NEWEST } from '../../firmware/kernel/report';
import { interpretedKernel } from '../../firmware/kernel/interpreted';
import type { FrameScale } from '../../firmware/sensors/scale';
import { Stride } from '../../firmware/stepdetect/stride';
import { strideOf } from '../../firmware/stepdetect/stride-record';
import type { ReplayedStride, ReplayOptions } from '../engines/replay';
import { replayedStride } from '../engines/replayed-stride';
import { VirtualShoe } from '../engines/virtual-shoe';
import type { TraceSource } from '../traces/source';

const SLICE_us = 1_000_000;
/** The last stride is reported 1.2 s after rest began. */
const AFTERMATH_us = 3_000_000;

/** What one kernel found in a recording, or what stopped it. */
export interface Found {
  strides: ReplayedStride[];
  error?: string;
}

class Companion {
  readonly found: Found = { strides: [] };
  private kernel: KernelCalls | undefined;
  private readonly stride = new Stride();

  constructor(private readonly maker: KernelMaker) {}

  begin(scale: FrameScale, accelOnlyScale: FrameScale, sensorHeight_mm: number): void {
    this.call(() => (this.kernel = this.maker(scale, accelOnlyScale, sensorHeight_mm)));
  }

  /** Calls the kernel, unless something has stopped it: a value may be one that it cannot take. */
  call(what: (kernel: KernelCalls) => void): void {
    if (this.found.error !== undefined) return;
    try {
      what(this.kernel as KernelCalls);
    } catch (error) {
      this.found.error = error instanceof Error ? error.message : String(error);
    }
  }

  /** @param toRecording_us turns an age against the newest frame, us, into time of the recording */
  take(block: Uint8Array, units: number, toRecording_us: (age_us: number) => number): void {
    this.call((kernel) => {
      kernel.block.set(block);
      // Strides are told by a negative result.
      if (kernel.take(kernel.blockBuffer, units) >= 0) return;
      kernel.tell(kernel.reportBuffer);
      const newest_us = kernel.report[REPORT_NEWEST];
      while (kernel.next(kernel.recordBuffer)) {
        strideOf(kernel.record, this.stride);
        const time_us = (instant_us: number) => toRecording_us((newest_us - instant_us) | 0);
        this.found.strides.push(replayedStride(this.stride, time_us));
      }
    });
  }
}

/** The shoe's own kernel, and those that are called alike. The shoe never hears of what they find. */
class AccompaniedKernel implements KernelCalls {
  readonly block: Uint8Array;
  readonly blockBuffer: KernelCalls['blockBuffer'];
  readonly report: Int32Array;
  readonly reportBuffer: KernelCalls['reportBuffer'];
  readonly record: Int32Array;
  readonly recordBuffer: KernelCalls['recordBuffer'];

  constructor(
    private readonly own: KernelCalls,
    private readonly companions: readonly Companion[],
    private readonly toRecording_us: (age_us: number) => number,
  ) {
    this.block = own.block;
    this.blockBuffer = own.blockBuffer;
    this.report = own.report;
    this.reportBuffer = own.reportBuffer;
    this.record = own.record;
    this.recordBuffer = own.recordBuffer;
  }

  startLsm6dso(slotTicks: number, tick_q16: number, averages: boolean, now_us: number): void {
    this.all((kernel) => kernel.startLsm6dso(slotTicks, tick_q16, averages, now_us));
  }

  startLsm6dsoAccelOnly(slotTicks: number, tick_q16: number, now_us: number): void {
    this.all((kernel) => kernel.startLsm6dsoAccelOnly(slotTicks, tick_q16, now_us));
  }

  startIcm42688p(slot_us: number, both: boolean, settling: number): void {
    this.all((kernel) => kernel.startIcm42688p(slot_us, both, settling));
  }

  expectIcm42688p(newest_us: number, waiting: number, slot_q16: number): void {
    this.all((kernel) => kernel.expectIcm42688p(newest_us, waiting, slot_q16));
  }

  resync(): void {
    this.all((kernel) => kernel.resync());
  }

  interrupt(): void {
    this.all((kernel) => kernel.interrupt());
  }

  setFoot(foot: number): void {
    this.all((kernel) => kernel.setFoot(foot));
  }

  setMoving(moving: boolean): void {
    this.all((kernel) => kernel.setMoving(moving));
  }

  take(blockBuffer: KernelCalls['blockBuffer'], units: number): number {
    for (const companion of this.companions) companion.take(this.block, units, this.toRecording_us);
    return this.own.take(blockBuffer, units);
  }

  tell(reportBuffer: KernelCalls['reportBuffer']): void {
    this.own.tell(reportBuffer);
  }

  next(recordBuffer: KernelCalls['recordBuffer']): boolean | number {
    return this.own.next(recordBuffer);
  }

  private all(what: (kernel: KernelCalls) => void): void {
    what(this.own);
    for (const companion of this.companions) companion.call(what);
  }
}

/**
 * Replays a recording through the shoe once, with other kernels beside its own, and gives what each of these found: the same as it
 * would have found in a replay of its own, but for the shoe telling a gesture of taps by how the session goes. `source` is closed.
 * @throws TraceError when the recording is malformed
 */
export function foundBy(
  makers: readonly KernelMaker[],
  source: TraceSource,
  options: Pick<ReplayOptions, 'part' | 'rate_Hz' | 'gyroscope' | 'stalls'>,
): { found: Found[]; duration_us: number } {
  const companions = makers.map((maker) => new Companion(maker));
  const kernel: KernelMaker = (...units) => {
    for (const companion of companions) companion.begin(...units);
    // The newest frame of the block just read stands at `lastFrame_us` of the simulation.
    const time_us = (age_us: number) =>
      Math.round(virtual.motion.recordingTime_us(Math.round(virtual.imu.lastFrame_us) - age_us));
    return new AccompaniedKernel(interpretedKernel(...units), companions, time_us);
  };
  const ignore = () => {};
  const sink = { start: ignore, pause: ignore, resume: ignore, split: ignore, stop: ignore };
  const hooks = { onStride: ignore, onRadio: ignore, log: ignore, sink };
  const virtual = new VirtualShoe(source, { ...options, kernel }, hooks);
  try {
    let now_us = 0;
    while (!virtual.motion.ended) virtual.runUntil((now_us += SLICE_us));
    const duration_us = virtual.motion.length_us;
    virtual.runUntil(Math.ceil(virtual.motion.startsAt_us + duration_us) + AFTERMATH_us);
    virtual.shoe.close();
    const within = ({ strides, error }: Found) => ({
      strides: strides.filter(({ ic_us }) => ic_us >= 0 && ic_us <= duration_us),
      error,
    });
    return { found: companions.map(({ found }) => within(found)), duration_us };
  } finally {
    source.close();
  }
}
