import type { ReplayProgress, ReplayResult } from '../engines/replay';

/** What is being replayed. */
export interface RecordingHead {
  name: string;
  synthetic: boolean;
  /** Place among the recordings of this run, from 1. */
  index: number;
  total: number;
}

/** Tells a person how the replays go. */
export interface Reporter {
  begin(recording: RecordingHead): void;
  progress(progress: ReplayProgress): void;
  end(result: ReplayResult, real_ms: number): void;
  /** A recording, or a path, that could not be replayed. */
  fail(message: string): void;
  /** Anything else worth a line. */
  note(message: string): void;
}

/** Where lines go; `error` apart from the rest. */
export interface Output {
  readonly line: (text: string) => void;
  readonly error: (text: string) => void;
}
