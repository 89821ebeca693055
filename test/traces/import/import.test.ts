import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openTrace, readMeta } from '../../../host-sim/traces/csv';
import { compareWith } from '../../../host-sim/traces/import/compare';
import { lowPass, peaks } from '../../../host-sim/traces/import/filter';
import { KINDS } from '../../../host-sim/traces/import/kinds';
import { readMat } from '../../../host-sim/traces/import/mat';
import { rounded, writeImported, type Imported } from '../../../host-sim/traces/import/recording';
import { byColumns, matFile, writeSource, xlsxFile } from './sources';

const G = 9.80665;

describe('importing public data sets', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'footfall-import-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (name: string, content: string | Uint8Array) => writeSource(folder, name, content);
  const imported = async (kind: string): Promise<Imported[]> => KINDS[kind](folder);
  const refused = async (kind: string, says: RegExp) => {
    let message = 'nothing was refused';
    try {
      await imported(kind);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).to.match(says);
  };

  const VOISARD = 'Acquisition frequency: 100 Hz\nPacketCounter\tAcc_X\tAcc_Y\tAcc_Z\tGyr_X\tGyr_Y\tGyr_Z\n';
  const packet = (number: number) => `${number}.0\t0\t${-G}\t${G / 2}\t0\t${Math.PI}\t-0.001\n`;
  const LABELS =
    '{"Subject": 3, "Trial": 2, "Height": NaN, "LeftFootEvents": [[1, 3]], "RightFootEvents": []}';

  it('reads Voisard: a foot each, in steps of lost and received packets, with its labels', async () => {
    write(
      'GaitData/3-2_lf.txt',
      VOISARD + Array.from({ length: 60 }, (_, i) => packet(i === 59 ? 61 : i + 1)).join(''),
    );
    write('GaitData/3-2.json', LABELS);
    const [left, ...others] = await imported('voisard');
    expect(others).to.have.length(0);
    expect(left.name).to.equal('voisard_s03_t2_left');
    expect(left.values[0]).to.deep.equal([0, -1000, 500, 0, 1800, -1]);
    expect(left.t_us.slice(0, 2)).to.deep.equal([0, 10000]);
    expect(left.t_us[59]).to.equal(600000);
    expect(left.truth.events_us).to.deep.equal({ tc: [10000], ic: [30000] });
    expect(left.truth.total_steps).to.equal(1);
  });

  it('leaves out a recording of Voisard that lost more than 2 % of its packets', async () => {
    write('3-2_lf.txt', VOISARD + packet(0) + packet(1) + packet(3));
    write('3-2.json', LABELS);
    expect(await imported('voisard')).to.have.length(0);
  });

  it('says where a file of Voisard is malformed', async () => {
    write('3-2_lf.txt', VOISARD + packet(0) + packet(1).replace('-0.001', 'x'));
    await refused('voisard', /3-2\.json: expected the labels/);
    write('3-2.json', LABELS);
    await refused('voisard', /3-2_lf\.txt:4:\d+: expected a number for Gyr_Z, found "x"/);
    write('3-2_lf.txt', VOISARD.replace('Gyr_Y', 'Gyr'));
    await refused('voisard', /3-2_lf\.txt:2: expected a column Gyr_Y/);
    write('3-2_lf.txt', `${VOISARD}1\t2\n`);
    await refused('voisard', /3-2_lf\.txt:3: expected 7 fields, found 2/);
    write('3-2_lf.txt', VOISARD + packet(0).replace('\t0\t', '\t\t'));
    await refused('voisard', /3-2_lf\.txt:3: expected a number for Acc_X, found nothing/);
    write('3-2.json', '{"Subject": 3, "Trial": 2, "LeftFootEvents": [[1]], "RightFootEvents": []}');
    await refused('voisard', /expected pairs of packets at LeftFootEvents, found "\[\[1\]\]"/);
  });

  it('reads gaitmap: both feet of one table, and the borders of their strides', async () => {
    write(
      'example_data/imu_sample.csv',
      `sensor,${Array(6).fill('left_sensor,right_sensor').join(',')}\n` +
        `axis,${['acc_x', 'acc_y', 'acc_z', 'gyr_x', 'gyr_y', 'gyr_z'].map((axis) => `${axis},${axis}`).join(',')}\n` +
        [0, 1, 2].map((i) => `${i},${G},1,0,1,0,1,10.5,1,0,1,0,1`).join('\n'),
    );
    write(
      'example_data/stride_borders_sample.csv',
      's_id,foot,start,end,gsd_id\n0,left,0,1,1\n1,left,1,2,1\n',
    );
    const [left, right] = await imported('gaitmap');
    expect(left.values[0]).to.deep.equal([1000, 0, 0, 105, 0, 0]);
    expect(right.values[0]).to.deep.equal([102, 102, 102, 10, 10, 10]);
    expect(left.truth.strides).to.deep.equal([
      { start_us: 0, end_us: 4883 },
      { start_us: 4883, end_us: 9766 },
    ]);
    expect(right.truth.total_strides).to.equal(0);
    write('example_data/stride_borders_sample.csv', 's_id,foot,start,end\n0,middle,0,1\n');
    await refused('gaitmap', /stride_borders_sample\.csv:2: expected left or right for foot, found "middle"/);
  });

  it('reads Wearable My Foot: signal only', async () => {
    write(
      'test-run.csv',
      'time,aX,aY,aZ,gX,gY,gZ\n500,0.1,-1,0,3.84,0,0\n510,0,1,0,0,0,0\n530,0,1,0,0,0,0\n',
    );
    const [run] = await imported('wmf');
    expect(run.t_us).to.deep.equal([0, 10000, 30000]);
    expect(run.values[0]).to.deep.equal([100, -1000, 0, 38, 0, 0]);
    expect(run.truth.events_us).to.deep.equal({});
  });

  const imu = (samples: number) => byColumns(Array.from({ length: samples }, () => [G, 0, 0, 0, 0, Math.PI]));
  const seconds = (samples: number) => byColumns([Array.from({ length: samples }, (_, i) => 7 + i / 200)]);

  for (const compressed of [false, true])
    it(`reads Koroglu's MAT files (${compressed ? 'compressed' : 'plain'}): footprints and stride indices`, async () => {
      const arrays = {
        imu_data: imu(401),
        timestamps: seconds(401),
        strideIndex: byColumns([[0, 200, 340, 401]]),
        GCP: byColumns([
          [0, 0],
          [0.3, 0.4],
          [2.3, 0.4],
          [2.3, 1.4],
        ]),
        traveled_distance: byColumns([[3.5]]),
      };
      write('data/SensorConnectData_77_GDLBIO.mat', matFile(arrays, compressed));
      const [walk] = await imported('koroglu');
      expect(walk.name).to.equal('koroglu_run_77');
      expect(walk.values[0]).to.deep.equal([1000, 0, 0, 0, 0, 1800]);
      expect(walk.truth.events_us.midstance).to.deep.equal([0, 1e6, 1.7e6, 2e6]);
      expect(walk.truth.strides?.map((stride) => [stride.length_m, stride.class])).to.deep.equal([
        [0.5, 'walk'],
        [2, 'run'],
        [1, 'run'],
      ]);
      expect(walk.truth.distance_m).to.equal(3.5);
    });

  it("reads Koroglu's older files: a table in g, and a count", async () => {
    const names = ['AccelX', 'AccelY', 'AccelZ', 'GyroX', 'GyroY', 'GyroZ'].map(
      (n) => `inertial-6253.76535:scaled${n}`,
    );
    write('SensorConnectData_16.csv', `Time,${names.join(',')}\n0,1,0,0,0,0,0\n0.005,1,0,0,0,0,${Math.PI}\n`);
    expect(await imported('koroglu'), 'without its MAT file').to.have.length(0);
    write('SensorConnectData_16.mat', matFile({ numberOfStrides: byColumns([[75]]) }));
    const [walk] = await imported('koroglu');
    expect(walk.values[1]).to.deep.equal([1000, 0, 0, 0, 0, 1800]);
    expect(walk.truth.total_strides).to.equal(75);
  });

  it('says what a MAT file lacks', async () => {
    const path = 'SensorConnectData_77_GDLBIO.mat';
    write(path, 'no MAT file, but longer than the header of one'.repeat(4));
    await refused('koroglu', /_77_GDLBIO\.mat: expected a MAT file of version 5/);
    write(path, matFile({ imu_data: imu(3) }));
    await refused('koroglu', /expected an array timestamps, found only imu_data/);
    const whole = matFile({ imu_data: imu(3), timestamps: seconds(3) });
    write(path, whole.subarray(0, whole.length - 40));
    await refused(
      'koroglu',
      /expected a whole MAT file of version 5, found an element of \d+ bytes of which \d+ are there/,
    );
    const broken = matFile({ imu_data: imu(3) }, true);
    broken.fill(0, broken.length - 60);
    write(path, broken);
    await refused('koroglu', /expected a whole MAT file of version 5, found a compressed array/);
    write(path, matFile({ imu_data: byColumns([[1, 2]]), timestamps: seconds(1) }));
    await refused('koroglu', /expected an array imu_data of 6 columns, found 1 x 2/);
  });

  it('reads PyShoe: labels from one folder, signals and motion capture from another', async () => {
    const samples = 1000;
    // Two swings of half a metre, each half a second, with a rest before, between and after.
    const way = (i: number) => swing((i - 200) / 100) + swing((i - 600) / 100);
    const swing = (u: number) => (u <= 0 ? 0 : u >= 1 ? 0.5 : 0.5 * u * u * u * (10 - 15 * u + 6 * u * u));
    const place = byColumns(Array.from({ length: samples }, (_, i) => [way(i), 0, 0]));
    const date = '2017-11-22-11-27-30';
    write(`a/vicon/processed/${date}.mat`, matFile({ imu: imu(samples), ts: seconds(samples), gt: place }));
    expect(await imported('pyshoe'), 'without labels').to.have.length(0);
    const labels = `b/${date}_strideIndex_timestamp.csv`;
    write(labels, 'strideIndex,timestamp\n101,7.5\n451,9.25\n901,11.5\n');
    const [trial] = await imported('pyshoe');
    expect(trial.name).to.match(/_20171122112730$/);
    expect(trial.truth.strides?.map(({ length_m }) => length_m)).to.deep.equal([0.5, 0.5]);
    expect(trial.truth.events_us.midstance).to.deep.equal([5e5, 2.25e6, 4.5e6]);
    const { mocap_swing_peak = [], mocap_rest = [] } = trial.truth.events_us;
    expect(mocap_swing_peak).to.have.length(2);
    expect(mocap_swing_peak[0]).to.be.closeTo(1.25e6, 10_000);
    expect(mocap_rest).to.have.length(1);
    expect(trial.truth.labels_agree_with_mocap).to.equal(true);
    write(labels, 'strideIndex,timestamp\n101,7.5\n451,9.2512\n');
    await refused('pyshoe', /strideIndex_timestamp\.csv:3: expected the time of a sample/);
  });

  const SENSOR = [
    'Time',
    'Acc_read_x',
    'Acc_read_y',
    'Acc_read_z',
    'Gyro_read_x',
    'Gyro_read_y',
    'Gyro_read_z',
  ];
  const NAMES = ['1', '6'].flatMap((n) => [...SENSOR, 'Ext1', 'Ext2'].map((name) => ` ${name}_${n}`));
  /** The right foot swings once, the left one stands; the last line of the left one repeats itself. */
  const sheet = () =>
    Array.from({ length: 300 }, (_, i) => {
      const swings = i >= 100 && i < 140;
      const right = [10 * i, 9775, 0, -5, swings ? 20000 : 0, i === 20 || i === 280 ? 7000 : 0, 0];
      const left = [10 * Math.min(i, 298), 10000, 0, 0, 0, 0, 0];
      return [...right, swings ? 10 : 900, swings ? 5 : 800, ...left, 900, 800];
    });

  it('reads Marpino: contacts from the pressure of toe and heel', async () => {
    write('Dataset/Young/20180518_1.xlsx', xlsxFile([NAMES, ...sheet()]));
    const [right, ...others] = await imported('marpino');
    expect(others, 'a foot that never moved').to.have.length(0);
    expect(right.name).to.equal('marpino_young_20180518_1_right');
    expect(right.t_us).to.have.length(300);
    expect(right.values[0].slice(0, 3)).to.deep.equal([978, 0, 0]);
    expect(right.truth.events_us).to.deep.equal({ tc: [1e6], ic: [1.4e6] });
  });

  it('says where a spreadsheet of Marpino is malformed', async () => {
    const rows: (string | number)[][] = sheet();
    write('Dataset/Young/20180518_1.xlsx', 'no spreadsheet');
    await refused('marpino', /20180518_1\.xlsx: expected a spreadsheet/);
    rows[7][1] = 'x';
    write('Dataset/Young/20180518_1.xlsx', xlsxFile([NAMES, ...rows]));
    await refused('marpino', /20180518_1\.xlsx:9:2: expected a number for Acc_read_x_1, found "x"/);
    write('Dataset/Young/20180518_1.xlsx', xlsxFile([NAMES.slice(1), ...sheet().map((row) => row.slice(1))]));
    await refused('marpino', /20180518_1\.xlsx:1: expected a column Time_1/);
  });

  it('writes what can be read back, and finds no difference to it, but every one to another', async () => {
    const lines = Array.from({ length: 20 }, (_, i) => `${500 + 10 * i},0,1,${i / 100},0,0,0`);
    write('test-run.csv', `time,aX,aY,aZ,gX,gY,gZ\n${lines.join('\n')}\n`);
    const [run] = await imported('wmf');
    run.truth = { ...run.truth, complete: true, total_strides: 1, events_us: { ic: [50000] } };
    writeImported(run, folder);
    expect(compareWith(run, folder)).to.deep.equal({ name: run.name, differences: [] });
    expect(compareWith({ ...run, name: 'other' }, folder)).to.equal(undefined);
    const path = join(folder, 'wmf_run', `${run.name}.csv`);
    expect(readMeta(path)?.samples).to.equal(20);
    const trace = openTrace(path);
    expect(trace.hasGyro).to.equal(true);
    trace.close();
    const changed = { ...run, values: run.values.map((row, i) => (i === 3 ? [7, ...row.slice(1)] : row)) };
    changed.truth = { ...run.truth, total_strides: 2, events_us: { ic: [60000, 400000] } };
    expect(compareWith(changed, folder)?.differences).to.deep.equal([
      '1 readings, by 7 at most',
      'total_strides 2, there 1',
      'ic: 0 missing, 1 added, 1 moved, by 10 ms at most',
    ]);
    expect(readFileSync(path, 'utf8').split('\n')[0]).to.equal('t_us,ax,ay,az,gx,gy,gz');
  });

  it('refuses times that do not ascend', async () => {
    write('test-run.csv', 'time,aX,aY,aZ,gX,gY,gZ\n500,0,1,0,0,0,0\n500,0,1,0,0,0,0\n');
    const [run] = await imported('wmf');
    expect(() => writeImported(run, folder)).to.throw(/expected times that ascend, at sample 2/);
  });

  it('refuses a folder that is not there', async () => {
    folder = join(folder, 'nowhere');
    await refused('wmf', /nowhere: expected a folder/);
    folder = join(folder, '..');
  });

  it('rounds halves to the even number, as the recordings at hand were', () => {
    expect([0.5, 1.5, 2.5, -0.5, -1.5, 2.4999, -2.6].map((value) => rounded(value))).to.deep.equal([
      0, 2, 2, 0, -2, 2, -3,
    ]);
  });

  it('filters without shifting, and finds prominent peaks', () => {
    const wave = Float64Array.from({ length: 400 }, (_, i) => Math.sin(i / 20) + 0.2 * Math.sin(i * 1.5));
    const smooth = lowPass(wave, 8, 200);
    for (let i = 40; i < 360; i++) expect(smooth[i]).to.be.closeTo(Math.sin(i / 20), 0.03);
    expect(peaks(smooth, 0.5, 60).map((at) => Math.round(at / 10))).to.deep.equal([3, 16, 28]);
    expect(peaks(wave, 0.5, 5).length, 'ripple stands out by less than 0.5').to.be.below(10);
  });

  it('reads arrays of small elements and other types of number', () => {
    const path = write('x.mat', matFile({ a: byColumns([[1, 2, 3]]) }));
    expect([...readMat(path).keys()], 'a text is left out').to.deep.equal(['a']);
    expect(readMat(path).get('a')?.values).to.deep.equal(Float64Array.of(1, 2, 3));
  });
});
