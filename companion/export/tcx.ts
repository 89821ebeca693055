/**
 * A run as Garmin's Training Center XML: TrainingCenterDatabase v2, with the ActivityExtension v2 for speed and the cadence
 * of runners. There is no writer of it worth depending on; it is a page of text.
 */
import { startOf, type ExportOptions } from './date';
import { endOf, lapsOf, stretchesOf, type Lap } from './laps';
import { meanOf, mostOf } from './means';
import type { Run, RunSample } from './run';

const SCHEMA = 'http://www.garmin.com/xmlschemas';
/** Cadences are of one foot: strides a minute. The schema's type ends at 254. */
const FEET = 2;
const CADENCE_MOST = 254;
const STEPS_MOST = 0xffff;
const SPORT = { run: 'Running', walk: 'Other' };

/** @throws RangeError when the run's own times are none (laps.ts); a single value out of range is left out */
export function tcxOf(run: Run, options: ExportOptions = {}): string {
  const start_ms = startOf(run, options);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<TrainingCenterDatabase xmlns="${SCHEMA}/TrainingCenterDatabase/v2"` +
      ` xmlns:ax="${SCHEMA}/ActivityExtension/v2" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`,
    ' <Activities>',
    `  <Activity Sport="${SPORT[run.kind]}">`,
    `   <Id>${time(start_ms)}</Id>`,
    ...lapsOf(run).flatMap((lap) => lapLines(lap, run, start_ms)),
    ...creator(run),
    '  </Activity>',
    ' </Activities>',
    '</TrainingCenterDatabase>',
    '',
  ].join('\n');
}

function lapLines(lap: Lap, run: Run, start_ms: number): string[] {
  const { samples, moving_ms, distance_m } = lap;
  const fastest = mostOf(samples, 'speed_mps');
  const extensions = [
    ...element('ax:AvgSpeed', moving_ms > 0 ? (1000 * distance_m) / moving_ms : undefined, 3),
    ...cadence('ax:AvgRunCadence', meanOf(samples, 'cadence_spm')),
    ...cadence('ax:MaxRunCadence', mostOf(samples, 'cadence_spm')),
    ...element('ax:Steps', lap.steps <= STEPS_MOST ? lap.steps : undefined, 0),
  ];
  return [
    `   <Lap StartTime="${time(start_ms + lap.from_ms)}">`,
    ...element('TotalTimeSeconds', moving_ms / 1000, 3),
    ...element('DistanceMeters', distance_m, 2),
    ...element('MaximumSpeed', fastest, 3),
    // The schema asks for calories; a shoe knows none.
    '<Calories>0</Calories>',
    '<Intensity>Active</Intensity>',
    ...cadence('Cadence', meanOf(samples, 'cadence_spm')),
    `<TriggerMethod>${lap.isSplit ? 'Distance' : 'Manual'}</TriggerMethod>`,
    ...stretchesOf(lap, run).map(
      (stretch) =>
        `<Track>${stretch.map((sample) => trackpoint(sample, endOf(sample, run) + start_ms)).join('\n')}</Track>`,
    ),
    `<Extensions><ax:LX>${extensions.join('')}</ax:LX></Extensions>`,
    '   </Lap>',
  ];
}

function trackpoint(sample: RunSample, utc_ms: number): string {
  const extensions = [
    ...element('ax:Speed', sample.speed_mps, 3),
    ...cadence('ax:RunCadence', sample.cadence_spm),
  ];
  return [
    `<Trackpoint><Time>${time(utc_ms)}</Time>`,
    ...element('DistanceMeters', sample.distance_m, 2),
    ...cadence('Cadence', sample.cadence_spm),
    ...(extensions.length > 0
      ? [`<Extensions><ax:TPX CadenceSensor="Footpod">${extensions.join('')}</ax:TPX></Extensions>`]
      : []),
    '</Trackpoint>',
  ].join('');
}

function creator(run: Run): string[] {
  const [major = '0', minor = '0'] = (run.firmware ?? '').split('.').filter((part) => /^\d{1,4}$/.test(part));
  return [
    `   <Creator xsi:type="Device_t"><Name>${escaped(run.shoe ?? 'Footfall')}</Name><UnitId>0</UnitId>` +
      `<ProductID>0</ProductID><Version><VersionMajor>${major}</VersionMajor><VersionMinor>${minor}</VersionMinor>` +
      '</Version></Creator>',
  ];
}

function time(utc_ms: number): string {
  return new Date(utc_ms).toISOString();
}

/** Nothing for a value that is not known, or no number. */
function element(name: string, value: number | undefined, digits: number): string[] {
  if (value === undefined || !(value >= 0 && value < 1e9)) return [];
  return [`<${name}>${value.toFixed(digits)}</${name}>`];
}

function cadence(name: string, spm: number | undefined): string[] {
  const strides = spm === undefined ? undefined : Math.round(spm / FEET);
  return strides !== undefined && strides <= CADENCE_MOST ? element(name, strides, 0) : [];
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as XML has it; characters XML 1.0 does not allow (section 2.2) are left out. */
function escaped(text: string): string {
  const allowed = Array.from(text).filter((c) => {
    const code = c.codePointAt(0) ?? 0;
    return code === 9 || code === 10 || code === 13 || (code >= 0x20 && !isNoCharacter(code));
  });
  return allowed.join('').replace(/[&<>"]/g, (c) => ENTITIES[c]);
}

function isNoCharacter(code: number): boolean {
  return (code >= 0xd800 && code <= 0xdfff) || code === 0xfffe || code === 0xffff;
}
