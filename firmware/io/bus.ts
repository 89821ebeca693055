/**
 * The bus a sensor driver is given: the SMBus class of ECMA-419, as `embedded:io/smbus` provides it.
 *
 * Every method is synchronous and throws an `Error` when the part does not acknowledge. Registers are 0 to 0xFF.
 */
export interface SMBus {
  readUint8(register: number): number;
  writeUint8(register: number, value: number): void;
  /** Two bytes from `register` on, low byte first. */
  readUint16(register: number): number;
  /** Fills the whole of `buffer` from `register` on in one transaction. Allocates nothing. */
  readBuffer(register: number, buffer: Uint8Array): void;
  close(): void;
}

/** What an SMBus is opened with: the pins or port of the board, the part's 7-bit address, the clock rate. */
export interface SMBusOptions {
  readonly address?: number;
  /** Bus clock in Hz. */
  readonly hz?: number;
}

/** ECMA-419's sensor option: the I/O class and what to open it with. */
export interface SensorIO extends SMBusOptions {
  readonly io: new (options: SMBusOptions) => SMBus;
}
