/**
 * Distance at which a look at a pair is overdue, m: where Cook, Kester and Brunet 1985 (Am J Sports Med 13:248) found cushioning
 * to level out; the coach has the same (docs/COACH.md).
 */
export const SHOE_LASTS_m = 800_000;
