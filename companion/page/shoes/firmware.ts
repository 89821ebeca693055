/** New firmware for a shoe: a file that is chosen, sent over as many connections as it takes, and restarted into. docs/UPDATE.md. */
import { signal, type Signal } from '@preact/signals';
import { RequestFailed, Result } from '../../client/control-point';
import { NotFirmware, readFirmwareFile, type FirmwareFile } from '../../client/firmware-file';
import { TransferEnded } from '../../client/stream-receiver';
import { LinkLost } from '../../client/transport';
import type { Update } from '../../client/update';

/** Longest file that Begin Update can name (docs/SPEC.md 4.4). */
export const FILE_MOST_bytes = 0xff_ffff;
/** `UpdateState.state` */
const PAUSED = 2;
const CHECKED = 3;
const RETURNED = 4;

/**
 * `paused`: the shoe has a part, and keeps it. `checked`: the shoe has it all, and it is what was signed. `runs`: after a restart,
 * what was sent runs; `returned`: it did not stay, the one before runs.
 */
export type UpdateStage =
  'idle' | 'chosen' | 'sending' | 'paused' | 'checked' | 'restarting' | 'runs' | 'returned';

/** Why it does not go on, for the runner: a key of the words. */
export const UPDATE_PROBLEMS = [
  'notFirmware',
  'notForThisShoe',
  'older',
  'notSigned',
  'busy',
  'inSession',
  'notWritten',
  'notComplete',
  'fetching',
  'linkLost',
  'stopped',
  'unexpected',
] as const;
export type UpdateProblem = (typeof UPDATE_PROBLEMS)[number];

export interface ChosenFile extends FirmwareFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Who has the one Transfer characteristic of a shoe. */
export type Occupation = 'fetching' | 'updating';

/** What of a shoe an update needs. */
export interface UpdatedShoe {
  /** Of the connection there is; undefined without one, without a bond, and for a shoe that can't write itself. */
  readonly update: Pick<Update, 'send' | 'state' | 'apply' | 'cancel'> | undefined;
  /** The version that runs. */
  readonly firmware: Signal<string>;
  readonly occupied: Signal<Occupation | undefined>;
}

export class FirmwareUpdate {
  readonly stage = signal<UpdateStage>('idle');
  readonly file = signal<ChosenFile | undefined>(undefined);
  /** What the shoe has of a file, bytes. */
  readonly received = signal(0);
  readonly length = signal(0);
  readonly problem = signal<UpdateProblem | undefined>(undefined);
  /** It is sent, or was broken off: then it goes on by itself with the next connection. */
  private goesOn = false;
  /** Version the shoe was restarted into; empty when this page has not the file. */
  private restartedInto: string | undefined;

  constructor(private readonly shoe: UpdatedShoe) {}

  /** Takes a file the runner chose. Nothing is sent. */
  choose(name: string, bytes: Uint8Array): void {
    this.problem.value = undefined;
    this.goesOn = false;
    this.received.value = 0;
    this.length.value = bytes.length;
    try {
      if (bytes.length > FILE_MOST_bytes) throw new NotFirmware('it is too long');
      this.file.value = { name, bytes, ...readFirmwareFile(bytes) };
      this.stage.value = 'chosen';
    } catch {
      this.file.value = undefined;
      this.stage.value = 'idle';
      this.problem.value = 'notFirmware';
    }
  }

  /** Sends the file, from where the shoe has it, and has it checked. What goes wrong is told in `problem`. */
  async send(): Promise<void> {
    const { shoe } = this;
    const file = this.file.value;
    if (!file || this.stage.value === 'sending') return;
    if (!shoe.update) return this.pause('linkLost');
    if (shoe.occupied.value) return void (this.problem.value = 'fetching');
    shoe.occupied.value = 'updating';
    this.problem.value = undefined;
    this.stage.value = 'sending';
    this.length.value = file.bytes.length;
    this.goesOn = true;
    try {
      await shoe.update.send(file.bytes, (bytes) => (this.received.value = bytes));
      // Cancelled in the very last moment: `cancel` tells what came of it.
      if (this.goesOn) this.stage.value = 'checked';
      this.goesOn = false;
    } catch (error) {
      if (this.goesOn) this.failed(error);
    } finally {
      shoe.occupied.value = undefined;
    }
  }

