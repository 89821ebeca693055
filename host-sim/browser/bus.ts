/** A private D-Bus for one browser: its "system bus", where it looks for BlueZ. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DAEMON = 'dbus-daemon';
const START_MOST_ms = 10_000;
const LOOK_EVERY_ms = 20;

export interface PrivateBus {
  readonly address: string;
  close(): void;
}

export function hasDbus(): boolean {
  return spawnSync(DAEMON, ['--version'], { stdio: 'ignore' }).status === 0;
}

/** @throws Error when the daemon does not start */
export async function startBus(): Promise<PrivateBus> {
  const folder = mkdtempSync(join(tmpdir(), 'footfall-bus-'));
  const socket = join(folder, 'socket');
  const address = `unix:path=${socket}`;
  const configuration = join(__dirname, 'bus.conf');
  // No pipes: a daemon that outlives a crash must not hold the terminal's.
  const daemon = spawn(
    DAEMON,
    [`--config-file=${configuration}`, `--address=${address}`, '--nofork', '--nopidfile'],
    { stdio: 'ignore' },
  );
  const close = () => {
    daemon.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  for (let waited_ms = 0; !existsSync(socket); waited_ms += LOOK_EVERY_ms) {
    if (waited_ms > START_MOST_ms || daemon.exitCode !== null) {
      close();
      throw new Error(`${DAEMON} did not start`);
    }
    await new Promise((done) => setTimeout(done, LOOK_EVERY_ms));
  }
  return { address, close };
}
