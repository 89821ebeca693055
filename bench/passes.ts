/** The kernel pass by pass: translated, written by hand in C, and interpreted on XS (part of `npm run bench:rv32`). */
import { runRv32 } from '../host-sim/engines/rv32/run';
import { NATIVE_EFFORT } from '../firmware/stepdetect/setup';
import { PASSES } from '../host-sim/engines/xs/passes';
import { Notes } from '../host-sim/kernel/calls';
import { countPasses, passBytes, type Counted } from '../host-sim/kernel/hand-cost';
import { stateHash } from '../host-sim/kernel/state-hash';
import { KERNEL, translate } from '../native/outputs';

/** Phase 0 of a run by passes is all beside the kernel. */
const FIRST_PHASE = 1;
const RATIO_MOST = 1.3;

/** Notes the calls of a replay with the native kernel, and tells what each form of the kernel takes for them. */
export class PassTable {
  private readonly kernel = translate(KERNEL).program;
  private readonly notes = new Notes(stateHash(this.kernel.root), NATIVE_EFFORT);
  /** For the replay. */
  readonly maker = this.notes.maker;

  /**
   * Prints the table. Each form is given the noted calls, and has the state of the TypeScript after each.
   * @param transcript of the same recording with the interpreted kernel
   * @param call instructions per sample of the call from XS, the kernel's own in it
   */
  print(transcript: Uint8Array, call: number): void {
    const { calls, hashes, samples } = this.notes;
    const [whole, native, hand] = (['whole', 'native', 'hand'] as const).map((form) =>
      countPasses(form, this.kernel, calls, hashes),
    );
    const interpreted = interpretedPasses(transcript);
    const bytes = { native: passBytes('native'), hand: passBytes('hand') };
    const per = (work: number) => work / samples;

    console.log(
      `\nthe kernel pass by pass, per sample; ${this.notes.count} calls, after each the state of the TypeScript:`,
    );
    line('', ['translated', 'by hand', 'ratio', 'XS', 'bytes', 'by hand']);
    PASSES.forEach(({ name }, i) => {
      const [n, h] = [native, hand].map(({ passes }) => per(passes[i + 1].work));
      const figures = [...ratio(n, h), figure(interpreted[i + 1])];
      line(`  ${name}`, [...figures, figure(bytes.native.each[i]), figure(bytes.hand.each[i])]);
    });
    const [n, h] = [native, hand].map((counted) => per(ofPasses(counted)));
    const all = interpreted.reduce((total, each) => total + each, 0);
    line('  these together', [
      ...ratio(n, h),
      figure(all - interpreted[0]),
      ...[bytes.native.all, bytes.hand.all].map((each) => figure(each)),
    ]);
    line('  the rest: decisions', [figure(per(native.passes[0].work), 1), '', '', figure(interpreted[0])]);
    const total = per(whole.passes[0].work);
    line('  the kernel as the chip has it', [
      figure(total, 1),
      figure(total - n + h, 1),
      (total / (total - n + h)).toFixed(2),
      figure(all),
    ]);
    console.log(
      `  the passes are ${((n / total) * 100).toFixed(1)} % of it; target: at most ${RATIO_MOST} of C by hand, ${(n / h).toFixed(2)}`,
    );
    line('  the call of a block from XS, beside it', [figure(call - total, 1)]);
    line('  both', [figure(call, 1)]);
    line('  longest block, without the call', [figure(whole.longest), figure(hand.longest)]);
  }
}

/** Instructions per sample: of the decisions, then of each pass. */
function interpretedPasses(transcript: Uint8Array): number[] {
  const { costs } = runRv32(transcript, { phases: 'passes' });
  const frames = costs.blocks().reduce((total, block) => total + block.frames, 0);
  // Strides are worked on in timers too: all entries count.
  return [undefined, ...PASSES].map(
    (_, i) => costs.entries.reduce((total, { phases }) => total + phases[FIRST_PHASE + i], 0) / frames,
  );
}

function ofPasses({ passes }: Counted): number {
  return passes.slice(1).reduce((total, { work }) => total + work, 0);
}

function ratio(native: number, hand: number): string[] {
  return [figure(native, 1), figure(hand, 1), native === 0 ? '' : (native / hand).toFixed(2)];
}

function figure(value: number, digits = 0): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function line(what: string, figures: readonly string[]): void {
  console.log(`${what.padEnd(42)}${figures.map((text) => text.padStart(11)).join('')}`);
}
