/** `npm run native`: checks the kernel's files, translates them, tells what is proven. */
import { Command } from 'commander';
import { lowerFiles } from './lower/program';
import { Project, TypeScriptError } from './project';

function check(files: string[]): number {
  const { refusals } = lowerFiles(new Project(files), files);
  for (const refusal of refusals.sorted()) console.error(refusal.message);
  const count = refusals.all.length;
  console.log(`${files.length} ${files.length === 1 ? 'file' : 'files'}, ${count} refused`);
  return count === 0 ? 0 : 1;
}

const command = new Command('native')
  .description('the kernel, from integer TypeScript (docs/INTEGER-TYPESCRIPT.md) to C')
  .option('--check', 'only say what is outside of the subset in these files')
  .argument('[files...]', 'TypeScript files')
  .action((files: string[], options: { check?: boolean }) => {
    if (!options.check || files.length === 0) throw new TypeScriptError('native: --check FILE...');
    process.exitCode = check(files);
  });

try {
  command.parse();
} catch (error) {
  if (!(error instanceof TypeScriptError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
