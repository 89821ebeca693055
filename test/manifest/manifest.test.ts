import { expect } from 'chai';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { importGraph } from '../../host-sim/device/import-graph';
import { imuManifest, IMUS, kernelManifest, KERNELS } from '../../host-sim/device/targets';
import { listedModules, readManifest } from './manifest';

const ROOT = join(__dirname, '../..');
const FIRMWARE = join(ROOT, 'firmware');
const TYPINGS = ['moddable.d.ts', 'ffi.d.ts'].map((file) => join(FIRMWARE, 'device/typings', file));

const SDK_BASE = '$(MODDABLE)/examples/manifest_base.json';
const SDK_IO = '$(MODDABLE)/modules/io';
const SDKCONFIG = './firmware/device/sdkconfig/manifest.json';

/** Which included manifest brings a module of the SDK (SDK 8.2.3). `time` and `timer` come with the base's ESP32 part. */
const PROVIDED_BY: Readonly<Record<string, string>> = {
  time: SDK_BASE,
  timer: SDK_BASE,
  'embedded:io/analog': `${SDK_IO}/analog/manifest.json`,
  'embedded:io/bluetoothle/peripheral': `${SDK_IO}/ble/server/manifest.json`,
  'embedded:io/digital': `${SDK_IO}/digital/manifest.json`,
  'embedded:io/smbus': `${SDK_IO}/i2c/manifest.json`,
  'embedded:storage/flash': `${SDK_IO}/flash/manifest.json`,
};
/** mcconfig makes this module of the manifest's `ffi`. */
const FFI = 'mc/ffi';
/** Brings the kernel that the build asks for, as this module. */
const KERNEL_MANIFEST = './firmware/device/kernel-$(FOOTFALL_KERNEL).json';
const KERNEL = 'device/kernel';
/** The platform brings these. */
const BOARD = 'board';
const IMU = 'device/imu';
/** What main.ts imports from none of its rooms. */
const CHOSEN: readonly string[] = [BOARD, IMU, KERNEL];

function sorted(items: Iterable<string>): string[] {
  return [...items].sort();
}

/** The names that `declare module` gives in a file of typings. */
function declaredModules(path: string): string[] {
  return [...readFileSync(path, 'utf8').matchAll(/^declare module '([^']+)'/gm)].map((match) => match[1]);
}

