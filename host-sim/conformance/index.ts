/** All conformance cases. */
import { batteryAndDeviceCases } from './battery-and-device';
import type { ConformanceCase } from './case';
import { currentTimeCases } from './current-time';
import { footfallCases } from './footfall';
import { footfallUpdateCases } from './footfall-update';
import { gapCases } from './gap';
import { runningSpeedAndCadenceCases } from './running-speed-and-cadence';
import { scControlPointCases } from './sc-control-point';

export function conformanceCases(): readonly ConformanceCase[] {
  return [
    ...runningSpeedAndCadenceCases(),
    ...scControlPointCases(),
    ...batteryAndDeviceCases(),
    ...currentTimeCases(),
    ...footfallCases(),
    ...footfallUpdateCases(),
    ...gapCases(),
  ].flatMap(({ cases }) => cases);
}
