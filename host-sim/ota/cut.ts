/**
 * Cuts the power at every program and erase of scripted updates, in every way a tear can leave it, as MCUboot's simulator does: while a
 * file comes, while the bootloader chooses, while an image is tried, confirmed or rejected. Whatever is left must start, run only
 * what was signed, and take the update again to its end.
 */
import { buildEspImage } from '../board/esp-image';
import { copyImages, flashedByCable, type SlotImages } from '../board/two-slots';
import type { FlashOperation } from '../board/flash';
import { TEARS } from '../powercut/tears';
import { firmwareFile, newKey, publicPoint } from './file';
import { NO_RECORD, SOUND, SUCCESS, UpdateLife, type Maker } from './life';

export interface CutScript {
  readonly name: string;
  readonly blocks: number;
  readonly blockLength: number;
  /** Bytes of each image. */
  readonly imageBytes: number;
  /** Also cut at every operation of what follows each cut. */
  readonly pairs?: boolean;
  /** Only at erases, with one tear: for slots of full size. */
  readonly coarse?: boolean;
}

export const CUT_SCRIPTS: readonly CutScript[] = [
  { name: 'slots of 10 blocks of 4 KB', blocks: 10, blockLength: 4096, imageBytes: 30_000 },
  {
    name: 'all pairs of cuts, 4 blocks of 1 KB',
    blocks: 4,
    blockLength: 1024,
    imageBytes: 2_400,
    pairs: true,
  },
  { name: 'full size, at every erase', blocks: 368, blockLength: 4096, imageBytes: 1_400_000, coarse: true },
];

export interface CutResult {
  readonly name: string;
  operations: number;
  cuts: number;
  secondCuts: number;
  /** Nothing could be started any more. */
  bricked: number;
  /** An image started that was neither on trial nor ever confirmed. */
  unproven: number;
  /** Cuts after which anything else was wrong. */
  wrong: number;
  /** Most bytes that had to be sent again. */
  sentAgainMost: number;
  readonly problems: string[];
}

const PROBLEMS_TOLD = 5;
const COARSE_TEARS = TEARS.filter(({ name }) => name === 'half and some bits');
/** Of pairs, enough to differ: nothing of an operation, parts of it, all of it, some bits of everything. */
const PAIR_TEARS = TEARS.filter(({ name }) =>
  [
    'nothing done',
    'half and some bits',
    'all but four bytes',
    'everything, and then cut',
    'some bits everywhere',
  ].includes(name),
);

const key = newKey();
const MAKER: Maker = { chip: 5, board: 'test-board', keys: [publicPoint(key).toString('hex')] };

/** One version, as file and as image. */
class Release {
  readonly image: Uint8Array;
  readonly file: Uint8Array;

  constructor(
    readonly version: string,
    bytes: number,
  ) {
    this.image = buildEspImage(MAKER.chip, version, bytes);
    this.file = firmwareFile(this.image, { chip: MAKER.chip, board: MAKER.board, version }, key);
  }
}

/** What is going on when a cut comes. */
interface Step {
  /** The image that runs and is confirmed. */
  readonly from: Release;
  /** The image on its way. */
  readonly to: Release;
  /** Does it pass its trial? */
  readonly isGood: boolean;
  /** The image on its way was activated: it may be started. */
  activated: boolean;
  /** It was confirmed, and no operation that could lose that is under way. */
  confirmed: boolean;
}

class Sweep {
  readonly result: CutResult;
  private readonly releases: Release[];
  private readonly repair: Release;
  private step: Step;
  private life: UpdateLife | undefined;

  constructor(private readonly script: CutScript) {
    this.releases = ['1.0.0', '1.1.0', '1.2.0', '1.3.0', '1.4.0'].map(
      (version) => new Release(version, script.imageBytes),
    );
    this.repair = new Release('2.0.0', script.imageBytes);
    const [first, second] = this.releases;
    this.step = { from: first, to: second, isGood: true, activated: false, confirmed: false };
    this.result = {
      name: script.name,
      operations: 0,
      cuts: 0,
      secondCuts: 0,
      bricked: 0,
      unproven: 0,
      wrong: 0,
      sentAgainMost: 0,
      problems: [],
    };
  }

