/**
 * A shoe, its wearer's cell, charger and phone over weeks on the virtual board: the whole firmware through all its lives
 * (engines/living-shoe.ts), two slots of firmware with their bootloader, a phone that is the companion's client. Looks once a second
 * that nothing is as it must not be, and notes what was.
 */
import { ControlPoint, RequestFailed } from '../../companion/client/control-point';
import { History } from '../../companion/client/history';
import { LinkLost } from '../../companion/client/transport';
import { Update } from '../../companion/client/update';
import { ResetReason } from '../../firmware/io/chip';
import type { ShoePower } from '../../firmware/power/power';
import { Retained } from '../../firmware/power/retained';
import { ShoeRecord } from '../../firmware/record/record';
import { RunInfo } from '../../firmware/record/runs';
import { buildEspImage } from '../board/esp-image';
import type { Span, StuckSpan } from '../board/faults';
import { FlashModel } from '../board/flash';
import { ScriptedMotion } from '../board/scripted-motion';
import { flashedByCable } from '../board/two-slots';
import { LivingShoe } from '../engines/living-shoe';
import { firmwareFile, newKey, publicPoint } from '../ota/file';
import type { Maker } from '../ota/life';
import { ScenarioClock } from '../radio/scenario-clock';
import { runsInFlash } from '../soak/flash-truth';
import { PhoneStore } from '../soak/sync';
import { VirtualTransport } from '../soak/virtual-transport';
import { synthesise, type Segment } from '../traces/synth';
import { Drain } from './drain';
import { isOnTheAir, mayFollow, maySleepDeeply, stateName } from './legal-states';

export const SECOND_ms = 1000;
export const MINUTE_ms = 60_000;
export const HOUR_ms = 3_600_000;
export const DAY_ms = 86_400_000;

const MAKER_KEY = newKey();
export const MAKER: Maker = {
  chip: 5,
  board: 'month-board',
  keys: [publicPoint(MAKER_KEY).toString('hex')],
};
/** Far from a real one, so that sending it takes seconds. */
const IMAGE_BYTES = 20_000;
const SLOT_BLOCKS = 8;
const PHONE = 'phone';
const PHONE_MTU = 247;
/** A walk that wakes a sleeping shoe, and long enough to be counted. */
const NUDGE_s = 12;
/** The radio may lag behind the state by this much: a start, a tick of the shoe, links being let go. */
const LAG_ms = 3000;
/** From Apply to the decision about a new image at most: a second, a start, the trial of a minute. */
const TRIAL_ms = 75_000;

/** What was done, and what was wrong. */
export class MonthCounts {
  outings = 0;
  trueStrides = 0;
  strides = 0;
  runs = 0;
  syncs = 0;
  brokenLinks = 0;
  updates = 0;
  refusedUpdates = 0;
  rolledBack = 0;
  charges = 0;
  resets = 0;
  powerCuts = 0;
  sensorFaults = 0;
  emptyCells = 0;
  shipped = 0;
  safeModes = 0;
  /** Changes of state seen, and starts. */
  transitions = 0;
  starts = 0;
  /** One sentence each. */
  readonly problems: string[] = [];
}

export class MonthShoe {
  readonly counts = new MonthCounts();
  readonly living: LivingShoe;
  readonly phone = new PhoneStore();
  drain: Drain;
  /** Versions that find no record: they fail their trial. */
  readonly badVersions = new Set<string>();
  /** Streams of every run that was ever over in flash. */
  readonly seen = new Map<number, Buffer>();
  /** The last state of the firmware, by name; of a life that slept on at once, its last one's. */
  state = 'off';

  private readonly motion = new ScriptedMotion();
  private readonly deaf: Span[] = [];
  private readonly stuck: StuckSpan[] = [];
  private readonly time: ScenarioClock;
  private readonly retained = new Retained();
  private watched: ShoePower | undefined;
  private links = 0;
  private seed = 1;
  /** Since when state and radio do not agree, ms; NaN while they do. */
  private disagree_ms = NaN;
  /** A fault that was meant: the next entry of the chip's list of faults is no problem. */
  private expectedFaults = 0;

