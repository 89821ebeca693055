/** A hostile central over a real host stack: every attribute it can find, with any bytes, long writes and commands among them. */
import { ShoeRadio } from '../../firmware/ble/radio';
import { Rig } from '../radio/rig';
import { AttFailure, Disconnected, type StackLink } from '../radio/stack-link';
import { identity, running } from '../radio/subject';
import { Random } from '../traces/synth/random';
import { CONTROL_POINT, RequestMaker, SC_CONTROL_POINT, TRANSFER } from './requests';

const OPERATIONS_A_LINK = 60;
const MTUS: readonly number[] = [23, 64, 185, 247, 517];

export interface StackAttackResult {
  operations: number;
  links: number;
  readonly answers: Record<string, number>;
  /** Links the shoe's side has ended. */
  dropped: number;
  blocked: number;
  readonly problems: string[];
}

export async function stackAttack(options: { operations: number; seed: number }): Promise<StackAttackResult> {
  const result: StackAttackResult = {
    operations: 0,
    links: 0,
    answers: {},
    dropped: 0,
    blocked: 0,
    problems: [],
  };
  const random = new Random(options.seed);
  const make = new RequestMaker(random, { runs: [1, 2, 3], lastOffset: 0 });
  const rig = new Rig({ seed: options.seed, loss: 0.02 });
  const { clock } = rig;
  const shoe = new ShoeRadio({
    server: rig.server,
    live: running(),
    battery: { percent: () => 80 },
    identity,
    clock: clock.clock,
    timers: clock.timers,
    attended: true,
  });
  clock.timers.set(() => shoe.update(clock.clock.now()), 1000, 1000);
  try {
    await rig.run(async () => {
      while (result.operations < options.operations) {
        result.links++;
        await attackOnce(rig, make, result);
        await honest(rig, result);
      }
    });
  } catch (error) {
    result.problems.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  shoe.close();
  rig.close();
  return result;
}

async function attackOnce(rig: Rig, make: RequestMaker, result: StackAttackResult): Promise<void> {
  const central = await rig.central({ mtu: make.pick(MTUS), number: 1 + make.below(200) });
  try {
    const link = await central.connect(await central.scan());
    await link.exchangeMtu();
    await link.discover();
    link.confirms = make.chance(0.5);
    if (make.chance(0.3)) await link.pair().catch(() => undefined);
    for (const uuid of link.found.keys()) await link.subscribe(uuid, () => undefined).catch(ignoreAtt);
    for (let i = 0; i < OPERATIONS_A_LINK && link.reason === undefined; i++)
      await operation(link, make, result);
    await rig.sleep(make.below(200));
    if (link.reason === undefined) await link.disconnect();
  } catch (error) {
    if (!(error instanceof Disconnected)) throw error;
    result.dropped++;
  }
  central.close();
}

async function operation(link: StackLink, make: RequestMaker, result: StackAttackResult): Promise<void> {
  result.operations++;
  const uuids = [...link.found.keys()];
  const value = make.chance(0.5)
    ? make.noise()
    : make.chance(0.5)
      ? make.footfallRequest()
      : make.sensorRequest();
  const uuid = make.chance(0.6) ? make.pick([SC_CONTROL_POINT, CONTROL_POINT, TRANSFER]) : make.pick(uuids);
  if (!link.found.has(uuid)) return;
  let answer = 'success';
  try {
    switch (make.below(5)) {
      case 0:
        await link.read(uuid);
        break;
      case 1:
        await link.writeWithoutResponse(uuid, uuid === TRANSFER ? make.frame() : value);
        break;
      case 2:
        await writeDescriptors(link, make, uuid);
        break;
      default:
        await link.write(uuid, value);
    }
  } catch (error) {
    if (!(error instanceof AttFailure)) throw error;
    answer = `error 0x${error.code.toString(16).padStart(2, '0')}`;
  }
  if (make.chance(0.2)) link.confirm();
  result.answers[answer] = (result.answers[answer] ?? 0) + 1;
}

async function writeDescriptors(link: StackLink, make: RequestMaker, uuid: string): Promise<void> {
  for (const descriptor of await link.descriptors(uuid))
    await link.writeDescriptor(descriptor, make.chance(0.5) ? [make.below(4), 0] : [...make.noise()]);
}

function ignoreAtt(error: unknown): void {
  if (!(error instanceof AttFailure)) throw error;
}

/** An honest watch must be served at once. */
async function honest(rig: Rig, result: StackAttackResult): Promise<void> {
  const watch = await rig.central({ number: 250 });
  const link = await watch.connect(await watch.scan());
  await link.discover();
  let values = 0;
  await link.subscribe('2a53', () => values++);
  const responses: number[] = [];
  await link.subscribe(SC_CONTROL_POINT, (value) => responses.push(value[2]));
  await link.write(SC_CONTROL_POINT, [4]);
  await rig.sleep(2500);
  if (values < 2 || responses[0] !== 1) {
    result.blocked++;
    result.problems.push(
      `honest watch: ${values} measurements, control point ${responses.join(' ') || 'silent'}`,
    );
  }
  await link.disconnect();
  watch.close();
}
