/** A shoe as an update sees it: two slots, the updater and the trial of whatever image runs, and a phone that hands over bytes. */
import { crc32 } from 'node:zlib';
import type { UpdateImage } from '../../firmware/ble/update-receiver';
import { ImageUpdater } from '../../firmware/update/image-updater';
import { Trial, type SelfTest } from '../../firmware/update/trial';
import { BoardCrypto } from '../board/crypto';
import type { EspImage } from '../board/esp-image';
import { TwoSlots, type TwoSlotsOptions } from '../board/two-slots';
import type { Timers } from '../../firmware/io/time';

export const SUCCESS = 1;
/** Bytes the phone hands over at a time: a Data frame of MTU 247. */
const CHUNK_BYTES = 238;
/** As long as a trial lasts at most, s. */
const TRIAL_MOST_s = 62;

export const SOUND: SelfTest = {
  recordOpened: true,
  radioStarted: true,
  imuAnswers: true,
  imuWasMissing: false,
};
export const NO_RECORD: SelfTest = { ...SOUND, recordOpened: false };

/** What makes a shoe one that takes a file. */
export interface Maker {
  readonly chip: number;
  readonly board: string;
  readonly keys: readonly string[];
}

export interface UpdateParts {
  readonly updater: ImageUpdater;
  readonly trial: Trial;
  readonly version: string;
}

export interface UpdateSeam {
  readonly timers: Timers;
  /** Closes everything and restarts the chip. */
  readonly restart: () => void;
  /** Restarts the chip at once, as ESP-IDF does when an image is rejected. Default: as `restart`. */
  readonly reset?: () => void;
  readonly log?: (sentence: string) => void;
}

/** The firmware's parts for the image that runs in `slots`, which `slots.start` has chosen. */
export function updateParts(slots: TwoSlots, maker: Maker, seam: UpdateSeam): UpdateParts {
  const boot = slots.control(seam.reset ?? seam.restart);
  const version = slots.image(slots.running)?.version ?? '';
  const { chip, board, keys } = maker;
  return {
    version,
    updater: new ImageUpdater({
      boot,
      crypto: new BoardCrypto(),
      keys,
      running: { chip, board, version },
      ...seam,
    }),
    trial: new Trial(boot, seam.log),
  };
}

/** A file as Begin Update names it. */
export function nameOf(file: Uint8Array): UpdateImage {
  return { length: file.length, crc32: crc32(file), major: file[10], minor: file[11], patch: file[12] };
}

export class UpdateLife {
  readonly slots: TwoSlots;
  /** What runs; undefined before the start, and when nothing can be started. */
  image: EspImage | undefined;
  /** Bytes of the file that the updater has taken, those kept from before included. */
  taken = 0;
  private readonly maker: Maker;
  private parts: UpdateParts | undefined;
  private restarting = false;

  constructor(maker: Maker, slots: Omit<TwoSlotsOptions, 'chip'>) {
    this.maker = maker;
    this.slots = new TwoSlots({ ...slots, chip: maker.chip });
  }

  /** A reset. @returns false when nothing can be started */
  start(): boolean {
    this.restarting = false;
    this.image = this.slots.start();
    const restart = (): void => void (this.restarting = true);
    this.parts =
      this.image &&
      updateParts(this.slots, this.maker, {
        timers: { set: (callback) => callback(), clear: () => undefined },
        restart,
      });
    return this.image !== undefined;
  }

  get version(): string {
    return this.image?.version ?? 'nothing';
  }

  get onTrial(): boolean {
    return this.running.trial.running;
  }

  get updater(): ImageUpdater {
    return this.running.updater;
  }

  /** Seconds of a trial, until it is over or `most` have passed; restarts when the image is rejected. */
  try(test: SelfTest, most = TRIAL_MOST_s): void {
    const { trial } = this.running;
    for (let second = 0; second <= most && trial.running; second++) trial.tick(second * 1000, test);
    this.follow();
  }

  /** Restarts, if the firmware has asked for it. @returns whether it has */
  follow(): boolean {
    const { restarting } = this;
    if (restarting) this.start();
    return restarting;
  }

  /** Hands over a file from where the shoe has it, up to before byte `until`. @returns the Result that ended it */
  send(file: Uint8Array, until = file.length): number {
    const { updater } = this;
    let result = updater.begin(nameOf(file));
    this.taken = updater.kept;
    while (result === SUCCESS && this.taken < until) {
      const to = Math.min(this.taken + CHUNK_BYTES, until);
      result = updater.write(file, this.taken, to);
      if (result === SUCCESS) this.taken = to;
    }
    return result;
  }

  /** Sends a file, has it checked and started. @returns the Result that ended it */
  install(file: Uint8Array): number {
    const { updater } = this;
    let result = this.send(file);
    if (result === SUCCESS) result = updater.verify();
    if (result === SUCCESS) result = updater.apply();
    else updater.cancel();
    this.follow();
    return result;
  }

  private get running(): UpdateParts {
    if (this.parts === undefined) throw new Error('nothing runs');
    return this.parts;
  }
}
