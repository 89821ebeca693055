import { expect } from 'chai';
import {
  PAUSE,
  RESUME,
  RUN_STOP,
  SERIES,
  SPLIT,
  STRIDES,
  BOOT,
  CONTINUE,
  DAY,
  PAYLOAD_AT,
  TIME,
} from '../../firmware/record/format';
import { Reader } from '../../firmware/record/bytes';
import { FOOT, SHOE, STRIDE_DETAIL } from '../../firmware/record/settings';
import type { Sampler } from '../../firmware/record/sampler';
import { SAMPLE_RUN } from '../../firmware/record/series';
import {
  STATE_ASLEEP,
  STATE_AWAKE,
  STATE_PAUSED,
  STATE_SESSION,
  STATE_UNKNOWN,
  Status,
} from '../../firmware/record/status';
import { FlashModel } from '../../host-sim/board/flash';
import { Life, RUN, WALK } from '../../host-sim/powercut/life';
import { records, runs, samples, strides, times } from './read';

const POWER_ON = { reason: 1 };
const WATCHDOG = { reason: 7 };
const HOUR_ms = 3_600_000;
const DAY_ms = 24 * HOUR_ms;

function alive(blocks = 16): { flash: FlashModel; life: Life } {
  const flash = new FlashModel({ blocks });
  return { flash, life: new Life(flash) };
}

/** Days kept, oldest first: number of the day and strides. */
function days(life: Life): [number, number][] {
  const { day, dayStrides } = life.record.state;
  return [...day]
    .map((number, i): [number, number] => [number, dayStrides[i]])
    .filter(([, count]) => count > 0);
}

