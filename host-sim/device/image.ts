/** What mcconfig builds an image from: the firmware linked into one module, and manifest.json without its own. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { link } from '../link/link';
import { sourcesFrom, type Source } from '../link/sources';
import { firmwareManifest, imuOf, kernelManifest, ROOT, type KernelName, type Target } from './targets';

/** mcconfig names an app by the folder of its manifest. */
export const APP = 'footfall';
const ENTRY = 'firmware/main';

export interface Image {
  /** Path of the manifest. */
  readonly manifest: string;
  /** Modules that were linked. */
  readonly linked: number;
}

/** The modules of a board's firmware. */
export function firmwareSources(target: Target, kernel: KernelName): Source[] {
  const { platforms } = firmwareManifest();
  return sourcesFrom(ENTRY, {
    board: pathOf(platforms[target.platform].modules.board),
    'device/kernel': `firmware/device/kernel-${kernel}`,
    'device/imu': `firmware/device/imu-${imuOf(target)}`,
  });
}

/**
 * Writes both to a folder `footfall` in `work`.
 * @throws Error when the firmware does not link
 */
export function prepareImage(target: Target, kernel: KernelName, work: string): Image {
  const folder = join(work, APP);
  mkdirSync(folder, { recursive: true });
  const sources = firmwareSources(target, kernel);
  const [{ code }] = link(sources);
  writeFileSync(join(folder, 'main.js'), code);
  const manifest = join(folder, 'manifest.json');
  writeFileSync(manifest, JSON.stringify(imageManifest(kernel), undefined, 2));
  return { manifest, linked: sources.length };
}

function imageManifest(kernel: KernelName): object {
  const { build, include, modules, creation, ffi } = firmwareManifest();
  const own = kernelManifest(kernel).include ?? [];
  return {
    build: { ...build, PARTITIONS_FILE: located(build.PARTITIONS_FILE) },
    include: include.flatMap((path) =>
      path.includes('FOOTFALL_KERNEL') ? own.map((one) => located(one, 'firmware/device')) : [located(path)],
    ),
    modules: { '~': modules['~'], main: './main' },
    preload: ['main'],
    creation,
    ffi: { ...ffi, sources: ffi.sources.map((path) => located(path)) },
  };
}

/** A path of a manifest in `folder`, for a manifest anywhere. */
function located(path: string, folder = ''): string {
  return path.startsWith('.') ? join(ROOT, folder, path) : path;
}

/** From the root. */
function pathOf(source: string): string {
  return source.replace(/^\.\//, '');
}
