import { styleText } from 'node:util';
import { createLogUpdate } from 'log-update';
import type { ReplayProgress, ReplayResult } from '../engines/replay';
import { describeRadio } from '../report/radio';
import { cadence, clockTime, distance, integer, pace, replaySpeed } from './format';
import { PlainReporter } from './plain';
import type { Output, RecordingHead, Reporter } from './reporter';

/** Real time between two pictures, ms. */
const FRAME_MS = 50;
const BAR_CELLS = 30;

/** A picture on the terminal that is redrawn in place; what stays is written by the plain reporter. */
export class LiveReporter implements Reporter {
  private readonly update: ReturnType<typeof createLogUpdate>;
  private readonly plain: Reporter;
  private head: RecordingHead | undefined;
  private begun_ms = 0;
  private drawn_ms = 0;

  constructor(
    private readonly stream: NodeJS.WriteStream,
    private readonly now_ms: () => number,
    output: Output,
  ) {
    this.update = createLogUpdate(stream);
    // A line that stays goes above the picture.
    const above = (write: (text: string) => void) => (text: string) => {
      this.update.clear();
      write(text);
    };
    this.plain = new PlainReporter({ line: above(output.line), error: above(output.error) });
  }

  begin(recording: RecordingHead): void {
    this.head = recording;
    this.begun_ms = this.now_ms();
    this.drawn_ms = -Infinity;
    this.plain.begin(recording);
  }

  progress(progress: ReplayProgress): void {
    const now = this.now_ms();
    if (!this.head || now - this.drawn_ms < FRAME_MS) return;
    this.drawn_ms = now;
    this.update(liveFrame(this.head, progress, now - this.begun_ms, this.stream.columns || 80));
  }

  end(result: ReplayResult, real_ms: number): void {
    this.plain.end(result, real_ms);
  }

  fail(message: string): void {
    this.plain.fail(message);
  }

  note(message: string): void {
    this.plain.note(message);
  }
}

/** The picture as text of at most `columns` columns. */
export function liveFrame(
  head: RecordingHead,
  progress: ReplayProgress,
  real_ms: number,
  columns: number,
): string {
  const { t_us, duration_us } = progress;
  const share = duration_us ? Math.min(1, t_us / duration_us) : undefined;
  const filled = Math.round((share ?? 0) * BAR_CELLS);
  const gait = progress.moving ? (progress.running ? 'RUNNING' : 'WALKING') : 'STANDING';
  const title = `${head.name}${head.synthetic ? '  (synthetic)' : ''}${head.total > 1 ? `  ${head.index} of ${head.total}` : ''}`;
  const lines = [
    title,
    share === undefined
      ? `${clockTime(t_us)}   ${replaySpeed(t_us, real_ms)}`
      : `${'█'.repeat(filled)}${'░'.repeat(BAR_CELLS - filled)} ${clockTime(t_us)} of ${clockTime(duration_us ?? 0)}   ${replaySpeed(t_us, real_ms)}`,
    '',
    `${gait.padEnd(10)} pace ${pace(progress.moving ? progress.speed_mm_s : 0).padEnd(12)} cadence ${cadence(progress.moving ? progress.footCadence_spm : 0)}`,
    `${distance(progress.distance_mm / 1000).padEnd(10)} ${`${integer(progress.steps)} steps`.padEnd(17)} contact ${progress.contact_ms > 0 ? `${progress.contact_ms.toFixed(0)} ms` : '-'}`,
    `on air     ${describeRadio(progress.lastRadio)}`,
  ].map((line) => (line.length > columns - 1 ? `${line.slice(0, columns - 2)}…` : line));
  // Colour last: it has no width.
  return [styleText('bold', lines[0]), ...lines.slice(1)].join('\n');
}
