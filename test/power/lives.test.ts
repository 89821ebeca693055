/** Sleep, charger, cell and faults of the whole shoe on the virtual board, life after life. */
import { expect } from 'chai';
import { ResetReason, WOKEN_BY_CHARGER, WOKEN_BY_MOTION, WOKEN_BY_TIMER } from '../../firmware/io/chip';
import {
  POWER_ASLEEP,
  POWER_AWAKE,
  POWER_CHARGING,
  POWER_SAFE,
  POWER_SESSION,
} from '../../firmware/power/states';
import { stallChip } from '../../host-sim/board/faults';
import type { LivingShoe } from '../../host-sim/engines/living-shoe';
import { runs } from '../record/read';
import { DAY_ms, HOUR_ms, living, MINUTE_ms, SECOND_ms } from './rig';

function last(shoe: LivingShoe) {
  return shoe.chip.starts[shoe.chip.starts.length - 1];
}

function kept(shoe: LivingShoe) {
  if (shoe.record === undefined) throw new Error('no record is open');
  return runs(shoe.record);
}

describe('a shoe that stands', () => {
  it('sleeps lightly, then deeply; motion wakes it, and it counts all but two strides of one that was awake', () => {
    const strides = (standing_ms: number): number => {
      const { it: shoe, run } = living();
      shoe.chip.powerOn();
      shoe.run(standing_ms);
      run(60);
      shoe.run(3 * SECOND_ms);
      return shoe.shoe?.live.strides ?? 0;
    };
    // Feeling the motion and starting takes up to two seconds, in which the foot lands once or twice.
    expect(strides(36 * MINUTE_ms)).to.be.at.least(strides(MINUTE_ms) - 2);

    const { it: shoe, run } = living();
    shoe.chip.powerOn();
    shoe.run(6 * MINUTE_ms);
    expect(shoe.power?.state).to.equal(POWER_ASLEEP);
    expect(shoe.radio.advertising).to.equal(undefined);
    expect(shoe.chip.mode).to.equal('running');
    shoe.run(30 * MINUTE_ms);
    expect(shoe.chip.mode).to.equal('deep sleep');
    run(90);
    expect(last(shoe)).to.include({ reason: ResetReason.DeepSleep, wokenBy: WOKEN_BY_MOTION });
    expect(shoe.power?.state).to.equal(POWER_SESSION);
    expect(shoe.power?.refused).to.equal(0);
  });

  it('looks after its cell once a day, and keeps the time of day', () => {
    const { it: shoe, run } = living();
    shoe.chip.powerOn();
    shoe.run(SECOND_ms);
    const utc_ms = Date.UTC(2026, 10, 25, 8);
    const set_ms = shoe.clock.now_us / 1000;
    expect(shoe.record?.setTime(utc_ms, 60)).to.equal(true);
    shoe.run(3.5 * DAY_ms);
    expect(shoe.chip.starts.slice(1).map(({ wokenBy }) => wokenBy)).to.eql(Array(3).fill(WOKEN_BY_TIMER));
    expect(shoe.chip.mode).to.equal('deep sleep');
    run(30);
    const now_ms = utc_ms + shoe.clock.now_us / 1000 - set_ms;
    expect(shoe.record?.utc_ms(shoe.chip.clock.now())).to.be.closeTo(now_ms, 10);
    expect(shoe.record?.before.runOpen).to.equal(false);
    expect(shoe.record?.state.boots, 'looks leave no record').to.equal(2);
  });

  it('wakes when it is put on the charger, and stays awake there', () => {
    for (const standing_ms of [10 * MINUTE_ms, 2 * HOUR_ms]) {
      const { it: shoe } = living();
      shoe.chip.powerOn();
      shoe.run(standing_ms);
      shoe.plug(true);
      shoe.run(20 * SECOND_ms);
      expect(shoe.power?.state).to.equal(POWER_CHARGING);
      shoe.run(HOUR_ms);
      expect(shoe.power?.state).to.equal(POWER_CHARGING);
      expect(shoe.power?.charging).to.equal(true);
      expect(shoe.radio.advertising?.parameters.connectable).to.equal(true);
      shoe.plug(false);
      shoe.run(SECOND_ms);
      expect(shoe.power?.charging).to.equal(false);
      shoe.run(HOUR_ms);
      expect(shoe.chip.mode).to.equal('deep sleep');
    }
  });
});

