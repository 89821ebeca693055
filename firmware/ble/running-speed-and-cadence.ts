import { Property, type GattCharacteristic, type GattConnection, type GattService } from '../io/gatt';
import type { Clock } from '../io/time';
import type { Calibration } from '../session/calibration';
import type { Live } from '../session/live';
import { Characteristic, SensorLocation, Service } from './assigned-numbers';
import { MAXIMUM_CONNECTIONS, NO_SLOT, type Connections } from './connections';
import { encodeRscFeature, RSC_FEATURE_LENGTH, RscFeature } from './rsc-feature';
import { encodeRscMeasurement, RSC_MEASUREMENT_MAXIMUM_LENGTH, type RscMeasurement } from './rsc-measurement';
import { ScControlPointServer } from './sc-control-point-server';

/**
 * While moving, a measurement goes out with each update, which comes about once a second as collectors expect; the bound
 * only keeps a late and an early update apart.
 */
const MOVING_INTERVAL_MS = 500;
/** While standing nothing changes: often enough that a collector does not take the shoe for lost. Our choice. */
const STANDING_INTERVAL_MS = 5_000;

const NEVER = -Infinity;

const SUPPORTED_LOCATIONS: readonly number[] = Object.freeze([
  SensorLocation.InShoe,
  SensorLocation.TopOfShoe,
]);

/** What one central was last sent. */
class Subscriber {
  subscribed = false;
  sent_ms = NEVER;
  moving = false;
}

/**
 * Running Speed and Cadence Service 0x1814.
 *
 * Total distance is the shoe's own until a collector sets it with Set Cumulative Value, which moves only what this service
 * shows (to every collector, until restart) and never the shoe's odometer.
 */
export class RunningSpeedAndCadence implements GattService {
  readonly characteristics: readonly GattCharacteristic[];

  /** Places the module finds its mounting in by itself. The first is where it is shipped. */
  readonly supportedLocations = SUPPORTED_LOCATIONS;

  private readonly connections: Connections;
  private readonly live: Live;
  private readonly calibration: Calibration | undefined;
  /** Total distance shown when a calibration was begun here, mm; less than 0 when none is. */
  private calibratedFrom_mm = -1;
  private readonly controlPoint: ScControlPointServer;
  /** By slot; made for a slot when one subscribes in it first. */
  private readonly subscribers: (Subscriber | undefined)[] = [];
  private readonly measurementCharacteristic = new Measurement(this);
  sensorLocation: number = SensorLocation.InShoe;
  /** Total distance shown less the shoe's own, mm. */
  private distanceOffset_mm = 0;

  private readonly measurement: RscMeasurement = {
    running: false,
    speed_mm_s: 0,
    footCadence_spm: 0,
    strideLength_mm: undefined,
    totalDistance_mm: 0,
  };
  /** The same bytes, with and without a stride length. */
  private readonly longValue = new Uint8Array(RSC_MEASUREMENT_MAXIMUM_LENGTH);
  private readonly shortValue = this.longValue.subarray(0, RSC_MEASUREMENT_MAXIMUM_LENGTH - 2);

  constructor(options: {
    connections: Connections;
    live: Live;
    clock: Clock;
    calibration: Calibration | undefined;
  }) {
    this.connections = options.connections;
    this.live = options.live;
    this.calibration = options.calibration;
    this.controlPoint = new ScControlPointServer({
      connections: this.connections,
      clock: options.clock,
      target: this,
    });
    this.characteristics = [
      this.measurementCharacteristic,
      { uuid: Characteristic.RscFeature, properties: Property.Read, value: featureValue(this.canCalibrate) },
      new Location(this),
      this.controlPoint.characteristic,
    ];
  }

  get uuid(): string {
    return Service.RunningSpeedAndCadence;
  }

  get canCalibrate(): boolean {
    return this.calibration !== undefined;
  }

  startCalibration(): void {
    this.calibration?.start();
    this.calibratedFrom_mm = this.totalDistance_mm;
  }

