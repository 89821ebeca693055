import type { Client, Screen } from './screen';

/**
 * Nordic's Android BLE Common Library (nRF Toolbox and others). Behaviour after
 * `RunningSpeedAndCadenceMeasurementDataCallback`, commit c078e25: a value shorter than its flags ask for is invalid as a whole;
 * distance is handed on in the unit of the specification.
 */
export class Nordic implements Client {
  readonly name = 'Nordic Android library';

  take(value: Uint8Array): Screen | undefined {
    if (value.length < 4) return undefined;
    const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
    const flags = view.getUint8(0);
    const hasStride = (flags & 1) !== 0;
    const hasDistance = (flags & 2) !== 0;
    if (value.length < 4 + (hasStride ? 2 : 0) + (hasDistance ? 4 : 0)) return undefined;
    return {
      client: this.name,
      speed_mps: view.getUint16(1, true) / 256,
      cadence: view.getUint8(3),
      footCadence_spm: view.getUint8(3),
      strideLength_m: hasStride ? view.getUint16(4, true) / 100 : undefined,
      distance_m: hasDistance ? view.getUint32(hasStride ? 6 : 4, true) / 10 : undefined,
      running: (flags & 4) !== 0,
    };
  }
}
