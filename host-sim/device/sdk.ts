/** Finds the Moddable SDK and ESP-IDF on this machine. */
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { IDF_INSTRUCTIONS, MissingTool, SDK_INSTRUCTIONS } from './instructions';
import { ROOT } from './targets';
import { IDF_VERSION, SDK_VERSION } from './versions';

export interface Sdk {
  readonly folder: string;
  readonly version: string;
  /** Folder of the release tools. */
  readonly bin: string;
  /** mcconfig's name of this machine's simulator. */
  readonly host: 'lin' | 'mac';
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * @param tools programs that have to be built
 * @throws MissingTool when the SDK or a tool is not there, or the SDK is not the version pinned
 */
export function findSdk(env: Environment = process.env, tools = ['mcconfig', 'xsc', 'xsl']): Sdk {
  const folder = env.MODDABLE;
  if (folder === undefined || folder === '') throw new MissingTool('MODDABLE is not set.', SDK_INSTRUCTIONS);
  const file = join(folder, 'tools', 'VERSION');
  if (!existsSync(file))
    throw new MissingTool(`MODDABLE is ${folder}, which is no Moddable SDK.`, SDK_INSTRUCTIONS);
  const version = readFileSync(file, 'utf8').trim();
  if (version !== SDK_VERSION)
    throw new MissingTool(`The SDK in ${folder} is ${version}, not ${SDK_VERSION}.`, SDK_INSTRUCTIONS);
  const host = hostPlatform();
  const bin = join(folder, 'build', 'bin', host, 'release');
  for (const tool of tools)
    if (!existsSync(join(bin, tool)))
      throw new MissingTool(`${tool} is not in ${bin}: the SDK's tools are not built.`, SDK_INSTRUCTIONS);
  return { folder, version, bin, host };
}

function hostPlatform(): 'lin' | 'mac' {
  if (process.platform === 'linux') return 'lin';
  if (process.platform === 'darwin') return 'mac';
  throw new MissingTool(
    'This command drives make and a shell: it runs on Linux and macOS.',
    'On Windows run mcconfig by hand, as docs/MODDABLE.md shows, or this command in WSL.',
  );
}

/**
 * Folder of ESP-IDF.
 * @throws MissingTool when it is not there or another version
 */
export function findIdf(env: Environment = process.env): string {
  const folder = env.IDF_PATH;
  if (folder === undefined || folder === '') throw new MissingTool('IDF_PATH is not set.', IDF_INSTRUCTIONS);
  const file = join(folder, 'tools', 'cmake', 'version.cmake');
  if (!existsSync(file))
    throw new MissingTool(`IDF_PATH is ${folder}, which is no ESP-IDF.`, IDF_INSTRUCTIONS);
  const text = readFileSync(file, 'utf8');
  const part = (name: string) => new RegExp(`IDF_VERSION_${name}\\s+(\\d+)`).exec(text)?.[1] ?? '?';
  const version = `v${part('MAJOR')}.${part('MINOR')}`;
  if (version !== IDF_VERSION)
    throw new MissingTool(`The ESP-IDF in ${folder} is ${version}, not ${IDF_VERSION}.`, IDF_INSTRUCTIONS);
  return folder;
}

/** The environment for mcconfig: the SDK's tools first, then `tsc` from `compiler`: this project's own unless given. */
export function sdkEnvironment(
  sdk: Sdk,
  compiler = join(ROOT, 'node_modules', '.bin'),
  env: Environment = process.env,
): NodeJS.ProcessEnv {
  return { ...env, MODDABLE: sdk.folder, PATH: [sdk.bin, compiler, env.PATH ?? ''].join(delimiter) };
}
