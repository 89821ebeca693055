/** The first start of a new image: it has to show that it works, else the image before comes back. docs/SPEC-UPDATE.md, 5. */
import type { BootControl } from '../io/boot';

/** All is well for this long, and the image stays. */
const SOUND_ms = 10_000;
/** The IMU is tried after 1, 2, 4, 8, 16 s: five times in this time. */
const MOST_ms = 60_000;

/** What a shoe sees of itself. */
export interface SelfTest {
  readonly recordOpened: boolean;
  readonly radioStarted: boolean;
  readonly imuAnswers: boolean;
  /** The IMU was missing under the image before: then it is broken, and not this image. */
  readonly imuWasMissing: boolean;
}

export class Trial {
  private readonly boot: BootControl;
  private readonly log: ((sentence: string) => void) | undefined;
  private over: boolean;
  private soundSince_ms = NaN;
  private began_ms = NaN;

  constructor(boot: BootControl, log?: (sentence: string) => void) {
    this.boot = boot;
    this.log = log;
    this.over = !boot.onTrial;
  }

  /** Is it still open whether this image stays? The shoe must not sleep meanwhile: a deep sleep ends in a start. */
  get running(): boolean {
    return !this.over;
  }

  /** Call about once a second. */
  tick(now_ms: number, test: SelfTest): void {
    if (this.over) return;
    if (Number.isNaN(this.began_ms)) this.began_ms = now_ms;
    const sound = test.recordOpened && test.radioStarted && (test.imuAnswers || test.imuWasMissing);
    if (!sound) this.soundSince_ms = NaN;
    else if (Number.isNaN(this.soundSince_ms)) this.soundSince_ms = now_ms;
    if (now_ms - this.soundSince_ms >= SOUND_ms) {
      // A confirmation that could not be written is tried again.
      this.over = this.boot.confirm();
      if (this.over) this.log?.('update: the new image works and stays');
    } else if (now_ms - this.began_ms >= MOST_ms) {
      this.over = true;
      this.log?.(`update: back to the image before: ${complaint(test)}`);
      this.boot.reject();
    }
  }
}

function complaint(test: SelfTest): string {
  if (!test.recordOpened) return 'the record does not open';
  if (!test.radioStarted) return 'the radio does not start';
  return 'the IMU does not answer';
}
