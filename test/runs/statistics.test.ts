import { expect } from 'chai';
import { beginningOf, dayOf, periodsOf } from '../../companion/runs/periods';
import { fastest_ms, splitsBy, stretchesOf, strikeOf } from '../../companion/runs/statistics';
import { runOf, START_ms } from './made';

const repeat = (speed: number, times: number) => new Array<number>(times).fill(speed);

describe('splits', () => {
  it('part the way at the unit, within samples, and tell the rest', () => {
    const splits = splitsBy(runOf(repeat(3, 70)), 1000);
    expect(splits.map(({ distance_m }) => Math.round(distance_m))).to.deep.equal([1000, 1000, 100]);
    expect(splits[0].elapsed_ms).to.be.closeTo(333_333, 1);
    expect(splits[2].elapsed_ms).to.be.closeTo(700_000 - 666_667, 1);
  });

  it('hold the pauses', () => {
    const [split] = splitsBy(runOf([...repeat(4, 10), 0, 0, 0, ...repeat(4, 20)]), 1000);
    expect(split.elapsed_ms).to.be.closeTo(280_000, 1);
  });
});

describe('stretches', () => {
  it('are those run, walked and stood, without the shortest', () => {
    const run = runOf([
      ...repeat(1.4, 6),
      ...repeat(3, 20),
      1.4,
      ...repeat(3, 20),
      0,
      0,
      0,
      ...repeat(1.4, 6),
    ]);
    expect(
      stretchesOf(run).map(({ kind, from_ms, to_ms }) => [kind, from_ms / 1000, to_ms / 1000]),
    ).to.deep.equal([
      ['walk', 0, 60],
      ['run', 60, 470],
      ['stand', 470, 500],
      ['walk', 500, 560],
    ]);
  });
});

describe('a short stretch at the beginning', () => {
  it('is part of what follows', () => {
    const stretches = stretchesOf(runOf([1.4, ...repeat(3, 20)]));
    expect(stretches).to.have.length(1);
    expect(stretches[0]).to.include({ kind: 'run', from_ms: 0, to_ms: 210_000, distance_m: 614 });
  });
});

describe('the fastest', () => {
  it('is found wherever it begins', () => {
    const run = runOf([...repeat(2.5, 37), ...repeat(4, 25), ...repeat(2.5, 40)]);
    expect(fastest_ms(run, 1000)).to.be.closeTo(250_000, 1);
    expect(fastest_ms(run, 1500)).to.be.closeTo(250_000 + 200_000, 1);
  });

  it('counts the pauses within it', () => {
    expect(fastest_ms(runOf([...repeat(5, 10), 0, 0, ...repeat(5, 10)]), 1000)).to.be.closeTo(220_000, 1);
  });

  it('is not known of a shorter run', () => {
    expect(fastest_ms(runOf(repeat(3, 30)), 1000)).to.equal(undefined);
    expect(fastest_ms(runOf([]), 1)).to.equal(undefined);
  });

  it('is what trying every beginning finds', () => {
    const speeds = Array.from({ length: 60 }, (_, i) => 2.5 + 1.5 * Math.sin(i * i));
    const run = runOf(speeds);
    const at = (ms: number) => {
      const i = Math.min(59, Math.floor(ms / 10_000));
      const before = i > 0 ? run.samples[i - 1].distance_m : 0;
      return before + ((ms - 10_000 * i) / 1000) * speeds[i];
    };
    let best = Infinity;
    for (let from = 0; from < 600_000; from += 500)
      for (let to = from; to <= 600_000; to += 500)
        if (at(to) - at(from) >= 400) {
          best = Math.min(best, to - from);
          break;
        }
    expect(fastest_ms(run, 400)).to.be.closeTo(best, 1000);
  });
});

describe('weeks and months', () => {
  it('begin on Mondays and on the first, in the time zone of the run', () => {
    expect(dayOf(Date.UTC(2026, 0, 31, 23, 30), 60)).to.equal(Date.UTC(2026, 1, 1) / 86_400_000);
    const monday = Date.UTC(2026, 10, 23) / 86_400_000;
    for (let day = monday; day < monday + 7; day++) expect(beginningOf(day, 'week')).to.equal(monday);
    expect(beginningOf(monday, 'month')).to.equal(Date.UTC(2026, 10, 1) / 86_400_000);
  });

  it('sum what was run, with those in which nothing was', () => {
    const week_ms = 7 * 86_400_000;
    const runs = [0, 0, 2].map((week) => runOf(repeat(3, 60), { start_ms: START_ms + week * week_ms }));
    const today = dayOf(START_ms + 3 * week_ms, 0);
    const periods = periodsOf(runs, 'week', today, 12);
    expect(periods.map(({ runs: n, distance_m }) => [n, distance_m])).to.deep.equal([
      [2, 3600],
      [0, 0],
      [1, 1800],
      [0, 0],
    ]);
    expect(periods[0].speed_mps).to.equal(3);
    expect(periods[1].speed_mps).to.equal(undefined);
    expect(periodsOf([runOf([3], { start_ms: undefined })], 'week', today, 12)).to.deep.equal([]);
    expect(
      periodsOf([runOf([3], { start_ms: START_ms + 9 * week_ms })], 'week', today, 12),
      'of tomorrow',
    ).to.deep.equal([]);
  });
});

describe('foot strike', () => {
  it('has the limits of Altman and Davis', () => {
    expect([8.1, 8, -1.6, -1.7].map(strikeOf)).to.deep.equal(['rearfoot', 'midfoot', 'midfoot', 'forefoot']);
  });
});
