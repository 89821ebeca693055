import {
  CADENCE_BELOW_OWN,
  CADENCE_BELOW_RANGE,
  CADENCE_CUE,
  CADENCE_TREND,
  CONTACT_DRIFT,
  CONTACT_TREND,
  DAYS_ALIKE,
  IMBALANCE,
  LONGEST_RUN_JUMP,
  SHOE_AGE,
} from '../../firmware/coach/advice';
import { LEFT } from '../../firmware/coach/after-run';
import { distanceIn, type Words } from './rule-words';

export const ENGLISH: Words = {
  [CADENCE_BELOW_OWN]: {
    title: 'Fewer steps than usual',
    text: ({ first, second, third }) =>
      `${second} steps a minute, where you usually have ${third} at this pace: ${first} fewer. Hills, soft ground and tired legs do that.`,
    lookedAt: 'Cadence and pace of this run and of your earlier runs in this pair.',
  },
  [CADENCE_BELOW_RANGE]: {
    title: 'Long, slow steps',
    text: ({ first, second }) =>
      `${first} steps a minute. Runners of your height mostly have ${second} or more at this pace. Try shorter steps for a few minutes, and keep them if they feel lighter.`,
    lookedAt: 'Cadence and pace of this run, and your height. Said only until your own cadence is known.',
  },
  [CONTACT_DRIFT]: {
    title: 'Longer on the ground towards the end',
    text: ({ first, second, third }) =>
      `At the same pace your foot stayed down ${third} ms at the end and ${second} ms at the beginning: ${(first / 10).toFixed(0)} % more. Tired legs show like this.`,
    lookedAt:
      'Contact time over this run, the effect of pace taken out. The first five minutes are left out.',
  },
  [IMBALANCE]: {
    title: 'One foot stays down longer',
    text: ({ first, second, third }) => {
      const side = second === LEFT ? 'left' : 'right';
      const usual = third > 0 ? ` Usually it has ${(third / 10).toFixed(1)} %.` : '';
      return `Your ${side} foot had ${(first / 10).toFixed(1)} % of the contact time.${usual} A sloping road or a loose shoe does that, too.`;
    },
    lookedAt: 'Contact time of both shoes in this run and in earlier ones.',
  },
  [LONGEST_RUN_JUMP]: {
    title: 'Much longer than lately',
    text: ({ first, second, third }, units) =>
      `${distanceIn(10 * second, units)} ${units}: ${first} % more than your longest run of the 30 days before (${distanceIn(10 * third, units)} ${units}). The next ones can be shorter.`,
    lookedAt: 'Distance of this run and of all runs of the 30 days before.',
  },
  [CADENCE_TREND]: {
    title: 'Your cadence is changing',
    text: ({ first, second, third }) =>
      `At the same pace you now have ${third} steps a minute: ${Math.abs(first / 10).toFixed(0)} ${first > 0 ? 'more' : 'fewer'} than ${second} weeks ago.`,
    lookedAt: 'Cadence and pace of your runs of the last eight weeks in this pair.',
  },
  [CONTACT_TREND]: {
    title: 'Your contact time is changing',
    text: ({ first, second, third }) =>
      `At the same pace your foot now stays down ${third} ms: ${Math.abs(first)} ms ${first > 0 ? 'longer' : 'shorter'} than ${second} weeks ago.`,
    lookedAt: 'Contact time and pace of your runs of the last eight weeks in this pair.',
  },
  [DAYS_ALIKE]: {
    title: 'Every day the same',
    text: ({ second }) =>
      `You ran on ${second} of the last 7 days, and the days were much alike. An easy day or a day off lets the harder ones count.`,
    lookedAt: 'Distance run on each of the last seven days.',
  },
  [SHOE_AGE]: {
    title: 'These shoes have come far',
    text: ({ first }, units) =>
      `${Math.round(Number(distanceIn(1000 * first, units)))} ${units} on this pair. Most shoes have lost some of their cushioning by now: look at the soles.`,
    lookedAt: 'All steps in this pair, run or walked.',
  },
  [CADENCE_CUE]: {
    title: 'Quicker steps',
    text: () => 'Your cadence has been below your target for a while.',
    lookedAt: 'Cadence of the last half minute, and the target you set.',
  },
};