  /** While a calibration begun here is under way, a greater value is the true distance as well: nothing else can tell it. */
  setCumulativeValue(distance_dm: number, trusted: boolean): void {
    const from_mm = this.calibratedFrom_mm;
    if (trusted && from_mm >= 0) {
      this.calibratedFrom_mm = -1;
      if (distance_dm * 100 > from_mm) this.calibration?.finish(distance_dm * 100 - from_mm);
      else this.calibration?.cancel();
    }
    this.distanceOffset_mm = distance_dm * 100 - this.live.distance_mm;
  }

  /** Notifies every central whose measurement is due. Called about once a second; allocates nothing. */
  update(now_ms: number): void {
    const moving = this.live.moving;
    let value: Uint8Array | undefined;
    for (let slot = 0; slot < MAXIMUM_CONNECTIONS; slot++) {
      const subscriber = this.subscribers[slot];
      const connection = this.connections.at(slot);
      if (!connection || !subscriber?.subscribed || !isDue(subscriber, moving, now_ms)) continue;
      value ??= this.encode();
      if (!connection.notify(this.measurementCharacteristic, value)) continue;
      subscriber.sent_ms = now_ms;
      subscriber.moving = moving;
    }
    this.controlPoint.update();
  }

  /** Forgets the central that had this slot. */
  release(slot: number): void {
    const subscriber = this.subscribers[slot];
    if (subscriber) subscriber.subscribed = false;
    this.controlPoint.release(slot);
  }

  private get totalDistance_mm(): number {
    return this.live.distance_mm + this.distanceOffset_mm;
  }

  private encode(): Uint8Array {
    const live = this.live;
    const measurement = this.measurement;
    const hasStride = live.strideLength_mm > 0;
    measurement.running = live.running;
    measurement.speed_mm_s = live.speed_mm_s;
    measurement.footCadence_spm = live.footCadence_spm;
    measurement.strideLength_mm = hasStride ? live.strideLength_mm : undefined;
    measurement.totalDistance_mm = this.totalDistance_mm;
    encodeRscMeasurement(measurement, this.longValue);
    return hasStride ? this.longValue : this.shortValue;
  }

  subscribe(connection: GattConnection, subscribed: boolean): void {
    const slot = this.connections.slotOf(connection);
    if (slot === NO_SLOT) return;
    const subscriber = (this.subscribers[slot] ??= new Subscriber());
    subscriber.subscribed = subscribed;
    subscriber.sent_ms = NEVER;
  }
}

class Measurement implements GattCharacteristic {
  private readonly service: RunningSpeedAndCadence;

  constructor(service: RunningSpeedAndCadence) {
    this.service = service;
  }

  get uuid(): string {
    return Characteristic.RscMeasurement;
  }

  get properties(): number {
    return Property.Notify;
  }

  onSubscribe(connection: GattConnection): void {
    this.service.subscribe(connection, true);
  }

  onUnsubscribe(connection: GattConnection): void {
    this.service.subscribe(connection, false);
  }
}

class Location implements GattCharacteristic {
  private readonly service: RunningSpeedAndCadence;

  constructor(service: RunningSpeedAndCadence) {
    this.service = service;
  }

  get uuid(): string {
    return Characteristic.SensorLocation;
  }

  get properties(): number {
    return Property.Read;
  }

  onRead(): Uint8Array {
    return Uint8Array.of(this.service.sensorLocation);
  }
}

/** A change between moving and standing goes out at once: a watch must not show a pace to a runner who has stopped. */
function isDue(subscriber: Subscriber, moving: boolean, now_ms: number): boolean {
  if (subscriber.moving !== moving) return true;
  return now_ms - subscriber.sent_ms >= (moving ? MOVING_INTERVAL_MS : STANDING_INTERVAL_MS);
}

function featureValue(canCalibrate: boolean): Uint8Array {
  const value = new Uint8Array(RSC_FEATURE_LENGTH);
  encodeRscFeature(
    RscFeature.InstantaneousStrideLength |
      RscFeature.TotalDistance |
      RscFeature.WalkingOrRunningStatus |
      (canCalibrate ? RscFeature.CalibrationProcedure : 0) |
      RscFeature.MultipleSensorLocations,
    value,
  );
  return value;
}
