/**
 * What the shoe may be with respect to power, and what may follow what. docs/POWER.md has the same table in words; DESIGN.md,
 * "Sleep", the reasons.
 */

/** On the shelf: all off, only the charger wakes it. */
export const POWER_SHIPPING = 0;
/** Standing in the hall: the radio is off, the IMU watches for motion. Lightly at first, then deeply. */
export const POWER_ASLEEP = 1;
/** Frames flow, the radio is on. */
export const POWER_AWAKE = 2;
/** As awake, and a run or long walk is being recorded. */
export const POWER_SESSION = 3;
/** On the charger: as awake, but does not fall asleep. */
export const POWER_CHARGING = 4;
/** The cell is empty: all off, only the charger, or a cell that has recovered, wakes it. */
export const POWER_LOW = 5;
/** After resets in a row: the radio alone, so that the shoe can be reached and updated. */
export const POWER_SAFE = 6;

export const POWER_NAMES: readonly string[] = Object.freeze([
  'shipping',
  'asleep',
  'awake',
  'session',
  'charging',
  'low battery',
  'safe mode',
]);
/** Nothing is known of the time before: power was lost. */
export const POWER_UNKNOWN = 7;

const SHIPPING = 1 << POWER_SHIPPING;
const ASLEEP = 1 << POWER_ASLEEP;
const AWAKE = 1 << POWER_AWAKE;
const SESSION = 1 << POWER_SESSION;
const CHARGING = 1 << POWER_CHARGING;
const LOW = 1 << POWER_LOW;
const SAFE = 1 << POWER_SAFE;

/**
 * By state, what may follow while the firmware runs. A session ends by becoming awake, and nothing else: so whatever comes
 * next, its record is closed before. Shipping and low battery end in deep sleep, safe mode in a restart.
 */
const FOLLOWS: readonly number[] = Object.freeze([
  0,
  AWAKE,
  SHIPPING | ASLEEP | SESSION | CHARGING | LOW,
  AWAKE,
  AWAKE,
  0,
  LOW,
]);

/** By the state before a deep sleep, what the start after it may be. Only three states sleep deeply. */
const FOLLOWS_SLEEP: readonly number[] = Object.freeze([
  SHIPPING | CHARGING,
  ASLEEP | AWAKE | CHARGING | LOW,
  0,
  0,
  0,
  LOW | CHARGING | AWAKE,
  0,
  0,
]);

/**
 * By the state before any other reset, what the start after it may be. A fault alone wakes neither a shipped shoe nor one with an
 * empty cell; a reset by hand (External, PowerOn) does.
 */
const FOLLOWS_RESET: readonly number[] = Object.freeze([
  SHIPPING | CHARGING | AWAKE | LOW | SAFE,
  AWAKE | CHARGING | LOW | SAFE,
  AWAKE | CHARGING | LOW | SAFE,
  AWAKE | CHARGING | LOW | SAFE,
  AWAKE | CHARGING | LOW | SAFE,
  LOW | CHARGING | AWAKE | SAFE,
  AWAKE | CHARGING | LOW | SAFE,
  AWAKE | CHARGING | LOW,
]);

/** May `to` follow `from` while the firmware runs? */
export function mayFollow(from: number, to: number): boolean {
  return (FOLLOWS[from] & (1 << to)) !== 0;
}

/** May a start be `to` when the shoe was `before` (or POWER_UNKNOWN) at the end of the life before? */
export function mayStart(before: number, to: number, afterSleep: boolean): boolean {
  return ((afterSleep ? FOLLOWS_SLEEP : FOLLOWS_RESET)[before] & (1 << to)) !== 0;
}
