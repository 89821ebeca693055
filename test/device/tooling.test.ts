/** The commands that build with the Moddable SDK, as far as they go without it. */
import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fastTsc } from '../../host-sim/device/fast-tsc';
import { prepareImage } from '../../host-sim/device/image';
import { IDF_INSTRUCTIONS, MissingTool, SDK_INSTRUCTIONS } from '../../host-sim/device/instructions';
import { linked } from '../../host-sim/device/linked';
import { findIdf, findSdk } from '../../host-sim/device/sdk';
import {
  firmwareManifest,
  imuManifest,
  imuOf,
  kernelFor,
  kernelManifest,
  KERNELS,
  moduleNames,
  ROOT,
  slotBytes,
  targetsNamed,
} from '../../host-sim/device/targets';
import { IDF_VERSION, SDK_VERSION, TYPESCRIPT_VERSION, XS_DEV_VERSION } from '../../host-sim/device/versions';

/** As xsc writes a module: names are counted apart. */
function xsb(codeBytes: number): Buffer {
  const atom = (name: string, content: Buffer) => {
    const head = Buffer.alloc(8, `....${name}`);
    head.writeUInt32BE(8 + content.length);
    return Buffer.concat([head, content]);
  };
  return atom(
    'XS_B',
    Buffer.concat([
      atom('VERS', Buffer.alloc(4)),
      atom('SYMB', Buffer.alloc(30)),
      atom('CODE', Buffer.alloc(codeBytes)),
    ]),
  );
}

