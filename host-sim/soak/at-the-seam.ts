/** The soak at the seam: the virtual radio instead of a stack, for volume. */
import { ShoeRadio } from '../../firmware/ble/radio';
import { ShoeRecord } from '../../firmware/record/record';
import type { Transport } from '../../companion/client/transport';
import { VirtualClock } from '../board/clock';
import { FlashModel } from '../board/flash';
import { virtualRadio } from '../board/radio';
import { ScenarioClock } from '../radio/scenario-clock';
import { identity, running } from '../radio/subject';
import { Random } from '../traces/synth/random';
import { runsInFlash } from './flash-truth';
import { fullMemory } from './full-memory';
import { Breaker, checkStore, failure, PhoneStore, syncOver, type SyncCounts } from './sync';
import { VirtualTransport } from './virtual-transport';

const PHONE = 'phone';
/** Between two connections of the phone, us. */
const BACK_AFTER_ms = 2000;
const MTU_LEAST = 23;
const MTU_MOST = 517;
const BREAKS_MOST = 6;

export interface Memory {
  readonly image: Uint8Array;
  readonly bytes: number;
}

/** Full memories of several kinds. */
export function memories(blocks: number, seed: number): Memory[] {
  return [true, false].map((everyStride) => {
    const image = fullMemory({ blocks, seed, everyStride });
    let bytes = 0;
    for (const { stream } of runsInFlash(image).values()) bytes += stream.length;
    return { image, bytes };
  });
}

/** Syncs one full memory. Every sync of the same number is the same. */
export async function syncAtTheSeam(
  memory: Memory,
  number: number,
  seed: number,
  counts: SyncCounts,
): Promise<void> {
  const random = new Random(seed * 1_000_003 + number);
  const clock = new VirtualClock();
  const time = new ScenarioClock(clock);
  const radio = virtualRadio({ now_us: () => clock.now_us }, () => undefined);
  const flash = new FlashModel({ image: memory.image.slice(), blocks: memory.image.length / 4096 });
  const record = new ShoeRecord({ flash, clock: clock.clock, boot: { reason: 1 }, firmware: [0, 1, 0] });
  // Opening it may close a run that a reset had left open.
  const before = runsInFlash(flash.image);
  const shoe = new ShoeRadio({
    server: radio.server,
    live: running(),
    battery: { percent: () => 80 },
    identity,
    clock: clock.clock,
    timers: clock.timers,
    record,
  });
  clock.timers.set(() => shoe.update(clock.clock.now()), 1000, 1000);
  const breaks = Math.floor(random.uniform() * (BREAKS_MOST + 1));
  const connect = async (attempt: number): Promise<Transport> => {
    if (attempt > 0) await time.sleep(BACK_AFTER_ms);
    const mtu = MTU_LEAST + Math.floor(random.uniform() * (MTU_MOST - MTU_LEAST + 1));
    const after = attempt < breaks ? (random.uniform() * 2 * memory.bytes) / (breaks + 1) : Infinity;
    const breaker = new Breaker(counts, after);
    const transport = new VirtualTransport(
      radio,
      time,
      { mtu, identity: PHONE, bonded: true },
      (uuid, value) => {
        if (value[0] !== 1) time.settle();
        if (breaker.take(uuid, value)) clock.at(clock.now_us, () => transport.close());
      },
    );
    return transport;
  };
  const store = new PhoneStore();
  counts.syncs++;
  try {
    await time.run(() => syncOver(connect, store, counts));
    checkStore(store, before, runsInFlash(flash.image), (run) => record.state.releases.has(run), counts);
  } catch (error) {
    counts.problems.push(`sync ${number}: ${failure(error)}`);
  }
  counts.simulated_s += clock.now_us / 1e6;
  shoe.close();
}
