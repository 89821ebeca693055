/** The Footfall Control Point: who may ask what, and what the op codes do. docs/SPEC.md, 4.4. */
import { Property, type GattConnection } from '../io/gatt';
import type { Clock } from '../io/time';
import type { ShoeRecord } from '../record/record';
import { VALUE_MOST } from '../record/settings';
import { DAYS_KEPT } from '../record/state';
import { CALIBRATION_GATHERING, CALIBRATION_LEARNED, type Calibration } from '../session/calibration';
import type { Live } from '../session/live';
import { putUint16, putUint24, putUint32, putUint48, uint16At, uint32At } from './bytes';
import type { Connections } from './connections';
import type { Counters } from './counters';
import { FootfallCharacteristic, OpCode, Result, StoredObject } from './footfall-numbers';
import { History } from './history';
import { IndicatedControlPoint, RESPONSE_MOST, type Procedures } from './indicated-control-point';
import { saturate, UINT16_MAX, UINT32_MAX } from './saturate';
import type { SettingsAccess } from './settings-access';
import type { Shelf } from './sources';
import { ObjectStream } from './streams';
import type { Transfer } from './transfer';
import type { UpdateReceiver } from './update-receiver';

/** Longest request: what fits the least ATT MTU. */
const REQUEST_MOST = 20;
/** Bytes of a setting that a response has room for. */
const SETTING_PART = RESPONSE_MOST - 6;

/** Bytes of each request, op code included. Set Setting has 4 and up. */
const LENGTHS: Readonly<Record<number, number>> = Object.freeze({
  [OpCode.ListRuns]: 6,
  [OpCode.ReadRun]: 8,
  [OpCode.ReadObject]: 2,
  [OpCode.AcknowledgeRun]: 12,
  [OpCode.DeleteRuns]: 5,
  [OpCode.Stop]: 1,
  [OpCode.ListDays]: 3,
  [OpCode.GetSetting]: 3,
  [OpCode.StartCalibration]: 1,
  [OpCode.FinishCalibration]: 5,
  [OpCode.CancelCalibration]: 1,
  [OpCode.SpeedSample]: 5,
  [OpCode.ResetCalibration]: 1,
  [OpCode.CalibrationState]: 1,
  [OpCode.BeginUpdate]: 11,
  [OpCode.FinishUpdate]: 1,
  [OpCode.ApplyUpdate]: 1,
  [OpCode.CancelUpdate]: 1,
  [OpCode.UpdateState]: 1,
  [OpCode.Bonds]: 1,
  [OpCode.ForgetThisPhone]: 1,
  [OpCode.ForgetAllPhones]: 1,
  [OpCode.PutAway]: 1,
});
const SET_SETTING_LEAST = 4;

/** What the radio does for the control point. */
export interface ControlPointRadio {
  readonly bonds: number;
  readonly maximumBonds: number;
  /** Seconds the bonding window is still open. */
  readonly bondingLeft_s: number;
  /** Takes the bonds away and ends the links that had them, once this central has confirmed. */
  forget(connection: GattConnection): void;
  forgetAll(): void;
  /** Copies an object other than settings and totals. @returns its bytes */
  object(which: number, into: Uint8Array): number;
}

export interface ControlPointOptions {
  readonly connections: Connections;
  readonly clock: Clock;
  readonly counters: Counters;
  readonly radio: ControlPointRadio;
  readonly transfer: Transfer;
  readonly receiver: UpdateReceiver;
  readonly record: ShoeRecord | undefined;
  readonly settings: SettingsAccess | undefined;
  readonly calibration: Calibration | undefined;
  readonly live: Pick<Live, 'inSession'>;
  readonly shelf: Shelf | undefined;
}

export class FootfallControlPoint implements Procedures {
  readonly point: IndicatedControlPoint;
  readonly history: History | undefined;
  private readonly options: ControlPointOptions;
  /** What to do when the central has confirmed: op codes that end links, or the shoe's day. */
  private afterConfirm: number = OpCode.Response;
  private afterConfirmOf: GattConnection | undefined;

  constructor(options: ControlPointOptions) {
    this.options = options;
    this.history = options.record && new History(options.record, options.transfer);
    this.point = new IndicatedControlPoint({
      uuid: FootfallCharacteristic.ControlPoint,
      properties: Property.WriteEncrypted | Property.IndicateEncrypted,
      connections: options.connections,
      clock: options.clock,
      procedures: this,
    });
  }

