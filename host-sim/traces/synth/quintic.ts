/** Position, velocity and acceleration along one axis. */
export interface AxisState {
  p: number;
  v: number;
  a: number;
}

/**
 * Second derivative of the quintic that leads from one state to another in `duration_s`: four coefficients of a cubic in
 * time from the start. Flash and Hogan 1985 (J. Neurosci. 5:1688) describe limb movements by such minimum-jerk quintics.
 */
export function quinticAccel(from: AxisState, to: AxisState, duration_s: number): number[] {
  const t = duration_s;
  const p = to.p - from.p - from.v * t - 0.5 * from.a * t * t;
  const v = (to.v - from.v - from.a * t) * t;
  const a = (to.a - from.a) * t * t;
  const c3 = (10 * p - 4 * v + 0.5 * a) / t ** 3;
  const c4 = (-15 * p + 7 * v - a) / t ** 4;
  const c5 = (6 * p - 3 * v + 0.5 * a) / t ** 5;
  return [from.a, 6 * c3, 12 * c4, 20 * c5];
}

export function cubic(coefficients: number[], time_s: number): number {
  return coefficients[0] + time_s * (coefficients[1] + time_s * (coefficients[2] + time_s * coefficients[3]));
}

/** Second derivative of the bump `(1 - u^2)^3`, u in half-widths from its centre; to be divided by the half-width squared. */
export function bumpAccel(u: number): number {
  if (u <= -1 || u >= 1) return 0;
  const square = u * u;
  return (1 - square) * (30 * square - 6);
}

/** The same for the wave `u (1 - u^2)^3`. */
export function waveAccel(u: number): number {
  if (u <= -1 || u >= 1) return 0;
  const square = u * u;
  return u * (1 - square) * (42 * square - 18);
}
