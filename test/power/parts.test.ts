/** The parts of power by themselves: gauge, charger's pin, table of states, retained bytes, when to look after the IMU. */
import { expect } from 'chai';
import * as fc from 'fast-check';
import { RETAINED_BYTES, type Chip } from '../../firmware/io/chip';
import { ChargerWatch } from '../../firmware/power/charger';
import { BatteryGauge } from '../../firmware/power/gauge';
import { Retained } from '../../firmware/power/retained';
import { SensorWatch } from '../../firmware/power/sensor-watch';
import {
  mayFollow,
  mayStart,
  POWER_AWAKE,
  POWER_LOW,
  POWER_NAMES,
  POWER_SESSION,
  POWER_SHIPPING,
  POWER_UNKNOWN,
} from '../../firmware/power/states';
import { CellModel, type CellOptions } from '../../host-sim/board/cell';

function gauge(options: Partial<CellOptions> = {}) {
  const cell = new CellModel({ capacity_mAh: 400, ...options });
  return { cell, it: new BatteryGauge(cell) };
}

describe('the gauge', () => {
  it('takes load and charger out of the voltage', () => {
    for (const charging of [false, true])
      for (const charge of [0.1, 0.5, 0.8]) {
        const { cell, it } = gauge({ charge });
        cell.charging = charging;
        it.update(charging);
        expect(it.percent()).to.be.closeTo(100 * charge, 1);
      }
  });

  it('never rises while the cell is drained, whatever the scatter, and ends where the cell is', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 10, noNaN: true }), (noise_mV) => {
        const { cell, it } = gauge({ noise_mV });
        let before = 101;
        for (let i = 0; i < 2000; i++) {
          it.update(false);
          expect(it.percent()).to.be.at.most(before);
          expect(it.percent()).to.be.at.least(before - (i === 0 ? 100 : 1));
          before = it.percent();
          cell.draw(0.2);
        }
        expect(it.percent()).to.equal(0);
      }),
      { numRuns: 20 },
    );
  });

  it('of another kind of cell is wrong by what the curves differ: 18 points at most', () => {
    for (let percent = 0; percent <= 100; percent++) {
      const { it } = gauge({ curve: 'infinitime', charge: percent / 100 });
      it.update(false);
      expect(Math.abs(it.percent() - percent)).to.be.at.most(18);
    }
  });

  it('says empty before the voltage fails, and recovered only well above', () => {
    const { cell, it } = gauge({ charge: 0.02 });
    it.update(false);
    expect(it).to.include({ empty: true, recovered: false });
    expect(cell.read_mV(), 'a 3.3 V regulator still works').to.be.above(3450);
    const { it: some } = gauge({ charge: 0.06 });
    some.update(false);
    expect(some).to.include({ empty: false, recovered: false });
    const { it: more } = gauge({ charge: 0.1 });
    more.update(false);
    expect(more).to.include({ empty: false, recovered: true });
  });

  it('goes on from the figure before a sleep, unless the cell has fallen since or another is in', () => {
    const shown = (before: number, charge: number): number => {
      const { it } = gauge({ charge });
      it.restore(before);
      it.update(false);
      return it.percent();
    };
    expect(shown(50, 0.53)).to.equal(50);
    expect(shown(50, 0.3)).to.be.closeTo(30, 1);
    expect(shown(50, 0.9)).to.be.closeTo(90, 1);
    expect(shown(255, 0.7)).to.be.closeTo(70, 1);
  });

  it('takes no cell at all for no empty one', () => {
    const { cell, it } = gauge();
    cell.absent = true;
    it.update(false);
    expect(it).to.include({ known: false, empty: false, recovered: false });
    expect(it.percent()).to.equal(0);
  });
});

