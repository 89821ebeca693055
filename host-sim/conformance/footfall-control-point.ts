/** Control Point and Transfer of the shoe's own service, by docs/SPEC.md. */
import { crc32 } from '../../companion/client/crc';
import { uint } from '../../companion/client/bytes';
import { MemoryBytes } from '../../companion/client/stored-bytes';
import { CaseList } from './case';
import { collect, hex, holds, refused, same } from './expect';
import {
  CCCD_IMPROPERLY_CONFIGURED,
  CONTROL_POINT,
  IN_PROGRESS,
  INVALID_LENGTH,
  phone,
  proof,
  reader,
  runs,
  SPEC,
  TRANSFER,
  whole,
} from './footfall-phone';

function procedures(): CaseList {
  const list = new CaseList('FFS', 'SP', `${SPEC}.4 to 4.7`);
  whole(list, 'bv', 'Get Setting: the default of 360 s before a walk is a session', async (it) =>
    same('response', await (await phone(it)).ask(0x20, 14, 0), '8020010e02006801'),
  );
  whole(list, 'bv', 'Set Setting: taken, read back, and given back its default', async (it) => {
    const { ask } = await phone(it);
    same('set', await ask(0x21, 14, 2, 0, 0x2c, 0x01), '802101');
    same('get', await ask(0x20, 14, 0), '8020010e02002c01');
    same('default', await ask(0x21, 14, 0, 0), '802101');
    same('get', await ask(0x20, 14, 0), '8020010e02006801');
  });
  whole(list, 'bv', 'Set Setting: a name of 32 bytes in two parts', async (it) => {
    const { ask } = await phone(it);
    const name = [...Buffer.from('Lauf-Schuh der Läuferin, links!')];
    same('bytes', name.length, 32);
    same('first', await ask(0x21, 2, 32, 0, ...name.slice(0, 16)), '802101');
    same('second', await ask(0x21, 2, 32, 16, ...name.slice(16)), '802101');
    same('get', await ask(0x20, 2, 0), `8020010220${'00'}${hex(Buffer.from(name.slice(0, 14)))}`);
  });
  whole(list, 'bv', 'List Runs: every run in flash, with the length of its stream', async (it) => {
    const { history } = await reader(it);
    const told = (await history.list()).filter(({ isOver }) => isOver);
    same(
      'runs and bytes',
      told.map(({ run, bytes }) => [run, bytes]),
      runs(it).map(({ run, stream }) => [run, stream.length]),
    );
  });
  whole(list, 'bv', 'List Days: the strides of all days are those the shoe has in its days', async (it) => {
    const { history } = await reader(it);
    const days = await history.days();
    const { day, dayStrides } = it.record?.state ?? { day: [], dayStrides: [] };
    same(
      'the last days',
      days.map(({ day: number, strides }) => [number, strides]),
      [...day].map((number, i) => [number, dayStrides[i]]).filter(([number]) => number > 0),
    );
    same('days after the last', await history.days(0xffff), []);
  });
  for (const mtu of [23, 185, 247, 517])
    whole(list, 'bv', `Read Run at MTU ${mtu}: the bytes of the flash`, async (it) => {
      const { history, run } = await reader(it, { mtu });
      const stored = new MemoryBytes();
      await history.read(run.run, stored);
      same('bytes', hex(stored.all()), hex(run.stream));
    });
  whole(list, 'bv', 'Read Run from any offset on: the rest', async (it) => {
    const { history, run } = await reader(it);
    for (const offset of [1, 100, run.stream.length - 1, run.stream.length]) {
      const stored = new MemoryBytes();
      stored.append(run.stream.subarray(0, offset));
      await history.read(run.run, stored);
      same(`from ${offset}`, hex(stored.all()), hex(run.stream));
    }
  });
  whole(list, 'bv', 'Acknowledge Run with the right proof releases it, and only it', async (it) => {
    const { ask } = await phone(it);
    const run = runs(it)[1];
    same('response', await ask(...proof(run)), '801301');
    const released = runs(it)
      .filter((one) => it.record?.state.releases.has(one.run))
      .map((one) => one.run);
    holds(
      `released ${released.join(' ')}`,
      released.includes(run.run) && !released.includes(runs(it)[2].run),
    );
  });
  whole(list, 'bv', 'Bonds: how many, and how many there can be', async (it) =>
    same('response', (await (await phone(it)).ask(0x50)).slice(0, 10), '8050010103'),
  );
  whole(list, 'bv', 'Calibration: started, its state, cancelled', async (it) => {
    const { ask } = await phone(it);
    same('start', await ask(0x30), '803001');
    same('state', (await ask(0x35)).slice(0, 8), '80350101');
    same('cancel', await ask(0x32), '803201');
    same('state', (await ask(0x35)).slice(0, 8), '80350100');
  });
  whole(list, 'bv', 'Firmware update on a shoe that cannot: Not Available', async (it) => {
    const { ask } = await phone(it);
    same('begin', await ask(0x40, 0, 1, 0, 1, 2, 3, 4, 9, 0, 0), '804009');
    same('state', await ask(0x44), '804409');
  });
  whole(
    list,
    'bv',
    'Forget This Phone: the link ends after the confirmation, and the bond is gone',
    async (it) => {
      const { link, ask } = await phone(it);
      same('response', await ask(0x51), '805101');
      await it.rig.sleep(3000);
      holds('the link is still there', link.reason !== undefined);
      same('bonds', it.rig.bonded.length, 0);
    },
  );
  return list;
}

