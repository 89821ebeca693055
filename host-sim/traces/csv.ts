import { basename } from 'node:path';
import { ByteLines, MAX_LINE_BYTES } from './byte-lines';
import { COLUMNS, MAX_ACCEL_MG, MAX_GYRO_01DPS, MAX_STEP_US, MAX_TIME_US, parseHeader } from './columns';
import { shown, TraceError } from './error';
import { readMeta } from './meta';
import { SAMPLE_VALUES, type TraceSource } from './source';
import { UnitProbe } from './units';

export { TraceError } from './error';
export { findTraces } from './find';
export { readMeta, type TraceMeta } from './meta';

const COMMA = 44;
const NEWLINE = 10;
const RETURN = 13;
const MINUS = 45;
const SPACE = 32;
const ZERO = 48;
/** So many decimal digits fit an integer a double holds exactly. */
const EXACT_DIGITS = 15;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

const LIMITS = new Float64Array([
  MAX_TIME_US,
  MAX_ACCEL_MG,
  MAX_ACCEL_MG,
  MAX_ACCEL_MG,
  MAX_GYRO_01DPS,
  MAX_GYRO_01DPS,
  MAX_GYRO_01DPS,
]);
const LIMIT_TEXTS = ['0 to 2^53 us', '+-500 g (500000)', '+-10000 degree/s (100000)'];

/**
 * A recording in the CSV form of ../shared/traces/README.md: header `t_us,ax,ay,az,gx,gy,gz` (the gyroscope may be
 * missing), then one sample per line. Decimals, carriage returns, a byte-order mark and empty lines at the end are taken
 * too.
 */
class CsvTrace implements TraceSource {
  readonly name: string;
  readonly synthetic: boolean;
  readonly hasGyro: boolean;
  readonly duration_us: number | undefined;

  private readonly lines: ByteLines;
  private readonly columns: number;
  /** Line of the sample read last, from 1. */
  private line = 1;
  private last_us = -1;
  private closed = false;

