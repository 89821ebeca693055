/** A run as a FIT activity file: records, laps, session, running dynamics. */
import { startOf, type ExportOptions } from './date';
import { FitFile, fitTime, type FitValues } from './fit-fields';
import { ACTIVITY, DEVICE_INFO, EVENT, FILE_ID, LAP, RECORD, SESSION } from './fit-messages';
import { endOf, lapsOf, type Lap } from './laps';
import { leftShareOf, meanOf, mostOf } from './means';
import type { Run, RunSample } from './run';

/** Values of the FIT profile's enumerations. */
const FILE_ACTIVITY = 4;
const MANUFACTURER_DEVELOPMENT = 255;
const SPORT = { run: 1, walk: 11 };
const ACTIVITY_TYPE = { run: 1, walk: 6 };
const EVENT_TIMER = 0;
const EVENT_SESSION = 8;
const EVENT_LAP = 9;
const EVENT_ACTIVITY = 26;
const TYPE_START = 0;
const TYPE_STOP = 1;
const TYPE_STOP_ALL = 4;
const TRIGGER_DISTANCE = 2;
const TRIGGER_SESSION_END = 7;
const SUB_SPORT_GENERIC = 0;
/** FIT counts strides and their halves, steps. */
const FEET = 2;
/** @throws RangeError when the run's own times are none (laps.ts); a single value out of range is left out */
export function fitOf(run: Run, options: ExportOptions = {}): Uint8Array {
  const start_ms = startOf(run, options);
  const laps = lapsOf(run);
  const file = new FitFile();
  writeOrigin(file, run, start_ms);
  writeTrack(file, run, start_ms);
  laps.forEach((lap, index) => file.write(LAP, lapValues(lap, index, run, start_ms)));
  file.write(SESSION, sessionValues(run, laps.length, start_ms));
  const end = fitTime(start_ms + run.elapsed_ms);
  file.write(ACTIVITY, {
    timestamp: end,
    totalTimerTime: run.moving_ms / 1000,
    numSessions: 1,
    type: 0,
    event: EVENT_ACTIVITY,
    eventType: TYPE_STOP,
    localTimestamp: end + run.zone_min * 60,
  });
  return file.finish();
}

function writeOrigin(file: FitFile, run: Run, start_ms: number): void {
  const origin = {
    manufacturer: MANUFACTURER_DEVELOPMENT,
    product: 0,
    serialNumber: serialOf(run.serial),
    productName: run.shoe ?? 'Footfall',
  };
  const time = fitTime(start_ms);
  file.write(FILE_ID, { ...origin, type: FILE_ACTIVITY, timeCreated: time });
  file.write(DEVICE_INFO, {
    ...origin,
    timestamp: time,
    deviceIndex: 0,
    softwareVersion: versionOf(run.firmware),
  });
}

/** The records in order of time, the timer's stops and starts among them. */
function writeTrack(file: FitFile, run: Run, start_ms: number): void {
  const at = (run_ms: number) => fitTime(start_ms + run_ms);
  const timer = (run_ms: number, eventType: number) =>
    file.write(EVENT, { timestamp: at(run_ms), event: EVENT_TIMER, eventType });
  timer(0, TYPE_START);
  file.write(RECORD, { timestamp: at(0), distance: 0 });
  const stops = run.pauses.flatMap(({ from_ms, to_ms }) => [
    { run_ms: from_ms, type: TYPE_STOP_ALL },
    { run_ms: to_ms, type: TYPE_START },
  ]);
  let last = at(0);
  for (const sample of run.samples) {
    const end_ms = endOf(sample, run);
    while (stops.length > 0 && stops[0].run_ms < end_ms) {
      const { run_ms, type } = stops[0];
      timer(run_ms, type);
      stops.shift();
    }
    // One record a second at most, and none back in time: readers plot by it.
    if (at(end_ms) <= last) continue;
    last = at(end_ms);
    file.write(RECORD, recordValues(sample, last));
  }
  for (const { run_ms, type } of stops) timer(run_ms, type);
  timer(run.elapsed_ms, TYPE_STOP_ALL);
}