  /** Two updates that stay, one whose image is rejected, one whose image crashes; of pairs, one of each kind. */
  run(): CutResult {
    const { blocks, blockLength } = this.script;
    const [first, second, third, rejected, crashing] = this.releases;
    const images = flashedByCable(first.image, blocks, blockLength);
    const life = this.newLife(images, (operation, where) => {
      this.result.operations++;
      for (const { name, tear } of this.tearsAt(operation)) {
        const torn = tornImages(life.slots.images, where, (image) => tear(operation, image, blockLength));
        this.result.cuts++;
        const what = `${this.step.to.version}, operation ${this.result.operations} (${operation.kind} in ${where}), ${name}`;
        this.hold(copyImages(torn), what, true);
        if (this.script.pairs) this.cutAgain(torn, what);
      }
    });
    this.life = life;
    life.start();
    this.update(first, second, true);
    if (this.script.pairs) this.update(second, rejected, false);
    else {
      this.update(second, third, true);
      this.update(third, rejected, false);
      this.update(third, crashing, false, true);
    }
    return this.result;
  }

  /** The script's own way, uncut. */
  private update(from: Release, to: Release, isGood: boolean, crashes = false): void {
    const { life } = this;
    if (life === undefined) return;
    this.step = { from, to, isGood, activated: false, confirmed: false };
    life.send(to.file);
    if (life.updater.verify() !== SUCCESS) this.tell('uncut: the digest does not match');
    this.step.activated = true;
    life.updater.apply();
    life.start();
    if (life.version !== to.version) this.tell(`uncut: ${life.version} runs instead of ${to.version}`);
    if (crashes) life.start();
    else life.try(isGood ? SOUND : NO_RECORD);
    this.step.confirmed = isGood;
    const kept = isGood ? to : from;
    if (life.version !== kept.version) this.tell(`uncut: ${life.version} runs in the end`);
    life.start();
    if (life.version !== kept.version) this.tell(`uncut: ${life.version} after one more start`);
  }

  private tearsAt(operation: FlashOperation): typeof TEARS {
    if (this.script.pairs) return PAIR_TEARS;
    if (!this.script.coarse) return TEARS;
    return operation.kind === 'erase' ? COARSE_TEARS : [];
  }

  private newLife(
    images: SlotImages,
    before?: (operation: FlashOperation, where: 'otadata' | 0 | 1) => void,
  ): UpdateLife {
    return new UpdateLife(MAKER, { images, blockLength: this.script.blockLength, before });
  }

  /** Goes on from a cut, and cuts again at each operation of that. */
  private cutAgain(torn: SlotImages, what: string): void {
    let number = 0;
    const life = this.newLife(copyImages(torn), (operation, where) => {
      number++;
      for (const { name, tear } of PAIR_TEARS) {
        const again = tornImages(life.slots.images, where, (image) =>
          tear(operation, image, this.script.blockLength),
        );
        this.result.secondCuts++;
        this.hold(again, `${what}; then operation ${number}, ${name}`, false);
      }
    });
    // All the way: the choice of the bootloader, a trial, the update again.
    if (!life.start()) return;
    this.settle(life, []);
    if (life.version === this.step.from.version) {
      life.install(this.step.to.file);
      this.settle(life, []);
    }
  }

  /** What a cut has left must start, be something signed, stay what it is, and take an update to its end. */
  private hold(images: SlotImages, what: string, first: boolean): void {
    const problems: string[] = [];
    try {
      this.look(images, problems, first);
    } catch (error) {
      problems.push(`thrown: ${(error as Error).stack}`);
    }
    if (problems.length === 0) return;
    this.result.wrong++;
    this.tell(`${what}: ${problems.join('; ')}`);
  }

