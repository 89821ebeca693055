/** What the runner chose on this device. Kept beside the runs, in the browser's local storage. */
import { effect, signal } from '@preact/signals';

export interface Preferences {
  readonly language: 'auto' | 'en' | 'zh-CN';
  readonly theme: 'auto' | 'light' | 'dark';
  readonly units: 'km' | 'mi';
  /** Runs are fetched as soon as a shoe is connected. */
  readonly syncOnConnect: boolean;
}

export const DEFAULTS: Preferences = {
  language: 'auto',
  theme: 'auto',
  units: 'km',
  syncOnConnect: true,
};

const KEY = 'footfall-preferences';

/** What is missing or not allowed becomes the default. */
export function preferencesFrom(value: unknown): Preferences {
  const given =
    typeof value === 'object' && value !== null ? (value as Partial<Record<keyof Preferences, unknown>>) : {};
  const oneOf = <T extends string>(key: keyof Preferences, allowed: readonly T[], standard: T): T =>
    allowed.find((one) => one === given[key]) ?? standard;
  return {
    language: oneOf('language', ['auto', 'en', 'zh-CN'], DEFAULTS.language),
    theme: oneOf('theme', ['auto', 'light', 'dark'], DEFAULTS.theme),
    units: oneOf('units', ['km', 'mi'], DEFAULTS.units),
    syncOnConnect: typeof given.syncOnConnect === 'boolean' ? given.syncOnConnect : DEFAULTS.syncOnConnect,
  };
}

function load(): Preferences {
  try {
    return preferencesFrom(JSON.parse(localStorage.getItem(KEY) ?? '{}'));
  } catch {
    return DEFAULTS;
  }
}

export const preferences = signal<Preferences>(load());

export function prefer(change: Partial<Preferences>): void {
  preferences.value = { ...preferences.value, ...change };
}

/** Keeps what was chosen, and shows the page in the theme chosen. */
export function followPreferences(): void {
  effect(() => {
    const chosen = preferences.value;
    document.documentElement.dataset.theme = chosen.theme;
    try {
      localStorage.setItem(KEY, JSON.stringify(chosen));
    } catch {
      // Private browsing without storage: the choice lasts as long as the page.
    }
  });
}
