/**
 * What the shoe may be after what, in words of our own (docs/POWER.md), and not from the firmware's table: each checks the other.
 */
import { POWER_NAMES } from '../../firmware/power/states';

/** While the firmware runs. A session ends by becoming awake: so its record is closed before anything else can come. */
const FOLLOWS: Readonly<Record<string, readonly string[]>> = {
  shipping: [],
  asleep: ['awake'],
  awake: ['asleep', 'session', 'charging', 'shipping', 'low battery'],
  session: ['awake'],
  charging: ['awake'],
  'low battery': [],
  'safe mode': ['low battery'],
};

/** A chip sleeps deeply only while the shoe is one of these. */
const SLEEPS_DEEPLY: readonly string[] = ['shipping', 'asleep', 'low battery'];
/** The radio is on in these, and off in all others. */
const ON_THE_AIR: readonly string[] = ['awake', 'session', 'charging', 'safe mode'];

export function stateName(state: number): string {
  return POWER_NAMES[state] ?? `state ${state}`;
}

export function mayFollow(from: string, to: string): boolean {
  return from === to || (FOLLOWS[from] ?? []).includes(to);
}

export function maySleepDeeply(state: string): boolean {
  return SLEEPS_DEEPLY.includes(state);
}

export function isOnTheAir(state: string): boolean {
  return ON_THE_AIR.includes(state);
}
