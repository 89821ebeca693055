/** npm run bench [-- --memory]: how fast the replay is, whether it keeps memory, and whether long recordings cost more per sample. */
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { accelScale, gyroScale } from '../firmware/sensors/lsm6dso-config';
import { FRAME_AXES, FrameRing } from '../firmware/sensors/ring';
import type { FrameScale } from '../firmware/sensors/scale';
import { benchMemory } from './memory';
import { benchRadio } from './radio';
import { benchRecord } from './record';
import { StrideDetector } from '../firmware/stepdetect/detector';
import { SENSOR_HEIGHT_mm } from '../firmware/stepdetect/setup';
import { StrideQueue } from '../firmware/stepdetect/queue';
import { STRIDE_FIELDS } from '../firmware/stepdetect/stride-record';
import { replay } from '../host-sim/engines/node';
import { findTraces, openTrace } from '../host-sim/traces/csv';
import { SAMPLE_VALUES, type TraceSource } from '../host-sim/traces/source';
import { demonstration } from '../host-sim/traces/synth';

const RATE_Hz = 208;
/** Frames of one FIFO block, at the driver's default watermark of 64 words (two words a frame, and time stamps). */
const BLOCK_FRAMES = 30;
const WARM_UPS = 3;
const ROUNDS = 7;
/** The detector takes some milliseconds for a recording: enough of them to be compiled, and as many to measure. */
const DETECTOR_ROUNDS = 60;
const HEAP_REPLAYS = 10;
const TRACES = process.env.FOOTFALL_TRACES ?? join(__dirname, '..', '..', 'shared', 'traces');

/** A recording held in memory and played `times` times end to end, so that reading costs next to nothing. */
class MemoryTrace implements TraceSource {
  readonly hasGyro = true;
  readonly duration_us: number;
  private at = 0;
  private round = 0;

  constructor(
    readonly name: string,
    readonly synthetic: boolean,
    private readonly samples: Float64Array,
    private readonly times = 1,
  ) {
    this.duration_us = times * this.length_us;
  }

  /** Length of one round, with a usual step to the next. */
  private get length_us(): number {
    const { samples } = this;
    const count = samples.length / SAMPLE_VALUES;
    const span = samples[samples.length - SAMPLE_VALUES] - samples[0];
    return span + Math.round(span / Math.max(1, count - 1));
  }

  next(frame: Float64Array): boolean {
    const { samples } = this;
    if (this.at === samples.length) {
      this.at = 0;
      this.round++;
    }
    if (this.round >= this.times) return false;
    for (let i = 0; i < SAMPLE_VALUES; i++) frame[i] = samples[this.at + i];
    frame[0] += this.round * this.length_us;
    this.at += SAMPLE_VALUES;
    return true;
  }

  close(): void {
    this.round = this.times;
  }
}

function readAll(source: TraceSource): Float64Array {
  const values: number[] = [];
  const frame = new Float64Array(SAMPLE_VALUES);
  while (source.next(frame)) values.push(...frame);
  source.close();
  return Float64Array.from(values);
}

/** The longest recording at hand, or the demonstration run where there are none. */
function longest(): { from: string; open: () => TraceSource } {
  let best = { path: '', duration_us: -1 };
  for (const path of existsSync(TRACES) ? findTraces(TRACES) : []) {
    const source = openTrace(path);
    const duration_us = source.duration_us ?? 0;
    source.close();
    if (duration_us > best.duration_us) best = { path, duration_us };
  }
  if (best.path === '') return { from: 'the demonstration run (synthetic)', open: demonstration };
  return { from: best.path, open: () => openTrace(best.path) };
}

function milliseconds(work: () => void): number {
  const begun = performance.now();
  work();
  return performance.now() - begun;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1];
}

