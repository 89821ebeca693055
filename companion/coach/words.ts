/** Advice in the runner's words. Observations only: what was seen, from which data, by whose threshold. */
import type { Advice } from '../../firmware/coach/advice';
import { ENGLISH } from './en';
import type { Units, Words } from './rule-words';
import { SOURCES, type Source } from './sources';
import { CHINESE } from './zh';

export type Language = 'en' | 'zh';
export type { Units };

export interface AdviceWords {
  readonly title: string;
  readonly text: string;
  readonly lookedAt: string;
  readonly sources: readonly Source[];
}

const WORDS: Readonly<Record<Language, Words>> = { en: ENGLISH, zh: CHINESE };

/** @returns undefined for advice this page does not know, of a newer shoe: to be passed over */
export function wordsOf(advice: Advice, language: Language, units: Units): AdviceWords | undefined {
  const words = WORDS[language][advice.advice];
  if (words === undefined) return undefined;
  const { title, lookedAt } = words;
  return { title, text: words.text(advice, units), lookedAt, sources: SOURCES[advice.advice] ?? [] };
}
