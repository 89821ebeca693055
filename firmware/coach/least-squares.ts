/**
 * Least squares of y on x and t, by sums of products about running means (Welford 1962, so that long runs lose no digits).
 * What is asked for is the slope in t at equal x: how contact time changes with time at equal speed.
 */

/** More of x and t in common than this (squared correlation) cannot be told apart: our choice. */
const COMMON_MOST = 0.8;

export class LeastSquares {
  n = 0;
  meanX = 0;
  meanT = 0;
  meanY = 0;
  firstT = 0;
  lastT = 0;
  /** Slope of y in t, and its standard error; as `solve` leaves them. */
  slope = 0;
  error = 0;
  private xx = 0;
  private tt = 0;
  private yy = 0;
  private xt = 0;
  private xy = 0;
  private ty = 0;

  clear(): void {
    this.n = 0;
    this.meanX = 0;
    this.meanT = 0;
    this.meanY = 0;
    this.firstT = 0;
    this.lastT = 0;
    this.slope = 0;
    this.error = 0;
    this.xx = 0;
    this.tt = 0;
    this.yy = 0;
    this.xt = 0;
    this.xy = 0;
    this.ty = 0;
  }

  add(x: number, t: number, y: number): void {
    if (this.n === 0) this.firstT = t;
    this.lastT = t;
    const n = ++this.n;
    const dx = x - this.meanX;
    const dt = t - this.meanT;
    const dy = y - this.meanY;
    this.meanX += dx / n;
    this.meanT += dt / n;
    this.meanY += dy / n;
    const after = (n - 1) / n;
    this.xx += dx * dx * after;
    this.tt += dt * dt * after;
    this.yy += dy * dy * after;
    this.xt += dx * dt * after;
    this.xy += dx * dy * after;
    this.ty += dt * dy * after;
  }

  /**
   * @param steady spread of x (standard deviation) below which x is as good as constant and left out
   * @returns false when there are fewer than five points or x and t go together too closely
   */
  solve(steady: number): boolean {
    const { n, xx, tt, yy, xt, xy, ty } = this;
    if (n < 5 || tt <= 0) return false;
    let rest: number;
    let spread: number;
    if (xx <= n * steady * steady) {
      this.slope = ty / tt;
      rest = (yy - this.slope * ty) / (n - 2);
      spread = tt;
    } else {
      const determinant = xx * tt - xt * xt;
      if (determinant < (1 - COMMON_MOST) * xx * tt) return false;
      this.slope = (xx * ty - xt * xy) / determinant;
      rest = (yy - ((tt * xy - xt * ty) / determinant) * xy - this.slope * ty) / (n - 3);
      spread = determinant / xx;
    }
    this.error = rest > 0 ? Math.sqrt(rest / spread) : 0;
    return true;
  }
}
