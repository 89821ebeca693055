/** A shoe with its cell and charger, through days of standing and the runs between them. */
import { LivingShoe, type LivingShoeOptions } from '../../host-sim/engines/living-shoe';
import { ScriptedMotion } from '../../host-sim/board/scripted-motion';
import { synthesise } from '../../host-sim/traces/synth';

export const SECOND_ms = 1000;
export const MINUTE_ms = 60_000;
export const HOUR_ms = 3_600_000;
export const DAY_ms = 86_400_000;

export interface Living {
  readonly motion: ScriptedMotion;
  readonly it: LivingShoe;
  /** The foot runs from now on for `run_s`, and time passes until it stands again. */
  readonly run: (run_s: number) => void;
  /** As `run`, but no time passes. @returns its length with the standing around it, ms */
  readonly runs: (run_s: number) => number;
}

export function living(options: Partial<LivingShoeOptions> = {}): Living {
  const motion = new ScriptedMotion();
  const it = new LivingShoe({ motion, ...options });
  const runs = (run_s: number): number => {
    const source = synthesise({
      name: 'run',
      segments: [
        { kind: 'stand', duration_s: 2 },
        { kind: 'run', duration_s: run_s, speed_mps: 3 },
        { kind: 'stand', duration_s: 2 },
      ],
    });
    motion.add(it.clock.now_us + 1, source);
    return 1000 * (run_s + 4);
  };
  return { motion, it, runs, run: (run_s) => it.run(runs(run_s)) };
}
