/** A thread of a sweep: some variants in, their scores out, until it is stopped. */
import { parentPort, workerData } from 'node:worker_threads';
import { KernelModules } from './modules';
import { scoreVariants, type Variant, type VariantScores } from './scores';
import type { SweepTarget } from './targets';

/** What every thread is given at its start. */
export interface SweepData {
  readonly targets: readonly SweepTarget[];
  readonly accelOnly: boolean;
}

export interface SweepJob {
  readonly variants: readonly Variant[];
}

export type SweepAnswer = { variants: VariantScores[]; failures: string[] } | { error: string };

function run({ variants }: SweepJob, modules: KernelModules, { targets, accelOnly }: SweepData): SweepAnswer {
  try {
    return scoreVariants(modules, variants, targets, accelOnly);
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

if (parentPort) {
  const port = parentPort;
  const modules = new KernelModules();
  port.on('message', (job: SweepJob) => port.postMessage(run(job, modules, workerData as SweepData)));
}
