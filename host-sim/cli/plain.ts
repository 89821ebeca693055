import type { ReplayProgress, ReplayResult } from '../engines/replay';
import { describeRadio } from '../report/radio';
import { cadence, clockTime, distance, pace } from './format';
import type { Output, RecordingHead, Reporter } from './reporter';
import { summaryLine, summaryLines } from './summary';

/** Simulated time between two lines of one recording, us. */
const LINE_EVERY_US = 30e6;

/** One line per half minute of a recording, for logs and pipes. */
export class PlainReporter implements Reporter {
  private head: RecordingHead | undefined;
  private next_us = 0;

  constructor(private readonly output: Output) {}

  begin(recording: RecordingHead): void {
    this.head = recording;
    this.next_us = LINE_EVERY_US;
    if (recording.total === 1)
      this.output.line(`Replaying ${recording.name}${recording.synthetic ? ' (synthetic)' : ''}`);
  }

  progress(progress: ReplayProgress): void {
    if (this.head?.total !== 1 || progress.t_us < this.next_us) return;
    this.next_us += LINE_EVERY_US * Math.ceil((progress.t_us - this.next_us + 1) / LINE_EVERY_US);
    this.output.line(progressLine(progress));
  }

  end(result: ReplayResult, real_ms: number): void {
    if (this.head && this.head.total > 1)
      this.output.line(
        `[${this.head.index}/${this.head.total}] ${result.trace}: ${summaryLine(result, real_ms)}`,
      );
    else
      for (const [label, text] of summaryLines(result, real_ms))
        this.output.line(`${label.padEnd(10)} ${text}`);
  }

  fail(message: string): void {
    this.output.error(`error: ${message}`);
  }

  note(message: string): void {
    this.output.line(message);
  }
}

/** State now, in one line. */
export function progressLine(progress: ReplayProgress): string {
  const gait = progress.moving ? (progress.running ? 'running' : 'walking') : 'standing';
  return [
    clockTime(progress.t_us).padStart(5),
    gait.padEnd(8),
    `cadence ${cadence(progress.moving ? progress.footCadence_spm : 0)}`,
    `pace ${pace(progress.moving ? progress.speed_mm_s : 0)}`,
    distance(progress.distance_mm / 1000),
    `contact ${progress.contact_ms > 0 ? `${progress.contact_ms.toFixed(0)} ms` : '-'}`,
    `air: ${describeRadio(progress.lastRadio)}`,
  ].join('  ');
}
