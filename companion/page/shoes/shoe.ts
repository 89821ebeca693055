/** A shoe of the runner's: connecting, staying connected, and what it tells. */
import { signal } from '@preact/signals';
import { ControlPoint, RequestFailed, Result } from '../../client/control-point';
import { decodeDynamics, type StrideDynamics } from '../../client/dynamics';
import { History } from '../../client/history';
import {
  decodeInformation,
  decodeTotals,
  Feature,
  PROTOCOL_MAJOR,
  type Information,
  type Totals,
} from '../../client/information';
import { decodeSettings, setSetting, type SettingName, type SettingValue } from '../../client/settings';
import { setTime } from '../../client/time';
import { LinkLost } from '../../client/transport';
import { Update } from '../../client/update';
import { DYNAMICS, INFORMATION } from '../../client/uuids';
import { decodeMeasurement, type Measurement } from '../../live/measurement';
import type { Foot } from '../../runs/run';
import { Problem, type Device, type Link, type ProblemName } from './device';
import { FirmwareUpdate, type Occupation } from './firmware';
import { SharedLink } from './shared-link';
import { BATTERY_LEVEL, FIRMWARE_REVISION, MEASUREMENT } from './uuids';

/** `lost`: the link went, and the page tries again by itself. */
export type Phase = 'off' | 'connecting' | 'on' | 'lost';

export type ShoeSettings = Partial<Record<SettingName, number | string>>;

/** From one try to connect again to the next, ms: doubled each time up to the last. */
const RETRY_LEAST_ms = 1000;
const RETRY_MOST_ms = 30_000;
const FORGET_THIS_PHONE = 0x51;
const OBJECT_TOTALS = 4;
const OBJECT_SETTINGS = 1;
const FEET: readonly Foot[] = ['unknown', 'left', 'right'];

export interface ShoeListener {
  measured(shoe: Shoe, measurement: Measurement): void;
  strode(shoe: Shoe, stride: StrideDynamics): void;
  /** Connected with a bond: history, settings and the rest can be asked for. */
  ready(shoe: Shoe): void;
}

