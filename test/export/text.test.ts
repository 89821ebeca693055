/** TCX, CSV and JSON. The schemas of TCX are Garmin's and not in this repository: FOOTFALL_TCX_XSD names a folder with them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { validateXML } from 'xmllint-wasm';
import { csvOf } from '../../companion/export/csv';
import { fileName } from '../../companion/export/date';
import { jsonOf } from '../../companion/export/json';
import { tcxOf } from '../../companion/export/tcx';
import type { Run, RunSample } from '../../companion/export/run';
import { sampleAt, steadyRun } from './runs';

interface Trackpoint {
  Time: string;
  DistanceMeters: number;
  Cadence?: number;
  Extensions?: { 'ax:TPX': { 'ax:Speed'?: number; 'ax:RunCadence'?: number } };
}
interface TcxLap {
  '@_StartTime': string;
  TotalTimeSeconds: number;
  DistanceMeters: number;
  TriggerMethod: string;
  Track?: { Trackpoint: Trackpoint[] }[];
}
interface TcxActivity {
  '@_Sport': string;
  Id: string;
  Lap: TcxLap[];
  Creator: { Name: string };
}

function activityOf(run: Run): TcxActivity {
  const text = tcxOf(run);
  expect(XMLValidator.validate(text)).to.equal(true);
  const parser = new XMLParser({
    ignoreAttributes: false,
    isArray: (name) => ['Lap', 'Track', 'Trackpoint'].includes(name),
  });
  const file = parser.parse(text) as {
    TrainingCenterDatabase: { Activities: { Activity: TcxActivity } };
  };
  return file.TrainingCenterDatabase.Activities.Activity;
}

describe('export to TCX', () => {
  it('has the laps and what is left, with their points', () => {
    const activity = activityOf(steadyRun());
    expect(activity['@_Sport']).to.equal('Running');
    expect(activity.Id).to.equal('2026-11-24T06:10:00.000Z');
    expect(
      activity.Lap.map((lap) => [lap.DistanceMeters, lap.TotalTimeSeconds, lap.TriggerMethod]),
    ).to.deep.equal([
      [1000, 322.581, 'Distance'],
      [1000, 322.58, 'Distance'],
      [232, 74.839, 'Manual'],
    ]);
    const points = activity.Lap.flatMap(({ Track = [] }) => Track.flatMap(({ Trackpoint }) => Trackpoint));
    expect(points).to.have.length(90);
    expect(points[0]).to.deep.equal({
      Time: '2026-11-24T06:10:08.000Z',
      DistanceMeters: 24.8,
      Cadence: 86,
      Extensions: { 'ax:TPX': { 'ax:Speed': 3.1, 'ax:RunCadence': 86, '@_CadenceSensor': 'Footpod' } },
    });
  });

  it('begins a track anew behind a pause', () => {
    const lap = activityOf(steadyRun()).Lap[1];
    expect(lap.Track?.map(({ Trackpoint }) => Trackpoint[0].Time)).to.deep.equal([
      '2026-11-24T06:15:28.000Z',
      '2026-11-24T06:18:08.000Z',
    ]);
  });

  it('leaves out what does not fit, and writes names so that XML can bear them', () => {
    const samples = [sampleAt(0, { cadence_spm: 900, speed_mps: NaN })];
    const shoe = 'A <b> & "c" \u0007 \ud800 蓝';
    const { Lap, Creator } = activityOf(steadyRun({ samples, shoe, splits: [] }));
    const point = Lap[0].Track?.[0].Trackpoint[0];
    expect(point).to.have.all.keys('Time', 'DistanceMeters');
    expect(Creator.Name).to.equal('A <b> & "c"   蓝');
  });

  const folder = process.env.FOOTFALL_TCX_XSD;
  it('is valid by the schemas', async function () {
    if (folder === undefined || !existsSync(folder)) return this.skip();
    const schema = (name: string) => ({ fileName: name, contents: readFileSync(join(folder, name), 'utf8') });
    const extension = schema('ActivityExtensionv2.xsd');
    const database = schema('TrainingCenterDatabasev2.xsd');
    // One schema that knows both, so that the extensions are held to theirs.
    const both =
      '<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema">' +
      '<xsd:import namespace="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2" schemaLocation="TrainingCenterDatabasev2.xsd"/>' +
      '<xsd:import namespace="http://www.garmin.com/xmlschemas/ActivityExtension/v2" schemaLocation="ActivityExtensionv2.xsd"/>' +
      '</xsd:schema>';
    const runs = [
      steadyRun(),
      steadyRun({ kind: 'walk', samples: [], splits: [] }),
      steadyRun({ samples: [sampleAt(0, { cadence_spm: 900 })], shoe: '<&>', steps: 1e6 }),
    ];
    for (const run of runs) {
      const { valid, errors } = await validateXML({
        xml: { fileName: 'run.tcx', contents: tcxOf(run) },
        schema: { fileName: 'both.xsd', contents: both },
        preload: [extension, database],
      });
      expect(errors.map(({ message }) => message)).to.deep.equal([]);
      expect(valid).to.equal(true);
    }
    const broken = await validateXML({
      xml: { fileName: 'run.tcx', contents: tcxOf(steadyRun()).replaceAll('ax:RunCadence', 'ax:Other') },
      schema: { fileName: 'both.xsd', contents: both },
      preload: [extension, database],
    });
    expect(broken.valid).to.equal(false);
  });
});

describe('export to CSV and JSON', () => {
  it('CSV has a line for each sample, empty where nothing is known', () => {
    const samples = [sampleAt(0), sampleAt(8000, { contact_ms: undefined, speed_mps: NaN, running: false })];
    const lines = csvOf(steadyRun({ samples })).split('\r\n');
    expect(lines).to.have.length(4);
    expect(lines[1]).to.equal(
      '2026-11-24T06:10:00.000Z,0.000,8.000,24.80,run,3.100,171.0,251.5,,,2.180,98.0,-3.5,,,,',
    );
    expect(lines[2]).to.equal(
      '2026-11-24T06:10:08.000Z,8.000,8.000,49.60,walk,,171.0,,,,2.180,98.0,-3.5,,,,',
    );
    expect(csvOf(steadyRun({ samples, start_ms: undefined })).split('\r\n')[1]).to.match(/^,0\.000,/);
  });

  it('JSON has all of it, and no number that is none', () => {
    const run = steadyRun({ samples: [sampleAt(0, { speed_mps: NaN })] });
    const back = JSON.parse(jsonOf(run)) as Run & { format: string; version: number };
    const sample: Partial<RunSample> = { ...run.samples[0] };
    delete (sample as { speed_mps?: number }).speed_mps;
    expect(back).to.deep.equal({ format: 'footfall-run', version: 1, ...run, samples: [sample] });
  });

  it('names files by local time', () => {
    expect(fileName(steadyRun(), 'fit')).to.equal('footfall-2026-11-24-1410.fit');
    expect(fileName(steadyRun({ start_ms: undefined }), 'tcx')).to.equal('footfall-undated.tcx');
  });
});
