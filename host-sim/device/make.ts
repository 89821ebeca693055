/** Runs mcconfig, which writes a makefile from a manifest and has make build a target of it. */
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { MANIFEST, ROOT } from './targets';

export interface Make {
  readonly env: NodeJS.ProcessEnv;
  /** mcconfig's, after -p. */
  readonly platform: string;
  /** Default: the firmware's. */
  readonly manifest?: string;
  readonly debug?: boolean;
  /** Where everything goes. Emptied first unless `keep`. */
  readonly out: string;
  readonly keep?: boolean;
  /** A target of the makefile, or a file in the folder of intermediate files; everything otherwise, which flashes too. */
  readonly target?: string;
  readonly file?: string;
  /** Shows what the tools say; otherwise it goes to LOG only. */
  readonly show?: boolean;
  /** Told of every step ("tsc shoe.ts", "xsc main.xsb"). */
  readonly onStep?: (step: string) => void;
}

export interface Made {
  /** Folder of intermediate files. */
  readonly folder: string;
  /** What the tools said. */
  readonly log: string;
  readonly logFile: string;
}

/** mcconfig names an app by the folder of its manifest. */
function appName(manifest: string): string {
  return basename(dirname(manifest));
}

/**
 * @returns when all is made
 * @throws Error with the end of the log when it is not
 */
export async function make(options: Make): Promise<Made> {
  const { platform, manifest = MANIFEST, out, target, file } = options;
  if (options.keep !== true) rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const goal = options.debug === true ? 'debug' : 'release';
  // The simulator's platforms have no sub-platform; mcconfig leaves an "mc" in its place.
  const sub = platform.includes('/') ? platform : `${platform}/mc`;
  const folder = join(out, 'tmp', sub, goal, appName(manifest));
  const args = ['-m', '-p', platform, manifest, '-o', out];
  if (options.debug === true) args.unshift('-d');
  const wanted = file === undefined ? target : join(folder, file);
  if (wanted !== undefined) args.push('-t', wanted);
  const logFile = `${out}.log`;
  const status = await run(args, logFile, options);
  const log = readFileSync(logFile, 'utf8');
  if (status !== 0)
    throw new Error(`mcconfig ${args.join(' ')}\n${tail(log)}\nstatus ${status}; all of it: ${logFile}`);
  return { folder, log, logFile };
}

function run(args: string[], logFile: string, { env, show, onStep }: Make): Promise<number> {
  return new Promise((resolve, reject) => {
    const log = createWriteStream(logFile);
    const child = spawn('mcconfig', args, { cwd: ROOT, env, stdio: ['inherit', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (bytes: Buffer) => {
        log.write(bytes);
        if (show === true) process.stdout.write(bytes);
        for (const [, step] of bytes.toString('utf8').matchAll(/^# ((?:tsc|xsc|xsl|cc) .*)$/gm))
          onStep?.(step);
      });
    child.on('error', reject);
    child.on('close', (status) => log.end(() => resolve(status ?? 1)));
  });
}

const TAIL_LINES = 20;

function tail(text: string): string {
  return text.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
}
