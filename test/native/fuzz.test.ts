/**
 * Programs of integer TypeScript at random: what they do in Node they do as C, and where they leave the language the guards stop
 * them. `npm run native:translate-fuzz` runs a hundred thousand.
 */
import { expect } from 'chai';
import { findCompiler, NO_COMPILER } from '../../native/compiler';
import { runBatch } from '../../native/fuzz/batch';
import { generate } from '../../native/fuzz/generate';
import { print, TYPESCRIPT } from '../../native/fuzz/print';

const PROGRAMS = 120;

describe('integer TypeScript: programs at random', () => {
  it('makes the same program from the same seed', () => {
    expect(print(generate(3, 4), TYPESCRIPT)).to.equal(print(generate(3, 4), TYPESCRIPT));
    expect(print(generate(3, 4), TYPESCRIPT)).to.not.equal(print(generate(3, 5), TYPESCRIPT));
  });

  it(`gives the same results in Node and in C: ${PROGRAMS} programs`, function () {
    const compiler = findCompiler();
    if (!compiler) {
      console.log(`      ${NO_COMPILER}`);
      return this.skip();
    }
    this.timeout(200_000);
    const programs = Array.from({ length: PROGRAMS }, (_, i) => generate(2026, i));
    const { failures, calls, caught } = runBatch(programs, compiler);
    expect(failures.map((each) => `${each.message}\n${print(each.program, TYPESCRIPT)}`)).to.deep.equal([]);
    // A generator whose programs do nothing would prove nothing.
    expect(calls).to.be.greaterThan(2 * PROGRAMS);
    expect(caught).to.be.greaterThan(PROGRAMS / 10);
  });
});
