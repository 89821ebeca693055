/** The soak over a real host stack: packets are lost, the phone walks out of reach or disconnects. */
import { ShoeRadio } from '../../firmware/ble/radio';
import { ShoeRecord } from '../../firmware/record/record';
import type { Transport } from '../../companion/client/transport';
import { LinkLost } from '../../companion/client/transport';
import { FlashModel } from '../board/flash';
import { Rig } from '../radio/rig';
import { Disconnected } from '../radio/stack-link';
import { identity, running } from '../radio/subject';
import { Random } from '../traces/synth/random';
import type { Memory } from './at-the-seam';
import { runsInFlash } from './flash-truth';
import { StackTransport } from './stack-transport';
import { Breaker, checkStore, failure, PhoneStore, syncOver, type SyncCounts } from './sync';

const BREAKS_MOST = 4;
const LOSS_MOST = 0.15;
const MTUS: readonly number[] = [23, 100, 185, 247, 517];

/** Syncs one full memory. Every sync of the same number is the same. */
export async function syncOverTheStack(
  memory: Memory,
  number: number,
  seed: number,
  counts: SyncCounts,
): Promise<void> {
  const random = new Random(seed * 1_000_003 + number);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random.uniform() * values.length)];
  const rig = new Rig({ seed: number + 1, loss: random.uniform() * LOSS_MOST });
  const { clock } = rig;
  const flash = new FlashModel({ image: memory.image.slice(), blocks: memory.image.length / 4096 });
  const record = new ShoeRecord({ flash, clock: clock.clock, boot: { reason: 1 }, firmware: [0, 1, 0] });
  // Opening it may close a run that a reset had left open.
  const before = runsInFlash(flash.image);
  const shoe = new ShoeRadio({
    server: rig.server,
    live: running(),
    battery: { percent: () => 80 },
    identity,
    clock: clock.clock,
    timers: clock.timers,
    record,
    attended: true,
  });
  clock.timers.set(() => shoe.update(clock.clock.now()), 1000, 1000);
  const breaks = Math.floor(random.uniform() * (BREAKS_MOST + 1));
  const store = new PhoneStore();
  counts.syncs++;
  const sync = async () => {
    const phone = await rig.central({ mtu: pick(MTUS), dataLength: pick([27, 251]) });
    const connect = async (attempt: number): Promise<Transport> => {
      const after = attempt < breaks ? (random.uniform() * 2 * memory.bytes) / (breaks + 1) : Infinity;
      const breaker = new Breaker(counts, after);
      const link = await phone.connect(await phone.scan(), { connIntervalMin: 12, connIntervalMax: 12 });
      try {
        await link.exchangeMtu();
        await (link.connection.smp.hasLtk ? link.encrypt() : link.pair());
        await link.discover();
      } catch (error) {
        throw error instanceof Disconnected ? new LinkLost() : error;
      }
      return new StackTransport(link, (uuid, value) => {
        if (!breaker.take(uuid, value)) return;
        const air = rig.air.links.at(-1);
        if (air && random.uniform() < 0.5) air.outOfReach = true;
        else link.connection.disconnect();
      });
    };
    await syncOver(connect, store, counts);
  };
  try {
    await rig.run(sync);
    checkStore(store, before, runsInFlash(flash.image), (run) => record.state.releases.has(run), counts);
  } catch (error) {
    counts.problems.push(`sync ${number} over the stack: ${failure(error)}`);
  }
  counts.simulated_s += clock.now_us / 1e6;
  shoe.close();
  rig.close();
}