function recordValues(sample: RunSample, timestamp: number): FitValues {
  const strides = sample.cadence_spm === undefined ? undefined : sample.cadence_spm / FEET;
  return {
    timestamp,
    distance: sample.distance_m,
    speed: sample.speed_mps,
    ...cadenceValues(strides, 'cadence', 'fractionalCadence'),
    activityType: sample.running ? ACTIVITY_TYPE.run : ACTIVITY_TYPE.walk,
    stanceTime: sample.contact_ms,
    stanceTimePercent:
      sample.contact_ms === undefined || !strides ? undefined : (sample.contact_ms * strides) / 600,
    stanceTimeBalance: leftShareOf([sample]),
    stepLength: sample.strideLength_m === undefined ? undefined : (sample.strideLength_m * 1000) / FEET,
  };
}

function lapValues(lap: Lap, index: number, run: Run, start_ms: number): FitValues {
  return {
    messageIndex: index,
    timestamp: fitTime(start_ms + lap.to_ms),
    event: EVENT_LAP,
    eventType: TYPE_STOP,
    startTime: fitTime(start_ms + lap.from_ms),
    totalElapsedTime: (lap.to_ms - lap.from_ms) / 1000,
    lapTrigger: lap.isSplit ? TRIGGER_DISTANCE : TRIGGER_SESSION_END,
    sport: SPORT[run.kind],
    ...totals(lap),
    ...averages(lap.samples, lap),
  };
}

function sessionValues(run: Run, laps: number, start_ms: number): FitValues {
  return {
    messageIndex: 0,
    timestamp: fitTime(start_ms + run.elapsed_ms),
    event: EVENT_SESSION,
    eventType: TYPE_STOP,
    startTime: fitTime(start_ms),
    sport: SPORT[run.kind],
    subSport: SUB_SPORT_GENERIC,
    totalElapsedTime: run.elapsed_ms / 1000,
    firstLapIndex: 0,
    numLaps: laps,
    trigger: 0,
    ...totals(run),
    ...averages(run.samples, run),
  };
}

interface Totals {
  readonly moving_ms: number;
  readonly distance_m: number;
  readonly steps: number;
}

function totals({ moving_ms, distance_m, steps }: Totals): FitValues {
  return {
    totalTimerTime: moving_ms / 1000,
    totalDistance: distance_m,
    totalCycles: steps / FEET,
  };
}

function averages(samples: readonly RunSample[], { moving_ms, distance_m }: Totals): FitValues {
  const cadence = meanOf(samples, 'cadence_spm');
  const most = mostOf(samples, 'cadence_spm');
  const length = meanOf(samples, 'strideLength_m');
  return {
    avgSpeed: moving_ms > 0 ? (1000 * distance_m) / moving_ms : undefined,
    maxSpeed: mostOf(samples, 'speed_mps'),
    ...cadenceValues(times(cadence, 1 / FEET), 'avgCadence', 'avgFractionalCadence'),
    maxCadence: times(most, 1 / FEET),
    avgStanceTime: meanOf(samples, 'contact_ms'),
    avgStanceTimeBalance: leftShareOf(samples),
    avgStepLength: times(length, 1000 / FEET),
  };
}

/** Whole strides a minute and the rest, in the 1/128 the field has. */
function cadenceValues(strides: number | undefined, whole: string, rest: string): FitValues {
  if (strides === undefined || !(strides >= 0 && strides < 255)) return {};
  const parts = Math.round(strides * 128);
  return { [whole]: Math.floor(parts / 128), [rest]: (parts % 128) / 128 };
}

function times(value: number | undefined, factor: number): number | undefined {
  return value === undefined ? undefined : value * factor;
}

/** The last eight hexadecimal digits of the shoe's serial number. */
function serialOf(serial: string | undefined): number | undefined {
  const digits = /[0-9a-f]{1,8}$/i.exec(serial ?? '');
  return digits ? parseInt(digits[0], 16) : undefined;
}

/** Major and minor number, as 1.02: what the field has room for. */
function versionOf(firmware: string | undefined): number | undefined {
  const parts = /^(\d+)\.(\d+)/.exec(firmware ?? '');
  return parts ? Number(parts[1]) + Number(parts[2]) / 100 : undefined;
}
