/** What the cases of the shoe's own service share: a bonded phone, and the runs in the flash. */
import { ControlPoint } from '../../companion/client/control-point';
import { crc32 } from '../../companion/client/crc';
import { uint } from '../../companion/client/bytes';
import { History } from '../../companion/client/history';
import type { OnAir, OnAirOptions } from '../radio/subject';
import type { RigCentralOptions } from '../radio/rig';
import type { StackLink } from '../radio/stack-link';
import { runsInFlash, type TrueRun } from '../soak/flash-truth';
import { StackTransport } from '../soak/stack-transport';
import type { Body, CaseList } from './case';
import { collect, hex, same } from './expect';

const uuid = (number: number) => `f816${number.toString(16)}-374b-48d3-aebc-5d91168400d8`;
export const SERVICE = uuid(0x4000);
export const INFORMATION = uuid(0x4001);
export const DYNAMICS = uuid(0x4002);
export const CONTROL_POINT = uuid(0x4003);
export const TRANSFER = uuid(0x4004);
export const STEP_COUNTER = '2b40';
export const CLOSED = [0x05, 0x0f];
export const IN_PROGRESS = 0x80;
export const CCCD_IMPROPERLY_CONFIGURED = 0x81;
export const INVALID_LENGTH = 0x0d;
export const SPEC = 'docs/SPEC.md 4';
export const WHOLE: OnAirOptions = { whole: true };

export interface Phone {
  readonly link: StackLink;
  /** Writes a request and returns the response, as hexadecimal digits. */
  readonly ask: (...request: number[]) => Promise<string>;
}

export async function phone(it: OnAir, options?: RigCentralOptions): Promise<Phone> {
  const { link } = await it.join(options);
  await link.pair();
  const responses = await collect(link, CONTROL_POINT);
  return {
    link,
    async ask(...request) {
      const before = responses.length;
      await link.write(CONTROL_POINT, request);
      for (let i = 0; i < 40 && responses.length === before; i++) await it.rig.sleep(250);
      same(`indications after ${hex(Buffer.from(request))}`, responses.length - before, 1);
      return responses[before];
    },
  };
}

/** The finished runs in the shoe's flash, oldest first. */
export function runs(it: OnAir): TrueRun[] {
  if (!it.flash) throw new Error('this shoe has no memory');
  return [...runsInFlash(it.flash.image).values()].filter(({ isOver }) => isOver);
}

/** The client's view of history, and a run of the flash to compare with. */
export async function reader(
  it: OnAir,
  options?: RigCentralOptions,
): Promise<{ link: StackLink; history: History; run: TrueRun }> {
  const { link } = await it.join(options);
  await link.pair();
  const transport = new StackTransport(link);
  const history = await History.open(transport, await ControlPoint.open(transport));
  return { link, history, run: runs(it)[1] };
}

export function proof(run: TrueRun, checksum = crc32(run.stream)): number[] {
  return [0x13, ...uint(run.run, 4), ...uint(run.stream.length, 3), ...uint(checksum, 4)];
}

export function whole(list: CaseList, kind: 'bv' | 'bi', title: string, run: Body, options = WHOLE): void {
  list[kind](title, run, { options });
}
