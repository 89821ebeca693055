import { expect } from 'chai';
import { ShoeRadio } from '../../firmware/ble/radio';
import {
  Property,
  type GattCharacteristic,
  type GattConnection,
  type GattServer,
  type GattServerOptions,
} from '../../firmware/io/gatt';
import { AttException } from '../../host-sim/board/radio';
import { hex, identity, noTimers, rig, running, standing } from './setup';

const MEASUREMENT = '2a53';
const BATTERY_LEVEL = '2a19';
const INFORMATION = 'f8164001-374b-48d3-aebc-5d91168400d8';

describe('services', () => {
  it('are those of the SIG with the properties it asks for, and the Footfall service', () => {
    const { Read, Write, Notify, Indicate, ReadEncrypted, WriteEncrypted } = Property;
    const ours = (number: string) => `f816${number}-374b-48d3-aebc-5d91168400d8`;
    expect(rig().virtual.connect().discover()).to.deep.equal([
      {
        uuid: '1814',
        characteristics: [
          { uuid: '2a53', properties: Notify },
          { uuid: '2a54', properties: Read },
          { uuid: '2a5d', properties: Read },
          { uuid: '2a55', properties: Write | Indicate },
        ],
      },
      { uuid: '180f', characteristics: [{ uuid: '2a19', properties: Read | Notify }] },
      {
        uuid: '180a',
        characteristics: [
          { uuid: '2a29', properties: Read },
          { uuid: '2a24', properties: Read },
          { uuid: '2a25', properties: ReadEncrypted },
          { uuid: '2a26', properties: Read },
          { uuid: '2a27', properties: Read },
        ],
      },
      {
        uuid: '1805',
        characteristics: [
          { uuid: '2a2b', properties: Read | WriteEncrypted | Notify },
          { uuid: '2a0f', properties: Read | WriteEncrypted },
        ],
      },
      {
        uuid: ours('4000'),
        characteristics: [
          { uuid: ours('4001'), properties: Read | Notify },
          { uuid: ours('4002'), properties: 0x8010 },
          { uuid: ours('4003'), properties: 0x1008 | 0x8020 },
          { uuid: ours('4004'), properties: 0x1004 | 0x8010 },
          { uuid: '2b40', properties: 0x0202 | 0x8010 },
        ],
      },
    ]);
  });

  it('give fixed values to whoever reads', () => {
    const central = rig().virtual.connect();
    expect(hex(central.read('2a54'))).to.equal('1700');
    expect(hex(central.read('2a5d'))).to.equal('02');
    expect(hex(central.read(BATTERY_LEVEL))).to.equal('57');
    expect(Buffer.from(central.read('2a29')).toString()).to.equal('Footfall project');
    expect(Buffer.from(central.read('2a26')).toString()).to.equal('0.1.0');
  });

  it('give the serial number over an encrypted link only', () => {
    const it = rig();
    expect(() => it.virtual.connect().read('2a25'))
      .to.throw(AttException)
      .with.property('code', 0x0f);
    expect(Buffer.from(it.virtual.connect({ encrypted: true }).read('2a25')).toString()).to.equal('A1B2C3');
  });
});

describe('RSC measurements', () => {
  it('go out about once a second while moving, with fields that agree', () => {
    const it = rig();
    it.virtual.connect().subscribe(MEASUREMENT);
    it.run(10);
    // 3 m/s, 80 a minute, 2.25 m, 225.0 m; 80 / 60 x 2.25 = 3.
    expect(it.sent('notify', MEASUREMENT)).to.deep.equal(new Array<string>(10).fill('07000350e100ca080000'));
    const times = it.events.filter((event) => event.kind === 'notify').map((event) => event.t_us);
    expect(times).to.deep.equal(Array.from({ length: 10 }, (_, i) => 2_000_000 + i * 1_000_000));
  });

  it('leave the stride length out while it is not known', () => {
    const it = rig();
    it.live.strideLength_mm = 0;
    it.live.running = false;
    it.virtual.connect().subscribe(MEASUREMENT);
    it.run(1);
    expect(it.sent('notify', MEASUREMENT)).to.deep.equal(['02000350ca080000']);
  });

  it('tell at once of a stand with zero speed and cadence, then come every 5 s', () => {
    const it = rig();
    it.virtual.connect().subscribe(MEASUREMENT);
    it.run(2);
    Object.assign(it.live, standing);
    it.run(1);
    expect(it.sent('notify', MEASUREMENT)).to.have.length(3);
    expect(it.sent('notify', MEASUREMENT)[2]).to.equal('02000000ca080000');
    it.run(4);
    expect(it.sent('notify', MEASUREMENT)).to.have.length(3);
    it.run(6);
    expect(it.sent('notify', MEASUREMENT)).to.have.length(5);
    Object.assign(it.live, running());
    it.run(1);
    expect(it.sent('notify', MEASUREMENT)).to.have.length(6);
  });

  it('come only to those who subscribed, as long as they are', () => {
    const it = rig();
    const got: string[] = [];
    const reader = it.virtual.connect({ onValue: (uuid) => got.push(uuid) });
    const watch = it.virtual.connect({ mtu: 185 });
    watch.subscribe(MEASUREMENT);
    it.run(2);
    watch.unsubscribe(MEASUREMENT);
    it.run(2);
    expect(it.sent('notify', MEASUREMENT)).to.have.length(2);
    expect(got).to.deep.equal([]);
    reader.subscribe(MEASUREMENT);
    it.run(1);
    expect(got).to.deep.equal([MEASUREMENT]);
  });

  it('reach a central that subscribes to a standing shoe with the next update', () => {
    const it = rig();
    Object.assign(it.live, standing);
    it.run(3);
    const watch = it.virtual.connect();
    watch.subscribe(MEASUREMENT);
    it.run(1);
    expect(it.sent('notify', MEASUREMENT)).to.have.length(1);
    watch.disconnect();
    it.virtual.connect().subscribe(MEASUREMENT);
    it.run(1);
    expect(it.sent('notify', MEASUREMENT)).to.have.length(2);
  });
});

