import { expect } from 'chai';
import type { SensorIO, SMBus, SMBusOptions } from '../../firmware/io/bus';

/** One expected bus transaction: what the driver must ask for, and what the part answers. */
export type Transaction =
  | { readonly kind: 'write'; readonly register: number; readonly value: number }
  | { readonly kind: 'read'; readonly register: number; readonly value: number }
  | { readonly kind: 'read16'; readonly register: number; readonly value: number }
  | { readonly kind: 'readBuffer'; readonly register: number; readonly bytes: readonly number[] }
  /** No acknowledge, whatever is asked. */
  | { readonly kind: 'nack' };

export const write = (register: number, value: number): Transaction => ({ kind: 'write', register, value });
export const read = (register: number, value: number): Transaction => ({ kind: 'read', register, value });
export const read16 = (register: number, value: number): Transaction => ({ kind: 'read16', register, value });
export const readBuffer = (register: number, bytes: readonly number[]): Transaction => ({
  kind: 'readBuffer',
  register,
  bytes,
});
export const nack: Transaction = { kind: 'nack' };

/** A bus that follows a script: any other transaction than the next expected one fails the test. */
export class ScriptedBus {
  readonly opened: SMBusOptions[] = [];
  closed = 0;
  private readonly script: Transaction[] = [];
  /** Failures inside the driver's `try` must not go unseen. */
  private failure: unknown;

  get sensor(): SensorIO {
    // The driver makes the bus itself with `new`: the class has to know its script by a name other than its own `this`.
    // eslint-disable-next-line @typescript-eslint/no-this-alias
    const script = this;
    const io = class implements SMBus {
      constructor(options: SMBusOptions) {
        script.opened.push(options);
      }
      readUint8(register: number): number {
        const { value } = script.next('read', register) as { value: number };
        return value;
      }
      readUint16(register: number): number {
        const { value } = script.next('read16', register) as { value: number };
        return value;
      }
      writeUint8(register: number, value: number): void {
        script.next('write', register, value);
      }
      readBuffer(register: number, buffer: Uint8Array): void {
        const { bytes } = script.next('readBuffer', register, buffer.length) as { bytes: readonly number[] };
        buffer.set(bytes);
      }
      close(): void {
        script.closed++;
      }
    };
    return { io };
  }

  expect(...transactions: Transaction[]): void {
    this.script.push(...transactions);
  }

  /** Asserts that the script was followed to its end. */
  done(): void {
    if (this.failure !== undefined) throw this.failure as Error;
    expect(this.script, 'transactions that did not come').to.deep.equal([]);
  }

  private next(kind: Transaction['kind'], register: number, value?: number): Transaction {
    const expected = this.script.shift();
    if (expected?.kind === 'nack') throw new Error('no acknowledge');
    const asked = { kind, register, ...(value === undefined ? {} : { value }) };
    try {
      expect(asked).to.deep.equal(comparable(expected));
    } catch (error) {
      this.failure ??= error;
      throw error;
    }
    return expected as Transaction;
  }
}

function comparable(expected: Transaction | undefined): unknown {
  if (expected === undefined) return 'no transaction';
  if (expected.kind === 'readBuffer')
    return { kind: expected.kind, register: expected.register, value: expected.bytes.length };
  if (expected.kind === 'read' || expected.kind === 'read16')
    return { kind: expected.kind, register: expected.register };
  return expected;
}
