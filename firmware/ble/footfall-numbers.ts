/** Numbers of the Footfall service. docs/SPEC.md, 4. */

export const FOOTFALL_SERVICE = 'f8164000-374b-48d3-aebc-5d91168400d8';

export const FootfallCharacteristic = Object.freeze({
  Information: 'f8164001-374b-48d3-aebc-5d91168400d8',
  Dynamics: 'f8164002-374b-48d3-aebc-5d91168400d8',
  ControlPoint: 'f8164003-374b-48d3-aebc-5d91168400d8',
  Transfer: 'f8164004-374b-48d3-aebc-5d91168400d8',
});

export const PROTOCOL_MAJOR = 1;
export const PROTOCOL_MINOR = 1;

export const OpCode = Object.freeze({
  ListRuns: 0x10,
  ReadRun: 0x11,
  ReadObject: 0x12,
  AcknowledgeRun: 0x13,
  DeleteRuns: 0x14,
  Stop: 0x15,
  ListDays: 0x16,
  GetSetting: 0x20,
  SetSetting: 0x21,
  StartCalibration: 0x30,
  FinishCalibration: 0x31,
  CancelCalibration: 0x32,
  SpeedSample: 0x33,
  ResetCalibration: 0x34,
  CalibrationState: 0x35,
  BeginUpdate: 0x40,
  FinishUpdate: 0x41,
  ApplyUpdate: 0x42,
  CancelUpdate: 0x43,
  UpdateState: 0x44,
  Bonds: 0x50,
  ForgetThisPhone: 0x51,
  ForgetAllPhones: 0x52,
  PutAway: 0x60,
  Response: 0x80,
});

export const Result = Object.freeze({
  Success: 1,
  OpCodeNotSupported: 2,
  InvalidParameter: 3,
  OperationFailed: 4,
  NotBonded: 5,
  Busy: 6,
  NotFound: 7,
  NotComplete: 8,
  NotAvailable: 9,
  VersionRefused: 10,
  SignatureRefused: 11,
  WrongTarget: 12,
  NotAnImage: 13,
});

/** Objects that Read Object knows. */
export const StoredObject = Object.freeze({ Settings: 1, Diagnostics: 2, Advice: 3, Totals: 4 });

/** Bits of Information: what there is. */
export const Feature = Object.freeze({
  Dynamics: 1,
  History: 2,
  Settings: 4,
  Calibration: 8,
  Diagnostics: 16,
  Advice: 32,
  Update: 64,
});
