/** Updates end to end: the client of the companion, a real Bluetooth host stack on both sides, the whole shoe, the virtual slots. */
import { expect } from 'chai';
import { ControlPoint, RequestFailed } from '../../companion/client/control-point';
import { LinkLost } from '../../companion/client/transport';
import { Update } from '../../companion/client/update';
import { buildEspImage } from '../../host-sim/board/esp-image';
import { flashedByCable } from '../../host-sim/board/two-slots';
import { firmwareFile, newKey, publicPoint } from '../../host-sim/ota/file';
import type { Maker } from '../../host-sim/ota/life';
import { UpdatingShoe } from '../../host-sim/ota/updating-shoe';
import { Rig } from '../../host-sim/radio/rig';
import type { StackCentral } from '../../host-sim/radio/central';
import { Disconnected } from '../../host-sim/radio/stack-link';
import { StackTransport } from '../../host-sim/soak/stack-transport';
import { synthesise } from '../../host-sim/traces/synth';

const FIRMWARE_REVISION = '2a26';
const key = newKey();
const MAKER: Maker = { chip: 5, board: 'test-board', keys: [publicPoint(key).toString('hex')] };
const BYTES = 40_000;
const image = (version: string) => buildEspImage(MAKER.chip, version, BYTES);
const release = (version: string, board = MAKER.board) =>
  firmwareFile(image(version), { chip: MAKER.chip, board, version }, key);

interface Session {
  readonly it: UpdatingShoe;
  readonly rig: Rig;
  /** Connects, and pairs or encrypts. */
  readonly join: () => Promise<{ update: Update; version: string; drop: () => void }>;
}

/** A standing shoe with version 1.0.0, and one phone. */
async function session(
  body: (it: Session) => Promise<void>,
  isBad?: (version: string) => boolean,
): Promise<void> {
  const rig = new Rig({ seed: 3, loss: 0.02 });
  const it = new UpdatingShoe({
    clock: rig.clock,
    server: rig.server,
    motion: synthesise({ name: 'stand', segments: [{ kind: 'stand', duration_s: 10 }] }),
    maker: MAKER,
    images: flashedByCable(image('1.0.0')),
    isBad,
  });
  let phone: StackCentral | undefined;
  const join = async () => {
    phone ??= await rig.central({ mtu: 247, dataLength: 251 });
    const link = await phone.connect(await phone.scan(), { connIntervalMin: 12, connIntervalMax: 12 });
    await link.exchangeMtu();
    await (link.connection.smp.hasLtk ? link.encrypt() : link.pair());
    await link.discover();
    const version = Buffer.from(await link.read(FIRMWARE_REVISION)).toString();
    const transport = new StackTransport(link);
    const update = await Update.open(transport, await ControlPoint.open(transport));
    return { update, version, drop: () => link.connection.disconnect() };
  };
  try {
    await rig.run(() => body({ it, rig, join }));
  } finally {
    it.shoe?.close();
    rig.close();
  }
}

async function refusal(sent: Promise<void>): Promise<number> {
  try {
    await sent;
    return 0;
  } catch (error) {
    if (error instanceof RequestFailed) return error.result;
    throw error;
  }
}

describe('an update over the air', function () {
  this.timeout(60_000);

  it('is gone on with after a lost link, started, tried and kept', () =>
    session(async ({ it, rig, join }) => {
      const file = release('1.1.0');
      const first = await join();
      expect(first.version).to.equal('1.0.0');
      let had = 0;
      const lost = first.update.send(file, (bytes) => {
        had = bytes;
        if (bytes > 15_000) first.drop();
      });
      try {
        await lost;
        expect.fail('the link was to be lost');
      } catch (error) {
        expect(error instanceof LinkLost || error instanceof Disconnected).to.equal(true);
      }
      const second = await join();
      const progress: number[] = [];
      await second.update.send(file, (bytes) => progress.push(bytes));
      expect(progress[0]).to.be.greaterThan(had);
      expect(progress.at(-1)).to.equal(file.length);
      expect(await second.update.state()).to.deep.equal({
        state: 3,
        received: file.length,
        length: file.length,
      });
      await second.update.apply();
      await rig.sleep(15_000);
      expect(it.started).to.deep.equal(['1.0.0', '1.1.0']);
      expect(it.log).to.deep.equal(['update: the new image works and stays']);
      const third = await join();
      expect(third.version).to.equal('1.1.0');
      // And the next one into the slot that has become free.
      await third.update.send(release('1.2.0'));
      await third.update.apply();
      await rig.sleep(15_000);
      expect((await join()).version).to.equal('1.2.0');
      expect(it.shoe?.record).to.not.equal(undefined);
    }));

  it('that does not find its record goes back by itself', () =>
    session(
      async ({ it, rig, join }) => {
        const { update } = await join();
        await update.send(release('1.1.0'));
        await update.apply();
        await rig.sleep(70_000);
        expect(it.started).to.deep.equal(['1.0.0', '1.1.0', '1.0.0']);
        expect(it.log).to.include('update: back to the image before: the record does not open');
        const after = await join();
        expect(after.version).to.equal('1.0.0');
        expect(await after.update.state()).to.deep.equal({ state: 4, received: 0, length: 0 });
      },
      (version) => version === '1.1.0',
    ));

  it('is refused with the reason, and the next one taken', () =>
    session(async ({ join }) => {
      const { update } = await join();
      expect(await refusal(update.send(release('1.1.0', 'another-board')))).to.equal(12);
      expect(await refusal(update.send(release('0.9.0')))).to.equal(10);
      const forged = release('1.1.0');
      forged[250] ^= 1;
      expect(await refusal(update.send(forged))).to.equal(11);
      const spoiled = release('1.1.0');
      spoiled[20_000] ^= 1;
      expect(await refusal(update.send(spoiled))).to.equal(11);
      expect(await refusal(update.send(release('1.1.0')))).to.equal(0);
    }));
});
