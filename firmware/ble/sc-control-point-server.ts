import { Property, type GattCharacteristic, type GattConnection } from '../io/gatt';
import type { Clock } from '../io/time';
import { Characteristic } from './assigned-numbers';
import type { Connections } from './connections';
import { IndicatedControlPoint, type Procedures } from './indicated-control-point';
import {
  cumulativeValue,
  encodeScLocations,
  encodeScResponse,
  SC_NO_PARAMETER_LENGTH,
  SC_SET_CUMULATIVE_VALUE_LENGTH,
  SC_UPDATE_SENSOR_LOCATION_LENGTH,
  ScOpCode,
  ScResult,
} from './sc-control-point';

/** What the procedures act on. */
export interface ScTarget {
  readonly supportedLocations: readonly number[];
  sensorLocation: number;
  readonly canCalibrate: boolean;
  /** Sets the total distance, 0.1 m. `trusted` may end a calibration with it. */
  setCumulativeValue(distance_dm: number, trusted: boolean): void;
  startCalibration(): void;
}

/**
 * SC Control Point 0x2A55. Every result goes out in the indication. Calibration is for centrals with a bond: others are told
 * that the operation failed.
 */
export class ScControlPointServer implements Procedures {
  private readonly target: ScTarget;
  private readonly point: IndicatedControlPoint;

  constructor(options: { connections: Connections; clock: Clock; target: ScTarget }) {
    this.target = options.target;
    this.point = new IndicatedControlPoint({
      uuid: Characteristic.ScControlPoint,
      properties: Property.Write | Property.Indicate,
      connections: options.connections,
      clock: options.clock,
      procedures: this,
    });
  }

  get characteristic(): GattCharacteristic {
    return this.point;
  }

  /** Sends responses the radio had no room for. */
  update(): void {
    this.point.update();
  }

  /** Forgets the central that had this slot. */
  release(slot: number): void {
    this.point.release(slot);
  }

  perform(request: Uint8Array, response: Uint8Array, connection: GattConnection): number {
    const target = this.target;
    const opCode = request[0];
    let result: number = ScResult.Success;
    switch (opCode) {
      case ScOpCode.SetCumulativeValue:
        if (request.length === SC_SET_CUMULATIVE_VALUE_LENGTH)
          target.setCumulativeValue(cumulativeValue(request), connection.bonded);
        else result = ScResult.InvalidParameter;
        break;
      case ScOpCode.StartSensorCalibration:
        if (!target.canCalibrate) result = ScResult.OpCodeNotSupported;
        else if (request.length !== SC_NO_PARAMETER_LENGTH) result = ScResult.InvalidParameter;
        else if (!connection.bonded) result = ScResult.OperationFailed;
        else target.startCalibration();
        break;
      case ScOpCode.UpdateSensorLocation: {
        const location = request[1];
        if (
          request.length === SC_UPDATE_SENSOR_LOCATION_LENGTH &&
          target.supportedLocations.includes(location)
        )
          target.sensorLocation = location;
        else result = ScResult.InvalidParameter;
        break;
      }
      case ScOpCode.RequestSupportedSensorLocations:
        if (request.length === SC_NO_PARAMETER_LENGTH)
          return encodeScLocations(target.supportedLocations, response);
        result = ScResult.InvalidParameter;
        break;
      default:
        result = ScResult.OpCodeNotSupported;
    }
    return encodeScResponse(opCode, result, response);
  }
}
