/** Running Speed and Cadence Service: definition, reading, notifications. */
import { STANDING, type OnAir } from '../radio/subject';
import { CaseList } from './case';
import { collect, declared, hex, holds, refused, same } from './expect';

export const SERVICE = '1814';
export const MEASUREMENT = '2a53';
export const FEATURE = '2a54';
export const LOCATION = '2a5d';
export const CONTROL_POINT = '2a55';
const CCCD = '00002902-0000-1000-8000-00805F9B34FB';
const READ_NOT_PERMITTED = 0x02;
/** RSC Feature and the flags of a measurement that have a meaning. */
const FEATURE_BITS = 0x1f;
const FLAG_BITS = 0x07;
const LAST_LOCATION = 16;
const RSCS = 'RSCS 1.0';

function definition(): CaseList {
  const list = new CaseList('RSCS', 'SD', RSCS);
  list.bv('The service is a primary service, once', async (it) => {
    const services = await (await it.join()).link.discover();
    same('services 0x1814', services.filter(({ uuid }) => uuid === SERVICE).length, 1);
  });
  const properties = (uuid: string, name: string, due: string[]) =>
    list.bv(`${name} is declared once, with ${due.join(' and ')} and nothing else`, async (it) => {
      const { link } = await it.join();
      same(`properties of ${name}`, await declared(link, SERVICE, uuid), due);
    });
  properties(MEASUREMENT, 'RSC Measurement', ['notify']);
  properties(FEATURE, 'RSC Feature', ['read']);
  properties(LOCATION, 'Sensor Location', ['read']);
  properties(CONTROL_POINT, 'SC Control Point', ['write', 'indicate']);
  list.bv('RSC Measurement and SC Control Point have a client configuration, the others none', async (it) => {
    const { link } = await it.join();
    for (const [uuid, due] of [
      [MEASUREMENT, [CCCD]],
      [CONTROL_POINT, [CCCD]],
      [FEATURE, []],
      [LOCATION, []],
    ] as const)
      same(
        `descriptors of ${uuid}`,
        (await link.descriptors(uuid)).map((one) => one.uuid),
        due,
      );
  });
  list.bv('Device Information is there as well, as the profile asks for', async (it) => {
    const services = await (await it.join()).link.discover();
    holds(
      'no service 0x180A',
      services.some(({ uuid }) => uuid === '180a'),
    );
  });
  return list;
}

function reading(): CaseList {
  const list = new CaseList('RSCS', 'CR', RSCS);
  list.bv('RSC Feature has two bytes, its reserved bits 0', async (it) => {
    const value = await (await it.join()).link.read(FEATURE);
    same('length', value.length, 2);
    same('reserved bits', value.readUInt16LE() & ~FEATURE_BITS, 0);
  });
  list.bv('Sensor Location has one byte, an assigned place', async (it) => {
    const value = await (await it.join()).link.read(LOCATION);
    same('length', value.length, 1);
    holds(`location ${value[0]}`, value[0] <= LAST_LOCATION);
  });
  list.bv('Client configurations are 0 at first, and read back as written', async (it) => {
    const { link } = await it.join();
    for (const [uuid, value] of [
      [MEASUREMENT, '0100'],
      [CONTROL_POINT, '0200'],
    ]) {
      const [cccd] = await link.descriptors(uuid);
      same(`${uuid} at first`, hex(await link.readDescriptor(cccd)), '0000');
      await link.writeDescriptor(cccd, [...Buffer.from(value, 'hex')]);
      same(`${uuid} written`, hex(await link.readDescriptor(cccd)), value);
    }
  });
  list.bi('RSC Measurement cannot be read', async (it) =>
    refused('read', (await it.join()).link.read(MEASUREMENT), READ_NOT_PERMITTED),
  );
  list.bi('SC Control Point cannot be read', async (it) =>
    refused('read', (await it.join()).link.read(CONTROL_POINT), READ_NOT_PERMITTED),
  );
  return list;
}

/** Has the shoe show these values, and returns the next measurement. */
async function measured(it: OnAir, values: Partial<OnAir['live']>): Promise<Buffer> {
  const { link } = await it.join({ mtu: 23 });
  const got = await collect(link, MEASUREMENT);
  // The run goes on once more before it is told.
  Object.assign(it.live, values);
  it.live.distance_mm -= it.live.speed_mm_s;
  got.length = 0;
  await it.rig.sleep(1000);
  holds('no measurement came', got.length > 0);
  return Buffer.from(got[0], 'hex');
}

