/**
 * Public keys of those whose firmware this one takes over Bluetooth, 130 hexadecimal digits each (`npm run ota:sign -- keygen`). None: the
 * shoe takes no updates, and says so. docs/UPDATE.md.
 */
export const UPDATE_KEYS: readonly string[] = Object.freeze([]);
