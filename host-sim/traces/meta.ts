/** The description and ground truth beside a recording: NAME.json of ../shared/traces/README.md, its keys kept as they are. */
import { existsSync, readFileSync } from 'node:fs';
import { reason, shown, TraceError } from './error';

/** Lists of event times on the recording's clock, us. */
export interface TraceEvents {
  ic?: number[];
  tc?: number[];
  midstance?: number[];
  mocap_swing_peak?: number[];
  mocap_rest?: number[];
  stride_start?: number[];
  stride_end?: number[];
  stride_phase?: number[];
}

export interface TraceStride {
  start_us: number;
  end_us: number;
  length_m?: number;
  mean_speed_mps?: number;
  /** Gait as the source or the reference speed has it. */
  class?: string;
}

/** A stretch of gait without a pause. */
export interface TraceBout {
  start_us: number;
  end_us: number;
  strides?: number;
}

export interface TraceTruth {
  kind: string;
  method?: string;
  note?: string;
  foot?: string;
  /** Every stride of the recording is labelled or counted. */
  complete: boolean;
  total_strides?: number;
  total_steps?: number;
  distance_m?: number;
  mean_speed_mps?: number;
  labels_agree_with_mocap?: boolean;
  events_us: TraceEvents;
  strides: TraceStride[];
  bouts: TraceBout[];
}

export interface TraceMeta {
  name: string;
  dataset: string;
  activity: string;
  /** Made by the synthesiser, not by a foot. */
  synthetic: boolean;
  sample_rate_hz: number;
  samples: number;
  duration_s: number;
  measured_rate_hz?: number;
  max_gap_us?: number;
  rest_acc_mg?: number[];
  subject?: string;
  licence?: string;
  sensor?: { position?: string; side?: string; device?: string; axes?: string };
  truth: TraceTruth;
}

const EVENT_LISTS = [
  'ic',
  'tc',
  'midstance',
  'mocap_swing_peak',
  'mocap_rest',
  'stride_start',
  'stride_end',
  'stride_phase',
] as const;

/**
 * Reads the description beside a recording.
 * @param path of the CSV file, or of the JSON file itself
 * @returns undefined when there is none
 * @throws TraceError when it is malformed, naming the key or the line and column
 */
export function readMeta(path: string): TraceMeta | undefined {
  const file = path.replace(/\.csv$/i, '.json');
  if (!existsSync(file) || !file.endsWith('.json')) return undefined;
  const root = new Node(file, '', parse(file));
  return {
    name: root.text('name'),
    dataset: root.text('dataset'),
    activity: root.text('activity'),
    synthetic: root.optional('synthetic', 'boolean') ?? false,
    sample_rate_hz: root.number('sample_rate_hz'),
    samples: root.number('samples'),
    duration_s: root.number('duration_s'),
    measured_rate_hz: root.optional('measured_rate_hz', 'number'),
    max_gap_us: root.optional('max_gap_us', 'number'),
    rest_acc_mg: root.numbers('rest_acc_mg'),
    subject: root.optional('subject', 'string'),
    licence: root.optional('licence', 'string'),
    sensor: sensorOf(root.child('sensor')),
    truth: truthOf(root.needed('truth')),
  };
}

function sensorOf(sensor: Node | undefined): TraceMeta['sensor'] {
  return (
    sensor && {
      position: sensor.optional('position', 'string'),
      side: sensor.optional('side', 'string'),
      device: sensor.optional('device', 'string'),
      axes: sensor.optional('axes', 'string'),
    }
  );
}

function truthOf(truth: Node): TraceTruth {
  const events_us: TraceEvents = {};
  const lists = truth.child('events_us');
  for (const key of EVENT_LISTS) {
    const times = lists?.numbers(key);
    if (times) events_us[key] = times;
  }
  return {
    kind: truth.text('kind'),
    method: truth.optional('method', 'string'),
    note: truth.optional('note', 'string'),
    foot: truth.optional('foot', 'string'),
    complete: truth.optional('complete', 'boolean') ?? false,
    total_strides: truth.optional('total_strides', 'number'),
    total_steps: truth.optional('total_steps', 'number'),
    distance_m: truth.optional('distance_m', 'number'),
    mean_speed_mps: truth.optional('mean_speed_mps', 'number'),
    labels_agree_with_mocap: truth.optional('labels_agree_with_mocap', 'boolean'),
    events_us,
    strides: truth.children('strides').map(strideOf),
    bouts: truth.children('bouts').map(boutOf),
  };
}

