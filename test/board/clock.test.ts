import { expect } from 'chai';
import { VirtualClock } from '../../host-sim/board/clock';

describe('virtual clock', () => {
  it('runs events in the order of their times, and of asking among equal times', () => {
    const clock = new VirtualClock();
    const seen: string[] = [];
    const note = (name: string) => () => seen.push(`${name}@${clock.now_us}`);
    clock.at(30, note('c'));
    clock.at(10, note('a'));
    clock.atFirmware(20, note('b1'));
    clock.at(20, note('b2'));
    clock.runUntil(25);
    expect(seen).to.deep.equal(['a@10', 'b1@20', 'b2@20']);
    expect(clock.now_us).to.equal(25);
    clock.runUntil(30);
    expect(seen).to.deep.equal(['a@10', 'b1@20', 'b2@20', 'c@30']);
  });

  it('keeps the order of thousands of events, some of them cancelled', () => {
    const clock = new VirtualClock();
    const seen: number[] = [];
    const expected: number[] = [];
    for (let i = 0; i < 5000; i++) {
      const time_us = (i * 7919) % 5003;
      const event = clock.at(time_us, () => seen.push(time_us));
      if (i % 3 === 0) clock.cancel(event);
      else expected.push(time_us);
    }
    clock.runUntil(6000);
    expect(seen).to.deep.equal(expected.sort((a, b) => a - b));
    expect(clock.pending).to.equal(0);
  });

  it('runs events that events ask for within the same run', () => {
    const clock = new VirtualClock();
    const seen: number[] = [];
    clock.at(10, () => {
      seen.push(clock.now_us);
      clock.at(10, () => seen.push(clock.now_us + 0.5));
      clock.at(15, () => seen.push(clock.now_us));
    });
    clock.runUntil(20);
    expect(seen).to.deep.equal([10, 10.5, 15]);
  });

  it('refuses times that are past or not whole', () => {
    const clock = new VirtualClock();
    clock.runUntil(100);
    expect(() => clock.at(99, () => {})).to.throw(RangeError, 'past');
    expect(() => clock.at(100.5, () => {})).to.throw(RangeError, 'whole');
    expect(() => clock.runUntil(NaN)).to.throw(RangeError);
    expect(() => clock.advance(-1)).to.throw(RangeError);
  });

  it('gives the firmware whole milliseconds', () => {
    const clock = new VirtualClock();
    clock.runUntil(1999);
    expect(clock.clock.now()).to.equal(1);
    clock.runUntil(2000);
    expect(clock.clock.now()).to.equal(2);
  });

  it('lets parts act and holds firmware callbacks back while the firmware delays', () => {
    const clock = new VirtualClock();
    const seen: string[] = [];
    clock.at(3000, () => seen.push(`part@${clock.now_us}`));
    clock.timers.set(() => seen.push(`timer@${clock.now_us}`), 4);
    clock.clock.delay(10);
    expect(seen).to.deep.equal(['part@3000']);
    expect(clock.now_us).to.equal(10_000);
    clock.runUntil(10_000);
    expect(seen).to.deep.equal(['part@3000', 'timer@10000']);
  });

  it('repeats timers at their period, and calls a late one once', () => {
    const clock = new VirtualClock();
    const seen: number[] = [];
    clock.timers.set(() => seen.push(clock.now_us), 5, 10);
    clock.runUntil(30_000);
    clock.clock.delay(25);
    clock.runUntil(76_000);
    expect(seen).to.deep.equal([5000, 15_000, 25_000, 55_000, 65_000, 75_000]);
  });

  it('clears timers, also from inside their own callback', () => {
    const clock = new VirtualClock();
    let calls = 0;
    const repeating = clock.timers.set(
      () => {
        if (++calls === 2) clock.timers.clear(repeating);
      },
      1,
      1,
    );
    const once = clock.timers.set(() => calls++, 2);
    clock.timers.clear(once);
    clock.runUntil(10_000);
    expect(calls).to.equal(2);
    expect(clock.pending).to.equal(0);
  });

  it('passes on what a callback throws and stays usable', () => {
    const clock = new VirtualClock();
    let later = 0;
    clock.at(10, () => {
      throw new Error('broken part');
    });
    clock.at(20, () => later++);
    expect(() => clock.runUntil(30)).to.throw('broken part');
    clock.runUntil(30);
    expect(later).to.equal(1);
  });

  it('forbids parts to let time pass and events to run the clock', () => {
    const clock = new VirtualClock();
    clock.at(10, () => clock.advance(5));
    expect(() => clock.runUntil(20)).to.throw('only the firmware');
    clock.atFirmware(20, () => clock.runUntil(30));
    expect(() => clock.runUntil(40)).to.throw('running already');
  });
});