function errors(): CaseList {
  const list = new CaseList('FFS', 'SPE', `${SPEC}.4, 4.5`);
  whole(list, 'bi', 'Op codes that do not exist: Op Code Not Supported', async (it) => {
    const { ask } = await phone(it);
    for (const opCode of [0x00, 0x0f, 0x17, 0x22, 0x36, 0x45, 0x53, 0x80, 0xff])
      same(`op code ${opCode}`, await ask(opCode), `80${hex(Buffer.from([opCode]))}02`);
  });
  whole(list, 'bi', 'Too few or too many bytes: Invalid Parameter', async (it) => {
    const { ask } = await phone(it);
    for (const request of [
      [0x10],
      [0x10, 0, 0, 0, 0, 0, 0],
      [0x11, 1],
      [0x13, 1],
      [0x15, 0],
      [0x20],
      [0x21, 1],
      [0x31],
    ])
      same(hex(Buffer.from(request)), await ask(...request), `80${hex(Buffer.from([request[0]]))}03`);
  });
  whole(list, 'bi', 'A setting out of its range, or of a key that does not exist', async (it) => {
    const { ask } = await phone(it);
    same('foot 3', (await ask(0x21, 1, 1, 0, 3)).slice(0, 4), '8021');
    same('foot stays', await ask(0x20, 1, 0), '80200101010000');
    holds('key 99', (await ask(0x20, 99, 0)) !== '802001');
  });
  whole(list, 'bi', 'A wrong proof: Not Complete, and the run is not released', async (it) => {
    const { ask } = await phone(it);
    const run = runs(it)[1];
    same('checksum', await ask(...proof(run, crc32(run.stream) ^ 1)), '801308');
    same(
      'length',
      await ask(0x13, ...uint(run.run, 4), ...uint(run.stream.length - 1, 3), ...uint(crc32(run.stream), 4)),
      '801308',
    );
    same('released', it.record?.state.releases.has(run.run), false);
  });
  whole(list, 'bi', 'A run that is not there: Not Found', async (it) => {
    const { ask, link } = await phone(it);
    await collect(link, TRANSFER);
    same('read', await ask(0x11, 0xff, 0xff, 0, 0, 0, 0, 0), '801107');
    same('acknowledge', await ask(0x13, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0), '801307');
  });
  whole(list, 'bi', 'Delete Runs that are not all released: Not Complete, and they stay', async (it) => {
    const { ask } = await phone(it);
    same('response', await ask(0x14, ...uint(runs(it)[2].run, 4)), '801408');
    const { history } = await reader(it);
    same('runs', (await history.list()).filter(({ isOver }) => isOver).length, runs(it).length);
  });
  whole(list, 'bi', 'A second transfer while one is under way: Busy', async (it) => {
    const first = await phone(it);
    await first.link.subscribe(TRANSFER, () => undefined);
    const run = runs(it)[1];
    same('first', await first.ask(0x11, ...uint(run.run, 4), 0, 0, 0), '801101');
    const second = await phone(it);
    await second.link.subscribe(TRANSFER, () => undefined);
    same('second', await second.ask(0x11, ...uint(run.run, 4), 0, 0, 0), '801106');
    same('stop', await first.ask(0x15), '801501');
    same('second again', await second.ask(0x11, ...uint(run.run, 4), 0, 0, 0), '801101');
  });
  whole(
    list,
    'bi',
    'A receiver that falls silent is let go after 30 s, and the next is served',
    async (it) => {
      const silent = await phone(it);
      const frames = await collect(silent.link, TRANSFER);
      same('first', await silent.ask(0x11, ...uint(runs(it)[1].run, 4), 0, 0, 0), '801101');
      await it.rig.sleep(35_000);
      same('last frame', frames.at(-1), '0502');
      const { history, run } = await reader(it);
      await history.read(run.run, new MemoryBytes());
    },
  );
  whole(list, 'bi', 'A frame out of place, or spoilt, changes nothing', async (it) => {
    const { link, history, run } = await reader(it);
    for (const frame of [[3], [3, 0xff, 0xff, 0xff], [4, 1, 2, 3], [1, 0, 0, 0, 1, 2, 3], [9, 9, 9]])
      await link.writeWithoutResponse(TRANSFER, frame);
    const stored = new MemoryBytes();
    await history.read(run.run, stored);
    same('bytes', hex(stored.all()), hex(run.stream));
  });
  whole(list, 'bi', 'Without a subscription to indications: 0x81; an empty request: 0x0D', async (it) => {
    const { link } = await it.join();
    await link.pair();
    await refused('no subscription', link.write(CONTROL_POINT, [0x50]), CCCD_IMPROPERLY_CONFIGURED);
    await collect(link, CONTROL_POINT);
    await refused('empty', link.write(CONTROL_POINT, []), INVALID_LENGTH);
  });
  whole(list, 'bi', 'While the last response is not confirmed: 0x80', async (it) => {
    const { link } = await it.join();
    await link.pair();
    link.confirms = false;
    await collect(link, CONTROL_POINT);
    await link.write(CONTROL_POINT, [0x50]);
    await it.rig.sleep(500);
    await refused('second', link.write(CONTROL_POINT, [0x50]), IN_PROGRESS);
  });
  return list;
}

export function footfallControlPointCases(): CaseList[] {
  return [procedures(), errors()];
}
