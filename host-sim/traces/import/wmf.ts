/** Wearable My Foot: test-run.csv, times in ms, acceleration in g, rotation in degree/s. It has no labels. */
import { filesBelow } from './files';
import { rounded, type Imported } from './recording';
import { checkWhole, column, readTable } from './table';

const AXES = ['aX', 'aY', 'aZ', 'gX', 'gY', 'gZ'];

export function importWmf(source: string): Imported[] {
  return filesBelow(source, /(?:^|\/)test-run\.csv$/).map(({ path }) => {
    const table = readTable(path, { separator: ',', columns: ['time', ...AXES] });
    checkWhole(table, ['time', ...AXES], 1);
    const times_ms = column(table, 'time');
    const axes = AXES.map((name) => column(table, name));
    return {
      name: 'wmf_run_100s',
      dataset: 'wmf_run',
      source: 'Wearable My Foot, Fuzzy Labs (github fuzzylabs/wearable-my-foot)',
      licence: 'Apache-2.0 (LICENSE of the repository)',
      subject: 'wmf-1',
      activity: 'run',
      sample_rate_hz: 89,
      sensor: { position: 'on the foot', device: 'Arduino Nano 33 IoT (LSM6DS3), log over BLE' },
      t_us: times_ms.map((time) => (time - times_ms[0]) * 1000),
      values: times_ms.map((_, i) => axes.map((values, axis) => rounded(values[i] * (axis < 3 ? 1000 : 10)))),
      truth: {
        kind: 'none',
        method: 'the source has no labels: signal only',
        complete: false,
        events_us: {},
      },
    };
  });
}
