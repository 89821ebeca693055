/**
 * Opens flash that holds anything: bits flipped in a good image, torn blocks, blocks of another version, bytes at random. The
 * record has to open, tell what it has, take a run, and never throw.
 */
import { HEADER_BYTES, MAJOR } from '../../firmware/record/format';
import { RunInfo } from '../../firmware/record/runs';
import { FlashModel } from '../board/flash';
import { Life, RUN } from './life';

export interface CorruptionResult {
  images: number;
  /** Images in which something damaged was met and passed over, and units of 16 bytes of it. */
  damaged: number;
  skippedUnits: number;
  /** Runs told by all images. */
  runs: number;
  /** Most bytes read to open one image, over the bytes of the partition. */
  mostRead: number;
  thrown: number;
  /** Images that took no new record although their flash was sound. */
  refused: number;
  readonly problems: string[];
}

export interface CorruptionOptions {
  readonly images: number;
  /** Default 1. */
  readonly seed?: number;
  readonly onImage?: (done: number) => void;
}

const BLOCKS = 5;
const BLOCK_BYTES = 1280;
const SIZE = BLOCKS * BLOCK_BYTES;
const PROBLEMS_TOLD = 5;
/** A log of damaged records holds no more runs than this; more would be a list that does not end. */
const RUNS_MOST = 1000;

/** Mulberry32 (Tommy Ettinger): the same numbers for the same seed everywhere. */
export function random(seed: number): (below: number) => number {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000) * below);
  };
}

export function corrupt(options: CorruptionOptions): CorruptionResult {
  const result: CorruptionResult = {
    images: 0,
    damaged: 0,
    skippedUnits: 0,
    runs: 0,
    mostRead: 0,
    thrown: 0,
    refused: 0,
    problems: [],
  };
  const pick = random(options.seed ?? 1);
  const good = goodImage();
  for (let i = 0; i < options.images; i++) {
    const image = spoil(good, pick);
    tryImage(image, `image ${i}`, result);
    options.onImage?.(i + 1);
  }
  return result;
}

/** A partition that has wrapped around, with runs released and not. */
function goodImage(): Uint8Array {
  const flash = new FlashModel({ blocks: BLOCKS, blockLength: BLOCK_BYTES });
  const life = new Life(flash);
  life.setTime(60);
  for (let run = 1; run <= 8; run++) {
    life.go(300, RUN).stand(200);
    if (run % 2 === 0) life.record.release(run - 1);
  }
  return flash.image;
}

function spoil(good: Uint8Array, pick: (below: number) => number): Uint8Array {
  const image = good.slice();
  const kind = pick(6);
  if (kind === 0) for (let n = 1 + pick(20); n > 0; n--) image[pick(SIZE)] ^= 1 << pick(8);
  else if (kind === 1) for (let n = 1 + pick(400); n > 0; n--) image[pick(SIZE)] ^= 1 << pick(8);
  else if (kind === 2) {
    // A block half erased, half programmed, or all zeros.
    const from = pick(SIZE);
    image.fill([0xff, 0x00, 0xa5][pick(3)], from, from + pick(2 * BLOCK_BYTES));
  } else if (kind === 3) {
    // Another version of the format, here and there.
    for (let block = 0; block < BLOCKS; block++)
      if (pick(2) === 0) image[block * BLOCK_BYTES + 4] = MAJOR + 1 + pick(3);
  } else if (kind === 4) {
    // Bytes at random behind headers that are right.
    for (let block = 0; block < BLOCKS; block++)
      if (pick(2) === 0)
        for (let at = HEADER_BYTES + pick(600); at < BLOCK_BYTES; at++)
          image[block * BLOCK_BYTES + at] = pick(256);
  } else for (let at = 0; at < SIZE; at++) image[at] = pick(256);
  return image;
}

function tryImage(image: Uint8Array, where: string, result: CorruptionResult): void {
  result.images++;
  try {
    const flash = new FlashModel({ blocks: BLOCKS, blockLength: BLOCK_BYTES, image });
    const life = new Life(flash, { reason: 7 });
    result.mostRead = Math.max(result.mostRead, flash.readBytes / SIZE);
    result.skippedUnits += life.record.log.damagedUnits;
    if (life.record.log.damagedUnits > 0 || life.record.log.blocks.live < BLOCKS) result.damaged++;
    const info = new RunInfo();
    let runs = 0;
    for (let after = 0; runs < RUNS_MOST && life.record.runs.next(after, info); after = info.run) {
      runs++;
      life.record.runs.open(info.run);
      while (life.record.runs.nextRecord());
    }
    result.runs += runs;
    if (runs === RUNS_MOST) result.problems.push(`${where}: a list of runs that does not end`);
    life.go(70, RUN).stand(200);
    if (life.record.log.failed) {
      result.refused++;
      tell(result, `${where}: takes no record`);
    }
  } catch (error) {
    result.thrown++;
    tell(result, `${where}: ${(error as Error).stack}`);
  }
}

function tell(result: CorruptionResult, problem: string): void {
  if (result.problems.length < PROBLEMS_TOLD) result.problems.push(problem);
}
