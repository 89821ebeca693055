/** The energy ledger: what was used adds up, what it costs adds up, and the radio's part agrees with the virtual air and with measurements. */
import { expect } from 'chai';
import * as fc from 'fast-check';
import { POWER_NAMES } from '../../firmware/power/states';
import { INTERPRETED, NATIVE } from '../../host-sim/energy/cpu';
import { endurance, lasts_h, perDay_mAh, usageOf } from '../../host-sim/energy/goals';
import { MAKER, XIAO, type Hardware } from '../../host-sim/energy/hardware';
import {
  advertisingEvent_uC,
  chargeOf,
  chargeOfAll,
  connectionEvents_per_s,
  mean_mA,
  PARTS,
  total,
} from '../../host-sim/energy/ledger';
import { day, DEEPLY_ASLEEP, shelf, SHIPPING, stretched, sum } from '../../host-sim/energy/scenarios';
import { SESSION, Usage, type Usages } from '../../host-sim/energy/usage';
import { scenario } from '../../host-sim/radio/subject';

const DAY_s = 86_400;
const RUN_s = 120;

function only(change: Partial<Usage>): Usage {
  return Object.assign(new Usage(), change);
}

describe('the energy ledger', () => {
  let usages: Usages;
  let away: Usages;
  before(() => {
    usages = day({ run_s: RUN_s });
    away = shelf(1);
  });

  it('knows where all the time went: states, chip and IMU', () => {
    for (const lived of [usages, away]) {
      const all = sum(lived);
      expect(all.time_s).to.be.closeTo(DAY_s, 1e-6);
      expect(all.imuOff_s + all.imuWatch_s + all.imuAccel_s + all.imuBoth_s).to.be.closeTo(DAY_s, 1e-6);
    }
    const names = ['awake', 'session', 'asleep, lightly', 'asleep, deeply', 'starting'];
    expect([...usages.keys()]).to.have.members(names);
    expect([...away.keys()]).to.eql([SHIPPING]);
    expect(usageOf(usages, DEEPLY_ASLEEP).deep_s).to.equal(usageOf(usages, DEEPLY_ASLEEP).time_s);
    expect(usageOf(usages, DEEPLY_ASLEEP).imuWatch_s).to.equal(usageOf(usages, DEEPLY_ASLEEP).time_s);
    expect(usageOf(away, SHIPPING).imuOff_s).to.equal(DAY_s);
    expect(usageOf(usages, 'starting')).to.include({ starts: 1, time_s: 0.3 });
  });

  it('counts what the run did', () => {
    const session = usageOf(usages, SESSION);
    expect(session.imuBoth_s).to.equal(session.time_s);
    // 196.1 Hz: the virtual part is 5.7 % slow.
    expect(session.frames / session.time_s).to.be.closeTo(196.1, 1);
    expect(session.notifications).to.be.within(0.4 * session.time_s, session.time_s + 1);
    expect(sum(usages).strides).to.be.closeTo((RUN_s * 168) / 120, 30);
    expect(session.busBytes / session.time_s).to.be.within(2800, 3200);
  });

  it('is the sum of its parts, state by state and in all', () => {
    for (const hardware of [XIAO, MAKER])
      for (const cpu of [INTERPRETED, NATIVE]) {
        const options = { hardware, cpu };
        const all = chargeOfAll(usages, options);
        let states = 0;
        for (const usage of usages.values()) {
          const charge = chargeOf(usage, options);
          for (const part of PARTS) expect(charge[part]).to.be.at.least(0);
          expect(mean_mA(usage, options) * usage.time_s).to.be.closeTo(total(charge), 1e-6 * total(charge));
          states += total(charge);
        }
        const parts = PARTS.reduce((sum, part) => sum + all[part], 0);
        expect(parts).to.be.closeTo(states, 1e-9 * states);
        expect(total(all)).to.be.closeTo(states, 1e-9 * states);
      }
  });

  it('stretches a day to another session, and it stays a day', () => {
    for (const session_s of [0, 3600, 14_400]) {
      const longer = stretched(usages, session_s);
      expect(sum(longer).time_s).to.be.closeTo(DAY_s, 1e-6);
      expect(usageOf(longer, SESSION).time_s).to.be.closeTo(session_s, 1e-6);
    }
    const options = { hardware: XIAO, cpu: NATIVE };
    const hours = [0, 1, 4].map((h) => perDay_mAh(usages, 3600 * h, options));
    const running_mA =
      mean_mA(usageOf(usages, SESSION), options) - mean_mA(usageOf(usages, DEEPLY_ASLEEP), options);
    expect(hours[2] - hours[1]).to.be.closeTo(3 * running_mA, 0.01);
  });

  it('lets a cell last as long as its charge does', () => {
    const hardware: Hardware = { ...XIAO, capacity_mAh: 100 };
    // 97 mAh at 1 mA and the 4.5 % a month that the cell loses itself.
    expect(lasts_h(hardware, 1)).to.be.closeTo(97 / (1 + 4.5 / 730), 1e-9);
    const plain = endurance(usages, away, { hardware, cpu: NATIVE });
    const cut = endurance(usages, away, { hardware, cpu: NATIVE }, true);
    expect(cut.shelf_d).to.be.above(plain.shelf_d);
    expect(cut.running_h).to.equal(plain.running_h);
  });

  it('never gets cheaper by more work, shorter intervals or more cycles', () => {
    const session = usageOf(usages, SESSION);
    const options = { hardware: MAKER, cpu: NATIVE };
    fc.assert(
      fc.property(
        fc.integer({ min: 8, max: 4000 }),
        fc.integer({ min: 0, max: 2000 }),
        fc.integer({ min: 0, max: 10 }),
        (interval_ms, more_ms, latency) => {
          const at = (connectionInterval_ms: number): number =>
            mean_mA(session, { ...options, connectionInterval_ms, latency });
          // Listening opens a little earlier after a longer wait: that much is allowed.
          expect(at(interval_ms + more_ms)).to.be.at.most(at(interval_ms) * 1.01);
        },
      ),
    );
    for (const cycles of [1, 2, 4])
      expect(mean_mA(session, { ...options, cyclesPerInstruction: cycles })).to.be.below(
        mean_mA(session, { ...options, cyclesPerInstruction: 2 * cycles }),
      );
  });

  it("agrees with what others measured of ESP-IDF's example: 9 mA on a C6 that advertises every 30 ms", () => {
    const mean = MAKER.chip.lightSleep_mA + advertisingEvent_uC(MAKER.chip) / 35;
    expect(mean).to.be.within(8.5, 9.5);
  });

  it('takes a state that is nothing but sleep for nothing else', () => {
    const asleep = only({ time_s: 3600, deep_s: 3600, imuOff_s: 3600 });
    const { sleep, IMU, board, ...rest } = chargeOf(asleep, { hardware: XIAO, cpu: INTERPRETED });
    expect(sleep).to.be.closeTo(3600 * 0.005, 1e-9);
    expect(IMU).to.be.closeTo(3600 * 0.003, 1e-9);
    expect(board).to.be.closeTo(3600 * 0.0475, 1e-9);
    for (const charge of Object.values(rest)) expect(charge).to.equal(0);
    expect(POWER_NAMES).to.include(SHIPPING);
  });
});

