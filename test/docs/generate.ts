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
import { lifeOf, openings, stageCommands } from '#gateway/stages/collections.ts';
import { accuracyPage } from '../accuracy/page.ts';
import { simulationAccuracyPage } from '../accuracy/simulation/page.ts';
import { tpchPage } from '../tpch/page.ts';
import { statesPage } from './states.ts';
import { clausesPage } from './clauses.ts';
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
    ['operations.md', operations()],
    ['clauses.md', clausesPage(note)],
    ['rule-packs.md', rulePacksPage(note, table)],
    ['requirements.md', requirementsPage(note, table)],
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

function operations(): string {
  const rows = Object.entries(stageCommands).flatMap(([stage, collections]) =>
    Object.entries(collections as Record<string, readonly string[]>).flatMap(([collection, commands]) =>
      commands.map((command) => {
        const begins = openings(lifeOf(collection)).includes(command);
        return [
          stage,
          `POST /api/v1/${stage}/${collection}${begins ? '' : `/:id/${command}`}`,
          begins ? `begins (${command})` : command,
        ];
      }),
    ),
  );
  const special = [
    [
      'catalog',
      'GET /api/v1/catalog/search',
      'published entries by words: ?q, ?department, ?attribute, ?theme, ?column; without an account on /catalog?q=',
    ],
    [
      'catalog',
      'GET /api/v1/catalog/changes',
      'what was published, revised, withdrawn, retired, disputed: ?after the last number that you have, ?entry, ?limit',
    ],
    [
      'simulate',
      'POST /api/v1/simulate/explain',
      'rules and types of a text, in the private lane its noise and price, no data',
    ],
    ['simulate', 'POST /api/v1/simulate/query', 'the text on simulation data, with the forecast'],
    ['simulate', 'GET /api/v1/simulate/preview/:table', 'some rows: ?rows, and ?set or another ?seed'],
    ['simulate', 'GET /api/v1/simulate/fidelity/:table', 'what of its columns and pairs to believe'],
    [
      'simulate',
      'POST /api/v1/simulate/sets',
      'simulation data of your own: seed, scale, dirt, a query to find rows, format',
    ],
    ['simulate', 'GET /api/v1/simulate/sets, /sets/:id, /sets/:id/package', 'your sets, and the package of one'],
    [
      'simulate',
      'POST /api/v1/simulate/fits/plan',
      'what a fit would measure, its price and tick, and what it would leave out',
    ],
    [
      'catalog',
      'GET /api/v1/catalog/shared',
      'the sharing catalog in four fields: for public bodies, and for a vendor while its browse permit runs',
    ],
    ['propose', 'POST /api/v1/propose/programs/:id/test', 'the program on simulation data; needed before freeze'],
    [
      'review, check',
      'GET /api/v1/review/applications/:id/checks, /programs/:id/checks; /api/v1/check/exports/:id/checks; each with /page',
      'the items of its gate with their automatic verdicts, for those who check and supervise',
    ],
    [
      'audit',
      'GET /api/v1/audit/graph?start&direction',
      'what a thing rests on (back), what rests on it (forth), out to recipients',
    ],
    [
      'audit',
      'GET /api/v1/audit/exports/:id/responsibility',
      'every step that led to an export, with the person who answers for it',
    ],
    ['audit', 'GET /api/v1/audit/people/:person', 'what one person did, from the record'],
    [
      'audit',
      'POST /api/v1/audit/exports/:id/replay',
      'the runs of a released export computed again in the domain: equal bytes, or not',
    ],
    [
      'audit',
      'GET /api/v1/audit/reports, /reports/:id?from&to&format',
      'R01 to R23 for any period, as JSON, CSV or a page',
    ],
    ['check', 'POST /api/v1/check/runs/:id/reveal', "the operator's logged look at a quarantined result"],
    ['export', 'POST /api/v1/export/exports/:id/release', 'release of a filed export'],
    ['export', 'GET /api/v1/export/exports/:id/bundle', 'the bundle, for its vendor and the desks'],
    [
      'audit',
      'GET /api/v1/audit/budgets',
      'privacy budgets: of id spaces, and of the agreements that the caller may see',
    ],
    ['', 'GET /api/v1/deadlines', 'what the caller owes, until when, on which article, provisional or not'],
    ['', 'GET /api/v1/notices', 'what has happened that the caller is told of, newest first: ?before, ?limit'],
    [
      'audit',
      'GET /api/v1/audit/duties',
      'register of overdue duties, for supervising bodies: ?role, ?org, ?state, ?from, ?to',
    ],
    ['audit', 'GET /api/v1/audit/checkpoint, /policy', 'public: newest checkpoint, whom to believe'],
    ['audit', 'GET /api/v1/audit/exports/:id/status?size', 'public: how a released export stands as of now, proven'],
    [
      'audit',
      'GET, POST /api/v1/audit/erasures, POST /:id/confirm',
      'personal texts of a thing erased: ordered by the data agency, confirmed by another of its persons',
    ],
    [
      'audit',
      'GET /api/v1/audit/entries, /entries/:seq/proof, /consistency, /trace/:id',
      'the log, for supervising bodies',
    ],
    [
      'audit',
      'POST /api/v1/audit/subjects',
      "which released exports used one subject's records: the regulator's logged question",
    ],
  ];
  return `# Operations\n\n${note}\nEvery collection also answers \`GET /api/v1/<stage>/<collection>\` and \`/:id\`. Bodies are the fields of the command; refusals are \`application/problem+json\`.\n\n${table(['stage', 'operation', 'what'], [...special, ...rows])}\n`;
}
