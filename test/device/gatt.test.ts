import { expect } from 'chai';
import { gattServerOver } from '../../firmware/device/gatt';
import {
  Property,
  type GattCharacteristic,
  type GattConnection,
  type GattServer,
} from '../../firmware/io/gatt';
import { FakeSdk } from './sdk-radio';

/** A server with these characteristics in one service, and what it told its owner. */
function serverWith(...characteristics: GattCharacteristic[]) {
  const sdk = new FakeSdk();
  const told: string[] = [];
  const connections: GattConnection[] = [];
  const Server = gattServerOver(sdk.radio);
  const server: GattServer = new Server({
    name: 'Schuh ü',
    appearance: 0x0441,
    services: [{ uuid: '1814', characteristics }],
    maximumBonds: 3,
    onReady: () => told.push('ready'),
    onSecured: ({ encrypted, bonded }) => told.push(`secured ${Number(encrypted)}${Number(bonded)}`),
    onConnect: (connection) => {
      told.push('connect');
      connections.push(connection);
    },
    onDisconnect: (connection) => {
      told.push(`disconnect ${connections.indexOf(connection)}`);
    },
  });
  return { sdk, told, connections, server };
}

function measurement(told: string[] = []): GattCharacteristic {
  return {
    uuid: '2a53',
    properties: Property.Notify,
    onSubscribe: () => told.push('subscribe'),
    onUnsubscribe: () => told.push('unsubscribe'),
  };
}

