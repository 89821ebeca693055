/** What the host program says at its end: a report, or why there is none. */
import { Call, Entry } from './crossing';
import type { Bundle } from './modules';

/** What was allocated after the warm-up; chunk bytes are of this build's word size. */
export interface Meter {
  readonly calls: number;
  /** Calls that allocated anything; not counted for phases. */
  readonly allocating: number;
  readonly slots: number;
  readonly bytes: number;
}

export interface EntryMeter extends Meter {
  readonly entry: string;
}

export interface XsReport {
  /** 16 in a 32-bit build, as on the chip, else 32. */
  readonly slotBytes: number;
  /** Alive after the last entry. */
  readonly liveSlots: number;
  readonly liveChunkBytes: number;
  /** Objects and slots alive, by class. */
  readonly alive: Readonly<Record<string, readonly [objects: number, slots: number]>>;
  /** Garbage collections during the run. */
  readonly collections: number;
  /** Most slots of the stack in use. */
  readonly stackPeak: number;
  /** Names made at run time. */
  readonly keys: number;
  /** Things in flash that may get a copy in RAM: a table of pointers to these is allocated beside the heaps. */
  readonly aliases: number;
  /** Work (operations; on the bare machine instructions) of a collection of slots, of one that compacts too, of the start of the machine. */
  readonly slotPause: number;
  readonly chunkPause: number;
  readonly cloneWork: number;
  /** On the bare machine: most bytes of the C stack in use. */
  readonly cStackBytes: number;
  /** Processor time of the host program; not on the bare machine. */
  readonly processor_ms?: number;
  /** Built-ins and modules, evaluated: in flash on the chip. */
  readonly flashSlots: number;
  readonly flashChunkBytes: number;
  /** Bytes of bytecode by module. */
  readonly modules: Readonly<Record<string, number>>;
  readonly entries: readonly EntryMeter[];
  /** By number of phase (phases.ts); of code without phases all is in the first. */
  readonly phases: readonly Meter[];
}

interface Side {
  readonly type: number;
  readonly kind: number;
  readonly numbers: readonly number[];
  readonly bytes: string;
}

export interface Failure {
  readonly failure: string;
  readonly time_us: number;
  /** The entry it happened in. */
  readonly during: string;
  readonly detail: string;
  /** The firmware's calls, innermost first, ` at name (module:line)` each after a line feed. */
  readonly stack: string;
  readonly expected?: Side;
  readonly got?: Side;
}

type Raw = Omit<XsReport, 'entries'> & { readonly entries: readonly (Meter & { readonly kind: number })[] };

/** @param stdout one line of JSON */
export function answerOf(stdout: string): XsReport | Failure {
  const answer = JSON.parse(stdout) as Raw | Failure;
  if ('failure' in answer) return answer;
  const entries = answer.entries.map(({ kind, ...meter }) => ({ entry: nameOf(Entry, kind), ...meter }));
  return { ...answer, entries };
}

/** One sentence, and the firmware's calls on lines of their own. */
export function sentenceOf(failure: Failure, bundle?: Bundle): string {
  const { time_us, during, detail, expected, got } = failure;
  const at = `XS at ${(time_us / 1e6).toFixed(6)} s` + (during === '' ? '' : ` in ${during}`);
  const calls = callsOf(failure.stack, bundle);
  const stack = calls.map((call) => `\n    at ${call}`).join('');
  if (expected === undefined || got === undefined) return `${at}: ${failure.failure}: ${detail}${stack}`;
  const from = calls.find((call) => call.includes('firmware/')) ?? 'unknown';
  return `${at}: first difference, from ${from}: Node ${shown(expected)}, XS ${shown(got)}${stack}`;
}

function callsOf(stack: string, bundle?: Bundle): string[] {
  return stack
    .split('\n')
    .map((line) => / at ?(.*?) ?\(([^:)]*):?(\d*)\)/.exec(line))
    .filter((match) => match !== null)
    .filter(([, name, module]) => name !== '' || module !== '')
    .map(([, name, module, line]) => {
      if (module === '') return name;
      return `${name} (${bundle?.place(module, Number(line)) ?? module})`.trim();
    });
}

const TYPES = ['', 'Call', 'Return', 'Enter', 'Exit', 'End'];

function shown({ type, kind, numbers, bytes }: Side): string {
  const names = type === 1 || type === 2 ? Call : Entry;
  return `${TYPES[type]} ${nameOf(names, kind)} (${numbers.join(', ')}) [${bytes}]`;
}

function nameOf(kinds: Readonly<Record<string, number>>, kind: number): string {
  return Object.keys(kinds).find((name) => kinds[name] === kind) ?? String(kind);
}
