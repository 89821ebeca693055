import type { Live } from '../session/live';
import { TIP_AFTER_s } from './own-cadence';

/** With the time, Under Armour's distance: whichever comes first. */
const TIP_AFTER_mm = 1_600_000;
/** Below the target by more than this for so long: the cadence of single strides wanders by as much. Our choice. */
const MARGIN_spm = 3;
const HELD_s = 30;

/** The one live cue: cadence below its target. Silent until the run is under way, while walking and while standing. */
export class CadenceCue {
  on = false;
  private inSession = false;
  private begun_mm = 0;
  private running_s = 0;
  private below_s = 0;

  /** To be called once a second. @param target_spm steps of both feet per minute; 0 none */
  tick(live: Live, target_spm: number): void {
    if (live.inSession !== this.inSession) {
      this.inSession = live.inSession;
      this.begun_mm = live.distance_mm;
      this.running_s = 0;
    }
    if (!live.inSession || !live.moving || !live.running || target_spm <= 0) {
      this.quiet();
      return;
    }
    this.running_s++;
    const underWay = this.running_s >= TIP_AFTER_s || live.distance_mm - this.begun_mm >= TIP_AFTER_mm;
    if (!underWay || live.personCadence_spm >= target_spm) this.quiet();
    else if (live.personCadence_spm < target_spm - MARGIN_spm && ++this.below_s >= HELD_s) this.on = true;
  }

  private quiet(): void {
    this.on = false;
    this.below_s = 0;
  }
}