describe('a recorded run', () => {
  it('has the totals that the session told, its settings, splits and pauses', () => {
    const { life } = alive();
    life.record.set(FOOT, 1);
    life.record.set(SHOE, 7);
    life.stand(3).go(700, RUN).stand(40).go(400, RUN).stand(200);
    const [info, ...more] = runs(life.record);
    const [stop] = life.stops;
    expect(more).to.eql([]);
    expect(info).to.include({
      run: 1,
      hasStart: true,
      hasStop: true,
      isRun: true,
      byReset: false,
      continued: false,
    });
    expect(info).to.include({
      foot: 1,
      shoe: 7,
      boot: 1,
      boot_ms: stop.start_ms,
      utc_ms: 0,
      released: false,
    });
    const { elapsed_ms, moving_ms, strides: counted, distance_mm, splits } = stop;
    expect(info).to.include({ elapsed_ms, moving_ms, strides: counted, distance_mm, splits });
    expect(splits).to.equal(3);
    expect(times(life.record, 1, SPLIT)).to.have.lengthOf(3);
    const [pause] = times(life.record, 1, PAUSE);
    const [resume] = times(life.record, 1, RESUME);
    expect(pause).to.be.closeTo(700_000, 2000);
    expect(resume - pause).to.be.closeTo(40_000, 2000);
  });

  it('has a sample for every eight seconds, from its first stride on though it is told a minute later', () => {
    const { life } = alive();
    life.stand(7).go(300, RUN).stand(200);
    const list = samples(life.record, 1);
    expect(list.map((sample) => sample.slot)).to.eql(Array.from({ length: list.length }, (_, i) => i));
    expect(list.length).to.be.within(37, 39);
    expect(list.reduce((sum, sample) => sum + sample.strides, 0)).to.equal(life.stops[0].strides);
    for (const sample of list) {
      expect(sample.valid).to.equal(15 | SAMPLE_RUN);
      expect(sample.strideTime_ms).to.be.closeTo(750, 30);
      expect(sample.contact_ms).to.be.closeTo(250, 10);
      expect(sample.length_cm).to.be.closeTo(225, 9);
      expect(sample.speed_cm_s).to.be.closeTo(300, 24);
    }
  });

  it('has the samples of a walk, which is told six minutes later', () => {
    const { life } = alive();
    life.go(500, WALK).stand(200);
    const list = samples(life.record, 1);
    expect(list[0].slot).to.equal(0);
    expect(list.reduce((sum, sample) => sum + sample.strides, 0)).to.equal(life.stops[0].strides);
    expect(list.some((sample) => (sample.valid & SAMPLE_RUN) !== 0)).to.equal(false);
    expect(runs(life.record)[0].isRun).to.equal(false);
  });

  it('books what was kept before a walk was known little by little, and nothing twice', () => {
    const { life } = alive();
    const { sampler } = life.record as unknown as { sampler: Sampler };
    const recall = sampler.recall.bind(sampler);
    let booked = 0;
    let most = 0;
    sampler.recall = (index) => {
      booked++;
      recall(index);
    };
    for (let i = 0; i < 500; i++) {
      const before = booked;
      life.go(2, WALK);
      most = Math.max(most, booked - before);
    }
    life.stand(200);
    expect(booked).to.be.within(44, 50);
    // In so short a time are a stride and two ticks.
    expect(most).to.be.within(2, 8);
    const list = samples(life.record, 1);
    expect(list.map((sample) => sample.slot)).to.eql(Array.from({ length: list.length }, (_, i) => i));
    expect(list.reduce((sum, sample) => sum + sample.strides, 0)).to.equal(life.stops[0].strides);
  });

  it('has them all when the walk pauses at once', () => {
    const { life } = alive();
    let seconds = 0;
    for (; !life.session.inSession; seconds += 2) life.go(2, WALK);
    life.stand(200);
    const strides = samples(life.record, 1).reduce((sum, sample) => sum + sample.strides, 0);
    expect(strides).to.equal(life.stops[0].strides);
    expect(seconds).to.be.above(300);
  });

  it('leaves out samples without strides', () => {
    const { life } = alive();
    life.go(300, RUN).stand(60).go(100, RUN).stand(200);
    const slots = samples(life.record, 1).map((sample) => sample.slot);
    const gaps = slots.filter((slot, i) => i > 0 && slot !== slots[i - 1] + 1);
    expect(gaps).to.have.lengthOf(1);
    expect(slots.at(-1)).to.be.within(56, 58);
  });

  it('is in flash but for two and a half minutes while it is under way', () => {
    const { life, flash } = alive();
    life.go(1000, RUN);
    const [info] = runs(new Life(flash, WATCHDOG).record);
    expect(info.hasStop).to.equal(false);
    expect(info.elapsed_ms).to.be.within(1_000_000 - 165_000, 1_000_000);
    expect(info.strides).to.be.closeTo(info.elapsed_ms / 750, 12);
    expect(info.distance_mm).to.be.closeTo(info.elapsed_ms * 3, 40_000);
    expect(info.moving_ms).to.be.closeTo(info.elapsed_ms, 6000);
  });

  it('has every stride when the runner wants that, within a budget', () => {
    const { life } = alive(64);
    life.record.set(STRIDE_DETAIL, 1);
    life.go(600, RUN).stand(200);
    const list = strides(life.record, 1);
    // Those before the session was told are in the series only.
    expect(list.length).to.be.within(life.stops[0].strides - 84, life.stops[0].strides);
    for (let i = 1; i < list.length; i++) expect(list[i].at_ms - list[i - 1].at_ms).to.be.closeTo(750, 31);
    for (const stride of list) expect(stride.contact_ms).to.be.closeTo(250, 11);
    expect(list.at(-1)?.at_ms).to.equal(life.stops[0].elapsed_ms);

    life.go(4 * 3600, RUN).stand(200);
    const bytes = records(life.record, 2)
      .filter(({ type }) => type === STRIDES)
      .reduce((sum, { payload }) => sum + payload.length, 0);
    expect(bytes).to.be.within(65_536, 65_536 + 2000);
    expect(runs(life.record)[1].strides).to.equal(life.stops[1].strides);
  });

  it('takes at most 7.5 KB an hour: 200 hours and more in 1.5 MB', () => {
    const { life, flash } = alive(64);
    for (let i = 0; i < 10; i++) life.go(3600, RUN).stand(200);
    expect((384 * 4096) / (flash.programmedBytes / 10)).to.be.at.least(200);
  });
});