  /** Restarts the shoe into the checked image. */
  async apply(): Promise<void> {
    this.problem.value = undefined;
    try {
      if (!this.shoe.update) throw new LinkLost();
      await this.shoe.update.apply();
      this.restartedInto = this.file.value ? versionOf(this.file.value) : '';
      this.stage.value = 'restarting';
    } catch (error) {
      const problem = problemOf(error);
      // The same result has another meaning here.
      this.problem.value = problem === 'busy' ? 'inSession' : problem;
    }
  }

  /** Gives up what was begun; the file is let go too. The shoe keeps what runs. */
  async cancel(): Promise<void> {
    this.goesOn = false;
    this.problem.value = undefined;
    const begun = this.stage.value !== 'chosen' && this.stage.value !== 'idle';
    try {
      if (begun) await this.shoe.update?.cancel();
    } catch (error) {
      // Without a link the shoe keeps its part until another file comes.
      if (!(error instanceof LinkLost)) this.problem.value = problemOf(error);
    }
    this.file.value = undefined;
    this.received.value = 0;
    this.stage.value = 'idle';
  }

  /**
   * To be called on each connection, before anything else is transferred: asks the shoe what it has, and goes on with what a lost link
   * broke off.
   */
  async follow(): Promise<void> {
    const { shoe, file } = this;
    if (!shoe.update) return;
    let has;
    try {
      has = await shoe.update.state();
    } catch (error) {
      if (error instanceof LinkLost) throw error;
      return;
    }
    if (this.goesOn && file.value) return void this.send();
    if (this.stage.value === 'sending') return;
    const applied = this.restartedInto;
    if (has.state !== CHECKED) this.restartedInto = undefined;
    if (has.state === RETURNED && (applied !== undefined || !file.value)) {
      this.end('returned');
    } else if (applied !== undefined && has.state !== CHECKED) {
      const runs = applied === '' || applied === shoe.firmware.value;
      this.end(runs ? 'runs' : 'returned');
    } else if (has.state === CHECKED || has.state === PAUSED) {
      // The file that was chosen may be another one than the shoe has.
      if (this.stage.value === 'chosen') return;
      this.received.value = has.received;
      this.length.value = has.length;
      this.stage.value = has.state === CHECKED ? 'checked' : 'paused';
    } else if (this.stage.value === 'paused' || this.stage.value === 'checked') {
      // Another phone has cancelled it, or the shoe has taken another file since.
      this.stage.value = file.value ? 'chosen' : 'idle';
    }
  }

  private end(stage: 'runs' | 'returned'): void {
    this.file.value = undefined;
    this.received.value = 0;
    this.stage.value = stage;
    this.problem.value = undefined;
  }

  private failed(error: unknown): void {
    const problem = problemOf(error);
    if (problem === 'linkLost' || problem === 'stopped' || problem === 'unexpected')
      return this.pause(problem);
    // Refused: the shoe has kept nothing of it, unless it was only busy.
    this.goesOn = false;
    this.stage.value = 'chosen';
    this.problem.value = problem;
  }

  private pause(problem: UpdateProblem): void {
    this.goesOn = true;
    this.stage.value = 'paused';
    this.problem.value = problem;
  }
}

/** "1.2.3" */
export function versionOf({ version }: FirmwareFile): string {
  return version.join('.');
}

const OF_RESULTS: Readonly<Record<number, UpdateProblem>> = {
  [Result.Busy]: 'busy',
  [Result.OperationFailed]: 'notWritten',
  [Result.NotComplete]: 'notComplete',
  [Result.VersionRefused]: 'older',
  [Result.SignatureRefused]: 'notSigned',
  [Result.WrongTarget]: 'notForThisShoe',
  [Result.NotAnImage]: 'notFirmware',
};

function problemOf(error: unknown): UpdateProblem {
  if (error instanceof LinkLost) return 'linkLost';
  if (error instanceof TransferEnded) return 'stopped';
  if (error instanceof RequestFailed) return OF_RESULTS[error.result] ?? 'unexpected';
  return 'unexpected';
}
