import { AttError, Property, type GattCharacteristic, type GattConnection } from '../io/gatt';
import type { Clock } from '../io/time';
import { Characteristic } from './assigned-numbers';
import { MAXIMUM_CONNECTIONS, NO_SLOT, type Connections } from './connections';
import {
  cumulativeValue,
  encodeScLocations,
  encodeScResponse,
  SC_NO_PARAMETER_LENGTH,
  SC_RESPONSE_MAXIMUM_LENGTH,
  SC_SET_CUMULATIVE_VALUE_LENGTH,
  SC_UPDATE_SENSOR_LOCATION_LENGTH,
  ScError,
  ScOpCode,
  ScResult,
} from './sc-control-point';

/**
 * A procedure ends when its indication is confirmed. A central has 30 s for that, after which its link is dead (Core,
 * Vol 3 Part F 3.3.3); the same bound frees the control point on a radio that cannot tell of confirmations.
 */
const PROCEDURE_TIMEOUT_MS = 30_000;

/** What the procedures act on. */
export interface ScTarget {
  readonly supportedLocations: readonly number[];
  sensorLocation: number;
  /** Sets the total distance, 0.1 m. */
  setCumulativeValue(distance_dm: number): void;
}

/** One central's procedure. */
class Procedure {
  subscribed = false;
  busy = false;
  /** The radio had no room for the response yet. */
  unsent = false;
  begun_ms = 0;
  readonly response = new Uint8Array(SC_RESPONSE_MAXIMUM_LENGTH);
  length = 0;

  reset(): void {
    this.subscribed = this.busy = this.unsent = false;
  }
}

/**
 * SC Control Point: one procedure at a time for each central, in fixed memory. Every result goes out in the indication; ATT
 * errors only say that no procedure was begun.
 *
 * The shoe has no calibration procedure and does not claim one in RSC Feature, so Start Sensor Calibration is answered with
 * Op Code Not Supported.
 */
export class ScControlPointServer {
  readonly characteristic: GattCharacteristic;
  private readonly connections: Connections;
  private readonly clock: Clock;
  private readonly target: ScTarget;
  private readonly procedures: readonly Procedure[];

  constructor(options: { connections: Connections; clock: Clock; target: ScTarget }) {
    this.connections = options.connections;
    this.clock = options.clock;
    this.target = options.target;
    this.procedures = Array.from({ length: MAXIMUM_CONNECTIONS }, () => new Procedure());
    this.characteristic = {
      uuid: Characteristic.ScControlPoint,
      properties: Property.Write | Property.Indicate,
      onWrite: (value, connection) => this.write(value, connection),
      onSubscribe: (connection) => this.subscribe(connection, true),
      onUnsubscribe: (connection) => this.subscribe(connection, false),
      onConfirm: (connection) => this.confirm(connection),
    };
  }

  /** Sends responses the radio had no room for. */
  update(): void {
    for (let slot = 0; slot < MAXIMUM_CONNECTIONS; slot++) {
      const procedure = this.procedures[slot];
      const connection = this.connections.at(slot);
      if (procedure?.unsent && connection) this.respond(procedure, connection);
    }
  }

  /** Forgets the central that had this slot. */
  release(slot: number): void {
    this.procedures[slot]?.reset();
  }

  private write(value: Uint8Array, connection: GattConnection): number {
    const procedure = this.procedureOf(connection);
    if (!procedure) return AttError.UnlikelyError;
    if (value.length === 0) return AttError.InvalidAttributeValueLength;
    if (!procedure.subscribed) return ScError.CccdImproperlyConfigured;
    const now_ms = this.clock.now();
    if (procedure.busy && now_ms - procedure.begun_ms < PROCEDURE_TIMEOUT_MS)
      return ScError.ProcedureAlreadyInProgress;
    procedure.busy = true;
    procedure.begun_ms = now_ms;
    procedure.length = this.perform(value, procedure.response);
    this.respond(procedure, connection);
    return AttError.Success;
  }

  /** Carries out a request of at least one byte, writes its response and returns the response's length. */
  private perform(request: Uint8Array, response: Uint8Array): number {
    const target = this.target;
    const opCode = request[0];
    let result: number = ScResult.Success;
    switch (opCode) {
      case ScOpCode.SetCumulativeValue:
        if (request.length === SC_SET_CUMULATIVE_VALUE_LENGTH)
          target.setCumulativeValue(cumulativeValue(request));
        else result = ScResult.InvalidParameter;
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

  private respond(procedure: Procedure, connection: GattConnection): void {
    // Set first: the radio may call onConfirm before notify returns.
    procedure.unsent = false;
    const queued = connection.notify(this.characteristic, procedure.response.subarray(0, procedure.length));
    if (!queued && procedure.subscribed) procedure.unsent = true;
  }

  private subscribe(connection: GattConnection, subscribed: boolean): void {
    const procedure = this.procedureOf(connection);
    if (!procedure) return;
    procedure.reset();
    procedure.subscribed = subscribed;
  }

  private confirm(connection: GattConnection): void {
    const procedure = this.procedureOf(connection);
    if (procedure && !procedure.unsent) procedure.busy = false;
  }

  private procedureOf(connection: GattConnection): Procedure | undefined {
    const slot = this.connections.slotOf(connection);
    return slot === NO_SLOT ? undefined : this.procedures[slot];
  }
}
