/** A digital input that tells of edges: the Digital class of ECMA-419, as `embedded:io/digital` provides it. */
export interface DigitalInput {
  /** The level of the pin, 0 or 1. */
  read(): number;
  close(): void;
}

export interface DigitalInputOptions {
  readonly pin?: number;
  readonly mode: number;
  readonly edge: number;
  /**
   * Called after one or more of the chosen edges; several edges may be told in one call, and a call carries no time
   * stamp. Never called from inside a bus transaction.
   */
  onReadable(): void;
}

export interface DigitalInputConstructor {
  new (options: DigitalInputOptions): DigitalInput;
  readonly Input: number;
  readonly Rising: number;
}

/** ECMA-419's alert option of a sensor: the I/O class of the interrupt pin and what to open it with. */
export interface AlertIO {
  readonly io: DigitalInputConstructor;
  readonly pin?: number;
}
