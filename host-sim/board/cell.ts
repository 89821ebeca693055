/** A lithium polymer cell: charge goes in and out, and its terminals show a voltage that load and charger bend. */
import type { Cell } from '../../firmware/power/gauge';

/**
 * Open-circuit mV by percent of charge. Linux arch/arm64/boot/dts/sprd/sp9860g-1h10.dts (as the firmware has it), and the smart watch firmware
 * InfiniTime, BatteryController.cpp: another cell, for what the firmware makes of one it was not told of.
 */
export const CURVES = {
  sprd: [
    [0, 3400],
    [5, 3605],
    [10, 3680],
    [15, 3724],
    [20, 3752],
    [25, 3765],
    [30, 3770],
    [35, 3773],
    [40, 3777],
    [45, 3787],
    [50, 3805],
    [55, 3835],
    [60, 3864],
    [65, 3889],
    [70, 3917],
    [75, 3949],
    [80, 3983],
    [85, 4022],
    [90, 4066],
    [95, 4113],
    [100, 4185],
  ],
  infinitime: [
    [0, 3500],
    [3, 3616],
    [22, 3723],
    [48, 3776],
    [79, 3979],
    [100, 4180],
  ],
} as const;

export interface CellOptions {
  readonly capacity_mAh: number;
  /** Default 150, and the load and charger of the reference board. */
  readonly resistance_mOhm?: number;
  readonly load_mA?: number;
  readonly charge_mA?: number;
  /** 0 to 1. Default full. */
  readonly charge?: number;
  readonly curve?: keyof typeof CURVES;
  /** Scatter of a reading, mV, peak. Default 0. */
  readonly noise_mV?: number;
}

export class CellModel implements Cell {
  readonly resistance_mOhm: number;
  readonly load_mA: number;
  readonly charge_mA: number;
  readonly capacity_mAh: number;
  /** 0 to 1. */
  charge: number;
  /** The charger gives current. */
  charging = false;
  /** Nothing is wired to the pin that measures. */
  absent = false;
  private readonly curve: (typeof CURVES)[keyof typeof CURVES];
  private readonly noise_mV: number;
  private readings = 0;

  constructor(options: CellOptions) {
    this.capacity_mAh = options.capacity_mAh;
    this.resistance_mOhm = options.resistance_mOhm ?? 150;
    this.load_mA = options.load_mA ?? 28;
    this.charge_mA = options.charge_mA ?? 370;
    this.charge = options.charge ?? 1;
    this.curve = CURVES[options.curve ?? 'sprd'];
    this.noise_mV = options.noise_mV ?? 0;
  }

  get open_mV(): number {
    const percent = 100 * this.charge;
    const above = this.curve.findIndex(([at]) => at >= percent);
    if (above <= 0) return above === 0 ? this.curve[0][1] : this.curve[this.curve.length - 1][1];
    const [low, low_mV] = this.curve[above - 1];
    const [high, high_mV] = this.curve[above];
    return low_mV + ((high_mV - low_mV) * (percent - low)) / (high - low);
  }

  /** Takes out (or, below 0, puts in) charge, mAh. */
  draw(mAh: number): void {
    this.charge = Math.min(1, Math.max(0, this.charge - mAh / this.capacity_mAh));
  }

  read_mV(): number {
    if (this.absent) return 0;
    const current_mA = this.load_mA - (this.charging && this.charge < 1 ? this.charge_mA : 0);
    // Weyl's sequence: even scatter, the same in every run.
    const scatter = (((this.readings++ * 0.618034) % 1) - 0.5) * 2 * this.noise_mV;
    return this.open_mV - (current_mA * this.resistance_mOhm) / 1000 + scatter;
  }
}
