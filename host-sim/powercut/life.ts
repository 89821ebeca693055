/**
 * A shoe's life without its sensors: strides made up and given to the real session and the real record, day after day. Boots,
 * resets and the phone's visits are told by whoever plays it.
 */
import { ShoeRecord, type BootInfo, type RecordOptions } from '../../firmware/record/record';
import { SinkPair } from '../../firmware/record/sink-pair';
import type { Flash } from '../../firmware/io/flash';
import { Session } from '../../firmware/session/session';
import type { SessionSink, SessionStop } from '../../firmware/session/sink';
import {
  GAIT_RUN,
  GAIT_WALK,
  HAS_CLEARANCE,
  HAS_CONTACT,
  HAS_EVERSION,
  HAS_FLIGHT,
  HAS_IMPACT,
  HAS_LENGTH,
  HAS_RISE,
  HAS_SPEED,
  HAS_STRIDE_TIME,
  HAS_STRIKE,
  Stride,
} from '../../firmware/stepdetect/stride';

/** How a stretch is walked or run: 160 steps a minute at 3 m/s, and 110 at 1.3 m/s. */
export interface Manner {
  readonly gait: number;
  readonly stride_ms: number;
  readonly length_mm: number;
  readonly contact_ms: number;
}

export const RUN: Manner = { gait: GAIT_RUN, stride_ms: 750, length_mm: 2250, contact_ms: 250 };
export const WALK: Manner = { gait: GAIT_WALK, stride_ms: 1091, length_mm: 1400, contact_ms: 660 };

const FIRMWARE = [0, 1, 0];

export class Life {
  /** True time, ms since 1970: what the phone would tell. */
  utc_ms = Date.UTC(2026, 0, 1, 6);
  record: ShoeRecord;
  session: Session;
  /** What the session told at its stops, all boots. */
  readonly stops: SessionStop[] = [];
  /** Of all boots. */
  strides = 0;
  distance_mm = 0;

  private readonly flash: Flash;
  private readonly options: Partial<RecordOptions>;
  private now_ms = 0;
  private ticked_ms = 0;
  private random = 1;
  private readonly stride = new Stride();
  private readonly told: SessionSink;

  constructor(flash: Flash, boot: BootInfo = { reason: 1 }, options: Partial<RecordOptions> = {}) {
    this.flash = flash;
    this.options = options;
    const ignore = (): void => undefined;
    const stop = (payload: SessionStop): unknown => this.stops.push({ ...payload });
    this.told = { start: ignore, pause: ignore, resume: ignore, split: ignore, stop };
    [this.record, this.session] = this.start(boot);
  }

  /** The chip restarts: what is not in flash is gone, and the clock begins anew. */
  boot(boot: BootInfo, off_ms = 0): void {
    this.utc_ms += off_ms;
    [this.record, this.session] = this.start(boot);
  }

  /** Goes for `seconds` in this manner, with the scatter of a real runner (2 %). */
  go(seconds: number, manner: Manner): this {
    const end_ms = this.now_ms + seconds * 1000;
    while (this.now_ms + manner.stride_ms <= end_ms) this.step(manner);
    return this;
  }

  stand(seconds: number): this {
    this.pass(seconds * 1000);
    return this;
  }

  /** Asleep: time goes by and nothing is called. */
  sleep(seconds: number): this {
    this.record.settle();
    this.now_ms += seconds * 1000;
    this.utc_ms += seconds * 1000;
    this.ticked_ms = this.now_ms;
    return this;
  }

  setTime(zone_min = 0): boolean {
    return this.record.setTime(this.utc_ms, zone_min);
  }

  private start(boot: BootInfo): [ShoeRecord, Session] {
    this.now_ms = 0;
    this.ticked_ms = 0;
    this.stride.index = 0;
    const clock = { now: () => Math.floor(this.now_ms), delay: () => undefined };
    const record = new ShoeRecord({ flash: this.flash, clock, boot, firmware: FIRMWARE, ...this.options });
    const session = new Session({ sink: new SinkPair(this.told, record) });
    return [record, session];
  }

  private step(manner: Manner): void {
    const { stride } = this;
    const stride_ms = Math.round(manner.stride_ms * this.scatter());
    this.pass(stride_ms);
    stride.index++;
    stride.icUs = (this.now_ms * 1000) | 0;
    stride.gait = manner.gait;
    stride.valid = HAS_STRIDE_TIME | HAS_CONTACT | HAS_LENGTH | HAS_SPEED;
    stride.strideTimeUs = stride_ms * 1000;
    stride.contactUs = Math.round(manner.contact_ms * 1000 * this.scatter());
    stride.lengthMm = Math.round(manner.length_mm * this.scatter());
    stride.speedMmS = Math.round((stride.lengthMm * 1000) / stride_ms);
    this.dynamics(manner);
    this.session.stride(stride, this.now_ms);
    this.record.stride(stride, this.now_ms, this.session);
    this.strides++;
    this.distance_mm += stride.lengthMm;
  }

  /** A runner's dynamics scatter by a tenth from stride to stride; walking has no flight. */
  private dynamics(manner: Manner): void {
    const { stride } = this;
    const much = (): number => 1 + 2.5 * (this.scatter() - 1);
    stride.valid |= HAS_STRIKE | HAS_EVERSION | HAS_IMPACT | HAS_CLEARANCE | HAS_RISE;
    if (manner.gait === GAIT_RUN) stride.valid |= HAS_FLIGHT;
    stride.flightUs = Math.round(125_000 * much());
    stride.strikeAngleDdeg = Math.round(120 * much());
    stride.eversionDdeg = Math.round(90 * much());
    stride.impactMg = Math.round(8000 * much());
    stride.clearanceMm = Math.round(60 * much());
    stride.riseMm = Math.round(400 * (this.scatter() - 1));
  }

  private pass(ms: number): void {
    const end_ms = this.now_ms + ms;
    const lead_ms = this.utc_ms - this.now_ms;
    while (this.ticked_ms + 1000 <= end_ms) {
      this.ticked_ms += 1000;
      this.now_ms = this.ticked_ms;
      this.session.tick(this.now_ms);
      this.record.tick(this.now_ms);
    }
    this.now_ms = end_ms;
    this.utc_ms = end_ms + lead_ms;
  }

  /** 0.96 to 1.04, the same in every run (Park and Miller's generator). */
  private scatter(): number {
    this.random = (this.random * 48271) % 0x7fffffff;
    return 0.96 + (0.08 * this.random) / 0x7fffffff;
  }
}
