import Analog from 'embedded:io/analog';
import { chargePercent, plausibleCell } from './charge';

export interface BatteryWiring {
  /** GPIO number of an input of ADC1. */
  readonly pin: number;
  /** Cell voltage over pin voltage. */
  readonly divider: number;
}

/** Full scale of a calibrated reading at 12 dB (kAttenuationTable in the SDK's modules/io/analog/esp32/_analog.c). */
const FULL_SCALE_mV = 2450;

/** Conversions averaged: single ones scatter. Our choice. */
const CONVERSIONS = 16;

/** The cell's charge, from its voltage at a divider. */
export class CellGauge {
  private readonly analog: Analog;
  private readonly mVPerCount: number;
  private readonly log: (sentence: string) => void;
  private told = false;

  constructor(wiring: BatteryWiring, log: (sentence: string) => void) {
    this.analog = new Analog({ pin: wiring.pin, esp32: { attenuation: 12 } });
    this.mVPerCount = (wiring.divider * FULL_SCALE_mV) / ((1 << this.analog.resolution) - 1);
    this.log = log;
  }

  /** 0 to 100; 0 as well, and one sentence to the log, while the voltage is none a cell can have. */
  percent(): number {
    const cell_mV = this.measure_mV();
    if (plausibleCell(cell_mV)) return chargePercent(cell_mV);
    if (!this.told) this.log(`battery: ${cell_mV | 0} mV is no cell's voltage; is the divider there?`);
    this.told = true;
    return 0;
  }

  private measure_mV(): number {
    let sum = 0;
    let conversions = 0;
    for (let i = 0; i < CONVERSIONS; i++) {
      const count = this.analog.read();
      if (count === undefined) continue;
      sum += count;
      conversions++;
    }
    return conversions === 0 ? 0 : (this.mVPerCount * sum) / conversions;
  }
}
