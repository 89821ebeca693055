import { expect } from 'chai';
import { replay } from '../../host-sim/engines/node';
import { VirtualShoe } from '../../host-sim/engines/virtual-shoe';
import { Rig } from '../../host-sim/radio/rig';
import { synthesise, type Plan } from '../../host-sim/traces/synth';
import { hex } from './setup';

const PLAN: Plan = {
  name: 'run',
  segments: [
    { kind: 'stand', duration_s: 3 },
    { kind: 'run', duration_s: 40, speed_mps: 3 },
    { kind: 'stand', duration_s: 4 },
  ],
};
const nothing = () => undefined;
const NO_SINK = { start: nothing, pause: nothing, resume: nothing, split: nothing, stop: nothing };
const LENGTH_s = 48;
const MEASUREMENT = '2a53';

/** The measurements a watch with a real stack got while the shoe replayed the plan, without those that repeat the last. */
async function overTheStack(loss: number): Promise<string[]> {
  const values: string[] = [];
  const rigs: Rig[] = [];
  const shoe = new VirtualShoe(
    synthesise(PLAN),
    {},
    {
      onStride: nothing,
      onRadio: nothing,
      sink: NO_SINK,
      log: (sentence) => expect.fail(sentence),
      server: (clock) => {
        const rig = new Rig({ clock, seed: 7, loss });
        rigs.push(rig);
        return rig.server;
      },
    },
  );
  const [rig] = rigs;
  try {
    await rig.run(async () => {
      const watch = await rig.central({ mtu: 185 });
      const link = await watch.connect(await watch.scan());
      await link.exchangeMtu();
      await link.discover();
      await link.subscribe(MEASUREMENT, (value) => values.push(hex(value)));
      await rig.sleep(LENGTH_s * 1000);
    });
  } finally {
    shoe.shoe.close();
    rig.close();
  }
  return values.filter((value, i) => value !== values[i - 1]);
}

describe('a replay on a real host stack', () => {
  it('puts the same measurements on the air as on the virtual radio, lost packets or not', async () => {
    const { radio } = replay(synthesise(PLAN));
    const plain = radio
      .filter(
        ({ kind, uuid, t_us }) => kind === 'notify' && uuid === MEASUREMENT && t_us < (LENGTH_s - 1) * 1e6,
      )
      .map(({ bytes }) => hex(bytes))
      .filter((value, i, values) => value !== values[i - 1]);
    expect(plain.length).to.be.greaterThan(35);
    for (const loss of [0, 0.2])
      expect((await overTheStack(loss)).slice(0, plain.length)).to.deep.equal(plain);
  });
});
