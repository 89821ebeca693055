import { expect } from 'chai';
import { Disconnected, PairingFailure } from '../../host-sim/radio/stack-link';
import { Random } from '../../host-sim/traces/synth/random';
import { attError, identity, scenario } from '../../host-sim/radio/subject';
import { hex } from './setup';

const MEASUREMENT = '2a53';
const CONTROL_POINT = '2a55';
const SERIAL_NUMBER = '2a25';
/** HCI reasons (Core, Vol 1 Part F). */
const CONNECTION_TIMEOUT = 0x08;
const REMOTE_USER_TERMINATED = 0x13;
const TERMINATED_BY_LOCAL_HOST = 0x16;

describe('on a real host stack', () => {
  it('is found, connected to and discovered, with its name and appearance', () =>
    scenario({}, async (it) => {
      const central = await it.rig.central();
      const heard = await central.scan();
      expect(heard.connectable).to.equal(true);
      expect(heard.items.get(0x09)?.toString()).to.equal(identity.name);
      expect(hex(heard.items.get(0x19))).to.equal('4104');
      const link = await central.connect(heard);
      const services = await link.discover();
      expect(services.map(({ uuid }) => uuid)).to.include.members(['1800', '1801', '1814', '180f', '180a']);
      const rsc = services.find(({ uuid }) => uuid === '1814');
      expect(rsc?.characteristics).to.deep.equal([
        { uuid: '2a53', properties: ['notify'] },
        { uuid: '2a54', properties: ['read'] },
        { uuid: '2a5d', properties: ['read'] },
        { uuid: '2a55', properties: ['write', 'indicate'] },
      ]);
      expect((await link.read('2a00')).toString()).to.equal(identity.name);
      expect(hex(await link.read('2a01'))).to.equal('4104');
    }));

  for (const mtu of [23, 24, 185, 247, 517])
    it(`agrees on an MTU of ${mtu}, and serves with it`, () =>
      scenario({}, async (it) => {
        const { link } = await it.join({ mtu });
        expect(link.mtu).to.equal(mtu);
        expect((await link.read('2a29')).toString()).to.equal(identity.manufacturer);
        const values: string[] = [];
        await link.subscribe(MEASUREMENT, (value) => values.push(hex(value)));
        await it.rig.sleep(3000);
        expect(values).to.have.length(3);
      }));

  it('pairs with LE Secure Connections and a bond, after which the serial number is told', () =>
    scenario({}, async (it) => {
      const { link } = await it.join();
      // Insufficient authentication: there is no key yet.
      expect(await attError(link.read(SERIAL_NUMBER))).to.equal(0x05);
      expect(await link.pair()).to.include({ sc: true, mitm: false, bond: true });
      expect((await link.read(SERIAL_NUMBER)).toString()).to.equal(identity.serial);
      expect(it.rig.shoeBonds.size).to.be.greaterThan(0);
    }));

  it('does not pair when no bond may be made', () =>
    scenario({ bondable: false }, async (it) => {
      const { link } = await it.join();
      const refused = await link.pair().catch((error: unknown) => error);
      // Pairing not supported.
      expect(refused).to.be.instanceOf(PairingFailure).with.property('reason', 5);
      expect(await attError(link.read(SERIAL_NUMBER))).to.equal(0x05);
      expect(it.rig.bonded).to.deep.equal([]);
    }));

  it('keeps three bonds; a fourth takes the place of the oldest, whose key is worth nothing then', () =>
    scenario({}, async (it) => {
      const phones = [];
      for (let i = 0; i < 4; i++) {
        const { central, link } = await it.join();
        await link.pair();
        await link.disconnect();
        phones.push(central);
      }
      expect(it.rig.bonded.map(({ address }) => address.slice(-2))).to.deep.equal(['02', '03', '04']);
      const oldest = await phones[0].connect(await phones[0].scan());
      // Pin or key missing.
      expect(await oldest.encrypt()).to.equal(0x06);
      const youngest = await phones[3].connect(await phones[3].scan());
      expect(await youngest.encrypt()).to.equal(0);
    }));

  it('knows a bonded phone again, and what it had subscribed to', () =>
    scenario({}, async (it) => {
      const { central, link } = await it.join();
      await link.pair();
      await link.subscribe(MEASUREMENT, () => undefined);
      await link.disconnect();
      const again = await central.connect(await central.scan());
      expect(await again.encrypt()).to.equal(0);
      await again.discover();
      expect((await again.read(SERIAL_NUMBER)).toString()).to.equal(identity.serial);
      let values = 0;
      again.found.get(MEASUREMENT)?.on('change', () => values++);
      await it.rig.sleep(2000);
      expect(values).to.equal(2);
    }));

  it('loses no notification on a link that loses three packets in ten', () =>
    scenario({ seed: 3, loss: 0.3 }, async (it) => {
      const { link } = await it.join();
      const distances: number[] = [];
      await link.subscribe(MEASUREMENT, (value) => distances.push(value.readUInt32LE(6)));
      await it.rig.sleep(120_000);
      // 3 m/s at 1 Hz, in 0.1 m.
      expect(distances.length).to.be.within(118, 120);
      distances.forEach((distance, i) => expect(distance - distances[0]).to.equal(30 * i));
    }));

  it('serves three centrals at once, each with what it asked for', () =>
    scenario({}, async (it) => {
      const [watch, phone, third] = [
        await it.join(),
        await it.join({ mtu: 185 }),
        await it.join({ mtu: 23 }),
      ];
      const counts = { watch: 0, phone: 0 };
      await watch.link.subscribe(MEASUREMENT, () => counts.watch++);
      await phone.link.subscribe(MEASUREMENT, () => counts.phone++);
      await it.rig.sleep(10_000);
      expect(counts).to.deep.equal({ watch: 10, phone: 10 });
      expect(hex(await third.link.read('2a54'))).to.equal('1700');
      expect(it.radio.connections).to.equal(3);
    }));

  it('serves two centrals one after the other', () =>
    scenario({}, async (it) => {
      for (let i = 0; i < 2; i++) {
        const { link } = await it.join();
        let values = 0;
        await link.subscribe(MEASUREMENT, () => values++);
        await it.rig.sleep(5000);
        expect(values).to.equal(5);
        await link.disconnect();
        expect(link.reason).to.equal(TERMINATED_BY_LOCAL_HOST);
      }
      await it.rig.sleep(1000);
      expect(it.radio.connections).to.equal(0);
    }));

  it('lets go of a central out of reach after the supervision timeout, and is found again', () =>
    scenario({}, async (it) => {
      const { link } = await it.join();
      await link.subscribe(MEASUREMENT, () => undefined);
      const left_us = it.rig.clock.now_us;
      const [air] = it.rig.air.links;
      air.outOfReach = true;
      await link.ended();
      expect(link.reason).to.equal(CONNECTION_TIMEOUT);
      // ble-host asks for 5 s.
      expect(it.rig.clock.now_us - left_us).to.be.within(4.9e6, 5.1e6);
      await it.rig.sleep(1000);
      expect(it.radio.connections).to.equal(0);
      await it.join();
    }));

  it('sends the response of the control point as an indication, and waits for its confirmation', () =>
    scenario({}, async (it) => {
      const { link } = await it.join();
      const responses: string[] = [];
      link.confirms = false;
      await link.subscribe(CONTROL_POINT, (value, isIndication) =>
        responses.push(`${hex(value)} ${isIndication}`),
      );
      await link.write(CONTROL_POINT, [4]);
      await it.rig.sleep(1000);
      expect(responses).to.deep.equal(['1004010201 true']);
      expect(await attError(link.write(CONTROL_POINT, [4]))).to.equal(0x80);
      link.confirm();
      await it.rig.sleep(1000);
      await link.write(CONTROL_POINT, [3, 1]);
      await it.rig.sleep(1000);
      expect(responses).to.have.length(2);
    }));

  it('drops a central that never confirms after the 30 s of the ATT transaction', () =>
    scenario({}, async (it) => {
      const { link } = await it.join();
      link.confirms = false;
      await link.subscribe(CONTROL_POINT, () => undefined);
      await link.write(CONTROL_POINT, [4]);
      const asked_us = it.rig.clock.now_us;
      await link.ended();
      expect(link.reason).to.equal(REMOTE_USER_TERMINATED);
      expect(it.rig.clock.now_us - asked_us).to.be.within(29.9e6, 30.2e6);
      const { link: again } = await it.join();
      await again.subscribe(CONTROL_POINT, () => undefined);
      await again.write(CONTROL_POINT, [4]);
    }));

  it('survives disconnects at any moment of discovery, pairing, subscribing and writing', () =>
    scenario({ seed: 11, loss: 0.05 }, async (it) => {
      const random = new Random(11);
      const central = await it.rig.central({ mtu: 185 });
      for (let i = 0; i < 60; i++) {
        const link = await central.connect(await central.scan());
        const work = async () => {
          await link.exchangeMtu();
          await link.discover();
          if (i % 3 === 0) await (link.connection.smp.hasLtk ? link.encrypt() : link.pair());
          await link.subscribe(MEASUREMENT, () => undefined);
          await link.subscribe(CONTROL_POINT, () => undefined);
          for (;;) await link.write(CONTROL_POINT, [1, i, 0, 0, 0]);
        };
        const worked = work().catch((error: unknown) => error);
        await it.rig.sleep(random.uniform() * 1500);
        if (random.uniform() < 0.5) await link.disconnect();
        else {
          const air = it.rig.air.links.at(-1);
          if (air) air.outOfReach = true;
          await link.ended();
        }
        const outcome = await worked;
        // The control point refuses a second procedure before the confirmation: that ends the work as well.
        if (!(outcome instanceof Disconnected)) expect(outcome).to.have.property('code', 0x80);
      }
      await it.rig.sleep(3000);
      expect(it.radio.connections).to.equal(0);
    }));

  it('does the same at the same time with the same seed', async () => {
    const run = async (): Promise<string[]> => {
      const log: string[] = [];
      await scenario({ seed: 21, loss: 0.1 }, async (it) => {
        const { link } = await it.join({ mtu: 100 });
        await link.pair();
        await link.subscribe(MEASUREMENT, (value) => log.push(`${it.rig.clock.now_us} ${hex(value)}`));
        await it.rig.sleep(20_000);
        log.push(JSON.stringify(it.rig.shoeController.meter), ...it.rig.shoeBonds.values());
      });
      return log;
    };
    const first = await run();
    expect(first).to.have.length.greaterThan(15);
    expect(await run()).to.deep.equal(first);
  });
});
