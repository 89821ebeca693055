/** New firmware from the page: what its screen acts on, over a real host stack on both sides, the whole shoe and virtual slots. */
import { signal } from '@preact/signals';
import { expect } from 'chai';
import { Feature } from '../../companion/client/information';
import { TRANSFER } from '../../companion/client/uuids';
import type { Device, Link } from '../../companion/page/shoes/device';
import {
  FirmwareUpdate,
  type Occupation,
  type UpdatedShoe,
  type UpdateStage,
} from '../../companion/page/shoes/firmware';
import { SharedLink } from '../../companion/page/shoes/shared-link';
import { Shoe } from '../../companion/page/shoes/shoe';
import { buildEspImage } from '../../host-sim/board/esp-image';
import { flashedByCable } from '../../host-sim/board/two-slots';
import { firmwareFile, newKey, publicPoint } from '../../host-sim/ota/file';
import type { Maker } from '../../host-sim/ota/life';
import { UpdatingShoe } from '../../host-sim/ota/updating-shoe';
import type { StackCentral } from '../../host-sim/radio/central';
import { Rig } from '../../host-sim/radio/rig';
import type { StackLink } from '../../host-sim/radio/stack-link';
import { StackTransport } from '../../host-sim/soak/stack-transport';
import { synthesise, type Segment } from '../../host-sim/traces/synth';

const key = newKey();
const MAKER: Maker = { chip: 5, board: 'test-board', keys: [publicPoint(key).toString('hex')] };
const image = (version: string) => buildEspImage(MAKER.chip, version, 40_000);
const release = (version: string, board = MAKER.board) =>
  firmwareFile(image(version), { chip: MAKER.chip, board, version }, key);
const STANDING: readonly Segment[] = [{ kind: 'stand', duration_s: 10 }];

/** A link that can be cut from the air's side. */
class StackedLink extends StackTransport implements Link {
  constructor(private readonly stack: StackLink) {
    super(stack);
  }

  close(): void {
    this.stack.connection.disconnect();
  }
}

interface Scene {
  readonly shoe: Shoe;
  readonly renewal: FirmwareUpdate;
  readonly it: UpdatingShoe;
  readonly rig: Rig;
  /** The link goes. */
  readonly drop: () => void;
  readonly stage: (wanted: UpdateStage) => Promise<void>;
  /** Looked at, until it is connected again. */
  readonly back: () => Promise<void>;
}

interface Given {
  readonly isBad?: (version: string) => boolean;
  readonly segments?: readonly Segment[];
}

/** A shoe with version 1.0.0, and the page connected to it. */
async function scene(body: (scene: Scene) => Promise<void>, given: Given = {}): Promise<void> {
  const rig = new Rig({ seed: 5, loss: 0.02 });
  const it = new UpdatingShoe({
    clock: rig.clock,
    server: rig.server,
    motion: synthesise({ name: 'page', segments: [...(given.segments ?? STANDING)] }),
    maker: MAKER,
    images: flashedByCable(image('1.0.0')),
    isBad: given.isBad,
  });
  let phone: StackCentral | undefined;
  let link: StackLink | undefined;
  const device: Device = {
    id: '1',
    name: 'Footfall',
    open: async () => {
      phone ??= await rig.central({ mtu: 247, dataLength: 251 });
      link = await phone.connect(await phone.scan(), { connIntervalMin: 12, connIntervalMax: 12 });
      await link.exchangeMtu();
      await (link.connection.smp.hasLtk ? link.encrypt() : link.pair());
      await link.discover();
      return new StackedLink(link);
    },
  };
  const nothing = () => undefined;
  const shoe = new Shoe(device, { measured: nothing, strode: nothing, ready: nothing });
  const { renewal } = shoe;
  const until = async (what: string, so: () => boolean) => {
    for (let tries = 0; !so(); tries++) {
      if (tries > 1200) throw new Error(`waited in vain: ${what}`);
      await rig.sleep(100);
    }
  };
  try {
    await rig.run(async () => {
      await shoe.connect();
      await body({
        shoe,
        renewal,
        it,
        rig,
        drop: () => link?.connection.disconnect(),
        stage: (wanted) => until(`stage ${wanted}`, () => renewal.stage.value === wanted),
        back: async () => {
          await until('the link is gone', () => shoe.phase.value === 'lost');
          shoe.hurry();
          await until('it is connected again', () => shoe.bonded.value);
        },
      });
    });
  } finally {
    shoe.disconnect();
    it.shoe?.close();
    rig.close();
  }
}

