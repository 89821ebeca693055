import type { ReplayOptions, ReplayProgress, ReplayResult } from '../../host-sim/engines/replay';
import type { Output } from '../../host-sim/cli/reporter';
import { SAMPLE_VALUES, type TraceSource } from '../../host-sim/traces/source';

/** Five seconds at 100 Hz: gravity on z, and a rotation that grows with time. */
export class ShortTrace implements TraceSource {
  readonly synthetic = false;
  readonly hasGyro = true;
  readonly duration_us = 4990000;
  closed = false;
  private sample = 0;

  constructor(readonly name: string) {}

  next(frame: Float64Array): boolean {
    if (this.sample === 500) return false;
    frame.set([this.sample * 10000, 0, 0, 1000, this.sample, 0, 0]);
    this.sample++;
    return true;
  }

  close(): void {
    this.closed = true;
  }
}

export const RSC_RUNNING = Uint8Array.from([0x07, 0x00, 0x03, 0x54, 0x06, 0x01, 0xd2, 0x04, 0x00, 0x00]);

/** A result with one walking stride, one running, and one of each thing a radio does. */
export function resultOf(trace: string, synthetic = false): ReplayResult {
  return {
    trace,
    engine: 'node',
    synthetic,
    duration_us: 4990000,
    samples: 500,
    strides: [
      { ic_us: 1000000, tc_us: 1600000, kind: 'walk', speed_mps: 1.25, contact_ms: 600, clipped: false },
      {
        ic_us: 2000000,
        tc_us: 2250000,
        to_us: 1600000,
        midstance_us: 2120000,
        kind: 'run',
        length_m: 2.5,
        speed_mps: 2.5,
        contact_ms: 250,
        stride_ms: 750,
        clipped: true,
      },
    ],
    steps: 4,
    distance_m: 3.5,
    session: [{ t_us: 1000000, kind: 'start', data: { at_ms: 2000 } }],
    radio: [
      {
        t_us: 0,
        kind: 'advertise',
        bytes: Uint8Array.from([2, 1, 6, 4, 9, 0x41, 0x62, 0x63]),
        scanResponse: Uint8Array.from([2, 0x0a, 4]),
      },
      { t_us: 500000, kind: 'connect' },
      { t_us: 2100000, kind: 'notify', uuid: '2a53', bytes: RSC_RUNNING },
    ],
    record: {
      kept: true,
      boots: 1,
      strides: 0,
      distance_m: 0,
      runs: [],
      records: 2,
      programmedBytes: 0,
      erases: 0,
      busy_ms: 0,
      energy_mJ: 0,
      blocksUsed: 1,
      blocks: 272,
    },
    faults: { overruns: 0, busErrors: 0, droppedWords: 2, restarts: 0, ringOverwrites: 0 },
    warnings: [],
  };
}

export function progressAt(seconds: number): ReplayProgress {
  return {
    t_us: seconds * 1e6,
    duration_us: 120e6,
    footCadence_spm: 84,
    speed_mm_s: 3500,
    contact_ms: 231.7,
    distance_mm: 1234567,
    steps: 1034,
    running: true,
    moving: true,
    lastRadio: { t_us: 0, kind: 'notify', uuid: '2a53', bytes: RSC_RUNNING },
  };
}

/** Reads the source to its end, as a replay does, and gives a fixed result. */
export function fakeReplay(source: TraceSource, options: ReplayOptions = {}): ReplayResult {
  const frame = new Float64Array(SAMPLE_VALUES);
  while (source.next(frame)) {
    if (source.name === 'broken' && frame[0] >= 100000)
      throw new Error('broken.csv:12:3: expected a number, found "x"');
  }
  options.onProgress?.(progressAt(5));
  return resultOf(source.name, source.synthetic);
}

export class Recorder implements Output {
  readonly lines: string[] = [];
  readonly errors: string[] = [];
  line = (text: string): void => void this.lines.push(text);
  error = (text: string): void => void this.errors.push(text);
}
