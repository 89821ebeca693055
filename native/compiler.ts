/** The C compiler of this machine, for the tests of the translator. */
import { spawnSync } from 'node:child_process';

/** The command of a C compiler, or undefined when there is none. */
export function findCompiler(): string | undefined {
  for (const name of [process.env.CC, 'gcc', 'cc', 'clang'])
    if (name && spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0) return name;
  return undefined;
}

export const NO_COMPILER = 'no C compiler (gcc, clang or CC): the C of the translator cannot be tried';

/** @throws Error with the compiler's messages */
export function compile(compiler: string, args: readonly string[], cwd: string): void {
  const done = spawnSync(compiler, args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (done.status !== 0) throw new Error(`${compiler} ${args.join(' ')}:\n${done.stderr.slice(0, 4000)}`);
}
