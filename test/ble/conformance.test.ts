import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { conformanceCases } from '../../host-sim/conformance';
import { CaseList, verdict } from '../../host-sim/conformance/case';
import { conformanceDocument } from '../../host-sim/conformance/document';

const cases = conformanceCases();

describe('conformance', () => {
  for (const one of cases)
    it(`${one.id}: ${one.title}`, async () => {
      expect(await verdict(one)).to.equal(undefined);
    });

  it('has no identifier twice', () => {
    expect(new Set(cases.map(({ id }) => id)).size).to.equal(cases.length);
  });

  it('tells what was wrong with a case that fails', async () => {
    const list = new CaseList('RSCS', 'SD', '');
    list.bv('a wrong byte', async (it) => {
      expect((await (await it.join()).link.read('2a5d'))[0]).to.equal(99);
    });
    expect(await verdict(list.cases[0])).to.match(/expected 2 to equal 99/);
  });

  it('is what docs/CONFORMANCE.md lists', () => {
    const document = readFileSync(join(__dirname, '..', '..', 'docs', 'CONFORMANCE.md'), 'utf8');
    expect(document).to.equal(conformanceDocument(cases.map((one) => ({ case: one, wrong: undefined }))));
  });
});
