import type { GattCharacteristic, GattConnection, GattServer, GattService } from '../io/gatt';
import type { Clock, Timers } from '../io/time';
import type { ShoeRecord } from '../record/record';
import type { Calibration } from '../session/calibration';
import type { Live } from '../session/live';
import type { Stride } from '../stepdetect/stride';
import type { BatteryLevel } from './battery';
import { BondingWindow } from './bonding-window';
import { MAXIMUM_CONNECTIONS, type Connections } from './connections';
import { FootfallControlPoint, type ControlPointRadio } from './control-point';
import { Counters } from './counters';
import type { Identity } from './device-information';
import { Dynamics } from './dynamics';
import { Feature, FOOTFALL_SERVICE, StoredObject } from './footfall-numbers';
import { Information, type ShoeState } from './information';
import { SettingsAccess, type SettingsListener } from './settings-access';
import {
  AdviceEntry,
  encodeAdvice,
  encodeDiagnostics,
  type AdviceSource,
  type Health,
  type Shelf,
} from './sources';
import { StepCounter } from './step-counter';
import { Transfer } from './transfer';
import { UpdateReceiver, type Updater } from './update-receiver';

export interface FootfallServiceOptions {
  readonly connections: Connections;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly live: Live;
  readonly battery: BatteryLevel;
  readonly identity: Identity;
  readonly record?: ShoeRecord;
  readonly calibration?: Calibration;
  readonly health?: Health;
  readonly advice?: AdviceSource;
  readonly updater?: Updater;
  readonly shelf?: Shelf;
  readonly settingsListener?: SettingsListener;
}

/** The shoe's own service: who may bond, and all that only a phone with a bond is told. docs/SPEC.md, 4 and 5. */
export class FootfallService implements GattService, ControlPointRadio, ShoeState {
  readonly characteristics: readonly GattCharacteristic[];
  readonly features: number;

  private readonly connections: Connections;
  private readonly clock: Clock;
  private readonly battery: BatteryLevel;
  private readonly identity: Identity;
  private readonly health: Health | undefined;
  private readonly advice: AdviceSource | undefined;
  private readonly counters = new Counters();
  private readonly window = new BondingWindow();
  private readonly settings: SettingsAccess | undefined;
  private readonly information: Information;
  private readonly dynamics: Dynamics;
  private readonly controlPoint: FootfallControlPoint;
  private readonly transfer: Transfer;
  private readonly stepCounter: StepCounter;
  private server: GattServer | undefined;
  private bonding = false;
  private bondsBefore = 0;

  constructor(options: FootfallServiceOptions) {
    const { connections, clock, record, calibration } = options;
    const { counters } = this;
    this.connections = connections;
    this.clock = clock;
    this.battery = options.battery;
    this.identity = options.identity;
    this.health = options.health;
    this.advice = options.advice;
    this.settings = record && new SettingsAccess(record, options.settingsListener);
    const receiver = new UpdateReceiver(options.updater);
    this.transfer = new Transfer({ connections, clock, timers: options.timers, counters, receiver });
    this.controlPoint = new FootfallControlPoint({
      connections,
      clock,
      counters,
      radio: this,
      transfer: this.transfer,
      receiver,
      record,
      settings: this.settings,
      calibration,
      live: options.live,
      shelf: options.shelf,
    });
    this.features =
      Feature.Dynamics |
      Feature.Advice |
      (record ? Feature.History | Feature.Settings : 0) |
      (calibration ? Feature.Calibration : 0) |
      (options.health ? Feature.Diagnostics : 0) |
      (receiver.available ? Feature.Update : 0);
    this.information = new Information({ connections, state: this });
    this.dynamics = new Dynamics({ connections, counters, advice: options.advice });
    this.stepCounter = new StepCounter({ connections, clock, record, live: options.live });
    this.characteristics = [
      this.information,
      this.dynamics,
      this.controlPoint.point,
      this.transfer,
      this.stepCounter,
    ];
  }

  get uuid(): string {
    return FOOTFALL_SERVICE;
  }

  /** NimBLE's own default limit is 3 as well. */
  get maximumBonds(): number {
    return 3;
  }

  /** The server this is a service of, once there is one. */
  attach(server: GattServer): void {
    this.server = server;
    this.bondsBefore = server.bonds;
  }

  get mayBond(): boolean {
    return this.window.isOpen(this.clock.now());
  }

  get bondingLeft_s(): number {
    return this.window.left_s(this.clock.now());
  }

  get transferring(): boolean {
    return this.transfer.busy;
  }

  get newestRun(): number {
    return this.controlPoint.history?.newest ?? 0;
  }

  get settingsChanges(): number {
    return this.settings?.changes ?? 0;
  }

  get adviceChanges(): number {
    return this.advice?.revision ?? 0;
  }

  get bonds(): number {
    return this.server?.bonds ?? 0;
  }

  openBondingWindow(now_ms: number): void {
    this.window.open(now_ms);
    this.applyWindow(now_ms);
  }

  stride(stride: Stride, ic_ms: number, now_ms: number): void {
    this.dynamics.stride(stride, ic_ms, now_ms);
  }

  update(now_ms: number): void {
    this.applyWindow(now_ms);
    this.controlPoint.point.update();
    this.dynamics.update(now_ms);
    this.stepCounter.update(now_ms);
    this.information.update();
  }

  connected(): void {
    this.counters.connections++;
  }

  /** The security of a link has changed. One more bond, or one in the place of another, closes the window. */
  secured(connection: GattConnection, now_ms: number): void {
    const { bonds } = this;
    const isNew = bonds > this.bondsBefore || bonds === this.maximumBonds;
    this.bondsBefore = bonds;
    if (!connection.bonded || !this.bonding || !isNew) return;
    this.window.close();
    this.applyWindow(now_ms);
  }

  /** Forgets the central that had this slot. */
  release(slot: number, connection: GattConnection): void {
    this.information.release(slot);
    this.dynamics.release(slot);
    this.transfer.release(slot, connection);
    this.stepCounter.release(slot);
    this.controlPoint.release(slot, connection);
  }

  forget(connection: GattConnection): void {
    this.server?.forget(connection);
    this.bondsBefore = this.bonds;
    connection.close();
  }

  forgetAll(): void {
    const { connections } = this;
    // Which links had a bond is known only before it is gone.
    let bonded = 0;
    for (let slot = 0; slot < MAXIMUM_CONNECTIONS; slot++)
      if (connections.at(slot)?.bonded) bonded |= 1 << slot;
    this.server?.forgetAll();
    this.bondsBefore = 0;
    for (let slot = 0; slot < MAXIMUM_CONNECTIONS; slot++)
      if ((bonded & (1 << slot)) !== 0) connections.at(slot)?.close();
  }

  object(which: number, into: Uint8Array): number {
    const { health, advice, identity, clock, battery } = this;
    if (which === StoredObject.Advice) return encodeAdvice(advice, new AdviceEntry(), into);
    if (health === undefined) return 0;
    const extras = {
      firmware: identity.firmware,
      uptime_s: Math.floor(clock.now() / 1000),
      battery_percent: battery.level,
      bonds: this.bonds,
    };
    return encodeDiagnostics(health, this.counters, extras, into);
  }

  /** Tells the radio when the window has opened or closed. */
  private applyWindow(now_ms: number): void {
    const bonding = this.window.isOpen(now_ms);
    if (bonding === this.bonding) return;
    this.bonding = bonding;
    if (bonding) this.bondsBefore = this.bonds;
    this.server?.allowBonding(bonding);
  }
}