describe('after a reset', () => {
  it('a run goes on as the same when its strides do within a minute', () => {
    const { life, flash } = alive();
    life.go(400, RUN);
    const before = runs(
      new Life(new FlashModel({ blocks: 16, image: flash.image.slice() }), WATCHDOG).record,
    )[0];
    life.boot(WATCHDOG);
    expect(life.record.before.runOpen).to.equal(true);
    life.stand(10).go(400, RUN).stand(200);
    const [info, ...more] = runs(life.record);
    expect(more).to.eql([]);
    expect(info).to.include({ hasStop: true, continued: true, byReset: false });
    expect(info.strides).to.equal(before.strides + life.stops[0].strides);
    expect(info.distance_mm).to.equal(before.distance_mm + life.stops[0].distance_mm);
    expect(info.elapsed_ms).to.be.closeTo(before.elapsed_ms + 410_000, 2000);
    expect(info.splits).to.equal(2);
    const slots = samples(life.record, 1).map((sample) => sample.slot);
    for (let i = 1; i < slots.length; i++) expect(slots[i]).to.be.above(slots[i - 1]);
    expect(records(life.record, 1).filter(({ type }) => type === CONTINUE)).to.have.lengthOf(1);
  });

  it('counts the time away where the chip knows it', () => {
    const { life } = alive();
    life.go(400, RUN);
    life.boot({ reason: 1, away_ms: 45_000 }, 45_000);
    life.go(100, RUN).stand(200);
    expect(runs(life.record)[0].elapsed_ms).to.be.within(500_000 + 45_000 - 165_000, 500_000 + 45_000);
    life.go(400, RUN);
    life.boot({ reason: 7, away_ms: 70_000 }, 70_000);
    life.go(100, RUN).stand(200);
    expect(runs(life.record).map(({ byReset }) => byReset)).to.eql([false, true, false]);
  });

  it('a run is over when the battery was away, or nobody runs on', () => {
    const { life } = alive();
    life.go(400, RUN);
    life.boot(POWER_ON);
    life.go(100, RUN).stand(200);
    expect(runs(life.record)).to.have.lengthOf(2);
    expect(runs(life.record)[0]).to.include({ hasStop: true, byReset: true });
    life.go(400, RUN);
    life.boot(WATCHDOG);
    life.stand(80).go(100, RUN).stand(200);
    expect(runs(life.record).map(({ byReset }) => byReset)).to.eql([true, false, true, false]);
    life.go(400, RUN);
    life.boot(WATCHDOG);
    life.stand(890);
    expect(runs(life.record)[4].hasStop).to.equal(false);
    life.stand(20);
    expect(runs(life.record)[4]).to.include({ hasStop: true, byReset: true });
  });

  it('has its true run time where the chip kept the time of day', () => {
    const { life } = alive();
    life.setTime();
    // The last record of the run is of five minutes; the rest is in memory only.
    life.go(340, RUN);
    life.boot({ reason: 4, utc_ms: life.utc_ms + 10_000 }, 10_000);
    life.go(300, RUN).stand(200);
    const [run, ...more] = runs(life.record);
    expect(more).to.eql([]);
    expect(run).to.include({ continued: true, byReset: false });
    expect(run.elapsed_ms).to.be.closeTo(650_000, 3000);
  });

  it('what was before it can be read: reason, time away, uptime, whether a run was open', () => {
    const { life } = alive();
    life.go(100, WALK).stand(3600);
    life.boot({ reason: 9, away_ms: 4000 });
    expect(life.record.before.runOpen).to.equal(false);
    expect(life.record.before.uptime_s).to.be.closeTo(130, 2);
    const scan = life.record.log.reader();
    const reader = new Reader();
    scan.seek(0);
    const found: number[][] = [];
    while (scan.next())
      if (scan.type === BOOT) {
        reader.begin(scan.bytes, PAYLOAD_AT, PAYLOAD_AT + scan.length);
        found.push([reader.u32(), reader.u8(), reader.u8(), reader.u32(), reader.u32()]);
      }
    expect(found).to.eql([
      [1, 1, 0, 0, 0],
      [2, 9, 2, 4000, life.record.before.uptime_s],
    ]);
  });
});

