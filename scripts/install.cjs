'use strict';
// Makes `npm start`, `npm test` and the rest work in a fresh clone: installs the dependencies when they are missing or
// not those of package-lock.json, and is a file comparison when they are there.
const { spawnSync } = require('node:child_process');
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');
const lock = join(root, 'package-lock.json');
const stamp = join(root, 'node_modules', '.footfall-lock.json');

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Footfall needs Node 20.19 or later (this is ${process.versions.node}).`);
  process.exit(1);
}

/** Installs what is missing; exits with a message when that fails. */
exports.install = function install() {
  requireNode();
  const wanted = readFileSync(lock, 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error('Installing dependencies (npm ci) ...');
  // Nothing here needs an install script: the sources are used as they come.
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const done = spawnSync(npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (done.status !== 0) {
    console.error(
      'npm ci failed: see its messages above. A network connection to the npm registry is needed once.',
    );
    process.exit(done.status ?? 1);
  }
  writeFileSync(stamp, wanted);
};

exports.root = root;