describe('new firmware, from the page', function () {
  this.timeout(60_000);

  it('goes on by itself after a lost link, is restarted into; and runs can be fetched as before', () =>
    scene(async ({ shoe, renewal, it, drop, stage, back }) => {
      expect(shoe.has(Feature.Update)).to.equal(true);
      renewal.choose('new.ffup', release('1.1.0'));
      expect([renewal.stage.value, renewal.file.value?.version, renewal.file.value?.board]).to.deep.equal([
        'chosen',
        [1, 1, 0],
        'test-board',
      ]);
      const steps: number[] = [];
      let dropped = false;
      renewal.received.subscribe((bytes) => {
        steps.push(bytes);
        if (dropped || bytes < 15_000) return;
        dropped = true;
        drop();
      });
      void renewal.send();
      expect([shoe.occupied.value, renewal.stage.value]).to.deep.equal(['updating', 'sending']);
      await stage('paused');
      expect([renewal.problem.value, shoe.occupied.value]).to.deep.equal(['linkLost', undefined]);
      await back();
      await stage('checked');
      expect(steps, 'never begun anew').to.deep.equal([...steps].sort((a, b) => a - b));
      expect(renewal.problem.value).to.equal(undefined);
      // On the same connection.
      expect(await shoe.history?.list()).to.deep.equal([]);
      await renewal.apply();
      expect(renewal.stage.value).to.equal('restarting');
      await back();
      expect([renewal.stage.value, shoe.firmware.value, it.started]).to.deep.equal([
        'runs',
        '1.1.0',
        ['1.0.0', '1.1.0'],
      ]);
    }));

  it('says that it did not stay', () =>
    scene(
      async ({ shoe, renewal, rig, stage, back }) => {
        renewal.choose('bad.ffup', release('1.1.0'));
        void renewal.send();
        await stage('checked');
        await renewal.apply();
        await back();
        expect([renewal.stage.value, shoe.firmware.value, shoe.problem.value]).to.deep.equal([
          'runs',
          '1.1.0',
          'noHistory',
        ]);
        await rig.sleep(70_000);
        await back();
        expect([renewal.stage.value, shoe.firmware.value]).to.deep.equal(['returned', '1.0.0']);
        expect(shoe.problem.value).to.equal(undefined);
      },
      { isBad: (version) => version === '1.1.0' },
    ));

  it('refuses what is no firmware before anything is sent, and tells why the shoe refuses', () =>
    scene(async ({ renewal }) => {
      for (const bytes of [
        new Uint8Array(0),
        release('1.1.0').subarray(0, 30_000),
        new TextEncoder().encode('{"kind": "footfall-backup"}'.repeat(40)),
      ]) {
        renewal.choose('x', bytes);
        expect([renewal.stage.value, renewal.problem.value]).to.deep.equal(['idle', 'notFirmware']);
        await renewal.send();
        expect(renewal.received.value).to.equal(0);
      }
      const forged = release('1.1.0');
      forged[250] ^= 1;
      const spoiled = release('1.1.0');
      spoiled[20_000] ^= 1;
      const refusals: readonly [Uint8Array, string][] = [
        [release('1.1.0', 'another-board'), 'notForThisShoe'],
        [release('0.9.0'), 'older'],
        [forged, 'notSigned'],
        [spoiled, 'notSigned'],
      ];
      for (const [bytes, why] of refusals) {
        renewal.choose('x.ffup', bytes);
        await renewal.send();
        expect([renewal.stage.value, renewal.problem.value]).to.deep.equal(['chosen', why]);
      }
      renewal.choose('x.ffup', release('1.1.0'));
      await renewal.send();
      expect([renewal.stage.value, renewal.problem.value]).to.deep.equal(['checked', undefined]);
    }));

  it('can be cancelled in the midst, and begun again', () =>
    scene(async ({ shoe, renewal, rig, stage }) => {
      renewal.choose('x.ffup', release('1.1.0'));
      const sent = renewal.send();
      while (renewal.received.value < 10_000) await rig.sleep(50);
      await renewal.cancel();
      await sent;
      expect([
        renewal.stage.value,
        renewal.file.value,
        shoe.occupied.value,
        renewal.problem.value,
      ]).to.deep.equal(['idle', undefined, undefined, undefined]);
      expect((await shoe.update?.state())?.state).to.equal(0);
      // Before the shoe has answered the first request.
      renewal.choose('x.ffup', release('1.1.0'));
      const again = renewal.send();
      await renewal.cancel();
      await again;
      expect([renewal.stage.value, (await shoe.update?.state())?.state]).to.deep.equal(['idle', 0]);
      renewal.choose('x.ffup', release('1.1.0'));
      void renewal.send();
      await stage('checked');
    }));

  it('waits while runs are fetched, and does not restart during a run', () =>
    scene(
      async ({ shoe, renewal, it, rig, stage }) => {
        shoe.occupied.value = 'fetching';
        renewal.choose('x.ffup', release('1.1.0'));
        await renewal.send();
        expect([renewal.stage.value, renewal.problem.value]).to.deep.equal(['chosen', 'fetching']);
        shoe.occupied.value = undefined;
        while (!it.shoe?.live.inSession) await rig.sleep(1000);
        void renewal.send();
        await stage('checked');
        await renewal.apply();
        expect([renewal.stage.value, renewal.problem.value]).to.deep.equal(['checked', 'inSession']);
        expect(it.started).to.deep.equal(['1.0.0']);
      },
      {
        segments: [
          { kind: 'stand', duration_s: 2 },
          { kind: 'run', duration_s: 200, speed_mps: 3 },
        ],
      },
    ));

  it('of another life of the page: what the shoe has is told, and can be restarted into', async () => {
    const asked: string[] = [];
    const state = { state: 2, received: 100, length: 400 };
    const shoe: UpdatedShoe = {
      update: {
        state: () => Promise.resolve(state),
        send: () => Promise.resolve(void asked.push('send')),
        apply: () => Promise.resolve(void asked.push('apply')),
        cancel: () => Promise.resolve(void asked.push('cancel')),
      },
      firmware: signal('1.0.0'),
      occupied: signal<Occupation | undefined>(undefined),
    };
    const renewal = new FirmwareUpdate(shoe);
    await renewal.follow();
    expect([renewal.stage.value, renewal.received.value, renewal.length.value]).to.deep.equal([
      'paused',
      100,
      400,
    ]);
    await renewal.send();
    expect(asked, 'without the file').to.deep.equal([]);
    state.state = 3;
    await renewal.follow();
    expect(renewal.stage.value).to.equal('checked');
    await renewal.apply();
    // The restart takes a second; a link made anew before it changes nothing.
    await renewal.follow();
    expect([asked, renewal.stage.value]).to.deep.equal([['apply'], 'checked']);
    state.state = 0;
    await renewal.follow();
    expect(renewal.stage.value).to.equal('runs');
    state.state = 4;
    await renewal.follow();
    expect(renewal.stage.value).to.equal('returned');
  });
});

describe('a link that is shared', () => {
  it('is subscribed to once, and tells everyone; a subscription that was refused is asked for again', async () => {
    let subscriptions = 0;
    let refuses = true;
    let heard: (value: Uint8Array) => void = () => undefined;
    const link = new SharedLink({
      maximumWrite: 20,
      subscribe: (_uuid: string, listener: (value: Uint8Array) => void) => {
        subscriptions++;
        heard = listener;
        return refuses ? Promise.reject(new Error('not permitted')) : Promise.resolve();
      },
    } as unknown as Link);
    const told: string[] = [];
    const refused = await link.subscribe(TRANSFER, () => told.push('lost')).catch(() => 'refused');
    expect(refused).to.equal('refused');
    refuses = false;
    await link.subscribe(TRANSFER, () => told.push('first'));
    await link.subscribe(TRANSFER, () => told.push('second'));
    heard(Uint8Array.of(1));
    expect([subscriptions, told]).to.deep.equal([2, ['first', 'second']]);
  });
});
