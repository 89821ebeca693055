/** A sweep as text. */
import type { Half } from '../score/recordings';
import { cell } from '../score/table';
import { choose, type Choice } from './choice';
import { fullName } from './constants';
import { FIGURES, rowsOf, worseFigures } from './figures';
import type { Swept } from './sweep';
import { GROUPS } from './targets';

/** Texts to the left, as many columns as are said; figures to the right. */
function aligned(lines: readonly (readonly string[])[], texts: number): string {
  const widths = lines[0].map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  return lines
    .map((line) =>
      line
        .map((item, i) => (i < texts ? item.padEnd(widths[i]) : item.padStart(widths[i])))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Rows of the figures that differ between the values by more than their noise. */
function figureLines({ tried }: Swept): string[][] {
  return GROUPS.flatMap((group) => {
    const known = tried.map(({ scores, error }) => (error === undefined ? rowsOf(scores[group]) : []));
    const names = known.flat().map(({ dataset, part }) => JSON.stringify([dataset, part]));
    return [...new Set(names)].flatMap((name) => {
      const [dataset, part] = JSON.parse(name) as [string, string];
      return FIGURES.flatMap(({ title, digits, noise, value }) => {
        const figures = known.map((rows) => {
          const found = rows.find((row) => row.dataset === dataset && row.part === part);
          return found && value(found.row);
        });
        const there = figures.filter((figure) => figure !== undefined);
        if (there.length === 0 || Math.max(...there) - Math.min(...there) <= noise) return [];
        const half = group === 'synthetic' ? '' : group;
        return [[half, dataset, part, title, ...figures.map((figure) => cell(figure, digits))]];
      });
    });
  });
}

function costLines({ costs }: Choice): string[][] {
  return GROUPS.map((group) => [
    group === 'synthetic' ? '' : group,
    group === 'synthetic' ? 'all synthetic' : 'all recordings',
    '',
    'cost',
    ...costs[group].map((cost) => cell(cost, 2)),
  ]);
}

function other(half: Half): Half {
  return half === 'a' ? 'b' : 'a';
}

/** What half `half` chooses, and what that is worth on the other, which it has not seen. */
function heldOut({ constant, values, tried }: Swept, { costs, chosen, verdict }: Choice, half: Half): string {
  const out = other(half);
  const at = values.indexOf(chosen[half]);
  const own = values.indexOf(constant.value);
  const choice =
    at === own ? `Half ${half} keeps ${constant.value}` : `Half ${half} would choose ${chosen[half]}`;
  const costsOut = `half ${out}, held out: cost ${cell(costs[out][own], 2)}${at === own ? '' : ` -> ${cell(costs[out][at], 2)}`}`;
  const first = `${choice}; ${costsOut}; half ${out} would choose ${chosen[out]}. ${verdict[0].toUpperCase()}${verdict.slice(1)}.`;
  if (at === own) return first;
  const worse = GROUPS.flatMap((group) =>
    worseFigures(tried[own].scores[group], tried[at].scores[group]).map((text) =>
      group === 'synthetic' ? text : `${group} ${text}`,
    ),
  );
  return `${first}\nWorse with ${chosen[half]}: ${worse.join('; ') || 'nothing'}.`;
}

/** A constant: what it moves, value by value, and the choice. */
export function constantTable(swept: Swept, half: Half): string {
  const { constant, values, tried } = swept;
  const choice = choose(swept);
  const titles = values.map((value) => (value === constant.value ? `[${value}]` : String(value)));
  const moved = figureLines(swept);
  const errors = tried.flatMap(({ error }, i) =>
    error === undefined ? [] : [`${values[i]} fails: ${error}`],
  );
  const lines = [
    `firmware/${constant.file}:${constant.line} ${constant.name} = ${constant.value}`,
    ...[constant.text, constant.source === undefined ? '' : `Source: ${constant.source}`].filter(Boolean),
    '',
    aligned([['half', 'data set', 'part', 'figure', ...titles], ...moved, ...costLines(choice)], 4),
    ...(moved.length === 0 ? ['No figure of any data set moves.'] : []),
    ...errors,
    heldOut(swept, choice, half),
  ];
  return lines.join('\n');
}

export const LEGEND = `a, b = halves of the subjects; without = synthetic. cost = 1 for each percent of wrong strides (100 - F1), of stride length and of distance, each
10 ms of bias and of SD of a contact, each false stride an hour of movements without steps; mean over the strides. A half chooses by its own
recordings and what is synthetic together; held out is the cost on the other half's recordings. Changes below 0.03 are none; values that
differ by less than 0.1 are flat.`;

/** What every value but the present one changes: "+0.31 -0.02 . +0.15". */
function changes(costs: readonly number[], own: number): string {
  const change = (cost: number) => {
    const text = cell(cost - costs[own], 2);
    return text === '0.00' || text.startsWith('-') ? text : `+${text}`;
  };
  return costs.map((cost, i) => (i === own ? '.' : change(cost))).join(' ');
}

/** One line for each constant that matters: how its values change the costs, what half `half` chooses and what the other gives. */
function summaryLine(swept: Swept, { costs, totals, chosen, verdict }: Choice, half: Half): string[] {
  const { constant, values } = swept;
  const out = other(half);
  const own = values.indexOf(constant.value);
  const heldOut = [costs[out][own], costs[out][values.indexOf(chosen[half])]].map((cost) => cell(cost, 2));
  return [
    fullName(constant),
    String(constant.value),
    values.join(' '),
    changes(totals[half], own),
    changes(totals[out], own),
    String(chosen[half]),
    chosen[half] === constant.value ? heldOut[0] : heldOut.join(' -> '),
    verdict,
  ];
}

/** The constants of a sweep in short; those that are flat, which may have any of the values tried, last. */
export function summaryTable(all: readonly Swept[], half: Half): string {
  const out = other(half);
  const chosen = all.map((swept) => ({ swept, choice: choose(swept) }));
  const flat = chosen.filter(({ choice }) => choice.verdict === 'flat');
  const lines = chosen
    .filter(({ choice }) => choice.verdict !== 'flat')
    .map(({ swept, choice }) => summaryLine(swept, choice, half));
  const titles = [
    ...['constant', 'value', 'tried', `change of cost, ${half}`, `${out}`],
    ...[`${half} chooses`, `${out}, held out`, 'verdict'],
  ];
  const named = flat.map(
    ({ swept: { constant, values } }) =>
      `${fullName(constant)} ${constant.value} (${values[0]} to ${values[values.length - 1]})`,
  );
  return [
    ...(lines.length > 0 ? [aligned([titles, ...lines], 1)] : []),
    ...(named.length > 0 ? [`Flat: ${named.join(', ')}.`] : []),
  ].join('\n\n');
}

/** For `--json`: every constant with its values, figures and choice. */
export function sweepJson(all: readonly Swept[]): unknown {
  return all.map((swept) => {
    const { constant, values, tried } = swept;
    const figures = Object.fromEntries(
      GROUPS.map((group) => [group, tried.map(({ scores }) => scores[group].datasets)]),
    );
    return { ...constant, values, ...choose(swept), figures };
  });
}
