/** What each entry of the board into the firmware cost: the file the host program writes. */
import { Entry } from './crossing';

/** As `Cost` in native/seam.c: 32-bit integers. */
const PHASE_FIELDS = 24;
const FIELDS = 8 + 2 * PHASE_FIELDS;

export interface EntryCost {
  readonly time_s: number;
  readonly kind: number;
  /** RV32 instructions on the bare machine, operations of the interpreter else; the board's own work is not counted. */
  readonly work: number;
  readonly strides: number;
  readonly notifications: number;
  /** Programs of the record's flash. */
  readonly programs: number;
  /** Samples of the accelerometer that were read out of the FIFO: frames, but at 416 Hz, where two make one. */
  readonly frames: number;
  readonly collections: number;
  /** Work by phase (phases.ts). */
  readonly phases: readonly number[];
  /** The longest work of each phase that neither another phase nor the board interrupted. */
  readonly longest: readonly number[];
}

export class EntryCosts {
  readonly entries: readonly EntryCost[];

  constructor(bytes: Uint8Array) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const entries: EntryCost[] = [];
    for (let at = 0; at + FIELDS * 4 <= bytes.length; at += FIELDS * 4) {
      const field = (i: number) => view.getUint32(at + 4 * i, true);
      entries.push({
        time_s: field(0) / 1000,
        kind: field(1),
        work: field(2),
        strides: field(3),
        notifications: field(4),
        programs: field(5),
        frames: field(6),
        collections: field(7),
        phases: Array.from({ length: PHASE_FIELDS }, (_, phase) => field(8 + phase)),
        longest: Array.from({ length: PHASE_FIELDS }, (_, phase) => field(8 + PHASE_FIELDS + phase)),
      });
    }
    this.entries = entries;
  }

  /** Interrupts that brought frames. */
  blocks(from_s = 0, to_s = Infinity): EntryCost[] {
    return this.entries.filter(
      ({ kind, frames, time_s }) =>
        kind === Entry.Interrupt && frames > 0 && time_s >= from_s && time_s < to_s,
    );
  }

  /**
   * As `blocks`, each with the timers that went on with it (stepdetect/setup.ts) as if it were one entry.
   * @param parted of the same transcript, with what such timers do by itself in `phases`
   */
  wholeBlocks(parted: EntryCosts, phases: readonly number[]): EntryCost[] {
    const blocks: EntryCost[] = [];
    this.entries.forEach((entry, i) => {
      if (entry.kind === Entry.Interrupt && entry.frames > 0) blocks.push(entry);
      const works = phases.some((phase) => parted.entries[i].phases[phase] > 0);
      if (entry.kind === Entry.Timer && works && blocks.length > 0)
        blocks.push(together(blocks.pop() ?? entry, entry));
    });
    return blocks;
  }
}

function together(block: EntryCost, timer: EntryCost): EntryCost {
  return {
    ...block,
    work: block.work + timer.work,
    strides: block.strides + timer.strides,
    notifications: block.notifications + timer.notifications,
    programs: block.programs + timer.programs,
    frames: block.frames + timer.frames,
    collections: block.collections + timer.collections,
    phases: block.phases.map((work, phase) => work + timer.phases[phase]),
    longest: block.longest.map((work, phase) => Math.max(work, timer.longest[phase])),
  };
}
