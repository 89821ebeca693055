/** Voisard et al. 2023 (IPOL 2023, article 497): NN-T_lf.txt and NN-T_rf.txt of a foot each, and NN-T.json. */
import { existsSync } from 'node:fs';
import { shown, TraceError } from '../error';
import { filesBelow } from './files';
import { fromSi, type Imported } from './recording';
import { checkWhole, column, readTable, readText } from './table';

const AXES = ['Acc_X', 'Acc_Y', 'Acc_Z', 'Gyr_X', 'Gyr_Y', 'Gyr_Z'];
/** A packet of the radio every 10 ms; lost ones are missing numbers, up to 2 % of which are taken. */
const PACKET_US = 10_000;
const MOST_LOST = 0.02;
const HEADER_LINES = 2;
const COURSE_M = 20;

type Pair = [start: number, end: number];

interface Labels {
  subject: number;
  trial: number;
  events: Record<'left' | 'right', Pair[]>;
}

/** A source: one recording for each foot, in the order of the files. */
export function importVoisard(source: string): Imported[] {
  return filesBelow(source, /(?:^|\/)(\d+-\d+)_([lr])f\.txt$/).flatMap(
    ({ path, caught: [trial, letter] }) => {
      const side = letter === 'l' ? 'left' : 'right';
      const imported = footOf(path, side, labelsOf(path.replace(/[^/\\]*$/, `${trial}.json`)));
      return imported ? [imported] : [];
    },
  );
}

function footOf(path: string, side: 'left' | 'right', labels: Labels): Imported | undefined {
  const table = readTable(path, { separator: '\t', skip: 1, columns: ['PacketCounter', ...AXES] });
  checkWhole(table, ['PacketCounter', ...AXES], HEADER_LINES);
  const packets = column(table, 'PacketCounter');
  const lost = 1 - packets.length / (packets[packets.length - 1] - packets[0] + 1);
  if (lost > MOST_LOST) return undefined;
  const axes = AXES.map((name) => column(table, name));
  // Labels count steps of 10 ms from the first packet received; 12 recordings begin with packet 1 or 2.
  const at = (step: number) => step * PACKET_US;
  const pairs = labels.events[side];
  const both = labels.events.left.length + labels.events.right.length;
  const subject = String(labels.subject).padStart(2, '0');
  return {
    name: `voisard_s${subject}_t${labels.trial}_${side}`,
    dataset: 'voisard2023',
    source: 'C. Voisard et al., IPOL 2023, article 497 (github CyrilVoisard/ipol_dataset_1)',
    licence: 'AGPL-3.0 (LICENSE.txt of the repository)',
    subject: `voisard-${subject}`,
    activity: 'walk',
    sample_rate_hz: 100,
    sensor: { position: 'on the foot (shoe)', side, device: 'Xsens MTw Awinda' },
    t_us: packets.map((packet) => at(packet - packets[0])),
    values: packets.map((_, i) => fromSi(axes.map((values) => values[i]))),
    truth: {
      kind: 'initial contact and foot-off per footstep',
      method:
        'two published algorithms, checked by hand by the authors: each pair is a foot-off and an initial contact',
      foot: side,
      complete: true,
      total_strides: pairs.length,
      total_steps: both,
      distance_m: COURSE_M,
      events_us: { tc: pairs.map(([start]) => at(start)), ic: pairs.map(([, end]) => at(end)) },
    },
  };
}

function labelsOf(file: string): Labels {
  if (!existsSync(file)) throw new TraceError(file, {}, 'the labels beside the recordings', 'no such file');
  let labels: Record<string, unknown>;
  try {
    labels = JSON.parse(readText(file).replace(/\bNaN\b/g, 'null')) as Record<string, unknown>;
  } catch (error) {
    throw new TraceError(file, {}, 'JSON', (error as Error).message);
  }
  const number = (key: string) => {
    const value = labels[key];
    if (typeof value !== 'number') throw new TraceError(file, {}, `a number at ${key}`, found(value));
    return value;
  };
  const pairs = (key: string) => {
    const value = labels[key];
    const whole = Array.isArray(value) && value.every((pair) => Array.isArray(pair) && pair.length === 2);
    if (!whole) throw new TraceError(file, {}, `pairs of packets at ${key}`, found(value));
    return value as Pair[];
  };
  return {
    subject: number('Subject'),
    trial: number('Trial'),
    events: { left: pairs('LeftFootEvents'), right: pairs('RightFootEvents') },
  };
}

function found(value: unknown): string {
  return value === undefined ? 'nothing' : shown(JSON.stringify(value));
}