function strideOf(stride: Node): TraceStride {
  return {
    start_us: stride.number('start_us'),
    end_us: stride.number('end_us'),
    length_m: stride.optional('length_m', 'number'),
    mean_speed_mps: stride.optional('mean_speed_mps', 'number'),
    class: stride.optional('class', 'string'),
  };
}

function boutOf(bout: Node): TraceBout {
  return {
    start_us: bout.number('start_us'),
    end_us: bout.number('end_us'),
    strides: bout.optional('strides', 'number'),
  };
}

interface Primitives {
  number: number;
  string: string;
  boolean: boolean;
}

/** An object of the file that knows where it stands in it. Null counts as absent, as the files use it. */
class Node {
  private readonly file: string;
  private readonly path: string;
  private readonly values: Record<string, unknown>;

  constructor(file: string, path: string, value: unknown) {
    this.file = file;
    this.path = path;
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw this.error('', 'an object', value);
    this.values = value as Record<string, unknown>;
  }

  optional<K extends keyof Primitives>(key: string, type: K): Primitives[K] | undefined {
    const value = this.values[key] ?? undefined;
    if (value === undefined) return undefined;
    if (typeof value !== type) throw this.error(key, `a ${type}`, value);
    return value as Primitives[K];
  }

  number(key: string): number {
    return this.optional(key, 'number') ?? this.missing(key, 'a number');
  }

  text(key: string): string {
    return this.optional(key, 'string') ?? this.missing(key, 'a text');
  }

  numbers(key: string): number[] | undefined {
    const list = this.list(key);
    list?.forEach((value, i) => {
      if (typeof value !== 'number') throw this.error(`${key}[${i}]`, 'a number', value);
    });
    return list as number[] | undefined;
  }

  child(key: string): Node | undefined {
    const value = this.values[key] ?? undefined;
    return value === undefined ? undefined : new Node(this.file, this.at(key), value);
  }

  needed(key: string): Node {
    return this.child(key) ?? this.missing(key, 'an object');
  }

  children(key: string): Node[] {
    return (this.list(key) ?? []).map((value, i) => new Node(this.file, this.at(`${key}[${i}]`), value));
  }

  private list(key: string): unknown[] | undefined {
    const value = this.values[key] ?? undefined;
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) throw this.error(key, 'a list', value);
    return value as unknown[];
  }

  private at(key: string): string {
    return [this.path, key].filter((part) => part !== '').join('.');
  }

  private missing(key: string, expected: string): never {
    throw this.error(key, expected, undefined);
  }

  private error(key: string, expected: string, found: unknown): TraceError {
    const name = this.at(key);
    const what = found === undefined ? 'nothing' : shown(JSON.stringify(found));
    return new TraceError(this.file, {}, name === '' ? expected : `${expected} at ${name}`, what);
  }
}

function parse(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new TraceError(file, {}, 'a readable file', reason(error));
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const before = text.slice(0, faultAt(text)).split('\n');
    const place = { line: before.length, column: before[before.length - 1].length + 1 };
    throw new TraceError(file, place, 'JSON', reason(error));
  }
}

/**
 * Where a text stops being JSON. JSON.parse does not always say: this asks it for the longest beginning with which it
 * finds no fault but that it ends.
 */
function faultAt(text: string): number {
  let good = 0;
  let bad = text.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (onlyEnds(text.slice(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

function onlyEnds(beginning: string): boolean {
  try {
    JSON.parse(beginning);
    return true;
  } catch (error) {
    const message = reason(error);
    const position = /at position (\d+)/.exec(message)?.[1];
    return position === undefined ? /end of JSON/.test(message) : Number(position) >= beginning.length;
  }
}
