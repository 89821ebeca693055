/** The boards the firmware is built for, as manifest.json lists them. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

export const ROOT = resolve(__dirname, '../..');
export const MANIFEST = join(ROOT, 'manifest.json');

export interface Target {
  /** What the commands call it: the name of the board's file. */
  readonly name: string;
  /** What mcconfig calls it, after -p. */
  readonly platform: string;
}

/** Values of FOOTFALL_KERNEL, which manifest.json and mcconfig's environment know: what follows the foot. */
export const KERNELS = ['native', 'interpreted'] as const;
export type KernelName = (typeof KERNELS)[number];

/** Drivers of families of IMUs: a file of firmware/device each, and what a board includes. */
export const IMUS = ['lsm6dso', 'icm42688p'] as const;
export type ImuName = (typeof IMUS)[number];

/** What a choice of kernel or IMU adds to the firmware. */
export interface PartManifest {
  readonly include?: readonly string[];
  readonly modules: FirmwareManifest['modules'];
  readonly preload: readonly string[];
  /** Where it is for some platforms only: `...` stands for the others. */
  readonly platforms?: Readonly<Record<string, { readonly error?: string }>>;
}

export interface FirmwareManifest {
  readonly include: readonly string[];
  readonly modules: Readonly<Record<string, string | readonly string[]>>;
  readonly preload: readonly string[];
  readonly platforms: Readonly<
    Record<
      string,
      {
        readonly include: readonly string[];
        readonly modules: { readonly board: string };
        readonly preload: readonly string[];
      }
    >
  >;
  readonly build: { readonly PARTITIONS_FILE: string; readonly 'FOOTFALL_KERNEL ?=': KernelName };
  readonly creation: { readonly static: number };
  readonly ffi: { readonly sources: readonly string[]; readonly functions: object };
}

const KERNEL_OPTION = 'FOOTFALL_KERNEL ?=';

export function firmwareManifest(): FirmwareManifest {
  return JSON.parse(readFileSync(MANIFEST, 'utf8')) as FirmwareManifest;
}

/** The reference board first. */
export function targets(manifest = firmwareManifest()): Target[] {
  return Object.entries(manifest.platforms).map(([platform, { modules }]) => ({
    name: basename(modules.board),
    platform,
  }));
}

/**
 * The targets of these names; all without any.
 * @throws RangeError for a name that is none
 */
export function targetsNamed(names: readonly string[]): Target[] {
  const all = targets();
  if (names.length === 0) return all;
  return names.map((name) => {
    const target = all.find((one) => one.name === name || one.platform === name);
    if (target === undefined)
      throw new RangeError(`${name}: no such board; there are ${all.map((one) => one.name).join(', ')}`);
    return target;
  });
}

export function kernelManifest(kernel: KernelName): PartManifest {
  return partManifest(`kernel-${kernel}`);
}

export function imuManifest(imu: ImuName): PartManifest {
  return partManifest(`imu-${imu}`);
}

function partManifest(name: string): PartManifest {
  return JSON.parse(readFileSync(join(ROOT, 'firmware', 'device', `${name}.json`), 'utf8')) as PartManifest;
}

/** The driver that a target is built with. @throws Error when manifest.json includes none for its platform */
export function imuOf({ name, platform }: Target, manifest = firmwareManifest()): ImuName {
  const { include } = manifest.platforms[platform];
  const imu = IMUS.find((one) => include.includes(`./firmware/device/imu-${one}.json`));
  if (imu === undefined) throw new Error(`${name}: manifest.json includes no driver of an IMU`);
  return imu;
}

/**
 * The kernel that a target is built with.
 * @param asked default: the manifest's
 * @throws RangeError when there is none by this name, or not for this platform
 */
export function kernelFor(
  target: Target,
  asked: string = firmwareManifest().build[KERNEL_OPTION],
): KernelName {
  const kernel = KERNELS.find((name) => name === asked);
  if (kernel === undefined) throw new RangeError(`${asked}: no such kernel; there are ${KERNELS.join(', ')}`);
  const { platforms } = kernelManifest(kernel);
  const known = Object.keys(platforms ?? {}).some((name) => `${target.platform}/`.startsWith(`${name}/`));
  if (platforms !== undefined && !known)
    throw new RangeError(`${target.name} (${target.platform}): ${platforms['...'].error}`);
  return kernel;
}

/** Names of the modules of ours in a target's firmware with this kernel. */
export function moduleNames(target: Target, kernel: KernelName): string[] {
  const manifest = firmwareManifest();
  const parts = [manifest, kernelManifest(kernel), imuManifest(imuOf(target, manifest))];
  return ['board', ...parts.flatMap(({ modules }) => listed(modules))];
}

function listed(modules: FirmwareManifest['modules']): string[] {
  const names: string[] = [];
  for (const [pattern, value] of Object.entries(modules)) {
    if (pattern === '~') continue;
    for (const source of typeof value === 'string' ? [value] : value)
      names.push(pattern.endsWith('*') ? pattern.slice(0, -1) + basename(source) : pattern);
  }
  return names;
}

/** The last block of a slot remembers an update under way (docs/SPEC-UPDATE.md, 3). */
const UPDATE_BLOCK_BYTES = 0x1000;

/** Bytes that firmware may have: what an update can put into a slot. */
export function imageBytesMost(): number {
  return slotBytes() - UPDATE_BLOCK_BYTES;
}

/** Bytes of a slot of firmware in the partition table. */
export function slotBytes(manifest = firmwareManifest()): number {
  const table = readFileSync(join(ROOT, manifest.build.PARTITIONS_FILE), 'utf8');
  const size = /^ota_0,.*,\s*(0x[0-9a-f]+)\s*$/im.exec(table);
  if (size === null) throw new Error(`${manifest.build.PARTITIONS_FILE}: no ota_0`);
  return Number(size[1]);
}

const SDKCONFIG = join(ROOT, 'firmware', 'device', 'sdkconfig');

/** Options of ESP-IDF that a target is built with, as lines. */
export function sdkconfig({ name }: Target): string {
  const own = join(SDKCONFIG, name, 'sdkconfig.defaults');
  return readFileSync(existsSync(own) ? own : join(SDKCONFIG, 'sdkconfig.defaults'), 'utf8');
}
