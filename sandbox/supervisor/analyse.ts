/**
 * Vendor text → plan: parse in the parser process, then everything else in pure code, then bind over empty tables.
 * The answer depends on the text, the catalog and the profile, never on a row.
 */
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import type { ProfileName } from '#policies/disclosure/profile.ts';
import { releaseSettings, type ReleaseSettings } from '#policies/disclosure/release-settings.ts';
import type { Wish } from '#policies/disclosure/table-problem.ts';
import { wishesOf } from '#policies/disclosure/wishes.ts';
import { requireTreatable } from '#policies/disclosure/treat/require-treatable.ts';
import { decode } from '#policies/query/decode.ts';
import { printEvidence } from '#policies/query/evidence.ts';
import { entriesOf, planExact, tablesOf, type ExactPlan, type Plan } from '#policies/query/plan.ts';
import { sourcesOf } from '#policies/query/lineage.ts';
import { printOpen, printPost } from '#policies/query/post.ts';
import { cellsTable, groupingColumn, markName } from '#policies/query/released-cells.ts';
import type { ResolvedQuery } from '#policies/query/ir.ts';
import { keyColumns } from '#policies/query/key-columns.ts';
import { columnName } from '#policies/query/print.ts';
import type { Given } from '#policies/query/parameters.ts';
import { requireShallow } from '#policies/query/nesting.ts';
import { resolve } from '#policies/query/resolve.ts';
import { printSchema } from '#policies/query/schema-sql.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { maxSqlBytes, type Explanation } from '../operations.ts';
import type { CellsInput, EngineTable } from '../query/operations.ts';
import type { Limits } from './config.ts';
import type { Parser } from './parser.ts';

export interface Analysis {
  readonly plan: Plan;
  readonly entries: readonly CatalogEntry[];
  readonly explanation: Explanation;
  /** Engine types of grouping, keys and measures, for the table of released cells. */
  readonly cellTypes: readonly string[];
  /** How an exact table is to leave. */
  readonly release: ReleaseSettings;
  readonly wishes: readonly Wish[];
}

/** By which rules a table is to leave. The profile of `release` takes the place of the other. */
export interface ExactReading {
  readonly profile: ProfileName;
  readonly release?: ReleaseSettings;
}

export interface Analyser {
  readonly parser: Parser;
  readonly limits: Limits;
  readonly entries: readonly CatalogEntry[];
}

/** Vendor text → a query with every name resolved, and every parameter the constant that was given for it. */
export async function resolveText(
  { parser, entries }: Pick<Analyser, 'parser' | 'entries'>,
  sql: string,
  given: readonly Given[] = [],
): Promise<Outcome<ResolvedQuery>> {
  if (Buffer.byteLength(sql) > maxSqlBytes)
    return refuse('E_TEXT_SIZE', `Cannot read the query: must be at most ${maxSqlBytes} bytes`);
  if (sql.includes('\0')) return refuse('E_PARSE', 'Cannot read the query: must not contain a NUL character');
  const nested = requireShallow(sql);
  if (!nested.ok) return nested;
  const parsed = await parser.parse(sql);
  if (!parsed.ok) return parsed;
  const syntax = decode(parsed.value.ast, sql, given);
  return syntax.ok ? resolve(syntax.value, entries) : syntax;
}

/** The exact reading of a text. */
export async function analyse(analyser: Analyser, sql: string, profile: ProfileName): Promise<Outcome<Analysis>> {
  const query = await resolveText(analyser, sql);
  return query.ok ? analyseExactly(analyser, query.value, { profile }) : query;
}

