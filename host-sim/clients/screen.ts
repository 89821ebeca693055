/** What a program that reads Running Speed and Cadence shows its runner, in the program's own units. */
export interface Screen {
  readonly client: string;
  /** m/s. */
  readonly speed_mps: number;
  /** As the program shows it, whatever it takes it for. */
  readonly cadence: number;
  /** How often the foot with the sensor lands, per minute, by the program's understanding. */
  readonly footCadence_spm: number;
  /** Of both steps; undefined while the program shows none. */
  readonly strideLength_m: number | undefined;
  readonly distance_m: number | undefined;
  readonly running: boolean | undefined;
}

/** A program's decoder: takes the notifications of one connection, in order. */
export interface Client {
  readonly name: string;
  /** @returns what it shows now; undefined when it rejects the notification */
  take(value: Uint8Array): Screen | undefined;
}
