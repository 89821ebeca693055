/** The example walk of gaitmap: imu_sample.csv of both feet and stride_borders_sample.csv. */
import { TraceError } from '../error';
import { filesBelow } from './files';
import { GRAVITY, rounded, type Imported } from './recording';
import { readTable, readText } from './table';

const RATE_HZ = 204.8;
const AXES = ['acc_x', 'acc_y', 'acc_z', 'gyr_x', 'gyr_y', 'gyr_z'];

export function importGaitmap(source: string): Imported[] {
  return filesBelow(source, /(?:^|\/)imu_sample\.csv$/).flatMap(({ path }) => {
    const borders = bordersOf(path.replace(/imu_sample\.csv$/, 'stride_borders_sample.csv'));
    return (['left', 'right'] as const).map((side) => footOf(path, side, borders));
  });
}

type Borders = Record<'left' | 'right', [start: number, end: number][]>;

function footOf(path: string, side: 'left' | 'right', borders: Borders): Imported {
  const sensors = (readText(path).split(/\r?\n/, 1)[0] ?? '').split(',');
  const table = readTable(path, { separator: ',', skip: 1, columns: AXES });
  const indices = AXES.map((axis) => {
    const index = table.header.findIndex((name, i) => name === axis && sensors[i] === `${side}_sensor`);
    if (index < 0) throw new TraceError(path, { line: 1 }, `a column ${axis} of ${side}_sensor`, 'none');
    return index;
  });
  const time = (sample: number) => rounded((sample / RATE_HZ) * 1e6);
  const strides = borders[side].map(([start, end]) => ({ start_us: time(start), end_us: time(end) }));
  return {
    name: `gaitmap_lateral204_${side}`,
    dataset: 'gaitmap_example',
    source: 'gaitmap example data, FAU Erlangen (github mad-lab-fau/gaitmap)',
    licence: 'MIT (LICENSE of the repository)',
    subject: 'gaitmap-5047',
    activity: 'walk',
    sample_rate_hz: RATE_HZ,
    sensor: { position: 'shoe, lateral below the ankle', side, device: 'NilsPod' },
    t_us: table.rows.map((_, i) => time(i)),
    values: table.rows.map((row) =>
      indices.map((index, i) => rounded(i < 3 ? (row[index] / GRAVITY) * 1000 : row[index] * 10)),
    ),
    truth: {
      kind: 'segmented strides',
      method: 'stride borders labelled by hand; only these strides, not every one of the file',
      foot: side,
      complete: false,
      total_strides: strides.length,
      events_us: {
        stride_start: strides.map(({ start_us }) => start_us),
        stride_end: strides.map(({ end_us }) => end_us),
      },
      strides,
    },
  };
}

function bordersOf(file: string): Borders {
  const table = readTable(file, { separator: ',', columns: ['foot', 'start', 'end'], texts: ['foot'] });
  const borders: Borders = { left: [], right: [] };
  const feet = readText(file).split(/\r?\n/).slice(1);
  const at = (name: string) => table.header.indexOf(name);
  table.rows.forEach((row, i) => {
    const foot = feet[i].split(',')[at('foot')].trim();
    if (foot !== 'left' && foot !== 'right')
      throw new TraceError(file, { line: i + 2 }, 'left or right for foot', JSON.stringify(foot));
    borders[foot].push([row[at('start')], row[at('end')]]);
  });
  return borders;
}
