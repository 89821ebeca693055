import Analog from 'embedded:io/analog';
import type { Cell } from '../power/gauge';
import type { CellWiring } from './boards/board';

/** Full scale of a calibrated reading at 12 dB (kAttenuationTable in the SDK's modules/io/analog/esp32/_analog.c). */
const FULL_SCALE_mV = 2450;

/** Conversions averaged: single ones scatter. Our choice. */
const CONVERSIONS = 16;

/** The cell's voltage, at a divider. */
export class DeviceCell implements Cell {
  readonly resistance_mOhm: number;
  readonly load_mA: number;
  readonly charge_mA: number;
  private readonly analog: Analog;
  private readonly mVPerCount: number;

  constructor(wiring: CellWiring) {
    this.resistance_mOhm = wiring.resistance_mOhm;
    this.load_mA = wiring.load_mA;
    this.charge_mA = wiring.charge_mA;
    this.analog = new Analog({ pin: wiring.pin, esp32: { attenuation: 12 } });
    this.mVPerCount = (wiring.divider * FULL_SCALE_mV) / ((1 << this.analog.resolution) - 1);
  }

  read_mV(): number {
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