  constructor(charge = 0.8) {
    const image = buildEspImage(MAKER.chip, '1.0.0', IMAGE_BYTES);
    this.living = new LivingShoe({
      motion: this.motion,
      cell: { capacity_mAh: 400, charge },
      faults: { noAcknowledge: this.deaf, stuck: this.stuck },
      slots: { images: flashedByCable(image, SLOT_BLOCKS), maker: MAKER },
      onStride: () => {
        this.counts.strides++;
        this.drain?.stride();
      },
      onRadio: ({ kind }) => {
        if (kind === 'connect') this.links++;
        else if (kind === 'disconnect') this.links--;
        this.drain?.heard(kind);
      },
      onMode: (mode) => this.enter(mode),
      change: (options) => {
        this.watch(options.power);
        if (options.keep === undefined || !this.badVersions.has(this.version)) return options;
        const flash = (): never => {
          throw new Error("can't find partition");
        };
        return { ...options, keep: { ...options.keep, flash } };
      },
    });
    this.time = new ScenarioClock(this.living.clock);
    this.drain = new Drain(this.living);
  }

  get now_ms(): number {
    return this.living.clock.now_us / 1000;
  }

  get version(): string {
    const { slots } = this.living;
    return slots?.image(slots.running)?.version ?? 'nothing';
  }

  // Time

  /** Lets time pass, looking all the while. */
  pass(ms: number): void {
    const { living } = this;
    const end_us = living.clock.now_us + Math.round(ms * 1000);
    while (living.clock.now_us < end_us) {
      const left_ms = (end_us - living.clock.now_us) / 1000;
      living.run(Math.min(left_ms, living.chip.mode === 'running' ? SECOND_ms : 10 * MINUTE_ms));
      this.look();
    }
  }

  /** Until the shoe is one of these states, or the time is over. @returns whether it is */
  passUntil(states: readonly string[], most_ms: number): boolean {
    const end_ms = this.now_ms + most_ms;
    while (!states.includes(this.state) && this.now_ms < end_ms) this.pass(SECOND_ms);
    return states.includes(this.state);
  }

  // What a foot does

  /** Moves from now on; no time passes. @returns landings in truth, and the length, ms */
  move(segments: readonly Segment[]): { strides: number; ms: number } {
    const source = synthesise({ name: 'outing', seed: this.seed++, segments });
    this.motion.add(this.living.clock.now_us + 1, source);
    const strides = source.truth.strides.length;
    this.counts.trueStrides += strides;
    return { strides, ms: 1000 * segments.reduce((sum, { duration_s }) => sum + duration_s, 0) };
  }

  /** Takes the shoe up: a sleeping one wakes. @returns whether it is on the air */
  nudge(): boolean {
    if (isOnTheAir(this.state)) return true;
    const { ms } = this.move([
      { kind: 'stand', duration_s: 1 },
      { kind: 'walk', duration_s: NUDGE_s, speed_mps: 1.2 },
      { kind: 'stand', duration_s: 1 },
    ]);
    this.pass(ms + 2 * SECOND_ms);
    return isOnTheAir(this.state);
  }

  // Faults

  deafFor(ms: number, after_ms = 0): void {
    this.counts.sensorFaults++;
    const from_us = this.living.clock.now_us + 1000 * after_ms;
    this.deaf.push({ from_us, to_us: from_us + 1000 * ms });
  }

  stickFor(ms: number, after_ms: number): void {
    this.counts.sensorFaults++;
    const from_us = this.living.clock.now_us + 1000 * after_ms;
    this.stuck.push({ from_us, to_us: from_us + 1000 * ms, axis: 'gy' });
  }

  dipAfter(ms: number): void {
    this.counts.sensorFaults++;
    const { clock, imu } = this.living;
    clock.at(clock.now_us + Math.round(1000 * ms), () => imu.powerOnReset());
  }

