/** The two entries are sound, and what they declare for the private lane is true of the data. */
import { beforeAll, expect, inject, test } from 'vitest';
import { parseEntry } from '#policies/catalog/check-entry.ts';
import { tpchEntries } from './catalog.ts';
import { tpchFile } from './generate.ts';
import { runPlain } from './plain.ts';

let path = '';
beforeAll(async () => {
  path = await tpchFile(inject('workspace'), 0.1);
});

test.each(tpchEntries(1).map((entry) => [entry.id, entry] as const))('parseEntry accepts %s', (_, entry) => {
  expect(parseEntry(JSON.parse(JSON.stringify(entry)))).toEqual({ ok: true, value: entry });
});

const [tpchPrivate] = tpchEntries(0.1);
const bounded = tpchPrivate.tables.flatMap((table) =>
  table.columns.flatMap(({ name, bounds }) => (bounds ? [[table.name, name, bounds] as const] : [])),
);

test.each(bounded)('bounds of %s.%s cut no value and round none', async (table, column, { lo, hi, step }) => {
  const off = `${column} NOT BETWEEN ${lo} AND ${hi} OR ${column} % ${step} <> 0`;
  expect((await runPlain(path, `SELECT count(*) FROM ${table} WHERE ${off}`)).rows).toEqual([['0']]);
});

const owned = {
  customer: 'SELECT c_custkey AS unit FROM customer',
  orders: 'SELECT o_custkey AS unit FROM orders',
  lineitem: 'SELECT o_custkey AS unit FROM lineitem JOIN orders ON l_orderkey = o_orderkey',
};

test.each(Object.entries(owned))('rowsPerUnit of %s cuts less than one row in a thousand', async (name, rows) => {
  const max = tpchPrivate.tables.find((table) => table.name === name)?.rowsPerUnit?.max ?? 0;
  const counted = `SELECT count(*) AS n FROM (${rows}) GROUP BY unit`;
  const answer = await runPlain(path, `SELECT sum(greatest(n - ${max}, 0)) / sum(n) FROM (${counted})`);
  expect(Number(answer.rows[0]?.[0])).toBeLessThan(0.001);
});
