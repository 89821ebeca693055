/** Setting the shoe's clock. docs/SPEC.md 3.7; Current Time Service 1.1. */
import { uint } from './bytes';
import type { Transport } from './transport';
import { CURRENT_TIME, LOCAL_TIME_INFORMATION } from './uuids';

/** Local Time Information: zone in quarter hours, no daylight saving beside it (it is in the zone). */
export function localTimeInformation(zone_min: number): Uint8Array {
  return Uint8Array.from([...uint(Math.round(zone_min / 15), 1), 0]);
}

/** Current Time of an instant, as local time of that zone. */
export function currentTime(utc_ms: number, zone_min: number): Uint8Array {
  const local = new Date(utc_ms + 60_000 * zone_min);
  const weekday = local.getUTCDay() === 0 ? 7 : local.getUTCDay();
  return Uint8Array.from([
    ...uint(local.getUTCFullYear(), 2),
    local.getUTCMonth() + 1,
    local.getUTCDate(),
    local.getUTCHours(),
    local.getUTCMinutes(),
    local.getUTCSeconds(),
    weekday,
    Math.floor((local.getUTCMilliseconds() * 256) / 1000),
    1,
  ]);
}

/** Sets zone and time. The zone comes first: the shoe reads the time by it. */
export async function setTime(transport: Transport, utc_ms: number, zone_min: number): Promise<void> {
  await transport.write(LOCAL_TIME_INFORMATION, localTimeInformation(zone_min));
  await transport.write(CURRENT_TIME, currentTime(utc_ms, zone_min));
}
