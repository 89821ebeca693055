/** SC Control Point: procedures and error handling. */
import type { OnAir } from '../radio/subject';
import type { StackLink } from '../radio/stack-link';
import { CaseList } from './case';
import { collect, hex, holds, refused, same } from './expect';
import { CONTROL_POINT, FEATURE, LOCATION, MEASUREMENT } from './running-speed-and-cadence';

const RSCS = 'RSCS 1.0, SC Control Point';
const IN_PROGRESS = 0x80;
const CCCD_IMPROPERLY_CONFIGURED = 0x81;
const INVALID_LENGTH = 0x0d;
const CALIBRATION_FEATURE = 0x08;
const [SUCCESS, NOT_SUPPORTED, INVALID_PARAMETER, FAILED] = ['01', '02', '03', '04'];

/** Writes a request and returns the indication, as hexadecimal digits. */
async function ask(it: OnAir, link: StackLink, responses: string[], request: number[]): Promise<string> {
  const before = responses.length;
  await link.write(CONTROL_POINT, request);
  await it.rig.sleep(500);
  same(`indications after ${hex(Buffer.from(request))}`, responses.length - before, 1);
  return responses[before];
}

/** A central subscribed to the control point, and its way to ask. */
async function asker(
  it: OnAir,
): Promise<{ link: StackLink; ask: (...request: number[]) => Promise<string> }> {
  const { link } = await it.join({ mtu: 23 });
  const responses = await collect(link, CONTROL_POINT);
  return { link, ask: (...request) => ask(it, link, responses, request) };
}

function procedures(): CaseList {
  const list = new CaseList('RSCS', 'SP', RSCS);
  list.bv('Set Cumulative Value: success, and Total Distance goes on from there', async (it) => {
    const { link, ask } = await asker(it);
    same('response', await ask(1, 0x10, 0x27, 0, 0), `1001${SUCCESS}`);
    const got = await collect(link, MEASUREMENT);
    await it.rig.sleep(3000);
    const distance = Buffer.from(got[0] ?? '', 'hex').readUInt32LE(6);
    holds(`Total Distance ${distance}, set was 10000`, distance >= 10_000 && distance <= 10_000 + 4 * 30);
  });
  list.bv('Set Cumulative Value takes 0 and the largest value', async (it) => {
    const { ask } = await asker(it);
    same('0', await ask(1, 0, 0, 0, 0), `1001${SUCCESS}`);
    same('2^32 - 1', await ask(1, 0xff, 0xff, 0xff, 0xff), `1001${SUCCESS}`);
  });
  list.bv('Request Supported Sensor Locations: a list of assigned places, none twice', async (it) => {
    const { ask } = await asker(it);
    const response = await ask(4);
    same('response', response.slice(0, 6), `1004${SUCCESS}`);
    const locations = [...Buffer.from(response.slice(6), 'hex')];
    holds('no location', locations.length > 0);
    same('different locations', new Set(locations).size, locations.length);
    holds(
      `locations ${locations.join(' ')}`,
      locations.every((location) => location <= 16),
    );
  });
  list.bv('Update Sensor Location: every supported place, which is read back', async (it) => {
    const { link, ask } = await asker(it);
    const locations = [...Buffer.from((await ask(4)).slice(6), 'hex')];
    holds('the present place is among them', locations.includes((await link.read(LOCATION))[0]));
    for (const location of locations) {
      same(`update to ${location}`, await ask(3, location), `1003${SUCCESS}`);
      same('read back', (await link.read(LOCATION))[0], location);
    }
  });
  list.bv('Start Sensor Calibration: not supported unless RSC Feature says so', async (it) => {
    const { link, ask } = await asker(it);
    const supported = ((await link.read(FEATURE))[0] & CALIBRATION_FEATURE) !== 0;
    const response = await ask(2);
    const due = supported ? [`1002${SUCCESS}`, `1002${FAILED}`] : [`1002${NOT_SUPPORTED}`];
    holds(`response ${response}, calibration ${supported ? '' : 'not '}supported`, due.includes(response));
  });
  list.bv('The response comes after the write response, as an indication', async (it) => {
    const { link } = await it.join();
    const order: string[] = [];
    await link.subscribe(CONTROL_POINT, (value, isIndication) =>
      order.push(`${isIndication ? 'indication' : 'notification'} ${hex(value).slice(0, 6)}`),
    );
    await link.write(CONTROL_POINT, [4]).then(() => order.push('written'));
    await it.rig.sleep(500);
    same('order', order, ['written', `indication 1004${SUCCESS}`]);
  });
  return list;
}