describe('battery level', () => {
  it('is told on subscribing and when it changes, asked for every 10 s', () => {
    const it = rig();
    it.virtual.connect().subscribe(BATTERY_LEVEL);
    it.run(5);
    expect(it.sent('notify', BATTERY_LEVEL)).to.deep.equal(['57']);
    it.battery.level = 86;
    it.run(5);
    expect(it.sent('notify', BATTERY_LEVEL)).to.deep.equal(['57']);
    it.run(1);
    expect(it.sent('notify', BATTERY_LEVEL)).to.deep.equal(['57', '56']);
    it.run(60);
    expect(it.sent('notify', BATTERY_LEVEL)).to.have.length(2);
  });

  it('is told to the next central too, although it has not changed', () => {
    const it = rig();
    for (let i = 0; i < 2; i++) {
      const central = it.virtual.connect();
      central.subscribe(BATTERY_LEVEL);
      it.run(1);
      central.disconnect();
    }
    expect(it.sent('notify', BATTERY_LEVEL)).to.deep.equal(['57', '57']);
  });

  it('is never outside 0 to 100', () => {
    for (const [level, shown] of [
      [250, '64'],
      [-3, '00'],
      [NaN, '00'],
      [99.6, '64'],
    ] as const)
      expect(
        hex(
          rig({ battery: { percent: () => level } })
            .virtual.connect()
            .read(BATTERY_LEVEL),
        ),
      ).to.equal(shown);
  });
});

describe('advertising', () => {
  const flagsAppearanceServices = '020106' + '03194104' + '070314180f180a18';

  it('has flags, appearance, services and name, and the summary in the scan response', () => {
    const [event] = rig().events;
    expect(hex(event.bytes)).to.equal(
      flagsAppearanceServices + '0909' + Buffer.from('Footfall').toString('hex'),
    );
    // UUID f816400f-374b-48d3-aebc-5d91168400d8, low byte first.
    expect(hex(event.scanResponse)).to.equal(
      '1e21' + 'd8008416915dbcaed3484b370f4016f8' + '01060950000300000000000001',
    );
    expect([event.kind, event.t_us]).to.deep.equal(['advertise', 1_000_000]);
  });

  it('shortens a long name at a whole character', () => {
    const [event] = rig({ identity: { ...identity, name: 'Footfall lèéft' } }).events;
    expect(hex(event.bytes)).to.equal(
      flagsAppearanceServices + '0f08' + Buffer.from('Footfall lèé').toString('hex'),
    );
    const [fits] = rig({ identity: { ...identity, name: 'Footfall right' } }).events;
    expect(hex(fits.bytes)).to.equal(
      flagsAppearanceServices + '0f09' + Buffer.from('Footfall right').toString('hex'),
    );
    const [none] = rig({ identity: { ...identity, name: '' } }).events;
    expect(hex(none.bytes)).to.equal(flagsAppearanceServices + '0109');
  });

  it('changes at most every 2 s, and only when the summary does', () => {
    const it = rig();
    it.run(10, () => (it.live.steps += 2));
    expect(it.events).to.have.length(6);
    it.run(10);
    // The last step was not shown yet.
    expect(it.events).to.have.length(6);
    it.live.speed_mm_s = 3001;
    it.run(4);
    expect(it.events).to.have.length(6);
    it.live.speed_mm_s = 2990;
    it.run(4);
    expect(it.events).to.have.length(7);
  });

  it('counts from the last time the shoe woke up and tells no more than tenths of the charge', () => {
    const it = rig();
    it.live.steps += 1000;
    it.live.distance_mm += 1_000_000;
    it.run(2);
    expect(summaryOf(it)).to.equal('010609500003e8030010270002');
    it.battery.level = 81;
    it.radio.sleep();
    it.live.steps += 7;
    it.radio.wake();
    it.live.steps += 3;
    it.run(2);
    expect(summaryOf(it)).to.equal('01060950000303000000000002');
  });

  it('tells walking, standing and a pause apart', () => {
    const it = rig();
    it.live.running = false;
    it.run(2);
    expect(summaryOf(it).slice(2, 4)).to.equal('05');
    Object.assign(it.live, standing, { paused: true });
    it.run(2);
    expect(summaryOf(it).slice(2, 4)).to.equal('0c');
    it.live.inSession = it.live.paused = false;
    it.run(2);
    expect(summaryOf(it).slice(2, 4)).to.equal('00');
  });

  it('is taken up again after a connection or its end, which stops it on some radios', () => {
    const it = rig();
    it.run(3);
    const central = it.virtual.connect();
    it.run(1);
    central.disconnect();
    it.run(1);
    expect(it.events.map((event) => event.kind)).to.deep.equal([
      'advertise',
      'connect',
      'advertise',
      'disconnect',
      'advertise',
    ]);
  });

  it('rounds the charge up to tenths', () => {
    for (const [level, tenths] of [
      [100, '0a'],
      [81, '09'],
      [80, '08'],
      [1, '01'],
      [0, '00'],
    ] as const)
      expect(summaryOf(rig({ battery: { percent: () => level } })).slice(4, 6)).to.equal(tenths);
  });

  it('begins when a radio that needs time is ready', () => {
    const { radio, given, started } = slowRadio();
    radio.update(1000);
    expect(started).to.deep.equal([]);
    given.onReady();
    expect(started).to.deep.equal([25]);
    expect([given.name, given.appearance]).to.deep.equal(['Footfall', 0x0441]);
  });
});

