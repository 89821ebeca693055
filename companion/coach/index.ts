/** What the page uses of the coach: figures of runs, advice, words. */
export { afterRun, overWeeks, type Advice, type RunFigures, type Runner } from './advise';
export { dayOf, figuresOf } from './figures';
export { wordsOf, type AdviceWords, type Language, type Units } from './words';
export { CADENCE_CUE, kindOf, type AdviceKind } from '../../firmware/coach/advice';
