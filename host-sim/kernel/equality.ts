/** Is the kernel the same in all of its forms? Calls are made interpreted and noted; each native build is given the same ones. */
import { translate, KERNEL } from '../../native/outputs';
import type { ClassDef, Program } from '../../native/ir';
import { replay } from '../engines/node';
import type { ReplayOptions } from '../engines/replay';
import type { TraceSource } from '../traces/source';
import { Adversary } from './adversary';
import { Notes } from './calls';
import { drive, driveProgram, firstDifference, type Build } from './programs';

export interface Counts {
  lives: number;
  samples: number;
  blocks: number;
  strides: number;
  /** States that were compared, with each build. */
  states: number;
}

export class Equality {
  readonly counts: Counts = { lives: 0, samples: 0, blocks: 0, strides: 0, states: 0 };
  private readonly programs: { build: Build; program: string }[];
  private readonly root: ClassDef;

  /** @throws ToolsMissing, Error when a build fails */
  constructor(builds: readonly Build[], kernel: Program = translate(KERNEL).program) {
    this.root = kernel.root;
    this.programs = builds.map((build) => ({ build, program: driveProgram(build, kernel) }));
  }

  /** A recording through the whole shoe. @throws Error with the first difference */
  replayed(source: TraceSource, options: ReplayOptions = {}): void {
    const notes = new Notes(this.root);
    replay(source, { ...options, kernel: notes.maker });
    this.compare(notes, source.name);
  }

  /** Blocks that no foot makes. @throws Error with the first difference */
  adversarial(seed: number, samples: number): void {
    const notes = new Notes(this.root);
    new Adversary(seed).live(notes.maker, samples);
    this.compare(notes, `seed ${seed}`);
  }

  private compare(notes: Notes, what: string): void {
    const expected = notes.hashes;
    for (const { build, program } of this.programs) {
      const at = firstDifference(expected, drive(build, program, notes.calls));
      if (at >= 0) throw new Error(`${what}: ${build.name} differs from TypeScript after call ${at}`);
    }
    this.counts.lives++;
    this.counts.samples += notes.samples;
    this.counts.blocks += notes.blocks;
    this.counts.strides += notes.strides;
    this.counts.states += expected.length;
  }
}