function vectors(list: CaseList): void {
  const vector = (project: string, due: string, values: Partial<OnAir['live']>) =>
    list.bv(
      `The bytes of ${project}: ${due}`,
      async (it) => same('measurement', hex(await measured(it, values)), due),
      { source: `test of ${project}` },
    );
  vector('OpenTracks', '02000550ffff0001', {
    running: false,
    speed_mm_s: 5000,
    footCadence_spm: 80,
    strideLength_mm: 0,
    distance_mm: 1_684_275_100,
  });
  vector('bluetooth-sig-python', '038002b4550010270000', {
    running: false,
    speed_mm_s: 2500,
    footCadence_spm: 180,
    strideLength_mm: 850,
    distance_mm: 1_000_000,
  });
  vector('the Nordic Android library', '070003125600010000f0', {
    running: true,
    speed_mm_s: 3000,
    footCadence_spm: 18,
    strideLength_mm: 860,
    distance_mm: 0xf0000001 * 100,
  });
}

function notifying(): CaseList {
  const list = new CaseList('RSCS', 'CN', RSCS);
  vectors(list);
  list.bv('Measurements come about once a second while moving', async (it) => {
    const { link } = await it.join();
    const got = await collect(link, MEASUREMENT);
    await it.rig.sleep(20_000);
    holds(`${got.length} in 20 s`, got.length >= 19 && got.length <= 21);
  });
  list.bv(
    'The length is what the flags say; reserved flags are 0; flags are among the features',
    async (it) => {
      const { link } = await it.join();
      const feature = (await link.read(FEATURE)).readUInt16LE();
      const got = await collect(link, MEASUREMENT);
      for (const values of [{}, { running: false }, { strideLength_mm: 0 }, STANDING]) {
        Object.assign(it.live, values);
        await it.rig.sleep(6000);
      }
      holds(`${got.length} measurements`, got.length >= 10);
      for (const digits of got) {
        const bytes = Buffer.from(digits, 'hex');
        const flags = bytes[0];
        same(
          `length of ${digits}`,
          bytes.length,
          4 + ((flags & 1) !== 0 ? 2 : 0) + ((flags & 2) !== 0 ? 4 : 0),
        );
        same(`flags of ${digits}`, flags & ~FLAG_BITS, 0);
        same(`flags of ${digits} beyond the features`, flags & ~feature, 0);
      }
    },
  );
  list.bv('Speed is cadence times stride length, within what rounding allows', async (it) => {
    const { link } = await it.join();
    const got = await collect(link, MEASUREMENT);
    for (let cadence = 50; cadence <= 110; cadence += 3) {
      const stride_mm = 900 + cadence * 17;
      Object.assign(it.live, {
        footCadence_spm: cadence,
        strideLength_mm: stride_mm,
        speed_mm_s: Math.round((cadence * stride_mm) / 60),
      });
      await it.rig.sleep(1000);
    }
    for (const digits of got) {
      const bytes = Buffer.from(digits, 'hex');
      const product = (bytes[3] / 60) * (bytes.readUInt16LE(4) / 100);
      const off = Math.abs(bytes.readUInt16LE(1) / 256 - product);
      holds(
        `${digits}: speed and product differ by ${off} m/s`,
        off <= 1 / 512 + (bytes[3] / 60) * 0.005 + 0.02,
      );
    }
  });
  list.bv('A runner who stands has speed and cadence 0 and no stride length', async (it) => {
    const value = await measured(it, { ...STANDING, distance_mm: 225_000 });
    same('measurement', hex(value), '02000000ca080000');
  });
  list.bv('Total distance only grows', async (it) => {
    const { link } = await it.join();
    const got = await collect(link, MEASUREMENT);
    await it.rig.sleep(30_000);
    got.reduce((before, digits) => {
      const distance = Buffer.from(digits, 'hex').readUInt32LE(6);
      holds(`${distance} after ${before}`, distance >= before);
      return distance;
    }, 0);
  });
  list.bv('What is above a field stands at its largest value', async (it) => {
    const value = await measured(it, {
      speed_mm_s: 1_000_000,
      footCadence_spm: 400,
      strideLength_mm: 9_999_999,
      distance_mm: 1e15,
    });
    same('measurement', hex(value), '07ffffffffffffffffff');
  });
  list.bi('Nothing comes without a subscription, and nothing after its end', async (it) => {
    const { link } = await it.join();
    await it.rig.sleep(3000);
    const got = await collect(link, MEASUREMENT);
    await it.rig.sleep(3000);
    const before = got.length;
    await link.unsubscribe(MEASUREMENT);
    await it.rig.sleep(5000);
    holds(`${before} while subscribed`, before >= 2 && before <= 4);
    holds(`${got.length - before} after the end`, got.length - before <= 1);
  });
  return list;
}

export function runningSpeedAndCadenceCases(): CaseList[] {
  return [definition(), reading(), notifying()];
}
