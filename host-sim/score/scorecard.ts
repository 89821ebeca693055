import type { ReplayOptions } from '../engines/replay';
import type { CalibratedRow } from './calibrated';
import type { RecordingJson } from '../report/recording-json';
import { measureRecording } from './measures';
import { rowKeys, type ScoredRecording } from './recordings';
import {
  scoreRecording,
  scoreUnclipped,
  TOLERANCE_US,
  type Detections,
  type Part,
  type RecordingScore,
} from './rules';
import { Tally, type Row } from './tally';
import type { RecordingTruth } from './truth';

export type Board = Required<Pick<ReplayOptions, 'part' | 'rate_Hz'>> & Pick<ReplayOptions, 'gyroscope'>;

/** Scores of a whole folder, of the shape the reference scorer writes. */
export interface ScoreResult {
  tol_ms: number;
  /** The virtual board the recordings were replayed on. */
  board: Board;
  /** The gyroscopes were withheld. */
  accelOnly?: true;
  datasets: Record<string, Partial<Record<Part, Row>>>;
  recordings: Record<string, RecordingScore>;
  /** Recordings that could not be replayed and are left out, with the reason. */
  missing: Record<string, string>;
  /** Distances with a personal model of stride length, learned from a subject's other recordings. */
  calibrated?: CalibratedRow[];
}

/** Gathers the scores of recordings, in whatever order their replays end. */
export class Scorecard {
  private readonly parts = new Map<string, Map<Part, Tally>>();
  private readonly recordings = new Map<string, RecordingScore>();
  private readonly missing = new Map<string, string>();

  constructor(
    private readonly board: Board = { part: 'LSM6DSO32', rate_Hz: 208 },
    private readonly accelOnly = false,
  ) {}

  add(
    recording: Pick<ScoredRecording, 'dataset' | 'name'>,
    meta: RecordingTruth,
    detections: Detections,
  ): void {
    for (const key of rowKeys(recording, meta)) {
      const row = (part: Part) => this.tally(key, part);
      this.recordings.set(recording.name, scoreRecording(meta, detections, row));
      measureRecording(meta, detections, row);
    }
    if (detections.fast_us)
      scoreUnclipped(meta, detections, (part) => this.tally(`${recording.dataset}_unclipped`, part));
  }

  /** Adds a recording in which no stride was made, as a row of its own. */
  addNonSteps(dataset: string, detections: Pick<RecordingJson, 'strides' | 'duration_us'>): void {
    const tally = this.tally(dataset, 'all');
    tally.recordings++;
    tally.addStanding(
      { start_us: 0, end_us: detections.duration_us },
      detections.strides.map((stride) => stride.ic_us),
    );
  }

  leaveOut(name: string, reason: string): void {
    this.missing.set(name, reason);
  }

  result(): ScoreResult {
    const datasets: ScoreResult['datasets'] = {};
    for (const [key, parts] of [...this.parts].sort(([a], [b]) => (a < b ? -1 : 1)))
      datasets[key] = Object.fromEntries([...parts].map(([part, tally]) => [part, tally.row()]));
    return {
      tol_ms: TOLERANCE_US / 1000,
      board: this.board,
      ...(this.accelOnly && { accelOnly: true }),
      datasets,
      recordings: Object.fromEntries(this.recordings),
      missing: Object.fromEntries(this.missing),
    };
  }

  private tally(key: string, part: Part): Tally {
    let parts = this.parts.get(key);
    if (!parts) this.parts.set(key, (parts = new Map<Part, Tally>()));
    let tally = parts.get(part);
    if (!tally) parts.set(part, (tally = new Tally()));
    return tally;
  }
}
