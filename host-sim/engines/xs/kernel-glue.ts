/**
 * The native kernel in the XS programs: the C that the chip gets, and the glue that the SDK's FFI would write for it, made from the
 * same signatures (firmware/device/native/kernel/manifest.json).
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Edit } from './modules';

const GENERATED = resolve(__dirname, '../../../firmware/device/native/kernel');
/** Of the C, but for kernel.c with its own flags. */
export const KERNEL_SOURCES = ['kernel.c', 'kernel-ffi.c'].map((file) => join(GENERATED, file));
export const KERNEL_FLAGS = ['-I', GENERATED];

interface Signature {
  readonly arguments: readonly string[];
  readonly returns: string;
}

/** Puts the native kernel in the place of the interpreted one. */
export const nativeKernel: Edit = (name, source) =>
  name === 'host-sim/engines/xs/kernel'
    ? `import { NativeKernel } from '../../../firmware/device/native-kernel';
import type { KernelMaker } from '../../../firmware/kernel/motion';
import { NATIVE_EFFORT } from '../../../firmware/stepdetect/setup';
export const kernel: KernelMaker = (scale, accelOnlyScale, sensorHeight_mm) =>
  new NativeKernel(scale, accelOnlyScale, sensorHeight_mm, NATIVE_EFFORT);
`
    : source;

/** The functions that the manifest names, which the SDK's glue calls. */
export function kernelFunctions(): Record<string, Signature> {
  const manifest = readFileSync(join(GENERATED, 'manifest.json'), 'utf8');
  return (JSON.parse(manifest) as { ffi: { functions: Record<string, Signature> } }).ffi.functions;
}

/** C of the glue: `giveKernel` makes the object `nativeFunctions`. */
export function glueSource(): string {
  const functions = kernelFunctions();
  const headers = createHash('sha256');
  for (const file of ['kernel.h', 'its.h']) headers.update(readFileSync(join(GENERATED, file)));
  const lines = [`/* headers ${headers.digest('hex')} */`, '#include "footfall.h"'];
  for (const [name, { arguments: types, returns }] of Object.entries(functions)) {
    const parameters = types.map((type) => (type.includes('[') ? `${type.replace(/\[.*/, '')} *` : type));
    const args = types.map((type, i) => (type.includes('[') ? `(${parameters[i]})*arg${i}` : `arg${i}`));
    const call = `${name}(${args.join(', ')})`;
    lines.push(
      `extern ${returns} ${name}(${parameters.join(', ') || 'void'});`,
      `static void call_${name}(txMachine *the)`,
      '{',
      ...types.map(conversion),
      returns === 'void' ? `\t${call};` : `\tint32_t result = ${call};`,
      ...(returns === 'void' ? [] : ['\tffi->fromInteger(the, ffi->result(the), result);']),
      '}',
    );
  }
  lines.push(
    'void giveKernel(txMachine *the)',
    '{',
    '\tmxPush(mxObjectPrototype);',
    '\tfxNewObjectInstance(the);',
    '\ttxSlot *object = the->stack;',
  );
  for (const [name, signature] of Object.entries(functions))
    lines.push(
      `\tfxNewHostFunction(the, call_${name}, ${signature.arguments.length}, fxNewNameC(the, "${name}"), XS_NO_ID);`,
      '\tmxPushSlot(object);',
      `\tfxSetID(the, fxNewNameC(the, "${name}"));`,
      '\tmxPop();',
    );
  lines.push('\tmxPush(mxGlobal);', '\tfxSetID(the, fxNewNameC(the, "nativeFunctions"));', '\tmxPop();', '}');
  return `${lines.join('\n')}\n`;
}

/** As the SDK's tools/ffi.js converts an argument of each type. */
function conversion(type: string, i: number): string {
  const slot = `ffi->argument(the, ${i})`;
  const sized = /^(\w+)_t\[(\d+)\]$/.exec(type);
  if (sized)
    return `\tvoid **arg${i} = ffi->toBufferHandle(the, ${slot}, ${sized[2]} * sizeof(${sized[1]}_t));`;
  const convert = type === 'double' ? 'toNumber' : type.startsWith('u') ? 'toUnsigned' : 'toInteger';
  return `\t${type} arg${i} = (${type})ffi->${convert}(the, ${slot});`;
}