describe('device commands', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'device-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function put(path: string, text: string | Buffer = ''): void {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }

  it('pin the same versions in code, instructions and documents', () => {
    const manual = readFileSync(join(ROOT, 'docs/MODDABLE.md'), 'utf8');
    for (const version of [SDK_VERSION, IDF_VERSION, TYPESCRIPT_VERSION, `xs-dev@${XS_DEV_VERSION}`])
      expect(manual).to.contain(version);
    expect(SDK_INSTRUCTIONS).to.contain(`-b ${SDK_VERSION}`).and.contain(`xs-dev@${XS_DEV_VERSION}`);
    expect(IDF_INSTRUCTIONS).to.contain(`-b ${IDF_VERSION}`);
    for (const document of ['README.md', 'docs/MODDABLE.md', 'docs/BRINGUP.md'])
      for (const [, version] of readFileSync(join(ROOT, document), 'utf8').matchAll(
        /Moddable SDK\]?(?:\([^)]*\))? \**(\d+\.\d+\.\d+)/g,
      ))
        expect(version, document).to.equal(SDK_VERSION);
  });

  it('say what to install when there is no SDK, another one, or one whose tools are not built', () => {
    const find = (MODDABLE?: string) => () => findSdk({ MODDABLE });
    expect(find()).to.throw(MissingTool, /MODDABLE is not set[^]*git clone/);
    expect(find(folder)).to.throw(MissingTool, 'is no Moddable SDK');
    put('tools/VERSION', '8.3.0\n');
    expect(find(folder)).to.throw(MissingTool, /is 8\.3\.0, not 8\.2\.3/);
    put('tools/VERSION', `${SDK_VERSION}\n`);
    expect(find(folder)).to.throw(MissingTool, 'mcconfig is not in');
    const bin = `build/bin/${process.platform === 'darwin' ? 'mac' : 'lin'}/release`;
    for (const tool of ['mcconfig', 'xsc', 'xsl']) put(`${bin}/${tool}`);
    expect(findSdk({ MODDABLE: folder }).bin).to.equal(join(folder, bin));
  });

  it('say what to install when there is no ESP-IDF, or another one', () => {
    const find = (IDF_PATH?: string) => () => findIdf({ IDF_PATH });
    const version = (minor: number) =>
      put('tools/cmake/version.cmake', `set(IDF_VERSION_MAJOR 6)\nset(IDF_VERSION_MINOR ${minor})\n`);
    expect(find()).to.throw(MissingTool, /IDF_PATH is not set[^]*install\.sh/);
    expect(find(folder)).to.throw(MissingTool, 'is no ESP-IDF');
    version(1);
    expect(find(folder)).to.throw(MissingTool, `v6.1, not ${IDF_VERSION}`);
    version(0);
    expect(findIdf({ IDF_PATH: folder })).to.equal(folder);
  });

  it('know the boards by name and by platform, the reference first', () => {
    expect(targetsNamed([]).map(({ name }) => name)).to.deep.equal([
      'xiao-esp32c3',
      'xiao-esp32c6',
      'xiao-esp32s3',
      'esp32h2',
    ]);
    expect(targetsNamed(['esp32/esp32h2'])[0].name).to.equal('esp32h2');
    expect(() => targetsNamed(['arduino-uno'])).to.throw(RangeError, 'no such board; there are xiao-esp32c3');
    expect(slotBytes()).to.equal(0x170000);
  });

  it('find what is missing from a linked firmware, and what preloaded modules left unfrozen', () => {
    const names = ['main', 'ble/crc16', 'board'];
    put('modules/main.xsb', xsb(5));
    put('modules/ble/crc16.xsb', xsb(3));
    put('modules/time.xsb', xsb(1));
    put('makefile', 'PRELOADS =\\\n\t-p main.xsb\\\n\t-p board.xsb\n');
    put('mc.xs.c', '#define mxHeapCount 16313\n');
    const log = '### 12 instances, 34 keys, 1 colors\n### warning: main: x[0]: not frozen\n';
    const found = linked({ folder, log, logFile: '' }, names);
    expect(found).to.include({ modules: 3, ours: 2, bytecode: 9, oursBytecode: 8, slots: 16313, keys: 34 });
    expect(found.problems).to.deep.equal([
      'ble/crc16 is not preloaded',
      'board is not compiled',
      'main: x[0]: not frozen',
    ]);
  });

  it('find options that did not get into the configuration of ESP-IDF', () => {
    put('modules/main.xsb');
    put('makefile', 'PRELOADS =\\\n\t-p main.xsb\n');
    put('mc.xs.c');
    put('xsProj-esp32c3/sdkconfig.mc', 'CONFIG_A=y\nCONFIG_B=8\nCONFIG_C=\nCONFIG_D=y\n');
    const wanted = '# CONFIG_X=y\nCONFIG_A=y\nCONFIG_B=24\nCONFIG_C=n\nCONFIG_D=n\nCONFIG_E=n\nCONFIG_F=y\n';
    const { problems } = linked({ folder, log: '', logFile: '' }, ['main'], wanted);
    expect(problems).to.deep.equal(
      ['CONFIG_B=24', 'CONFIG_D=n', 'CONFIG_F=y'].map((line) => `${line} is not in ESP-IDF's configuration`),
    );
  });

  it('build an image from one module and all that manifest.json has besides', () => {
    const [target] = targetsNamed([]);
    for (const kernel of KERNELS) {
      const { manifest, linked } = prepareImage(target, kernel, folder);
      const made = JSON.parse(readFileSync(manifest, 'utf8')) as ReturnType<typeof firmwareManifest>;
      const given = firmwareManifest();
      // The other family's registers are listed for both kernels; only the interpreted one reads them.
      expect(linked).to.equal(moduleNames(target, kernel).length - (kernel === 'native' ? 1 : 0));
      expect(made.modules).to.deep.equal({ '~': given.modules['~'], main: './main' });
      expect(made.preload).to.deep.equal(['main']);
      expect(made.creation).to.deep.equal(given.creation);
      expect(made.ffi.functions).to.deep.equal(given.ffi.functions);
      expect(made.include.at(-1)).to.match(/sdkconfig.manifest\.json$/);
      const ofKernel = made.include.filter((path) =>
        path.endsWith(join('native', 'kernel', 'manifest.json')),
      );
      expect(ofKernel).to.have.length(kernel === 'native' ? 1 : 0);
      const files = [...made.include, ...made.ffi.sources, made.build.PARTITIONS_FILE];
      for (const file of files) if (!file.startsWith('$(')) expect(existsSync(file), file).to.equal(true);
      expect(existsSync(join(manifest, '../main.js'))).to.equal(true);
    }
  });

  it('expect every module and preload of the manifest', () => {
    for (const target of targetsNamed([])) {
      for (const kernel of KERNELS)
        expect(moduleNames(target, kernel)).to.have.members([
          'board',
          ...firmwareManifest().preload,
          ...kernelManifest(kernel).preload,
          ...imuManifest(imuOf(target)).preload,
        ]);
      expect(moduleNames(target, 'native')).to.include('device/native-kernel').and.include('sensors/lsm6dso');
      expect(moduleNames(target, 'interpreted')).to.include('stepdetect/detector');
    }
  });

  it('build every board with the native kernel unless told otherwise', () => {
    for (const target of targetsNamed([])) {
      expect(kernelFor(target)).to.equal('native');
      expect(kernelFor(target, 'interpreted')).to.equal('interpreted');
    }
  });

  it('refuse a kernel that there is not, or not for the board', () => {
    const [target] = targetsNamed([]);
    expect(() => kernelFor(target, 'wasm')).to.throw(RangeError, 'no such kernel; there are native, interpr');
    for (const platform of ['lin', 'pico/pico_w', 'esp', 'esp3266/a'])
      expect(() => kernelFor({ name: 'another', platform }, 'native'), platform).to.throw(
        RangeError,
        /^another \(.*\): the native kernel is for ESP32 platforms: build with FOOTFALL_KERNEL=interpreted$/,
      );
    expect(kernelFor({ name: 'another', platform: 'lin' }, 'interpreted')).to.equal('interpreted');
  });

  it('say so before anything is built', () => {
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [join(ROOT, 'scripts/run.cjs'), 'host-sim/device-cli.ts', ...args], {
        encoding: 'utf8',
        env: { ...process.env, MODDABLE: '' },
      });
    const { status, stderr } = run('build', '--kernel', 'wasm');
    expect([status, stderr]).to.deep.equal([2, 'wasm: no such kernel; there are native, interpreted\n']);
  });

  it('have a tsc that takes types out as the compiler does, and remembers', () => {
    put('base.json', JSON.stringify({ compilerOptions: { target: 'es2025', module: 'preserve' } }));
    put('in/m.ts', "import type { A } from './a';\nimport { b } from './b';\nexport const c: A = b as A;\n");
    const own = {
      extends: join(folder, 'base.json'),
      compilerOptions: { rootDir: folder, outDir: join(folder, 'out') },
      files: [join(folder, 'in/m.ts')],
    };
    put('own.json', JSON.stringify(own));
    const bin = fastTsc(join(folder, 'work'));
    const compile = () => {
      rmSync(join(folder, 'out'), { recursive: true, force: true });
      const done = spawnSync(join(bin, 'tsc'), ['-p', join(folder, 'own.json')], { encoding: 'utf8' });
      expect(done.stderr).to.equal('');
      return readFileSync(join(folder, 'out/in/m.js'), 'utf8');
    };
    const expected = "import { b } from './b';\nexport const c = b;\n";
    expect(compile()).to.equal(expected);
    expect(compile()).to.equal(expected);
    expect(existsSync(join(folder, 'work/transpiled'))).to.equal(true);
  });
});
