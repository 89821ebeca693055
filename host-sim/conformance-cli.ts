/** npm run conformance: runs every conformance case on a real host stack, and writes docs/CONFORMANCE.md. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { conformanceCases } from './conformance';
import { verdict } from './conformance/case';
import { conformanceDocument, type CaseResult } from './conformance/document';

const DOCUMENT = join(__dirname, '..', 'docs', 'CONFORMANCE.md');

async function main(): Promise<number> {
  const results: CaseResult[] = [];
  for (const one of conformanceCases()) {
    const wrong = await verdict(one);
    results.push({ case: one, wrong });
    console.log(`${wrong === undefined ? 'pass' : 'FAIL'}  ${one.id.padEnd(24)} ${one.title}`);
    if (wrong !== undefined) console.log(`      ${wrong}`);
  }
  const failed = results.filter(({ wrong }) => wrong !== undefined).length;
  console.log(`\n${results.length} cases, ${failed} failed`);
  writeFileSync(DOCUMENT, conformanceDocument(results));
  return failed === 0 ? 0 : 1;
}

void main().then((status) => (process.exitCode = status));
