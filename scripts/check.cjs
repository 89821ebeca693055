'use strict';
// npm run check: the types of every tsconfig, the lint rules (import rules among them) and the format.
const { spawnSync } = require('node:child_process');
const { readdirSync } = require('node:fs');
const { join, relative } = require('node:path');
const { install, root } = require('./install.cjs');

install();

function tsconfigs(folder) {
  const found = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules' || entry.name === 'build' || entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...tsconfigs(path));
    else if (/^tsconfig.*\.json$/.test(entry.name)) found.push(relative(root, path));
  }
  return found;
}

const steps = tsconfigs(root)
  .sort()
  .map((path) => [`tsc -p ${path}`, ['node_modules/typescript/bin/tsc', '--noEmit', '-p', path]]);
steps.push(['eslint', ['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.']]);
steps.push(['prettier', ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']]);

let failed = 0;
for (const [name, command] of steps) {
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' });
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name}`);
  if (status !== 0) failed++;
}
process.exit(failed ? 1 : 0);
