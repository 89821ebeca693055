/** Teaching the shoe the runner's stride. docs/SPEC.md 4.7. */
import { FieldReader, uint } from '../../client/bytes';
import { RequestFailed, Result, type ControlPoint } from '../../client/control-point';

const START = 0x30;
const FINISH = 0x31;
const CANCEL = 0x32;
const SPEED_SAMPLE = 0x33;
const RESET = 0x34;
const STATE = 0x35;
/** Largest speed and accuracy the request has room for, mm/s. */
const U16_MOST = 0xffff;

export interface CalibrationState {
  /** A known distance is under way. */
  readonly underWay: boolean;
  readonly learned: boolean;
  readonly measured_m: number;
  readonly observations: number;
}

export async function calibrationState(controlPoint: ControlPoint): Promise<CalibrationState> {
  const reader = new FieldReader(await controlPoint.request(STATE));
  const state = reader.u8();
  return {
    underWay: (state & 1) !== 0,
    learned: (state & 2) !== 0,
    measured_m: reader.u32() / 1000,
    observations: reader.u16(),
  };
}

export async function startCalibration(controlPoint: ControlPoint): Promise<void> {
  await controlPoint.request(START);
}

/** @returns the detail, 0 to 6: SPEC 4.7, "Detail" */
export function finishCalibration(controlPoint: ControlPoint, distance_m: number): Promise<number> {
  return detail(controlPoint.request(FINISH, uint(Math.round(distance_m * 1000), 4)));
}

export async function cancelCalibration(controlPoint: ControlPoint): Promise<void> {
  await controlPoint.request(CANCEL);
}

export async function resetCalibration(controlPoint: ControlPoint): Promise<void> {
  await controlPoint.request(RESET);
}

/** A speed over ground. @returns the detail */
export function speedSample(
  controlPoint: ControlPoint,
  speed_mps: number,
  accuracy_mps: number,
): Promise<number> {
  const mm = (value: number) => uint(Math.min(U16_MOST, Math.max(0, Math.round(value * 1000))), 2);
  return detail(controlPoint.request(SPEED_SAMPLE, [...mm(speed_mps), ...mm(accuracy_mps)]));
}

async function detail(request: Promise<Uint8Array>): Promise<number> {
  try {
    return (await request)[0] ?? 0;
  } catch (error) {
    if (error instanceof RequestFailed && error.result === Result.OperationFailed)
      return error.parameters[0] ?? 0;
    throw error;
  }
}
