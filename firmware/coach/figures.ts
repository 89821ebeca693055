/** What the rules look at of one run. Numbers only, 0 where a thing is not known. Shared by shoe and page. */
export class RunFigures {
  /** As its owner numbers it. */
  run = 0;
  /** Number of the pair of shoes: contact times and cadence are compared within one only. */
  shoe = 0;
  /** Local day of its start, days since 1970; 0 not known. */
  day = 0;
  /** A run, else a walk. */
  isRun = false;
  distance_m = 0;
  /** Time of the samples in which the runner ran, s. The means that follow are over these. */
  running_s = 0;
  speed_mps = 0;
  /** Steps of both feet per minute. */
  cadence_spm = 0;
  contact_ms = 0;
  /** Contact time at the mean speed, as it was at the beginning and at the end of the run (figures-builder.ts), ms. */
  contactFirst_ms = 0;
  contactLast_ms = 0;
  /** How many standard errors of its slope the drift between the two is; 0 not known. */
  driftErrors = 0;
  /** Time between the two, minutes. */
  driftMinutes = 0;
  /** Share of the left foot in the contact times of both, 0 to 1; only with two shoes. */
  leftShare = 0;

  clear(): void {
    this.run = 0;
    this.shoe = 0;
    this.day = 0;
    this.isRun = false;
    this.distance_m = 0;
    this.running_s = 0;
    this.speed_mps = 0;
    this.cadence_spm = 0;
    this.contact_ms = 0;
    this.contactFirst_ms = 0;
    this.contactLast_ms = 0;
    this.driftErrors = 0;
    this.driftMinutes = 0;
    this.leftShare = 0;
  }
}

/** Runs before the one looked at, oldest first. */
export interface RunsBefore {
  readonly count: number;
  /** May be one object, used again for the next call. */
  at(index: number): Readonly<RunFigures>;
}
