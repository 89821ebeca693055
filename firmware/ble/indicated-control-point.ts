import { AttError, type GattCharacteristic, type GattConnection } from '../io/gatt';
import type { Clock } from '../io/time';
import { MAXIMUM_CONNECTIONS, NO_SLOT, type Connections } from './connections';
import { ScError } from './sc-control-point';

/** Longest response: fits the least ATT MTU. */
export const RESPONSE_MOST = 20;

/**
 * A procedure ends when its indication is confirmed. A central has 30 s for that, after which its link is dead (Core,
 * Vol 3 Part F 3.3.3); the same bound frees the control point on a radio that cannot tell of confirmations.
 */
const PROCEDURE_TIMEOUT_MS = 30_000;

/** Carries out what is asked. */
export interface Procedures {
  /**
   * Carries out a request of one byte or more and writes its response from the start of `response`.
   * @returns the response's length; 0 when it comes later, through `IndicatedControlPoint.answer`
   */
  perform(request: Uint8Array, response: Uint8Array, connection: GattConnection, slot: number): number;
  /** The central has confirmed the response. */
  confirmed?(connection: GattConnection, slot: number): void;
}

/** One central's procedure. */
class Procedure {
  subscribed = false;
  busy = false;
  /** The response comes later; the radio had no room for it yet. */
  pending = false;
  unsent = false;
  begun_ms = 0;
  readonly response = new Uint8Array(RESPONSE_MOST);
  length = 0;

  reset(): void {
    this.subscribed = this.busy = this.pending = this.unsent = false;
  }
}

/**
 * A control point: requests are written, every result goes out in an indication. One procedure at a time for each central, in
 * memory that is made once; ATT errors only say that no procedure was begun.
 */
export class IndicatedControlPoint implements GattCharacteristic {
  readonly uuid: string;
  readonly properties: number;
  private readonly connections: Connections;
  private readonly clock: Clock;
  /** By slot; made for a slot when one subscribes in it first. */
  private readonly procedures: (Procedure | undefined)[] = [];
  private readonly performer: Procedures;

  constructor(options: {
    readonly uuid: string;
    readonly properties: number;
    readonly connections: Connections;
    readonly clock: Clock;
    readonly procedures: Procedures;
  }) {
    this.connections = options.connections;
    this.clock = options.clock;
    this.performer = options.procedures;
    this.uuid = options.uuid;
    this.properties = options.properties;
  }

  /** Sends responses the radio had no room for. */
  update(): void {
    for (let slot = 0; slot < MAXIMUM_CONNECTIONS; slot++) {
      const procedure = this.procedures[slot];
      const connection = this.connections.at(slot);
      if (procedure?.unsent && connection) this.respond(procedure, connection);
    }
  }

  /**
   * Gives the response that `perform` left for later, if its central still waits for it.
   * @param result the third byte; the first two are the response code and the op code, as `perform` left them
   */
  answer(slot: number, result: number): void {
    const procedure = this.procedures[slot];
    const connection = this.connections.at(slot);
    if (!procedure?.pending || !connection) return;
    procedure.pending = false;
    procedure.response[2] = result;
    procedure.length = 3;
    this.respond(procedure, connection);
  }

  /** Forgets the central that had this slot. */
  release(slot: number): void {
    this.procedures[slot]?.reset();
  }

  onWrite(value: Uint8Array, connection: GattConnection): number {
    const slot = this.connections.slotOf(connection);
    if (slot === NO_SLOT) return AttError.UnlikelyError;
    const procedure = this.procedures[slot];
    if (value.length === 0) return AttError.InvalidAttributeValueLength;
    if (!procedure?.subscribed) return ScError.CccdImproperlyConfigured;
    const now_ms = this.clock.now();
    if (procedure.busy && now_ms - procedure.begun_ms < PROCEDURE_TIMEOUT_MS)
      return ScError.ProcedureAlreadyInProgress;
    procedure.busy = true;
    procedure.pending = false;
    procedure.begun_ms = now_ms;
    procedure.length = this.performer.perform(value, procedure.response, connection, slot);
    if (procedure.length === 0) procedure.pending = true;
    else this.respond(procedure, connection);
    return AttError.Success;
  }

  private respond(procedure: Procedure, connection: GattConnection): void {
    // Set first: the radio may call onConfirm before notify returns.
    procedure.unsent = false;
    const queued = connection.notify(this, procedure.response.subarray(0, procedure.length));
    if (!queued && procedure.subscribed) procedure.unsent = true;
  }

  private subscribe(connection: GattConnection, subscribed: boolean): void {
    const slot = this.connections.slotOf(connection);
    if (slot === NO_SLOT) return;
    const procedure = (this.procedures[slot] ??= new Procedure());
    procedure.reset();
    procedure.subscribed = subscribed;
  }

  onSubscribe(connection: GattConnection): void {
    this.subscribe(connection, true);
  }

  onUnsubscribe(connection: GattConnection): void {
    this.subscribe(connection, false);
  }

  onConfirm(connection: GattConnection): void {
    const slot = this.connections.slotOf(connection);
    if (slot === NO_SLOT) return;
    const procedure = this.procedures[slot];
    if (!procedure?.busy || procedure.unsent || procedure.pending) return;
    procedure.busy = false;
    this.performer.confirmed?.(connection, slot);
  }
}
