/** docs/tpch.md, printed from what `measure.ts` kept. */
import { readFileSync } from 'node:fs';
import { printTable } from '../bench/table.ts';
import { measuredFile, measuredPath, type MeasuredQueryResult } from './measured.ts';
import { expected, queryNumbers, queryTitles } from './queries.ts';

/** Scale factors that were measured, as in the file. */
export const scales = ['0.1', '1'] as const;

/** Up to here an answer is of use, and up to here it tells the order of magnitude: medians of the relative error. */
const [useful, rough] = [0.1, 0.3];

export function tpchPage(): string {
  const measured = measuredFile.parse(JSON.parse(readFileSync(measuredPath, 'utf8')));
  const at = (scale: string): readonly MeasuredQueryResult[] =>
    (measured[scale] ?? []).toSorted((a, b) => a.query - b.query);
  return `# TPC-H, privately

<!-- Printed by \`npm run docs\` from test/tpch/measured.json. Do not edit. -->

The 22 queries with the customer as the protected unit, each asked alone at ε = 1, δ = 10⁻⁶. Customers, their orders and lines are protected; parts, suppliers and nations are public. The texts are the official ones with the parameters of the validation; the data follow clause 4.2 of the specification and are our own. \`node test/tpch/measure.ts --scale 1\` measures again; \`test/tpch/private.test.ts\` holds that without noise every private answer equals plain DuckDB's to the last digit.

${printTable({ title: 'What becomes of each query', columns: ['query', 'title', 'lane', ...scales.map((scale) => `at scale ${scale}`)], rows: queryNumbers.map((number) => verdictRow(number, scales.map(at))) })}

- *useful*: the median relative error of every column is at most ${percent(useful)}; *rough*: at most ${percent(rough)}; *useless*: more, or less than half of the true rows is there. It speaks of the rows that are shown: of query 13, numbers of orders that few customers have are hidden. A useless answer is not wrong: its interval says how little it tells.
- *public*: reads nothing of a customer, so it is answered exactly and costs nothing.
- *refused*: \`E_GROUP_DETERMINES_UNIT\`. Query 3 groups by the order and queries 10 and 18 by the customer: each group is one customer's, and there is nothing to hide it among.

## Plans

What follows from text and catalog, before anything is spent. R: rows of a customer that the publication keeps. K: groups of a customer that count. M: rows that count in each. K and M are set for each query from what the specification says of any customer, in \`test/tpch/settings.ts\`; query 1 has none and takes all rows. τ: groups with fewer customers are hidden, where the groups are not public. Δ₂ and σ are in the units of the data; an average's σ depends on how many rows there are.

${printTable({ title: 'At scale 1', columns: ['query', 'tier', 'R', 'K', 'M', 'τ', 'statistic', 'Δ₂', 'σ'], rows: at('1').flatMap(planRows) })}

## Errors

Relative to the true answer, medians over its rows and over repeats (101; 11 where a noisy result is read by a second release). *Clipping* is what bounding the customers alone does: it is a bias, and no interval shows it. *Noise* is the rest. *Hidden*: share of the groups in the data that stay below the threshold. *Found*: share of the rows of the true answer that the noisy one has; *besides*: rows that it has and the true one has not, such as public groups without a row.

${scales.map((scale) => printTable({ title: `At scale ${scale}`, columns: ['query', 'column', 'noise', 'clipping', 'both', 'hidden', 'found', 'besides'], rows: at(scale).flatMap(errorRows) })).join('\n\n')}

## Where the answer is useless, and why

${Object.keys(reasons)
  .flatMap((number) => reasonLine(Number(number), at))
  .join('\n')}
`;
}

/** The noise of a sum is that of the largest line there may be, which is 2.7 times the usual one, times the lines that count. */
const reasons: Readonly<Record<number, string>> = {
  7: 'few lines go between France and Germany; six of the largest are allowed for each customer.',
  8: 'one type of part in 150, of which Brazil has a twenty-fifth: the noise of the numerator is larger than it.',
  9: '175 groups of a nation and a year share a twentieth of the lines, and a customer is in eight of them.',
  15: 'it asks for the largest of thousands of suppliers, each with the noise of a customer in twelve groups: the largest noise is named, not the largest supplier. At scale 1 there are too many suppliers for a list of groups, and each has fewer customers than the threshold.',
  17: 'each part has about as many customers as lines, fewer than the threshold, so no part has a noisy average to compare with; what remains is noise.',
  19: 'very few lines meet the conditions, whose sum is of the size of what one customer may add.',
  20: 'each part and supplier have fewer customers than the threshold.',
  21: 'the suppliers of one nation have fewer late customers each than the threshold.',
};

function reasonLine(number: number, at: (scale: string) => readonly MeasuredQueryResult[]): readonly string[] {
  const where = scales.filter((scale) => verdictOf(at(scale).find(({ query }) => query === number)) === 'useless');
  return where.length === 0 ? [] : [`- Query ${number}, at scale ${where.join(' and ')}: ${reasons[number] ?? ''}`];
}

function verdictRow(number: number, measured: readonly (readonly MeasuredQueryResult[])[]): readonly string[] {
  const isPublic = expected.public.includes(number);
  const lane = isPublic ? 'public' : expected.refused.includes(number) ? 'refused' : 'private';
  const each = measured.map((results) => results.find(({ query }) => query === number));
  const verdicts = each.map((result) => (lane === 'private' ? verdictOf(result) : isPublic ? 'exact' : 'refused'));
  return [String(number), queryTitles[number - 1] ?? '', lane, ...verdicts];
}

function verdictOf(result: MeasuredQueryResult | undefined): 'useful' | 'rough' | 'useless' | 'not measured' {
  if (!result) return 'not measured';
  const worst = Math.max(...result.columns.map(({ total }) => total ?? Number.POSITIVE_INFINITY));
  if (result.found < 0.5 || result.columns.length === 0 || worst > rough) return 'useless';
  return worst > useful ? 'rough' : 'useful';
}

function planRows({ query, releases }: MeasuredQueryResult): readonly (readonly string[])[] {
  return releases.flatMap((release, step) =>
    release.statistics.map(({ fn, sensitivity, sigma }) => [
      releases.length > 1 ? `${query}, step ${step + 1}` : String(query),
      release.tier,
      String(release.rowsPerUnit ?? '–'),
      String(release.groupsPerUnit ?? '–'),
      String(release.rowsPerGroup),
      String(release.threshold ?? '–'),
      fn,
      figure(sensitivity),
      sigma === undefined ? '–' : figure(sigma),
    ]),
  );
}

function errorRows(result: MeasuredQueryResult): readonly (readonly string[])[] {
  const shares = [percent(result.hidden), percent(result.found), figure(result.besides)];
  // Query 20 shows names only.
  if (result.columns.length === 0) return [[String(result.query), '–', '–', '–', '–', ...shares]];
  return result.columns.map(({ name, noise, clipping, total }) => [
    String(result.query),
    name,
    percent(noise),
    percent(clipping),
    percent(total),
    ...shares,
  ]);
}

function figure(number: number): string {
  return Number(number.toPrecision(3)).toLocaleString('en-US');
}

function percent(share: number | null): string {
  if (share === null) return 'nothing shown';
  return share !== 0 && share < 0.0001 ? '< 0.01 %' : `${figure(100 * share)} %`;
}
