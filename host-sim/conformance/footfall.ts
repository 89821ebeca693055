/** The shoe's own service, by docs/SPEC.md: definition, reading, notifications, who may bond. */
import { PairingFailure } from '../radio/stack-link';
import { CaseList } from './case';
import { collect, declared, hex, holds, refused, same } from './expect';
import { footfallControlPointCases } from './footfall-control-point';
import {
  CLOSED,
  CONTROL_POINT,
  DYNAMICS,
  INFORMATION,
  runs,
  SERVICE,
  SPEC,
  STEP_COUNTER,
  TRANSFER,
  whole,
} from './footfall-phone';
import { CONTACT_LENGTH_SPEED, stride } from './strides';

function definition(): CaseList {
  const list = new CaseList('FFS', 'SD', SPEC);
  const due: [string, string[]][] = [
    [INFORMATION, ['read', 'notify']],
    [DYNAMICS, ['notify']],
    [CONTROL_POINT, ['write', 'indicate']],
    [TRANSFER, ['writeWithoutResponse', 'notify']],
    [STEP_COUNTER, ['read', 'notify']],
  ];
  for (const [one, properties] of due)
    list.bv(`${one.slice(0, 8)} is declared once, with ${properties.join(' and ')}`, async (it) =>
      same('properties', await declared((await it.join()).link, SERVICE, one), properties),
    );
  return list;
}

function reading(): CaseList {
  const list = new CaseList('FFS', 'CR', `${SPEC}.2, 4.11`);
  whole(
    list,
    'bv',
    'Information: version 1.0, 16 bytes; to strangers no number that tells one shoe from another',
    async (it) => {
      const value = await (await it.join()).link.read(INFORMATION);
      same('length', value.length, 16);
      same('version', hex(value.subarray(0, 2)), '0101');
      same('link', value[4] & 3, 0);
      same('window', value[5], 32);
      same('runs, settings, advice', hex(value.subarray(6, 16)), '00'.repeat(10));
    },
  );
  whole(list, 'bv', 'Information: to a bonded phone, the newest run that is over', async (it) => {
    const { link } = await it.join();
    await link.pair();
    const value = await link.read(INFORMATION);
    same('link', value[4] & 3, 3);
    same('newest run', value.readUInt32LE(6), runs(it).at(-1)?.run);
  });
  whole(list, 'bv', 'Step Counter Activity Summary: one segment, steps present', async (it) => {
    const { link } = await it.join();
    await link.pair();
    const value = await link.read(STEP_COUNTER);
    same('length', value.length, 17);
    same('head', hex(value.subarray(0, 2)), '8001');
  });
  whole(
    list,
    'bi',
    'Over an open link steps are not told, and nothing of history or settings can be written',
    async (it) => {
      const { link } = await it.join();
      await refused('read steps', link.read(STEP_COUNTER), ...CLOSED);
      await refused('control point', link.write(CONTROL_POINT, [0x10, 0, 0, 0, 0, 0]), ...CLOSED);
      for (const one of [DYNAMICS, CONTROL_POINT, TRANSFER, STEP_COUNTER])
        await refused(
          `subscribe ${one.slice(0, 8)}`,
          link.subscribe(one, () => undefined),
          ...CLOSED,
        );
    },
  );
  return list;
}

function notifying(): CaseList {
  const list = new CaseList('FFS', 'CN', `${SPEC}.3`);
  const dynamics = (title: string, mtu: number, due: string) =>
    whole(list, 'bv', title, async (it) => {
      const { link } = await it.join({ mtu });
      await link.pair();
      const got = await collect(link, DYNAMICS);
      await it.rig.sleep(1000);
      it.radio.stride(stride(), 0x5678);
      await it.rig.sleep(2500);
      same('notifications', got.length, 1);
      same('record', got[0].slice(2), due);
    });
  dynamics('Dynamics: a stride with all it has, at MTU 185', 185, CONTACT_LENGTH_SPEED);
  dynamics('Dynamics: the same stride fits the least MTU', 23, CONTACT_LENGTH_SPEED);
  whole(list, 'bv', 'Dynamics: the live cue is bit 6 of the flags while it is on', async (it) => {
    const { link } = await it.join({ mtu: 185 });
    await link.pair();
    const got = await collect(link, DYNAMICS);
    await it.rig.sleep(1000);
    for (const cue of [false, true, false]) {
      it.coach.cue = cue;
      it.radio.stride(stride(), 0x5678);
      await it.rig.sleep(1000);
    }
    const flags = got.map((value) => value.slice(4, 6)).join(' ');
    same('flags', flags, '02 42 02');
  });
  whole(
    list,
    'bv',
    'Dynamics: records are numbered, and at most four notifications go out a second',
    async (it) => {
      const { link } = await it.join({ mtu: 247 });
      await link.pair();
      const got = await collect(link, DYNAMICS);
      await it.rig.sleep(1000);
      for (let i = 0; i < 12; i++) {
        it.radio.stride(stride(), i * 80);
        await it.rig.sleep(80);
      }
      await it.rig.sleep(2500);
      holds(`${got.length} notifications in the second`, got.length <= 6);
      got.forEach((value, i) =>
        same('number', parseInt(value.slice(0, 2), 16), (parseInt(got[0].slice(0, 2), 16) + i) & 0xff),
      );
    },
  );
  return list;
}

function security(): CaseList {
  const list = new CaseList('FFS', 'SM', 'docs/SPEC.md 5');
  whole(
    list,
    'bi',
    'Without the gesture no bond can be made',
    async (it) => {
      const { link } = await it.join();
      const outcome = await link.pair().catch((error: unknown) => error);
      holds(`outcome ${String(outcome)}`, outcome instanceof PairingFailure);
    },
    { whole: true, bondable: 'window' },
  );
  whole(
    list,
    'bv',
    'After the gesture one bond can be made within a minute, and the window closes with it',
    async (it) => {
      it.radio.openBondingWindow(it.rig.clock.clock.now());
      same('bond', (await (await it.join()).link.pair()).bond, true);
      await it.rig.sleep(2000);
      const { link } = await it.join();
      const outcome = await link.pair().catch((error: unknown) => error);
      holds(`second: ${String(outcome)}`, outcome instanceof PairingFailure);
    },
    { whole: true, bondable: 'window' },
  );
  whole(
    list,
    'bv',
    'A minute after the gesture it is over',
    async (it) => {
      it.radio.openBondingWindow(it.rig.clock.clock.now());
      await it.rig.sleep(62_000);
      const outcome = await (await it.join()).link.pair().catch((error: unknown) => error);
      holds(`outcome ${String(outcome)}`, outcome instanceof PairingFailure);
    },
    { whole: true, bondable: 'window' },
  );
  return list;
}

export function footfallCases(): CaseList[] {
  return [definition(), reading(), notifying(), ...footfallControlPointCases(), security()];
}
