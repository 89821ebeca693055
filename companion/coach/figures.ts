/** What the rules of firmware/coach look at, out of a run as the page has it. */
import { RunFigures } from '../../firmware/coach/figures';
import { FiguresBuilder } from '../../firmware/coach/figures-builder';
import type { Run } from '../export/run';

const DAY_ms = 86_400_000;
const MINUTE_ms = 60_000;

/** Local day, days since 1970; 0 not known. */
export function dayOf(utc_ms: number | undefined, zone_min: number): number {
  return utc_ms === undefined ? 0 : Math.floor((utc_ms + zone_min * MINUTE_ms) / DAY_ms);
}

/**
 * @param id how the page numbers the run, up to 4,294,967,295: advice about it carries that
 * @param pair number of the pair of shoes
 */
export function figuresOf(run: Run, id: number, pair: number): RunFigures {
  const builder = new FiguresBuilder();
  builder.begin();
  for (const sample of run.samples)
    builder.add(
      sample.at_ms / 1000,
      sample.duration_ms / 1000,
      sample.running,
      sample.speed_mps ?? 0,
      sample.cadence_spm ?? 0,
      sample.contact_ms ?? 0,
    );
  const figures = new RunFigures();
  builder.finish(figures);
  figures.run = id;
  figures.shoe = pair;
  figures.day = dayOf(run.start_ms, run.zone_min);
  figures.isRun = run.kind === 'run';
  figures.distance_m = run.distance_m;
  figures.leftShare = leftShareOf(run);
  return figures;
}

/** Over the samples run in which both feet are known; 0 when that is less than half of them. */
function leftShareOf(run: Run): number {
  const running = run.samples.filter((sample) => sample.running);
  let left = 0;
  let both = 0;
  let known = 0;
  for (const { contactLeft_ms, contactRight_ms } of running) {
    if (contactLeft_ms === undefined || contactRight_ms === undefined) continue;
    known++;
    left += contactLeft_ms;
    both += contactLeft_ms + contactRight_ms;
  }
  return 2 * known > running.length && both > 0 ? left / both : 0;
}
