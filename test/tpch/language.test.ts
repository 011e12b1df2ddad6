/**
 * The 22 queries are in the language: every one is read and resolved, and the SQL that is printed from what was understood answers what
 * the official text answers.
 */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { DuckDBInstance, type DuckDBConnection, type Json } from '@duckdb/node-api';
import { decode } from '#policies/query/decode.ts';
import type { ResolvedQuery } from '#policies/query/ir.ts';
import { columnName, printRel } from '#policies/query/print.ts';
import { resolve } from '#policies/query/resolve.ts';
import { requireTypes } from '#policies/query/types.ts';
import { unwrap } from '#policies/refusal.ts';
import { literal } from '#synth/sql.ts';
import { tpchEntries } from './catalog.ts';
import { tpchFile } from './generate.ts';
import { runPlain } from './plain.ts';
import { queryNumbers, queryTitles, tpchQuery } from './queries.ts';

const scale = 0.1;
let path = '';
let instance: DuckDBInstance;
let connection: DuckDBConnection;

/** The tables where the printer finds them: each entry is a database of its own. */
beforeAll(async () => {
  path = await tpchFile(inject('workspace'), scale);
  instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  connection = await instance.connect();
  await connection.run(`ATTACH ${literal(path)} AS made (READ_ONLY)`);
  for (const { id, tables } of tpchEntries(scale)) {
    await connection.run(`ATTACH ':memory:' AS ${id}`);
    for (const { name } of tables)
      await connection.run(`CREATE VIEW ${id}.main.${name} AS SELECT * FROM made.main.${name}`);
  }
});
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

async function rowsOf(sql: string): Promise<readonly (readonly Json[])[]> {
  return (await connection.runAndReadAll(sql)).getRowsJson();
}

async function resolved(sql: string): Promise<ResolvedQuery> {
  const [[ast]] = (await rowsOf(`SELECT json_serialize_sql(${literal(sql)}::VARCHAR)`)) as [[string]];
  return unwrap(resolve(unwrap(decode(ast, sql)), tpchEntries(scale)));
}

test.each(queryNumbers.map((number) => [number, queryTitles[number - 1]] as const))(
  'the SQL printed from query %i, %s, answers as its text does',
  async (number) => {
    const query = await resolved(tpchQuery(number));
    unwrap(requireTypes(query.rel));
    const columns = query.columns.map(({ id }) => columnName(id)).join(', ');
    const printed = await rowsOf(`SELECT ${columns} FROM (${printRel(query.rel)})`);
    const truth = await runPlain(path, tpchQuery(number));
    expect(query.columns.map(({ name }) => name)).toEqual(truth.columns);
    expect(sorted(printed)).toEqual(sorted(truth.rows));
  },
);

/** Rows in an order of their own, numbers to twelve digits: a sum of DOUBLE depends on the order of its rows. */
function sorted(rows: readonly (readonly Json[])[]): readonly string[] {
  return rows.map((row) => JSON.stringify(row.map(rounded))).sort();
}

function rounded(value: Json): Json {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number.toPrecision(12) : value;
}