describe('a shoe that was put away', () => {
  it('is woken by nothing but the charger', () => {
    const { it: shoe, run } = living();
    shoe.chip.powerOn();
    shoe.run(10 * SECOND_ms);
    expect(shoe.shoe?.ship()).to.equal(true);
    shoe.run(SECOND_ms);
    expect(shoe.chip.mode).to.equal('deep sleep');
    expect(shoe.imu.settings.accelTicks, 'the sensor is off').to.equal(0);
    run(120);
    shoe.run(30 * DAY_ms);
    expect(shoe.chip.starts).to.have.lengthOf(1);
    shoe.plug(true);
    shoe.run(SECOND_ms);
    expect(last(shoe)).to.include({ reason: ResetReason.DeepSleep, wokenBy: WOKEN_BY_CHARGER });
    expect(shoe.power?.state).to.equal(POWER_CHARGING);
    expect(shoe.power?.attended, 'a phone may bond').to.equal(true);
  });

  it('is not put away while it charges, while it records, or where no charger could wake it', () => {
    const { it: shoe, run } = living();
    shoe.chip.powerOn();
    shoe.plug(true);
    shoe.run(10 * SECOND_ms);
    expect(shoe.shoe?.ship()).to.equal(false);
    shoe.plug(false);
    run(90);
    expect(shoe.power?.state).to.equal(POWER_SESSION);
    expect(shoe.shoe?.ship()).to.equal(false);
    const { it: pinless } = living({ chargerPin: false });
    pinless.chip.powerOn();
    pinless.run(10 * SECOND_ms);
    expect(pinless.shoe?.ship()).to.equal(false);
  });

  it('is put away by a bonded phone, after its confirmation, and not by another', () => {
    const CONTROL_POINT = 'f8164003-374b-48d3-aebc-5d91168400d8';
    const asked = (shoe: LivingShoe, bonded: boolean): string[] => {
      const answers: string[] = [];
      const onValue = (_uuid: string, bytes: Uint8Array): number =>
        answers.push(Buffer.from(bytes).toString('hex'));
      const phone = shoe.radio.connect({ mtu: 100, identity: 'phone', encrypted: true, bonded, onValue });
      phone.subscribe(CONTROL_POINT);
      phone.write(CONTROL_POINT, [0x60]);
      phone.disconnect();
      shoe.run(SECOND_ms);
      return answers;
    };
    const { it: shoe, run } = living();
    shoe.chip.powerOn();
    run(90);
    expect(asked(shoe, true), 'while it records').to.eql(['806004']);
    shoe.run(4 * MINUTE_ms);
    expect(asked(shoe, false)).to.eql(['806005']);
    expect(shoe.chip.mode).to.equal('running');
    expect(asked(shoe, true)).to.eql(['806001']);
    expect(shoe.chip.mode).to.equal('deep sleep');
    shoe.plug(true);
    shoe.run(10 * SECOND_ms);
    expect(asked(shoe, true), 'while it charges').to.eql(['806004']);
    const { it: pinless } = living({ chargerPin: false });
    pinless.chip.powerOn();
    pinless.run(10 * SECOND_ms);
    expect(asked(pinless, true)).to.eql(['806009']);
  });

  it('stays away after a fault, and comes back by a reset by hand', () => {
    const { it: shoe } = living();
    shoe.chip.powerOn();
    shoe.run(10 * SECOND_ms);
    shoe.shoe?.ship();
    shoe.run(SECOND_ms);
    shoe.chip.crash(ResetReason.BrownOut);
    shoe.run(SECOND_ms);
    expect(shoe.chip.mode).to.equal('deep sleep');
    shoe.chip.crash(ResetReason.External);
    shoe.run(SECOND_ms);
    expect(shoe.power?.state).to.equal(POWER_AWAKE);
  });
});

