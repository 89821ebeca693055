/** Movements that are no steps, in the variants that look most like them (docs/SYNTHESIS.md), through the whole firmware. */
import { expect } from 'chai';
import { replay } from '../../host-sim/engines/node';
import { synthesise, type Segment } from '../../host-sim/traces/synth';

const DURATION_s = 150;

/** What moves the shoe, and the strides a foot's length and a turn alone would have counted in ten minutes of it. */
const MOVEMENTS: Record<string, Segment> = {
  'a shoe in a bag held in the hand (346)': { kind: 'carry', bag: 'hand', duration_s: DURATION_s },
  'a shoe in a rucksack': { kind: 'carry', bag: 'back', duration_s: DURATION_s },
  'a foot on a pedal at 60 turns a minute (311)': { kind: 'cycle', cadence_rpm: 60, duration_s: DURATION_s },
  'a foot on a pedal in cleats (193)': {
    kind: 'cycle',
    cadence_rpm: 70,
    cleats: true,
    duration_s: DURATION_s,
  },
  'a foot at the pedals of a car (9)': { kind: 'drive', road: 'C', speed_mps: 8, duration_s: DURATION_s },
  'a shoe picked up and thrown (101)': { kind: 'throw', duration_s: DURATION_s },
  'a shoe in a washing machine (22)': { kind: 'wash', duration_s: DURATION_s },
  'a crossed leg that swings (340)': { kind: 'tap', with: 'leg', duration_s: DURATION_s },
};

describe('what is not a step', () => {
  for (const [name, segment] of Object.entries(MOVEMENTS))
    it(`${name} gives none`, () => {
      for (const seed of [1, 2]) {
        const run = synthesise({
          name: 'no step',
          segments: [segment],
          mounting_deg: { yaw: 35 * seed, pitch: -20, roll: 60 * seed },
          seed,
        });
        expect(replay(run).strides).to.have.length(0);
      }
    });
});
