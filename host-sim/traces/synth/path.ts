/** Movements laid out piece by piece: a thrown shoe, a shoe in a drum. */
import { GRAVITY } from './attitude';
import { COORDINATES, type Movement } from './free-motion';

const N = COORDINATES.length;
/** Start, length, six coefficients of each coordinate. */
const VALUES = 2 + 6 * N;

/** Where the sensor is, how it is turned, and how both change: six coordinates each. */
export interface PathState {
  p: number[];
  v: number[];
  a: number[];
}

export function restingAt(p: number[]): PathState {
  return { p, v: new Array<number>(N).fill(0), a: new Array<number>(N).fill(0) };
}

/** Quintics from state to state, continuous up to the acceleration; before its start and after its end at rest. */
export class Path implements Movement {
  state: PathState;
  now_s: number;
  private readonly pieces: Float64Array[] = [];
  private piece = 0;

  constructor(start_s: number, state: PathState) {
    this.now_s = start_s;
    this.state = state;
  }

  /** Goes on to a state. */
  to(state: PathState, duration_s: number): this {
    const piece = new Float64Array(VALUES);
    piece[0] = this.now_s;
    piece[1] = duration_s;
    const t = duration_s;
    for (let i = 0; i < N; i++) {
      const p0 = this.state.p[i];
      const v0 = this.state.v[i];
      const a0 = this.state.a[i];
      const p = state.p[i] - p0 - v0 * t - 0.5 * a0 * t * t;
      const v = (state.v[i] - v0 - a0 * t) * t;
      const a = (state.a[i] - a0) * t * t;
      const c3 = (10 * p - 4 * v + 0.5 * a) / t ** 3;
      const c4 = (-15 * p + 7 * v - a) / t ** 4;
      const c5 = (6 * p - 3 * v + 0.5 * a) / t ** 5;
      piece.set([p0, v0, 0.5 * a0, c3, c4, c5], 2 + 6 * i);
    }
    this.pieces.push(piece);
    this.now_s += duration_s;
    this.state = state;
    return this;
  }

  /** Goes to a place and stands there. */
  rest(p: number[], duration_s: number): this {
    return this.to(restingAt(p), duration_s);
  }

  stay(duration_s: number): this {
    return this.rest([...this.state.p], duration_s);
  }

  /** Falls freely, turning evenly. */
  fall(duration_s: number): this {
    const t = duration_s;
    const { p, v } = this.state;
    const falling = this.state.a.map((_, i) => (i === 2 ? -GRAVITY : 0));
    // What the hand or the drum still pushed ends at once: in the air nothing pushes.
    this.state = { p, v, a: falling };
    return this.to(
      {
        p: p.map((value, i) => value + v[i] * t + 0.5 * falling[i] * t * t),
        v: v.map((value, i) => value + falling[i] * t),
        a: falling,
      },
      t,
    );
  }

  add(time_s: number, value: Float64Array, rate: Float64Array, accel: Float64Array): void {
    const { pieces } = this;
    if (time_s < pieces[this.piece][0]) this.piece = 0;
    while (this.piece + 1 < pieces.length && time_s >= pieces[this.piece + 1][0]) this.piece++;
    const piece = pieces[this.piece];
    const t = Math.max(0, Math.min(piece[1], time_s - piece[0]));
    for (let i = 0; i < N; i++) {
      const at = 2 + 6 * i;
      const c1 = piece[at + 1];
      const c2 = piece[at + 2];
      const c3 = piece[at + 3];
      const c4 = piece[at + 4];
      const c5 = piece[at + 5];
      value[i] += piece[at] + t * (c1 + t * (c2 + t * (c3 + t * (c4 + t * c5))));
      rate[i] += c1 + t * (2 * c2 + t * (3 * c3 + t * (4 * c4 + t * 5 * c5)));
      accel[i] += 2 * c2 + t * (6 * c3 + t * (12 * c4 + t * 20 * c5));
    }
  }
}
