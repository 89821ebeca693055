/** npm run companion: the phone page together with two virtual shoes that run, for a browser without any hardware. */
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { servePage } from './demo/page-server';
import { serveShoes } from './demo/gatt-socket';
import { RealTimeShoe } from './demo/real-time-shoe';
import { memoryOf, todaysRun, type Side } from './demo/runner';
import { openTrace } from './traces/csv';
import { synthesise } from './traces/synth';

const SIDES: readonly Side[] = ['left', 'right'];
const DEFAULT_PORT = 8080;

interface CompanionOptions {
  readonly port: number;
  readonly speed: number;
  readonly history: boolean;
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('A positive number is needed.');
  return value;
}

async function main(trace: string | undefined, options: CompanionOptions): Promise<void> {
  const now_ms = Date.now();
  const zone_min = -new Date().getTimezoneOffset();
  const shoes = SIDES.map(
    (side) =>
      new RealTimeShoe({
        name: `Footfall ${side}`,
        source: trace === undefined ? synthesise(todaysRun(side)) : openTrace(trace),
        flash: options.history ? memoryOf(side, now_ms, zone_min) : undefined,
        speed: options.speed,
        log: (sentence) => console.log(sentence),
      }),
  );
  const { server, url } = await servePage(options.port);
  serveShoes(server, trace === undefined ? shoes : shoes.slice(0, 1));
  for (const shoe of shoes) shoe.start();
  console.log(`The page with virtual shoes:  ${url}?demo`);
  console.log(`The page for real ones:       ${url}`);
  console.log('Ctrl-C ends it.');
}

const command = new Command('npm run companion --')
  .description('Serves the phone page, with two virtual shoes that are on a run (synthetic).')
  .argument('[trace]', 'a recording to replay instead, on one shoe')
  .option('--port <n>', 'port on this machine', positive, DEFAULT_PORT)
  .option('--speed <n>', 'simulated seconds in a second', positive, 1)
  .option('--no-history', 'the shoes begin with an empty memory')
  .exitOverride();

try {
  command.parse();
  main(command.args[0], command.opts<CompanionOptions>()).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode;
}