describe('manifest.json and what the firmware imports', () => {
  const manifest = readManifest(join(ROOT, 'manifest.json'));
  const graph = importGraph(join(FIRMWARE, 'main.ts'));
  const listed = listedModules(manifest);
  const ofImus = IMUS.map((imu) => importGraph(join(FIRMWARE, `device/imu-${imu}.ts`)));
  const ofKernels = KERNELS.map((kernel) => importGraph(join(FIRMWARE, `device/kernel-${kernel}.ts`)));
  /** What more than one of the parts to choose from needs is as if main.ts imported it. */
  const always = new Set(graph.files);
  const once = new Set<string>();
  for (const { files } of [...ofImus, ...ofKernels])
    for (const file of files) (once.has(file) ? always : once).add(file);
  const bare = new Map([...graph.bare]);
  for (const driver of ofImus)
    for (const [name, files] of driver.bare) bare.set(name, new Set([...(bare.get(name) ?? []), ...files]));
  const nameOf = (file: string) => file.slice(FIRMWARE.length + 1, -'.ts'.length);
  const imported = new Map([...always].map((file) => [nameOf(file), file]));

  it('lists every module the firmware imports, and none besides', () => {
    const missing = sorted(imported.keys()).filter((name) => !listed.has(name));
    const unused = sorted(listed.keys()).filter((name) => !imported.has(name));
    expect({ missing, unused }).to.deep.equal({ missing: [], unused: [] });
  });

  it('names each module by its path in firmware/, so that relative imports mean the same on the chip', () => {
    for (const [name, source] of listed) expect(source).to.equal(`./firmware/${name}`);
  });

  it('preloads every module, so that all lives in flash and linking runs it', () => {
    expect(sorted(manifest.preload)).to.deep.equal(sorted(listed.keys()));
  });

  it('includes what provides the modules of the SDK, and nothing besides', () => {
    expect(sorted(bare.keys()).filter((name) => name !== FFI && !CHOSEN.includes(name))).to.deep.equal(
      sorted(Object.keys(PROVIDED_BY)),
    );
    const sdk = manifest.include.filter((path) => path !== SDKCONFIG && path !== KERNEL_MANIFEST);
    expect(manifest.include).to.include(KERNEL_MANIFEST);
    expect(sorted(sdk)).to.deep.equal(sorted(new Set(Object.values(PROVIDED_BY))));
  });

  it("includes ESP-IDF's configuration last: the SDK's manifest of a board names another, and the last one stays", () => {
    expect(manifest.include.at(-1)).to.equal(SDKCONFIG);
    const { build, platforms } = JSON.parse(readFileSync(join(ROOT, SDKCONFIG), 'utf8')) as {
      build: { SDKCONFIGPATH: string };
      platforms: Record<string, { build?: { SDKCONFIGPATH: string } }>;
    };
    const folder = join(ROOT, SDKCONFIG, '..');
    const read = (path: string) => readFileSync(join(folder, path, 'sdkconfig.defaults'), 'utf8');
    const common = read(build.SDKCONFIGPATH);
    for (const [platform, own] of Object.entries(platforms))
      if (own.build !== undefined) {
        expect(manifest.platforms).to.have.property(platform);
        expect(read(own.build.SDKCONFIGPATH).startsWith(common), `${platform} begins as all do`).to.equal(
          true,
        );
      }
  });

  for (const kernel of KERNELS)
    describe(`with the ${kernel} kernel`, () => {
      const choice = kernelManifest(kernel);
      const entry = `device/kernel-${kernel}`;
      const reached = importGraph(join(FIRMWARE, `${entry}.ts`));
      const more = [...reached.files].filter((file) => !always.has(file));
      const names = more.map(nameOf);

      it('lists every module that adds, and none besides', () => {
        const added = listedModules(choice);
        expect(added.get(KERNEL)).to.equal(`./kernel-${kernel}`);
        expect(sorted(added.keys())).to.deep.equal(
          sorted([KERNEL, ...names.filter((name) => name !== entry)]),
        );
        for (const [name, source] of added)
          if (name !== KERNEL) expect(join('device', source)).to.equal(name);
      });

      it('preloads them, and needs nothing of the SDK but the FFI', () => {
        expect(sorted(choice.preload)).to.deep.equal(sorted(listedModules(choice).keys()));
        for (const name of reached.bare.keys()) expect(name).to.equal(FFI);
      });

      it('has none of the other kernel', () => {
        const other = importGraph(
          join(FIRMWARE, `device/kernel-${KERNELS.find((one) => one !== kernel)}.ts`),
        );
        expect(more.filter((file) => other.files.has(file))).to.deep.equal([]);
      });
    });

  for (const [i, imu] of IMUS.entries())
    it(`lists and preloads what the driver ${imu} adds, and none besides`, () => {
      const choice = imuManifest(imu);
      const entry = `device/imu-${imu}`;
      const added = listedModules(choice);
      const more = [...ofImus[i].files].filter((file) => !always.has(file)).map(nameOf);
      expect(added.get(IMU)).to.equal(`./imu-${imu}`);
      expect(sorted(added.keys())).to.deep.equal(sorted([IMU, ...more.filter((name) => name !== entry)]));
      for (const [name, source] of added) if (name !== IMU) expect(join('device', source)).to.equal(name);
      expect(sorted(choice.preload)).to.deep.equal(sorted(added.keys()));
    });

  it('takes the native kernel unless the environment says otherwise, and then has no detector', () => {
    expect(manifest.build['FOOTFALL_KERNEL ?=']).to.equal('native');
    expect(imported.has('stepdetect/detector') || imported.has('kernel/kernel')).to.equal(false);
  });

  it('leaves the modules of the SDK to the adapters', () => {
    for (const [name, importers] of bare)
      for (const file of importers)
        expect(file, name).to.match(CHOSEN.includes(name) ? /firmware\/main\.ts$/ : /firmware\/device\//);
  });

  it('has typings for every module of the SDK that is imported, and for none besides', () => {
    expect(sorted([...CHOSEN, ...TYPINGS.flatMap(declaredModules)])).to.deep.equal(sorted(bare.keys()));
  });

  it('gives mcconfig the same typings', () => {
    const types = manifest.typescript.tsconfig.compilerOptions.types;
    for (const path of types) expect(existsSync(join(ROOT, `${path}.d.ts`)), path).to.equal(true);
    expect(types).to.deep.equal(['./firmware/device/typings/moddable']);
  });

  it('lists the C functions that the typings of mc/ffi declare', () => {
    const declared = [...readFileSync(TYPINGS[1], 'utf8').matchAll(/^ +(\w+)\(/gm)].map((match) => match[1]);
    expect(sorted(Object.keys(manifest.ffi.functions))).to.deep.equal(sorted(declared));
  });

  it('brings a board with every platform, preloaded, that imports nothing when the types are gone', () => {
    const boards = readdirSync(join(FIRMWARE, 'device/boards')).filter((file) => file !== 'board.ts');
    const sources = Object.values(manifest.platforms).map(({ modules, preload }) => {
      expect(preload).to.deep.equal([BOARD]);
      expect(Object.keys(modules)).to.deep.equal([BOARD]);
      return modules[BOARD];
    });
    expect(sorted(sources)).to.deep.equal(
      sorted(boards.map((file) => `./firmware/device/boards/${file.slice(0, -'.ts'.length)}`)),
    );
    for (const source of sources) {
      const board = importGraph(join(ROOT, `${source}.ts`));
      expect([board.files.size, board.bare.size], source).to.deep.equal([1, 0]);
    }
  });

  it('gives the memory a fixed size', () => {
    expect(manifest.creation.static).to.be.greaterThan(0);
    expect(manifest.creation).to.not.have.any.keys('chunk', 'heap');
  });

  it('shows the version of package.json on the air', () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(readFileSync(join(FIRMWARE, 'main.ts'), 'utf8')).to.contain(`FIRMWARE_VERSION = '${version}'`);
  });
});
