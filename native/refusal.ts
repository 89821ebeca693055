/** What the translator does not take: where, why, and what to write instead. */
import type ts from 'typescript';
import { relative } from 'node:path';

export class Refusal extends Error {
  readonly line: number;
  readonly column: number;
  readonly file: string;

  /**
   * @param node what is refused
   * @param reason why, as in "a string has no counterpart in the kernel"
   * @param instead what to write instead
   */
  constructor(
    node: ts.Node,
    readonly reason: string,
    readonly instead: string,
  ) {
    const source = node.getSourceFile();
    const { line, character } = source.getLineAndCharacterOfPosition(node.getStart());
    const file = relative(process.cwd(), source.fileName);
    super(`${file}:${line + 1}:${character + 1} ${reason}. Instead: ${instead}.`);
    this.name = 'Refusal';
    this.file = file;
    this.line = line + 1;
    this.column = character + 1;
  }
}

/** Something cannot be understood because what it needs was refused: that says it all. */
export class Consequence extends Error {}

/** Gathers refusals, so that one run tells them all. */
export class Refusals {
  readonly all: Refusal[] = [];
  private readonly seen = new Set<string>();

  /** Runs `work`; a refusal in it is kept, and `undefined` returned. */
  attempt<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (error instanceof Consequence) return undefined;
      if (!(error instanceof Refusal)) throw error;
      this.add(error);
      return undefined;
    }
  }

  add(refusal: Refusal): void {
    if (this.seen.has(refusal.message)) return;
    this.seen.add(refusal.message);
    this.all.push(refusal);
  }

  /** In the order of files and lines. */
  sorted(): Refusal[] {
    return [...this.all].sort(
      (a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column,
    );
  }
}