  perform(request: Uint8Array, response: Uint8Array, connection: GattConnection, slot: number): number {
    const opCode = request[0];
    response[0] = OpCode.Response;
    response[1] = opCode;
    let length = 3;
    let result: number;
    if (!connection.bonded) {
      this.options.counters.unbonded++;
      result = Result.NotBonded;
    } else if (opCode !== OpCode.SetSetting && LENGTHS[opCode] === undefined)
      result = Result.OpCodeNotSupported;
    else if (!hasItsLength(request)) result = Result.InvalidParameter;
    else if (opCode < OpCode.GetSetting) {
      result = this.bulk(request, response, connection, slot);
      if (result === 0) return 0;
      if (opCode === OpCode.ReadObject && result === Result.Success) length = 5;
    } else if (opCode < OpCode.StartCalibration) {
      result = this.setting(request, response);
      if (opCode === OpCode.GetSetting && result === Result.Success)
        length = 6 + partOf(response[4], response[5]);
    } else if (opCode < OpCode.BeginUpdate) {
      result = this.calibrate(request, response);
      if (opCode === OpCode.CalibrationState && result === Result.Success) length = 12;
      else if (hasDetail(opCode) && result !== Result.NotAvailable) length = 4;
    } else if (opCode < OpCode.Bonds) {
      result = this.update(request, response, connection, slot);
      if (result === Result.Success && opCode === OpCode.BeginUpdate) length = 6;
      else if (result === Result.Success && opCode === OpCode.UpdateState) length = 10;
    } else if (opCode === OpCode.PutAway) {
      result = this.putAway(connection);
    } else {
      result = this.bonds(opCode, response, connection);
      if (opCode === OpCode.Bonds) length = 6;
    }
    response[2] = result;
    return length;
  }

  confirmed(connection: GattConnection): void {
    if (this.afterConfirmOf !== connection) return;
    const opCode = this.afterConfirm;
    this.afterConfirmOf = undefined;
    if (opCode === OpCode.ForgetThisPhone) this.options.radio.forget(connection);
    else if (opCode === OpCode.ForgetAllPhones) this.options.radio.forgetAll();
    else this.options.shelf?.ship();
  }

  /** Forgets the central that had this slot. */
  release(slot: number, connection: GattConnection): void {
    this.point.release(slot);
    if (this.afterConfirmOf === connection) this.confirmed(connection);
  }

  private bulk(request: Uint8Array, response: Uint8Array, connection: GattConnection, slot: number): number {
    const { transfer } = this.options;
    const opCode = request[0];
    if (opCode === OpCode.Stop) {
      transfer.stop(connection);
      return Result.Success;
    }
    if (transfer.busy) return Result.Busy;
    const { history } = this;
    const answer = (result: number): void => this.point.answer(slot, result);
    if (opCode === OpCode.DeleteRuns)
      return history?.delete(request, connection, answer) ?? Result.NotAvailable;
    if (opCode === OpCode.AcknowledgeRun)
      return history?.acknowledge(request, connection, answer) ?? Result.NotAvailable;
    if (!transfer.isSubscribed(slot)) return Result.OperationFailed;
    if (opCode === OpCode.ListRuns) return history?.sendList(request, connection) ?? Result.NotAvailable;
    if (opCode === OpCode.ReadRun) return history?.sendRun(request, connection) ?? Result.NotAvailable;
    if (opCode === OpCode.ListDays) return history?.sendDays(request, connection) ?? Result.NotAvailable;
    const object = new ObjectStream();
    const result = this.copyObject(request[1], object);
    if (result !== Result.Success) return result;
    putUint16(response, 3, object.length);
    transfer.send(object, 0, connection);
    return Result.Success;
  }

  private copyObject(which: number, object: ObjectStream): number {
    const { settings, record, radio } = this.options;
    switch (which) {
      case StoredObject.Settings:
        if (settings === undefined) return Result.NotAvailable;
        object.length = settings.readAll(object.bytes);
        return Result.Success;
      case StoredObject.Totals:
        if (record === undefined) return Result.NotAvailable;
        object.length = encodeTotals(record, object.bytes);
        return Result.Success;
      case StoredObject.Diagnostics:
      case StoredObject.Advice:
        object.length = radio.object(which, object.bytes);
        return object.length > 0 ? Result.Success : Result.NotAvailable;
      default:
        return Result.NotFound;
    }
  }

  private setting(request: Uint8Array, response: Uint8Array): number {
    const { settings } = this.options;
    if (settings === undefined) return Result.NotAvailable;
    if (request[0] === OpCode.SetSetting) return settings.write(request);
    const key = request[1];
    const offset = request[2];
    const value = new Uint8Array(VALUE_MOST);
    const length = settings.read(key, value, 0);
    if (length < 0) return Result.NotFound;
    if (offset > length) return Result.InvalidParameter;
    response[3] = key;
    response[4] = length;
    response[5] = offset;
    const part = partOf(length, offset);
    for (let i = 0; i < part; i++) response[6 + i] = value[offset + i];
    return Result.Success;
  }

