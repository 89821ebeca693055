import { expect } from 'chai';
import {
  Property,
  type GattCharacteristic,
  type GattConnection,
  type GattServer,
} from '../../firmware/io/gatt';
import { AttException, PairingException, virtualRadio } from '../../host-sim/board/radio';
import type { RadioEvent } from '../../host-sim/engines/replay';
import { hex } from './setup';

const none = new Uint8Array(0);
const parameters = { interval_ms: 100, connectable: true };

/** A server with one characteristic, and what a firmware sees of it. */
function serve(characteristic: Omit<GattCharacteristic, 'uuid'>, secured: string[] = []) {
  const events: RadioEvent[] = [];
  const clock = { now: 5 };
  const radio = virtualRadio({ now_us: () => clock.now }, (event) => events.push(event));
  const connections: GattConnection[] = [];
  const value = { uuid: 'abcd', ...characteristic };
  const server: GattServer = new radio.server({
    name: 'test',
    appearance: 0,
    services: [{ uuid: 'abc0', characteristics: [value] }],
    maximumBonds: 3,
    onReady() {},
    onSecured: ({ encrypted, bonded }) => secured.push(`${Number(encrypted)}${Number(bonded)}`),
    onConnect: (connection) => connections.push(connection),
    onDisconnect: (connection) => connections.splice(connections.indexOf(connection), 1),
  });
  return { events, clock, radio, connections, server, value };
}

describe('virtual radio', () => {
  it('refuses advertising payloads of more than 31 bytes or cut short', () => {
    const { server, events } = serve({ properties: Property.Notify });
    expect(() =>
      server.startAdvertising(Uint8Array.of(31, ...new Array<number>(31).fill(9)), none, parameters),
    ).to.throw(RangeError);
    expect(() => server.startAdvertising(none, Uint8Array.of(3, 9, 65), parameters)).to.throw(
      RangeError,
      'cut short',
    );
    expect(events).to.have.length(0);
    server.startAdvertising(Uint8Array.of(30, ...new Array<number>(30).fill(9)), none, parameters);
    expect(events).to.have.length(1);
  });

  it('can be connected to only while it advertises and has a connection free', () => {
    const { server, radio } = serve({ properties: Property.Notify });
    expect(() => radio.connect()).to.throw('nothing is advertised');
    server.startAdvertising(none, none, parameters);
    for (let i = 0; i < 3; i++) radio.connect();
    expect(() => radio.connect()).to.throw('all 3 connections are in use');
  });

  it('sends only to subscribers, copies the bytes and records the time', () => {
    const { server, radio, connections, value, events, clock } = serve({ properties: Property.Notify });
    server.startAdvertising(none, none, parameters);
    const central = radio.connect();
    const bytes = Uint8Array.of(1, 2);
    expect(connections[0].notify(value, bytes)).to.equal(false);
    central.subscribe('abcd');
    clock.now = 77;
    expect(connections[0].notify(value, bytes)).to.equal(true);
    bytes[0] = 9;
    const last = events.at(-1);
    expect([last?.t_us, last?.kind, last?.uuid, hex(last?.bytes)]).to.deep.equal([
      77,
      'notify',
      'abcd',
      '0102',
    ]);
  });

  it('throws when a notification is longer than the MTU allows', () => {
    const { server, radio, connections, value } = serve({ properties: Property.Notify });
    server.startAdvertising(none, none, parameters);
    radio.connect({ mtu: 30 }).subscribe('abcd');
    expect(connections[0].maximumWrite).to.equal(27);
    expect(connections[0].notify(value, new Uint8Array(27))).to.equal(true);
    expect(() => connections[0].notify(value, new Uint8Array(28))).to.throw(RangeError);
    expect(() => connections[0].notify({ ...value }, new Uint8Array(1))).to.throw('not a characteristic');
  });

  it('indicates after the write response, one at a time', () => {
    const order: string[] = [];
    const queued: boolean[] = [];
    const { server, radio, value } = serve({
      properties: Property.Write | Property.Indicate,
      onWrite(_bytes, connection) {
        queued.push(connection.notify(value, Uint8Array.of(1)), connection.notify(value, Uint8Array.of(2)));
        order.push('written');
        return 0;
      },
      onConfirm: () => order.push('confirmed'),
    });
    server.startAdvertising(none, none, parameters);
    const central = radio.connect({
      confirms: false,
      onValue: (_uuid, bytes) => order.push(`got ${bytes[0]}`),
    });
    central.subscribe('abcd');
    central.write('abcd', [0]);
    central.confirm();
    central.confirm();
    expect(queued).to.deep.equal([true, false]);
    expect(order).to.deep.equal(['written', 'got 1', 'confirmed']);
  });

  it('answers as a stack does when a request is not allowed', () => {
    const { server, radio } = serve({ properties: Property.WriteEncrypted, onWrite: () => 0 });
    server.startAdvertising(none, none, parameters);
    const central = radio.connect();
    const code = (request: () => void) => expect(request).to.throw(AttException).with.property('code');
    code(() => central.write('abcd', [1])).equal(0x0f);
    code(() => central.read('abcd')).equal(0x02);
    code(() => central.subscribe('abcd')).equal(0x0a);
    code(() => central.read('1234')).equal(0x0a);
    const encrypted = radio.connect({ encrypted: true });
    encrypted.write('abcd', [1]);
    code(() => encrypted.write('abcd', new Uint8Array(513))).equal(0x0d);
    encrypted.disconnect();
    expect(() => encrypted.write('abcd', [1])).to.throw('not connected');
  });

  it('bonds only when allowed, and keeps the newest three', () => {
    const secured: string[] = [];
    const { server, radio } = serve({ properties: Property.WriteEncrypted, onWrite: () => 0 }, secured);
    server.startAdvertising(none, none, parameters);
    const stranger = radio.connect({ identity: 'a' });
    expect(() => stranger.pair()).to.throw(PairingException);
    expect(() => stranger.encrypt()).to.throw(PairingException);
    expect([stranger.encrypted, stranger.bonded]).to.deep.equal([false, false]);
    server.allowBonding(true);
    stranger.pair();
    stranger.write('abcd', [1]);
    expect([server.bonds, secured]).to.deep.equal([1, ['11']]);
    for (const identity of ['b', 'c', 'd']) {
      const phone = radio.connect({ identity });
      phone.pair();
      phone.disconnect();
    }
    expect(radio.bonds).to.deep.equal(['b', 'c', 'd']);
    expect([stranger.encrypted, stranger.bonded]).to.deep.equal([true, false]);
    server.allowBonding(false);
    const back = radio.connect({ identity: 'c' });
    back.encrypt();
    expect(back.bonded).to.equal(true);
    server.forgetAll();
    expect([server.bonds, back.bonded]).to.deep.equal([0, false]);
  });

  it('is one server at a time', () => {
    const { radio, server } = serve({ properties: Property.Notify });
    const another = () =>
      new radio.server({
        name: '',
        appearance: 0,
        services: [],
        maximumBonds: 3,
        onReady() {},
        onSecured() {},
        onConnect() {},
        onDisconnect() {},
      });
    expect(another).to.throw('only one GATT server');
    server.close();
    expect(another).not.to.throw();
  });
});
