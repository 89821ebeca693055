import { expect } from 'chai';
import { inlineConstants } from '../../host-sim/link/constants';

/** Without the lines that are left empty. */
function inlined(code: string): string {
  return inlineConstants(code).replace(/\n+/g, '\n').trim();
}

describe('constants of the linked firmware', () => {
  it('become numbers wherever they are used, and what is computed from them one number', () => {
    expect(inlined('const A = 3;\nconst B = A * 4 - 1;\nf(A, B << 2, x + B, -A, (A + 1) / 2);')).to.equal(
      'f(3, 44, x + 11, (-3), 2);',
    );
  });

  it('stand for nothing but themselves: another scope, a property, a text', () => {
    const code =
      "function f(A) {\n  return A + o.A + { A: 1 }.A;\n}\nconst g = () => { const A = h(); return A; };\nk('A');";
    expect(inlined(`const A = 3;\n${code}`)).to.equal(code);
  });

  it('keep the name of a property that they are the value of', () => {
    expect(inlined('const A = 3;\nf({ A });')).to.equal('f({ A: 3 });');
  });

  it('may be used before they are declared, in a function', () => {
    expect(inlined('function f() {\n  return A;\n}\nconst A = 3;')).to.equal(
      'function f() {\n  return 3;\n}',
    );
  });

  it('stay declared when they are exported, or not known, or texts, or variables', () => {
    expect(inlined('const A = 3;\nf(A);\nexport { A };')).to.equal('const A = 3;\nf(3);\nexport { A };');
    for (const code of ['const A = g();\nf(A);', "const A = 'x';\nf(A);", 'let A = 3;\nA = 4;\nf(A);'])
      expect(inlined(code)).to.equal(code);
  });

  it('of frozen tables become numbers and texts, and the table goes', () => {
    const table = "const T = Object.freeze({ A: 1, B: 0x10, C: 'x' });\n";
    expect(inlined(`${table}f(T.A | T.B, T.C);`)).to.equal('f(17, "x");');
  });

  it('leave a table that is used as a whole, and take its entries all the same', () => {
    const table = 'const T = Object.freeze({ A: 1, B: 2 });\n';
    for (const use of ['f(T);', 'f(T[x]);', 'f({ T });', 'f(Object.values(T));', 'export { T };'])
      expect(inlined(`${table}${use}\ng(T.A);`)).to.equal(`${table}${use}\ng(1);`);
  });

  it('leave a table alone that is not frozen, or whose entries are not known', () => {
    for (const code of [
      'const T = { A: 1 };\nT.A = 2;\nf(T.A);',
      'const T = Object.freeze({ A: g() });\nf(T.A);',
    ])
      expect(inlined(code)).to.equal(code);
  });

  it('leave every line where it was', () => {
    const code = 'const A = 3;\nconst T = Object.freeze({\n  B: 1,\n});\nf(A,\n  T.B);\n';
    const lines = inlineConstants(code).split('\n');
    expect(lines).to.have.length(code.split('\n').length);
    expect(lines[4]).to.equal('f(3,');
    expect(lines[5]).to.equal('  1);');
  });
});
