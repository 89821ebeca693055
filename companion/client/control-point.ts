/** Requests to the shoe's control point, one at a time. docs/SPEC.md 4.4. */
import { LinkLost, type Transport } from './transport';
import { CONTROL_POINT } from './uuids';

const RESPONSE = 0x80;

export const Result = Object.freeze({
  Success: 1,
  OpCodeNotSupported: 2,
  InvalidParameter: 3,
  OperationFailed: 4,
  NotBonded: 5,
  Busy: 6,
  NotFound: 7,
  NotComplete: 8,
  NotAvailable: 9,
  VersionRefused: 10,
  SignatureRefused: 11,
  WrongTarget: 12,
  NotAnImage: 13,
});

/** The shoe answered a request with a result other than success. */
export class RequestFailed extends Error {
  constructor(
    readonly opCode: number,
    readonly result: number,
    /** What came behind the result. */
    readonly parameters: Uint8Array,
  ) {
    const [name = 'unknown'] = Object.entries(Result).find(([, value]) => value === result) ?? [];
    super(`request 0x${opCode.toString(16)}: result ${result} (${name})`);
    this.name = 'RequestFailed';
  }
}

interface Pending {
  readonly opCode: number;
  readonly keep: (parameters: Uint8Array) => void;
  readonly fail: (error: Error) => void;
}

export class ControlPoint {
  private pending: Pending | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private closed = false;

  private constructor(private readonly transport: Transport) {}

  static async open(transport: Transport): Promise<ControlPoint> {
    const controlPoint = new ControlPoint(transport);
    transport.onClosed(() => controlPoint.close());
    await transport.subscribe(CONTROL_POINT, (value) => controlPoint.take(value));
    return controlPoint;
  }

  /**
   * Writes a request when those before it are answered, and waits for its response.
   * @returns the parameters behind the result
   * @throws RequestFailed, LinkLost, and what the transport's write throws
   */
  request(opCode: number, parameters: readonly number[] = []): Promise<Uint8Array> {
    const next = this.last.catch(() => undefined).then(() => this.ask(opCode, parameters));
    this.last = next;
    return next;
  }

  private ask(opCode: number, parameters: readonly number[]): Promise<Uint8Array> {
    if (this.closed) return Promise.reject(new LinkLost());
    return new Promise((keep, fail) => {
      this.pending = { opCode, keep, fail };
      this.transport.write(CONTROL_POINT, Uint8Array.of(opCode, ...parameters)).catch((error: unknown) => {
        this.pending = undefined;
        fail(error instanceof Error ? error : new Error(String(error)));
      });
    });
  }

  private take(value: Uint8Array): void {
    const { pending } = this;
    if (!pending || value[0] !== RESPONSE || value[1] !== pending.opCode) return;
    this.pending = undefined;
    const parameters = value.slice(3);
    if (value[2] === Result.Success) pending.keep(parameters);
    else pending.fail(new RequestFailed(pending.opCode, value[2], parameters));
  }

  private close(): void {
    this.closed = true;
    this.pending?.fail(new LinkLost());
    this.pending = undefined;
  }
}
