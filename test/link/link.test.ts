import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { firmwareSources } from '../../host-sim/device/image';
import { KERNELS, targets } from '../../host-sim/device/targets';
import { link } from '../../host-sim/link/link';
import { COMPILER, type Source } from '../../host-sim/link/sources';

const ROOT = join(__dirname, '../..');

function source(name: string, code: string, imports: Record<string, string> = {}): Source {
  return {
    name,
    code,
    map: JSON.stringify({ version: 3, sources: [`${name}.ts`], names: [], mappings: '' }),
    imports,
  };
}

describe('the linked firmware', function () {
  this.timeout(60_000);

  it('has what is used of its modules, in one, and keeps imports that no source is given for', () => {
    const chunks = link([
      source(
        'firmware/a',
        'import B from "embedded:b";\nexport const ONE = 1;\nexport function used() { return new B(ONE); }\nexport function unused() {}',
      ),
      source('firmware/main', 'import { used } from "./a";\nexport default function main() { used(); }', {
        './a': 'firmware/a',
      }),
    ]);
    expect(chunks.map(({ name }) => name)).to.deep.equal(['main']);
    const [{ code }] = chunks;
    expect(code)
      .to.match(/import B from ["']embedded:b["']/)
      .and.match(/new B\(1\)/)
      .and.match(/main as default/);
    expect(code).to.not.include('unused');
  });

  it('is a module of its own beside a program that uses it', () => {
    const [firmware, player] = link([
      source('firmware/a', 'export const used = () => 1;'),
      source('host/player', 'import { used } from "../firmware/a";\nexport const enter = used();', {
        '../firmware/a': 'firmware/a',
      }),
    ]);
    expect([firmware.name, player.name]).to.deep.equal(['firmware', 'player']);
    expect(player.code).to.match(/from ["']\.\/firmware["']/);
  });

  it('is not made when something is imported that is not exported', () => {
    const broken = [
      source('firmware/a', 'export const a = 1;'),
      source('firmware/main', 'import { gone } from "./a";\nexport default gone;', { './a': 'firmware/a' }),
    ];
    expect(() => link(broken)).to.throw(/does not link[^]*gone/);
  });

  for (const kernel of KERNELS)
    it(`imports nothing but the SDK's modules, with the ${kernel} kernel, and has no names for its numbers`, () => {
      const [{ code }] = link(firmwareSources(targets()[0], kernel));
      const imported = [...code.matchAll(/^import .*?["'](.*)["'];$/gm)].map(([, name]) => name);
      expect(imported).to.include('embedded:io/smbus').and.not.include('board');
      for (const name of imported) expect(name).to.match(/^(embedded:|mc\/|time$|timer$)/);
      expect(code).to.not.match(/^const \w+ = -?[\d.]+;$/m);
      expect(code.includes('StrideDetector = class')).to.equal(kernel === 'interpreted');
    });

  it('is compiled as the desk, the simulator and mcconfig compile it', () => {
    const option = { useDefineForClassFields: COMPILER.useDefineForClassFields };
    const read = (file: string) =>
      JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as {
        compilerOptions: object;
        typescript: { tsconfig: { compilerOptions: object } };
      };
    expect(read('tsconfig.json').compilerOptions).to.include(option);
    expect(read('manifest.json').typescript.tsconfig.compilerOptions).to.include(option);
  });
});