  crashAfter(ms: number, reason: number): void {
    const { clock, chip } = this.living;
    clock.at(clock.now_us + Math.round(1000 * ms), () => {
      this.counts.resets++;
      chip.crash(reason);
    });
  }

  /** The cell comes off and, after `off_ms`, on again, or another one in its place. @param charge of the new one, 0 to 1 */
  cutPower(off_ms: number, charge?: number): void {
    const { chip, imu, cell } = this.living;
    this.counts.powerCuts++;
    this.look();
    chip.powerOff();
    imu.powerOnReset();
    this.state = 'off';
    this.pass(off_ms);
    if (charge !== undefined) this.drain.swap(charge);
    imu.powerOnReset();
    chip.powerOn();
    this.pass(2 * SECOND_ms);
    if (cell.charging) throw new Error('the cell was taken off on the charger');
  }

  plug(inserted: boolean): void {
    this.look();
    this.living.plug(inserted);
    if (inserted) this.counts.charges++;
  }

  // The phone

  /** Everything new comes to the phone, over `breaks` links that break. @returns false when the shoe is not on the air */
  async sync(breaks = 0): Promise<boolean> {
    if (!this.nudge()) return false;
    this.counts.syncs++;
    await this.time.run(async () => {
      for (let attempt = 0; ; attempt++) {
        try {
          const transport = this.connect(attempt < breaks ? 400 * (attempt + 1) : Infinity);
          const history = await History.open(transport, await ControlPoint.open(transport));
          await history.sync(this.phone);
          transport.close();
          return;
        } catch (error) {
          if (!(error instanceof LinkLost) || attempt > 10) throw error;
          this.counts.brokenLinks++;
          await this.time.sleep(2000);
        }
      }
    });
    this.look();
    return true;
  }

  /**
   * Sends an image.
   * @param trouble what goes wrong on the way: a link that breaks or a reset half-way, a forged signature
   * @returns the version that runs when all is over
   */
  async install(version: string, trouble: 'none' | 'break' | 'reset' | 'forged'): Promise<string> {
    const image = buildEspImage(MAKER.chip, version, IMAGE_BYTES);
    const file = firmwareFile(image, { chip: MAKER.chip, board: MAKER.board, version }, MAKER_KEY);
    if (trouble === 'forged') file[250] ^= 1;
    this.counts.updates++;
    await this.time.run(async () => {
      let troubled = trouble === 'break' || trouble === 'reset';
      for (let attempt = 0; ; attempt++) {
        try {
          const transport = this.connect(Infinity);
          const update = await Update.open(transport, await ControlPoint.open(transport));
          await update.send(file, (bytes) => {
            if (!troubled || bytes < file.length / 2) return;
            troubled = false;
            if (trouble === 'reset') this.crashAfter(0, ResetReason.Panic);
            this.living.clock.atFirmware(this.living.clock.now_us + 1, () => transport.close());
          });
          await update.apply();
          return;
        } catch (error) {
          if (error instanceof RequestFailed && trouble === 'forged') return;
          if (!(error instanceof LinkLost) || attempt > 10) throw error;
          this.counts.brokenLinks++;
          await this.time.sleep(5000);
        }
      }
    });
    this.look();
    this.pass(TRIAL_ms);
    return this.version;
  }

  /** @param breaksAfter values after which the link breaks */
  private connect(breaksAfter: number): VirtualTransport {
    const { radio, clock } = this.living;
    let values = 0;
    const transport = new VirtualTransport(
      radio,
      this.time,
      { mtu: PHONE_MTU, identity: PHONE, bonded: true },
      (_, value) => {
        if (value[0] !== 1) this.time.settle();
        if (++values === breaksAfter) clock.atFirmware(clock.now_us, () => transport.close());
      },
    );
    return transport;
  }

  // Looking

