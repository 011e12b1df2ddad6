/** The 22 queries of TPC-H over tables that are all public: what we print answers what the official text answers. @see query-and-privacy.md §0.10 */
import { DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, expect, inject, test } from 'vitest';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { decode } from '#policies/query/decode.ts';
import { planExact } from '#policies/query/plan.ts';
import { printOpen } from '#policies/query/post.ts';
import { resolve } from '#policies/query/resolve.ts';
import { unwrap } from '#policies/refusal.ts';
import { entryId } from '#policies/units.ts';
import { tpchEntries } from '../tpch/catalog.ts';
import { tpchFile } from '../tpch/generate.ts';
import { runPlain } from '../tpch/plain.ts';
import { queryNumbers, tpchQuery } from '../tpch/queries.ts';

const scale = 0.01;
let path = '';
let entries: readonly CatalogEntry[] = [];

beforeAll(async () => {
  path = await tpchFile(inject('workspace'), scale);
  entries = [allPublic(tpchEntries(scale))];
});

function allPublic([first, second]: readonly [CatalogEntry, CatalogEntry]): CatalogEntry {
  const tables = [...first.tables, ...second.tables].map((table) => ({
    ...table,
    units: [],
    columns: table.columns.map((column) => ({ ...column, rule: ['P'] as const })),
  }));
  return { ...second, id: entryId('tpch'), tables };
}

/** What our printed text answers, where the file is attached under the name of the entry. */
async function ours(sql: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  try {
    await connection.run(`ATTACH '${path}' AS tpch (READ_ONLY)`);
    const ast = await connection.runAndReadAll('SELECT json_serialize_sql($1::VARCHAR)', [sql]);
    const [[tree] = []] = ast.getRowsJson();
    if (typeof tree !== 'string') throw new Error('the tree is not text');
    const query = unwrap(resolve(unwrap(decode(tree, sql)), entries));
    const plan = unwrap(planExact(query, 'standard'));
    if (plan.kind !== 'open') throw new Error('not a query over public tables alone');
    return (await connection.runAndReadAll(printOpen(plan, 100_000))).getRowsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Numbers by value: our casts may give a sum another scale. */
function comparable(rows: readonly (readonly unknown[])[]): string[] {
  return rows.map((row) => JSON.stringify(row.map(plainValue))).toSorted();
}

function plainValue(value: unknown): unknown {
  const text = String(value);
  return value !== null && /^-?\d+(\.\d+)?$/.test(text) ? Number(Number(text).toPrecision(10)) : value;
}

test.each(queryNumbers)('query %i answers what its official text answers', async (number) => {
  const sql = tpchQuery(number);
  expect(comparable(await ours(sql))).toEqual(comparable((await runPlain(path, sql)).rows));
});