describe('the status', () => {
  const noted = (state: number, busErrors = 0): Status => {
    const status = new Status();
    status.state = state;
    status.battery = 81;
    status.busErrors = busErrors;
    return status;
  };

  it('of the life before is there after a reset: state, uptime, counters; and once only', () => {
    const { life } = alive();
    life.stand(100);
    life.record.keepStatus(noted(STATE_AWAKE, 70_000));
    life.stand(1000);
    life.boot(WATCHDOG);
    const { status, uptime_s } = life.record.before;
    expect(status).to.include({ state: STATE_AWAKE, battery: 81, busErrors: 65_535, uptime_s: 100 });
    expect(uptime_s).to.equal(100);
    life.boot(WATCHDOG);
    expect(life.record.before.status).to.include({ state: STATE_UNKNOWN, busErrors: 0, uptime_s: 0 });
  });

  it('follows the run: in session, paused, over', () => {
    const { flash, life } = alive();
    const stateNow = (): number =>
      new Life(new FlashModel({ blocks: 16, image: flash.image.slice() })).record.before.status.state;
    life.go(100, RUN);
    expect(stateNow()).to.equal(STATE_SESSION);
    life.stand(20);
    expect(stateNow()).to.equal(STATE_PAUSED);
    life.go(20, RUN);
    expect(stateNow()).to.equal(STATE_SESSION);
    life.stand(200);
    expect(stateNow()).to.equal(STATE_AWAKE);
  });

  it('outlives the blocks it was written to', () => {
    const flash = new FlashModel({ blocks: 4, blockLength: 2048 });
    const life = new Life(flash);
    life.record.keepStatus(noted(STATE_ASLEEP, 3));
    for (let i = 0; i < 500; i++) life.record.set(SHOE, i);
    life.boot(WATCHDOG);
    expect(life.record.before.status).to.include({ state: STATE_ASLEEP, busErrors: 3 });
  });
});

describe('the odometer', () => {
  it('counts every step, in a run or not, and loses none to an orderly restart', () => {
    const { life } = alive();
    for (let i = 0; i < 20; i++) {
      life.go(50, WALK).stand(40).go(300, RUN).stand(100);
      life.record.settle();
      life.boot(POWER_ON);
      expect(life.record.strides).to.equal(life.strides);
      expect(life.record.distance_mm).to.equal(life.distance_mm);
    }
  });

  it('loses at most five minutes of walking to a power cut', () => {
    const { life } = alive();
    life.go(290, WALK).stand(20).go(290, WALK).stand(9).go(20, WALK);
    const { strides: counted } = life;
    life.boot(POWER_ON);
    expect(counted - life.record.strides).to.be.within(0, 300_000 / WALK.stride_ms);
    expect(life.record.strides).to.be.above(0);
  });
});

