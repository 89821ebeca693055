/** The shoe a fuzz acts on, and what must not change in it. */
import { ShoeRadio } from '../../firmware/ble/radio';
import type { Updater } from '../../firmware/ble/update-receiver';
import { ShoeRecord } from '../../firmware/record/record';
import { Calibration } from '../../firmware/session/calibration';
import { VirtualClock } from '../board/clock';
import { FlashModel } from '../board/flash';
import { virtualRadio, type VirtualRadio } from '../board/radio';
import { identity, running } from '../radio/subject';
import { runsInFlash, type TrueRun } from '../soak/flash-truth';
import { fullMemory } from '../soak/full-memory';

const BLOCKS = 24;
const SUCCESS = 1;

/** Takes any image, and counts what it was asked. */
class CountingUpdater implements Updater {
  readonly kept = 0;
  readonly returned = false;
  calls = 0;

  begin(): number {
    this.calls++;
    return SUCCESS;
  }

  write(): number {
    this.calls++;
    return SUCCESS;
  }

  verify(): number {
    this.calls++;
    return SUCCESS;
  }

  apply(): number {
    this.calls++;
    return SUCCESS;
  }

  cancel(): void {
    this.calls++;
  }
}

export class Victim {
  readonly clock = new VirtualClock();
  readonly virtual: VirtualRadio;
  readonly radio: ShoeRadio;
  readonly record: ShoeRecord;
  readonly flash: FlashModel;
  readonly live = running();
  readonly battery = { level: 80, percent: () => this.battery.level };
  /** Runs as they were at the beginning. */
  readonly runs: ReadonlyMap<number, TrueRun>;
  readonly releasedBefore: ReadonlySet<number>;
  private readonly calibration = new Calibration();
  private readonly updater = new CountingUpdater();

  constructor(seed: number) {
    const { clock } = this;
    this.flash = new FlashModel({
      blocks: BLOCKS,
      image: fullMemory({ blocks: BLOCKS, seed, everyStride: false }),
    });
    this.record = new ShoeRecord({
      flash: this.flash,
      clock: clock.clock,
      boot: { reason: 1 },
      firmware: [0, 1, 0],
    });
    this.runs = runsInFlash(this.flash.image);
    this.releasedBefore = new Set([...this.runs.keys()].filter((run) => this.record.state.releases.has(run)));
    this.virtual = virtualRadio({ now_us: () => clock.now_us }, () => undefined);
    this.radio = new ShoeRadio({
      server: this.virtual.server,
      live: this.live,
      battery: this.battery,
      identity,
      clock: clock.clock,
      timers: clock.timers,
      record: this.record,
      calibration: this.calibration,
      updater: this.updater,
    });
    clock.timers.set(
      () => {
        this.record.tick(clock.clock.now());
        this.radio.update(clock.clock.now());
      },
      1000,
      1000,
    );
  }

  /** Lets `ms` of simulated time pass. */
  pass(ms: number): void {
    this.clock.runUntil(this.clock.now_us + Math.round(ms * 1000));
  }

  /** What no central without a bond may change, as text to compare. */
  get guarded(): string {
    const { record, calibration, updater, virtual, flash } = this;
    return [
      flash.programs,
      record.state.nextRun,
      record.state.timeBoot,
      calibration.revision,
      calibration.measuring,
      updater.calls,
      virtual.bonds.length,
    ].join(' ');
  }

  /** What no central at all may change. */
  get fixed(): string {
    const { live, record } = this;
    return [live.steps, live.strides, live.distance_mm, record.strides, record.distance_mm].join(' ');
  }

  /** Runs that are released without having been so at first, or proved. */
  releasedUnproved(proved: ReadonlySet<number>): number[] {
    const { releases } = this.record.state;
    return [...this.runs.keys()].filter(
      (run) => releases.has(run) && !this.releasedBefore.has(run) && !proved.has(run),
    );
  }

  /** Runs whose bytes are others than at the beginning. A full memory may have cost a run its beginning, or all of it. */
  spoiltRuns(): number[] {
    return [...runsInFlash(this.flash.image).values()]
      .filter(({ run, stream }) => {
        const before = this.runs.get(run)?.stream;
        return before !== undefined && !before.subarray(before.length - stream.length).equals(stream);
      })
      .map(({ run }) => run);
  }
}
