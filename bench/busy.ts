/** An outing in which everything that takes memory is under way at once. */
import { ControlPoint } from '../companion/client/control-point';
import { History } from '../companion/client/history';
import { setSetting } from '../companion/client/settings';
import { MemoryBytes } from '../companion/client/stored-bytes';
import { DYNAMICS } from '../companion/client/uuids';
import { FlashModel } from '../host-sim/board/flash';
import { virtualRadio, type VirtualRadio } from '../host-sim/board/radio';
import { VirtualShoe } from '../host-sim/engines/virtual-shoe';
import { SeamRecorder } from '../host-sim/engines/xs/recorder';
import { nativePace } from '../host-sim/kernel/native-pace';
import { Life, RUN } from '../host-sim/powercut/life';
import { ScenarioClock } from '../host-sim/radio/scenario-clock';
import { VirtualTransport } from '../host-sim/soak/virtual-transport';
import { synthesise } from '../host-sim/traces/synth';

const RUN_s = 150;
/** A run that the shoe has kept, every stride of it, s. */
const EARLIER_s = 900;
/** The session is open and its first series are written by then, s. */
const READ_AT_s = 90;
const MTU = 247;
const RSC_MEASUREMENT = '2a53';
/** Setting: every stride of a run is kept. */
const EVERY_STRIDE = 9;
/** Settings, diagnostics, advice, totals. */
const OBJECTS = [1, 2, 3, 4];

const NOTHING = (): void => undefined;

/**
 * A phone that has a bond asks for every stride, follows all live values, and reads an earlier run and the objects while the shoe keeps the
 * run that goes on.
 * @returns the transcript of the seam
 */
export async function busyOuting(): Promise<Uint8Array> {
  let recorder: SeamRecorder | undefined;
  let radio: VirtualRadio | undefined;
  const shoe = new VirtualShoe(
    synthesise({
      name: 'busy',
      segments: [
        { kind: 'stand', duration_s: 4 },
        { kind: 'run', duration_s: RUN_s, speed_mps: 3 },
        { kind: 'stand', duration_s: 4 },
      ],
    }),
    { flash: earlierRun(), kernel: nativePace, record: (now_us) => (recorder = new SeamRecorder(now_us)) },
    {
      onStride: NOTHING,
      onRadio: NOTHING,
      sink: { start: NOTHING, pause: NOTHING, resume: NOTHING, split: NOTHING, stop: NOTHING },
      log: NOTHING,
      server: (clock) => (radio = virtualRadio({ now_us: () => clock.now_us }, NOTHING)).server,
    },
  );
  if (recorder === undefined || radio === undefined) throw new Error('no shoe was started');
  const { clock } = shoe;
  const time = new ScenarioClock(clock);
  const phone = radio;
  await time.run(async () => {
    await time.sleep(500);
    const transport = new VirtualTransport(phone, time, { mtu: MTU, identity: 'phone', bonded: true }, () =>
      time.settle(),
    );
    const controlPoint = await ControlPoint.open(transport);
    await setSetting(controlPoint, 'everyStride', 1);
    await transport.subscribe(RSC_MEASUREMENT, NOTHING);
    await transport.subscribe(DYNAMICS, NOTHING);
    await time.sleep(READ_AT_s * 1000);
    const history = await History.open(transport, controlPoint);
    const [{ run }] = await history.list();
    const bytes = new MemoryBytes();
    await history.read(run, bytes);
    await history.acknowledge(run, bytes);
    for (const object of OBJECTS) await history.object(object);
  });
  shoe.runUntil(Math.ceil(shoe.motion.startsAt_us) + (RUN_s + 8) * 1e6);
  return recorder.finish();
}

function earlierRun(): Uint8Array {
  const flash = new FlashModel();
  const life = new Life(flash);
  life.record.set(EVERY_STRIDE, 1);
  life.setTime(0);
  life.go(EARLIER_s, RUN);
  life.stand(240);
  life.record.settle();
  return flash.image;
}
