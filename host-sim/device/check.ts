/** npm run device:check: the firmware of every board resolved, compiled and linked by the Moddable SDK, without ESP-IDF. */
import { join } from 'node:path';
import { fastTsc } from './fast-tsc';
import { prepareImage } from './image';
import { linked as linkedBy, type Linked } from './linked';
import { make } from './make';
import { measureRom, type Rom } from './rom';
import { sdkEnvironment, type Sdk } from './sdk';
import { standInIdf } from './stand-in-idf';
import { kernelFor, moduleNames, ROOT, sdkconfig, slotBytes, type KernelName, type Target } from './targets';

export interface Checked extends Linked {
  readonly target: Target;
  readonly kernel: KernelName;
  /** Modules that are linked into one. */
  readonly linked?: number;
  readonly rom: Rom | undefined;
}

export interface CheckOptions {
  /** The modules one by one, as manifest.json lists them and a debug build has them; else linked, as the image has them. */
  readonly separate?: boolean;
  /** Has the real tsc check the types of every module as well, once for each board; separately. */
  readonly types?: boolean;
  /** Default: the manifest's. */
  readonly kernel?: string;
  readonly onStep?: (step: string) => void;
}

/** @throws RangeError for a kernel that the board has not; Error when something does not compile or link */
export async function check(sdk: Sdk, target: Target, options: CheckOptions = {}): Promise<Checked> {
  const work = join(ROOT, 'build', 'device');
  const kernel = kernelFor(target, options.kernel);
  const out = join(work, 'check', target.name);
  const separate = options.separate === true || options.types === true;
  const image = separate ? undefined : prepareImage(target, kernel, join(work, 'image', target.name));
  const env = sdkEnvironment(sdk, options.types === true ? undefined : fastTsc(work));
  const made = await make({
    env: { ...env, IDF_PATH: standInIdf(work), FOOTFALL_KERNEL: kernel },
    platform: target.platform,
    manifest: image?.manifest,
    out,
    file: 'mc.xs.c',
    onStep: options.onStep,
  });
  const names = image === undefined ? moduleNames(target, kernel) : ['main'];
  const found = linkedBy(made, names, sdkconfig(target));
  return { ...found, target, kernel, linked: image?.linked, rom: measureRom(sdk, found.source, work) };
}

function grouped(number: number): string {
  return number.toLocaleString('en-US');
}

/** Lines to print. */
export function checkedLines({ target, kernel, linked, rom, ...found }: Checked): string[] {
  const slot = slotBytes();
  const lines = [
    `${target.name} (${target.platform}), kernel ${kernel}`,
    `  modules         ${found.modules}, ours ${linked === undefined ? found.ours : `${linked} in one`}, all preloaded`,
    `  bytecode        ${grouped(found.bytecode)} B, ours ${grouped(found.oursBytecode)} B`,
    `  objects         ${grouped(found.slots)} slots of 16 B in flash, ${grouped(found.keys)} names`,
  ];
  if (rom === undefined)
    lines.push(
      '  flash           not measured: needs riscv64-unknown-elf-gcc and picolibc (Debian packages)',
    );
  else
    lines.push(
      `  flash           ${grouped(rom.firmware)} B firmware; ${grouped(rom.image)} B with engine and C library, ` +
        `${Math.round((100 * rom.image) / slot)} % of a slot of ${grouped(slot)} B`,
    );
  for (const problem of found.problems) lines.push(`  PROBLEM         ${problem}`);
  return lines;
}
