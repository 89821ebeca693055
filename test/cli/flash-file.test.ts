import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { RECORD_BYTES } from '../../host-sim/board/flash';
import { FlashFile } from '../../host-sim/cli/flash-file';
import { PlainReporter } from '../../host-sim/cli/plain';
import { run } from '../../host-sim/cli/run';
import { replay } from '../../host-sim/engines/node';
import { ShortTrace } from './fixtures';

describe('npm start --flash', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'footfall-'))));
  after(() => rmSync(folder, { recursive: true }));

  it('keeps the shoe’s memory in the file from one recording to the next, and to the next call', () => {
    const flash = join(folder, 'shoe.bin');
    const lines: string[] = [];
    const output = { line: (text: string) => lines.push(text), error: (text: string) => lines.push(text) };
    const machinery = {
      findTraces: () => ['a.csv'],
      openTrace: () => new ShortTrace('a'),
      demonstration: () => new ShortTrace('demonstration'),
      replay,
      now_ms: () => 0,
    };
    for (let start = 1; start <= 2; start++) {
      lines.length = 0;
      expect(run({ paths: ['a.csv'], flash, board: {} }, machinery, new PlainReporter(output))).to.equal(0);
      expect(lines.join('\n')).to.match(new RegExp(`record .*no run; 0 strides and 0.0 m in ${start} start`));
      expect(lines).to.include(`Flash: ${flash}`);
    }
    expect(readFileSync(flash)).to.have.lengthOf(RECORD_BYTES);
  });

  it('refuses a file that is no image of the partition, and leaves it as it is', () => {
    const path = join(folder, 'notes.txt');
    writeFileSync(path, 'not flash');
    expect(() => FlashFile.open(path)).to.throw(
      `${path}: 9 bytes, an image of the record's flash has ${RECORD_BYTES}`,
    );
    expect(readFileSync(path, 'utf8')).to.equal('not flash');
  });
});
