import type { Clock, TimerHandle, Timers } from '../../firmware/io/time';
import { EventHeap, isBefore, type ClockEvent } from './event-heap';

/**
 * Simulated time in whole microseconds from the chip's start. Time jumps from event to event; equal times run in the
 * order they were asked for, so every run of the same input is the same.
 *
 * Two kinds of events: those of the parts (`at`) happen whatever the chip does; those of the firmware (`atFirmware`:
 * timers, pin callbacks) wait while the firmware is busy in a `delay` or a timed bus transaction, as on a chip with one
 * thread.
 */
export class VirtualClock {
  /** The seam the firmware is given. */
  readonly clock: Clock;
  readonly timers: Timers;
  /** Given: takes what the firmware throws at its outermost, as a chip does that then restarts. Else `runUntil` throws it. */
  onFault: ((error: unknown) => void) | undefined;

  private readonly parts = new EventHeap();
  private readonly firmware = new EventHeap();
  private time_us = 0;
  private order = 0;
  private running = false;
  private inPart = false;

  constructor() {
    this.clock = {
      now: () => Math.floor(this.time_us / 1000),
      delay: (ms) => this.advance(Math.round(ms * 1000)),
    };
    this.timers = {
      set: (callback, ms, repeat) => this.setTimer(callback, ms, repeat),
      clear: (handle) => clearTimer(this, handle),
    };
  }

  get now_us(): number {
    return this.time_us;
  }

  /** When the earliest event is due; undefined when none waits. */
  get next_us(): number | undefined {
    const part = this.parts.first();
    const firmware = this.firmware.first();
    if (part === undefined || firmware === undefined) return (part ?? firmware)?.time_us;
    return Math.min(part.time_us, firmware.time_us);
  }

  /** Events that wait. */
  get pending(): number {
    return this.parts.size + this.firmware.size;
  }

  /**
   * Has a part act at `time_us`.
   * @throws RangeError when the time is past or not whole
   */
  at(time_us: number, callback: () => void): ClockEvent {
    return this.plan(this.parts, time_us, callback);
  }

  /** Has the firmware called at `time_us`, or as soon after as it is not busy. Throws as `at`. */
  atFirmware(time_us: number, callback: () => void): ClockEvent {
    return this.plan(this.firmware, time_us, callback);
  }

  /** Forgets an event; does nothing when it has run already. */
  cancel(event: ClockEvent): void {
    this.parts.remove(event);
    this.firmware.remove(event);
  }

  /**
   * Runs every event up to and including `time_us`, and leaves the clock there (or later, when the firmware was busy
   * beyond it).
   * @throws RangeError when the time is not whole, and what a callback throws; the clock stays usable
   */
  runUntil(time_us: number): void {
    if (!Number.isSafeInteger(time_us)) throw new RangeError(`cannot run until ${time_us} us`);
    if (this.running) throw new Error('the clock is running already: runUntil cannot be called by an event');
    this.running = true;
    try {
      for (;;) {
        const part = this.parts.first();
        const firmware = this.firmware.first();
        const firmwareNext = firmware !== undefined && (part === undefined || isBefore(firmware, part));
        const event = firmwareNext ? firmware : part;
        if (event === undefined || event.time_us > time_us) break;
        if (firmwareNext) this.runFirmware(event);
        else this.runPart(event);
      }
    } finally {
      this.running = false;
    }
    if (this.time_us < time_us) this.time_us = time_us;
  }

  /**
   * Lets `us` microseconds pass while the firmware is busy: parts act, firmware callbacks wait.
   * @throws RangeError when `us` is negative or not whole
   */
  advance(us: number): void {
    if (!Number.isSafeInteger(us) || us < 0) throw new RangeError(`cannot advance by ${us} us`);
    if (this.inPart) throw new Error('a part cannot let time pass: only the firmware can be busy');
    const until_us = this.time_us + us;
    for (;;) {
      const event = this.parts.first();
      if (event === undefined || event.time_us > until_us) break;
      this.runPart(event);
    }
    this.time_us = until_us;
  }

  private plan(heap: EventHeap, time_us: number, callback: () => void): ClockEvent {
    if (!Number.isSafeInteger(time_us))
      throw new RangeError(`event time ${time_us} us is not a whole number`);
    if (time_us < this.time_us)
      throw new RangeError(`event time ${time_us} us is past: it is ${this.time_us} us`);
    const event: ClockEvent = { time_us, order: this.order++, callback, place: -1 };
    heap.push(event);
    return event;
  }

  private runPart(event: ClockEvent): void {
    this.parts.remove(event);
    if (event.time_us > this.time_us) this.time_us = event.time_us;
    this.inPart = true;
    try {
      event.callback();
    } finally {
      this.inPart = false;
    }
  }

  private runFirmware(event: ClockEvent): void {
    this.firmware.remove(event);
    if (event.time_us > this.time_us) this.time_us = event.time_us;
    if (this.onFault === undefined) return event.callback();
    try {
      event.callback();
    } catch (error) {
      this.onFault(error);
    }
  }

  /** A timer that fell behind by more than its period is called once, not once per missed period. */
  private setTimer(callback: () => void, ms: number, repeat?: number): TimerHandle {
    if (!(ms >= 0)) throw new RangeError(`timer of ${ms} ms`);
    if (repeat !== undefined && !(repeat > 0)) throw new RangeError(`timer repeated every ${repeat} ms`);
    const timer = new VirtualTimer();
    const fire = () => {
      const due_us = timer.due_us;
      timer.event = undefined;
      if (repeat !== undefined) {
        const repeat_us = Math.round(repeat * 1000);
        const next_us = due_us + repeat_us > this.time_us ? due_us + repeat_us : this.time_us + repeat_us;
        timer.start(this.atFirmware(next_us, fire));
      }
      callback();
    };
    timer.start(this.atFirmware(this.time_us + Math.round(ms * 1000), fire));
    return timer;
  }
}

class VirtualTimer {
  event: ClockEvent | undefined;
  due_us = 0;

  start(event: ClockEvent): void {
    this.event = event;
    this.due_us = event.time_us;
  }
}

function clearTimer(clock: VirtualClock, handle: TimerHandle): void {
  if (!(handle instanceof VirtualTimer)) throw new TypeError('not a timer of this clock');
  if (handle.event !== undefined) clock.cancel(handle.event);
  handle.event = undefined;
}
