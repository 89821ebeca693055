/**
 * nRF Toolbox's running screen. Behaviour after its `RSCService`: it counts strides and adds up their lengths by a timer of its own
 * that runs at the cadence of the last measurement, and stops when a cadence of 0 comes. So a cadence of 0 must come when the
 * runner stops, and a doubled one would double the strides.
 */
export class NrfToolbox {
  strides = 0;
  distance_m = 0;
  private cadence = 0;
  private stride_m = 0;
  private next_ms: number | undefined;

  /** A measurement came, as the library below hands it on. */
  take(time_ms: number, cadence: number, stride_m: number | undefined): void {
    this.pass(time_ms);
    this.cadence = cadence;
    this.stride_m = stride_m ?? 0;
    if (this.next_ms === undefined && cadence > 0) this.next_ms = time_ms + 60_000 / cadence;
  }

  /** Time goes on to `time_ms`. */
  pass(time_ms: number): void {
    while (this.next_ms !== undefined && this.next_ms <= time_ms) {
      this.strides++;
      this.distance_m += this.stride_m;
      this.next_ms = this.cadence > 0 ? this.next_ms + 60_000 / this.cadence : undefined;
    }
  }
}
