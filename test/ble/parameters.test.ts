import { expect } from 'chai';
import type { ConnectionParameters, GattConnection, GattServerOptions } from '../../firmware/io/gatt';
import { virtualRadio } from '../../host-sim/board/radio';
import { rig } from './setup';

/** A shoe on a radio whose connections take wishes, and the latencies wished for with their times, s. */
function wishing() {
  const wishes: [at_s: number, latency: number][] = [];
  const virtual = virtualRadio({ now_us: () => 0 }, () => undefined);
  class Server extends virtual.server {
    constructor(options: GattServerOptions) {
      const { name, appearance, services, maximumBonds } = options;
      super({
        ...{ name, appearance, services, maximumBonds },
        onReady: () => options.onReady(),
        onSecured: (connection) => options.onSecured(connection),
        onDisconnect: (connection) => options.onDisconnect(connection),
        onConnect: (connection: GattConnection) => {
          connection.requestParameters = ({ latency }: ConnectionParameters) =>
            wishes.push([(it.now_ms - 1000) / 1000, latency]);
          options.onConnect(connection);
        },
      });
    }
  }
  const it = rig({ server: Server });
  return { it, virtual, wishes };
}

describe('connection parameters', () => {
  it('for live values are asked for once, five seconds after a central came', () => {
    const { it: shoe, virtual, wishes } = wishing();
    shoe.run(2);
    virtual.connect({ mtu: 23 });
    shoe.run(20);
    expect(wishes).to.deep.equal([[7, 4]]);
  });

  it('are asked of every central by itself, and anew when it comes back', () => {
    const { it: shoe, virtual, wishes } = wishing();
    const watch = virtual.connect({ mtu: 23 });
    shoe.run(3);
    virtual.connect({ mtu: 185 });
    shoe.run(10);
    watch.disconnect();
    shoe.run(1);
    virtual.connect({ mtu: 23 });
    shoe.run(10);
    expect(wishes.map(([at_s]) => at_s)).to.deep.equal([5, 8, 19]);
  });
});