describe('time', () => {
  it('dates the runs before it was set, of the same start, and those after it', () => {
    const { life } = alive();
    life.go(300, RUN).stand(1000);
    const first_ms = life.utc_ms - 1_300_000;
    expect(runs(life.record)[0].utc_ms).to.equal(0);
    expect(life.setTime(480)).to.equal(true);
    const second_ms = life.utc_ms;
    life.go(300, RUN).stand(200);
    const [first, second] = runs(life.record);
    expect(first.utc_ms).to.be.closeTo(first_ms, 2000);
    expect(second.utc_ms).to.be.closeTo(second_ms, 1000);
    expect([first.zone_min, second.zone_min]).to.eql([480, 480]);
    life.boot(POWER_ON);
    expect(runs(life.record).map(({ utc_ms }) => utc_ms)).to.eql([first.utc_ms, second.utc_ms]);
    expect(life.record.utc_ms(5)).to.equal(0);
  });

  it('estimates when runs of a start without a time were, from the next one with one', () => {
    const { life } = alive();
    const starts: number[] = [];
    for (let boot = 0; boot < 3; boot++) {
      starts.push(life.utc_ms);
      life.go(300, RUN).stand(500);
      life.boot(POWER_ON, boot === 1 ? HOUR_ms : 0);
      expect(life.record.setTime(0, 0)).to.equal(false);
      expect(life.record.setTime(life.utc_ms, 900)).to.equal(false);
    }
    expect(runs(life.record).map(({ utc_ms, isEstimate }) => [utc_ms, isEstimate])).to.eql([
      [0, false],
      [0, false],
      [0, false],
    ]);
    life.go(100, WALK).setTime(60);
    life.go(300, RUN).stand(200);
    const [first, second, third, known] = runs(life.record);
    expect([first, second, third, known].map(({ isEstimate }) => isEstimate)).to.eql([
      true,
      true,
      true,
      false,
    ]);
    expect(first.zone_min).to.equal(60);
    // Off for an hour after the second, which the shoe cannot know; and this life keeps no status, so its ends are not known.
    const late = (info: typeof first, i: number): number => info.utc_ms - starts[i];
    expect(late(third, 2)).to.be.within(0, 600_000);
    expect(late(second, 1)).to.be.within(HOUR_ms, HOUR_ms + 1_400_000);
    expect(late(first, 0)).to.be.within(HOUR_ms, HOUR_ms + 2_200_000);
    expect(first.utc_ms).to.be.below(second.utc_ms);
  });

  it('counts the time away in an estimate when the chip knows it', () => {
    const { life } = alive();
    const start_ms = life.utc_ms;
    life.go(300, RUN).stand(300);
    life.boot({ reason: 7 }, 0);
    life.boot({ reason: 1, away_ms: HOUR_ms }, HOUR_ms);
    life.setTime();
    expect(runs(life.record)[0].utc_ms - start_ms).to.be.within(0, 600_000);
  });

  it('dates by the carries when the record of the time was given up', () => {
    const { life } = alive(8);
    const start_ms = life.utc_ms;
    life.go(300, RUN).stand(300);
    // Until the block is full, so that the time is in the next.
    for (let i = 0; i < 200; i++) life.record.set(SHOE, i);
    life.boot(POWER_ON);
    life.setTime();
    // Runs the phone has go first, and the Time record with their blocks; the first run stays.
    for (let run = 2; run < 20; run++) {
      life.go(1200, RUN).stand(200);
      life.record.release(run);
    }
    const scan = life.record.log.reader();
    const times: number[] = [];
    for (scan.seek(0); scan.next();) if (scan.type === TIME) times.push(scan.sequence);
    expect(times).to.eql([]);
    const [first] = runs(life.record);
    expect([first.run, first.isEstimate]).to.eql([1, true]);
    expect(first.utc_ms - start_ms).to.be.within(0, 700_000);
  });

  it('is there from the start when the chip kept it', () => {
    const { life } = alive();
    life.setTime(60);
    life.boot({ reason: 8, utc_ms: life.utc_ms });
    life.go(300, RUN).stand(200);
    expect(runs(life.record)[0]).to.include({ zone_min: 60 });
    expect(runs(life.record)[0].utc_ms).to.be.above(0);
  });

  it('steps: later runs go by the new time, earlier ones stay', () => {
    const { life } = alive();
    life.setTime();
    life.go(300, RUN).stand(200);
    life.utc_ms -= HOUR_ms;
    life.setTime();
    const second_ms = life.utc_ms;
    life.go(300, RUN).stand(200);
    const [first, second] = runs(life.record);
    expect(first.utc_ms).to.be.above(second.utc_ms);
    expect(second.utc_ms).to.be.closeTo(second_ms, 1000);
  });

  it('goes on through the wraps of a 32-bit millisecond counter, signed and unsigned', () => {
    const { life } = alive(32);
    life.setTime();
    for (let i = 0; i < 12; i++) {
      const utc_ms = life.utc_ms;
      life.go(300, RUN).stand(200);
      const info = runs(life.record)[i];
      expect(info.utc_ms).to.be.closeTo(utc_ms, 1000);
      expect(info).to.include({
        run: i + 1,
        strides: life.stops[i].strides,
        elapsed_ms: life.stops[i].elapsed_ms,
      });
      expect(samples(life.record, i + 1).length).to.be.within(37, 39);
      life.sleep(10 * 86_400);
    }
  });
});

