/**
 * Our resolver against DuckDB's binder: for every text, the types of the result columns and the stored columns behind each are the same.
 * The binder reads the vendor's own text; ours is asked before printing, so the printer cannot make them equal.
 *
 * @see query-and-privacy.md §0.1 (the independent oracle)
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { decode } from '#policies/query/decode.ts';
import { traceRel } from '#policies/query/lineage.ts';
import { resolve } from '#policies/query/resolve.ts';
import { requireTypes, typesOf } from '#policies/query/types.ts';
import { unwrap, type Outcome } from '#policies/refusal.ts';
import { BoundPlans, byText, type BoundColumn } from '../oracle/bound-plan.ts';
import { tpchEntries } from '../tpch/catalog.ts';
import { queryNumbers, tpchQuery } from '../tpch/queries.ts';
import { Pipeline } from './pipeline.ts';
import { corpus } from './plan-corpus.ts';
import { tiny } from './tiny.ts';

const tpch = tpchEntries(1);

let pipeline: Pipeline;
let plans: BoundPlans;

beforeAll(async () => {
  pipeline = await Pipeline.open();
  plans = await BoundPlans.open([...tiny, ...tpch].flatMap(emptyTables));
});

afterAll(() => {
  pipeline[Symbol.dispose]();
  plans[Symbol.dispose]();
});

function emptyTables({ tables }: CatalogEntry): readonly string[] {
  return tables.map(({ name, columns }) => {
    const list = columns.map((column) => `"${column.name}" ${column.type}`);
    return `CREATE TABLE "${name}" (${list.join(', ')})`;
  });
}

async function ours(sql: string, entries: readonly CatalogEntry[]): Promise<Outcome<readonly BoundColumn[]>> {
  const syntax = decode(await pipeline.ast(sql), sql);
  if (!syntax.ok) return syntax;
  const query = resolve(syntax.value, entries);
  if (!query.ok) return query;
  const rel = requireTypes(query.value.rel);
  if (!rel.ok) return rel;
  const [types, { columns }] = [typesOf(rel.value), traceRel(rel.value)];
  const described = query.value.columns.map(({ id }): BoundColumn => {
    const { value = [], condition = [] } = columns.get(id) ?? {};
    const names = [...value, ...condition].map(({ base }) => `${base.table.name}.${base.column.name}`);
    // A number of rows is no stored column.
    const from = [...new Set(names)].filter((name) => !name.endsWith('.count(*)')).toSorted(byText);
    return { type: asResult(types.get(id)), from };
  });
  return { ok: true, value: described };
}

/** A result column that is NULL in every row is an INTEGER one. */
function asResult(type: string | undefined): string {
  return type === 'NULL' || type === undefined ? 'INTEGER' : type;
}

test.each(corpus)('the binder agrees on %s', async (sql) => {
  expect(unwrap(await ours(sql, tiny))).toEqual(await plans.bind(sql));
});

test.each(queryNumbers)('the binder agrees on TPC-H query %i', async (number) => {
  const sql = tpchQuery(number);
  expect(unwrap(await ours(sql, tpch))).toEqual(await plans.bind(sql));
});

test('the oracle can fail: a text with another column or type is told apart', async () => {
  const described = unwrap(await ours('SELECT x + h AS e FROM t', tiny));
  expect(described).not.toEqual(await plans.bind('SELECT x + 1 AS e FROM t'));
  expect(described).not.toEqual(await plans.bind('SELECT x + h::BIGINT AS e FROM t'));
  expect(await plans.bind('SELECT nope FROM t')).toContain('not found');
});

test.each([
  ['SELECT x + g AS e FROM t', 'E_TYPE'],
  ['SELECT nope FROM t', 'E_UNKNOWN_COLUMN'],
  ['SELECT d + 3000000000 FROM t', 'E_TYPE'],
  ['SELECT lower(x) FROM t', 'E_TYPE'],
  ['SELECT sum(g) FROM t', 'E_TYPE'],
  ['SELECT avg(b) FROM t', 'E_TYPE'],
  ['SELECT coalesce(y, b) FROM t', 'E_TYPE'],
  ['SELECT date_part(g, d) FROM t', 'E_ARGUMENTS'],
])('what the binder refuses is refused: %s', async (sql, code) => {
  const answer = await ours(sql, tiny);
  expect(answer.ok ? [] : answer.refusals.map((refusal) => refusal.code)).toEqual([code]);
});