describe("the charger's pin", () => {
  const AGES_ms = -1e9;

  it('counts after three seconds', () => {
    const watch = new ChargerWatch(false);
    for (const [s, connected] of [false, false, true, true].entries()) {
      watch.update(true, s * 1000, AGES_ms);
      expect(watch.connected).to.equal(connected);
    }
  });

  it('is not believed against strides, and is again when they have ceased', () => {
    const watch = new ChargerWatch(false);
    for (let s = 0; s < 300; s++) watch.update(true, s * 1000, s < 100 ? s * 1000 : 100_000);
    expect(watch.connected).to.equal(true);
    for (let s = 300; s < 310; s++) watch.update(true, s * 1000, s * 1000);
    expect(watch.connected).to.equal(false);
  });

  it('is not believed for longer than any cell takes', () => {
    const watch = new ChargerWatch(false);
    const hours = (from: number, to: number, high: boolean) => {
      for (let s = from * 3600; s < to * 3600; s++) watch.update(high, s * 1000, AGES_ms);
      return watch.connected;
    };
    expect([hours(0, 11, true), hours(11, 13, true), hours(13, 30, true)]).to.eql([true, false, false]);
    expect([hours(30, 31, false), hours(31, 32, true)]).to.eql([false, true]);
  });

  it('while asleep counts when it goes high, not when it was', () => {
    const watch = new ChargerWatch(false);
    watch.fallAsleep(true);
    expect([true, true, false, true].map((high) => watch.comes(high))).to.eql([false, false, false, true]);
  });
});

describe('the table of states', () => {
  const states = POWER_NAMES.map((_, state) => state);

  it('lets a session end in nothing but awake, so that its record is closed first', () => {
    expect(states.filter((to) => mayFollow(POWER_SESSION, to))).to.eql([POWER_AWAKE]);
    for (const off of [POWER_SHIPPING, POWER_LOW]) {
      expect(
        states.filter((to) => mayFollow(off, to)),
        'ends in deep sleep',
      ).to.eql([]);
      expect(mayFollow(POWER_AWAKE, off)).to.equal(true);
    }
  });

  it('leads from everywhere to awake, by whatever way', () => {
    for (const state of states) {
      const reached = new Set([state]);
      for (let i = 0; i < states.length; i++)
        for (const from of [...reached])
          for (const to of states)
            if (mayFollow(from, to) || mayStart(from, to, true) || mayStart(from, to, false)) reached.add(to);
      expect(reached.has(POWER_AWAKE), POWER_NAMES[state]).to.equal(true);
    }
  });

  it('starts no session by itself', () => {
    for (const before of [...states, POWER_UNKNOWN])
      for (const afterSleep of [false, true])
        expect(mayStart(before, POWER_SESSION, afterSleep)).to.equal(false);
  });
});

describe('the retained bytes', () => {
  function chip(memory: Uint8Array): Pick<Chip, 'recall' | 'retain'> {
    return { recall: (into) => into.set(memory), retain: (bytes) => memory.set(bytes) };
  }

  it('come back as they were', () => {
    const memory = new Uint8Array(RETAINED_BYTES);
    const before = new Retained();
    const fields = {
      state: POWER_LOW,
      crashes: 2,
      crashReason: 9,
      percent: 43,
      charger: true,
      blind: false,
      restart: true,
      sleeps: 777,
      slept_ms: 1_795_896_033_997,
    };
    Object.assign(before, fields).keep(chip(memory));
    const after = new Retained();
    expect(after.recall(chip(memory))).to.equal(true);
    expect(after).to.include(fields);
  });

  it('of noise, or with any one bit wrong, are as none', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: RETAINED_BYTES, maxLength: RETAINED_BYTES }), (noise) => {
        expect(new Retained().recall(chip(noise))).to.equal(false);
      }),
    );
    const memory = new Uint8Array(RETAINED_BYTES);
    new Retained().keep(chip(memory));
    for (let bit = 0; bit < 8 * RETAINED_BYTES; bit++) {
      const spoilt = memory.slice();
      spoilt[bit >> 3] ^= 1 << (bit & 7);
      expect(new Retained().recall(chip(spoilt)), `bit ${bit}`).to.equal(false);
    }
  });
});

describe('looking after the IMU', () => {
  it('tries a part that does not answer after 1, 2, 4 ... and at most 60 s', () => {
    const watch = new SensorWatch();
    const tries: number[] = [];
    watch.tries(0);
    for (let s = 1; s <= 300; s++)
      if (watch.isDue(s * 1000)) {
        watch.tries(s * 1000);
        tries.push(s);
      }
    expect(tries).to.eql([1, 3, 7, 15, 31, 63, 123, 183, 243]);
  });

  it('gives a silent one up after five seconds, and begins with short pauses again', () => {
    const watch = new SensorWatch();
    watch.tries(0);
    watch.opened(0);
    expect([watch.isLate(900), watch.isLate(1000), watch.isSilent(4900), watch.isSilent(5000)]).to.eql([
      false,
      true,
      false,
      true,
    ]);
    expect(watch).to.include({ restarts: 1, answers: true });
    watch.tries(5000);
    expect(watch).to.include({ answers: false, retry_ms: 1000 });
  });
});