describe('days', () => {
  const day0 = (life: Life): number => Math.floor(life.utc_ms / DAY_ms);

  it('change at local midnight, also while the shoe sleeps', () => {
    const { life } = alive();
    life.setTime(0);
    const first = day0(life);
    life.go(300, WALK);
    const monday = life.strides;
    life
      .sleep(DAY_ms / 1000)
      .go(200, WALK)
      .stand(60);
    expect(days(life)).to.eql([
      [first, monday],
      [first + 1, life.strides - monday],
    ]);
    // Each day that is over has a record of its own.
    const scan = life.record.log.reader();
    scan.seek(0);
    let told = 0;
    while (scan.next()) if (scan.type === DAY) told++;
    expect(told).to.equal(1);
  });

  it('have the strides of runs as well as those outside of them', () => {
    const { life, flash } = alive();
    life.setTime();
    life.go(300, RUN).stand(300).go(100, WALK).stand(60).go(400, RUN).stand(200);
    expect(days(life)).to.eql([[day0(life), life.strides]]);
    expect(life.record.state.dayDistance_mm.at(-1)).to.equal(life.distance_mm);
    expect(days(new Life(flash, { reason: 7, utc_ms: life.utc_ms }))).to.eql([[day0(life), life.strides]]);
  });

  it('change by the zone', () => {
    const { life } = alive();
    // 06:00 UTC is 20:00 of the day before in Honolulu.
    life.setTime(-600);
    life.go(100, WALK).stand(60);
    expect(days(life)).to.eql([[day0(life) - 1, life.strides]]);
  });

  it('have their strides back when the clock is set after a restart', () => {
    const { life } = alive();
    life.setTime();
    life.go(300, WALK).stand(60);
    life.boot(POWER_ON, HOUR_ms);
    life.go(100, WALK).stand(60);
    expect(days(life).at(-1)?.[0]).to.equal(0);
    life.setTime();
    expect(days(life)).to.eql([[day0(life), life.strides]]);
    life.boot(POWER_ON);
    expect(days(life)).to.eql([[day0(life), life.strides]]);
  });

  it('go on when the clock is set back to one of them', () => {
    const { life } = alive();
    life.setTime();
    life.go(100, WALK).stand(60);
    const first = life.strides;
    life.utc_ms += DAY_ms;
    life.setTime();
    life.go(200, WALK).stand(60);
    life.utc_ms -= DAY_ms;
    life.setTime();
    const second = life.strides - first;
    life.go(100, WALK).stand(60);
    expect(days(life)).to.eql([
      [day0(life) + 1, second],
      [day0(life), life.strides - second],
    ]);
  });
});

describe('release', () => {
  it('is for runs that are complete, and is kept', () => {
    const { life } = alive();
    for (let i = 0; i < 3; i++) life.go(100, RUN).stand(200);
    life.go(100, RUN);
    expect([0, 2, 4, 5].map((run) => life.record.release(run))).to.eql([false, true, false, false]);
    life.boot(POWER_ON);
    expect(runs(life.record).map(({ released }) => released)).to.eql([false, true, false, false]);
  });

  it('does not lose what was only read', () => {
    const { life } = alive(6);
    life.go(100, RUN).stand(200);
    const read = records(life.record, 1).length;
    for (let i = 0; i < 100; i++) records(life.record, 1);
    expect(records(life.record, 1)).to.have.lengthOf(read);
  });

  it('keeps what is not released while released runs can give way', () => {
    const { life } = alive(8);
    life.go(600, RUN).stand(200);
    const held = records(life.record, 1);
    for (let run = 2; run <= 40; run++) {
      life.go(900, RUN).stand(200);
      expect(life.record.release(run)).to.equal(true);
    }
    expect(records(life.record, 1)).to.eql(held);
    // Runs 2 and 3 share a block with the first.
    expect(runs(life.record).map(({ run }) => run)).to.not.include(10);
  });

  it('of a run whose beginning gave way leaves the rest readable', () => {
    const { life } = alive(6);
    life.go(6 * 3600, RUN).stand(200);
    const [info] = runs(life.record);
    expect(info).to.include({ run: 1, hasStart: false, hasStop: true, strides: life.stops[0].strides });
    expect(records(life.record, 1).at(-1)?.type).to.equal(RUN_STOP);
    expect(records(life.record, 1).filter(({ type }) => type === SERIES).length).to.be.above(50);
  });
});

