/** npm run ota:sign: keys for makers, and signing what the build made. docs/UPDATE.md. */
import { Command, CommanderError } from 'commander';
import { readFileSync, writeFileSync } from 'node:fs';
import { version } from '../package.json';
import { describe, makeKey, publicDigits, readKey, signImage, SigningError } from './ota/sign';

/** Of the key file, when it is encrypted: not on the command line, where every program can read it. */
const passphrase = process.env.FOOTFALL_KEY_PASSPHRASE;

function keygen(path: string): void {
  const pem = makeKey(passphrase);
  // Never over another key: shoes that know it would take no update any more.
  writeFileSync(path, pem, { mode: 0o600, flag: 'wx' });
  console.log(
    `${path}: a new private key${passphrase ? ', encrypted' : ''}. Keep it, and keep it to yourself.`,
  );
  console.log('Its public key, for firmware/device/update-keys.ts:');
  console.log(publicDigits(readKey(pem, passphrase)));
}

function sign(image: string, options: { key: string; board: string; version: string; out?: string }): void {
  const file = signImage(readFileSync(image), options, readKey(readFileSync(options.key), passphrase));
  const out = options.out ?? `${image.replace(/\.bin$/, '')}-${options.version}.ffup`;
  writeFileSync(out, file);
  console.log(`${out}: ${file.length} bytes`);
  show(out, { key: options.key });
}

function show(path: string, options: { key?: string }): void {
  const publicKey = options.key && publicDigits(readKey(readFileSync(options.key), passphrase));
  const report = describe(readFileSync(path), publicKey);
  const { signatureRight } = report;
  console.log(`  version    ${report.version}`);
  console.log(`  board      ${report.board}, ${report.chip}`);
  console.log(`  image      ${report.imageBytes} bytes, digest ${report.digestRight ? 'right' : 'WRONG'}`);
  const signed = signatureRight === undefined ? 'not looked at' : signatureRight ? 'right' : 'WRONG';
  console.log(`  signature  key ${report.key}, ${signed}`);
  if (!report.digestRight || signatureRight === false) process.exitCode = 1;
}

function command(): Command {
  const program = new Command('npm run ota:sign --').description(
    'Makes keys, signs firmware for updates over Bluetooth, shows what is in a file. FOOTFALL_KEY_PASSPHRASE encrypts the key file.',
  );
  program.command('keygen <key.pem>').description('make a private key').action(keygen);
  program
    .command('public <key.pem>')
    .description('print the public key')
    .action((path: string) => console.log(publicDigits(readKey(readFileSync(path), passphrase))));
  program
    .command('sign <image.bin>')
    .description('sign an application image of the build')
    .requiredOption('--key <key.pem>', 'private key')
    .requiredOption('--board <name>', 'name of its file in firmware/device/boards')
    .option('--version <x.y.z>', 'as in main.ts', version)
    .option('--out <file>', 'default: the image with its version, .ffup')
    .action(sign);
  program
    .command('show <file>')
    .description('what a signed file says, and whether that is true')
    .option('--key <key.pem>', 'private key it should be signed with')
    .action(show);
  for (const one of [program, ...program.commands]) one.exitOverride();
  return program;
}

function main(): void {
  try {
    command().parse();
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
    else if (error instanceof SigningError || (error as NodeJS.ErrnoException).code !== undefined) {
      console.error((error as Error).message);
      process.exitCode = 1;
    } else throw error;
  }
}

main();
