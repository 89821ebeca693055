/**
 * Writes C in the lines of the TypeScript it comes from, so that compilers and debuggers point at the TypeScript. Where the
 * two part, `#line` brings them together again.
 */
export class Writer {
  private text = '';
  /** The TypeScript line that the present line of C stands for. */
  private line = 0;
  private file = '';
  private indent = 0;
  private isFresh = true;

  /** Goes to a line of a file: `text` stands there. */
  at(file: string, line: number, text: string): void {
    if (file !== this.file || line < this.line || line > this.line + 6) {
      if (!this.isFresh) this.newline();
      this.text += `#line ${line} "${file}"\n`;
      this.file = file;
      this.line = line;
    }
    while (this.line < line) this.newline();
    this.put(text);
  }

  /** Text on a line of its own, of whatever line of TypeScript. */
  put(text: string): void {
    this.text += this.isFresh ? '\t'.repeat(this.indent) : ' ';
    this.text += text;
    this.isFresh = false;
  }

  /** As `put`, without a blank before it. */
  append(text: string): void {
    this.text += text;
    this.isFresh = false;
  }

  /** A comment, as it stands in the TypeScript from `line` on. */
  comment(file: string, line: number, comment: string): void {
    const lines = comment.split('\n');
    lines.forEach((each, i) => {
      const text = each.trim();
      this.at(file, line + i, i > 0 && text.startsWith('*') ? ` ${text}` : text);
    });
    // Nothing may follow `//`.
    if (comment.startsWith('//')) this.newline();
  }

  open(): void {
    this.indent++;
  }

  close(): void {
    this.indent--;
  }

  private newline(): void {
    this.text += '\n';
    this.line++;
    this.isFresh = true;
  }

  toString(): string {
    return `${this.text.replace(/[ \t]+$/gm, '')}\n`;
  }
}
