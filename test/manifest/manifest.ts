/** manifest.json as far as the firmware depends on it. */
import { readFileSync } from 'node:fs';

export interface Manifest {
  readonly build: { readonly PARTITIONS_FILE: string; readonly 'FOOTFALL_KERNEL ?=': string };
  readonly include: readonly string[];
  /** Sources by module name; a name that ends with `*` stands for each source's file name. `~` takes sources out again. */
  readonly modules: Readonly<Record<string, string | readonly string[]>>;
  readonly preload: readonly string[];
  /** What a board adds, by mcconfig's name of the platform. */
  readonly platforms: Readonly<Record<string, Platform>>;
  readonly creation: {
    readonly static: number;
    readonly stack: number;
    readonly keys: { readonly available: number };
  };
  readonly ffi: { readonly functions: Readonly<Record<string, unknown>> };
  readonly typescript: {
    readonly tsconfig: { readonly compilerOptions: { readonly types: readonly string[] } };
  };
}

export interface Platform {
  readonly include: readonly string[];
  readonly build?: Readonly<Record<string, string>>;
  readonly modules: Readonly<Record<string, string>>;
  readonly preload: readonly string[];
}

export function readManifest(path: string): Manifest {
  return JSON.parse(readFileSync(path, 'utf8')) as Manifest;
}

/**
 * Source by module name, as mcconfig pairs them.
 * @throws Error on a source that is a pattern, for what it stands for is not written down
 */
export function listedModules(manifest: Pick<Manifest, 'modules'>): Map<string, string> {
  const listed = new Map<string, string>();
  for (const [target, value] of Object.entries(manifest.modules)) {
    if (target === '~') continue;
    for (const source of typeof value === 'string' ? [value] : value) {
      if (source.includes('*')) throw new Error(`modules "${target}": list each file, not ${source}`);
      const name = target.endsWith('*') ? target.slice(0, -1) + baseName(source) : target;
      if (listed.has(name)) throw new Error(`modules: ${name} twice`);
      listed.set(name, source);
    }
  }
  return listed;
}

function baseName(source: string): string {
  return source.slice(source.lastIndexOf('/') + 1);
}
