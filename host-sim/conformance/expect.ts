/** Small checks for conformance cases; each throws a sentence that tells what came and what was due. */
import { AttFailure, type StackLink } from '../radio/stack-link';

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

export function same(what: string, found: unknown, due: unknown): void {
  const [is, should] = [JSON.stringify(found), JSON.stringify(due)];
  if (is !== should) throw new Error(`${what}: ${is}, expected ${should}`);
}

export function holds(what: string, condition: boolean): void {
  if (!condition) throw new Error(what);
}

/** The request must fail with one of these ATT errors. */
export async function refused(what: string, request: Promise<unknown>, ...codes: number[]): Promise<void> {
  const due = codes.map((code) => `0x${code.toString(16).padStart(2, '0')}`).join(' or ');
  try {
    await request;
  } catch (error) {
    if (error instanceof AttFailure && codes.includes(error.code)) return;
    if (error instanceof AttFailure)
      throw new Error(`${what}: ${error.message}, expected ${due}`, { cause: error });
    throw error;
  }
  throw new Error(`${what}: accepted, expected ATT error ${due}`);
}

/** Subscribes and collects what comes, as hexadecimal digits. */
export async function collect(link: StackLink, uuid: string): Promise<string[]> {
  const values: string[] = [];
  await link.subscribe(uuid, (value) => values.push(hex(value)));
  return values;
}

/** The one characteristic of that UUID, its properties as the declaration has them. */
export async function declared(link: StackLink, service: string, uuid: string): Promise<readonly string[]> {
  // Discovery was done when the link was made; a second one is answered from the stack's memory.
  const services = (await link.discover()).filter((one) => one.uuid === service);
  holds(`service ${service}: not found`, services.length > 0);
  const found = services[0].characteristics.filter((one) => one.uuid === uuid);
  same(`number of ${uuid}`, found.length, 1);
  return found[0].properties;
}
