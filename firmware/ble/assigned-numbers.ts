/**
 * Numbers the Bluetooth SIG has assigned, and the one UUID of our own. SIG names.
 * Source: Bluetooth Assigned Numbers, sections 2.3 (AD types), 2.6 (appearance), 3.4 (services), 3.8 (characteristics).
 */

/** Appearance: Running Walking Sensor, In-Shoe. */
export const APPEARANCE_IN_SHOE = 0x0441;

export const Service = Object.freeze({
  CurrentTime: '1805',
  DeviceInformation: '180a',
  Battery: '180f',
  RunningSpeedAndCadence: '1814',
});

export const Characteristic = Object.freeze({
  LocalTimeInformation: '2a0f',
  BatteryLevel: '2a19',
  ModelNumber: '2a24',
  SerialNumber: '2a25',
  FirmwareRevision: '2a26',
  HardwareRevision: '2a27',
  ManufacturerName: '2a29',
  CurrentTime: '2a2b',
  RscMeasurement: '2a53',
  RscFeature: '2a54',
  ScControlPoint: '2a55',
  SensorLocation: '2a5d',
  StepCounterActivitySummaryData: '2b40',
});

/** Types of advertising data structures. */
export const AdType = Object.freeze({
  Flags: 0x01,
  CompleteServices16: 0x03,
  ShortenedName: 0x08,
  CompleteName: 0x09,
  ServiceData16: 0x16,
  Appearance: 0x19,
  ServiceData128: 0x21,
});

/** Values of Sensor Location 0x2A5D this shoe knows. */
export const SensorLocation = Object.freeze({ TopOfShoe: 1, InShoe: 2 });

/** UUID under which the summary is advertised. Drawn at random (RFC 9562 version 4), so it needs no assignment. */
export const SUMMARY_UUID = 'f816400f-374b-48d3-aebc-5d91168400d8';
