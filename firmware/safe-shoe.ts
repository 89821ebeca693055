/**
 * Safe mode: after resets in a row that a fault caused. Only the radio runs, so that a phone can find the shoe, ask what is wrong and send
 * firmware. Neither the IMU nor the record is touched: one of them may be what is wrong.
 */
import { ShoeRadio, type Battery, type Identity, type Updater } from './ble/radio';
import type { GattServerConstructor } from './io/gatt';
import type { Clock, TimerHandle, Timers } from './io/time';
import { TURN_OFF, type ShoePower } from './power/power';
import { POWER_LOW } from './power/states';
import { ShoeHealth } from './power/health';
import { SensorWatch } from './power/sensor-watch';
import { Session } from './session/session';

const TICK_ms = 1000;
const NO_FRAMES = Object.freeze({ framesLost: 0 });

export interface SafeShoeOptions {
  readonly power: ShoePower;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly server: GattServerConstructor;
  readonly battery: Battery;
  readonly identity: Identity;
  readonly updater?: Updater;
  /** ResetReason of this start. */
  readonly resetReason: number;
}

export class SafeShoe {
  private readonly options: SafeShoeOptions;
  private readonly radio: ShoeRadio;
  private readonly timer: TimerHandle;

  constructor(options: SafeShoeOptions) {
    const { power, clock, timers, server, battery, identity, updater, resetReason } = options;
    this.options = options;
    this.radio = new ShoeRadio({
      server,
      live: new Session(),
      battery,
      identity,
      clock,
      timers,
      health: new ShoeHealth({
        record: undefined,
        sensor: new SensorWatch(),
        shoe: NO_FRAMES,
        clock,
        power,
        resetReason,
      }),
      updater,
      attended: power.attended,
    });
    this.timer = timers.set(() => this.tick(), TICK_ms, TICK_ms);
  }

  private tick(): void {
    const { power, clock, timers } = this.options;
    const now_ms = clock.now();
    this.radio.update(now_ms);
    if (power.followSafe(now_ms) !== TURN_OFF) return;
    this.radio.sleep();
    timers.clear(this.timer);
    power.turnOff(POWER_LOW);
  }
}
