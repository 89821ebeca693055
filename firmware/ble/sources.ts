/** What the radio tells of other parts, and how it asks them. Each has a plain interface, so that a shoe may lack the part. */
import { putUint16, putUint32 } from './bytes';
import type { Counters } from './counters';
import { saturate, UINT16_MAX, UINT32_MAX } from './saturate';

/** What the shoe knows of itself. */
export interface Health {
  /** As `esp_reset_reason()` numbers them. */
  readonly resetReason: number;
  readonly boots: number;
  /** At the last record of the life before. */
  readonly previousUptime_s: number;
  readonly runWasOpen: boolean;
  readonly imuAnswers: boolean;
  readonly timeKnown: boolean;
  readonly recordFailed: boolean;
  /** The charger is plugged in. */
  readonly charging: boolean;
  /** IMU frames overwritten before the detector had them. */
  readonly framesLost: number;
  /** Times the IMU was set up anew. */
  readonly imuRestarts: number;
  /** In use, bytes; absent where the engine does not tell. */
  readonly slotHeap_bytes?: number;
  readonly chunkHeap_bytes?: number;
}

/** Puts the shoe away until it is next charged: everything off. */
export interface Shelf {
  /** The charger could wake it again; else it must not be put away. */
  readonly canShip: boolean;
  /** Not while it is in use: charges, records, or tries a new image. */
  readonly mayShip: boolean;
  /** @returns false when it may not */
  ship(): boolean;
}

/** Advice for the runner, as a coach gives it. */
export interface AdviceSource {
  /** The live cue: told with each stride while it is on. */
  readonly cue: boolean;
  /** Grows with every change. */
  readonly revision: number;
  /** Entries, 0 to 36. */
  readonly count: number;
  /** Fills `entry` with the entry of this number. */
  entry(index: number, entry: AdviceEntry): void;
}

export class AdviceEntry {
  /** Which advice, 0 to 65,535. */
  advice = 0;
  /** How much it matters, 0 to 100. */
  weight = 0;
  /** Arguments used, 0 to 3. */
  arguments = 0;
  /** Run it is about; 0 none. */
  run = 0;
  first = 0;
  second = 0;
  third = 0;
}

const LAYOUT = 1;
export const DIAGNOSTICS_LENGTH = 54;
const ENTRY_LENGTH = 14;
/** What an object of 512 bytes has room for. */
const ENTRIES_MOST = 36;

export interface DiagnosticsExtras {
  /** Major, minor, patch. */
  readonly firmware: string;
  readonly uptime_s: number;
  readonly battery_percent: number;
  readonly bonds: number;
}

/** Writes the diagnostics from the start of `into` (docs/SPEC.md, 4.8). @returns their bytes */
export function encodeDiagnostics(
  health: Health,
  counters: Counters,
  extras: DiagnosticsExtras,
  into: Uint8Array,
): number {
  let flags = 0;
  if (health.runWasOpen) flags |= 1;
  if (health.imuAnswers) flags |= 2;
  if (health.timeKnown) flags |= 4;
  if (health.recordFailed) flags |= 8;
  if (health.charging) flags |= 16;
  const version = extras.firmware.split('.').map(Number);
  into[0] = LAYOUT;
  into[1] = health.resetReason;
  putUint32(into, 2, saturate(health.boots, UINT32_MAX));
  putUint32(into, 6, saturate(extras.uptime_s, UINT32_MAX));
  putUint32(into, 10, saturate(health.previousUptime_s, UINT32_MAX));
  into[14] = flags;
  for (let i = 0; i < 3; i++) into[15 + i] = saturate(version[i] ?? 0, 255);
  into[18] = extras.battery_percent;
  into[19] = extras.bonds;
  putUint32(into, 20, saturate(health.framesLost, UINT32_MAX));
  putUint16(into, 24, saturate(health.imuRestarts, UINT16_MAX));
  putUint32(into, 26, saturate(health.slotHeap_bytes ?? 0, UINT32_MAX));
  putUint32(into, 30, saturate(health.chunkHeap_bytes ?? 0, UINT32_MAX));
  putUint32(into, 34, saturate(counters.sent, UINT32_MAX));
  putUint32(into, 38, saturate(counters.refused, UINT32_MAX));
  putUint16(into, 42, saturate(counters.connections, UINT16_MAX));
  putUint16(into, 44, saturate(counters.unbonded, UINT16_MAX));
  putUint32(into, 46, saturate(counters.streamed, UINT32_MAX));
  putUint16(into, 50, saturate(counters.rewinds, UINT16_MAX));
  putUint16(into, 52, saturate(counters.transfersCut, UINT16_MAX));
  return DIAGNOSTICS_LENGTH;
}

/** Writes the advice from the start of `into` (docs/SPEC.md, 4.9). @returns its bytes */
export function encodeAdvice(source: AdviceSource | undefined, entry: AdviceEntry, into: Uint8Array): number {
  const count = source === undefined ? 0 : saturate(source.count, ENTRIES_MOST);
  into[0] = LAYOUT;
  into[1] = count;
  let at = 2;
  for (let i = 0; i < count; i++) {
    source?.entry(i, entry);
    putUint16(into, at, entry.advice);
    into[at + 2] = entry.weight;
    into[at + 3] = entry.arguments;
    putUint32(into, at + 4, entry.run);
    putUint16(into, at + 8, entry.first);
    putUint16(into, at + 10, entry.second);
    putUint16(into, at + 12, entry.third);
    at += ENTRY_LENGTH;
  }
  return at;
}
