/** Tables of numbers in text files. */
import { readFileSync } from 'node:fs';
import { reason, shown, TraceError } from '../error';

export interface Table {
  file: string;
  header: string[];
  /** Line by line; a field that is empty or "nan" is NaN. */
  rows: number[][];
}

export interface TableForm {
  separator: string;
  /** Lines before the one with the names of the columns. */
  skip?: number;
  /** Names the header must have. */
  columns?: readonly string[];
  /** Columns of text, which read NaN. */
  texts?: readonly string[];
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** The text of a file. @throws TraceError when it cannot be read */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new TraceError(file, {}, 'a readable file', reason(error));
  }
}

/**
 * Reads a table.
 * @throws TraceError with file, line and column (of characters, from 1) at the first field that is no number
 */
export function readTable(file: string, { separator, skip = 0, columns = [], texts = [] }: TableForm): Table {
  const lines = readText(file)
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/);
  const header = (lines[skip] ?? '').split(separator).map((name) => name.trim());
  for (const name of columns)
    if (!header.includes(name))
      throw new TraceError(file, { line: skip + 1 }, `a column ${name}`, shown(lines[skip] ?? ''));
  const isText = header.map((name) => texts.includes(name));
  const rows: number[][] = [];
  for (let i = skip + 1; i < lines.length; i++) {
    if (lines[i].trim() === '') continue;
    const fields = lines[i].split(separator);
    let at = 1;
    if (fields.length !== header.length)
      throw new TraceError(file, { line: i + 1 }, `${header.length} fields`, String(fields.length));
    rows.push(
      fields.map((field, column) => {
        const text = field.trim();
        const start = at;
        at += field.length + separator.length;
        if (isText[column] || text === '' || /^nan$/i.test(text)) return NaN;
        if (!NUMBER.test(text))
          throw new TraceError(
            file,
            { line: i + 1, column: start },
            `a number for ${header[column]}`,
            shown(text),
          );
        return Number(text);
      }),
    );
  }
  return { file, header, rows };
}

/** Values of a column; it must be there. */
export function column({ header, rows }: Table, name: string): number[] {
  const index = header.indexOf(name);
  return rows.map((row) => row[index]);
}

/** Index of the first value that is none. @throws TraceError naming its line, `before` being the header's */
export function checkWhole({ file, header, rows }: Table, names: readonly string[], before: number): void {
  const indices = names.map((name) => header.indexOf(name));
  rows.forEach((row, i) => {
    for (const index of indices)
      if (Number.isNaN(row[index]))
        throw new TraceError(file, { line: before + i + 1 }, `a number for ${header[index]}`, 'nothing');
  });
}