function row(what: string, figure: string, target = ''): void {
  console.log(`${what.padEnd(46)} ${figure.padStart(16)}  ${target}`);
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** Frames as the part would give them, on its own grid of time: each the last sample before it. */
function framesOf(samples: Float64Array, accel: number, gyro: number): Int16Array {
  const count = samples.length / SAMPLE_VALUES;
  const end_us = samples[(count - 1) * SAMPLE_VALUES];
  const frames = new Int16Array(Math.floor((end_us * RATE_Hz) / 1e6) * FRAME_AXES);
  let sample = 0;
  for (let f = 0; f * FRAME_AXES < frames.length; f++) {
    while (sample + 1 < count && samples[(sample + 1) * SAMPLE_VALUES] <= (f * 1e6) / RATE_Hz) sample++;
    for (let axis = 0; axis < FRAME_AXES; axis++) {
      const value = samples[sample * SAMPLE_VALUES + 1 + axis];
      // Milli-g to counts of `accel` micro-g; tenths of a degree/s to counts of `gyro` micro-degree/s.
      const counts = axis < 3 ? (value * 1e3) / accel : (value * 1e5) / gyro;
      frames[f * FRAME_AXES + axis] = Math.max(-32768, Math.min(32767, Math.round(counts)));
    }
  }
  return frames;
}

/** Time the detector takes for all frames, without that of filling the ring; ms. */
function detectorTime_ms(frames: Int16Array, scale: FrameScale): { ms: number; strides: number } {
  const ring = new FrameRing();
  const queue = new StrideQueue();
  const detector = new StrideDetector(scale, queue, SENSOR_HEIGHT_mm);
  const record = new Int32Array(STRIDE_FIELDS);
  const count = frames.length / FRAME_AXES;
  let ms = 0;
  let strides = 0;
  for (let from = 0; from < count; from += BLOCK_FRAMES) {
    for (let f = from; f < Math.min(count, from + BLOCK_FRAMES); f++) {
      const at = f * FRAME_AXES;
      const time_us = Math.round((f * 1e6) / RATE_Hz) | 0;
      ring.push(
        frames[at],
        frames[at + 1],
        frames[at + 2],
        frames[at + 3],
        frames[at + 4],
        frames[at + 5],
        time_us,
      );
    }
    const begun = performance.now();
    detector.process(ring);
    while (queue.take(record)) strides++;
    ms += performance.now() - begun;
  }
  return { ms, strides };
}

function benchReplay(open: () => TraceSource, duration_us: number): void {
  const first = milliseconds(() => replay(open(), { rate_Hz: RATE_Hz }));
  for (let i = 0; i < WARM_UPS; i++) replay(open(), { rate_Hz: RATE_Hz });
  const times = Array.from({ length: ROUNDS }, () =>
    milliseconds(() => replay(open(), { rate_Hz: RATE_Hz })),
  );
  const speed = (ms: number) => `${whole(duration_us / 1000 / ms)}x`;
  row('whole shoe, first replay of the process', speed(first));
  row(
    `whole shoe, median of ${ROUNDS} once compiled`,
    speed(median(times)),
    'target: at least 2,000x real time',
  );
}

function benchDetector(samples: Float64Array): void {
  const scale: FrameScale = {
    accel_ug: accelScale('LSM6DSO32', 32).perCount,
    gyro_udps: gyroScale(2000).perCount,
    rate_Hz: RATE_Hz,
  };
  const frames = framesOf(samples, scale.accel_ug, scale.gyro_udps);
  const runs = Array.from({ length: 2 * DETECTOR_ROUNDS }, () => detectorTime_ms(frames, scale));
  const times = runs.slice(DETECTOR_ROUNDS).map((run) => run.ms);
  const ms = median(times);
  const count = frames.length / FRAME_AXES;
  const speed = (of_ms: number) => `${whole((count / RATE_Hz) * (1000 / of_ms))}x`;
  // A machine that does other things as well shows in the median; the fastest round is the code's own.
  row(
    `detector alone, blocks of ${BLOCK_FRAMES} frames`,
    speed(ms),
    `target: at least 50,000x real time; the fastest round ${speed(Math.min(...times))}`,
  );
  row(
    'detector, per frame',
    `${((ms * 1e6) / count).toFixed(0)} ns`,
    `${count} frames, ${runs[0].strides} strides`,
  );
}

function benchHeap(trace: () => TraceSource): void {
  const { gc } = globalThis;
  if (!gc) return row('heap growth', 'not measured', 'needs node --expose-gc');
  const used = () => {
    gc();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  for (let i = 0; i < WARM_UPS; i++) replay(trace());
  const before = used();
  for (let i = 0; i < HEAP_REPLAYS; i++) replay(trace());
  const growth = used() - before;
  row(`heap growth over ${HEAP_REPLAYS} replays`, `${(growth / 1024).toFixed(1)} KiB`, 'target: none');
}

function benchLength(name: string, synthetic: boolean, samples: Float64Array): void {
  const perSample_ns = (times: number) => {
    const runs = Array.from({ length: ROUNDS }, () =>
      milliseconds(() => replay(new MemoryTrace(name, synthetic, samples, times))),
    );
    return (median(runs) * 1e6 * SAMPLE_VALUES) / (samples.length * times);
  };
  const once = perSample_ns(1);
  const four = perSample_ns(4);
  row('cost per sample, the recording once', `${once.toFixed(0)} ns`);
  row(
    'cost per sample, four times end to end',
    `${four.toFixed(0)} ns`,
    `target: no growth; ${(four / once).toFixed(2)} of once`,
  );
}

async function benchAll(): Promise<void> {
  const { from, open } = longest();
  const opened = open();
  const { name, synthetic } = opened;
  const samples = readAll(opened);
  const duration_us = samples[samples.length - SAMPLE_VALUES] - samples[0];
  console.log(`Node ${process.versions.node} on ${cpus()[0]?.model ?? 'an unknown processor'}`);
  console.log(`${from}: ${(duration_us / 1e6).toFixed(0)} s, ${samples.length / SAMPLE_VALUES} samples\n`);
  benchReplay(open, duration_us);
  benchDetector(samples);
  benchHeap(() => new MemoryTrace(name, synthetic, samples));
  benchLength(name, synthetic, samples);
  benchRecord();
  await benchMemory(open);
  await benchRadio();
}

// The search for the least heaps alone takes some minutes.
void (process.argv.includes('--memory') ? benchMemory(longest().open) : benchAll());
