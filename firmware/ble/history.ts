/** Runs and days as the radio passes them on: list, read, proof, release, delete. docs/SPEC.md, 4.5. */
import type { GattConnection } from '../io/gatt';
import type { ShoeRecord } from '../record/record';
import { DELETED } from '../record/settings';
import { uint16At, uint24At, uint32At } from './bytes';
import { Result } from './footfall-numbers';
import { DayListStream, LIST_UNRELEASED, RunListStream, RunStream, UnreleasedSearch } from './streams';
import type { Transfer } from './transfer';

export class History {
  private readonly record: ShoeRecord;
  private readonly transfer: Transfer;

  constructor(record: ShoeRecord, transfer: Transfer) {
    this.record = record;
    this.transfer = transfer;
  }

  /** Newest run that is over; 0 when there is none. */
  get newest(): number {
    const { state } = this.record;
    const newest = state.run > 0 ? state.run - 1 : state.nextRun - 1;
    return newest > this.deleted ? newest : 0;
  }

  /** @param request a whole List Runs. @returns a Result */
  sendList(request: Uint8Array, connection: GattConnection): number {
    const after = uint32At(request, 1);
    if (request[5] > LIST_UNRELEASED) return Result.InvalidParameter;
    const from = after > this.deleted ? after : this.deleted;
    this.transfer.send(new RunListStream(this.record.runs, from, request[5]), 0, connection);
    return Result.Success;
  }

  /** @param request a whole Read Run. @returns a Result */
  sendRun(request: Uint8Array, connection: GattConnection): number {
    const run = uint32At(request, 1);
    const result = this.find(run);
    if (result !== Result.Success) return result;
    this.transfer.send(new RunStream(this.record.runs, run), uint24At(request, 5), connection);
    return Result.Success;
  }

  /**
   * Checks what a phone says it has of a run against the run, and releases it when both are equal.
   * @param request a whole Acknowledge Run
   * @param done is told the Result, when the return value is 0
   * @returns a Result, or 0 when it comes later
   */
  acknowledge(request: Uint8Array, connection: GattConnection, done: (result: number) => void): number {
    const run = uint32At(request, 1);
    const length = uint24At(request, 5);
    const crc32 = uint32At(request, 8);
    const result = this.find(run);
    if (result !== Result.Success) return result;
    this.transfer.check(new RunStream(this.record.runs, run), connection, (lengthHere, crc32Here) => {
      if (length !== lengthHere || crc32 !== crc32Here) done(Result.NotComplete);
      else done(this.record.release(run) ? Result.Success : Result.OperationFailed);
    });
    return 0;
  }

  /**
   * Hides every run up to one; all of them have to be released.
   * @param request a whole Delete Runs
   * @param done is told the Result, when the return value is 0
   * @returns a Result, or 0 when it comes later
   */
  delete(request: Uint8Array, connection: GattConnection, done: (result: number) => void): number {
    const { record } = this;
    const run = uint32At(request, 1);
    if (run >= record.state.nextRun || run === 0) return Result.NotFound;
    if (run <= this.deleted) return Result.Success;
    const search = new UnreleasedSearch(record.runs, this.deleted, run);
    this.transfer.check(search, connection, () => {
      if (search.found) done(Result.NotComplete);
      else done(record.set(DELETED, run) ? Result.Success : Result.OperationFailed);
    });
    return 0;
  }

  /** @param request a whole List Days. @returns a Result */
  sendDays(request: Uint8Array, connection: GattConnection): number {
    this.transfer.send(new DayListStream(this.record, uint16At(request, 1)), 0, connection);
    return Result.Success;
  }

  private get deleted(): number {
    return this.record.setting(DELETED);
  }

  /** Is there such a run, and is it over? @returns a Result */
  private find(run: number): number {
    const { record } = this;
    const { state } = record;
    if (run <= this.deleted || run >= state.nextRun) return Result.NotFound;
    if (run === state.run) return Result.NotComplete;
    record.runs.open(run);
    return record.runs.nextRecord() ? Result.Success : Result.NotFound;
  }
}
