/**
 * Integer helpers of the detector's kernel, in integer TypeScript (docs/INTEGER-TYPESCRIPT.md): exact in Node and XS alike.
 */

/** Floor of the square root of `n`, 0 to 2^31 - 1; 0 for negative `n`. @range returns 0 46341 */
export function isqrt(n: number): number {
  if (n <= 0) return 0;
  // Newton's rule comes down to the root from the first power of two above it.
  let root = 1;
  for (let rest = n; rest > 0; rest >>= 2) root <<= 1;
  let next = (root + ((n / root) | 0)) >> 1;
  while (next < root) {
    root = next;
    next = (root + ((n / root) | 0)) >> 1;
  }
  return root;
}

/** Length of the vector (x, y, z), each within +-2^20, to better than 0.1 % and one unit. */
export function norm3(x: number, y: number, z: number): number {
  const a = x < 0 ? -x : x;
  const b = y < 0 ? -y : y;
  const c = z < 0 ? -z : z;
  let most = a > b ? a : b;
  if (c > most) most = c;
  let shift = 0;
  while (most > 26000) {
    most >>= 1;
    shift++;
  }
  /** @range 0 26000 */
  const u = a >> shift;
  /** @range 0 26000 */
  const v = b >> shift;
  /** @range 0 26000 */
  const w = c >> shift;
  // 5/8 of the largest and 3/8 of the sum are -3 to +13 % off; two steps of Newton's rule leave 2 at most, too much (docs/XS.md).
  const square = u * u + v * v + w * w;
  let root = (5 * most + 3 * (u + v + w)) >> 3;
  root = (root + ((square / root) | 0)) >> 1;
  root = (root + ((square / root) | 0)) >> 1;
  while (root * root > square) root--;
  return root << shift;
}

/** Beyond this, values are shortened before they are shifted up. */
const SHORT = 1 << 16;

/** value / length, Q10, for a component of a vector of that length: 1 to 2^26. Good to 0.2 %. */
export function shareQ10(value: number, length: number): number {
  return length > SHORT ? (((value >> 6) << 10) / (length >> 6)) | 0 : ((value << 10) / length) | 0;
}

/**
 * Floor of a * b / 2^shift for integers whose product stays below 2^53 and whose result fits 32 bits; `shift` 1 to 30.
 * The one wide operation of the kernel: a 32 x 32 -> 64 bit multiplication where the chip has one.
 */
export function mulShift(a: number, b: number, shift: number): number {
  return Math.floor((a * b) / (1 << shift)) | 0;
}

/**
 * Direction of the vector (x, y), each within +-2^16, in 0.1 degree from the x axis towards the y axis: -1800 to 1800, 0 for
 * no vector. Right to 0.1 degree: the arc tangent is an odd polynomial of degree 5, least greatest error on 0 to 1.
 */
export function atan2Ddeg(y: number, x: number): number {
  const ax = x < 0 ? -x : x;
  const ay = y < 0 ? -y : y;
  const most = ax > ay ? ax : ay;
  if (most === 0) return 0;
  const t = (((ax > ay ? ay : ax) * 16384) / most) | 0;
  // 572.96 (0.995357 t - 0.288685 t^3 + 0.079334 t^5): t Q14, the coefficients Q6.
  const square = (t * t) >> 14;
  const even = 36499 + ((square * (((square * 2909) >> 14) - 10586)) >> 14);
  let angle = (even * t + (1 << 19)) >> 20;
  if (ay > ax) angle = 900 - angle;
  if (x < 0) angle = 1800 - angle;
  return y < 0 ? -angle : angle;
}
