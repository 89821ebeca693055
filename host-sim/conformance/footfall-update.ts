/** Firmware update over the shoe's own service, by docs/SPEC.md 4.10 and docs/SPEC-UPDATE.md. */
import { crc32 } from '../../companion/client/crc';
import { uint } from '../../companion/client/bytes';
import { dataFrame } from '../../companion/client/frames';
import type { OnAir, OnAirOptions } from '../radio/subject';
import { CaseList } from './case';
import { collect, hex, holds, same } from './expect';
import { phone, SPEC, TRANSFER, whole, type Phone } from './footfall-phone';

const UPDATABLE: OnAirOptions = { whole: true, updatable: true };
const ABORT = '0504';

function begin(file: Uint8Array): number[] {
  return [0x40, ...uint(file.length, 3), ...uint(crc32(file), 4), ...file.subarray(10, 13)];
}

function files(it: OnAir): NonNullable<OnAir['update']> {
  if (it.update === undefined) throw new Error('this shoe takes no updates');
  return it.update;
}

/** Sends the bytes from `from` up to before `to`, and waits for what the shoe has to say. */
async function send(it: OnAir, { link }: Phone, file: Uint8Array, from = 0, to = file.length): Promise<void> {
  const room = link.mtu - 3 - 6;
  for (let at = from; at < to; at += room)
    await link.writeWithoutResponse(TRANSFER, dataFrame(at, file.subarray(at, Math.min(at + room, to))));
  await it.rig.sleep(500);
}

async function updater(it: OnAir): Promise<{ it: Phone; frames: string[] }> {
  const central = await phone(it, { mtu: 247 });
  return { it: central, frames: await collect(central.link, TRANSFER) };
}

/** Sends a whole file. @returns the answer to Finish Update, less its op code */
async function outcome(it: OnAir, file: Uint8Array): Promise<{ finish: string; aborted: boolean }> {
  const { it: central, frames } = await updater(it);
  same('begin', await central.ask(...begin(file)), '804001000000');
  await send(it, central, file);
  return { finish: (await central.ask(0x41)).slice(4), aborted: frames.includes(ABORT) };
}

function accepted(): CaseList {
  const list = new CaseList('FUP', 'SP', `${SPEC}.10`);
  whole(
    list,
    'bv',
    'A signed file: begun, acknowledged to its end, checked, started',
    async (it) => {
      const { maker, restarts } = files(it);
      const file = maker();
      const { it: central, frames } = await updater(it);
      same('begin', await central.ask(...begin(file)), '804001000000');
      await send(it, central, file);
      same('last frame', frames.at(-1), `03${hex(Uint8Array.from(uint(file.length, 3)))}`);
      same('finish', await central.ask(0x41), '804101');
      same('state', (await central.ask(0x44)).slice(0, 8), '80440103');
      it.live.inSession = false;
      same('apply', await central.ask(0x42), '804201');
      await it.rig.sleep(2000);
      same('restarts', restarts(), 1);
    },
    UPDATABLE,
  );
  whole(
    list,
    'bv',
    'After a disconnection Begin Update tells where to go on',
    async (it) => {
      const file = files(it).maker();
      const { it: first } = await updater(it);
      same('begin', await first.ask(...begin(file)), '804001000000');
      await send(it, first, file, 0, 1000);
      first.link.connection.disconnect();
      await it.rig.sleep(2000);
      const { it: second } = await updater(it);
      const offset = hex(Uint8Array.from(uint(1000, 3)));
      same('begin', await second.ask(...begin(file)), `804001${offset}`);
      await send(it, second, file, 1000);
      same('finish', await second.ask(0x41), '804101');
    },
    UPDATABLE,
  );
  return list;
}

function refused(): CaseList {
  const list = new CaseList('FUP', 'SPE', 'docs/SPEC-UPDATE.md 2');
  whole(
    list,
    'bi',
    'A version below the running one, a header alone, a file too large: refused as it is named',
    async (it) => {
      const { maker } = files(it);
      const { ask } = (await updater(it)).it;
      same('older', await ask(...begin(maker({ version: '0.0.9' }))), '80400a');
      same('header', await ask(...begin(maker().subarray(0, 256))), '80400d');
      const named = begin(maker());
      same('too large', await ask(named[0], 0xff, 0xff, 0xff, ...named.slice(4)), '804004');
    },
    UPDATABLE,
  );
  const kinds: readonly (readonly [string, string, (update: NonNullable<OnAir['update']>) => Uint8Array])[] =
    [
      ['made for another board: Wrong Target', '0c', ({ maker }) => maker({ board: 'another-board' })],
      ['made for another chip: Wrong Target', '0c', ({ maker }) => maker({ chip: 9 })],
      ['signed by a stranger: Signature Refused', '0b', ({ stranger }) => stranger()],
      ['without a header: Not An Image', '0d', () => new Uint8Array(3000).fill(0xe9)],
    ];
  for (const [title, result, file] of kinds)
    whole(
      list,
      'bi',
      `A file ${title}; the transfer ends with Abort, and Finish Update tells why`,
      async (it) => {
        const { finish, aborted } = await outcome(it, file(files(it)));
        same('result', finish, result);
        holds('no Abort came', aborted);
      },
      UPDATABLE,
    );
  whole(
    list,
    'bi',
    'A file of which a byte differs from what was signed: Signature Refused, and nothing to be started',
    async (it) => {
      const file = files(it).maker();
      file[2000] ^= 1;
      same('result', (await outcome(it, file)).finish, '0b');
    },
    UPDATABLE,
  );
  whole(
    list,
    'bi',
    'Apply Update before Finish Update: Not Complete; in a session: Busy',
    async (it) => {
      const file = files(it).maker();
      const { it: central } = await updater(it);
      same('nothing', await central.ask(0x42), '804208');
      same('begin', await central.ask(...begin(file)), '804001000000');
      await send(it, central, file);
      same('finish', await central.ask(0x41), '804101');
      same('in a session', await central.ask(0x42), '804206');
    },
    UPDATABLE,
  );
  return list;
}

export function footfallUpdateCases(): CaseList[] {
  return [accepted(), refused()];
}
