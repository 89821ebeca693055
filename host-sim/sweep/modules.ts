/** The kernel's modules, compiled once and run as often as a kernel with another constant is wanted. */
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { Script } from 'node:vm';
import ts from 'typescript';
import type { KernelMaker } from '../../firmware/kernel/motion';
import { constantsIn, withValue, type Constant } from './constants';

const FIRMWARE = resolve(__dirname, '../../firmware');
const ENTRY = join(FIRMWARE, 'kernel/interpreted.ts');

/** Another value for a constant. */
export interface Alteration {
  /** As `Constant.file`. */
  readonly file: string;
  readonly name: string;
  readonly value: number;
}

type Exports = Record<string, unknown>;
type ModuleBody = (exports: Exports, require: (specifier: string) => Exports) => void;

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.CommonJS,
};

function compiled(path: string, text: string): Script {
  const { outputText } = ts.transpileModule(text, { compilerOptions: OPTIONS, fileName: path });
  return new Script(`(function (exports, require) {${outputText}\n})`, { filename: path });
}

/** Modules that import nothing but one another. */
export class ModuleGraph {
  private readonly scripts = new Map<string, Script>();

  /** Every constant of every module. */
  readonly constants: readonly Constant[];

  /**
   * @param root folder that the modules' names begin from
   * @param entry module that needs all the others
   */
  constructor(
    private readonly root: string,
    private readonly entry: string,
  ) {
    this.run();
    this.constants = constantsIn(root, [...this.scripts.keys()]);
  }

  /**
   * Runs every module anew, one with another value for a constant; all that is made of it follows. Nothing else of the process sees them.
   * @returns what the entry exports
   * @throws Error when the module has no such constant
   */
  run(alteration?: Alteration): Exports {
    const loaded = new Map<string, Exports>();
    const load = (path: string): Exports => {
      const known = loaded.get(path);
      if (known) return known;
      const exports: Exports = {};
      loaded.set(path, exports);
      const body = this.script(path, alteration).runInThisContext() as ModuleBody;
      body(exports, (specifier) => load(`${join(dirname(path), specifier)}.ts`));
      return exports;
    };
    return load(this.entry);
  }

  private script(path: string, alteration: Alteration | undefined): Script {
    const file = relative(this.root, path).replaceAll('\\', '/');
    if (alteration?.file === file) {
      const { name, value } = alteration;
      return compiled(path, withValue(file, readFileSync(path, 'utf8'), name, value));
    }
    let script = this.scripts.get(path);
    if (!script) this.scripts.set(path, (script = compiled(path, readFileSync(path, 'utf8'))));
    return script;
  }
}

export class KernelModules extends ModuleGraph {
  constructor() {
    super(FIRMWARE, ENTRY);
  }

  /** What makes kernels, with a constant altered where one is named. @throws as `run` */
  maker(alteration?: Alteration): KernelMaker {
    return this.run(alteration).interpretedKernel as KernelMaker;
  }
}
