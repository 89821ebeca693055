import type { SMBus, SMBusOptions } from '../../firmware/io/bus';
import type { VirtualClock } from './clock';

/** A part as the bus sees it. */
export interface BusPart {
  /** 7-bit address. */
  readonly address: number;
  /** Does it acknowledge its address now? */
  acknowledges(): boolean;
  /** Fills the first `length` bytes of `buffer` from `register` on. */
  read(register: number, buffer: Uint8Array, length: number): void;
  write(register: number, value: number): void;
}

/** Sees every transaction, for recording. */
export interface BusObserver {
  /** `bytes` holds what was read or written (its first `length` bytes) and is good during the call only. */
  transaction(
    time_us: number,
    address: number,
    kind: 'read' | 'write',
    register: number,
    bytes: Uint8Array,
    length: number,
    acknowledged: boolean,
  ): void;
}

export interface VirtualBusOptions {
  readonly clock: VirtualClock;
  readonly parts: readonly BusPart[];
  /** Let transactions take their time on the wire (9 bits a byte); else they take none. Default false. */
  readonly timed?: boolean;
  readonly observer?: BusObserver;
}

/** Clock of a bus opened without a rate, Hz: the parts' fast mode. */
const DEFAULT_HZ = 400_000;
/** Bits of a byte on I2C with its acknowledge. */
const BITS_PER_BYTE = 9;

/** An I2C bus with parts on it. `io` is the SMBus class to give to drivers. */
export class VirtualBus {
  readonly io: new (options: SMBusOptions) => SMBus;
  /** Transactions tried, and how many of them nobody acknowledged. */
  transactions = 0;
  refused = 0;
  /** Data bytes moved, without addresses and register numbers. */
  bytes = 0;

  private readonly clock: VirtualClock;
  private readonly timed: boolean;
  private readonly observer: BusObserver | undefined;
  private readonly parts = new Map<number, BusPart>();

  /** @throws Error when two parts have the same address */
  constructor(options: VirtualBusOptions) {
    this.clock = options.clock;
    this.timed = options.timed ?? false;
    this.observer = options.observer;
    for (const part of options.parts) {
      if (this.parts.has(part.address)) throw new Error(`two parts at address ${hex(part.address)}`);
      this.parts.set(part.address, part);
    }
    this.io = smBusOf(this);
  }

  /** @throws Error when nobody acknowledges */
  read(address: number, hz: number, register: number, buffer: Uint8Array, length: number): void {
    const part = this.address(address, hz, 'read', register, buffer, length);
    part.read(register, buffer, length);
    this.observer?.transaction(this.clock.now_us, address, 'read', register, buffer, length, true);
    // Start, address, register, repeated start, address, data.
    this.pass(hz, length + 3);
  }

  /** @throws Error when nobody acknowledges */
  write(address: number, hz: number, register: number, buffer: Uint8Array): void {
    const part = this.address(address, hz, 'write', register, buffer, 1);
    part.write(register, buffer[0]);
    this.observer?.transaction(this.clock.now_us, address, 'write', register, buffer, 1, true);
    this.pass(hz, 3);
  }

  private address(
    address: number,
    hz: number,
    kind: 'read' | 'write',
    register: number,
    buffer: Uint8Array,
    length: number,
  ): BusPart {
    this.transactions++;
    const part = this.parts.get(address);
    if (part !== undefined && part.acknowledges()) {
      this.bytes += length;
      return part;
    }
    this.refused++;
    this.observer?.transaction(
      this.clock.now_us,
      address,
      kind,
      register,
      buffer,
      kind === 'read' ? 0 : 1,
      false,
    );
    this.pass(hz, 1);
    throw new Error(`no acknowledge from ${hex(address)} (${kind} of register ${hex(register)})`);
  }

  private pass(hz: number, bytes: number): void {
    if (this.timed) this.clock.advance(Math.ceil((bytes * BITS_PER_BYTE * 1e6) / hz));
  }
}

function smBusOf(bus: VirtualBus): new (options: SMBusOptions) => SMBus {
  return class VirtualSMBus implements SMBus {
    private readonly address: number;
    private readonly hz: number;
    private readonly scratch = new Uint8Array(2);
    private open = true;

    constructor(options: SMBusOptions) {
      if (options.address === undefined) throw new Error('an SMBus needs the address of its part');
      this.address = options.address;
      this.hz = options.hz ?? DEFAULT_HZ;
    }

    readUint8(register: number): number {
      this.transfer(register, this.scratch, 1);
      return this.scratch[0];
    }

    readUint16(register: number): number {
      this.transfer(register, this.scratch, 2);
      return this.scratch[0] | (this.scratch[1] << 8);
    }

    readBuffer(register: number, buffer: Uint8Array): void {
      this.transfer(register, buffer, buffer.length);
    }

    writeUint8(register: number, value: number): void {
      this.check(register);
      this.scratch[0] = value;
      bus.write(this.address, this.hz, register, this.scratch);
    }

    close(): void {
      this.open = false;
    }

    private transfer(register: number, buffer: Uint8Array, length: number): void {
      this.check(register);
      bus.read(this.address, this.hz, register, buffer, length);
    }

    private check(register: number): void {
      if (!this.open) throw new Error('the bus is closed');
      if (!(register >= 0 && register <= 0xff)) throw new RangeError(`register ${register} is not 0 to 255`);
    }
  };
}

function hex(value: number): string {
  return `0x${value.toString(16).toUpperCase().padStart(2, '0')}`;
}
