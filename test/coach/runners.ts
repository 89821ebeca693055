/** Synthetic runners, as exporters and coach take their runs: habits with chance around them, and faults put in on purpose. */
import { figuresOf } from '../../companion/coach/figures';
import type { Run, RunSample } from '../../companion/export/run';
import type { RunFigures } from '../../firmware/coach/figures';
import { Random } from '../../host-sim/traces/synth/random';

const PERIOD_ms = 8000;
/** 2026-10-01, local midnight in UTC. */
export const FIRST_DAY = 20_727;
const DAY_ms = 86_400_000;

export interface Habits {
  readonly speed_mps: number;
  /** Steps of both feet per minute at 3 m/s; by speed as in own-cadence.ts. */
  readonly cadence_spm: number;
  /** At 3 m/s. */
  readonly contact_ms: number;
  readonly leftShare: number;
}

export const HABITS: Habits = { speed_mps: 2.9, cadence_spm: 168, contact_ms: 255, leftShare: 0.502 };

/** What is wrong with one run. */
export interface Faults {
  readonly minutes?: number;
  readonly speed_mps?: number;
  /** Steps per minute fewer than by habit. */
  readonly fewer_spm?: number;
  /** Contact time gained from beginning to end, as a share. */
  readonly drift?: number;
  /** Speed gained from beginning to end, m/s. */
  readonly faster_mps?: number;
  readonly leftShare?: number;
  /** Only one shoe is there. */
  readonly oneShoe?: boolean;
  readonly kind?: Run['kind'];
  readonly undated?: boolean;
}

/** Chance: from run to run, and from sample to sample. */
const CADENCE_RUN_spm = 1.2;
const CONTACT_RUN_ms = 3;
const SPEED_RUN_mps = 0.12;
const SPEED_SAMPLE_mps = 0.12;
const CADENCE_SAMPLE_spm = 1.5;
const CONTACT_SAMPLE_ms = 5;
/** Contact time falls by so much for each m/s (255 ms at 3 m/s, 215 at 4). */
const CONTACT_BY_SPEED = -40;
/** Hills: slow waves of speed that contact and cadence follow. */
const HILL_mps = 0.25;
const HILL_s = 420;

export class Runner {
  private readonly random: Random;

  constructor(
    seed: number,
    readonly habits: Habits = HABITS,
  ) {
    this.random = new Random(seed);
  }

  /** A run of `day`, at noon. */
  run(day: number, faults: Faults = {}): Run {
    const { habits } = this;
    const minutes = faults.minutes ?? 45;
    const elapsed_ms = minutes * 60_000;
    const cadence = habits.cadence_spm + this.chance(CADENCE_RUN_spm) - (faults.fewer_spm ?? 0);
    const contact = habits.contact_ms + this.chance(CONTACT_RUN_ms);
    const speed = (faults.speed_mps ?? habits.speed_mps) + this.chance(SPEED_RUN_mps);
    const share = faults.leftShare ?? habits.leftShare + this.chance(0.002);
    const samples: RunSample[] = [];
    let distance_m = 0;
    for (let at_ms = 0; at_ms < elapsed_ms; at_ms += PERIOD_ms) {
      const part = at_ms / elapsed_ms;
      const hill = HILL_mps * Math.sin((2 * Math.PI * at_ms) / (1000 * HILL_s));
      const now = speed + hill + (faults.faster_mps ?? 0) * part + this.chance(SPEED_SAMPLE_mps);
      const mean = (contact + CONTACT_BY_SPEED * (now - 3)) * (1 + (faults.drift ?? 0) * part);
      const contact_ms = mean + this.chance(CONTACT_SAMPLE_ms);
      distance_m += (now * PERIOD_ms) / 1000;
      samples.push({
        at_ms,
        duration_ms: PERIOD_ms,
        distance_m,
        running: faults.kind !== 'walk',
        speed_mps: now,
        cadence_spm: cadence + 5.6 * (now - 3) + this.chance(CADENCE_SAMPLE_spm),
        contact_ms,
        ...(faults.oneShoe !== true && {
          contactLeft_ms: 2 * contact_ms * share,
          contactRight_ms: 2 * contact_ms * (1 - share),
        }),
      });
    }
    return {
      kind: faults.kind ?? 'run',
      start_ms: faults.undated ? undefined : day * DAY_ms + DAY_ms / 2,
      zone_min: 0,
      elapsed_ms,
      moving_ms: elapsed_ms,
      distance_m,
      steps: Math.round((cadence * elapsed_ms) / 60_000),
      foot: faults.oneShoe ? 'left' : 'both',
      samples,
      splits: [],
      pauses: [],
    };
  }

  /** Figures of a run; the number of the run is its day. */
  figures(day: number, faults?: Faults): RunFigures {
    return figuresOf(this.run(day, faults), day, 1);
  }

  /** Weeks of running on three days each, of lengths that differ. */
  history(weeks: number, faults?: (day: number) => Faults): RunFigures[] {
    const runs: RunFigures[] = [];
    for (let week = 0; week < weeks; week++)
      for (const [weekday, minutes] of [
        [1, 40],
        [3, 30],
        [6, 70],
      ]) {
        const day = FIRST_DAY + 7 * week + weekday;
        runs.push(this.figures(day, { minutes, ...faults?.(day) }));
      }
    return runs;
  }

  /** Normal, of that standard deviation. */
  private chance(deviation: number): number {
    return deviation * this.random.normal();
  }
}
