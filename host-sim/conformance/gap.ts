/** Advertising, the Generic Access service, pairing and bonding. */
import { identity, type OnAir } from '../radio/subject';
import { PairingFailure } from '../radio/stack-link';
import type { Heard } from '../radio/central';
import { CaseList } from './case';
import { hex, holds, same } from './expect';

/** AD types (Assigned Numbers 2.3). */
const FLAGS = 0x01;
const COMPLETE_16 = 0x03;
const INCOMPLETE_16 = 0x02;
const SHORT_NAME = 0x08;
const COMPLETE_NAME = 0x09;
const APPEARANCE = 0x19;
/** HCI: the other side has no such key. */
const PIN_OR_KEY_MISSING = 0x06;

async function heard(it: OnAir): Promise<Heard> {
  return (await it.rig.central()).scan();
}

function advertising(): CaseList {
  const list = new CaseList('GAP', 'ADV', 'Core Supplement, Part A');
  list.bv('Flags: LE General Discoverable, BR/EDR Not Supported', async (it) =>
    same('flags', hex((await heard(it)).items.get(FLAGS) ?? Buffer.alloc(0)), '06'),
  );
  list.bv(
    'The list of 16-bit services has 0x1814',
    async (it) => {
      const { items } = await heard(it);
      const services = hex(items.get(COMPLETE_16) ?? items.get(INCOMPLETE_16) ?? Buffer.alloc(0));
      holds(`services ${services}`, /^(....)*1418/.test(services));
    },
    { source: 'RSCP 1.0' },
  );
  list.bv(
    'Appearance 0x0441, as in the Generic Access service',
    async (it) => {
      same('advertised', hex((await heard(it)).items.get(APPEARANCE) ?? Buffer.alloc(0)), '4104');
      same('read', hex(await (await it.join()).link.read('2a01')), '4104');
    },
    { source: 'Assigned Numbers 2.6' },
  );
  list.bv('The name is advertised, and whole in the Generic Access service', async (it) => {
    const { items } = await heard(it);
    const name = (items.get(COMPLETE_NAME) ?? items.get(SHORT_NAME) ?? Buffer.alloc(0)).toString('utf8');
    holds(`name ${name}`, name.length > 0 && identity.name.startsWith(name));
    same('read', (await (await it.join()).link.read('2a00')).toString('utf8'), identity.name);
  });
  list.bv('The shoe can be connected to, and again after a disconnection', async (it) => {
    holds('not connectable', (await heard(it)).connectable);
    for (let i = 0; i < 3; i++) await (await it.join()).link.disconnect();
  });
  return list;
}

function security(): CaseList {
  const list = new CaseList('GAP', 'SM', 'Core, Vol 3 Part H');
  list.bv('Pairing is LE Secure Connections, Just Works, with a bond', async (it) => {
    const { sc, mitm, bond } = await (await it.join()).link.pair();
    same('pairing', [sc, mitm, bond], [true, false, true]);
  });
  list.bv('A bonded phone encrypts with its key when it comes back', async (it) => {
    const { central, link } = await it.join();
    await link.pair();
    await link.disconnect();
    same('status', await (await central.connect(await central.scan())).encrypt(), 0);
  });
  list.bv('A phone that lost its bond pairs anew', async (it) => {
    const { central, link } = await it.join({ number: 9 });
    await link.pair();
    await link.disconnect();
    const shoe = await central.scan();
    central.forget(shoe);
    const again = await central.connect(shoe);
    same('bond', (await again.pair()).bond, true);
    same('bonds of the shoe', it.rig.bonded.length, 1);
  });
  list.bi(
    'Outside of the bonding window pairing is refused',
    async (it) => {
      const { link } = await it.join();
      const outcome = await link.pair().catch((error: unknown) => error);
      holds(`outcome ${String(outcome)}`, outcome instanceof PairingFailure);
      same('bonds of the shoe', it.rig.bonded.length, 0);
    },
    { source: 'docs/SPEC.md 5', options: { bondable: false } },
  );
  list.bi(
    'The key of a bond that gave way to a younger one opens nothing',
    async (it) => {
      const first = await it.join();
      await first.link.pair();
      await first.link.disconnect();
      for (let i = 0; i < 3; i++) {
        const { link } = await it.join();
        await link.pair();
        await link.disconnect();
      }
      const back = await first.central.connect(await first.central.scan());
      same('status', await back.encrypt(), PIN_OR_KEY_MISSING);
    },
    { source: 'docs/SPEC.md 5' },
  );
  return list;
}

export function gapCases(): CaseList[] {
  return [advertising(), security()];
}
