/** What the runner is doing now and has done so far: what the radio shows. Read-only for the rooms after session. */
export interface Live {
  /** Speed now, mm/s; 0 while standing. */
  readonly speed_mm_s: number;
  /** Landings of the instrumented foot per minute; 0 while standing. */
  readonly footCadence_spm: number;
  /** Steps of both feet per minute: twice the foot's. */
  readonly personCadence_spm: number;
  /** Length of a stride of this foot now (speed over cadence), mm; 0 while standing or when it is not known. */
  readonly strideLength_mm: number;
  /** Contact time of the last stride, ms; 0 when it is not known. */
  readonly contact_ms: number;
  /** Is the present gait running? */
  readonly running: boolean;
  /** Strides and steps came within the last seconds. */
  readonly moving: boolean;
  /** A session (run or long walk) is open; `paused` while it is and the runner stands. */
  readonly inSession: boolean;
  readonly paused: boolean;
  /** Since the shoe started: strides of this foot, steps of both feet (twice that), distance in mm. */
  readonly strides: number;
  readonly steps: number;
  readonly distance_mm: number;
}