export class Shoe {
  readonly phase = signal<Phase>('off');
  /** What to tell the runner; it may stand while the shoe is on (live values without a bond). */
  readonly problem = signal<ProblemName | undefined>(undefined);
  readonly battery = signal<number | undefined>(undefined);
  readonly information = signal<Information | undefined>(undefined);
  readonly settings = signal<ShoeSettings>({});
  readonly totals = signal<Totals | undefined>(undefined);
  readonly firmware = signal('');
  /** History, settings and dynamics can be had. */
  readonly bonded = signal(false);
  /** Runs are fetched or an update is sent: never both, they have one characteristic. */
  readonly occupied = signal<Occupation | undefined>(undefined);
  /** New firmware for it. */
  readonly renewal = new FirmwareUpdate(this);
  /** Measurements that were none. */
  garbage = 0;
  controlPoint: ControlPoint | undefined;
  history: History | undefined;
  /** Of a shoe that can write itself. */
  update: Update | undefined;
  private link: Link | undefined;
  private wanted = false;
  private retry_ms = RETRY_LEAST_ms;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly device: Device,
    private readonly listener: ShoeListener,
  ) {}

  get id(): string {
    return this.device.id;
  }

  get name(): string {
    const { name } = this.settings.value;
    return typeof name === 'string' && name ? name : this.device.name;
  }

  get foot(): Foot {
    return FEET[Number(this.settings.value.foot ?? 0)] ?? 'unknown';
  }

  /** Number of the pair it is worn in. */
  get pair(): number {
    return Number(this.settings.value.shoe ?? 1);
  }

  private get isOn(): boolean {
    return this.phase.value === 'on';
  }

  /** Connects, and goes on trying when the link is lost later. A first try that fails is told in `problem`. */
  async connect(): Promise<void> {
    if (this.phase.value === 'connecting' || this.phase.value === 'on') return;
    this.wanted = true;
    clearTimeout(this.timer);
    await this.attempt('connecting');
    if (!this.isOn) this.wanted = false;
  }

  disconnect(): void {
    this.wanted = false;
    clearTimeout(this.timer);
    this.link?.close();
    this.phase.value = 'off';
  }

  /** Tries at once instead of at the next turn: the page is looked at again. */
  hurry(): void {
    if (this.phase.value !== 'lost') return;
    clearTimeout(this.timer);
    this.retry_ms = RETRY_LEAST_ms;
    void this.attempt('lost');
  }

  /** Asks for the bond once more: after the five taps. */
  async pairAgain(): Promise<void> {
    const { link } = this;
    if (!link || this.phase.value !== 'on') return this.connect();
    this.problem.value = undefined;
    await this.openOwnService(link);
  }

  /** Has the shoe forget this device. The link ends with it. */
  async unpair(): Promise<void> {
    const { controlPoint } = this;
    if (!controlPoint) throw new LinkLost();
    this.wanted = false;
    await controlPoint.request(FORGET_THIS_PHONE);
    this.disconnect();
  }

  /** @param value undefined gives back the default */
  async set<N extends SettingName>(name: N, value: SettingValue<N> | undefined): Promise<void> {
    if (!this.controlPoint) throw new LinkLost();
    await setSetting(this.controlPoint, name, value);
    await this.readSettings();
  }

  async readTotals(): Promise<void> {
    if (this.history) this.totals.value = decodeTotals(await this.history.object(OBJECT_TOTALS));
  }

  private async readSettings(): Promise<void> {
    if (this.history) this.settings.value = decodeSettings(await this.history.object(OBJECT_SETTINGS));
  }

  private async attempt(phase: Phase): Promise<void> {
    this.phase.value = phase;
    if (phase === 'connecting') this.problem.value = undefined;
    try {
      const link = new SharedLink(await this.device.open());
      if (!this.wanted) return link.close();
      this.link = link;
      link.onClosed(() => this.closed(link));
      await this.openStandard(link);
      if (this.link !== link) throw new LinkLost();
      this.phase.value = 'on';
      this.retry_ms = RETRY_LEAST_ms;
      this.problem.value = undefined;
      await this.openOwnService(link);
    } catch (error) {
      if (this.phase.value === 'on') return;
      this.link?.close();
      this.link = undefined;
      if (phase === 'lost' && this.wanted) return this.tryLater();
      this.phase.value = 'off';
      this.problem.value = problemOf(error);
    }
  }

  /** What every shoe tells everyone. */
  private async openStandard(link: Link): Promise<void> {
    const information = decodeInformation(await link.read(INFORMATION));
    this.information.value = information;
    await link.subscribe(MEASUREMENT, (value) => {
      const measurement = decodeMeasurement(value);
      if (measurement) this.listener.measured(this, measurement);
      else this.garbage++;
    });
    const battery = (value: Uint8Array) => {
      if (value.length > 0 && value[0] <= 100) this.battery.value = value[0];
    };
    battery(await link.read(BATTERY_LEVEL));
    await link.subscribe(BATTERY_LEVEL, battery);
    this.firmware.value = new TextDecoder().decode(await link.read(FIRMWARE_REVISION));
  }

  /** What asks for a bond. Subscribing makes the system pair. */
  private async openOwnService(link: Link): Promise<void> {
    if (this.information.value && this.information.value.major > PROTOCOL_MAJOR) {
      this.problem.value = 'newerShoe';
      return;
    }
    try {
      const controlPoint = await ControlPoint.open(link);
      const history = await History.open(link, controlPoint);
      this.controlPoint = controlPoint;
      this.history = history;
      if (this.has(Feature.Update)) this.update = await Update.open(link, controlPoint);
      // In safe mode, or when its memory has failed, a shoe has no record and keeps no time; it can be given new firmware.
      const hasRecord = this.has(Feature.History);
      if (hasRecord) {
        await this.readSettings();
        await setTime(link, Date.now(), -new Date().getTimezoneOffset());
      }
      if (this.has(Feature.Dynamics))
        await link.subscribe(DYNAMICS, (value) => {
          for (const stride of decodeDynamics(value).strides) this.listener.strode(this, stride);
        });
      if (hasRecord) await this.readTotals();
      this.bonded.value = true;
      this.problem.value = hasRecord ? undefined : 'noHistory';
      await this.renewal.follow();
      this.listener.ready(this);
    } catch (error) {
      if (error instanceof LinkLost || this.link !== link) return;
      this.problem.value = await this.bondProblem(link, error);
    }
  }

  has(feature: number): boolean {
    return ((this.information.value?.features ?? 0) & feature) !== 0;
  }

  /** Why the shoe's own service stays closed. */
  private async bondProblem(link: Link, error: unknown): Promise<ProblemName> {
    if (error instanceof RequestFailed && error.result !== Result.NotBonded) return problemOf(error);
    try {
      const { bonded, bondable } = (this.information.value = decodeInformation(await link.read(INFORMATION)));
      if (bonded) return problemOf(error);
      return bondable ? 'pairingFailed' : 'needsTaps';
    } catch {
      return 'needsTaps';
    }
  }

  private closed(link: Link): void {
    if (this.link !== link) return;
    this.link = undefined;
    this.controlPoint = undefined;
    this.history = undefined;
    this.update = undefined;
    this.bonded.value = false;
    // While connecting, `attempt` says what went wrong.
    if (this.phase.value !== 'on') return;
    if (!this.wanted) this.phase.value = 'off';
    else this.tryLater();
  }

  private tryLater(): void {
    this.phase.value = 'lost';
    this.timer = setTimeout(() => void this.attempt('lost'), this.retry_ms);
    this.retry_ms = Math.min(2 * this.retry_ms, RETRY_MOST_ms);
  }
}

/** What an error means to the runner. */
export function problemOf(error: unknown): ProblemName {
  if (error instanceof Problem) return error.problem;
  if (error instanceof LinkLost) return 'linkLost';
  if (error instanceof RequestFailed) {
    if (error.result === Result.NotBonded) return 'needsTaps';
    if (error.result === Result.Busy) return 'shoeBusy';
    if (error.result === Result.NotAvailable) return 'noHistory';
    return 'unexpected';
  }
  const name = error instanceof Error ? error.name : '';
  if (name === 'QuotaExceededError') return 'storageFull';
  if (name === 'NotProved') return 'notProved';
  if (name === 'TransferEnded' || name === 'StreamChanged') return 'transferStopped';
  const storage = [
    'AbortError',
    'UnknownError',
    'InvalidStateError',
    'TransactionInactiveError',
    'VersionError',
  ];
  return storage.includes(name) ? 'storageFailed' : 'unexpected';
}
