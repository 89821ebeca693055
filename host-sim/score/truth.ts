/** The ground truth beside a recording, as far as the rules need it. */
import { TraceError } from '../traces/error';
import { readMeta, type TraceMeta, type TraceTruth } from '../traces/meta';

export type Truth = Partial<TraceTruth>;

export interface RecordingTruth extends Pick<TraceMeta, 'activity' | 'subject'> {
  truth: Truth;
}

/** Reads a truth file. @throws TraceError when it cannot be read or is malformed */
export function readTruth(file: string): RecordingTruth {
  const meta = readMeta(file);
  if (!meta) throw new TraceError(file, {}, 'a truth file', 'nothing');
  return meta;
}
