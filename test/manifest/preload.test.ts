/**
 * What preloading asks of every module: what it makes when it is loaded lies in flash, and a write to it throws on the chip, where
 * Node allows it. The linker of the SDK finds the rest (npm run device:check).
 */
import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { imuManifest, IMUS, kernelManifest, KERNELS } from '../../host-sim/device/targets';
import { listedModules, readManifest } from './manifest';

const ROOT = join(__dirname, '../..');
const BUFFERS = /^(ArrayBuffer|DataView|\w+Array|WeakMap|WeakSet)$/;

/** What is wrong with a module's level, by line. */
function offences(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const found: string[] = [];
  const tell = (node: ts.Node, what: string): void => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    found.push(`${file}:${line + 1}: ${what}`);
  };
  const value = (node: ts.Expression | undefined): void => {
    if (node === undefined) return;
    if (ts.isNewExpression(node) && BUFFERS.test(node.expression.getText()))
      tell(node, `${node.expression.getText()} made when the module is loaded`);
    if (ts.isArrayLiteralExpression(node) || ts.isObjectLiteralExpression(node))
      tell(node, 'not frozen: Object.freeze');
    if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) value(node.expression);
  };
  for (const statement of source.statements) {
    if (ts.isEnumDeclaration(statement)) tell(statement, 'an enum is an object that is not frozen');
    if (ts.isVariableStatement(statement)) {
      if ((statement.declarationList.flags & ts.NodeFlags.Const) === 0) tell(statement, 'not const');
      for (const { initializer } of statement.declarationList.declarations) value(initializer);
    }
    if (ts.isClassDeclaration(statement))
      for (const member of statement.members)
        if (
          ts.isPropertyDeclaration(member) &&
          member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) === true
        ) {
          value(member.initializer);
          if (!member.modifiers.some(({ kind }) => kind === ts.SyntaxKind.ReadonlyKeyword))
            tell(member, 'a static field that can be written to');
        }
  }
  return found;
}

describe('preloaded modules', () => {
  it('keep nothing at their level that could be written to', () => {
    const manifest = readManifest(join(ROOT, 'manifest.json'));
    const paths = [
      ...listedModules(manifest).values(),
      ...[...KERNELS.map(kernelManifest), ...IMUS.map(imuManifest)]
        .flatMap((part) => [...listedModules(part).values()])
        .map((path) => join('firmware/device', path)),
      ...Object.values(manifest.platforms).map(({ modules }) => modules.board),
    ];
    expect(
      paths.flatMap((path) => offences(path, readFileSync(join(ROOT, `${path}.ts`), 'utf8'))),
    ).to.deep.equal([]);
  });

  const bad: [string, string][] = [
    ['let a = 1;', 'not const'],
    ['const a = new Int16Array(4);', 'Int16Array made'],
    ['const a = { b: 1 };', 'not frozen'],
    ['export const a = [1] as const;', 'not frozen'],
    ['export enum A { B }', 'an enum'],
    ['class A { static b = 1; }', 'a static field that can'],
    ['class A { static readonly b = new ArrayBuffer(4); }', 'ArrayBuffer made'],
  ];
  for (const [text, what] of bad)
    it(`refuses ${text}`, () => expect(offences('m.ts', text).join()).to.contain(`m.ts:1: ${what}`));

  for (const text of [
    'const a = Object.freeze([1, 2]);',
    'class A { private readonly b = new Int16Array(4); }',
    'function f() { let a = [1]; return a; }',
    'export const A = 1;',
  ])
    it(`allows ${text}`, () => expect(offences('m.ts', text)).to.deep.equal([]));
});
