/** A callback due at a time; also the handle that cancels it. */
export interface ClockEvent {
  readonly time_us: number;
  /** Order of making: what comes first among equal times. */
  readonly order: number;
  readonly callback: () => void;
  /** Index in the heap; -1 when it ran or was cancelled. */
  place: number;
}

/** Does `a` run before `b`? */
export function isBefore(a: ClockEvent, b: ClockEvent): boolean {
  return a.time_us < b.time_us || (a.time_us === b.time_us && a.order < b.order);
}

/** Binary heap of events, the earliest on top. Each event knows its place, so a cancelled one leaves at once. */
export class EventHeap {
  private readonly events: ClockEvent[] = [];

  get size(): number {
    return this.events.length;
  }

  first(): ClockEvent | undefined {
    return this.events[0];
  }

  push(event: ClockEvent): void {
    this.events.push(event);
    this.rise(event, this.events.length - 1);
  }

  /** Takes an event out; does nothing when it is not in the heap. */
  remove(event: ClockEvent): void {
    const place = event.place;
    if (place < 0 || this.events[place] !== event) return;
    event.place = -1;
    const last = this.events.pop();
    if (last === undefined || last === event) return;
    if (place > 0 && isBefore(last, this.events[(place - 1) >> 1])) this.rise(last, place);
    else this.sink(last, place);
  }

  private rise(event: ClockEvent, from: number): void {
    const events = this.events;
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!isBefore(event, events[parent])) break;
      this.put(events[parent], place);
      place = parent;
    }
    this.put(event, place);
  }

  private sink(event: ClockEvent, from: number): void {
    const events = this.events;
    let place = from;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= events.length) break;
      if (child + 1 < events.length && isBefore(events[child + 1], events[child])) child++;
      if (!isBefore(events[child], event)) break;
      this.put(events[child], place);
      place = child;
    }
    this.put(event, place);
  }

  private put(event: ClockEvent, place: number): void {
    this.events[place] = event;
    event.place = place;
  }
}
