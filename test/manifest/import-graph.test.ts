import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { importGraph, valueImports } from '../../host-sim/device/import-graph';
import { listedModules, type Manifest } from './manifest';

describe('manifest: import graph', () => {
  const kept: [string, boolean][] = [
    ["import { a } from './m';", true],
    ["import a from './m';", true],
    ["import * as a from './m';", true],
    ["import './m';", true],
    ["import { type A, b } from './m';", true],
    ["export { a } from './m';", true],
    ["export * from './m';", true],
    ["export * as a from './m';", true],
    ["const a = import('./m');", true],
    ["import type { A } from './m';", false],
    ["import type A from './m';", false],
    ["import { type A, type B } from './m';", false],
    ["export type { A } from './m';", false],
    ["export { type A } from './m';", false],
    ["// import './m';", false],
    ['export const a = "./m";', false],
  ];
  for (const [text, values] of kept)
    it(`${values ? 'follows' : 'passes over'} ${text}`, () => {
      expect(valueImports('x.ts', text)).to.deep.equal(values ? ['./m'] : []);
    });

  it('reaches every file once, around circles, and gathers what is not relative', () => {
    const folder = mkdtempSync(join(tmpdir(), 'graph-'));
    try {
      writeFileSync(
        join(folder, 'main.ts'),
        "import './a'; import type { T } from './types'; import 'time';",
      );
      writeFileSync(join(folder, 'a.ts'), "import './main'; import 'timer'; import 'time';");
      const { files, bare } = importGraph(join(folder, 'main.ts'));
      expect([...files].map((file) => basename(file))).to.deep.equal(['main.ts', 'a.ts']);
      expect([...bare].map(([name, from]) => [name, from.size])).to.deep.equal([
        ['time', 2],
        ['timer', 1],
      ]);
      writeFileSync(join(folder, 'a.ts'), "import './gone';");
      expect(() => importGraph(join(folder, 'main.ts'))).to.throw('gone');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('manifest: listed modules', () => {
  const withModules = (modules: Manifest['modules']): Manifest => ({ modules }) as Manifest;

  it('pairs names and sources as mcconfig does', () => {
    const modules = { '~': ['x'], '*': ['./f/main'], 'ble/*': ['./f/ble/a', './f/ble/b'], one: './f/two' };
    expect([...listedModules(withModules(modules))]).to.deep.equal([
      ['main', './f/main'],
      ['ble/a', './f/ble/a'],
      ['ble/b', './f/ble/b'],
      ['one', './f/two'],
    ]);
  });

  it('refuses patterns and names given twice', () => {
    expect(() => listedModules(withModules({ 'ble/*': './f/ble/*' }))).to.throw('list each file');
    expect(() => listedModules(withModules({ '*': ['./a/x', './b/x'] }))).to.throw('twice');
  });
});