describe("the ledger's radio", () => {
  it('has the air time that the virtual air has, advertising', async () => {
    await scenario({}, async (it) => {
      const meter = it.rig.shoeController.meter;
      await it.rig.sleep(5000);
      const chip = { ...XIAO.chip, radioEvent_uC: 0, tx_mA: 1, rx_mA: 0 };
      const tx_ms = meter.tx_us / 1000 / meter.advertisingEvents;
      expect(advertisingEvent_uC(chip)).to.be.closeTo(tx_ms, 0.1);
    });
  });

  it('has as many connection events as the virtual link, or more', async () => {
    for (const [units, latency] of [
      [24, 0],
      [216, 4],
    ] as const)
      await scenario({}, async (it) => {
        const central = await it.rig.central({ mtu: 185 });
        const link = await central.connect(await central.scan(), {
          connIntervalMin: units,
          connIntervalMax: units,
          connLatency: latency,
          supervisionTimeout: 600,
        });
        link.connection.on('updateConnParamsRequest', (_wish: unknown, answer: (accepted: boolean) => void) =>
          answer(false),
        );
        await link.exchangeMtu();
        await link.discover();
        await link.subscribe('2a53', () => undefined);
        await it.rig.sleep(10_000);
        const meter = it.rig.shoeController.meter;
        const before = meter.connectionEvents;
        await it.rig.sleep(20_000);
        const measured = (meter.connectionEvents - before) / 20;
        const taken = connectionEvents_per_s(units * 1.25, latency, 1);
        expect(taken, `every ${units * 1.25} ms`).to.be.within(measured * 0.97, measured * 2.2);
      });
  });
});
