/** When the shoe first tells of a stride. */
import type { ReplayOptions } from '../engines/replay';
import { VirtualShoe } from '../engines/virtual-shoe';
import type { TraceSource } from '../traces/source';

const SLICE_us = 250_000;
/** A stride that ends the recording is reported 1.2 s after the foot came to rest. */
const AFTERMATH_us = 3_000_000;

/**
 * The moment, on the recording's clock, at which the shoe reported the first stride that landed at or after `from_us`:
 * a replay that ends there. Undefined when it reported none. `source` is closed.
 * @throws TraceError when the recording is malformed
 */
export function firstReport_us(
  source: TraceSource,
  options: ReplayOptions,
  from_us: number,
): number | undefined {
  let reported_us: number | undefined;
  const ignore = () => {};
  const virtual = new VirtualShoe(source, options, {
    onStride: (stride, toBoard_us) => {
      if (virtual.motion.recordingTime_us(toBoard_us(stride.icUs)) >= from_us)
        reported_us ??= virtual.motion.recordingTime_us(virtual.clock.now_us);
    },
    onRadio: ignore,
    log: ignore,
    sink: { start: ignore, pause: ignore, resume: ignore, split: ignore, stop: ignore },
  });
  let now_us = 0;
  let left_us = AFTERMATH_us;
  while (reported_us === undefined && left_us > 0) {
    virtual.runUntil((now_us += SLICE_us));
    if (virtual.motion.ended) left_us -= SLICE_us;
  }
  virtual.shoe.close();
  source.close();
  return reported_us;
}
