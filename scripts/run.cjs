'use strict';
// node scripts/run.cjs [--expose-gc] FILE.ts [ARG...]     runs a TypeScript file
// node scripts/run.cjs --bin NAME [ARG...]                runs a package's command
// Either way the dependencies are installed first when they are missing.
const { spawnSync } = require('node:child_process');
const { join } = require('node:path');
const { install, root } = require('./install.cjs');

install();
const args = process.argv.slice(2);
const nodeFlags = [];
while (args.length && args[0].startsWith('--') && args[0] !== '--bin') nodeFlags.push(args.shift());
let command;
if (args[0] === '--bin') {
  const name = args[1];
  const pkg = require(require.resolve(`${name}/package.json`, { paths: [root] }));
  const bin = typeof pkg.bin === 'string' ? pkg.bin : pkg.bin[name];
  command = [join(root, 'node_modules', name, bin), ...args.slice(2)];
} else {
  // Types are checked by `npm run check`; here the start should be quick.
  command = ['-r', 'ts-node/register/transpile-only', join(root, args[0]), ...args.slice(1)];
}
const env = { ...process.env, TS_NODE_PROJECT: join(root, 'tsconfig.json') };
const cwd = args[0] === '--bin' ? root : process.cwd();
const done = spawnSync(process.execPath, [...nodeFlags, ...command], { stdio: 'inherit', env, cwd });
if (done.error) console.error(done.error.message);
process.exit(done.status ?? 1);