function errors(): CaseList {
  const list = new CaseList('RSCS', 'SPE', RSCS);
  list.bi('Op codes that do not exist: Op Code Not Supported', async (it) => {
    const { ask } = await asker(it);
    for (const opCode of [0x00, 0x05, 0x10, 0x7f, 0xff])
      same(`op code ${opCode}`, await ask(opCode), `10${hex(Buffer.from([opCode]))}${NOT_SUPPORTED}`);
  });
  list.bi('Set Cumulative Value of a wrong length: Invalid Parameter', async (it) => {
    const { ask } = await asker(it);
    for (const request of [[1], [1, 0], [1, 0, 0, 0], [1, 0, 0, 0, 0, 0]])
      same(`${request.length} bytes`, await ask(...request), `1001${INVALID_PARAMETER}`);
  });
  list.bi('Start Sensor Calibration that cannot be: an error, never success', async (it) => {
    const { ask } = await asker(it);
    const response = await ask(2, 0);
    holds(`response ${response}`, response.startsWith('1002') && response !== `1002${SUCCESS}`);
  });
  list.bi(
    'Update Sensor Location to no place, a reserved or an unsupported one: Invalid Parameter, and it stays',
    async (it) => {
      const { link, ask } = await asker(it);
      const before = hex(await link.read(LOCATION));
      for (const request of [[3], [3, 17], [3, 255], [3, 14], [3, 1, 1]])
        same(hex(Buffer.from(request)), await ask(...request), `1003${INVALID_PARAMETER}`);
      same('location', hex(await link.read(LOCATION)), before);
    },
  );
  list.bi('Request Supported Sensor Locations with a parameter: Invalid Parameter', async (it) => {
    const { ask } = await asker(it);
    same('response', await ask(4, 0), `1004${INVALID_PARAMETER}`);
  });
  list.bi('A request longer than any, in parts: Invalid Parameter', async (it) => {
    const { link, ask } = await asker(it);
    same('MTU', link.mtu, 23);
    same('response', await ask(3, ...new Array<number>(100).fill(1)), `1003${INVALID_PARAMETER}`);
  });
  list.bi('Without a subscription to indications: 0x81, and nothing is done', async (it) => {
    const { link } = await it.join();
    const before = hex(await link.read(LOCATION));
    await refused('write', link.write(CONTROL_POINT, [3, 1]), CCCD_IMPROPERLY_CONFIGURED);
    same('location', hex(await link.read(LOCATION)), before);
  });
  list.bi(
    'While a procedure is in progress: 0x80, and nothing is done, until the indication is confirmed',
    async (it) => {
      const { link } = await it.join();
      link.confirms = false;
      const responses = await collect(link, CONTROL_POINT);
      const before = hex(await link.read(LOCATION));
      await link.write(CONTROL_POINT, [4]);
      await it.rig.sleep(500);
      await refused('second', link.write(CONTROL_POINT, [3, 1]), IN_PROGRESS);
      same('location', hex(await link.read(LOCATION)), before);
      link.confirm();
      await it.rig.sleep(500);
      await link.write(CONTROL_POINT, [3, 1]);
      await it.rig.sleep(500);
      same(
        'responses',
        responses.map((response) => response.slice(0, 6)),
        [`1004${SUCCESS}`, `1003${SUCCESS}`],
      );
    },
  );
  list.bi('An empty request: Invalid Attribute Value Length', async (it) => {
    const { link } = await asker(it);
    await refused('write', link.write(CONTROL_POINT, []), INVALID_LENGTH);
  });
  list.bi('A procedure of one central does not hold up another', async (it) => {
    const stuck = (await it.join()).link;
    stuck.confirms = false;
    await collect(stuck, CONTROL_POINT);
    await stuck.write(CONTROL_POINT, [4]);
    const { ask } = await asker(it);
    same('response', (await ask(4)).slice(0, 6), `1004${SUCCESS}`);
  });
  list.bi('A procedure left behind by a disconnection does not hold up the next connection', async (it) => {
    const { link } = await it.join();
    link.confirms = false;
    await collect(link, CONTROL_POINT);
    await link.write(CONTROL_POINT, [4]);
    await link.disconnect();
    const { ask } = await asker(it);
    same('response', (await ask(4)).slice(0, 6), `1004${SUCCESS}`);
  });
  return list;
}

export function scControlPointCases(): CaseList[] {
  return [procedures(), errors()];
}
