/** docs/CONFORMANCE.md, from the results. */
import { GROUPS, type ConformanceCase } from './case';

export interface CaseResult {
  readonly case: ConformanceCase;
  /** What was wrong; undefined for a case that passed. */
  readonly wrong: string | undefined;
}

const HEAD = `# Conformance

Written by \`npm run conformance\`; do not edit. Every case runs the shoe's radio against a central with a host stack that this
project did not write (ble-host 1.0.3), over a virtual controller. The same cases run in \`npm test\`.

The suites of the Bluetooth SIG (RSCS.TS, BAS.TS, DIS.TS) were not available. These cases are organised as they are, and cover what
the specifications ask of a server as far as we know them; **the identifiers are our own, and passing them is no
qualification**. Expected bytes come from the specifications and from test vectors of other projects, never from this
project's encoders. Nothing here has been tried on hardware.
`;

export function conformanceDocument(results: readonly CaseResult[]): string {
  const failed = results.filter(({ wrong }) => wrong !== undefined).length;
  const parts = [HEAD, `${results.length} cases, ${failed} failed.\n`];
  for (const [group, name] of Object.entries(GROUPS)) {
    const here = results.filter((result) => result.case.id.split('/')[2] === group);
    if (here.length === 0) continue;
    parts.push(`## ${name}\n`, '| Case | | Source | Result |', '|---|---|---|---|');
    parts.push(...here.map(row), '');
  }
  return parts.join('\n');
}

function row({ case: { id, title, source }, wrong }: CaseResult): string {
  const result = wrong === undefined ? 'pass' : `**fail**: ${wrong.replaceAll('|', '/')}`;
  return `| ${id} | ${title} | ${source} | ${result} |`;
}
