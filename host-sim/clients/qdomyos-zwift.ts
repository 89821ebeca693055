import type { Client, Screen } from './screen';

/** Below it qdomyos-zwift takes a cadence for that of one leg (its pull request 4083). */
const PER_LEG_BELOW = 120;

/**
 * qdomyos-zwift. Behaviour after `strydrunpowersensor.cpp`, commit 006e1104: no look at the length but for the stride, which it
 * halves to show a step in whole centimetres, and keeps on the screen until another comes; a stride of 0 also sets ground contact
 * time and oscillation to 0. Distance is not read, but summed up from the speed.
 */
export class QdomyosZwift implements Client {
  readonly name = 'qdomyos-zwift';
  private step_cm: number | undefined;

  take(value: Uint8Array): Screen | undefined {
    if (value.length < 4) return undefined;
    const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
    if (value.length >= 6 && (view.getUint8(0) & 1) !== 0)
      this.step_cm = Math.trunc(view.getUint16(4, true) / 2);
    const cadence = view.getUint8(3);
    return {
      client: this.name,
      speed_mps: view.getUint16(1, true) / 256,
      cadence,
      footCadence_spm: cadence < PER_LEG_BELOW ? cadence : cadence / 2,
      strideLength_m: this.step_cm === undefined ? undefined : (2 * this.step_cm) / 100,
      distance_m: undefined,
      running: undefined,
    };
  }
}
