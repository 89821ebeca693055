import type { FrameScale } from '../../firmware/sensors/scale';
import { StrideDetector } from '../../firmware/stepdetect/detector';
import { SENSOR_HEIGHT_mm } from '../../firmware/stepdetect/setup';
import { StrideQueue } from '../../firmware/stepdetect/queue';
import { strideOf, STRIDE_FIELDS } from '../../firmware/stepdetect/stride-record';
import type { Stride } from '../../firmware/stepdetect/stride';

/** A detector with a queue of its own. */
export class QueuedDetector extends StrideDetector {
  readonly queue: StrideQueue;
  private readonly record = new Int32Array(STRIDE_FIELDS);

  constructor(scale: FrameScale, sensorHeight_mm = SENSOR_HEIGHT_mm) {
    const queue = new StrideQueue();
    super(scale, queue, sensorHeight_mm);
    this.queue = queue;
  }

  /** Moves the oldest finished stride into `stride`; false when there is none. */
  next(stride: Stride): boolean {
    if (!this.queue.take(this.record)) return false;
    strideOf(this.record, stride);
    return true;
  }
}
