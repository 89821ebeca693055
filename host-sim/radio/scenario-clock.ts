/**
 * Lets simulated time pass event by event while programs written with promises run beside it: whenever something they may wait
 * for has settled, they get to go on before the next event. So what they do happens at one exact simulated time, every time.
 */
import type { VirtualClock } from '../board/clock';

/** Simulated time after which something awaited is taken for lost, us. */
const PATIENCE_us = 600_000_000;

export class ScenarioClock {
  private settled = false;
  /** Until then something is slept through, and nothing else has to come. */
  private asleepUntil_us = 0;

  constructor(readonly clock: VirtualClock) {}

  /** To be called when a promise was kept or broken by an event. */
  readonly settle = (): void => {
    this.settled = true;
  };

  /** Lets `ms` of simulated time pass, from within `run`. */
  sleep(ms: number): Promise<void> {
    const until_us = this.clock.now_us + Math.round(ms * 1000);
    this.asleepUntil_us = Math.max(this.asleepUntil_us, until_us);
    return new Promise((resolve) => {
      this.clock.at(until_us, () => {
        this.settle();
        resolve();
      });
    });
  }

  /**
   * Runs `scenario` to its end.
   * @throws what the scenario throws; Error when it awaits something that never comes
   */
  async run<T>(scenario: () => Promise<T>): Promise<T> {
    const { clock } = this;
    let over = false;
    const result = scenario().finally(() => (over = this.settled = true));
    // It is handled below; until then a failure must not count as unhandled.
    result.catch(() => undefined);
    await breath();
    let lastNews_us = clock.now_us;
    while (!over) {
      const next_us = clock.next_us;
      if (next_us === undefined) throw new Error('nothing happens any more, and the scenario still waits');
      if (next_us > this.asleepUntil_us && next_us - lastNews_us > PATIENCE_us)
        throw new Error('what the scenario awaits did not come');
      clock.runUntil(next_us);
      if (!this.settled) continue;
      this.settled = false;
      lastNews_us = clock.now_us;
      await breath();
    }
    return result;
  }
}

/** Lets all promises that are due go on. */
function breath(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
