import type { Client, Screen } from './screen';

/**
 * OpenTracks (Android). Behaviour after `BluetoothHandlerRunningSpeedAndCadence.java`, commit 333bc6f3: reads field by field as
 * far as the value goes; takes cadence for that of the foot, and halves it only for sensors named "TICKR X".
 */
export class OpenTracks implements Client {
  readonly name = 'OpenTracks';

  constructor(private readonly sensorName: string) {}

  take(value: Uint8Array): Screen | undefined {
    if (value.length < 4) return undefined;
    const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
    const flags = view.getUint8(0);
    const doubled = this.sensorName.startsWith('TICKR X');
    const cadence = view.getUint8(3) / (doubled ? 2 : 1);
    let at = 4;
    let strideLength_m: number | undefined;
    if ((flags & 1) !== 0 && value.length - at >= 2) {
      strideLength_m = view.getUint16(at, true) / 100;
      at += 2;
    }
    const hasDistance = (flags & 2) !== 0 && value.length - at >= 4;
    return {
      client: this.name,
      speed_mps: view.getUint16(1, true) / 256,
      cadence,
      footCadence_spm: cadence,
      strideLength_m,
      distance_m: hasDistance ? view.getUint32(at, true) / 10 : undefined,
      // Its mask for the run bit takes the wrong bits, and the result is not used.
      running: undefined,
    };
  }
}
