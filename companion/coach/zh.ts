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
import { distanceIn, type Units, type Words } from './rule-words';

const UNIT: Readonly<Record<Units, string>> = { km: '公里', miles: '英里' };

export const CHINESE: Words = {
  [CADENCE_BELOW_OWN]: {
    title: '步频比平时低',
    text: ({ first, second, third }) =>
      `本次步频每分钟 ${second} 步，同样配速下你平时约为 ${third} 步，少了 ${first} 步。上坡、松软路面或腿部疲劳时常会这样。`,
    lookedAt: '本次及以往穿这双鞋跑步的步频和配速。',
  },
  [CADENCE_BELOW_RANGE]: {
    title: '步子大而慢',
    text: ({ first, second }) =>
      `本次步频每分钟 ${first} 步。与你身高相近的跑者在这个配速下多为 ${second} 步以上。可以试着用小一点的步子跑几分钟，觉得轻松就保持下去。`,
    lookedAt: '本次的步频、配速和你的身高。了解你自己的步频之后不再提示。',
  },
  [CONTACT_DRIFT]: {
    title: '后段触地时间变长',
    text: ({ first, second, third }) =>
      `同样配速下，触地时间从开始时的 ${second} 毫秒增加到结束时的 ${third} 毫秒，增加了 ${(first / 10).toFixed(0)}%。腿累了往往会这样。`,
    lookedAt: '本次的触地时间，已扣除配速的影响，不计最初五分钟。',
  },
  [IMBALANCE]: {
    title: '一只脚触地更久',
    text: ({ first, second, third }) => {
      const side = second === LEFT ? '左' : '右';
      const usual = third > 0 ? `平时为 ${(third / 10).toFixed(1)}%。` : '';
      return `${side}脚占触地时间的 ${(first / 10).toFixed(1)}%。${usual}路面倾斜或鞋带太松也会这样。`;
    },
    lookedAt: '本次及以往两只鞋的触地时间。',
  },
  [LONGEST_RUN_JUMP]: {
    title: '比近期长了不少',
    text: ({ first, second, third }, units) =>
      `本次 ${distanceIn(10 * second, units)} ${UNIT[units]}，比此前 30 天内最长的一次（${distanceIn(10 * third, units)} ${UNIT[units]}）多 ${first}%。接下来几次可以跑短一些。`,
    lookedAt: '本次及此前 30 天内每次跑步的距离。',
  },
  [CADENCE_TREND]: {
    title: '步频正在变化',
    text: ({ first, second, third }) =>
      `同样配速下，你现在的步频为每分钟 ${third} 步，比 ${second} 周前${first > 0 ? '多' : '少'} ${Math.abs(first / 10).toFixed(0)} 步。`,
    lookedAt: '最近八周穿这双鞋跑步的步频和配速。',
  },
  [CONTACT_TREND]: {
    title: '触地时间正在变化',
    text: ({ first, second, third }) =>
      `同样配速下，你现在的触地时间为 ${third} 毫秒，比 ${second} 周前${first > 0 ? '长' : '短'} ${Math.abs(first)} 毫秒。`,
    lookedAt: '最近八周穿这双鞋跑步的触地时间和配速。',
  },
  [DAYS_ALIKE]: {
    title: '每天都差不多',
    text: ({ second }) =>
      `最近 7 天你跑了 ${second} 天，每天的距离都很接近。安排一天轻松跑或休息，强度日才更有意义。`,
    lookedAt: '最近七天每天跑步的距离。',
  },
  [SHOE_AGE]: {
    title: '这双鞋已经跑了很远',
    text: ({ first }, units) =>
      `这双鞋已走过 ${Math.round(Number(distanceIn(1000 * first, units)))} ${UNIT[units]}。多数跑鞋到这时缓震会有所减弱，不妨看看鞋底。`,
    lookedAt: '这双鞋的全部步数，包括步行。',
  },
  [CADENCE_CUE]: {
    title: '步子快一点',
    text: () => '你的步频低于目标已有一会儿了。',
    lookedAt: '最近半分钟的步频和你设定的目标。',
  },
};
