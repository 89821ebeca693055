/**
 * The cadence a runner has at a speed, from the runs before: the runner's own level on a line whose slope is published.
 *
 * Cadence rises with speed by 5.6 steps/min for each m/s within a runner, and does not otherwise change over a race (Burns,
 * Zendler & Zernicke 2019, J Appl Physiol 126:462, 20 runners over 100 km). A slope from a handful of a runner's own runs,
 * all at much the same speed, would be worse.
 */
import type { RunFigures, RunsBefore } from './figures';

export const CADENCE_BY_SPEED = 5.6;
/** Under Armour's coach says nothing before 9 minutes or 1.6 km (docs/COACH.md). */
export const TIP_AFTER_s = 540;
/** Fewer runs are no habit: our choice. */
const RUNS_LEAST = 5;
/** Further from the speeds the runner is known at, the line is a guess: our choice. */
const SPEED_APART_mps = 1;

/** Is there enough of a run to speak of its cadence? */
export function tellsCadence(run: Readonly<RunFigures>): boolean {
  return run.isRun && run.running_s >= TIP_AFTER_s && run.cadence_spm > 0 && run.speed_mps > 0;
}

/** Cadence less what speed adds: the same for a runner at any speed. */
export function levelOf(run: Readonly<RunFigures>): number {
  return run.cadence_spm - CADENCE_BY_SPEED * run.speed_mps;
}

export class OwnCadence {
  runs = 0;
  /** Standard deviation of the level from run to run, steps/min. */
  deviation_spm = 0;
  private level_spm = 0;
  private speed_mps = 0;

  /** Looks at the runs in this pair of shoes. */
  learn(before: RunsBefore, shoe: number): void {
    let n = 0;
    let mean = 0;
    let squares = 0;
    let speeds = 0;
    for (let i = 0; i < before.count; i++) {
      const run = before.at(i);
      if (run.shoe !== shoe || !tellsCadence(run)) continue;
      const difference = levelOf(run) - mean;
      mean += difference / ++n;
      squares += difference * (levelOf(run) - mean);
      speeds += run.speed_mps;
    }
    this.runs = n;
    this.level_spm = mean;
    this.speed_mps = n > 0 ? speeds / n : 0;
    this.deviation_spm = n > 1 ? Math.sqrt(squares / (n - 1)) : 0;
  }

  get known(): boolean {
    return this.runs >= RUNS_LEAST;
  }

  /** Steps of both feet per minute at a speed; 0 when it is not known there. */
  at(speed_mps: number): number {
    const apart = speed_mps - this.speed_mps;
    if (!this.known || !(speed_mps > 0) || apart > SPEED_APART_mps || apart < -SPEED_APART_mps) return 0;
    return this.level_spm + CADENCE_BY_SPEED * speed_mps;
  }
}
