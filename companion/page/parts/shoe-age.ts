/** Distance at which a look at a pair is worth while, m. */
export const SHOE_LASTS_m = 700_000;
