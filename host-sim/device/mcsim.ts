/** Runs an app in Moddable's simulator, which shows it in a window and never ends by itself. */
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { MissingTool } from './instructions';
import type { Sdk } from './sdk';

const NO_SCREEN = `Moddable's simulator has a window. Without a screen Xvfb stands in for one:

  sudo apt-get install xvfb

Then run this command again.`;

/** The screen that is there, or one of Xvfb's. @throws MissingTool when there is neither */
function onScreen(command: string[]): string[] {
  if (process.env.DISPLAY !== undefined && process.env.DISPLAY !== '') return command;
  if (spawnSync('xvfb-run', ['--help']).status !== 0) throw new MissingTool('DISPLAY is not set.', NO_SCREEN);
  return ['xvfb-run', '-a', ...command];
}

/**
 * Lines the app traces, up to the first that `isLast` says is the last.
 * @param app path of the app's library
 * @throws Error when the simulator ends before
 */
export function traced(sdk: Sdk, app: string, isLast: (line: string) => boolean): Promise<string[]> {
  // Without stdbuf what is traced waits in a buffer that an app without end never fills.
  const [program, ...args] = onScreen([
    ...['stdbuf', '-oL', join(sdk.bin, 'mcsim'), join(sdk.folder, 'build', 'simulators'), app],
  ]);
  return new Promise((resolve, reject) => {
    // A process group of its own, to end the simulator together with its screen.
    const child = spawn(program, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const lines: string[] = [];
    let ended = false;
    let complaints = '';
    child.stderr.on('data', (bytes: Buffer) => (complaints += bytes.toString('utf8')));
    createInterface(child.stdout).on('line', (line) => {
      if (ended) return;
      lines.push(line);
      if (!isLast(line)) return;
      ended = true;
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
      resolve(lines);
    });
    child.on('error', reject);
    child.on('close', (status) => {
      if (!ended) reject(new Error(`the simulator ended (${status}): ${complaints.slice(-2000)}`));
    });
  });
}
