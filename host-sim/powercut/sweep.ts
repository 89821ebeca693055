/**
 * Cuts the power at every program and erase of a scripted life, in every way a tear can leave it, and holds what is found
 * afterwards to what was promised: exactly the committed records, the state they add up to, and a log that goes on.
 */
import { SETTING } from '../../firmware/record/format';
import { RecordLog } from '../../firmware/record/log';
import { State } from '../../firmware/record/state';
import { FlashModel, type FlashModelOptions, type FlashOperation } from '../board/flash';
import { Journal, copyState, describeState, readAll, restoreInto, type KeptRecord } from './journal';
import { Life } from './life';
import type { Script } from './scripts';
import { TEARS } from './tears';

export interface SweepResult {
  readonly script: string;
  /** Programs and erases of the script. */
  operations: number;
  /** Cuts tried: each operation times each tear; and cuts while the shoe started again after each of those. */
  cuts: number;
  secondCuts: number;
  /** Committed records not found again, over all cuts. */
  lost: number;
  /** Cuts after which anything was wrong, and the first few of them in words. */
  wrong: number;
  readonly problems: string[];
}

export interface SweepOptions {
  /** Also cut at every operation of the start after every cut. */
  readonly pairs?: boolean;
  readonly onOperation?: (operations: number) => void;
}

const PROBLEMS_TOLD = 5;
/** Records appended to a reopened log, to see that it goes on. */
const APPENDED = 3;
/** A key no firmware knows. */
const APPENDED_KEY = 200;

export function sweep(script: Script, options: SweepOptions = {}): SweepResult {
  const result = {
    script: script.name,
    operations: 0,
    cuts: 0,
    secondCuts: 0,
    lost: 0,
    wrong: 0,
    problems: [],
  };
  const image = script.before?.();
  const journal =
    image === undefined
      ? new Journal(script.blockLength)
      : Journal.of(new FlashModel({ ...sizeOf(script), image: image.slice() }));
  const flash = new FlashModel({
    ...sizeOf(script),
    image,
    before: (operation, now) => {
      result.operations++;
      for (const { name, tear } of TEARS) {
        const torn = now.slice();
        tear(operation, torn, script.blockLength);
        result.cuts++;
        const where = `operation ${result.operations}, ${name}`;
        hold(script, torn, journal, operation, where, result);
        if (options.pairs) cutStart(script, torn, where, result);
      }
      journal.take(operation);
      options.onOperation?.(result.operations);
    },
  });
  script.play(flash);
  return result;
}

/** Starts the shoe on the torn flash, and cuts again at each operation of that. */
function cutStart(script: Script, torn: Uint8Array, where: string, result: SweepResult): void {
  const journal = Journal.of(new FlashModel({ ...sizeOf(script), image: torn.slice() }));
  let number = 0;
  const flash = new FlashModel({
    ...sizeOf(script),
    image: torn,
    before: (operation, image) => {
      number++;
      for (const { name, tear } of TEARS) {
        const again = image.slice();
        tear(operation, again, script.blockLength);
        result.secondCuts++;
        hold(script, again, journal, operation, `${where}; then operation ${number}, ${name}`, result);
      }
      journal.take(operation);
    },
  });
  new Life(flash).setTime();
}

function sizeOf({ blocks, blockLength }: Script): FlashModelOptions {
  return { blocks, blockLength };
}

/** Opens the torn flash, looks, appends, and looks again. */
function hold(
  script: Script,
  torn: Uint8Array,
  journal: Journal,
  operation: FlashOperation,
  where: string,
  result: SweepResult,
): void {
  const problems: string[] = [];
  try {
    const flash = new FlashModel({ ...sizeOf(script), image: torn.slice() });
    const state = new State();
    const log = new RecordLog(flash, state);
    result.lost += compareRecords(journal, operation, readAll(log), problems);
    compareState(journal, operation, state, problems);
    append(log, problems);
    const kept = readAll(new RecordLog(flash, new State())).slice(-APPENDED);
    if (kept.length < APPENDED || !kept.every((record, i) => record.payload[0] === APPENDED_KEY + i))
      problems.push('records appended after the cut are not there');
  } catch (error) {
    problems.push(`thrown: ${(error as Error).stack}`);
  }
  if (problems.length === 0) return;
  result.wrong++;
  if (result.problems.length < PROBLEMS_TOLD) result.problems.push(`${where}: ${problems.join('; ')}`);
}

function append(log: RecordLog, problems: string[]): void {
  for (let i = 0; i < APPENDED; i++) {
    const writer = log.begin(SETTING);
    writer.u8(APPENDED_KEY + i);
    writer.u8(0);
    if (!log.commit()) problems.push(`record ${i} after the cut was not taken`);
  }
}

/**
 * Goes through both lists in order. Records of a block whose erase was cut may be missing, and the record that the
 * operation would have completed may be there.
 * @returns committed records that are not there
 */
function compareRecords(
  journal: Journal,
  operation: FlashOperation,
  found: readonly KeptRecord[],
  problems: string[],
): number {
  const erased = operation.kind === 'erase' ? journal.sequenceOf(operation.block) : -1;
  let next = 0;
  let lost = 0;
  for (const record of journal.records) {
    if (next < found.length && isSame(found[next], record)) next++;
    else if (record.sequence !== erased) lost++;
  }
  if (lost > 0) problems.push(`${lost} committed records are not there`);
  const pending = journal.completes(operation);
  if (next < found.length && pending !== undefined && isSame(found[next], pending)) next++;
  if (next < found.length) problems.push(`${found.length - next} records that nobody committed`);
  return lost;
}

/** Either what the committed records say, or those and the one the operation would have completed. */
function compareState(journal: Journal, operation: FlashOperation, state: State, problems: string[]): void {
  const now = describeState(state);
  if (now === describeState(journal.state)) return;
  const pending = journal.completes(operation);
  if (pending !== undefined) {
    const after = copyState(journal.state);
    restoreInto(after, pending);
    if (now === describeState(after)) return;
  }
  problems.push(`state ${now}, expected ${describeState(journal.state)}`);
}

function isSame(a: KeptRecord, b: KeptRecord): boolean {
  return (
    a.type === b.type &&
    a.version === b.version &&
    a.sequence === b.sequence &&
    Buffer.compare(a.payload, b.payload) === 0
  );
}
