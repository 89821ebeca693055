/** Keeps the shoe's status: when its state changes, and every ten minutes, so that the life after a reset can tell. */
import type { Imu } from '../sensors/imu';
import type { ShoeRecord } from './record';
import { STATE_PAUSED, STATE_SESSION, STATE_UNKNOWN, Status } from './status';

const KEEP_EVERY_ms = 600_000;

export class StatusKeeper {
  private readonly record: ShoeRecord;
  private readonly shoe: { readonly framesLost: number };
  private readonly battery: { percent(): number };
  private readonly status = new Status();
  private kept = STATE_UNKNOWN;
  private kept_ms = 0;

  constructor(record: ShoeRecord, shoe: { readonly framesLost: number }, battery: { percent(): number }) {
    this.record = record;
    this.shoe = shoe;
    this.battery = battery;
  }

  /** To be called about once a second. @param state STATE_* */
  note(now_ms: number, state: number, imu: Imu | undefined): void {
    // A pause has a record of its own.
    const plain = state === STATE_PAUSED ? STATE_SESSION : state;
    if (plain === this.kept && now_ms - this.kept_ms < KEEP_EVERY_ms) return;
    this.kept = plain;
    this.kept_ms = now_ms;
    const status = this.status;
    status.state = state;
    status.battery = this.battery.percent();
    // Of a driver that is gone the counters stay.
    if (imu !== undefined) {
      const faults = imu.faults;
      status.overruns = faults.overruns;
      status.busErrors = faults.busErrors;
      status.restarts = faults.restarts;
    }
    status.overwritten = this.shoe.framesLost;
    this.record.keepStatus(status);
  }
}
