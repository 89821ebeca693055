/** Battery Service and Device Information Service. */
import { identity } from '../radio/subject';
import { CaseList } from './case';
import { collect, declared, hex, holds, refused, same } from './expect';

const LEVEL = '2a19';
const SERIAL_NUMBER = '2a25';
const STRINGS = [
  ['2a29', 'Manufacturer Name', identity.manufacturer],
  ['2a24', 'Model Number', identity.model],
  ['2a26', 'Firmware Revision', identity.firmware],
  ['2a27', 'Hardware Revision', identity.hardware],
] as const;
/** Either tells a phone to pair (Core, Vol 3 Part C 10.3.1). */
const INSUFFICIENT_AUTHENTICATION = 0x05;
const INSUFFICIENT_ENCRYPTION = 0x0f;

function battery(): CaseList[] {
  const definition = new CaseList('BAS', 'SD', 'BAS 1.0');
  definition.bv('Battery Level is declared once, with read and notify', async (it) =>
    same('properties', await declared((await it.join()).link, '180f', LEVEL), ['read', 'notify']),
  );
  const reading = new CaseList('BAS', 'CR', 'BAS 1.0');
  reading.bv('Battery Level has one byte, percent', async (it) => {
    for (const level of [0, 1, 50, 87, 100]) {
      it.battery.level = level;
      await it.rig.sleep(11_000);
    }
    const value = await (await it.join()).link.read(LEVEL);
    same('value', hex(value), '64');
  });
  reading.bv('A gauge that is out of its range is told as 0 to 100', async (it) => {
    it.battery.level = 250;
    await it.rig.sleep(11_000);
    same('value', hex(await (await it.join()).link.read(LEVEL)), '64');
  });
  const notifying = new CaseList('BAS', 'CN', 'BAS 1.0');
  notifying.bv('Battery Level is notified when it changes', async (it) => {
    const { link } = await it.join();
    const got = await collect(link, LEVEL);
    await it.rig.sleep(2000);
    it.battery.level = 86;
    await it.rig.sleep(11_000);
    same('last', got.at(-1), '56');
    holds(`${got.length} notifications`, got.length <= 2);
  });
  return [definition, reading, notifying];
}

function deviceInformation(): CaseList[] {
  const definition = new CaseList('DIS', 'SD', 'DIS 1.1');
  const reading = new CaseList('DIS', 'CR', 'DIS 1.1');
  for (const [uuid, name, due] of STRINGS) {
    definition.bv(`${name} is declared once, with read`, async (it) =>
      same('properties', await declared((await it.join()).link, '180a', uuid), ['read']),
    );
    reading.bv(`${name} is UTF-8 without terminator`, async (it) => {
      const value = await (await it.join({ mtu: 23 })).link.read(uuid);
      same('text', value.toString('utf8'), due);
      holds('a terminator', !value.includes(0));
    });
  }
  const security = new CaseList('DIS', 'SM', 'docs/SPEC.md 3.6');
  security.bi('Serial Number cannot be read over an open link', async (it) => {
    const { link } = await it.join();
    await refused('read', link.read(SERIAL_NUMBER), INSUFFICIENT_AUTHENTICATION, INSUFFICIENT_ENCRYPTION);
  });
  security.bv('Serial Number can be read once paired', async (it) => {
    const { link } = await it.join();
    await link.pair();
    same('text', (await link.read(SERIAL_NUMBER)).toString('utf8'), identity.serial);
  });
  return [definition, reading, security];
}

export function batteryAndDeviceCases(): CaseList[] {
  return [...battery(), ...deviceInformation()];
}
