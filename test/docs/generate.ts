/** The pages of docs/ that are printed from code: what they say is what runs. `npm run docs` writes them, a test compares. */
import { checks, type Check } from '#policies/disclosure/register.ts';
import { statisticTypes } from '#policies/disclosure/statistics.ts';
import { modelChecks } from '#policies/disclosure/model/register.ts';
import { aggregates, allowedQuantiles, refusedAggregates, type AggregateName } from '#policies/query/aggregates.ts';
import { formatSpecifiers } from '#policies/query/functions-check.ts';
import { dateFunctions } from '#policies/query/functions-date.ts';
import { numberFunctions } from '#policies/query/functions-number.ts';
import type { Gives } from '#policies/query/functions-spec.ts';
import { textFunctions } from '#policies/query/functions-text.ts';
import {
  calendarParts,
  functionAliases,
  functions,
  functionSpec,
  type FunctionName,
  volatileNames,
} from '#policies/query/functions.ts';
import { rules } from '#policies/refusal.ts';
import { statusOf } from '#gateway/status.ts';
import { asvsPage } from '../asvs/page.ts';
import { accuracyPage } from '../accuracy/page.ts';
import { simulationAccuracyPage } from '../accuracy/simulation/page.ts';
import { tpchPage } from '../tpch/page.ts';
import { operationsPage } from './operations.ts';
import { statesPage } from './states.ts';
import { clausesPage } from './clauses.ts';
import { cliPage } from './cli-page.ts';
import { rulePacksPage } from './rule-packs.ts';
import { profilesPage } from './profiles-page.ts';
import { requirementsPage } from '../requirements/page.ts';

/** File name under docs/ → text. */
export function generatedDocs(): ReadonlyMap<string, string> {
  return new Map([
    ['states.md', statesPage(note, table)],
    ['profiles.md', profilesPage()],
    ['refusals.md', refusals()],
    ['checks.md', disclosureChecks()],
    ['language.md', language()],
    ['operations.md', operationsPage(note, table)],
    ['clauses.md', clausesPage(note)],
    ['rule-packs.md', rulePacksPage(note, table)],
    ['cli.md', cliPage(note, table)],
    ['requirements.md', requirementsPage(note, table)],
    ['asvs.md', asvsPage(note, table)],
    ['tpch.md', tpchPage()],
    ['accuracy.md', accuracyPage()],
    ['simulation-accuracy.md', simulationAccuracyPage()],
  ]);
}

const note = '<!-- Printed by `npm run docs`. Do not edit. -->\n';

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function refusals(): string {
  const rows = (Object.keys(rules) as (keyof typeof rules)[]).map((code) => {
    const { title, source, remedy } = rules[code];
    return [`\`${code}\``, String(statusOf[code]), title, remedy, source];
  });
  return `# Refusals\n\n${note}\nEvery refusal has a code, a place where the text has one, the source it rests on and what to do. None carries a number computed from real rows.\n\n${table(['code', 'HTTP', 'title', 'remedy', 'rests on'], rows)}\n`;
}

function disclosureChecks(): string {
  const rows = Object.entries(checks as Readonly<Record<string, Check>>).map(([name, check]) => [
    `\`${name}\``,
    check.title,
    check.risk,
    check.effect === 'review' ? 'asks a person' : 'hides',
    check.source,
  ]);
  const types = Object.values(statisticTypes).map((type) => [
    type.title,
    type.class,
    judgedBy[type.by],
    type.checks.map((check) => `\`${check}\``).join(', '),
    type.limit,
    type.source,
  ]);
  const models = Object.entries(modelChecks).map(([name, { title, risk, source }]) => [
    `\`${name}\``,
    title,
    risk,
    source,
  ]);
  return `# Disclosure checks

${note}
Of every cell of an exact release, for every declared kind of unit. The parameters of dominance are not published.

${table(['check', 'what it finds', 'risk', 'effect', 'source'], rows)}

## Types of statistics

A closed list. U: unsafe until the evidence of the cell shows otherwise. S: safe once the conditions hold.

${table(['statistic', 'class', 'judged', 'checks', 'limit', 'source'], types)}

## Models

Of every model that was trained exactly; of a noisy one the form, the family and the loss. A model that fails stays in the domain.

${table(['check', 'what it finds', 'risk', 'source'], models)}
`;
}

