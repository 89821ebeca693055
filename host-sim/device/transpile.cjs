'use strict';
// A `tsc -p TSCONFIG` that only takes the types out: mcconfig calls tsc once for every module, and a check for four boards
// would take ten minutes of type checks that `npm run check` has made already. What was compiled before, for another
// board, is taken from FOOTFALL_TRANSPILED.
const { createHash } = require('node:crypto');
const { existsSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { dirname, join, relative } = require('node:path');

const own = JSON.parse(readFileSync(process.argv[process.argv.indexOf('-p') + 1], 'utf8'));
const base = JSON.parse(readFileSync(own.extends, 'utf8'));
const { target, module: modules, useDefineForClassFields } = base.compilerOptions;
const { rootDir, outDir } = own.compilerOptions;
const version = require('typescript/package.json').version;

for (const file of own.files) {
  const text = readFileSync(file, 'utf8');
  const key = createHash('sha256')
    .update([version, target, modules, useDefineForClassFields, text].join('\0'))
    .digest('hex');
  const known = join(process.env.FOOTFALL_TRANSPILED, `${key}.js`);
  const output = join(outDir, relative(rootDir, file)).replace(/\.ts$/, '.js');
  if (!existsSync(known)) {
    const ts = require('typescript');
    const { options, errors } = ts.convertCompilerOptionsFromJson(
      { target, module: modules, useDefineForClassFields },
      dirname(file),
    );
    const done = ts.transpileModule(text, {
      compilerOptions: options,
      fileName: file,
      reportDiagnostics: true,
    });
    const problems = [...errors, ...(done.diagnostics ?? [])];
    if (problems.length > 0) {
      for (const { messageText } of problems)
        console.error(`${file}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
      process.exit(1);
    }
    mkdirSync(dirname(known), { recursive: true });
    writeFileSync(known, done.outputText);
  }
  mkdirSync(dirname(output), { recursive: true });
  writeFileSync(output, readFileSync(known));
}
