/** What the shoe is and has: Information, diagnostics, totals. docs/SPEC.md 4.2, 4.5, 4.8. */
import { FieldReader } from './bytes';

/** Major version of the protocol this client understands. */
export const PROTOCOL_MAJOR = 1;

export const Feature = Object.freeze({
  Dynamics: 1,
  History: 2,
  Settings: 4,
  Calibration: 8,
  Diagnostics: 16,
  Advice: 32,
  Update: 64,
});

export interface Information {
  readonly major: number;
  readonly minor: number;
  /** Bits of `Feature`. */
  readonly features: number;
  readonly encrypted: boolean;
  readonly bonded: boolean;
  readonly bondable: boolean;
  readonly busy: boolean;
  readonly window_bytes: number;
  readonly newestRun: number;
  readonly settingsChanges: number;
  readonly adviceChanges: number;
}

export function decodeInformation(value: Uint8Array): Information {
  const reader = new FieldReader(value);
  const [major, minor, features, link] = [reader.u8(), reader.u8(), reader.u16(), reader.u8()];
  return {
    major,
    minor,
    features,
    encrypted: (link & 1) !== 0,
    bonded: (link & 2) !== 0,
    bondable: (link & 4) !== 0,
    busy: (link & 8) !== 0,
    window_bytes: 256 * reader.u8(),
    newestRun: reader.u32(),
    settingsChanges: reader.u16(),
    adviceChanges: reader.u16(),
  };
}

export interface Diagnostics {
  readonly layout: number;
  readonly resetReason: number;
  readonly starts: number;
  readonly uptime_s: number;
  readonly uptimeBefore_s: number;
  readonly runWasOpen: boolean;
  readonly imuAnswers: boolean;
  readonly timeKnown: boolean;
  readonly recordFailed: boolean;
  readonly charging: boolean;
  readonly firmware: readonly number[];
  readonly battery_percent: number;
  readonly bonds: number;
  readonly framesOverwritten: number;
  readonly imuRestarts: number;
  readonly slotHeap: number;
  readonly chunkHeap: number;
  readonly sent: number;
  readonly refused: number;
  readonly connections: number;
  readonly refusedForBond: number;
  readonly streamed: number;
  readonly rewinds: number;
  readonly transfersCut: number;
}

export function decodeDiagnostics(object: Uint8Array): Diagnostics {
  const reader = new FieldReader(object);
  const head = {
    layout: reader.u8(),
    resetReason: reader.u8(),
    starts: reader.u32(),
    uptime_s: reader.u32(),
    uptimeBefore_s: reader.u32(),
  };
  const flags = reader.u8();
  return {
    ...head,
    runWasOpen: (flags & 1) !== 0,
    imuAnswers: (flags & 2) !== 0,
    timeKnown: (flags & 4) !== 0,
    recordFailed: (flags & 8) !== 0,
    charging: (flags & 16) !== 0,
    firmware: [reader.u8(), reader.u8(), reader.u8()],
    battery_percent: reader.u8(),
    bonds: reader.u8(),
    framesOverwritten: reader.u32(),
    imuRestarts: reader.u16(),
    slotHeap: reader.u32(),
    chunkHeap: reader.u32(),
    sent: reader.u32(),
    refused: reader.u32(),
    connections: reader.u16(),
    refusedForBond: reader.u16(),
    streamed: reader.u32(),
    rewinds: reader.u16(),
    transfersCut: reader.u16(),
  };
}

export interface Totals {
  /** Odometer, of this foot. */
  readonly strides: number;
  readonly distance_mm: number;
  /** Days with steps, newest last; `day` counts local days since 1970. */
  readonly days: readonly { readonly day: number; readonly strides: number; readonly distance_mm: number }[];
}

export function decodeTotals(object: Uint8Array): Totals {
  const reader = new FieldReader(object);
  const [strides, distance_mm] = [reader.u48(), reader.u48()];
  const days = [];
  while (reader.left >= 12)
    days.push({ day: reader.u16(), strides: reader.u32(), distance_mm: reader.u48() });
  return { strides, distance_mm, days: days.filter(({ day }) => day !== 0) };
}
