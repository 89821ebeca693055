/** What is known at one point of a function: the locals, and the fields that were just looked at or stored. */
import type { Expr, Field, Variable } from '../ir';
import { join, same, type Interval } from './interval';

interface Known {
  readonly field: Field;
  readonly interval: Interval;
}

/** Copied at every branch: so plain arrays, by the places that `Places` gives. */
export class State {
  private constructor(
    private locals: (Interval | undefined)[],
    /** Fields by the way that leads to them, as `this.way.upX`: two ways may lead to one field. */
    private fields: (Known | undefined)[],
  ) {}

  static empty(): State {
    return new State([], []);
  }

  clone(): State {
    return new State(this.locals.slice(), this.fields.slice());
  }

  /** Takes over what another state knows. */
  become(other: State): void {
    this.locals = other.locals;
    this.fields = other.fields;
  }

  local(place: number): Interval | undefined {
    return this.locals[place];
  }

  setLocal(place: number, interval: Interval): void {
    while (this.locals.length < place) this.locals.push(undefined);
    this.locals[place] = interval;
  }

  field(place: number): Interval | undefined {
    return this.fields[place]?.interval;
  }

  /** What is known of a field is narrowed; nothing was stored. */
  learnField(place: number, field: Field, interval: Interval): void {
    while (this.fields.length < place) this.fields.push(undefined);
    this.fields[place] = { field, interval };
  }

  /** A field was stored: whatever else leads to the same field of some object is no longer known. */
  storeField(place: number | undefined, field: Field, interval: Interval): void {
    this.forget((known) => known === field);
    if (place !== undefined) this.learnField(place, field, interval);
  }

  /** A call may have stored these. */
  forget(isStored: (field: Field) => boolean): void {
    const { fields } = this;
    for (let i = 0; i < fields.length; i++) {
      const known = fields[i];
      if (known && isStored(known.field)) fields[i] = undefined;
    }
  }

  /** What holds whether this or the other came about. */
  join(other: State): State {
    return this.merge(other, join);
  }

  /** As `join`, but ends that grew go further at once, so that loops come to an end. */
  widen(next: State, widen: (from: Interval, to: Interval) => Interval): State {
    return this.merge(next, (a, b) => widen(a, join(a, b)));
  }

  private merge(other: State, combine: (a: Interval, b: Interval) => Interval): State {
    const locals = this.locals.slice();
    for (let i = 0; i < other.locals.length; i++) {
      const theirs = other.locals[i];
      const mine = locals[i];
      // A local without a value in one of them is not in use after both.
      if (theirs && theirs !== mine) locals[i] = mine ? combine(mine, theirs) : theirs;
    }
    const fields: (Known | undefined)[] = [];
    const count = Math.min(this.fields.length, other.fields.length);
    for (let i = 0; i < count; i++) {
      const mine = this.fields[i];
      const theirs = other.fields[i];
      if (mine === theirs || !mine || !theirs) fields.push(theirs && mine);
      else fields.push({ field: mine.field, interval: combine(mine.interval, theirs.interval) });
    }
    return new State(locals, fields);
  }

  equals(other: State): boolean {
    return (
      equal(this.locals, other.locals, same) &&
      equal(this.fields, other.fields, (a, b) => same(a.interval, b.interval))
    );
  }
}

function equal<T>(
  a: readonly (T | undefined)[],
  b: readonly (T | undefined)[],
  same: (a: T, b: T) => boolean,
): boolean {
  const count = Math.max(a.length, b.length);
  for (let i = 0; i < count; i++) {
    const mine = a[i];
    const theirs = b[i];
    if (mine !== theirs && !(mine && theirs && same(mine, theirs))) return false;
  }
  return true;
}

export function joinStates(a: State | undefined, b: State | undefined): State | undefined {
  if (!a) return b;
  return b ? a.join(b) : a;
}

/** Gives the locals of a function, and the ways to fields in it, places in a state. */
export class Places {
  private readonly locals = new Map<Variable, number>();
  private readonly ways = new Map<string, number>();
  private readonly known = new Map<Expr, number | null>();

  of(variable: Variable): number {
    let place = this.locals.get(variable);
    if (place === undefined) this.locals.set(variable, (place = this.locals.size));
    return place;
  }

  /** The place of a field by the way to it; undefined where that leads through something that changes. */
  ofField(e: Expr): number | undefined {
    const known = this.known.get(e);
    if (known !== undefined) return known ?? undefined;
    const way = this.way(e);
    if (way === undefined) {
      this.known.set(e, null);
      return undefined;
    }
    let place = this.ways.get(way);
    if (place === undefined) this.ways.set(way, (place = this.ways.size));
    this.known.set(e, place);
    return place;
  }

  private way(e: Expr): string | undefined {
    if (e.kind === 'this') return 'this';
    if (e.kind === 'variable') return `${this.of(e.variable)}`;
    if (e.kind !== 'field') return undefined;
    const object = this.way(e.object);
    return object === undefined ? undefined : `${object}.${e.field.name}`;
  }
}
