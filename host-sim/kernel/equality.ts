/**
 * Is the kernel the same in all of its forms? Calls are made interpreted in Node and noted; each other form is given the same ones,
 * many kernels' in one go.
 */
import { EFFORT_MOST, INTERPRETED_EFFORT, NATIVE_EFFORT } from '../../firmware/stepdetect/setup';
import { translate, KERNEL } from '../../native/outputs';
import type { Program } from '../../native/ir';
import { replay } from '../engines/node';
import type { ReplayOptions } from '../engines/replay';
import type { TraceSource } from '../traces/source';
import { Adversary } from './adversary';
import { Notes } from './calls';
import { driveOnXs, kernelOnXs } from './on-xs';
import { drive, driveProgram, firstDifference, type Build } from './programs';
import { compiledHash, stateHashBody } from './state-hash';

export interface Counts {
  lives: number;
  samples: number;
  blocks: number;
  strides: number;
  /** States that were compared, with each form. */
  states: number;
}

/** The forms beside TypeScript in Node, made ready; can be given to another thread. */
export interface Forms {
  /** Body of the function that makes a number of the state. */
  readonly hash: string;
  readonly programs: readonly { readonly build: Build; readonly path: string }[];
  /** Bytecode of the interpreted kernel on XS. */
  readonly xs?: string;
}

/** How much kernels that no foot moves work on in a call: their number decides. */
const EFFORTS = [INTERPRETED_EFFORT, NATIVE_EFFORT, 1, EFFORT_MOST];
/** Bytes of noted calls that are compared in one go. */
const BATCH_BYTES = 1 << 24;

/** @throws ToolsMissing, Error when a build fails */
export function makeForms(
  builds: readonly Build[],
  { xs = false, kernel = translate(KERNEL).program }: { xs?: boolean; kernel?: Program } = {},
): Forms {
  return {
    hash: stateHashBody(kernel.root),
    programs: builds.map((build) => ({ build, path: driveProgram(build, kernel) })),
    ...(xs ? { xs: kernelOnXs(kernel.root) } : {}),
  };
}

export class Equality {
  readonly counts: Counts = { lives: 0, samples: 0, blocks: 0, strides: 0, states: 0 };
  private readonly notes: Notes;
  /** What lives are noted, and where each begins. */
  private lives: { readonly name: string; readonly from: number }[] = [];

  constructor(private readonly forms: Forms) {
    this.notes = new Notes(compiledHash(forms.hash));
  }

  /** A recording through the whole shoe. @throws Error with the first difference, of this life or one before */
  replayed(source: TraceSource, options: ReplayOptions = {}): void {
    this.begin(source.name);
    this.notes.effort = this.lives.length % 2 === 0 ? INTERPRETED_EFFORT : NATIVE_EFFORT;
    replay(source, { ...options, kernel: this.notes.maker });
    this.end();
  }

  /** Blocks that no foot makes. @throws as `replayed` */
  adversarial(seed: number, samples: number): void {
    this.begin(`seed ${seed}`);
    this.notes.effort = EFFORTS[seed % EFFORTS.length];
    new Adversary(seed).live(this.notes.maker, samples);
    this.end();
  }

  /** Compares what was not compared yet. To be called after the last life. @throws as `replayed` */
  finish(): void {
    const { notes, forms } = this;
    const expected = notes.hashes;
    for (const { build, path } of forms.programs)
      this.refuse(build.name, firstDifference(expected, drive(build, path, notes.calls)));
    if (forms.xs !== undefined) this.refuse('XS', driveOnXs(forms.xs, notes.calls, expected));
    this.counts.samples = notes.samples;
    this.counts.blocks = notes.blocks;
    this.counts.strides = notes.strides;
    this.counts.lives += this.lives.length;
    this.counts.states += expected.length;
    this.lives = [];
    notes.clear();
  }

  private begin(name: string): void {
    this.lives.push({ name, from: this.notes.count });
  }

  private end(): void {
    if (this.notes.calls.length >= BATCH_BYTES) this.finish();
  }

  private refuse(form: string, at: number): void {
    if (at < 0) return;
    const life = this.lives.findLast(({ from }) => from <= at);
    throw new Error(
      `${life?.name}: ${form} differs from TypeScript in Node after call ${at - (life?.from ?? 0)}`,
    );
  }
}
