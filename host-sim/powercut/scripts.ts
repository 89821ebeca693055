/** The lives whose every flash operation is cut: short ones, on partitions so small that they wrap around. */
import { FOOT, HEIGHT_cm, SHOE, STRIDE_DETAIL } from '../../firmware/record/settings';
import { FlashModel } from '../board/flash';
import { asFirstVersion } from './first-version';
import { Life, RUN, WALK } from './life';

export interface Script {
  readonly name: string;
  readonly blocks: number;
  readonly blockLength: number;
  /** What the partition holds at first; default: nothing. */
  before?(): Uint8Array;
  play(flash: FlashModel): void;
}

const WATCHDOG = { reason: 7 };
const POWER_ON = { reason: 1 };
const MODEL = Uint8Array.from({ length: 24 }, (_, i) => i + 1);
const NAME = Uint8Array.from([0x4c, 0x65, 0x66, 0x74]);

export const SCRIPTS: readonly Script[] = [
  {
    name: 'a first day: walk, run with pauses, settings, time',
    blocks: 6,
    blockLength: 4096,
    play(flash) {
      const life = new Life(flash);
      life.go(500, WALK).stand(20);
      life.record.set(FOOT, 1);
      life.record.setName(NAME);
      life.setTime(60);
      life.go(600, RUN).stand(40).go(500, RUN).stand(200);
      life.record.set(HEIGHT_cm, 181);
      life.record.setCalibration(MODEL);
      life.sleep(50_000).go(90, WALK).stand(60);
    },
  },
  {
    name: 'months on a small partition: wrap-around, release, days, restarts',
    blocks: 5,
    blockLength: 2048,
    play(flash) {
      const life = new Life(flash);
      for (let day = 1; day <= 12; day++) {
        life.go(400, RUN).stand(200);
        life.sleep(80_000);
        if (day % 3 === 0) {
          life.setTime(480);
          for (let run = 1; run < day; run++) life.record.release(run);
          life.record.set(SHOE, day);
        }
        if (day % 4 === 0) life.boot(POWER_ON, 3_600_000);
      }
    },
  },
  {
    name: 'resets in the middle of runs, some gone on with',
    blocks: 5,
    blockLength: 2048,
    play(flash) {
      const life = new Life(flash);
      life.setTime();
      life.go(300, RUN);
      life.boot(WATCHDOG);
      life.go(300, RUN);
      life.boot(WATCHDOG);
      life.stand(120).go(200, RUN).stand(30).go(100, RUN);
      life.boot(POWER_ON);
      life.go(200, RUN).stand(200);
    },
  },
  {
    name: 'every stride kept, runs released out of order',
    blocks: 6,
    blockLength: 2048,
    play(flash) {
      const life = new Life(flash);
      life.record.set(STRIDE_DETAIL, 1);
      for (let run = 1; run <= 5; run++) life.go(360, RUN).stand(200);
      life.record.release(2);
      life.record.release(4);
      life.go(600, RUN).stand(200);
      life.record.release(1);
      life.go(600, RUN).stand(200);
    },
  },
  {
    name: 'a newer firmware, then this one again: settings and records nobody knows',
    blocks: 4,
    blockLength: 2048,
    play(flash) {
      const newer = new Life(flash, POWER_ON, {
        layout: 2,
        migrations: [() => undefined, (settings) => settings.put(40, NAME, 0, 2)],
      });
      newer.record.set(FOOT, 2);
      for (let i = 0; i < 30; i++) {
        const writer = newer.record.log.begin(90 + i);
        for (let at = 0; at < 40 + i; at++) writer.u8(at);
        newer.record.log.commit();
      }
      const life = new Life(flash);
      life.record.set(FOOT, 1);
      life.go(400, RUN).stand(200);
      const updated = new Life(flash, POWER_ON, {
        layout: 3,
        migrations: [() => undefined, () => undefined, (settings) => settings.put(41, NAME, 0, 4)],
      });
      updated.go(300, RUN).stand(200);
    },
  },
  {
    name: 'a partition of the first firmware, taken over by this one',
    blocks: 5,
    blockLength: 2048,
    before() {
      const flash = new FlashModel({ blocks: 5, blockLength: 2048 });
      const life = new Life(flash);
      life.record.set(FOOT, 1);
      life.setTime(60);
      for (let run = 1; run <= 4; run++) life.go(500, RUN).stand(200);
      life.record.release(1);
      // The battery is taken out in the middle of a run.
      life.go(400, RUN);
      return asFirstVersion(flash);
    },
    play(flash) {
      const life = new Life(flash, POWER_ON, {
        layout: 2,
        migrations: [() => undefined, (settings) => settings.put(40, NAME, 0, 4)],
      });
      life.setTime(60);
      life.record.release(2);
      for (let run = 1; run <= 4; run++) life.go(500, RUN).stand(200);
      life.boot(WATCHDOG);
      life.go(200, RUN).stand(200);
    },
  },
];

/** One small enough to cut twice: all pairs of cuts. */
export const PAIRS_SCRIPT: Script = {
  name: 'all pairs: runs, a setting, a release, on a partition that wraps around',
  blocks: 4,
  blockLength: 1280,
  play(flash) {
    const life = new Life(flash);
    life.setTime();
    for (let run = 1; run <= 3; run++) {
      life.go(200, RUN).stand(200);
      life.record.set(FOOT, run % 3);
      if (run > 1) life.record.release(run - 1);
    }
  },
};
