/** The words of the page, in every language. */
import { expect } from 'chai';
import { wordsOf, type Language } from '../../companion/coach';
import * as numbers from '../../firmware/coach/advice';
import { Advice } from '../../firmware/coach/advice';

const RULES = Object.entries(numbers).flatMap(([name, number]): [string, number][] =>
  typeof number === 'number' ? [[name, number]] : [],
);
const LANGUAGES: readonly Language[] = ['en', 'zh'];
/** Words of diagnosis and of danger. */
const FORBIDDEN = /injur|risk|danger|diagnos|patholog|abnormal|wrong|受伤|损伤|风险|危险|诊断|异常|病/i;

function advice(number: number, first = 135, second = 160, third = 171): Advice {
  return Object.assign(new Advice(), { advice: number, arguments: 3, first, second, third });
}

describe('words for advice', () => {
  for (const language of LANGUAGES)
    for (const [name, number] of RULES)
      it(`${language} ${name}: title, text, data and source; no diagnosis`, () => {
        const words = wordsOf(advice(number), language, 'km');
        expect(words).to.not.equal(undefined);
        if (words === undefined) return;
        expect(words.title).to.have.length.within(3, 45);
        expect(words.text).to.have.length.within(8, 220);
        expect(words.lookedAt).to.have.length.within(8, 120);
        expect(words.sources).to.not.have.length(0);
        const everything = `${words.title} ${words.text} ${words.lookedAt}`;
        expect(everything).to.not.match(FORBIDDEN);
        expect(everything).to.not.match(/undefined|NaN|\[object/);
        expect(/[一-鿿]/.test(everything)).to.equal(language === 'zh');
      });

  it('puts the figures in, in the units of the runner', () => {
    const text = (units: 'km' | 'miles') =>
      wordsOf(advice(numbers.LONGEST_RUN_JUMP, 35, 1609, 1200), 'en', units)?.text;
    expect(text('km')).to.include('16.1 km: 35 %').and.include('12.0 km');
    expect(text('miles')).to.include('10.0 miles: 35 %').and.include('7.5 miles');
    expect(wordsOf(advice(numbers.IMBALANCE, 535, 2, 498), 'en', 'km')?.text)
      .to.include('right foot had 53.5 %')
      .and.include('49.8 %');
    expect(wordsOf(advice(numbers.CADENCE_TREND, -46, 6, 164), 'zh', 'km')?.text).to.include('少 5 步');
  });

  it('has none for advice of a newer shoe', () => {
    expect(wordsOf(advice(999), 'en', 'km')).to.equal(undefined);
  });
});
