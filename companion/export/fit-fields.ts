/**
 * Messages of a FIT file by name instead of by number: what is not known, or out of its field's range, becomes the field's
 * "invalid" value, which readers take for not there. So nothing wraps, and a single odd value costs only itself.
 * FIT SDK, "FIT Protocol": base types and their invalid values.
 */
import { FitBaseType, FitEncoder, type FitEncoderField } from 'fit-file-parser/encoder';

interface NumberType {
  readonly type: FitBaseType;
  readonly bytes: number;
  readonly least: number;
  readonly most: number;
  readonly invalid: number;
}

export const ENUM: NumberType = { type: FitBaseType.Enum, bytes: 1, least: 0, most: 0xfe, invalid: 0xff };
export const UINT8: NumberType = { type: FitBaseType.Uint8, bytes: 1, least: 0, most: 0xfe, invalid: 0xff };
export const UINT16: NumberType = {
  type: FitBaseType.Uint16,
  bytes: 2,
  least: 0,
  most: 0xfffe,
  invalid: 0xffff,
};
export const UINT32: NumberType = {
  type: FitBaseType.Uint32,
  bytes: 4,
  least: 0,
  most: 0xfffffffe,
  invalid: 0xffffffff,
};
/** 0 is its invalid value. */
export const UINT32Z: NumberType = {
  type: FitBaseType.Uint32z,
  bytes: 4,
  least: 1,
  most: 0xffffffff,
  invalid: 0,
};

/** Number of a field in the FIT profile, its type, and units of the field in one of the value (1 when left out). */
interface NumberField {
  readonly number: number;
  readonly of: NumberType;
  readonly scale?: number;
}
/** Text, in so many bytes with a zero at the end. */
interface TextField {
  readonly number: number;
  readonly textBytes: number;
}
export type FitField = NumberField | TextField;

export interface FitMessage {
  /** Global message number of the FIT profile. */
  readonly number: number;
  readonly fields: Readonly<Record<string, FitField>>;
}

export type FitValues = Readonly<Record<string, number | string | undefined>>;

/** 2.0, and the profile the numbers of fit-messages.ts are from. */
const PROTOCOL_VERSION = 0x20;
const PROFILE_VERSION = 21217;
const EPOCH_ms = Date.UTC(1989, 11, 31);

/** A date as FIT has it: whole seconds since 1989-12-31 UTC, to the nearest. */
export function fitTime(utc_ms: number): number {
  return Math.round((utc_ms - EPOCH_ms) / 1000);
}

export class FitFile {
  private readonly encoder = new FitEncoder({
    protocolVersion: PROTOCOL_VERSION,
    profileVersion: PROFILE_VERSION,
  });
  /** Their places are their local message numbers: at most 16. */
  private readonly kinds: FitMessage[] = [];

  write(message: FitMessage, values: FitValues): void {
    let local = this.kinds.indexOf(message);
    if (local < 0) local = this.kinds.push(message) - 1;
    const fields = Object.entries(message.fields).map(([name, field]) => encoded(field, values[name]));
    this.encoder.writeMessage(message.number, fields, local);
  }

  finish(): Uint8Array {
    return this.encoder.close();
  }
}

function encoded(field: FitField, value: number | string | undefined): FitEncoderField {
  if ('textBytes' in field) {
    const bytes = new Uint8Array(field.textBytes);
    // Ends at a whole character.
    new TextEncoder().encodeInto(String(value ?? ''), bytes.subarray(0, -1));
    return { number: field.number, size: bytes.length, baseType: FitBaseType.String, value: bytes };
  }
  const { type, bytes, least, most, invalid } = field.of;
  const units = typeof value === 'number' ? Math.round(value * (field.scale ?? 1)) : NaN;
  const inRange = units >= least && units <= most;
  return { number: field.number, size: bytes, baseType: type, value: inRange ? units : invalid };
}
