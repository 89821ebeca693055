/**
 * One conformance case: what it tests, and the scenario that does. Organised as the Bluetooth SIG's test suites are; the
 * identifiers look like theirs but are our own, because the text of those suites was not available to us.
 *
 *     SERVICE/SEN/GROUP/BV-01   SEN: the server; BV: valid behaviour, BI: invalid behaviour of the central
 */
import { scenario, type OnAir, type OnAirOptions } from '../radio/subject';

/** Groups, in the order of the document. */
export const GROUPS = Object.freeze({
  SD: 'Service definition',
  CR: 'Characteristic read',
  CN: 'Notification',
  SP: 'Control point procedures',
  SPE: 'Error handling',
  ADV: 'Advertising',
  SM: 'Security',
});

export interface ConformanceCase {
  readonly id: string;
  /** What must be so, one sentence. */
  readonly title: string;
  /** Where the expected bytes come from. */
  readonly source: string;
  readonly options: OnAirOptions;
  /** Fails by throwing. */
  readonly run: (it: OnAir) => Promise<void>;
}

export type Body = (it: OnAir) => Promise<void>;

/** Makes the cases of one service and group, numbered in order. */
export class CaseList {
  readonly cases: ConformanceCase[] = [];
  private valid = 0;
  private invalid = 0;

  constructor(
    private readonly service: string,
    private readonly group: keyof typeof GROUPS,
    private readonly source: string,
  ) {}

  /** A case of valid behaviour. */
  bv(title: string, run: Body, more: { source?: string; options?: OnAirOptions } = {}): void {
    this.add(`BV-${number(++this.valid)}`, title, run, more);
  }

  /** A case in which the central does what it should not. */
  bi(title: string, run: Body, more: { source?: string; options?: OnAirOptions } = {}): void {
    this.add(`BI-${number(++this.invalid)}`, title, run, more);
  }

  private add(
    name: string,
    title: string,
    run: Body,
    more: { source?: string; options?: OnAirOptions },
  ): void {
    this.cases.push({
      id: `${this.service}/SEN/${this.group}/${name}`,
      title,
      source: more.source ?? this.source,
      options: more.options ?? {},
      run,
    });
  }
}

function number(value: number): string {
  return String(value).padStart(2, '0');
}

/** @returns what was wrong, or undefined when the case passes */
export async function verdict(one: ConformanceCase): Promise<string | undefined> {
  try {
    await scenario(one.options, one.run);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
