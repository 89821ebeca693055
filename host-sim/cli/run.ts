/** Replays recordings one after the other and hands each result on; one that fails does not stop the rest. */
import { mkdirSync, writeFileSync } from 'node:fs';
import type { ReplayOptions, ReplayResult } from '../engines/replay';
import type { TraceSource } from '../traces/source';
import { recordingJson, writeRecordingJson } from '../report/recording-json';
import { reportPage } from '../report/html';
import { knownStrides } from '../report/known-strides';
import { ReportBuilder } from '../report/report-data';
import { wantsRunFiles, writeRunFiles, type RunFiles } from '../report/run-files';
import { StrideCsv } from '../report/stride-csv';
import { FlashFile } from './flash-file';
import { clockTime, replaySpeed } from './format';
import type { Reporter } from './reporter';

export interface RunOptions {
  paths: readonly string[];
  /** File of the HTML report. */
  html?: string;
  /** Folder of the result files. */
  jsonDir?: string;
  /** CSV file of all strides. */
  strides?: string;
  /** File of the record's flash: the shoe's memory from one replay to the next. */
  flash?: string;
  /** Files of the run for other services; for a single recording. */
  runFiles?: RunFiles;
  board: Pick<ReplayOptions, 'rate_Hz' | 'part'>;
}

/** What the run is made of; tests put their own in. */
export interface Machinery {
  findTraces(path: string): string[];
  openTrace(path: string): TraceSource;
  demonstration(): TraceSource;
  replay(source: TraceSource, options: ReplayOptions): ReplayResult;
  now_ms(): number;
}

/** A recording that was not opened yet. */
interface Recording {
  /** Path, for messages. */
  from: string;
  open(): TraceSource;
}

/** @returns the exit status: 0, or 1 when anything could not be read or replayed */
export function run(options: RunOptions, machinery: Machinery, reporter: Reporter): number {
  let failures = 0;
  const fail = (from: string, error: unknown) => {
    failures++;
    const reason = error instanceof Error ? error.message : String(error);
    reporter.fail(reason.startsWith(from) ? reason : `${from}: ${reason}`);
  };
  const flash = options.flash ? FlashFile.open(options.flash) : undefined;
  const recordings = findRecordings(options.paths, machinery, fail);
  const runFiles = options.runFiles && wantsRunFiles(options.runFiles) ? options.runFiles : undefined;
  if (runFiles && recordings.length > 1)
    throw new Error(`--fit, --tcx and --csv take one recording, and these are ${recordings.length}`);
  if (options.jsonDir) mkdirSync(options.jsonDir, { recursive: true });
  const report = options.html ? new ReportBuilder(options.board) : undefined;
  const csv = options.strides ? new StrideCsv(options.strides) : undefined;
  const written = new Set<string>();
  const total = { recordings: 0, duration_us: 0, strides: 0, real_ms: 0 };
  recordings.forEach((recording, i) => {
    try {
      const source = recording.open();
      try {
        reporter.begin({
          name: source.name,
          synthetic: source.synthetic,
          index: i + 1,
          total: recordings.length,
        });
        const tapped = report?.tap(source) ?? source;
        const begun_ms = machinery.now_ms();
        const result = machinery.replay(tapped, {
          ...options.board,
          flash: flash?.image,
          onProgress: (progress) => reporter.progress(progress),
        });
        const real_ms = machinery.now_ms() - begun_ms;
        flash?.save();
        reporter.end(result, real_ms);
        report?.add(result, real_ms);
        csv?.add(result, knownStrides(source, recording.from));
        total.recordings++;
        total.duration_us += result.duration_us;
        total.strides += result.strides.length;
        total.real_ms += real_ms;
        if (options.jsonDir) {
          if (written.has(result.trace))
            throw new Error(
              `another recording named ${result.trace} is already in ${options.jsonDir}; not written`,
            );
          writeRecordingJson(options.jsonDir, recordingJson(result));
          written.add(result.trace);
        }
        if (runFiles) for (const line of writeRunFiles(runFiles, result)) reporter.note(line);
      } finally {
        source.close();
      }
    } catch (error) {
      fail(recording.from, error);
    }
  });
  if (recordings.length > 1)
    reporter.note(
      `${total.recordings} of ${recordings.length} recordings, ${clockTime(total.duration_us)} of motion, ` +
        `${total.strides} strides, ${replaySpeed(total.duration_us, total.real_ms)}`,
    );
  if (options.html && report && total.recordings > 0) {
    writeFileSync(options.html, reportPage(report.data()));
    reporter.note(`Report: ${options.html}`);
  }
  if (flash) reporter.note(`Flash: ${flash.path}`);
  csv?.close();
  if (options.strides) reporter.note(`Strides: ${total.strides} in ${options.strides}`);
  if (options.jsonDir) reporter.note(`Results: ${written.size} in ${options.jsonDir}`);
  return failures > 0 ? 1 : 0;
}

function findRecordings(
  paths: readonly string[],
  machinery: Machinery,
  fail: (from: string, error: unknown) => void,
): Recording[] {
  if (paths.length === 0) return [{ from: 'the demonstration run', open: () => machinery.demonstration() }];
  return paths.flatMap((path) => {
    try {
      const found = machinery.findTraces(path);
      if (found.length === 0) throw new Error('no recording (NAME.csv) in this folder');
      return found.map((file) => ({ from: file, open: () => machinery.openTrace(file) }));
    } catch (error) {
      fail(path, error);
      return [];
    }
  });
}
