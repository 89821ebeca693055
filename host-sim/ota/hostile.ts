/**
 * A bonded phone that hands over anything: files spoiled, forged, cut short, for others, too old; frames spoiled, repeated, out of place;
 * requests in any order, resets in between. Only what the maker signed for this shoe may ever run, never an older version than one that
 * was confirmed, and an honest phone must be served afterwards.
 */
import { uint } from '../../companion/client/bytes';
import { crc32 } from '../../companion/client/crc';
import { dataFrame } from '../../companion/client/frames';
import { UpdateReceiver } from '../../firmware/ble/update-receiver';
import { buildEspImage } from '../board/esp-image';
import { flashedByCable } from '../board/two-slots';
import { Random } from '../traces/synth/random';
import {
  firmwareFile,
  HEADER_BYTES,
  newKey,
  publicPoint,
  signHeader,
  unsignedHeader,
  type FileHeader,
} from './file';
import { NO_RECORD, SOUND, SUCCESS, UpdateLife, type Maker } from './life';

const BLOCKS = 5;
const BLOCK = 1024;
const IMAGE_BYTES = 2_608;
const FRAME_MOST = 506;
/** Operations of one shoe, before an honest phone comes. */
const ROUND = 200;
const PROBLEMS_TOLD = 5;
const BEGIN = 0x40;

const key = newKey();
const stranger = newKey();
const OWN: FileHeader = { chip: 5, board: 'test-board', version: '1.0.0' };
const MAKER: Maker = { ...OWN, keys: [publicPoint(key).toString('hex')] };

export interface HostileResult {
  operations: number;
  /** Files begun, by what is wrong with them. */
  readonly kinds: Record<string, number>;
  /** Results of every request, by number. */
  readonly answers: Record<number, number>;
  resets: number;
  /** Signed images that were started. */
  started: number;
  /** Honest updates, one after each round; of them not taken. */
  honest: number;
  refused: number;
  exceptions: number;
  wrong: number;
  readonly problems: string[];
}

interface Offer {
  readonly kind: string;
  readonly file: Uint8Array;
}

class Hostile {
  readonly result: HostileResult = {
    operations: 0,
    kinds: {},
    answers: {},
    resets: 0,
    started: 0,
    honest: 0,
    refused: 0,
    exceptions: 0,
    wrong: 0,
    problems: [],
  };
  /** What may run: images by version. */
  private readonly signed = new Map<string, Buffer[]>();
  private readonly random: Random;
  private minor = 0;
  private life: UpdateLife;
  private receiver: UpdateReceiver;
  private file: Uint8Array = new Uint8Array(0);
  /** Version that was last confirmed, as a number to compare by. */
  private floor = 0;

  constructor(seed: number) {
    this.random = new Random(seed);
    const first = this.image('1.0.0');
    this.allow('1.0.0', first);
    this.life = new UpdateLife(MAKER, { images: flashedByCable(first, BLOCKS, BLOCK), blockLength: BLOCK });
    this.receiver = new UpdateReceiver(undefined);
    this.restart();
  }

  run(operations: number, onProgress?: (done: number) => void): HostileResult {
    const { result } = this;
    while (result.operations < operations) {
      for (let i = 0; i < ROUND; i++) {
        result.operations++;
        try {
          this.act();
        } catch (error) {
          result.exceptions++;
          this.tell(`operation ${result.operations}: ${(error as Error).stack}`);
          this.restart();
        }
      }
      this.honestUpdate();
      onProgress?.(result.operations);
    }
    return result;
  }

  private act(): void {
    const { received, length } = this.receiver;
    if (length > 0 && received === length && this.chance(0.5)) this.end();
    const choice = this.random.uniform();
    if (choice < 0.1) this.begin();
    else if (choice < 0.85) this.frames();
    else if (choice < 0.9) this.answer(this.receiver.finish());
    else if (choice < 0.94) {
      this.answer(this.receiver.apply(this.chance(0.1)));
      this.followRestart();
    } else if (choice < 0.95) this.receiver.cancel();
    else if (choice < 0.96) this.receiver.pause();
    else if (choice < 0.98) this.restart();
    else if (this.life.onTrial) {
      this.life.try(this.chance(0.7) ? SOUND : NO_RECORD, this.chance(0.3) ? 5 : undefined);
      this.adopt();
    }
  }

  private end(): void {
    this.answer(this.receiver.finish());
    this.answer(this.receiver.apply(false));
    this.followRestart();
  }

  private begin(): void {
    const { kind, file } =
      this.chance(0.3) && this.file.length > 0 ? { kind: 'the same again', file: this.file } : this.offer();
    this.result.kinds[kind] = (this.result.kinds[kind] ?? 0) + 1;
    this.file = file;
    const request = Uint8Array.of(
      BEGIN,
      ...uint(file.length, 3),
      ...uint(crc32(file), 4),
      ...file.subarray(10, 13),
    );
    if (this.chance(0.1)) request[1 + this.below(10)] = this.below(256);
    const length = this.chance(0.03) ? this.below(11) : 11;
    // The control point lets only whole requests through.
    if (length === 11) this.answer(this.receiver.begin(request));
  }

  /** Mostly what comes next; then what no honest phone would send. */
  private frames(): void {
    const { receiver, file } = this;
    for (let count = 1 + this.below(8); count > 0; count--) {
      const wild = this.random.uniform();
      const offset = wild < 0.04 ? this.below(file.length + 1000) : receiver.received;
      const length = 1 + this.below(FRAME_MOST);
      let frame = dataFrame(offset, file.subarray(offset, offset + length));
      if (wild > 0.97) frame[this.below(frame.length)] ^= 1 << this.below(8);
      else if (wild > 0.95) frame = this.noise(this.below(512));
      receiver.take(frame);
    }
  }

