/** What the coach has seen, with its source and the data it looked at. */
import { wordsOf, type Advice } from '../../coach';
import { preferences } from '../preferences';
import { words } from '../words/words';

export function AdviceList({ advice }: { advice: readonly Advice[] }) {
  const w = words.value;
  const units = preferences.value.units === 'mi' ? 'miles' : 'km';
  const told = advice.map((one) => ({ number: one.advice, said: wordsOf(one, w.coach, units) }));
  return (
    <>
      <h2>{w.advice.title}</h2>
      {told.length === 0 && <p>{w.advice.none}</p>}
      {told.map(
        ({ number, said }) =>
          said && (
            <article key={number} class="card advice" data-advice={number}>
              <h3>{said.title}</h3>
              <p>{said.text}</p>
              <small>
                {said.lookedAt} {said.sources.length > 0 && `${w.advice.source}: `}
                {said.sources.map(({ name, url }, i) => (
                  <span key={name}>
                    {i > 0 && '; '}
                    {url ? (
                      <a href={url} rel="noreferrer">
                        {name}
                      </a>
                    ) : (
                      name
                    )}
                  </span>
                ))}
              </small>
            </article>
          ),
      )}
    </>
  );
}
