/**
 * SC Control Point 0x2A55: the bytes of its requests and responses.
 * Source: Bluetooth SIG, Running Speed and Cadence Service 1.0, section 3.4, and its ATT application errors.
 */

export const ScOpCode = Object.freeze({
  SetCumulativeValue: 1,
  StartSensorCalibration: 2,
  UpdateSensorLocation: 3,
  RequestSupportedSensorLocations: 4,
  Response: 0x10,
});

export const ScResult = Object.freeze({
  Success: 1,
  OpCodeNotSupported: 2,
  InvalidParameter: 3,
  OperationFailed: 4,
});

/** ATT errors of this service. The common profile errors 0xFE and 0xFD came later and are not what its clients know. */
export const ScError = Object.freeze({
  ProcedureAlreadyInProgress: 0x80,
  CccdImproperlyConfigured: 0x81,
});

/** The 17 sensor locations assigned (0 to 16) after the three bytes every response has; fits the least ATT MTU. */
export const SC_RESPONSE_MAXIMUM_LENGTH = 20;

/** Bytes of a request, op code included. */
export const SC_SET_CUMULATIVE_VALUE_LENGTH = 5;
export const SC_UPDATE_SENSOR_LOCATION_LENGTH = 2;
export const SC_NO_PARAMETER_LENGTH = 1;

/** The parameter of a whole Set Cumulative Value request: the new total distance, 0.1 m, 0 to 2^32 - 1. */
export function cumulativeValue(request: Uint8Array): number {
  return (request[1] | (request[2] << 8) | (request[3] << 16) | (request[4] << 24)) >>> 0;
}

/** Writes a response without parameters from the start of `into` and returns its length. */
export function encodeScResponse(opCode: number, result: number, into: Uint8Array): number {
  into[0] = ScOpCode.Response;
  into[1] = opCode;
  into[2] = result;
  return 3;
}

/** As `encodeScResponse`, for a successful request for the supported locations (at most 17). */
export function encodeScLocations(locations: readonly number[], into: Uint8Array): number {
  let length = encodeScResponse(ScOpCode.RequestSupportedSensorLocations, ScResult.Success, into);
  for (let i = 0; i < locations.length && length < SC_RESPONSE_MAXIMUM_LENGTH; i++)
    into[length++] = locations[i];
  return length;
}