describe('an empty cell', () => {
  it('closes the run first, then switches all off, and the charger brings the shoe back', () => {
    const { it: shoe, runs: begin } = living({ cell: { capacity_mAh: 400, charge: 0.5 } });
    shoe.chip.powerOn();
    shoe.run(10 * SECOND_ms);
    const length_ms = begin(600);
    shoe.run(300 * SECOND_ms);
    expect(shoe.power?.state).to.equal(POWER_SESSION);
    const counted = shoe.shoe?.live.strides ?? 0;
    shoe.cell.charge = 0.01;
    for (let s = 0; s < 900 && shoe.chip.mode === 'running'; s++) shoe.run(SECOND_ms);
    expect(shoe.chip.mode).to.equal('deep sleep');
    expect(shoe.imu.settings.accelTicks).to.equal(0);
    shoe.run(length_ms + 60_000);
    expect(shoe.chip.starts).to.have.lengthOf(1);
    shoe.plug(true);
    shoe.run(10 * SECOND_ms);
    expect(shoe.power?.state).to.equal(POWER_CHARGING);
    const [run] = kept(shoe);
    expect(run).to.include({ hasStop: true, byReset: false });
    expect(run.strides).to.be.at.least(counted);
    expect(shoe.record?.before.runOpen).to.equal(false);
    expect(shoe.record?.before.status.state, 'the record says why').to.equal(7);
  });

  it('is found at power-on before anything draws on it, and looked at again every six hours', () => {
    const { it: shoe } = living({ cell: { capacity_mAh: 400, charge: 0.01 }, chargerPin: false });
    shoe.chip.powerOn();
    shoe.run(13 * HOUR_ms);
    expect(shoe.chip.starts.map(({ wokenBy }) => wokenBy)).to.eql([0, WOKEN_BY_TIMER, WOKEN_BY_TIMER]);
    expect(shoe.chip.mode).to.equal('deep sleep');
    shoe.cell.charge = 0.05;
    shoe.run(6 * HOUR_ms);
    expect(shoe.chip.mode, 'a little more is not enough').to.equal('deep sleep');
    shoe.cell.charge = 0.5;
    shoe.run(5 * HOUR_ms + MINUTE_ms);
    expect(shoe.power).to.include({ state: POWER_AWAKE, refused: 0 });
  });

  it('is nothing that a board without a divider has', () => {
    const { it: shoe } = living();
    shoe.cell.absent = true;
    shoe.chip.powerOn();
    shoe.run(2 * MINUTE_ms);
    expect(shoe.power?.state).to.equal(POWER_AWAKE);
    expect(shoe.log.filter((sentence) => sentence.includes('divider'))).to.have.lengthOf(1);
  });
});