  constructor(path: string) {
    this.name = basename(path).replace(/\.[^.]*$/, '');
    this.synthetic = isSynthetic(path);
    this.lines = new ByteLines(path);
    try {
      this.hasGyro = this.readHeader();
      this.columns = this.hasGyro ? SAMPLE_VALUES : SAMPLE_VALUES - 3;
      this.duration_us = this.probe();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  next(frame: Float64Array): boolean {
    if (this.closed) return false;
    const lines = this.lines;
    if (lines.end - lines.at < MAX_LINE_BYTES && !lines.complete) lines.refill();
    if (lines.at >= lines.end) return this.finish();
    if (lines.bytes[lines.at] <= SPACE && this.atBlankLine()) return this.endInBlanks();
    this.line++;
    const after = this.parse(lines.at, frame);
    const t_us = frame[0];
    if (!(t_us > this.last_us) || t_us - this.last_us > MAX_STEP_US) this.checkTime(t_us);
    this.last_us = t_us;
    lines.at = after;
    return true;
  }

  close(): void {
    this.closed = true;
    this.lines.close();
  }

  private finish(): boolean {
    if (this.line === 1) throw this.error(1, 'samples', 'a header and nothing else', 2);
    this.close();
    return false;
  }

  private readHeader(): boolean {
    const { lines } = this;
    lines.refill();
    if (lines.end === 0) throw this.error(1, `the header ${COLUMNS.join(',')}`, 'an empty file');
    if (lines.bytes[0] === 0xef && lines.bytes[1] === 0xbb && lines.bytes[2] === 0xbf) lines.at = 3;
    const length = lines.bytes.indexOf(NEWLINE, lines.at) - lines.at;
    const header = lines.line(lines.at);
    if (length >= MAX_LINE_BYTES) throw this.tooLong(lines.at);
    const hasGyro = parseHeader(lines.file, header);
    lines.at = Math.min(lines.at + length + 1, lines.end);
    return hasGyro;
  }

  /**
   * Looks at the samples in the window without taking them. A malformed one ends the look: `next` reports it in its turn.
   * @returns the duration, from the first sample and the last line of the file
   */
  private probe(): number | undefined {
    const { lines, line } = this;
    const start = lines.at;
    const frame = new Float64Array(SAMPLE_VALUES);
    const probe = new UnitProbe();
    let first_us: number | undefined;
    try {
      while (!probe.full && (lines.complete || lines.end - lines.at >= MAX_LINE_BYTES)) {
        if (lines.at >= lines.end) break;
        this.line++;
        const after = this.parse(lines.at, frame);
        first_us ??= frame[0];
        probe.add(frame);
        lines.at = after;
      }
    } catch (error) {
      if (!(error instanceof TraceError)) throw error;
    }
    lines.at = start;
    this.line = line;
    const fault = probe.fault(this.hasGyro);
    if (fault)
      throw this.error(
        columnStart(lines.line(start), COLUMNS.indexOf(fault.column)),
        fault.expected,
        fault.found,
        2,
      );
    return first_us === undefined ? undefined : duration_us(lines.tail(), first_us);
  }

  /**
   * Parses the line that begins at `start` into the frame: the hot loop, digits straight from the bytes.
   * @returns where the next line begins
   */
  private parse(start: number, frame: Float64Array): number {
    const { bytes, end } = this.lines;
    const columns = this.columns;
    let at = start;
    for (let column = 0; column < columns; column++) {
      const field = at;
      const negative = bytes[at] === MINUS;
      if (negative) at++;
      const digits = at;
      let value = 0;
      let digit = bytes[at] - ZERO;
      while (digit >= 0 && digit <= 9) {
        value = value * 10 + digit;
        digit = bytes[++at] - ZERO;
      }
      const stop = bytes[at];
      const last = column === columns - 1;
      const ended = last
        ? stop === NEWLINE || (stop === RETURN && bytes[at + 1] === NEWLINE)
        : stop === COMMA;
      if (at === digits || at - digits > EXACT_DIGITS || !ended) {
        at = this.fieldEnd(field, column);
        value = this.slowValue(field, at, column, start);
      } else if (negative) value = -value;
      if (value > LIMITS[column] || value < -LIMITS[column]) throw this.outOfRange(field, column, start);
      frame[column] = value;
      // Past the comma; past the line's end below.
      if (!last) at++;
    }
    for (let column = columns; column < SAMPLE_VALUES; column++) frame[column] = 0;
    if (bytes[at] === RETURN) at++;
    at++;
    return at > end ? end : at;
  }

  /** The field ends at the next comma, or at the line's end. */
  private fieldEnd(field: number, column: number): number {
    const { bytes } = this.lines;
    let at = field;
    while (bytes[at] !== COMMA && bytes[at] !== NEWLINE) at++;
    if (bytes[at] === NEWLINE && at > field && bytes[at - 1] === RETURN && column === this.columns - 1) at--;
    return at;
  }

  /** A field that is not a plain integer: decimals and exponents are numbers, all else is a fault. */
  private slowValue(field: number, end: number, column: number, start: number): number {
    const { lines } = this;
    if (end >= lines.end && !lines.complete) throw this.tooLong(start);
    if (end - start >= MAX_LINE_BYTES) throw this.tooLong(start);
    const raw = lines.bytes.toString('latin1', field, end);
    const text = raw.trim();
    const place = field - start + 1;
    const endsLine = lines.bytes[end] !== COMMA;
    const last = column === this.columns - 1;
    const cut = endsLine && end >= lines.end ? ' (the last line of the file: was it cut off?)' : '';
    if (!NUMBER.test(text)) {
      const found = text === '' ? `nothing${cut}` : `${shown(raw)}${cut}`;
      throw this.error(place, `a number for ${COLUMNS[column]}`, found);
    }
    const wanted = `${this.columns} values in a line`;
    if (endsLine && !last) throw this.error(end - start + 1, wanted, `${column + 1} values${cut}`);
    if (!endsLine && last) throw this.error(end - start + 1, wanted, 'more');
    return Number(text);
  }

  private atBlankLine(): boolean {
    const { bytes } = this.lines;
    let at = this.lines.at;
    while (bytes[at] <= SPACE && bytes[at] !== NEWLINE) at++;
    return bytes[at] === NEWLINE;
  }

  /** Empty lines may end a file, but not stand inside it. */
  private endInBlanks(): boolean {
    const { lines } = this;
    while (lines.at < lines.end) {
      if (lines.bytes[lines.at] > SPACE) throw this.error(1, 'a sample', 'an empty line', this.line + 1);
      lines.at++;
      if (lines.at === lines.end) lines.refill();
    }
    return this.finish();
  }

  private checkTime(t_us: number): void {
    if (t_us < 0) throw this.error(1, 'time from 0 on', String(t_us));
    if (this.last_us < 0) return;
    if (t_us <= this.last_us)
      throw this.error(1, `time after ${this.last_us} us (strictly increasing)`, `${t_us} us`);
    throw this.error(1, `time at most an hour after ${this.last_us} us`, `${t_us} us`);
  }

  private outOfRange(field: number, column: number, start: number): TraceError {
    const { lines } = this;
    const expected = `${COLUMNS[column]} within ${LIMIT_TEXTS[Math.ceil(column / 3)]}`;
    const text = lines.bytes.toString('latin1', field, this.fieldEnd(field, column));
    return this.error(field - start + 1, expected, shown(text));
  }

  private tooLong(start: number): TraceError {
    const text = this.lines.bytes.toString('latin1', start, start + MAX_LINE_BYTES);
    const expected = `lines of at most ${MAX_LINE_BYTES} characters`;
    return this.error(1, expected, `a longer one that begins ${shown(text)}`);
  }

  private error(column: number, expected: string, found: string, line = this.line): TraceError {
    return new TraceError(this.lines.file, { line, column }, expected, found);
  }
}

/** Where a column of a line begins, from 1. */
function columnStart(line: string, column: number): number {
  return line.split(',').slice(0, column).join(',').length + (column > 0 ? 2 : 1);
}

/** Does the description beside the recording say so? A recording without one, or with a malformed one, is taken for real. */
function isSynthetic(path: string): boolean {
  try {
    return readMeta(path)?.synthetic ?? false;
  } catch {
    return false;
  }
}

/** From the first sample's time to the time on the file's last line; undefined when that line is malformed. */
function duration_us(tail: string, first_us: number): number | undefined {
  const last = tail.trimEnd().split('\n').pop() ?? '';
  const t_us = Number(/^(\d+),/.exec(last)?.[1]);
  return t_us >= first_us ? t_us - first_us : undefined;
}

/**
 * Opens a recording. Reads it in pieces as it is asked for: memory does not grow with its length.
 *
 * The first seconds are looked at: numbers that cannot be the format's units are refused.
 * @throws TraceError when the file cannot be read, its header is not one of a recording, or its units look wrong
 */
export function openTrace(path: string): TraceSource {
  return new CsvTrace(path);
}
