/**
 * The kernel with its passes written by hand (native/hand) in place of the generated ones: does it have the same state after every
 * call, and what does each pass take?
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BLOCK, PASSES } from '../engines/xs/passes';
import type { Build } from './programs';

const HAND = join(__dirname, 'native/hand');
const COUNT = ['count.c', 'count.h'].map((file) => join(__dirname, 'native', file));

/** What may stand before a function of the generated C. */
const LINKAGE = '(?:ITS_NOINLINE )?(?:static )?';

/** What runs as the passes: the generated C as it is, the same called pass by pass, or C by hand. */
export type Form = 'whole' | 'native' | 'hand';

interface Signature {
  readonly type: string;
  readonly name: string;
  /** With their types. */
  readonly parameters: string;
}

/** The build whose passes are counted, which prints a line of JSON (`Counted`). */
export function counted(build: Build, form: Form): Build {
  return {
    ...build,
    name: `${build.name}, ${form === 'hand' ? 'passes by hand' : form}`,
    flags: [...build.flags, `-DCOUNT_PASSES=${PASSES.length + 1}`],
    sources: (kernel) => sourcesOf(kernel, form),
  };
}

/** Our C by hand, by file. */
function handSources(): Record<string, string> {
  const files = readdirSync(HAND).map((file) => [file, readFileSync(join(HAND, file), 'utf8')] as const);
  return Object.fromEntries(files);
}

/** Files by name, made from the generated kernel.c. */
export function sourcesOf(kernel: string, form: Form): Record<string, string> {
  const passes = form === 'whole' ? [] : PASSES.map(({ methods }) => methods.map(([, name]) => name));
  const called = [[BLOCK[1]], ...passes];
  const signatures = called.flat().map((name) => signatureOf(kernel, name));
  const count = Object.fromEntries(
    COUNT.map((path) => [path.replace(/.*\//, ''), readFileSync(path, 'utf8')]),
  );
  return {
    ...(form === 'hand' ? handSources() : {}),
    ...count,
    'kernel.c': signatures.reduce(parted, kernel),
    'passes.h': declarations(signatures),
    'calls.c': [
      '#include "kernel.h"',
      '#include "passes.h"',
      '#include "count.h"',
      ...signatures.map((signature) => {
        const pass = called.findIndex((names) => names.includes(signature.name));
        return call(signature, pass, functionOf(signature.name, pass > 0 ? form : 'native'));
      }),
      '',
    ].join('\n'),
  };
}

/** What a function of the generated C is called in a form: by hand in lower case. */
export function functionOf(name: string, form: Form): string {
  return form === 'hand' ? name.replace(/(?<=[a-z0-9])([A-Z])/g, '_$1').toLowerCase() : `native_${name}`;
}

/** @throws Error when the generated C has no such function */
function signatureOf(kernel: string, name: string): Signature {
  const found = new RegExp(`^${LINKAGE}(\\w+) ${name}\\(([^)]*)\\) \\{`, 'm').exec(kernel);
  if (!found) throw new Error(`passes.ts: the generated C has no function ${name}`);
  return { type: found[1], name, parameters: found[2] };
}

/** The generated function gets another name; whoever calls it calls what stands before it. */
function parted(kernel: string, signature: Signature): string {
  const { type, name, parameters } = signature;
  const head = new RegExp(`^${LINKAGE}${type} ${name}\\([^)]*\\) \\{`, 'm');
  return kernel.replace(
    head,
    `${type} ${name}(${parameters}); ${type} ${functionOf(name, 'native')}(${parameters}) {`,
  );
}

function declarations(signatures: readonly Signature[]): string {
  return signatures
    .flatMap(({ type, name, parameters }) =>
      (['hand', 'native'] as const).map((form) => `${type} ${functionOf(name, form)}(${parameters});\n`),
    )
    .join('');
}

function call({ type, name, parameters }: Signature, pass: number, to: string): string {
  const args = parameters.split(',').map((parameter) => /(\w+)(\[\d+\])?$/.exec(parameter.trim())?.[1]);
  const result = type === 'void' ? '' : `${type} result = `;
  return `${type} ${name}(${parameters})
{
	count_enter(${pass});
	${result}${to}(${args.join(', ')});
	count_leave();
${type === 'void' ? '' : '	return result;\n'}}`;
}
