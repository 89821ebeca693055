/** A shoe that can be connected to, over whatever there is: the browser's Bluetooth, or the demonstration's socket. */
import type { Transport } from '../../client/transport';

export interface Link extends Transport {
  close(): void;
}

export interface Device {
  /** The same each time on this page; says nothing to anyone else. */
  readonly id: string;
  readonly name: string;
  /** Connects. Throws what the platform throws, or `Problem`. */
  open(): Promise<Link>;
}

/** What went wrong, for the runner: a key of the words. */
export const PROBLEMS = [
  'noWebBluetooth',
  'bluetoothOff',
  'denied',
  'nothingChosen',
  'unreachable',
  'taken',
  'wrongDevice',
  'newerShoe',
  'needsTaps',
  'pairingFailed',
  'linkLost',
  'transferStopped',
  'shoeBusy',
  'noHistory',
  'notProved',
  'storageFull',
  'storageFailed',
  'unexpected',
] as const;
export type ProblemName = (typeof PROBLEMS)[number];

export class Problem extends Error {
  constructor(
    readonly problem: ProblemName,
    cause?: unknown,
  ) {
    super(problem, { cause });
    this.name = 'Problem';
  }
}