  private offer(): Offer {
    const version = `1.${++this.minor >> 8}.${this.minor & 255}`;
    const image = this.image(version);
    const good = (header: Partial<FileHeader> = {}, body: Uint8Array = image, by = key): Buffer =>
      firmwareFile(body, { ...OWN, version, ...header }, by);
    const kinds: readonly (() => Offer)[] = [
      () => {
        this.allow(version, image);
        return { kind: 'signed', file: good() };
      },
      () => ({ kind: 'header with a bit turned', file: this.turned(good(), 0, HEADER_BYTES) }),
      () => ({ kind: 'image with a bit turned', file: this.turned(good(), HEADER_BYTES, good().length) }),
      () => ({ kind: 'cut short', file: good().subarray(0, this.below(good().length)) }),
      () => ({ kind: 'too long', file: Buffer.concat([good(), this.noise(1 + this.below(3000))]) }),
      () => ({ kind: 'signed by a stranger', file: good({}, image, stranger) }),
      () => ({ kind: "a stranger's, named as the maker's", file: this.forged(image, version) }),
      () => ({ kind: 'another board', file: good({ board: 'other-board' }) }),
      () => ({ kind: 'another chip', file: good({ chip: this.below(65_536) | 0x8000 }) }),
      () => ({ kind: 'older', file: good({ version: `0.${this.below(256)}.${this.below(256)}` }) }),
      () => ({ kind: 'signed, but nothing that could start', file: good({}, this.noise(IMAGE_BYTES)) }),
      () => ({ kind: 'noise', file: this.noise(1 + this.below(6000)) }),
      () => ({ kind: 'noise behind a signed header', file: this.grafted(good()) }),
      () => ({ kind: 'any header, signed by the maker', file: this.odd(image, version) }),
    ];
    return kinds[this.chance(0.2) ? 0 : this.below(kinds.length)]();
  }

  private forged(image: Uint8Array, version: string): Buffer {
    return Buffer.concat([
      signHeader(unsignedHeader(image, { ...OWN, version }, publicPoint(key)), stranger),
      image,
    ]);
  }

  private grafted(file: Buffer): Buffer {
    const bytes = Buffer.from(file);
    bytes.set(this.noise(bytes.length - HEADER_BYTES), HEADER_BYTES);
    return bytes;
  }

  /** The maker's own mistake: what is signed is nonsense, but for the fields that decide it is not for this shoe to judge. */
  private odd(image: Uint8Array, version: string): Buffer {
    const header = unsignedHeader(image, { ...OWN, version }, publicPoint(key));
    const at = [0, 4, 5, 6, 13, 14, 16, 20, 55, 88 + this.below(104)][this.below(10)];
    header[at] ^= 1 << this.below(8);
    return Buffer.concat([signHeader(header, key), image]);
  }

  private turned(file: Buffer, from: number, to: number): Buffer {
    const bytes = Buffer.from(file);
    bytes[from + this.below(to - from)] ^= 1 << this.below(8);
    return bytes;
  }

  /** After an Apply that was taken, the chip starts anew. */
  private followRestart(): void {
    if (this.life.follow()) this.adopt();
  }

  private restart(): void {
    this.result.resets++;
    if (!this.life.start()) this.fail('nothing can be started');
    this.adopt();
  }

  /** Whatever runs now must be something signed for this shoe, and no older than what was confirmed. */
  private adopt(): void {
    const { life } = this;
    this.receiver = new UpdateReceiver(life.updater);
    const { running, images } = life.slots;
    const bytes = images.slots[running];
    const known = this.signed.get(life.version) ?? [];
    if (!known.some((image) => image.equals(bytes.subarray(0, image.length))))
      this.fail(`${life.version} runs, which nobody signed`);
    const [major, minor, patch] = life.version.split('.').map(Number);
    const version = (major << 16) | (minor << 8) | patch;
    if (life.onTrial) this.result.started++;
    else {
      if (version < this.floor) this.fail(`${life.version} runs after a newer one was confirmed`);
      this.floor = version;
    }
  }

  private honestUpdate(): void {
    const version = `1.${++this.minor >> 8}.${this.minor & 255}`;
    const image = this.image(version);
    this.allow(version, image);
    this.restart();
    this.result.honest++;
    const result = this.life.install(firmwareFile(image, { ...OWN, version }, key));
    this.life.try(SOUND);
    if (result !== SUCCESS || this.life.version !== version) {
      this.result.refused++;
      this.tell(`an honest update was answered with ${result}`);
    }
    this.adopt();
  }

  private image(version: string): Buffer {
    return Buffer.from(buildEspImage(OWN.chip, version, IMAGE_BYTES));
  }

  private allow(version: string, image: Buffer): void {
    this.signed.set(version, [...(this.signed.get(version) ?? []), image]);
  }

  private answer(result: number): void {
    this.result.answers[result] = (this.result.answers[result] ?? 0) + 1;
  }

  private noise(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.below(256)));
  }

  private below(limit: number): number {
    return Math.floor(this.random.uniform() * limit);
  }

  private chance(share: number): boolean {
    return this.random.uniform() < share;
  }

  private fail(problem: string): void {
    this.result.wrong++;
    this.tell(`operation ${this.result.operations}: ${problem}`);
  }

  private tell(problem: string): void {
    if (this.result.problems.length < PROBLEMS_TOLD) this.result.problems.push(problem);
  }
}

/** Every run of a seed is the same but for the keys. */
export function attackUpdates(
  operations: number,
  seed: number,
  onProgress?: (done: number) => void,
): HostileResult {
  return new Hostile(seed).run(operations, onProgress);
}
