/** Numbers that look random and are the same for the same seed (mulberry32). */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed | 0;
  }

  /** 0 to 2^32 - 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** 0 to n - 1. */
  below(n: number): number {
    return this.next() % n;
  }

  /** True once in n times. */
  oneIn(n: number): boolean {
    return this.below(n) === 0;
  }

  pick<T>(all: readonly T[]): T {
    return all[this.below(all.length)];
  }

  /** An integer as programs meet them: mostly small, now and then at an end of some range. */
  integer(): number {
    switch (this.below(8)) {
      case 0:
        return this.pick([0, 1, -1, 2, 3, 7, 8, 15, 16, 31, 32]);
      case 1:
        return this.pick([127, 128, -128, -129, 255, 256, 32767, 32768, -32768, -32769, 65535, 65536]);
      case 2:
        return this.pick([2147483647, -2147483648, 2147483646, -2147483647, 1073741823, 1 << 30]);
      case 3:
        return this.next() | 0;
      case 4:
        return (this.next() | 0) >> this.below(31);
      default:
        return this.below(41) - 20;
    }
  }
}
