/**
 * Splits per kilometre: finds when each was complete, and holds them back until they are sure to belong to the session.
 */
import { FEET } from './cadence';
import type { Landing } from './landing';
import type { SessionSink, SessionSplit } from './sink';
import type { Tally } from './tally';

/**
 * Splits held back at most. Half an hour under 100 steps/min (`stopSlow_ms`) at strides as long as 1.6 m is 2.4 km, six
 * minutes before a start (`briskHeld_ms`) are less: four splits of the shortest length, with as many to spare.
 */
const HELD_MOST = 8;
const SHORTEST_mm = 500000;
/** Of the end of a split held back: its instant, and moving time and landings of the session until then. */
const AT_ms = 0;
const MOVING_ms = 1;
const STRIDES = 2;
const END_FIELDS = 3;

export class Splits {
  /** Splits told since `begin`. */
  told = 0;
  private readonly split_mm: number;
  /** Distance at which the split now under way is complete. */
  private next_mm = 0;
  /** Where the next split to be told began: instant, moving time and landings of the session. */
  private from_ms = 0;
  private fromMoving_ms = 0;
  private fromStrides = 0;
  /** Ends of the splits held back, oldest first. */
  private readonly ends = new Float64Array(HELD_MOST * END_FIELDS);
  private held = 0;

  /** @throws RangeError below half a kilometre: the room for splits held back is fixed */
  constructor(split_mm: number) {
    if (!(split_mm >= SHORTEST_mm))
      throw new RangeError(`split of ${split_mm} mm, expected ${SHORTEST_mm} or more`);
    this.split_mm = split_mm;
  }

  begin(start_ms: number): void {
    this.told = 0;
    this.next_mm = this.split_mm;
    this.from_ms = start_ms;
    this.fromMoving_ms = 0;
    this.fromStrides = 0;
    this.held = 0;
  }

  copy(from: Splits): void {
    this.told = from.told;
    this.next_mm = from.next_mm;
    this.from_ms = from.from_ms;
    this.fromMoving_ms = from.fromMoving_ms;
    this.fromStrides = from.fromStrides;
    this.held = from.held;
    this.ends.set(from.ends);
  }

  /**
   * Looks for a kilometre mark within the last stride; its speed is taken to be even from landing to landing. After
   * standing there is no landing to count from, and the mark is passed at the landing itself.
   * @param tally of the session, `landing` included
   */
  add(tally: Tally, landing: Landing): void {
    while (tally.distance_mm >= this.next_mm && this.held < HELD_MOST && landing.length_mm > 0) {
      const beyond = (tally.distance_mm - this.next_mm) / landing.length_mm;
      const early_ms = Math.round(landing.gap_ms * beyond);
      const end = this.held * END_FIELDS;
      this.ends[end + AT_ms] = landing.ic_ms - early_ms;
      this.ends[end + MOVING_ms] = tally.moving_ms - early_ms;
      this.ends[end + STRIDES] = tally.strides;
      this.held++;
      this.next_mm += this.split_mm;
    }
  }

  /** Tells the splits held back. */
  tell(sink: SessionSink | undefined, session: number): void {
    const ends = this.ends;
    for (let i = 0; i < this.held; i++) {
      const at_ms = ends[i * END_FIELDS + AT_ms];
      const moving_ms = ends[i * END_FIELDS + MOVING_ms];
      const strides = ends[i * END_FIELDS + STRIDES];
      this.told++;
      const split: SessionSplit = {
        session,
        split: this.told,
        at_ms,
        elapsed_ms: at_ms - this.from_ms,
        moving_ms: moving_ms - this.fromMoving_ms,
        steps: FEET * (strides - this.fromStrides),
      };
      this.from_ms = at_ms;
      this.fromMoving_ms = moving_ms;
      this.fromStrides = strides;
      sink?.split(split);
    }
    this.held = 0;
  }
}