const judgedBy = { contributions: 'by its contributions', parts: 'by its parts', refused: 'refused' } as const;

/** Where the type of the result follows from the arguments. */
const typeWords: Readonly<Partial<Record<Gives, string>>> = {
  first: 'as the first argument',
  second: 'as the second argument',
  common: 'the type they have in common',
  sum: 'by the operands',
  difference: 'by the operands',
  product: 'by the operands',
  quotient: 'DOUBLE, INTERVAL of an interval',
  'whole quotient': 'by the operands, DOUBLE of decimals',
  remainder: 'by the operands',
  'widest integer': 'the wider of the two',
  'common divisor': 'BIGINT, HUGEINT of HUGEINT',
  rounded: 'as the first argument, fewer decimals',
  whole: 'DOUBLE, DECIMAL of decimals',
  'calendar part': 'BIGINT, DOUBLE of epoch',
  truncated: 'TIMESTAMP, INTERVAL of an interval',
};

function functionRow(name: FunctionName): readonly string[] {
  const spec = functionSpec(name);
  const [min, max] = spec.args;
  const aliases = Object.entries(functionAliases)
    .filter(([, target]) => target === name)
    .map(([alias]) => alias);
  return [
    `\`${name}\``,
    min === max ? String(min) : `${min}–${max}`,
    spec.takes.join(', '),
    typeWords[spec.gives] ?? spec.gives,
    spec.total ? 'yes' : 'no: printed inside TRY',
    (spec.constant ?? []).map((index) => String(index + 1)).join(', '),
    aliases.join(', '),
  ];
}

function releasedIn({ exact, private: noisy }: (typeof aggregates)[AggregateName]['atRelease']): string {
  if (exact && noisy) return 'yes';
  if (exact) return 'exact lane only';
  return noisy ? 'private lane only' : 'no: only over the rows of one unit';
}

function language(): string {
  const kinds = [
    ['Numbers, bits, choices', numberFunctions],
    ['Text', textFunctions],
    ['Dates and intervals', dateFunctions],
  ] as const;
  const head = ['function', 'arguments', 'takes', 'gives', 'total', 'constant arguments', 'also'];
  const functionTables = kinds.map(
    ([title, list]) => `### ${title}\n\n${table(head, (Object.keys(list) as FunctionName[]).map(functionRow))}`,
  );
  const released = Object.entries(aggregates).map(([name, { atRelease }]) => [`\`${name}\``, releasedIn(atRelease)]);
  return `# The query language

${note}
One SELECT: joins (INNER, LEFT, RIGHT, FULL, SEMI, ANTI, NATURAL, CROSS), subqueries in FROM and in expressions, CTEs, set operations, WHERE, GROUP BY (keys, positions, aliases, ALL, GROUPING SETS, ROLLUP, CUBE), HAVING, windows, QUALIFY, DISTINCT, ORDER BY, LIMIT and OFFSET on the result, CASE, arithmetic, comparisons, IN, BETWEEN, LIKE, IS NULL, casts (printed as TRY_CAST), INTERVAL, FILTER.

Never: recursive CTEs, table functions, files, catalogs, PIVOT, lambdas, COLUMNS, SAMPLE, several statements.

Calendar parts: ${[...calendarParts].join(', ')}. Quantiles: ${[...allowedQuantiles].join(', ')}, rounded to whole numbers.

## Functions

${Object.keys(functions).length} functions, all deterministic. One that is not total can fail on a row: it is printed inside TRY, and a row on which it fails gives NULL. A cast gives NULL where a value does not fit. The types are DuckDB's: a whole number beside a decimal becomes a decimal, a sum has one digit more than its parts. Format specifiers of \`strftime\`: \`${formatSpecifiers}\`. \`width_bucket(x, lo, hi, n)\` is ours, as in PostgreSQL.

${functionTables.join('\n\n')}

Refused because the answer would be another one every time (E_VOLATILE): ${[...volatileNames].map((name) => `\`${name}\``).join(', ')}.

## Aggregates

${table(['aggregate', 'may be released'], released)}

Refused by name: ${[...refusedAggregates]
    .sort()
    .map((name) => `\`${name}\``)
    .join(', ')}.
`;
}
