/** npm run device:simulator: the shoe and a recording in Moddable's desktop simulator, compared with the Node replay. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { packRecording } from '../desktop/recording';
import type { TraceSource } from '../traces/source';
import { fastTsc } from './fast-tsc';
import { importGraph } from './import-graph';
import { make, type Made } from './make';
import { sdkEnvironment, type Sdk } from './sdk';
import { ROOT } from './targets';

const WORK = join(ROOT, 'build', 'device');
/** mcconfig names the app by this folder. */
const FOLDER = join(WORK, 'footfall');
const ENTRY = 'host-sim/desktop/main';
/** Of the heaps a computer has plenty of memory for: twice the chip's are a start, and they grow. */
const CREATION = {
  static: 0,
  chunk: { initial: 1_048_576, incremental: 1_048_576 },
  heap: { initial: 65_536, incremental: 65_536 },
  stack: 4096,
  keys: { available: 1024 },
};

/**
 * Writes what mcconfig builds the simulator's app from: the manifest, the same for lin, mac and win, and the recording. The modules are those
 * that the entry's imports lead to, each by its path; the firmware's are preloaded as on the chip.
 * @returns path of the manifest
 */
export function prepareSimulator(source: TraceSource, folder = FOLDER): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'recording.bin'), packRecording(source));
  writeFileSync(join(folder, 'main.js'), `export { default } from "${ENTRY}";\n`);
  const names = simulatorModules();
  const here = relative(folder, ROOT);
  const modules: Record<string, string> = { main: './main' };
  for (const name of names) modules[name] = `${here}/${name}`;
  const manifest = {
    include: ['$(MODDABLE)/examples/manifest_base.json'],
    creation: CREATION,
    modules,
    preload: names.filter((name) => name.startsWith('firmware/')),
    data: { '*': './recording' },
    typescript: {
      tsconfig: {
        compilerOptions: { strict: true, skipLibCheck: true, types: [`${here}/host-sim/desktop/moddable`] },
      },
    },
  };
  const path = join(folder, 'manifest.json');
  writeFileSync(path, JSON.stringify(manifest, undefined, 2));
  return path;
}

/** Names of the TypeScript modules of the simulator's app: paths from the root. */
export function simulatorModules(): string[] {
  const { files } = importGraph(join(ROOT, `${ENTRY}.ts`));
  return [...files].map((file) => relative(ROOT, file).replace(/\.ts$/, '')).sort();
}

/** @returns the folder of the app. @throws Error when it does not build */
export async function buildSimulator(
  sdk: Sdk,
  manifest: string,
  onStep?: (step: string) => void,
): Promise<Made & { app: string }> {
  const out = join(WORK, 'simulator');
  const made = await make({
    env: sdkEnvironment(sdk, fastTsc(WORK)),
    platform: sdk.host,
    manifest,
    out,
    // Only what changed is built again, as a rule the recording.
    keep: true,
    target: 'build',
    onStep,
  });
  return { ...made, app: join(out, 'bin', sdk.host, 'mc', 'release', 'footfall', 'mc.so') };
}
