/** Drives a session with made-up strides and a 1 Hz tick, as the shoe would: every stride reported some time after it was. */
import { Session } from '../../firmware/session/session';
import type { SessionRules } from '../../firmware/session/rules';
import type { SessionSink } from '../../firmware/session/sink';
import {
  GAIT_RUN,
  GAIT_WALK,
  HAS_CONTACT,
  HAS_LENGTH,
  HAS_SPEED,
  HAS_STRIDE_TIME,
  Stride,
} from '../../firmware/stepdetect/stride';

export interface Told {
  kind: 'start' | 'pause' | 'resume' | 'split' | 'stop';
  data: Record<string, number>;
}

/** Keeps copies of what it is told. */
export class Notes implements SessionSink {
  readonly told: Told[] = [];
  /** The payload objects themselves, to see that they are used again. */
  readonly payloads: object[] = [];

  start = this.noting('start');
  pause = this.noting('pause');
  resume = this.noting('resume');
  split = this.noting('split');
  stop = this.noting('stop');

  kinds(): string {
    return this.told.map((entry) => entry.kind).join(' ');
  }

  of(kind: Told['kind']): Record<string, number>[] {
    return this.told.filter((entry) => entry.kind === kind).map((entry) => entry.data);
  }

  private noting(kind: Told['kind']): (payload: object) => void {
    return (payload) => {
      this.payloads.push(payload);
      this.told.push({ kind, data: { ...payload } });
    };
  }
}

/** How a stretch is walked or run. */
export interface Manner {
  stride_ms: number;
  gait: number;
  /** Undefined: the strides have no length and no speed. */
  length_mm: number | undefined;
  contact_ms: number;
}

/** 110 steps/min, 1.28 m/s. */
export const WALK: Manner = { stride_ms: 1091, gait: GAIT_WALK, length_mm: 1400, contact_ms: 660 };
/** 90 steps/min. */
export const STROLL: Manner = { stride_ms: 1333, gait: GAIT_WALK, length_mm: 1100, contact_ms: 860 };
/** 160 steps/min, exactly 3 m/s. */
export const RUN: Manner = { stride_ms: 750, gait: GAIT_RUN, length_mm: 2250, contact_ms: 250 };

/** First reading of the IMU's clock: 2 s before its low 32 bits turn negative. */
const IMU_START_us = 0x7fffffff - 2e6;

export class Runner {
  readonly notes = new Notes();
  readonly session: Session;
  /** Initial contacts so far, ms since boot. */
  readonly contacts_ms: number[] = [];
  now_ms = 10000;
  private ticked_ms = 10000;
  private readonly late_ms: number;
  private readonly stride = new Stride();
  private readonly waiting: (() => void)[] = [];
  private readonly due_ms: number[] = [];

  constructor(options: { rules?: SessionRules; late_ms?: number } = {}) {
    this.session = new Session({ rules: options.rules, sink: this.notes });
    this.late_ms = options.late_ms ?? 0;
  }

  /** Makes strides for `seconds`; the first landing comes one stride from now. */
  go(seconds: number, manner: Manner): this {
    return this.strides(Math.floor((seconds * 1000) / manner.stride_ms), manner);
  }

  strides(count: number, manner: Manner): this {
    for (let i = 0; i < count; i++) {
      const before = this.contacts_ms.at(-1);
      const ic_ms = this.now_ms + manner.stride_ms;
      this.contacts_ms.push(ic_ms);
      const since_ms = before === undefined ? 0 : ic_ms - before;
      this.due_ms.push(ic_ms + this.late_ms);
      this.waiting.push(() => this.report(ic_ms, since_ms, manner));
      this.pass(manner.stride_ms);
    }
    return this;
  }

  stand(seconds: number): this {
    this.pass(seconds * 1000);
    return this;
  }

  /** Time goes by without ticks: the chip was busy or asleep. */
  skip(seconds: number): this {
    this.now_ms += seconds * 1000;
    this.ticked_ms = this.now_ms;
    return this;
  }

  private pass(ms: number): void {
    const end_ms = this.now_ms + ms;
    for (;;) {
      const tick_ms = this.ticked_ms + 1000;
      const due_ms = this.due_ms.length > 0 ? this.due_ms[0] : Infinity;
      if (Math.min(tick_ms, due_ms) > end_ms) break;
      if (due_ms <= tick_ms) {
        this.due_ms.shift();
        this.waiting.shift()?.();
      } else {
        this.ticked_ms = tick_ms;
        this.session.tick(tick_ms);
      }
    }
    this.now_ms = end_ms;
  }

  private report(ic_ms: number, since_ms: number, manner: Manner): void {
    const stride = this.stride;
    stride.index++;
    stride.icUs = (IMU_START_us + ic_ms * 1000) | 0;
    stride.gait = manner.gait;
    stride.valid = 0;
    if (manner.contact_ms > 0) {
      stride.contactUs = manner.contact_ms * 1000;
      stride.valid |= HAS_CONTACT;
    }
    if (since_ms > 0 && since_ms < 3000) {
      stride.strideTimeUs = since_ms * 1000;
      stride.valid |= HAS_STRIDE_TIME;
    }
    if (manner.length_mm !== undefined) {
      stride.lengthMm = manner.length_mm;
      stride.speedMmS = Math.trunc((manner.length_mm * 1000) / manner.stride_ms);
      stride.valid |= HAS_LENGTH | HAS_SPEED;
    }
    this.session.stride(stride, ic_ms);
  }
}
