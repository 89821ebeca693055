/** Which recordings stand under a folder, and to which row of the table each belongs. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { GyroEnds } from './fast-turns';
import type { RecordingTruth } from './truth';

export interface ScoredRecording {
  dataset: string;
  name: string;
  csv: string;
  /** The truth file beside it. */
  json: string;
}

function pairsIn(folder: string, dataset: string): ScoredRecording[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => file.slice(0, -'.json'.length))
    .map((name) => ({ dataset, name, csv: join(folder, `${name}.csv`), json: join(folder, `${name}.json`) }))
    .filter((recording) => existsSync(recording.csv));
}

/**
 * The recordings with truth under `root`: ROOT/DATASET/NAME.csv and NAME.json, or the pairs in `root` itself, which then
 * is one data set.
 * @throws Error when `root` cannot be read or holds none
 */
export function findScored(root: string): ScoredRecording[] {
  const folders = readdirSync(root)
    .sort()
    .filter((entry) => statSync(join(root, entry)).isDirectory());
  const found = [
    ...pairsIn(root, basename(resolve(root))),
    ...folders.flatMap((folder) => pairsIn(join(root, folder), folder)),
  ];
  if (found.length === 0)
    throw new Error(`${root}: no recording with truth (NAME.csv beside NAME.json, in it or in its folders)`);
  return found;
}

/** The rows a recording is summed up in: data sets with more than one kind of truth are split, as the reference does. */
export function rowKeys(
  recording: Pick<ScoredRecording, 'dataset' | 'name'>,
  meta: RecordingTruth,
): string[] {
  const { dataset, name } = recording;
  const { truth } = meta;
  let key = dataset;
  if (dataset === 'gaitmap_example') key = `gaitmap_${name.split('_')[1]}`;
  else if (Object.keys(truth.events_us ?? {}).length === 0) key = `${dataset.split('_')[0]}_countonly`;
  return truth.labels_agree_with_mocap ? [key, `${key}_agree`] : [key];
}

/**
 * The ends of the gyroscope's range of a data set in which they are reached: rows of strides that stay within are added.
 * Koroglu's sensor stops at these less 1 to 5 degree/s of ripple: seen as values that come back stride after stride.
 */
export function gyroEnds(dataset: string): GyroEnds | undefined {
  return dataset === 'koroglu_footprints' ? [4930, 5045, 4930, 4930, 5105, 4930] : undefined;
}

/** Who made a recording; where the subject is not stated, its name. */
function subjectOf(name: string, { subject }: RecordingTruth): string {
  return subject && !subject.startsWith('not stated') ? subject : name;
}

/** Is a recording of the subjects asked for? One whose subject is not stated goes by its name. */
export function isOfSubjects(name: string, meta: RecordingTruth, subjects: RegExp): boolean {
  return subjects.test(subjectOf(name, meta));
}

export const HALVES = ['a', 'b'] as const;
export type Half = (typeof HALVES)[number];

/**
 * The recordings of every second subject of each data set, in the order of their names: what is chosen on one half can be tried on the
 * other. Where subjects are not stated, every second recording.
 */
export function halfOf<T extends { dataset: string; name: string; meta: RecordingTruth }>(
  recordings: readonly T[],
  half: Half,
): T[] {
  const subjects = new Map<string, Set<string>>();
  for (const { dataset, name, meta } of recordings) {
    const known = subjects.get(dataset) ?? new Set();
    subjects.set(dataset, known.add(subjectOf(name, meta)));
  }
  const chosen = new Set<string>();
  for (const [dataset, known] of subjects)
    [...known].sort().forEach((subject, i) => {
      if (HALVES[i % 2] === half) chosen.add(`${dataset}/${subject}`);
    });
  return recordings.filter(({ dataset, name, meta }) => chosen.has(`${dataset}/${subjectOf(name, meta)}`));
}
