/** npm run device:build and device:flash: the whole firmware, which needs ESP-IDF. */
import { existsSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { APP, prepareImage } from './image';
import { make } from './make';
import { sdkEnvironment, type Sdk } from './sdk';
import { imageBytesMost, kernelFor, ROOT, type Target } from './targets';

export interface BuildOptions {
  readonly sdk: Sdk;
  /** Folder of ESP-IDF. */
  readonly idf: string;
  readonly target: Target;
  /** Default: the manifest's. */
  readonly kernel?: string;
  /** With the SDK's debugger, and the modules one by one. */
  readonly debug?: boolean;
  /** Serial port; the SDK looks for one by itself. */
  readonly port?: string;
}

/** @returns path and size of the image. @throws RangeError for a kernel that the board has not; Error when it does not build, or does not fit a slot */
export async function build(options: BuildOptions): Promise<{ image: string; bytes: number; slot: number }> {
  const debug = options.debug === true;
  const app = join(debug ? 'debug' : 'release', debug ? basename(ROOT) : APP);
  const image = join(folder(options), 'bin', options.target.platform, app, 'xs_esp32.bin');
  // The SDK's makefile goes on when ESP-IDF's build fails: an image from before would pass for the new one.
  rmSync(image, { force: true });
  await run(options, 'build');
  if (!existsSync(image)) throw new Error(`the build left no image: ${image}`);
  const bytes = statSync(image).size;
  const slot = imageBytesMost();
  if (bytes > slot) throw new Error(`the image has ${bytes} bytes, a slot takes ${slot}`);
  return { image, bytes, slot };
}

/** Builds, and writes bootloader, partition table and firmware to the board that is plugged in. */
export async function flash(options: BuildOptions): Promise<void> {
  await run(options);
}

/** One for each kernel: make goes by dates, and would keep the other's modules. */
function folder({ target, kernel }: BuildOptions): string {
  return join(ROOT, 'build', 'device', `${target.name}-${kernelFor(target, kernel)}`);
}

async function run(options: BuildOptions, goal?: string): Promise<void> {
  const { sdk, idf, target, debug, port } = options;
  const kernel = kernelFor(target, options.kernel);
  const env = {
    ...sdkEnvironment(sdk),
    IDF_PATH: idf,
    FOOTFALL_KERNEL: kernel,
    ...(port !== undefined && { UPLOAD_PORT: port }),
  };
  await make({
    env,
    platform: target.platform,
    manifest: debug === true ? undefined : prepareImage(target, kernel, folder(options)).manifest,
    out: folder(options),
    keep: true,
    debug,
    target: goal,
    show: true,
  });
}
