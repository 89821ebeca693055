/** Where in a file something is wrong; line and column count from 1. */
export interface TracePlace {
  line?: number;
  column?: number;
}

/** A recording, or the truth beside it, that cannot be used: where it is wrong, what was expected and what was found. */
export class TraceError extends Error {
  override readonly name = 'TraceError';
  readonly file: string;
  /** Line from 1, where the fault has one. */
  readonly line: number | undefined;
  /** Column from 1 (of the first wrong character), where the fault has one. */
  readonly column: number | undefined;
  readonly expected: string;
  readonly found: string;

  constructor(file: string, place: TracePlace, expected: string, found: string) {
    const where = [file, place.line, place.column].filter((part) => part !== undefined).join(':');
    super(`${where}: expected ${expected}, found ${found}`);
    this.file = file;
    this.line = place.line;
    this.column = place.column;
    this.expected = expected;
    this.found = found;
  }
}

const SHOWN_CHARACTERS = 40;

/** Text from a file, in quotes, made fit to stand in a message: shortened, and without control characters. */
export function shown(text: string): string {
  const cut = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}...` : text;
  return JSON.stringify(cut);
}

/** The same for what an operating-system call threw. */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