  private calibrate(request: Uint8Array, response: Uint8Array): number {
    const { calibration, clock } = this.options;
    if (calibration === undefined) return Result.NotAvailable;
    let detail = CALIBRATION_LEARNED;
    switch (request[0]) {
      case OpCode.StartCalibration:
        calibration.start();
        return Result.Success;
      case OpCode.CancelCalibration:
        calibration.cancel();
        return Result.Success;
      case OpCode.ResetCalibration:
        calibration.reset();
        return Result.Success;
      case OpCode.CalibrationState:
        encodeCalibration(calibration, response);
        return Result.Success;
      case OpCode.FinishCalibration:
        detail = calibration.finish(uint32At(request, 1));
        break;
      case OpCode.SpeedSample:
        detail = calibration.gpsSpeed(uint16At(request, 1), uint16At(request, 3), clock.now());
    }
    response[3] = detail;
    return detail <= CALIBRATION_GATHERING ? Result.Success : Result.OperationFailed;
  }

  private update(
    request: Uint8Array,
    response: Uint8Array,
    connection: GattConnection,
    slot: number,
  ): number {
    const { receiver, transfer } = this.options;
    if (!receiver.available) return Result.NotAvailable;
    switch (request[0]) {
      case OpCode.BeginUpdate: {
        if (transfer.busy) return Result.Busy;
        if (!transfer.isSubscribed(slot)) return Result.OperationFailed;
        const result = receiver.begin(request);
        if (result !== Result.Success) return result;
        putUint24(response, 3, receiver.received);
        transfer.receive(connection);
        return Result.Success;
      }
      case OpCode.FinishUpdate:
        if (receiver.refused || receiver.received === receiver.length) transfer.stop(connection);
        return transfer.busy ? Result.NotComplete : receiver.finish();
      case OpCode.ApplyUpdate:
        return transfer.busy ? Result.Busy : receiver.apply(this.options.live.inSession);
      case OpCode.CancelUpdate:
        transfer.stop(connection);
        if (transfer.busy) return Result.Busy;
        receiver.cancel();
        return Result.Success;
      default:
        response[3] = receiver.toldState;
        putUint24(response, 4, receiver.received);
        putUint24(response, 7, receiver.length);
        return Result.Success;
    }
  }

  private putAway(connection: GattConnection): number {
    const { shelf, transfer } = this.options;
    if (shelf?.canShip !== true) return Result.NotAvailable;
    if (transfer.busy || this.afterConfirmOf !== undefined) return Result.Busy;
    if (!shelf.mayShip) return Result.OperationFailed;
    this.afterConfirm = OpCode.PutAway;
    this.afterConfirmOf = connection;
    return Result.Success;
  }

  private bonds(opCode: number, response: Uint8Array, connection: GattConnection): number {
    const { radio } = this.options;
    if (opCode === OpCode.Bonds) {
      response[3] = radio.bonds;
      response[4] = radio.maximumBonds;
      response[5] = radio.bondingLeft_s;
      return Result.Success;
    }
    if (this.afterConfirmOf !== undefined) return Result.Busy;
    this.afterConfirm = opCode;
    this.afterConfirmOf = connection;
    return Result.Success;
  }
}

function hasItsLength(request: Uint8Array): boolean {
  const { length } = request;
  if (request[0] === OpCode.SetSetting) return length >= SET_SETTING_LEAST && length <= REQUEST_MOST;
  return length === LENGTHS[request[0]];
}

function hasDetail(opCode: number): boolean {
  return opCode === OpCode.FinishCalibration || opCode === OpCode.SpeedSample;
}

function partOf(length: number, offset: number): number {
  const left = length - offset;
  return left < SETTING_PART ? left : SETTING_PART;
}

function encodeCalibration(calibration: Calibration, response: Uint8Array): void {
  const { observations } = calibration.model;
  response[3] = (calibration.measuring ? 1 : 0) | (observations > 0 ? 2 : 0);
  putUint32(response, 4, saturate(calibration.measured_mm, UINT32_MAX));
  putUint16(response, 8, saturate(observations, UINT16_MAX));
  putUint16(response, 10, calibration.revision);
}

/** @returns the bytes of the object Totals */
function encodeTotals(record: ShoeRecord, into: Uint8Array): number {
  const { state } = record;
  putUint48(into, 0, record.strides);
  putUint48(into, 6, record.distance_mm);
  let at = 12;
  for (let i = 0; i < DAYS_KEPT; i++) {
    // The newest day has besides what is not in a record yet.
    const newest = i === DAYS_KEPT - 1;
    putUint16(into, at, state.day[i]);
    putUint32(into, at + 2, state.dayStrides[i] + (newest ? record.strides - state.strides : 0));
    putUint48(into, at + 6, state.dayDistance_mm[i] + (newest ? record.distance_mm - state.distance_mm : 0));
    at += 12;
  }
  return at;
}
