/**
 * What went over the virtual radio, decoded for people. The decoding here is written from the Bluetooth documents, not
 * from the firmware's encoders, so that one checks the other.
 */
import type { RadioEvent } from '../engines/replay';

/** Values of an RSC Measurement (0x2A53). */
export interface RscValues {
  running: boolean;
  speed_mps: number;
  /** Landings of the instrumented foot per minute. */
  footCadence_spm: number;
  strideLength_m?: number;
  totalDistance_m?: number;
}

/** One advertising data structure: its type (Assigned Numbers 2.3) and value. */
export interface AdStructure {
  type: string;
  hex: string;
  text?: string;
}

export interface RadioJson {
  counts: Record<string, number>;
  /** The last RSC Measurement. */
  rsc?: RscValues & { t_us: number };
  /** The last advertisement, taken apart. */
  advertisement?: { t_us: number; data: AdStructure[]; scanResponse: AdStructure[] };
  /** Everything, in order. */
  events: { t_us: number; kind: RadioEvent['kind']; uuid?: string; hex?: string; scanResponse?: string }[];
}

const RSC_MEASUREMENT = '2a53';
const LOCAL_NAME_TYPES = [0x08, 0x09];

const CHARACTERISTIC_NAMES: Record<string, string> = {
  '2a19': 'Battery Level',
  '2a53': 'RSC Measurement',
  '2a55': 'SC Control Point',
};

/** The name of a characteristic where it is a standard one, else its UUID. */
export function characteristicName(uuid: string): string {
  return CHARACTERISTIC_NAMES[uuid] ?? uuid;
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/**
 * Takes an RSC Measurement apart (GATT Specification Supplement, RSC Measurement): flags, speed in 1/256 m/s, cadence in
 * 1/min, then by flags stride length in 1/100 m and total distance in 1/10 m.
 * @returns undefined when the length does not fit the flags
 */
export function decodeRsc(bytes: Uint8Array): RscValues | undefined {
  if (bytes.length < 4) return undefined;
  const flags = bytes[0];
  const hasLength = (flags & 1) !== 0;
  const hasDistance = (flags & 2) !== 0;
  if (bytes.length !== 4 + (hasLength ? 2 : 0) + (hasDistance ? 4 : 0)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    running: (flags & 4) !== 0,
    speed_mps: view.getUint16(1, true) / 256,
    footCadence_spm: bytes[3],
    ...(hasLength && { strideLength_m: view.getUint16(4, true) / 100 }),
    ...(hasDistance && { totalDistance_m: view.getUint32(hasLength ? 6 : 4, true) / 10 }),
  };
}

/** Takes advertising data apart (Core specification, Vol 3 Part C 11): length, type, value, and again. */
export function decodeAdvertising(bytes: Uint8Array): AdStructure[] {
  const structures: AdStructure[] = [];
  for (let at = 0; at < bytes.length && bytes[at] > 0; at += bytes[at] + 1) {
    const type = bytes[at + 1];
    const value = bytes.subarray(at + 2, at + 1 + bytes[at]);
    structures.push({
      type: `0x${(type ?? 0).toString(16).padStart(2, '0')}`,
      hex: hex(value),
      ...(LOCAL_NAME_TYPES.includes(type) && { text: Buffer.from(value).toString('utf8') }),
    });
  }
  return structures;
}

/** How often each thing went out: "advertise", "notify 2a53", ... */
export function radioCounts(events: readonly RadioEvent[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const event of events) {
    const key = event.uuid === undefined ? event.kind : `${event.kind} ${event.uuid}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

/** The last RSC Measurement sent, decoded. */
export function lastRsc(events: readonly RadioEvent[]): RadioJson['rsc'] {
  const last = events.filter((event) => event.kind === 'notify' && event.uuid === RSC_MEASUREMENT).at(-1);
  const values = last?.bytes && decodeRsc(last.bytes);
  return last && values && { t_us: last.t_us, ...values };
}

export function radioJson(events: readonly RadioEvent[]): RadioJson {
  const advertised = events.filter((event) => event.kind === 'advertise').at(-1);
  const rsc = lastRsc(events);
  return {
    counts: radioCounts(events),
    ...(rsc && { rsc }),
    ...(advertised && {
      advertisement: {
        t_us: advertised.t_us,
        data: decodeAdvertising(advertised.bytes ?? new Uint8Array()),
        scanResponse: decodeAdvertising(advertised.scanResponse ?? new Uint8Array()),
      },
    }),
    events: events.map((event) => ({
      t_us: event.t_us,
      kind: event.kind,
      ...(event.uuid !== undefined && { uuid: event.uuid }),
      ...(event.bytes && { hex: hex(event.bytes) }),
      ...(event.scanResponse && { scanResponse: hex(event.scanResponse) }),
    })),
  };
}

/** One event in words, for the live view. */
export function describeRadio(event: RadioEvent | undefined): string {
  if (!event) return '-';
  const bytes = event.bytes ? hex(event.bytes) : '';
  if (event.uuid === undefined) return `${event.kind} ${bytes}`.trim();
  const rsc = event.uuid === RSC_MEASUREMENT && event.bytes ? decodeRsc(event.bytes) : undefined;
  const words = rsc
    ? ` (${rsc.running ? 'running' : 'walking'}, ${rsc.speed_mps.toFixed(2)} m/s, ${rsc.footCadence_spm}/min)`
    : '';
  return `${event.kind} ${characteristicName(event.uuid)} ${bytes}${words}`;
}
