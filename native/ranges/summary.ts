/** What fields and the elements of arrays can be, over the whole life of the kernel: all that is ever stored in them. */
import type { Field } from '../ir';
import type { Root } from '../pointers';
import { BOOLEAN, clamp, ELEMENTS, exactly, INT32, join, meet, type Interval } from './interval';

export class Summary {
  private readonly known = new Map<Root, Interval>();

  static join(a: Summary, b: Summary, combine: (from: Interval, to: Interval) => Interval): Summary {
    const joined = new Summary();
    for (const [root, interval] of a.known) joined.known.set(root, interval);
    for (const [root, interval] of b.known) {
      const mine = joined.known.get(root);
      joined.known.set(root, mine ? combine(mine, join(mine, interval)) : interval);
    }
    return joined;
  }

  /** Does this hold all that the other holds? */
  includes(other: Summary): boolean {
    for (const [root, interval] of other.known) {
      const mine = this.known.get(root);
      if (!mine || interval.low < mine.low || interval.high > mine.high) return false;
    }
    return true;
  }

  store(root: Root, interval: Interval): void {
    const mine = this.known.get(root);
    this.known.set(root, mine ? join(mine, interval) : interval);
  }

  field(field: Field): Interval {
    const type = field.type.kind === 'bool' ? BOOLEAN : INT32;
    return meet(this.known.get(field) ?? exactly(0), field.range ?? type) ?? exactly(0);
  }

  /** An element of an array: 0 at first. */
  element(root: Root): Interval {
    const { type } = root;
    if (type.kind !== 'array') return INT32;
    const all = ELEMENTS[type.element];
    // What C is given holds anything.
    if (!('storage' in root)) return clamp(all, root.range ?? all);
    const stored = this.known.get(root);
    return stored ? join(exactly(0), clamp(stored, all)) : exactly(0);
  }
}
