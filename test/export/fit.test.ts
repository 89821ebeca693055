/** FIT files as two programs that are not ours read them: Garmin's own decoder, and fit-file-parser. */
import { Decoder, Stream } from '@garmin/fitsdk';
import { expect } from 'chai';
import fc from 'fast-check';
import FitParser from 'fit-file-parser';
import { UNDATED_ms } from '../../companion/export/date';
import { fitOf } from '../../companion/export/fit';
import type { Run } from '../../companion/export/run';
import { sampleAt, START_ms, steadyRun } from './runs';

/** A message as the decoder gives it: names and values. */
type Message = Record<string, unknown>;

function decoded(file: Uint8Array) {
  const decoder = new Decoder(Stream.fromByteArray([...file]));
  expect([decoder.isFIT(), decoder.checkIntegrity()]).to.deep.equal([true, true]);
  const { messages, errors } = decoder.read();
  expect(errors).to.deep.equal([]);
  return messages as unknown as Record<string, Message[]>;
}

async function parsed(file: Uint8Array) {
  const parser = new FitParser({ force: false, speedUnit: 'm/s', lengthUnit: 'm', mode: 'list' });
  return (await parser.parseAsync(file.slice().buffer)) as unknown as Record<string, Message[]>;
}

const at = (run_ms: number) => new Date(START_ms + run_ms);

