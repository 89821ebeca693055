/** Marpino's walking data set: Dataset/GROUP/NAME.xlsx with seven sensors, of which _1 is the right foot and _6 the left. */
import { readFileSync } from 'node:fs';
import readXlsxFile from 'read-excel-file/node';
import { reason, TraceError } from '../error';
import { filesBelow } from './files';
import { percentile } from './filter';
import { rounded, type Imported } from './recording';

const FEET = [
  ['right', 1],
  ['left', 6],
] as const;
const RATE_HZ = 100;
const AXES = ['Acc_read_x', 'Acc_read_y', 'Acc_read_z', 'Gyro_read_x', 'Gyro_read_y', 'Gyro_read_z'];
/** Counts per g and per degree/s (README of the data set). */
const PER_G = 10_000;
const PER_DPS = 100;
/** Contact above, release below these shares of the range of the pressure between its percentiles while the foot moves. */
const CONTACT = 0.18;
const RELEASE = 0.1;
const RANGE = [8, 92] as const;
const MOVING_DPS = 60;
/** A shorter swing, or one that turns less, is none. */
const SWING = { shortest_s: 0.12, least_dps: 120 };

export async function importMarpino(source: string): Promise<Imported[]> {
  const all: Imported[] = [];
  for (const { path, caught } of filesBelow(source, /Dataset\/(?:Additional\/)?(\w+)\/(\w+)\.xlsx$/)) {
    const cells = await sheetOf(path);
    for (const [side, number] of FEET) {
      const foot = footOf(path, cells, `${caught[0].toLowerCase()}_${caught[1].toLowerCase()}`, side, number);
      if (foot) all.push(foot);
    }
  }
  return all;
}

async function sheetOf(path: string): Promise<unknown[][]> {
  try {
    const [sheet] = await readXlsxFile(readFileSync(path));
    return sheet.data;
  } catch (error) {
    throw new TraceError(path, {}, 'a spreadsheet (xlsx)', reason(error));
  }
}

/** The columns of one sensor, numbers in the order of time: a line that repeats the reading before is left out. */
class Sensor {
  private readonly names: string[];
  private readonly rows: { line: number; cells: unknown[] }[];

  constructor(
    private readonly path: string,
    [header, ...rows]: unknown[][],
    private readonly number: number,
  ) {
    this.names = header.map((cell) => String(cell).trim());
    this.rows = rows.map((cells, i) => ({ line: i + 2, cells }));
    let last_ms = -Infinity;
    const times_ms = this.values('Time');
    this.rows = this.rows.filter((_, i) => {
      const later = times_ms[i] > last_ms;
      if (later) last_ms = times_ms[i];
      return later;
    });
  }

  values(label: string): number[] {
    const name = `${label}_${this.number}`;
    const index = this.names.indexOf(name);
    if (index < 0) throw new TraceError(this.path, { line: 1 }, `a column ${name}`, 'none');
    return this.rows.map(({ line, cells }) => {
      const cell = cells[index] ?? NaN;
      if (typeof cell === 'number') return cell;
      const place = { line, column: index + 1 };
      throw new TraceError(this.path, place, `a number for ${name}`, JSON.stringify(cell));
    });
  }
}

function footOf(
  path: string,
  cells: unknown[][],
  name: string,
  side: 'left' | 'right',
  number: number,
): Imported | undefined {
  const sensor = new Sensor(path, cells, number);
  const times_ms = sensor.values('Time');
  const axes = AXES.map((label) => sensor.values(label));
  const heel = sensor.values('Ext2');
  const pressure = sensor.values('Ext1').map((toe, i) => toe + heel[i]);
  const turning_dps = pressure.map((_, i) => Math.hypot(axes[3][i], axes[4][i], axes[5][i]) / PER_DPS);
  const swings = swingsOf(pressure, turning_dps);
  if (!swings || times_ms.length < RATE_HZ) return undefined;
  const at = (sample: number) => (times_ms[sample] - times_ms[0]) * 1000;
  return {
    name: `marpino_${name}_${side}`,
    dataset: 'marpino',
    source: 'Marpino Walking-dataset (github Marpino/Walking-dataset)',
    licence: 'not stated',
    // The README: "recordings of me".
    subject: `marpino-${/^(marzia|longdistance)_/.test(name) ? 'author' : name.replace('_', '-')}`,
    activity: 'walk',
    sample_rate_hz: RATE_HZ,
    sensor: { position: 'foot', side, accel_range_g: '+-8 (values stop at 8.0 g)' },
    t_us: pressure.map((_, i) => at(i)),
    values: pressure.map((_, i) =>
      axes.map((axis, k) => rounded(k < 3 ? (axis[i] / PER_G) * 1000 : (axis[i] / PER_DPS) * 10)),
    ),
    truth: {
      kind: 'foot contact from in-shoe pressure',
      method: 'sum of toe and heel: contact above 18 %, release below 10 % of its range while the foot moves',
      foot: side,
      complete: true,
      total_strides: swings.length,
      events_us: { tc: swings.map(([tc]) => at(tc)), ic: swings.map(([, ic]) => at(ic)) },
    },
  };
}

/** Foot-off and contact of every swing, samples; undefined when the foot never moves. */
function swingsOf(
  pressure: readonly number[],
  turning_dps: readonly number[],
): [number, number][] | undefined {
  const moving = turning_dps.flatMap((dps, i) => (dps > MOVING_DPS ? [i] : []));
  if (moving.length === 0) return undefined;
  const walked = pressure.slice(moving[0], moving[moving.length - 1] + 1);
  const low = percentile(walked, RANGE[0]);
  const range = percentile(walked, RANGE[1]) - low;
  const swings: [number, number][] = [];
  let off: number | undefined;
  pressure.forEach((value, i) => {
    if (off === undefined && value < low + RELEASE * range) off = i;
    else if (off !== undefined && value > low + CONTACT * range) {
      const turned = Math.max(...turning_dps.slice(off, i));
      if ((i - off) / RATE_HZ >= SWING.shortest_s && turned >= SWING.least_dps) swings.push([off, i]);
      off = undefined;
    }
  });
  return swings;
}
