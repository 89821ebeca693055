/** What `npm run native` says of memory is what a C compiler makes of the structs. */
import { expect } from 'chai';
import { resolve } from 'node:path';
import { emit } from '../../native/emit/program';
import { lowerProgram } from '../../native/lower/program';
import { memoryOf } from '../../native/memory';
import { Project } from '../../native/project';
import { analyse } from '../../native/ranges/analyse';

const PATH = resolve('virtual.ts');
const SOURCE = `class Part {
  private on = false;
  private readonly short = new Int16Array(3);
  private count = 0;
}
export class Kernel {
  private readonly bytes = new Uint8Array(5);
  private readonly part = new Part();
  private done = false;
  private readonly user: User;
  constructor() {
    this.user = new User(this.part);
  }
}
class User {
  constructor(private readonly part: Part) {}
}
`;

describe('memory of the kernel', () => {
  it('counts arrays, what is owned, references and the gaps between', () => {
    const { program } = lowerProgram(new Project([PATH], new Map([[PATH, SOURCE]])), PATH);
    if (!program) throw new Error('refused');
    // Part: 4 + 1 + 1 gap + 6 = 12. Kernel: 1 + 3 gap + 4 (owned, with a pointer of 4) + 12 + 5 + 3 gap = 28.
    expect(memoryOf(program.root)).to.equal(28);
  });

  it('puts numbers first, then flags, objects and arrays', () => {
    const { program } = lowerProgram(new Project([PATH], new Map([[PATH, SOURCE]])), PATH);
    if (!program) throw new Error('refused');
    const { header } = emit(program, analyse(program), { name: 'virtual' });
    const members = [...header.matchAll(/^\t\w+ \*?(\w+)(?:\[\d+\])?;$/gm)].map(([, name]) => name);
    expect(members).to.deep.equal(['count', 'on', 'short_', 'part', 'done', 'user', 'part', 'bytes']);
  });
});
