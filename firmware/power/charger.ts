/**
 * Is the shoe on its charger? The pin tells, but a wet shoe may pull it high: during a run the strides tell better, and in the
 * hall the time it lasts. A pin that is not believed is believed again after it was low.
 */

/** The pin has to stay as it is for so many looks, one a second. */
const STEADY_LOOKS = 3;
/** A foot that strides has no cable in its shoe. */
const STRIDES_ms = 3000;
/** A foot that has rested for so long may be without a shoe. */
const RESTED_ms = 60_000;
/** Every cell is full after so long (half its capacity an hour takes some three hours): the shoe need not stay awake for it. */
const CHARGED_ms = 12 * 3_600_000;

export class ChargerWatch {
  connected: boolean;
  private strode = false;
  private charged = false;
  private looks = 0;
  private since_ms = 0;
  private wasHigh = false;

  constructor(connected: boolean) {
    this.connected = connected;
  }

  /** To be called once a second. @param lastStride_ms when the last stride was counted */
  update(high: boolean, now_ms: number, lastStride_ms: number): void {
    const rest_ms = now_ms - lastStride_ms;
    if (!high) this.charged = false;
    else if (this.connected && now_ms - this.since_ms >= CHARGED_ms) this.charged = true;
    if (!high || rest_ms >= RESTED_ms) this.strode = false;
    else if (rest_ms < STRIDES_ms) this.strode = true;
    const level = high && !this.strode && !this.charged;
    this.looks = level === this.connected ? 0 : this.looks + 1;
    if (this.looks < STEADY_LOOKS) return;
    this.connected = level;
    this.since_ms = now_ms;
    this.looks = 0;
  }

  /** Has the foot rested for so long that a session may end because of the charger? */
  rests(now_ms: number, lastStride_ms: number): boolean {
    return now_ms - lastStride_ms >= RESTED_ms;
  }

  /** The shoe falls asleep, whatever the pin says. */
  fallAsleep(high: boolean): void {
    this.wasHigh = high;
  }

  /** While asleep: has the pin gone high? */
  comes(high: boolean): boolean {
    const comes = high && !this.wasHigh;
    this.wasHigh = high;
    return comes;
  }
}