describe('device: GATT server over the SDK', () => {
  it('gives the name in UTF-8 and the appearance, low byte first, as fixed values of Generic Access', () => {
    const { sdk } = serverWith(measurement());
    const [access] = sdk.options?.services ?? [];
    expect(access.uuid).to.equal('1800');
    expect(access.characteristics.map(({ uuid, value }) => [uuid, [...(value ?? [])]])).to.deep.equal([
      ['2a00', [0x53, 0x63, 0x68, 0x75, 0x68, 0x20, 0xc3, 0xbc]],
      ['2a01', [0x41, 0x04]],
    ]);
  });

  it('asks for bonding when a characteristic wants encryption, and only then', () => {
    const plain = serverWith(measurement());
    const encrypted = serverWith({
      uuid: '2a25',
      properties: Property.ReadEncrypted,
      value: Uint8Array.of(1),
    });
    expect(plain.sdk.options).to.not.have.property('security');
    expect(encrypted.sdk.options?.security).to.deep.equal({ bond: true });
  });

  it('reads fixed, empty and changing values', () => {
    let now = 1;
    const { sdk } = serverWith(
      { uuid: 'fixed', properties: Property.Read, value: Uint8Array.of(7, 8) },
      { uuid: 'empty', properties: Property.Read, value: new Uint8Array(0) },
      { uuid: 'changing', properties: Property.Read | Property.Notify, onRead: () => Uint8Array.of(now) },
    );
    const watch = sdk.connect();
    expect(sdk.read('fixed', watch)).to.deep.equal([7, 8]);
    expect(sdk.read('empty', watch)).to.deep.equal([]);
    now = 2;
    expect(sdk.read('changing', watch)).to.deep.equal([2]);
  });

  it('tells characteristics apart by number, and refuses more than it has numbers for', () => {
    const some = (count: number) =>
      Array.from({ length: count }, (_, i) => ({
        uuid: `c${i}`,
        properties: Property.Read | Property.Notify,
        onRead: () => Uint8Array.of(i),
      }));
    const { sdk } = serverWith(...some(20));
    const watch = sdk.connect();
    for (const i of [0, 7, 19]) expect(sdk.read(`c${i}`, watch)).to.deep.equal([i]);
    expect(() => serverWith(...some(21))).to.throw(RangeError, 'more than 20 characteristics');
  });

  it('reads a fixed value that can be written too', () => {
    const { sdk } = serverWith({
      uuid: 'both',
      properties: Property.Read | Property.Write,
      value: Uint8Array.of(9),
      onWrite: () => 0,
    });
    expect(sdk.read('both', sdk.connect())).to.deep.equal([9]);
  });

  it('hands over the bytes written and the same connection as on connect', () => {
    const writes: [number[], GattConnection][] = [];
    const { sdk, connections } = serverWith({
      uuid: '2a55',
      properties: Property.Write,
      onWrite: (value, connection) => {
        writes.push([[...value], connection]);
        return 0;
      },
    });
    sdk.write('2a55', sdk.connect(), 1, 0, 2);
    expect(writes).to.deep.equal([[[1, 0, 2], connections[0]]]);
  });

  it('notifies a central that subscribed and no other', () => {
    const characteristic = measurement();
    const { sdk, connections } = serverWith(characteristic);
    const watch = sdk.connect();
    sdk.connect();
    expect(connections[0].notify(characteristic, Uint8Array.of(1))).to.equal(false);
    sdk.subscribe('2a53', watch);
    expect(connections[0].notify(characteristic, Uint8Array.of(2))).to.equal(true);
    expect(connections[1].notify(characteristic, Uint8Array.of(3))).to.equal(false);
    expect(sdk.queue.map(({ uuid, value }) => [uuid, value])).to.deep.equal([['2a53', [2]]]);
    sdk.subscribe('2a53', watch, false);
    expect(connections[0].notify(characteristic, Uint8Array.of(4))).to.equal(false);
  });

  it('says no when the SDK has lost the subscription to another central', () => {
    const characteristic = measurement();
    const { sdk, connections } = serverWith(characteristic);
    const watch = sdk.connect();
    const phone = sdk.connect();
    sdk.subscribe('2a53', watch);
    sdk.subscribe('2a53', phone);
    sdk.subscribe('2a53', phone, false);
    expect(connections[0].notify(characteristic, Uint8Array.of(1))).to.equal(false);
  });

  it('holds back more than four values, until NimBLE has dealt with one, well or badly', () => {
    const characteristic = measurement();
    const { sdk, connections } = serverWith(characteristic);
    sdk.subscribe('2a53', sdk.connect());
    const send = () => connections[0].notify(characteristic, Uint8Array.of(1));
    expect([send(), send(), send(), send(), send()]).to.deep.equal([true, true, true, true, false]);
    sdk.complete();
    expect([send(), send()]).to.deep.equal([true, false]);
    sdk.complete(6);
    expect(send()).to.equal(true);
  });

  it('frees the places of values whose central is gone', () => {
    const characteristic = measurement();
    const { sdk, connections } = serverWith(characteristic);
    const watch = sdk.connect();
    sdk.subscribe('2a53', watch);
    for (let i = 0; i < 4; i++) connections[0].notify(characteristic, Uint8Array.of(i));
    sdk.disconnect(watch);
    for (let i = 0; i < 4; i++) sdk.complete(7);
    sdk.subscribe('2a53', sdk.connect());
    expect(connections[1].notify(characteristic, Uint8Array.of(1))).to.equal(true);
  });

  it('tells of a confirmed indication, not of a failed one, nor of a notification sent', () => {
    const confirmed: string[] = [];
    const controlPoint: GattCharacteristic = {
      uuid: '2a55',
      properties: Property.Indicate,
      onConfirm: () => confirmed.push('2a55'),
    };
    const notified: GattCharacteristic = { ...measurement(), onConfirm: () => confirmed.push('2a53') };
    const { sdk, connections } = serverWith(controlPoint, notified);
    const watch = sdk.connect();
    sdk.subscribe('2a55', watch);
    sdk.subscribe('2a53', watch);
    connections[0].notify(controlPoint, Uint8Array.of(1));
    sdk.complete(13);
    connections[0].notify(notified, Uint8Array.of(1));
    sdk.complete();
    expect(confirmed).to.deep.equal([]);
    connections[0].notify(controlPoint, Uint8Array.of(1));
    sdk.complete();
    expect(confirmed).to.deep.equal(['2a55']);
  });

  it('tells of each subscription once, and of its end before the disconnection', () => {
    const { sdk, told, connections } = serverWith({
      uuid: '2a53',
      properties: Property.Notify,
      onSubscribe: () => told.push('subscribe'),
      onUnsubscribe: (connection) => told.push(`unsubscribe ${connections.indexOf(connection)}`),
    });
    sdk.ready();
    const watch = sdk.connect();
    sdk.subscribe('2a53', watch);
    sdk.subscribe('2a53', watch);
    sdk.disconnect(watch);
    expect(told).to.deep.equal(['ready', 'connect', 'subscribe', 'unsubscribe 0', 'disconnect 0']);
  });

  it('closes a subscribed connection the way that does not crash', () => {
    const characteristic = measurement();
    const { sdk, told, connections } = serverWith(characteristic);
    sdk.subscribe('2a53', sdk.connect());
    connections[0].close();
    connections[0].close();
    expect(told).to.deep.equal(['connect', 'disconnect 0']);
    expect(connections[0].notify(characteristic, Uint8Array.of(1))).to.equal(false);
    expect(connections[0].maximumWrite).to.equal(20);
  });

  it('follows the MTU of a connection', () => {
    const { sdk, connections } = serverWith(measurement());
    const watch = sdk.connect();
    expect(connections[0].maximumWrite).to.equal(20);
    watch.mtu = 247;
    expect(connections[0].maximumWrite).to.equal(244);
  });

  it('advertises the bytes as they are, up to 31 of each', () => {
    const { sdk, server } = serverWith(measurement());
    const parameters = { interval_ms: 1022.5, connectable: true };
    server.startAdvertising(Uint8Array.of(2, 1, 6), new Uint8Array(0), parameters);
    expect(sdk.advertised).to.deep.equal([{ data: [2, 1, 6], scanResponse: [] }]);
    expect(() => server.startAdvertising(new Uint8Array(32), new Uint8Array(0), parameters)).to.throw(
      RangeError,
      '31',
    );
    expect(() => server.startAdvertising(new Uint8Array(0), new Uint8Array(32), parameters)).to.throw(
      RangeError,
      '31',
    );
    expect(sdk.advertised).to.have.length(1);
    expect(sdk.tuned).to.deep.equal([{ interval: 1636, connectable: true }]);
  });

  it('tells once that a link is secured, also when only a look shows it', () => {
    const { sdk, told } = serverWith(measurement());
    const phone = sdk.connect();
    sdk.secured = 3;
    sdk.subscribe('2a53', phone);
    sdk.subscribe('2a53', phone, false);
    sdk.options?.onSecured(phone);
    expect(told).to.deep.equal(['connect', 'secured 11']);
  });

  it('takes a forgotten bond from the links that had it', () => {
    const { sdk, told, connections, server } = serverWith(measurement());
    sdk.connect();
    sdk.secured = 3;
    sdk.bonded = 2;
    sdk.subscribe('2a53', sdk.connections[0]);
    server.forget(connections[0]);
    expect([server.bonds, connections[0].encrypted, connections[0].bonded]).to.deep.equal([1, true, false]);
    server.forgetAll();
    expect(server.bonds).to.equal(0);
    expect(told).to.deep.equal(['connect', 'secured 11', 'secured 10']);
  });

  it('passes wishes on in the units of NimBLE', () => {
    const { sdk, connections, server } = serverWith(measurement());
    sdk.connect();
    const wish = { intervalMinimum_ms: 15, intervalMaximum_ms: 30, latency: 4, supervisionTimeout_ms: 6000 };
    connections[0].requestParameters?.(wish);
    expect(sdk.wishes).to.deep.equal([[12, 24, 4, 600]]);
    server.allowBonding(true);
    expect(sdk.bonding).to.equal(true);
  });

  it('goes off the air and lets every central go when closed', () => {
    const { sdk, told, server } = serverWith(measurement());
    sdk.connect();
    server.close();
    expect(sdk.stops).to.equal(1);
    expect(told).to.deep.equal(['connect', 'disconnect 0']);
  });
});
