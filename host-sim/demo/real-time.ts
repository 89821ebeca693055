/** Lets simulated time follow the wall clock. */

/** From one look at the wall clock to the next, ms: shorter than what a phone notices. */
const STEP_ms = 20;
/** A host that was suspended does not catch up for longer than this, us. */
const CATCH_UP_us = 5_000_000;

/**
 * @param advance lets so many microseconds of simulated time pass
 * @param speed simulated seconds in a second
 * @returns what ends it
 */
export function followWallClock(advance: (us: number) => void, speed = 1): () => void {
  let looked_ms = performance.now();
  const timer = setInterval(() => {
    const now_ms = performance.now();
    const passed_us = Math.min((now_ms - looked_ms) * 1000 * speed, CATCH_UP_us);
    looked_ms = now_ms;
    advance(Math.round(passed_us));
  }, STEP_ms);
  return () => clearInterval(timer);
}
