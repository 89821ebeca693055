/** The same on XS: a program of its own in the player's place, which gets its blocks from a transcript. */
import { Call, Entry } from '../xs/crossing';
import type { XsReport } from '../xs/answer';
import type { Edit } from '../xs/modules';
import { runXs } from '../xs/run';
import { RecordType, TranscriptWriter } from '../xs/transcript';
import type { Blocks } from './blocks';

/** @throws Error when XS gives another result than \`expected\` */
export function roundsOnXs({ setting, blocks }: Blocks, rounds: number, expected: string): XsReport {
  const transcript = new TranscriptWriter();
  const enter = (kind: number, a = 0, b = 0, payload?: Uint8Array) =>
    transcript.add(RecordType.Enter, kind, 0, a, b, 0, payload);
  const exit = (kind: number) => transcript.add(RecordType.Exit, kind, 0);
  for (let round = 0; round < rounds; round++) {
    enter(Entry.Start);
    exit(Entry.Start);
    for (const { words, moving, bytes } of blocks) {
      enter(Entry.Interrupt, words, moving ? 1 : 0, bytes);
      exit(Entry.Interrupt);
    }
  }
  enter(Entry.Timer);
  transcript.add(RecordType.Call, Call.Log, 0, 0, 0, 0, Buffer.from(expected));
  transcript.add(RecordType.Return, Call.Log, 0);
  exit(Entry.Timer);
  transcript.add(RecordType.End, 0, 0);
  const edit: Edit = (name, source) =>
    name === 'host-sim/engines/xs/player' ? program(JSON.stringify(setting)) : source;
  return runXs(transcript.contents(), { edit });
}

function program(setting: string): string {
  return `
import { Rounds } from '../compare/rounds';
let rounds;
export function enter(kind, a, b) {
  if (kind === ${Entry.Start}) {
    // The one before gives its memory back first.
    rounds = undefined;
    rounds = new Rounds(${setting});
  } else if (kind === ${Entry.Interrupt}) {
    payload(rounds.block);
    rounds.take(a, b !== 0);
  } else cross(${Call.Log}, 0, 0, 0, rounds.result, undefined);
  return 0;
}
`;
}
