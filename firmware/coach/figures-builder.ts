import type { RunFigures } from './figures';
import { LeastSquares } from './least-squares';

/** The first minutes change for other reasons than tiredness: our choice. */
const WARM_UP_s = 300;
/** A spread of speed below this is a treadmill, or the same as one. */
const STEADY_mps = 0.05;
/** Contact times of neighbouring samples resemble each other: a correlation of 0.6 doubles the error of a slope. */
const ERROR_FACTOR = 2;

/** Makes the figures of a run from its samples, one after the other. Allocates nothing after construction. */
export class FiguresBuilder {
  private running_s = 0;
  private speedTime_s = 0;
  private way_m = 0;
  private cadenceTime_s = 0;
  private steps = 0;
  private contactTime_s = 0;
  private contacts = 0;
  private readonly drift = new LeastSquares();

  begin(): void {
    this.running_s = 0;
    this.speedTime_s = 0;
    this.way_m = 0;
    this.cadenceTime_s = 0;
    this.steps = 0;
    this.contactTime_s = 0;
    this.contacts = 0;
    this.drift.clear();
  }

  /**
   * Takes a sample: means over a few seconds. 0 for what is not known.
   * @param at_s since the start of the run
   */
  add(
    at_s: number,
    duration_s: number,
    running: boolean,
    speed_mps: number,
    cadence_spm: number,
    contact_ms: number,
  ): void {
    if (!running) return;
    this.running_s += duration_s;
    if (speed_mps > 0) {
      this.speedTime_s += duration_s;
      this.way_m += speed_mps * duration_s;
    }
    if (cadence_spm > 0) {
      this.cadenceTime_s += duration_s;
      this.steps += cadence_spm * duration_s;
    }
    if (contact_ms > 0) {
      this.contactTime_s += duration_s;
      this.contacts += contact_ms * duration_s;
      if (speed_mps > 0 && at_s >= WARM_UP_s) this.drift.add(speed_mps, at_s, contact_ms);
    }
  }

  /** Fills in the means and the drift. Who the run is of, when it was and how far are the caller's. */
  finish(figures: RunFigures): void {
    const drift = this.drift;
    figures.running_s = this.running_s;
    figures.speed_mps = this.speedTime_s > 0 ? this.way_m / this.speedTime_s : 0;
    figures.cadence_spm = this.cadenceTime_s > 0 ? this.steps / this.cadenceTime_s : 0;
    figures.contact_ms = this.contactTime_s > 0 ? this.contacts / this.contactTime_s : 0;
    figures.contactFirst_ms = 0;
    figures.contactLast_ms = 0;
    figures.driftErrors = 0;
    figures.driftMinutes = 0;
    if (!drift.solve(STEADY_mps)) return;
    figures.contactFirst_ms = drift.meanY + drift.slope * (drift.firstT - drift.meanT);
    figures.contactLast_ms = drift.meanY + drift.slope * (drift.lastT - drift.meanT);
    figures.driftMinutes = (drift.lastT - drift.firstT) / 60;
    const error = ERROR_FACTOR * drift.error;
    figures.driftErrors = error > 0 ? drift.slope / error : 0;
  }
}