describe('faults', () => {
  it('end in safe mode after three resets in a row: on the air, without IMU and record; then the shoe is tried again', () => {
    let broken = true;
    const { it: shoe } = living({
      change: (options) => {
        if (broken) throw new Error('does not start');
        return options;
      },
    });
    shoe.chip.powerOn();
    shoe.run(10 * SECOND_ms);
    expect(shoe.chip.starts.map(({ reason }) => reason)).to.eql([
      ResetReason.PowerOn,
      ResetReason.Software,
      ResetReason.Software,
      ResetReason.Software,
    ]);
    expect(shoe.power?.state).to.equal(POWER_SAFE);
    const phone = shoe.radio.connect({ mtu: 100 });
    expect(phone.read('2a26')).to.eql(Uint8Array.from(Buffer.from('0.1.0')));
    shoe.run(9 * MINUTE_ms);
    expect(shoe.chip.starts).to.have.lengthOf(4);
    shoe.run(2 * MINUTE_ms);
    // Ten minutes later it is tried once more: the same fault leads back at once.
    expect(shoe.chip.starts).to.have.lengthOf(6);
    expect(shoe.power?.state).to.equal(POWER_SAFE);
    broken = false;
    shoe.run(11 * MINUTE_ms);
    expect(shoe.power?.state).to.equal(POWER_AWAKE);
    shoe.chip.crash(ResetReason.Panic);
    shoe.run(SECOND_ms);
    expect(shoe.power?.state, 'one fault after a sound life is only one').to.equal(POWER_AWAKE);
  });

  it('hours apart are no loop', () => {
    const { it: shoe } = living();
    shoe.chip.powerOn();
    for (let i = 0; i < 6; i++) {
      shoe.run(4 * MINUTE_ms);
      shoe.chip.crash(ResetReason.Panic);
    }
    shoe.run(SECOND_ms);
    expect(shoe.power?.state).to.equal(POWER_AWAKE);
  });

  it('that make the firmware hang end by the watchdog, and the run goes on', () => {
    const { it: shoe, runs: begin } = living();
    shoe.chip.powerOn();
    shoe.run(10 * SECOND_ms);
    begin(200);
    shoe.run(100 * SECOND_ms);
    const now_us = shoe.clock.now_us;
    stallChip(shoe.clock, { from_us: now_us, to_us: now_us + 25e6 });
    shoe.run(HOUR_ms);
    expect(shoe.chip.starts[1].reason).to.equal(ResetReason.TaskWatchdog);
    shoe.plug(true);
    shoe.run(10 * SECOND_ms);
    const [run, ...more] = kept(shoe);
    expect(more).to.eql([]);
    expect(run).to.include({ hasStop: true, continued: true });
    // What came after the last record before the hang is lost, and no more.
    expect(run.elapsed_ms).to.be.at.least(70_000);
  });

  it('of the supply that reset a watching IMU alone are made good within a day', () => {
    const { it: shoe, run } = living();
    shoe.chip.powerOn();
    shoe.run(HOUR_ms);
    expect(shoe.chip.mode).to.equal('deep sleep');
    shoe.imu.powerOnReset();
    run(60);
    expect(shoe.chip.mode, 'nothing watches').to.equal('deep sleep');
    shoe.run(DAY_ms);
    run(90);
    expect(shoe.power).to.include({ state: POWER_SESSION, refused: 0 });
  });

  it('of an IMU that does not answer when it is looked after make the shoe look every hour', () => {
    const { it: shoe, run } = living({
      faults: { noAcknowledge: [{ from_us: 24 * 3600e6, to_us: 26 * 3600e6 }] },
    });
    shoe.chip.powerOn();
    shoe.run(25 * HOUR_ms);
    expect(shoe.log.some((sentence) => sentence.includes('does not watch for motion'))).to.equal(true);
    shoe.run(3 * HOUR_ms);
    run(90);
    expect(shoe.power).to.include({ state: POWER_SESSION, refused: 0 });
  });

  it('do not end a sleep by the watchdog', () => {
    const { it: shoe } = living();
    shoe.chip.powerOn();
    shoe.run(30 * MINUTE_ms);
    expect(shoe.chip.starts).to.have.lengthOf(1);
  });

  it('of the supply, twice in a row, count as an empty cell', () => {
    const { it: shoe } = living();
    shoe.chip.powerOn();
    shoe.run(10 * SECOND_ms);
    shoe.chip.crash(ResetReason.BrownOut);
    shoe.run(10 * SECOND_ms);
    expect(shoe.power?.state).to.equal(POWER_AWAKE);
    shoe.chip.crash(ResetReason.BrownOut);
    shoe.run(10 * SECOND_ms);
    expect(shoe.chip.mode).to.equal('deep sleep');
    expect(shoe.imu.settings.accelTicks).to.equal(0);
    shoe.run(6 * HOUR_ms);
    expect(shoe.power).to.include({ state: POWER_AWAKE, refused: 0 });
  });

  it('of the IMU are told, tried again every minute, in sleep every hour, and survived', () => {
    const { it: shoe, run } = living({ faults: { noAcknowledge: [{ from_us: 0, to_us: 3.2 * 3600e6 }] } });
    shoe.chip.powerOn();
    shoe.run(4 * MINUTE_ms);
    expect(shoe.shoe?.imu).to.equal(undefined);
    expect(shoe.log.filter((sentence) => sentence.includes('no IMU')).length).to.be.within(7, 12);
    expect(shoe.radio.advertising).to.not.equal(undefined);
    shoe.run(2 * HOUR_ms);
    expect(shoe.chip.starts.slice(1).map(({ wokenBy }) => wokenBy)).to.eql(
      [WOKEN_BY_TIMER, WOKEN_BY_TIMER].slice(0, shoe.chip.starts.length - 1),
    );
    expect(shoe.chip.starts.length).to.be.within(2, 3);
    shoe.run(2 * HOUR_ms);
    run(90);
    expect(shoe.power).to.include({ state: POWER_SESSION, refused: 0 });
  });
});

describe("the charger's pin", () => {
  it('pulled high by water does not end a run', () => {
    const { it: shoe, runs: begin } = living();
    shoe.chip.powerOn();
    shoe.run(10 * SECOND_ms);
    begin(200);
    shoe.run(90 * SECOND_ms);
    shoe.charger.set(1);
    for (let s = 0; s < 100; s++) {
      shoe.run(SECOND_ms);
      expect(shoe.power?.state).to.equal(POWER_SESSION);
    }
    expect(shoe.power?.refused).to.equal(0);
  });
});
