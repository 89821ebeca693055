/** The coach's view of all runs on this device. */
import { computed } from '@preact/signals';
import { afterRun, dayOf, figuresOf, overWeeks, type Advice, type RunFigures } from '../coach';
import { outings, pairs, type Outing } from './library';
import { odometer_m } from './parts/pairs';
import { shoes } from './session';

/** Oldest first; runs without a date are no part of a history. */
const history = computed<readonly { outing: Outing; figures: RunFigures }[]>(() => {
  const dated = outings.value.filter(({ run }) => run.start_ms !== undefined).reverse();
  return dated.map((outing, i) => ({ outing, figures: figuresOf(outing.run, i + 1, outing.pair) }));
});

/** As a shoe was told; 0 when none was. */
function height_cm(): number {
  return Math.max(0, ...shoes.value.map(({ settings }) => Number(settings.value.height_cm ?? 0)));
}

export function adviceAfter(outing: Outing): Advice[] {
  const place = history.value.findIndex(({ outing: one }) => one.id === outing.id);
  if (place < 0) return [];
  const before = history.value.slice(0, place).map(({ figures }) => figures);
  return afterRun(history.value[place].figures, before, { height_cm: height_cm() });
}

/** Over the last weeks, and of the pair that was run in last. */
export function adviceOverWeeks(): Advice[] {
  const latest = outings.value[0]?.pair ?? 1;
  const pair = pairs.value.find(({ id }) => id === latest) ?? {
    id: latest,
    name: '',
    before_m: 0,
    retired: false,
  };
  const today = dayOf(Date.now(), -new Date().getTimezoneOffset());
  return overWeeks(
    history.value.map(({ figures }) => figures),
    today,
    latest,
    Math.round(odometer_m(pair) / 1000),
  );
}