describe('connections', () => {
  it('that take the place of another are sent nothing they did not ask for', () => {
    const { radio, given, battery } = slowRadio();
    const first = new Peer();
    given.onConnect(first);
    for (const service of given.services)
      for (const characteristic of service.characteristics) characteristic.onSubscribe?.(first);
    radio.update(1000);
    expect(first.asked.sort()).to.deep.equal([BATTERY_LEVEL, MEASUREMENT, INFORMATION]);
    given.onDisconnect(first);
    const second = new Peer();
    given.onConnect(second);
    battery.level = 49;
    radio.update(20_000);
    expect(second.asked).to.deep.equal([]);
  });

  it('that come while the shoe goes to sleep are let go', () => {
    const { radio, given } = slowRadio();
    radio.sleep();
    const late = new Peer();
    given.onConnect(late);
    expect([late.closed, radio.connections]).to.deep.equal([true, 0]);
  });
});

describe('sleep', () => {
  it('lets everyone go and is silent; waking advertises at once', () => {
    const it = rig();
    const watch = it.virtual.connect();
    watch.subscribe(MEASUREMENT);
    it.run(2);
    it.radio.sleep();
    expect([watch.connected, it.radio.connections, it.virtual.advertising]).to.deep.equal([
      false,
      0,
      undefined,
    ]);
    const before = it.events.length;
    it.radio.sleep();
    it.run(20, () => (it.live.steps += 2));
    expect(it.events).to.have.length(before);
    it.radio.wake();
    expect(it.events.slice(before).map((event) => event.kind)).to.deep.equal(['advertise']);
    it.radio.wake();
    expect(it.events).to.have.length(before + 1);
  });

  it('closing leaves the air and lets another server begin', () => {
    const it = rig();
    it.virtual.connect();
    it.radio.close();
    expect(it.events.slice(1).map((event) => event.kind)).to.deep.equal(['connect', 'stop', 'disconnect']);
    expect(() => it.virtual.connect()).to.throw('nothing is advertised');
    new it.virtual.server({
      name: '',
      appearance: 0,
      services: [],
      maximumBonds: 3,
      onReady() {},
      onSecured() {},
      onConnect() {},
      onDisconnect() {},
    });
  });
});

function summaryOf(it: ReturnType<typeof rig>): string {
  return hex(it.virtual.advertising?.scanResponse.subarray(18));
}

/** A central as the firmware sees it, that notes what it was to be sent. */
class Peer implements GattConnection {
  readonly id = 0;
  readonly maximumWrite = 20;
  readonly encrypted = false;
  readonly bonded = false;
  readonly asked: string[] = [];
  closed = false;
  notify(characteristic: GattCharacteristic): boolean {
    this.asked.push(characteristic.uuid);
    return true;
  }
  close(): void {
    this.closed = true;
  }
}

/** A shoe's radio on a server that does nothing by itself, not even becoming ready. */
function slowRadio() {
  const started: number[] = [];
  const battery = { level: 50, percent: () => battery.level };
  const servers: GattServerOptions[] = [];
  class SlowServer implements GattServer {
    constructor(options: GattServerOptions) {
      servers.push(options);
    }
    startAdvertising(data: Uint8Array): void {
      started.push(data.length);
    }
    stopAdvertising(): void {}
    readonly bonds = 0;
    allowBonding(): void {}
    forget(): void {}
    forgetAll(): void {}
    close(): void {}
  }
  const radio = new ShoeRadio({
    server: SlowServer,
    live: running(),
    battery,
    identity,
    clock: { now: () => 0, delay: () => undefined },
    timers: noTimers,
  });
  return { radio, given: servers[0], started, battery };
}
