/** What the diagnostics tell of the shoe; read when a phone asks. Says once when records cannot be written, and once when they can again. */
import type { Health } from '../ble/radio';
import type { Clock } from '../io/time';
import type { ShoeRecord } from '../record/record';
import type { SensorWatch } from './sensor-watch';

export interface HealthSources {
  readonly record: ShoeRecord | undefined;
  readonly sensor: SensorWatch;
  readonly shoe: { readonly framesLost: number };
  readonly clock: Clock;
  /** Absent where no charger can be felt. */
  readonly power?: { readonly charging: boolean };
  /** ResetReason. */
  readonly resetReason: number;
  readonly log?: (sentence: string) => void;
}

export class ShoeHealth implements Health {
  recordFailed = false;
  readonly resetReason: number;
  private readonly sources: HealthSources;

  constructor(sources: HealthSources) {
    this.sources = sources;
    this.resetReason = sources.resetReason;
  }

  get boots(): number {
    return this.sources.record?.state.boots ?? 0;
  }

  get previousUptime_s(): number {
    return this.sources.record?.before.uptime_s ?? 0;
  }

  get runWasOpen(): boolean {
    return this.sources.record?.before.runOpen ?? false;
  }

  get imuAnswers(): boolean {
    return this.sources.sensor.answers;
  }

  get imuRestarts(): number {
    return this.sources.sensor.restarts;
  }

  get timeKnown(): boolean {
    const { record, clock } = this.sources;
    return (record?.utc_ms(clock.now()) ?? 0) > 0;
  }

  get charging(): boolean {
    return this.sources.power?.charging ?? false;
  }

  get framesLost(): number {
    return this.sources.shoe.framesLost;
  }

  /** To be called once a second. */
  watchRecord(): void {
    const { record, log } = this.sources;
    if (record === undefined || record.log.failed === this.recordFailed) return;
    this.recordFailed = record.log.failed;
    const fault = record.log.fault;
    if (!this.recordFailed) log?.('records can be written again');
    else log?.(`a record could not be written: ${fault instanceof Error ? fault.message : String(fault)}`);
  }
}
