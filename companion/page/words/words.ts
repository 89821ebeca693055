/** The page's language: as chosen, else as the browser's. */
import { computed } from '@preact/signals';
import { preferences } from '../preferences';
import { en, type Words } from './en';
import { zh } from './zh';

export const LANGUAGES: readonly Words[] = [en, zh];

export const words = computed<Words>(() => {
  const { language } = preferences.value;
  if (language !== 'auto') return LANGUAGES.find(({ locale }) => locale === language) ?? en;
  const wanted = navigator.languages ?? [navigator.language];
  return wanted.some((one) => one.startsWith('zh')) && !wanted[0].startsWith('en') ? zh : en;
});
