/** Figures as a runner reads them. */

/** Below this speed a pace says nothing: 60 min/km. mm/s */
const SLOWEST_PACE_MM_S = 278;

/** Time as m:ss or h:mm:ss. */
export function clockTime(time_us: number): string {
  const seconds = Math.floor(time_us / 1e6);
  const minutes = Math.floor(seconds / 60);
  const two = (value: number) => String(value).padStart(2, '0');
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** Pace in min:s per kilometre; "-" while standing. */
export function pace(speed_mm_s: number): string {
  if (!(speed_mm_s > SLOWEST_PACE_MM_S)) return '-';
  return `${clockTime((1e6 / speed_mm_s) * 1e6 + 0.5e6)} /km`;
}

/** Distance in m, or km from 1 km on. */
export function distance(distance_m: number): string {
  return distance_m < 1000 ? `${distance_m.toFixed(1)} m` : `${(distance_m / 1000).toFixed(2)} km`;
}

/** Cadence of the foot, and of the person by name. */
export function cadence(footCadence_spm: number): string {
  if (footCadence_spm <= 0) return '-';
  return `${footCadence_spm.toFixed(0)}/min (${(2 * footCadence_spm).toFixed(0)} steps/min)`;
}

export function integer(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** Simulated over real time. */
export function replaySpeed(simulated_us: number, real_ms: number): string {
  if (!(real_ms > 0)) return '-';
  return `${integer(simulated_us / 1000 / real_ms)}x real time`;
}
