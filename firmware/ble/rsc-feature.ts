/**
 * RSC Feature 0x2A54: what the sensor can do.
 * Source: Bluetooth SIG, Running Speed and Cadence Service 1.0, section 3.2.
 */
import { putUint16 } from './bytes';

export const RSC_FEATURE_LENGTH = 2;

export const RscFeature = Object.freeze({
  InstantaneousStrideLength: 0x01,
  TotalDistance: 0x02,
  WalkingOrRunningStatus: 0x04,
  CalibrationProcedure: 0x08,
  MultipleSensorLocations: 0x10,
});

/** Writes or-ed `RscFeature` bits from the start of `into` and returns the length. */
export function encodeRscFeature(features: number, into: Uint8Array): number {
  putUint16(into, 0, features);
  return RSC_FEATURE_LENGTH;
}
