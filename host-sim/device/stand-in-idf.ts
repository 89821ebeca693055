/**
 * A folder in ESP-IDF's place, good enough for make to get as far as the linked bytecode: only C needs ESP-IDF, and of what comes
 * before make asks for a repository with a tag, a script for the environment and an idf.py that writes a header.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { IDF_VERSION } from './versions';

/** @returns its path, for IDF_PATH. @throws Error without git */
export function standInIdf(work: string): string {
  const folder = join(work, 'stand-in-idf');
  if (existsSync(join(folder, '.git', 'refs', 'tags', IDF_VERSION))) return folder;
  mkdirSync(join(folder, 'bin'), { recursive: true });
  writeFileSync(join(folder, 'export.sh'), 'export PATH="$IDF_PATH/bin:$PATH"\n');
  writeFileSync(
    join(folder, 'bin', 'idf.py'),
    '#!/bin/sh\nmkdir -p build/config\n: > build/config/sdkconfig.h\n',
  );
  chmodSync(join(folder, 'bin', 'idf.py'), 0o755);
  git(folder, 'init', '-q');
  git(folder, 'add', '-A');
  git(folder, '-c', 'user.name=x', '-c', 'user.email=x@x', 'commit', '-qm', 'In place of ESP-IDF');
  git(folder, 'tag', IDF_VERSION);
  return folder;
}

function git(folder: string, ...args: string[]): void {
  const done = spawnSync('git', ['-C', folder, ...args], { encoding: 'utf8' });
  if (done.error) throw new Error(`git cannot be run (${done.error.message})`);
  if (done.status !== 0) throw new Error(`git ${args.join(' ')}: ${done.stderr}`);
}
