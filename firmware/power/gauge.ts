/**
 * The cell's charge by its voltage: what the load and the charger do to the voltage is taken out, scatter is smoothed, and the
 * figure shown does not go up and down with it.
 */
import { chargePercent, plausibleCell } from './charge';

/** The cell of a board, as the gauge sees it. */
export interface Cell {
  /** At the terminals, mV, now; 0 when it cannot be measured. */
  read_mV(): number;
  /** Of the cell with its protection, mOhm. */
  readonly resistance_mOhm: number;
  /** Drawn while it is measured, mA: the chip runs then. */
  readonly load_mA: number;
  /** What the charger gives, mA. */
  readonly charge_mA: number;
}

/** Weight of a new reading, 1/8: at one every ten seconds a step is taken up in two minutes. Our choice. */
const SMOOTHING = 8;
/** The figure falls by one point a reading at most, so that no single reading makes a drop. */
const FALL_MOST = 1;
/**
 * Off the charger the figure rises only when it is this much too low for two minutes: a cell that recovers in the warmth. Between 20 and 40
 * percent of charge the curve is so flat that 5 mV make 6 points.
 */
const RISE_LEAST = 6;
const RISE_READINGS = 12;
/** Below: runs are no longer safe to finish. Curve: 3.52 V, above the drop-out of a 3.3 V regulator with some reserve. */
const EMPTY_PERCENT = 3;
/** A cell that was empty is good for a while again. */
const RECOVERED_PERCENT = 8;
/** No figure yet. */
const UNKNOWN = 255;

export class BatteryGauge {
  private readonly cell: Cell;
  private readonly log: ((sentence: string) => void) | undefined;
  /** Open-circuit voltage, smoothed; 0 before the first reading. */
  private smoothed_mV = 0;
  private shown = UNKNOWN;
  private charging = false;
  private rising = 0;
  private told = false;

  constructor(cell: Cell, log?: (sentence: string) => void) {
    this.cell = cell;
    this.log = log;
  }

  /** 0 to 100; 0 while the voltage is none a cell can have. */
  percent(): number {
    return this.shown === UNKNOWN ? 0 : this.shown;
  }

  /** A reading has been had: the divider is there. */
  get known(): boolean {
    return this.shown !== UNKNOWN;
  }

  /** The shoe has to stop while it can still do so in order. Never while the voltage is not known. */
  get empty(): boolean {
    return this.known && this.shown < EMPTY_PERCENT;
  }

  /** A cell that was empty can be used again. */
  get recovered(): boolean {
    return this.known && this.shown >= RECOVERED_PERCENT;
  }

  /** What was shown before a reset: the figure goes on from there. @param percent 0 to 100; else nothing is known */
  restore(percent: number): void {
    if (percent <= 100) this.shown = percent;
  }

  /** Takes a reading. To be called every ten seconds or so. */
  update(charging: boolean): void {
    const { cell } = this;
    const terminal_mV = cell.read_mV();
    if (!plausibleCell(terminal_mV)) {
      if (!this.told)
        this.log?.(`battery: ${terminal_mV | 0} mV is no cell's voltage; is the divider there?`);
      this.told = true;
      return;
    }
    if (charging !== this.charging) this.begin(charging);
    const current_mA = charging ? cell.load_mA - cell.charge_mA : cell.load_mA;
    const open_mV = terminal_mV + (current_mA * cell.resistance_mOhm) / 1000;
    const first = this.smoothed_mV === 0;
    this.smoothed_mV = first ? open_mV : this.smoothed_mV + (open_mV - this.smoothed_mV) / SMOOTHING;
    this.show(chargePercent(this.smoothed_mV), charging, first);
  }

  /** The charger has come or gone: readings from before say nothing more, and off the charger the truth counts at once. */
  private begin(charging: boolean): void {
    this.charging = charging;
    this.smoothed_mV = 0;
    if (!charging) this.shown = UNKNOWN;
  }

  private show(percent: number, charging: boolean, first: boolean): void {
    const { shown } = this;
    const rises = percent >= shown + RISE_LEAST;
    this.rising = rises ? this.rising + 1 : 0;
    if (shown === UNKNOWN || (charging && percent > shown)) this.shown = percent;
    else if (rises && (first || this.rising >= RISE_READINGS)) this.shown = percent;
    else if (!charging && percent < shown)
      this.shown = first || percent > shown - FALL_MOST ? percent : shown - FALL_MOST;
  }
}
