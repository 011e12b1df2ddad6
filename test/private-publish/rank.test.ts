/**
 * The kept rows of a unit and their ranks must be a function of the unit's own rows. If they were not, adding one person could change
 * what others contribute, and no noise would be enough. @see query-and-privacy.md §2.3
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Table } from '#policies/catalog/entry.ts';
import { unwrap } from '#policies/refusal.ts';
import { storedSql } from '#sandbox/private/table-sql.ts';
import { anEntry, ask, aTable, mapOf, publishRows } from './builders.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-rank-'));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

/** For each unit, what stands at which rank. Values are compared by what can be computed from them, so the sign of zero counts. */
async function ranked(rows: readonly string[], table: Table): Promise<ReadonlyMap<string, unknown>> {
  const published = await publishRows(folder, { visit: rows }, { entry: anEntry([table]) });
  const sql = `SELECT who, string_agg(concat_ws('|', __rk, kind, paid, level, 1 / level, paid__q, __u), ';' ORDER BY __rk) FROM visit GROUP BY who`;
  unwrap(published.outcome);
  return mapOf(published.file, sql);
}

const cell = fc.tuple(
  fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  fc.constantFrom(`'x'`, `'y'`, `''`, 'NULL'),
  fc.constantFrom('0', '1.25', '-3', '99999999.99', 'NULL'),
  fc.constantFrom('0', `'-0'::DOUBLE`, `'nan'`, `'inf'`, `'-inf'`, '1e300', '1.5', 'NULL'),
);
const someRows = fc.array(cell, { minLength: 1, maxLength: 60 });
const sql = (rows: readonly (readonly [string, ...string[]])[]) =>
  rows.map(([who, ...rest]) => `'${who}', ${rest.join(', ')}, 'name'`);

test.each([2, 64])('ranks do not depend on the order of rows nor on other units, with a cap of %i', async (max) => {
  const table = aTable({ rowsPerUnit: { max, onExcess: 'truncate' } });
  await fc.assert(
    fc.asyncProperty(
      someRows,
      fc.infiniteStream(fc.nat()),
      fc.constantFrom('a', 'b', 'c'),
      async (rows, keys, gone) => {
        const whole = await ranked(sql(rows), table);
        const order = new Map(rows.map((row) => [row, Number(keys.next().value)]));
        const shuffled = rows.toSorted((one, other) => (order.get(one) ?? 0) - (order.get(other) ?? 0));
        expect(await ranked(sql(shuffled), table)).toEqual(whole);
        const fewer = await ranked(sql(shuffled.filter(([who]) => who !== gone)), table);
        expect(fewer).toEqual(new Map([...whole].filter(([who]) => who !== gone)));
      },
    ),
    { numRuns: 8 },
  );
});

test('zero is stored with one sign: rows that differ in it would have no order', async () => {
  const published = await publishRows(folder, {
    visit: [`'a', 'x', 1, '-0'::DOUBLE, ''`, `'a', 'x', 1, 0::DOUBLE, ''`],
  });
  expect(await ask(published, 'SELECT DISTINCT level::VARCHAR FROM visit')).toEqual([['0.0']]);
});

test.each([
  ['all published columns', [], '"who", "kind", "paid", "level"'],
  ['all published columns where the key is hidden', ['full_name'], '"who", "kind", "paid", "level"'],
  ['the primary key', ['who', 'level'], '"who", "level"'],
])('storedSql tells rows with equal hashes apart by %s', (_, primaryKey, columns) => {
  const table = aTable({ primaryKey });
  const [unit] = table.units;
  if (!unit) throw new Error('must have a unit');
  const printed = storedSql({ table, unit, counts: 'c', numbers: 'n' }, Buffer.alloc(32));
  expect(printed).toContain(`ORDER BY ":u", ":hash", ${columns})`);
});

test('a cap keeps the lowest ranks of each unit, and all rows of the others', async () => {
  const rows = Array.from({ length: 200 }, (_, i) => `'${i < 150 ? 'big' : `small${i % 10}`}', 'k', ${i}, ${i}, 'n'`);
  const all = await publishRows(
    folder,
    { visit: rows },
    { entry: anEntry([aTable({ rowsPerUnit: { max: 500, onExcess: 'reject' } })]) },
  );
  const cut = await publishRows(
    folder,
    { visit: rows },
    { entry: anEntry([aTable({ rowsPerUnit: { max: 7, onExcess: 'truncate' } })]) },
  );
  const kept = 'SELECT who, level, __rk FROM visit WHERE __rk <= 7 ORDER BY who, __rk';
  expect(await ask(cut, kept)).toEqual(await ask(all, kept));
  expect(await ask(cut, 'SELECT count(*), max(__rk) FROM visit')).toEqual([[String(7 + 50), 7]]);
});

test('with a primary key the ranks count from 1 without a gap over many rows and threads', async () => {
  const rows = Array.from({ length: 20_000 }, (_, i) => `'u${(i * 7919) % 1009}', 'k', ${i % 1000}, ${i}, 'n'`);
  const table = aTable({ primaryKey: ['who', 'level'] });
  const published = await publishRows(folder, { visit: rows }, { entry: anEntry([table]) });
  const bad = `SELECT count(*) FROM (SELECT __u, max(__rk) AS hi, count(DISTINCT __rk) AS n, count(*) AS c FROM visit GROUP BY __u) WHERE hi <> n OR n <> c`;
  expect(await ask(published, bad)).toEqual([['0']]);
  // The order within a unit is not that of its values: it would keep the lowest amounts of everybody.
  const sorted = `SELECT count(*) FROM (SELECT level < lag(level) OVER (PARTITION BY __u ORDER BY __rk) AS falls FROM visit) WHERE falls`;
  expect(Number((await ask(published, sorted))[0]?.[0])).toBeGreaterThan(1000);
});
