/** Current Time Service. */
import type { OnAir, OnAirOptions } from '../radio/subject';
import type { StackLink } from '../radio/stack-link';
import { CaseList } from './case';
import { collect, declared, hex, refused, same } from './expect';

const SERVICE = '1805';
const CURRENT_TIME = '2a2b';
const LOCAL_TIME = '2a0f';
const INSUFFICIENT_AUTHENTICATION = 0x05;
const INVALID_LENGTH = 0x0d;
const INSUFFICIENT_ENCRYPTION = 0x0f;
const OUT_OF_RANGE = 0xff;
const CTS = 'CTS 1.1';
const WHOLE: OnAirOptions = { whole: true };
/** 29 February 2028, 23:30:15, a Tuesday. */
const LEAP_DAY = [0xec, 0x07, 2, 29, 23, 30, 15, 2, 0, 1];

async function bonded(it: OnAir): Promise<StackLink> {
  const { link } = await it.join();
  await link.pair();
  return link;
}

/** Date and time to the second, without what the shoe may fill in as it likes. */
function toTheSecond(value: Buffer): string {
  return hex(value.subarray(0, 7));
}

export function currentTimeCases(): CaseList[] {
  const definition = new CaseList('CTS', 'SD', CTS);
  definition.bv('Current Time is declared once, with read, write and notify', async (it) =>
    same('properties', await declared((await it.join()).link, SERVICE, CURRENT_TIME), [
      'read',
      'write',
      'notify',
    ]),
  );
  definition.bv('Local Time Information is declared once, with read and write', async (it) =>
    same('properties', await declared((await it.join()).link, SERVICE, LOCAL_TIME), ['read', 'write']),
  );
  const reading = new CaseList('CTS', 'CR', CTS);
  reading.bv(
    'A written time goes on: 29 February of a leap year, then March',
    async (it) => {
      const link = await bonded(it);
      await link.write(LOCAL_TIME, [4, 0]);
      await link.write(CURRENT_TIME, LEAP_DAY);
      same('at once', toTheSecond(await link.read(CURRENT_TIME)).slice(0, 12), 'ec07021d171e');
      await it.rig.sleep(1_800_000 - 14_000);
      same('half an hour later', toTheSecond(await link.read(CURRENT_TIME)).slice(0, 12), 'ec0703010000');
      same('zone', hex(await link.read(LOCAL_TIME)), '0400');
    },
    { options: WHOLE },
  );
  reading.bv(
    'Another zone changes the local time, not the instant',
    async (it) => {
      const link = await bonded(it);
      await link.write(LOCAL_TIME, [0, 0]);
      await link.write(CURRENT_TIME, LEAP_DAY);
      await link.write(LOCAL_TIME, [4, 0]);
      same('an hour east', toTheSecond(await link.read(CURRENT_TIME)).slice(0, 12), 'ec070301001e');
      await link.write(LOCAL_TIME, [0xfc, 0]);
      same('an hour west', toTheSecond(await link.read(CURRENT_TIME)).slice(0, 12), 'ec07021d161e');
    },
    { options: WHOLE },
  );
  reading.bv('Not known: all bytes 0', async (it) =>
    same('value', hex(await (await it.join()).link.read(CURRENT_TIME)), '00'.repeat(10)),
  );
  const notifying = new CaseList('CTS', 'CN', CTS);
  notifying.bv(
    'A manual update is notified, with its reason',
    async (it) => {
      const link = await bonded(it);
      const got = await collect(link, CURRENT_TIME);
      await link.write(CURRENT_TIME, LEAP_DAY);
      await it.rig.sleep(2000);
      same('date', got[0]?.slice(0, 8), 'ec07021d');
      same('reason', got[0]?.slice(18), '01');
    },
    { options: WHOLE },
  );
  const errors = new CaseList('CTS', 'SPE', CTS);
  errors.bi(
    'Without a bond the time cannot be set',
    async (it) => {
      const { link } = await it.join();
      for (const [uuid, value] of [
        [CURRENT_TIME, LEAP_DAY],
        [LOCAL_TIME, [0, 0]],
      ] as const)
        await refused(uuid, link.write(uuid, value), INSUFFICIENT_AUTHENTICATION, INSUFFICIENT_ENCRYPTION);
    },
    { options: WHOLE },
  );
  errors.bi(
    'Wrong lengths: Invalid Attribute Value Length',
    async (it) => {
      const link = await bonded(it);
      for (const length of [0, 9, 11])
        await refused(`${length}`, link.write(CURRENT_TIME, new Uint8Array(length)), INVALID_LENGTH);
      for (const length of [1, 3])
        await refused(`${length}`, link.write(LOCAL_TIME, new Uint8Array(length)), INVALID_LENGTH);
    },
    { options: WHOLE },
  );
  errors.bi(
    'Dates and times that do not exist: Out of Range, and the time stays',
    async (it) => {
      const link = await bonded(it);
      await link.write(CURRENT_TIME, LEAP_DAY);
      const wrong = [
        [2, 13],
        [3, 30],
        [2, 0],
        [3, 0],
        [4, 24],
        [5, 60],
        [6, 60],
        [0, 0xed],
      ];
      for (const [at, byte] of wrong) {
        const value = [...LEAP_DAY];
        value[at] = byte;
        await refused(`byte ${at} ${byte}`, link.write(CURRENT_TIME, value), OUT_OF_RANGE);
      }
      for (const zone of [0x80, 57, 0xcf])
        await refused(`zone ${zone}`, link.write(LOCAL_TIME, [zone, 0]), OUT_OF_RANGE);
      same('time', toTheSecond(await link.read(CURRENT_TIME)).slice(0, 10), 'ec07021d17');
    },
    { options: WHOLE },
  );
  return [definition, reading, notifying, errors];
}
