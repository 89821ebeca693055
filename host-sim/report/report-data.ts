/** What the report's page is given: plain data, ready for JSON. */
import { clockTime } from '../cli/format';
import { strideTimes_ms, summaryLines } from '../cli/summary';
import type { ReplayOptions, ReplayResult } from '../engines/replay';
import type { TraceSource } from '../traces/source';
import { characteristicName, describeRadio, hex, radioCounts } from './radio';
import { SignalTap, TIME_UNIT_US } from './signal-tap';

/** Signals of so many points are kept in one report; recordings after that have no signal plot. 10 bytes each in the file. */
export const MAX_REPORT_POINTS = 1500000;
/** Radio events listed per recording: the first and the last of them. */
const LISTED_RADIO_EVENTS = 20;

/** Contacts of a stride, in seconds from the start of the recording; null where the shoe gave none. */
export interface PlottedStride {
  ic: number;
  tc: number | null;
}

/** A stride; null where the shoe gave no value. */
export interface ReportStride extends PlottedStride {
  run: boolean;
  /** Steps of both feet per minute. */
  cadence: number | null;
  /** Minutes per kilometre. */
  pace: number | null;
  contact_ms: number | null;
  /** Degrees, toes up positive. */
  strike_deg: number | null;
  impact_g: number | null;
  clearance_mm: number | null;
  /** Inwards. */
  eversion_deg: number | null;
  /** Up is positive. */
  rise_mm: number | null;
  /** Left is positive. */
  turn_deg: number | null;
  clipped: boolean;
}

/** Little-endian bytes in base64: times in 0.1 ms (Uint32), then magnitudes (Uint16). */
export interface ReportSignal {
  time: string;
  gyro: string;
  accel: string;
  every: number;
}

/** What the plots of a recording's signal show. */
export interface PlottedRecording {
  name: string;
  synthetic: boolean;
  duration_s: number;
  strides: PlottedStride[];
  signal: ReportSignal | null;
  hasGyro: boolean;
}

export interface ReportRecording extends PlottedRecording {
  summary: [label: string, text: string][];
  strides: ReportStride[];
  session: { time: string; kind: string; text: string }[];
  radioCounts: { kind: string; name: string; count: number }[];
  radio: { time: string; text: string }[];
  /** Events left out of `radio`, between its halves. */
  radioLeftOut: number;
}

export interface ReportData {
  board: { part: string; rate_Hz: number };
  recordings: ReportRecording[];
}

/** Slower than this is no pace, min/km. */
const SLOWEST_PACE = 40;

function base64(array: Uint32Array | Uint16Array): string {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString('base64');
}

/** Gives out signals for a page as long as there is room for them. */
export class SignalStore {
  private points = 0;

  keep(tap: SignalTap): ReportSignal | null {
    const { time, gyro, accel, every } = tap.signal();
    if (this.points + time.length > MAX_REPORT_POINTS) return null;
    this.points += time.length;
    return { time: base64(time), gyro: base64(gyro), accel: base64(accel), every };
  }
}

/** Gathers the recordings of one report as they are replayed. */
export class ReportBuilder {
  private readonly recordings: ReportRecording[] = [];
  private current: SignalTap | undefined;
  private readonly signals = new SignalStore();

  constructor(private readonly board: Pick<ReplayOptions, 'rate_Hz' | 'part'>) {}

  /** The source to replay in place of `source`, so that its signal is kept. */
  tap(source: TraceSource): TraceSource {
    this.current = new SignalTap(source);
    return this.current;
  }

  /** Takes the result of replaying the last tapped source. */
  add(result: ReplayResult, real_ms: number): void {
    const tap = this.current;
    this.current = undefined;
    this.recordings.push({
      ...recordingData(result, real_ms, tap?.start_us ?? 0),
      signal: tap ? this.signals.keep(tap) : null,
      hasGyro: tap?.hasGyro ?? true,
    });
  }

  data(): ReportData {
    const { part = 'LSM6DSO32', rate_Hz = 208 } = this.board;
    return { board: { part, rate_Hz }, recordings: this.recordings };
  }
}

function stridesOf(result: ReplayResult, start_us: number): ReportStride[] {
  const seconds = (time_us: number) => (time_us - start_us) / 1e6;
  const times_ms = strideTimes_ms(result.strides);
  return result.strides.map((stride, i) => {
    const time_ms = times_ms[i];
    const minutesPerKm = stride.speed_mps ? 1000 / 60 / stride.speed_mps : undefined;
    return {
      ic: seconds(stride.ic_us),
      tc: stride.tc_us === undefined ? null : seconds(stride.tc_us),
      run: stride.kind === 'run',
      cadence: time_ms === undefined ? null : 120000 / time_ms,
      pace: minutesPerKm !== undefined && minutesPerKm < SLOWEST_PACE ? minutesPerKm : null,
      contact_ms: stride.contact_ms ?? null,
      strike_deg: stride.strike_deg ?? null,
      impact_g: stride.impact_g ?? null,
      clearance_mm: millimetres(stride.clearance_m),
      eversion_deg: stride.eversion_deg ?? null,
      rise_mm: millimetres(stride.rise_m),
      turn_deg: stride.turn_deg ?? null,
      clipped: stride.clipped,
    };
  });
}

function millimetres(metres: number | undefined): number | null {
  return metres === undefined ? null : 1000 * metres;
}

function recordingData(
  result: ReplayResult,
  real_ms: number,
  start_us: number,
): Omit<ReportRecording, 'signal' | 'hasGyro'> {
  const { radio } = result;
  const time = (time_us: number) => clockTime(Math.max(0, time_us - start_us));
  const half = LISTED_RADIO_EVENTS / 2;
  const short = radio.length <= LISTED_RADIO_EVENTS;
  const listed = short ? radio : [...radio.slice(0, half), ...radio.slice(-half)];
  return {
    name: result.trace,
    synthetic: result.synthetic,
    duration_s: result.duration_us / 1e6,
    summary: summaryLines(result, real_ms),
    strides: stridesOf(result, start_us),
    session: result.session.map((event) => ({
      time: time(event.t_us),
      kind: event.kind,
      text: Object.entries(event.data)
        .map(([key, value]) => `${key} ${typeof value === 'number' ? Number(value.toFixed(3)) : value}`)
        .join(', '),
    })),
    radioCounts: Object.entries(radioCounts(radio)).map(([key, count]) => {
      const [kind, uuid] = key.split(' ');
      return { kind, name: uuid === undefined ? '' : characteristicName(uuid), count };
    }),
    radio: listed.map((event) => ({
      time: time(event.t_us),
      text: describeRadio(event) + (event.scanResponse ? ` scan response ${hex(event.scanResponse)}` : ''),
    })),
    radioLeftOut: radio.length - listed.length,
  };
}

/** Unit of `ReportSignal.time`, s. */
export const SIGNAL_TIME_S = TIME_UNIT_US / 1e6;
