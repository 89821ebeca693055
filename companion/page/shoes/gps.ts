/** Speed over ground from the phone's positions. */

export interface GroundSpeed {
  readonly speed_mps: number;
  /** 0: not known. */
  readonly accuracy_mps: number;
}

/** Positions worse than this tell no speed, m. */
const ACCURACY_MOST_m = 20;
/** Stretch over which a speed is reckoned when the phone gives none, ms. */
const STRETCH_ms = 5000;
const EARTH_m = 6_371_000;

export interface Fix {
  readonly at_ms: number;
  readonly latitude_deg: number;
  readonly longitude_deg: number;
  readonly accuracy_m: number;
  /** As the phone reckons it, from Doppler where it can. */
  readonly speed_mps: number | null;
}

export class SpeedFromFixes {
  private readonly fixes: Fix[] = [];

  /** @returns undefined while there is nothing to tell: positions too inaccurate or too few */
  add(fix: Fix): GroundSpeed | undefined {
    if (fix.accuracy_m > ACCURACY_MOST_m) {
      this.fixes.length = 0;
      return undefined;
    }
    this.fixes.push(fix);
    while (this.fixes.length > 2 && fix.at_ms - this.fixes[1].at_ms >= STRETCH_ms) this.fixes.shift();
    if (fix.speed_mps !== null) return { speed_mps: fix.speed_mps, accuracy_mps: 0 };
    const [first] = this.fixes;
    const time_s = (fix.at_ms - first.at_ms) / 1000;
    if (1000 * time_s < STRETCH_ms) return undefined;
    // Errors of near positions go together; how much, nobody says: half is left.
    const accuracy_mps = Math.hypot(first.accuracy_m, fix.accuracy_m) / 2 / time_s;
    return { speed_mps: apart_m(first, fix) / time_s, accuracy_mps };
  }
}

/** Distance along the ground, on a sphere. */
export function apart_m(a: Fix, b: Fix): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const [phi, psi] = [radians(a.latitude_deg), radians(b.latitude_deg)];
  const north = Math.sin((psi - phi) / 2);
  const east = Math.sin(radians(b.longitude_deg - a.longitude_deg) / 2);
  return 2 * EARTH_m * Math.asin(Math.sqrt(north * north + Math.cos(phi) * Math.cos(psi) * east * east));
}

/** Watches the position. @returns what ends it */
export function watchSpeed(
  onSpeed: (speed: GroundSpeed | undefined) => void,
  onDenied: () => void,
): () => void {
  const speeds = new SpeedFromFixes();
  const watch = navigator.geolocation.watchPosition(
    ({ coords, timestamp }) =>
      onSpeed(
        speeds.add({
          at_ms: timestamp,
          latitude_deg: coords.latitude,
          longitude_deg: coords.longitude,
          accuracy_m: coords.accuracy,
          speed_mps: coords.speed,
        }),
      ),
    ({ code, PERMISSION_DENIED }) => (code === PERMISSION_DENIED ? onDenied() : onSpeed(undefined)),
    { enableHighAccuracy: true, maximumAge: 0 },
  );
  return () => navigator.geolocation.clearWatch(watch);
}
