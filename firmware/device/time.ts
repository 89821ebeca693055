import Time from 'time';
import Timer from 'timer';
import type { Clock, TimerHandle, Timers } from '../io/time';
import { Ticks } from './ticks';

/** Milliseconds of FreeRTOS ticks: 1 ms each, as the SDK sets CONFIG_FREERTOS_HZ. */
export class DeviceClock implements Clock {
  private readonly ticks = new Ticks();

  now(): number {
    return this.ticks.widen(Time.ticks);
  }

  delay(ms: number): void {
    Timer.delay(ms);
  }
}

export const deviceTimers: Timers = Object.freeze({
  set: (callback: () => void, ms: number, repeat = 0): TimerHandle => Timer.set(callback, ms, repeat),
  clear: (handle: TimerHandle): void => Timer.clear(handle),
});