  /** That nothing is as it must not be now, and no run has gone from flash. */
  look(): void {
    const { living, drain } = this;
    const { chip, power } = living;
    drain.look();
    this.watch(power);
    if (power !== undefined && power.refused > 0) this.wrong('a change of state was refused');
    if (chip.faults.length > this.expectedFaults) {
      this.expectedFaults = chip.faults.length;
      this.wrong(`the firmware failed: ${chip.faults[chip.faults.length - 1]}`);
    }
    const onTheAir = living.radio.advertising !== undefined || this.links > 0;
    const should = chip.mode === 'running' && isOnTheAir(this.state);
    if (onTheAir === should) this.disagree_ms = NaN;
    else if (Number.isNaN(this.disagree_ms)) this.disagree_ms = this.now_ms;
    else if (this.now_ms - this.disagree_ms > LAG_ms)
      this.wrong(`the radio is ${onTheAir ? 'on' : 'off'} while the shoe is ${this.state} (${chip.mode})`);
  }

  /** What is in flash now: runs that are over stay as they are, byte for byte, until the phone has them. */
  checkFlash(): void {
    const now = runsInFlash(this.living.flash.image);
    for (const { run, stream, isOver } of now.values()) {
      const before = this.seen.get(run);
      if (before !== undefined && Buffer.compare(before, stream) !== 0) this.wrong(`run ${run} has changed`);
      if (isOver) this.seen.set(run, stream);
    }
    for (const run of this.seen.keys())
      if (!now.has(run) && !this.phone.completed.some((entry) => entry.run === run))
        this.wrong(`run ${run} is gone, and the phone never had it`);
    this.counts.runs = this.seen.size;
  }

  /** The phone has every run that ever was, byte for byte. */
  checkPhone(): void {
    for (const [run, stream] of this.seen) {
      const stored = this.phone.runs.get(run)?.all() ?? new Uint8Array(0);
      if (Buffer.compare(stored, stream) !== 0)
        this.wrong(`run ${run}: the phone has ${stored.length} bytes, flash had ${stream.length}`);
    }
    const completed = this.phone.completed.map(({ run }) => run);
    if (new Set(completed).size !== completed.length) this.wrong('the phone got a run twice');
    for (const run of completed)
      if (!this.seen.has(run)) this.wrong(`the phone has run ${run}, which never was`);
  }

  /** Numbers of the runs in flash, over or not. */
  runs(): number[] {
    return [...runsInFlash(this.living.flash.image).keys()];
  }

  /** Strides of these runs as their summaries tell, read from a copy of the flash. */
  stridesOf(runs: readonly number[]): number {
    const record = new ShoeRecord({
      flash: new FlashModel({ image: this.living.flash.image.slice() }),
      clock: { now: () => 0, delay: () => undefined },
      boot: { reason: ResetReason.DeepSleep },
      firmware: [0, 0, 0],
    });
    const info = new RunInfo();
    let strides = 0;
    for (let after = 0; record.runs.next(after, info); after = info.run)
      if (runs.includes(info.run)) strides += info.strides;
    return strides;
  }

  wrong(sentence: string): void {
    const day = this.now_ms / DAY_ms;
    this.counts.problems.push(`day ${day.toFixed(3)}: ${sentence}`);
  }

  private enter(mode: string): void {
    // The meter of this life still counts what was before.
    this.drain?.look();
    if (mode === 'deep sleep') this.sleepsIn();
    if (mode !== 'running') return;
    this.counts.starts++;
  }

  /** The state of a deep sleep, which only the retained bytes know. */
  private sleepsIn(): void {
    const { memory } = this.living.chip;
    this.retained.recall({ recall: (into) => into.set(memory) });
    this.state = stateName(this.retained.state);
    if (!maySleepDeeply(this.state)) this.wrong(`deep sleep while ${this.state}`);
  }

  /** Sees every change of state as it is made. */
  private watch(power: ShoePower | undefined): void {
    if (power === undefined || power === this.watched) return;
    this.watched = power;
    let { state } = power;
    this.state = stateName(state);
    Object.defineProperty(power, 'state', {
      get: () => state,
      set: (next: number) => {
        const [from, to] = [stateName(state), stateName(next)];
        this.counts.transitions++;
        if (!mayFollow(from, to)) this.wrong(`${to} after ${from}`);
        state = next;
        this.state = to;
      },
    });
  }
}