describe('reading', () => {
  it('passes over types it does not know, and counts those of the run', () => {
    const { life } = alive();
    life.go(100, RUN);
    const { records: before } = runs(life.record)[0];
    for (const type of [40, 99]) {
      const writer = life.record.log.begin(type);
      writer.u32(1);
      writer.u32(0xffffffff);
      life.record.log.commit();
    }
    life.go(100, RUN).stand(200);
    const [info, ...more] = runs(life.record);
    expect(more).to.eql([]);
    expect(info.strides).to.equal(life.stops[0].strides);
    expect(records(life.record, 1).map(({ type }) => type)[before]).to.equal(40);
    expect(records(life.record, 1).map(({ type }) => type)).to.not.include(99);
  });

  it('resumes behind a place, and says when that is gone', () => {
    const { life } = alive(6);
    life.go(900, RUN).stand(200);
    const all = records(life.record, 1);
    const { runs: reader } = life.record;
    reader.open(1);
    for (let i = 0; i < 4; i++) reader.nextRecord();
    const { place } = reader;
    reader.open(1);
    expect(reader.resume(1, place)).to.equal(true);
    let left = 0;
    while (reader.nextRecord()) left++;
    expect(left).to.equal(all.length - 4);
    life.go(6 * 3600, RUN).stand(200);
    expect(reader.resume(1, place)).to.equal(false);
  });
});

describe('broken flash', () => {
  it('from the start leaves a shoe that runs, and knows the time it was told', () => {
    const flash = new FlashModel({ blocks: 16 });
    flash.close();
    const life = new Life(flash);
    life.go(300, RUN).stand(200);
    expect(life.setTime()).to.equal(false);
    expect(life.record.state.boots).to.equal(1);
    expect(life.record.utc_ms(0)).to.be.above(0);
    expect(life.stops).to.have.lengthOf(1);
    expect(runs(life.record)).to.eql([]);
  });

  it('that lost every state still tells what the last records do', () => {
    const { life, flash } = alive();
    life.record.set(FOOT, 2);
    life.go(2 * 3600, RUN).stand(200);
    const { live } = life.record.log.blocks;
    expect(live).to.be.above(3);
    for (let block = 0; block < live; block++) flash.image[block * 4096 + 40] ^= 1;
    life.boot(POWER_ON);
    expect(life.record.setting(FOOT)).to.equal(2);
    expect(life.record.strides).to.equal(life.strides);
    expect(runs(life.record)).to.have.lengthOf(1);
  });

  it('does not make two runs one when a start is lost', () => {
    const { life, flash } = alive();
    life.go(100, RUN);
    const { lastOffset } = life.record.log;
    life.go(100, RUN).stand(200);
    // The first record of the run is the last one written in the first 100 s.
    flash.image[lastOffset + 5] ^= 1;
    flash.image.fill(0, 32, 48);
    life.boot(POWER_ON);
    life.go(100, RUN).stand(200);
    expect(runs(life.record).map(({ run, hasStart, hasStop }) => [run, hasStart, hasStop])).to.eql([
      [1, false, true],
      [2, true, true],
    ]);
  });

  it('never stops the session', () => {
    const { life, flash } = alive();
    life.go(200, RUN);
    flash.close();
    life.go(400, RUN).stand(200).go(300, RUN).stand(200);
    expect(life.stops).to.have.lengthOf(2);
    expect(life.record.log.failed).to.equal(true);
    expect(life.record.strides).to.equal(life.strides);
  });
});
