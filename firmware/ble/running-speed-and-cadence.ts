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
  readonly uuid = Service.RunningSpeedAndCadence;
  readonly characteristics: readonly GattCharacteristic[];

  /** Places the module finds its mounting in by itself. The first is where it is shipped. */
  readonly supportedLocations: readonly number[] = [SensorLocation.InShoe, SensorLocation.TopOfShoe];

  private readonly connections: Connections;
  private readonly live: Live;
  private readonly calibration: Calibration | undefined;
  /** Total distance shown when a calibration was begun here, mm; less than 0 when none is. */
  private calibratedFrom_mm = -1;
  private readonly controlPoint: ScControlPointServer;
  private readonly subscribers: readonly Subscriber[];
  private readonly measurementCharacteristic: GattCharacteristic;
  private readonly location = new Uint8Array(1);
  /** Total distance shown less the shoe's own, mm. */
  private distanceOffset_mm = 0;

  private readonly measurement: RscMeasurement = {
    running: false,
    speed_mm_s: 0,
    footCadence_spm: 0,
    strideLength_mm: undefined,
    totalDistance_mm: 0,
  };
  private readonly view = new DataView(new ArrayBuffer(RSC_MEASUREMENT_MAXIMUM_LENGTH));
  /** The same bytes, without and with a stride length. */
  private readonly shortValue = new Uint8Array(this.view.buffer, 0, RSC_MEASUREMENT_MAXIMUM_LENGTH - 2);
  private readonly longValue = new Uint8Array(this.view.buffer);

  constructor(options: {
    connections: Connections;
    live: Live;
    clock: Clock;
    calibration: Calibration | undefined;
  }) {
    this.connections = options.connections;
    this.live = options.live;
    this.calibration = options.calibration;
    this.location[0] = SensorLocation.InShoe;
    this.subscribers = Array.from({ length: MAXIMUM_CONNECTIONS }, () => new Subscriber());
    this.controlPoint = new ScControlPointServer({
      connections: this.connections,
      clock: options.clock,
      target: this,
    });
    this.measurementCharacteristic = {
      uuid: Characteristic.RscMeasurement,
      properties: Property.Notify,
      onSubscribe: (connection) => this.subscribe(connection, true),
      onUnsubscribe: (connection) => this.subscribe(connection, false),
    };
    this.characteristics = [
      this.measurementCharacteristic,
      { uuid: Characteristic.RscFeature, properties: Property.Read, value: featureValue(this.canCalibrate) },
      { uuid: Characteristic.SensorLocation, properties: Property.Read, onRead: () => this.location },
      this.controlPoint.characteristic,
    ];
  }

  get sensorLocation(): number {
    return this.location[0];
  }
  set sensorLocation(location: number) {
    this.location[0] = location;
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
    encodeRscMeasurement(measurement, this.view);
    return hasStride ? this.longValue : this.shortValue;
  }

  private subscribe(connection: GattConnection, subscribed: boolean): void {
    const slot = this.connections.slotOf(connection);
    const subscriber = slot === NO_SLOT ? undefined : this.subscribers[slot];
    if (!subscriber) return;
    subscriber.subscribed = subscribed;
    subscriber.sent_ms = NEVER;
  }
}

/** A change between moving and standing goes out at once: a watch must not show a pace to a runner who has stopped. */
function isDue(subscriber: Subscriber, moving: boolean, now_ms: number): boolean {
  if (subscriber.moving !== moving) return true;
  return now_ms - subscriber.sent_ms >= (moving ? MOVING_INTERVAL_MS : STANDING_INTERVAL_MS);
}

function featureValue(canCalibrate: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(RSC_FEATURE_LENGTH));
  encodeRscFeature(
    RscFeature.InstantaneousStrideLength |
      RscFeature.TotalDistance |
      RscFeature.WalkingOrRunningStatus |
      (canCalibrate ? RscFeature.CalibrationProcedure : 0) |
      RscFeature.MultipleSensorLocations,
    view,
  );
  return new Uint8Array(view.buffer);
}