describe('export to FIT', () => {
  it('has the run as Garmin reads it: identity, session and totals', () => {
    const { fileIdMesgs, sessionMesgs, activityMesgs, deviceInfoMesgs } = decoded(fitOf(steadyRun()));
    expect(fileIdMesgs[0]).to.include({ type: 'activity', manufacturer: 'development' });
    expect(fileIdMesgs[0].serialNumber).to.equal(0x164c0a12);
    expect(fileIdMesgs[0].timeCreated).to.deep.equal(at(0));
    expect(deviceInfoMesgs[0].softwareVersion).to.equal(0.01);
    expect(sessionMesgs).to.have.length(1);
    expect(sessionMesgs[0]).to.include({
      sport: 'running',
      totalElapsedTime: 840,
      totalTimerTime: 720,
      totalDistance: 2232,
      totalStrides: 1026,
      avgSpeed: 3.1,
      avgCadence: 85,
      avgFractionalCadence: 0.5,
      avgStanceTime: 251.5,
      avgStepLength: 1090,
      numLaps: 3,
    });
    expect(sessionMesgs[0].startTime).to.deep.equal(at(0));
    expect(sessionMesgs[0].timestamp).to.deep.equal(at(840_000));
    expect(activityMesgs[0]).to.include({ numSessions: 1, totalTimerTime: 720 });
    const local_s = (activityMesgs[0].localTimestamp as number) - 480 * 60;
    expect(local_s * 1000 + Date.UTC(1989, 11, 31)).to.equal(START_ms + 840_000);
  });

  it('has a record for each sample, with running dynamics', () => {
    const { recordMesgs } = decoded(fitOf(steadyRun()));
    expect(recordMesgs).to.have.length(1 + 90);
    expect(recordMesgs[0]).to.include({ distance: 0 });
    expect(recordMesgs[1]).to.deep.include({
      timestamp: at(8000),
      distance: 24.8,
      speed: 3.1,
      cadence: 85,
      fractionalCadence: 0.5,
      stanceTime: 251.5,
      stanceTimePercent: 35.84,
      stepLength: 1090,
      activityType: 'running',
    });
    expect(recordMesgs[1]).to.not.have.property('stanceTimeBalance');
    expect(recordMesgs[90].timestamp).to.deep.equal(at(840_000));
  });

  it('has a lap for each split and the rest, and stops the timer in pauses', () => {
    const { lapMesgs, eventMesgs } = decoded(fitOf(steadyRun()));
    expect(
      lapMesgs.map(({ totalDistance, totalTimerTime, lapTrigger }) => [
        totalDistance,
        totalTimerTime,
        lapTrigger,
      ]),
    ).to.deep.equal([
      [1000, 322.581, 'distance'],
      [1000, 322.58, 'distance'],
      [232, 74.839, 'sessionEnd'],
    ]);
    expect(lapMesgs[1].startTime).to.deep.equal(at(323_000));
    expect(eventMesgs.map(({ timestamp, eventType }) => [timestamp, eventType])).to.deep.equal([
      [at(0), 'start'],
      [at(360_000), 'stopAll'],
      [at(480_000), 'start'],
      [at(840_000), 'stopAll'],
    ]);
  });

  it('is read by fit-file-parser without complaint, with the same totals', async () => {
    const file = await parsed(fitOf(steadyRun()));
    expect(file.sessions[0]).to.include({ sport: 'running', total_distance: 2232, total_timer_time: 720 });
    expect(file.laps).to.have.length(3);
    expect(file.records).to.have.length(91);
    expect(file.records[1]).to.deep.include({
      distance: 24.8,
      speed: 3.1,
      stance_time: 251.5,
      step_length: 1090,
    });
  });

  it('knows a file that was damaged', () => {
    const file = fitOf(steadyRun());
    file[200] ^= 1;
    expect(new Decoder(Stream.fromByteArray([...file])).checkIntegrity()).to.equal(false);
  });

  it('tells the balance of two shoes as the share of the left one', () => {
    const samples = [sampleAt(0, { contactLeft_ms: 260, contactRight_ms: 240, contact_ms: 250 })];
    const { recordMesgs, sessionMesgs } = decoded(fitOf(steadyRun({ samples, foot: 'both' })));
    expect(recordMesgs[1].stanceTimeBalance).to.equal(52);
    expect(sessionMesgs[0].avgStanceTimeBalance).to.equal(52);
  });

  it('leaves out a value that does not fit, and keeps those beside it', () => {
    const odd = { cadence_spm: 900, strideLength_m: 1e6, contact_ms: -1, speed_mps: NaN };
    const { recordMesgs } = decoded(fitOf(steadyRun({ samples: [sampleAt(0, odd), sampleAt(8000)] })));
    expect(recordMesgs[1]).to.have.all.keys('timestamp', 'distance', 'activityType');
    expect(recordMesgs[2]).to.include({ cadence: 85, speed: 3.1 });
  });

  it('never writes another value than the one given', () => {
    const value = fc.double({ min: -1e10, max: 1e10, noNaN: false });
    const known = (given: number, read: unknown, step: number) =>
      read === undefined || Math.abs((read as number) - given) <= step;
    fc.assert(
      fc.property(value, value, value, value, (cadence_spm, contact_ms, speed_mps, strideLength_m) => {
        const samples = [sampleAt(0, { cadence_spm, contact_ms, speed_mps, strideLength_m })];
        const record = decoded(fitOf(steadyRun({ samples }))).recordMesgs[1];
        const cadence = record.cadence as number | undefined;
        const whole = cadence === undefined ? undefined : cadence + (record.fractionalCadence as number);
        expect(known(cadence_spm / 2, whole, 1 / 128), 'cadence').to.equal(true);
        expect(known(contact_ms, record.stanceTime, 0.1), 'stanceTime').to.equal(true);
        expect(known(speed_mps, record.speed, 0.001), 'speed').to.equal(true);
        expect(known(500 * strideLength_m, record.stepLength, 0.1), 'stepLength').to.equal(true);
      }),
    );
  });

  it('has a walk as walking, and a run of nothing as nothing', () => {
    expect(decoded(fitOf(steadyRun({ kind: 'walk' }))).sessionMesgs[0].sport).to.equal('walking');
    const empty: Partial<Run> = {
      samples: [],
      splits: [],
      pauses: [],
      elapsed_ms: 0,
      moving_ms: 0,
      distance_m: 0,
      steps: 0,
    };
    const { sessionMesgs, lapMesgs, recordMesgs } = decoded(fitOf(steadyRun(empty)));
    expect([sessionMesgs.length, lapMesgs.length, recordMesgs.length]).to.deep.equal([1, 1, 1]);
  });

  it('dates a run without a date as told, else to 1990', () => {
    const undated = steadyRun({ start_ms: undefined });
    expect(decoded(fitOf(undated)).sessionMesgs[0].startTime).to.deep.equal(new Date(UNDATED_ms));
    const told = decoded(fitOf(undated, { undatedStart_ms: START_ms }));
    expect(told.sessionMesgs[0].startTime).to.deep.equal(at(0));
  });

  it('refuses times that are none', () => {
    expect(() => fitOf(steadyRun({ start_ms: -1e15 }))).to.throw(RangeError, 'cannot begin');
    expect(() => fitOf(steadyRun({ elapsed_ms: NaN }))).to.throw(RangeError, 'elapsed_ms');
    expect(() => fitOf(steadyRun({ elapsed_ms: 1e12 }))).to.throw(RangeError, 'elapsed_ms');
    expect(() => fitOf(steadyRun({ samples: [sampleAt(8000), sampleAt(0)] }))).to.throw(RangeError, 'sample');
  });

  it('keeps a name of any script to the bytes there are', () => {
    const { fileIdMesgs } = decoded(fitOf(steadyRun({ shoe: '蓝色跑鞋左脚右脚' })));
    expect(fileIdMesgs[0].productName).to.equal('蓝色跑鞋左脚右');
  });
});
