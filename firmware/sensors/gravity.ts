/** Bounds of gravity at rest, 1/1000 g: zero-g offset and tilt of range stay inside, a part of another range reads 500 or 2000. */
const GRAVITY_LEAST_mg = 750;
const GRAVITY_MOST_mg = 1333;

/** Can this be the length of gravity, as a part in order measures it? */
export function isGravity(length_mg: number): boolean {
  return length_mg >= GRAVITY_LEAST_mg && length_mg <= GRAVITY_MOST_mg;
}