/** The exact reading; of public data alone, the open one. */
export async function analyseExactly(
  { parser, limits }: Pick<Analyser, 'parser' | 'limits'>,
  query: ResolvedQuery,
  { profile, release = releaseSettings.parse({ profile }) }: ExactReading,
): Promise<Outcome<Analysis>> {
  const plan = planExact(query, release.profile);
  if (!plan.ok) return plan;
  const wishes = plan.value.kind === 'exact' ? wishesOf(plan.value, release) : accept([]);
  if (!wishes.ok) return wishes;
  const treatable = plan.value.kind === 'exact' ? requireTreatable(plan.value, release) : accept(undefined);
  if (!treatable.ok) return treatable;
  const bound = await bind(parser, limits, plan.value);
  return bound.ok ? accept({ ...bound.value, release, wishes: wishes.value }) : bound;
}

async function bind(
  parser: Parser,
  limits: Limits,
  plan: Plan,
): Promise<Outcome<Omit<Analysis, 'release' | 'wishes'>>> {
  const entries = entriesOf(plan);
  const schema = entries.map((entry) => ({ name: entry.id, ddl: printSchema(entry) }));
  if (plan.kind === 'open') {
    const bound = await parser.bind({ schema, script: { setup: [], queries: [printOpen(plan, limits.resultRows)] } });
    if (!bound.ok) return bound;
    return accept({ plan, entries, cellTypes: [], explanation: explain(plan, entries, bound.value.tables[0]) });
  }
  const { setup, cells, units, margins } = printEvidence(plan);
  const queries = [cells, ...units, ...margins.map((margin) => margin.sql)];
  const evidence = await parser.bind({ schema, script: { setup: [...setup], queries } });
  if (!evidence.ok) return evidence;
  const cellTypes = evidence.value.tables[0]?.types ?? [];
  const post = { cells: cellsInput(plan, cellTypes, []), sql: printPost(plan) };
  const bound = await parser.bind({ schema: [], script: { setup: [], queries: [] }, post });
  if (!bound.ok) return bound;
  return accept({ plan, entries, cellTypes, explanation: explain(plan, entries, bound.value.post) });
}

/** The table of cells that post-processing reads: grouping, keys, statistics, and a mark for each statistic. @param types of the evidence statement */
export function cellsInput(plan: ExactPlan, types: readonly string[], rows: CellsInput['rows']): CellsInput {
  const ids = [...plan.keys.map((key) => key.id), ...plan.measures.map((measure) => measure.id)];
  return {
    name: cellsTable,
    columns: [
      { name: groupingColumn, type: 'INTEGER' },
      ...ids.map((id, index) => ({ name: columnName(id), type: types[1 + index] ?? 'VARCHAR' })),
      ...plan.measures.map((measure) => ({ name: markName(measure.id), type: 'BOOLEAN' })),
    ],
    rows,
  };
}

function explain(plan: Plan, entries: readonly CatalogEntry[], table: EngineTable | undefined): Explanation {
  const direct = plan.kind === 'exact' ? keyColumns(plan) : new Map<number, undefined>();
  return {
    kind: plan.kind,
    columns: plan.post.columns.map(({ name, id }, index) => ({
      name,
      type: table?.types[index] ?? 'VARCHAR',
      role: plan.kind === 'open' || direct.has(id) ? 'key' : 'statistic',
    })),
    entries: entries.map((entry) => entry.id),
    tables: [...tablesOf(plan)],
    used: usedNames(plan.used),
    lineage: lineageOf(plan.post),
    units: plan.kind === 'exact' ? [...new Set(plan.units.map((unit) => unit.space))] : [],
    k: plan.kind === 'exact' ? plan.k : 0,
  };
}

/** `table.column` of every base column that the text names. */
export function usedNames(used: Plan['used']): string[] {
  return used.map(({ table, column }) => `${table.name}.${column.name}`);
}

/** Where the results come from, as a message may hold it. */
export function lineageOf(query: Plan['post']): Explanation['lineage'] {
  const { columns, filters } = sourcesOf(query);
  const mutable = columns.map(({ column, values, conditions }) => ({
    column,
    values: [...values],
    conditions: [...conditions],
  }));
  return { columns: mutable, filters: [...filters] };
}