  private look(images: SlotImages, problems: string[], first: boolean): void {
    const { step } = this;
    const life = this.newLife(images);
    if (!life.start()) {
      this.result.bricked++;
      problems.push('nothing can be started');
      return;
    }
    const allowed = step.activated ? [step.from, step.to] : [step.from];
    // In the second round the image may have been installed before the second cut.
    const release = (first ? allowed : [step.from, step.to]).find(({ version }) => version === life.version);
    if (release === undefined) problems.push(`${life.version} was started`);
    else if (!startsWith(life.slots.images.slots[life.slots.running], release.image))
      problems.push(`the bytes of ${life.version} are not those signed`);
    this.settle(life, problems);
    const { version } = life;
    if (!life.start() || life.version !== version) problems.push(`${version}, then ${life.version}`);
    if (first && version === step.from.version && !step.activated) this.measureResume(life);
    // What was cut off is gone on with; what has arrived is followed by the next.
    const next = version === step.from.version ? step.to : this.repair;
    const result = life.install(next.file);
    if (result !== SUCCESS) problems.push(`the update was answered with ${result}`);
    else if (!life.onTrial || life.version !== next.version)
      problems.push(`${life.version} runs after the update`);
    life.try(SOUND);
    life.start();
    if (life.version !== next.version || life.onTrial) problems.push(`in the end, ${life.version} runs`);
  }

  /** Lets a trial run as the image deserves it. */
  private settle(life: UpdateLife, problems: string[]): void {
    const { step } = this;
    const isNew = life.version === step.to.version;
    if (!life.onTrial) {
      if (isNew && !step.isGood) this.result.unproven++;
      return;
    }
    if (!isNew) problems.push(`${life.version} is on trial`);
    life.try(step.isGood ? SOUND : NO_RECORD);
    if (!step.isGood && life.version !== step.from.version)
      problems.push(`${life.version} runs after a trial that was not passed`);
  }

  /** The phone goes on with the file that was cut off. */
  private measureResume(life: UpdateLife): void {
    const sent = this.life?.taken ?? 0;
    const again = this.newLife(copyImages(life.slots.images));
    again.start();
    again.send(this.step.to.file, 0);
    this.result.sentAgainMost = Math.max(this.result.sentAgainMost, sent - again.taken);
  }

  private tell(problem: string): void {
    if (this.result.problems.length < PROBLEMS_TOLD) this.result.problems.push(problem);
  }
}

export function cutUpdates(script: CutScript): CutResult {
  return new Sweep(script).run();
}

export interface TrialResets {
  /** Resets tried, one at each second of a trial. */
  resets: number;
  /** After which the image before ran again, and after which the new one stayed. */
  before: number;
  stayed: number;
  wrong: number;
}

/** A reset at each second of a trial that goes well: until it is confirmed the image before must come back. */
export function resetTrials(seconds = 20): TrialResets {
  const bytes = 2_400;
  const [old, fresh] = [new Release('1.0.0', bytes), new Release('1.1.0', bytes)];
  const result: TrialResets = { resets: 0, before: 0, stayed: 0, wrong: 0 };
  for (let second = 0; second < seconds; second++) {
    const life = new UpdateLife(MAKER, { images: flashedByCable(old.image, 4, 1024), blockLength: 1024 });
    life.start();
    life.install(fresh.file);
    if (second > 0) life.try(SOUND, second - 1);
    const confirmed = !life.onTrial;
    life.start();
    result.resets++;
    if (life.version === fresh.version) result.stayed++;
    else result.before++;
    if ((life.version === fresh.version) !== confirmed || life.onTrial) result.wrong++;
  }
  return result;
}

function tornImages(
  images: SlotImages,
  where: 'otadata' | 0 | 1,
  tear: (image: Uint8Array) => void,
): SlotImages {
  const torn = copyImages(images);
  tear(where === 'otadata' ? torn.otadata : torn.slots[where]);
  return torn;
}

function startsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  return Buffer.compare(bytes.subarray(0, start.length), start) === 0;
}
