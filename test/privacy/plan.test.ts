import { expect, test } from 'vitest';
import { decimalText } from '#policies/decimal.ts';
import type { Release } from '#policies/privacy/plan-types.ts';
import { unwrap } from '#policies/refusal.ts';
import { planned } from './planned.ts';

async function release(sql: string, settings: Parameters<typeof planned>[1] = {}): Promise<Release> {
  const [first] = unwrap(await planned(sql, settings)).releases;
  if (!first) throw new Error('must have a release');
  return first;
}

async function refusal(sql: string): Promise<{ code: string; remedy: string | undefined; offset: number | undefined }> {
  const plan = await planned(sql);
  if (plan.ok) throw new Error('must be refused');
  const { code, remedy, where } = plan.refusals[0];
  return { code, remedy, offset: where?.offset };
}

test('planPrivate bounds an expression by the declared bounds of its columns', async () => {
  const { vectors } = await release('SELECT sum(l_extendedprice * (1 - l_discount)) FROM lineitem');
  const vector = vectors[0]?.vector;
  if (vector?.kind !== 'sum') throw new Error('must be a sum');
  // 0 … 105000 times 0.90 … 1, in steps of 0.01 · 0.01
  expect(vector.grid).toMatchObject({ lo: 0n, hi: 1_050_000_000n });
  expect(decimalText(vector.grid.step)).toBe('0.0001');
});

test.each([
  ['sum(l_orderkey)', 'E_COLUMN_RULE'],
  ['sum(length(l_comment))', 'E_COLUMN_RULE'],
  ['sum(sqrt(l_quantity))', 'E_NO_BOUNDS'],
  ['max(l_quantity)', 'E_MINMAX'],
])('planPrivate refuses %s with %s', async (expression, code) => {
  expect(await refusal(`SELECT ${expression} FROM lineitem`)).toMatchObject({ code });
});

test('planPrivate takes the bounds that the text gives where the catalog has none', async () => {
  const { vectors } = await release('SELECT sum(least(greatest(sqrt(l_quantity), 0), 8)) FROM lineitem');
  expect(vectors[0]).toMatchObject({ vector: { kind: 'sum', grid: { lo: 0n } } });
});

test('planPrivate knows the groups of public keys and narrows them by conditions', async () => {
  const all = await release('SELECT l_shipmode, count(*) FROM lineitem GROUP BY 1');
  const some = await release(
    "SELECT l_shipmode, count(*) FROM lineitem WHERE l_shipmode IN ('MAIL', 'SHIP') GROUP BY 1",
  );
  expect(all.keys[0]?.values).toHaveLength(7);
  expect(some.keys[0]?.values).toEqual(['MAIL', 'SHIP']);
});

test('planPrivate finds other groups in the data, at a price in δ, and thresholds them by their units', async () => {
  const found = await release('SELECT l_suppkey, count(*) FROM lineitem WHERE l_quantity > 10 GROUP BY 1');
  const { selection, vectors, keys } = found;
  if (keys[0]?.values) return;
  expect(selection?.delta).toBeGreaterThan(0n);
  expect(vectors[selection?.vector ?? -1]?.vector).toEqual({ kind: 'units' });
});

test('planPrivate measures equal vectors once and shares the price equally', async () => {
  const { vectors } = await release(
    'SELECT count(*), avg(l_tax), var_pop(l_tax), stddev_samp(l_tax), count(l_tax) FROM lineitem',
  );
  expect(vectors.map(({ vector }) => vector.kind)).toEqual(['rows', 'centred', 'rows', 'square']);
  expect(new Set(vectors.map(({ rho }) => rho)).size).toBe(1);
});

test('planPrivate charges no more than the ε that was asked, whatever the number of statistics', async () => {
  const { rhoFor } = await import('#policies/privacy/accountant.ts');
  const few = unwrap(await planned('SELECT count(*) FROM lineitem', { epsilon: 2 }));
  const many = unwrap(await planned('SELECT count(*), sum(l_tax), avg(l_discount) FROM lineitem', { epsilon: 2 }));
  const cap = rhoFor({ epsilon: 2, delta: 1e-6 });
  expect(few.cost).toEqual({ rho: cap, delta: 0n });
  expect(many.cost.rho <= cap && many.cost.rho > cap - 10n).toBe(true);
});

test('planPrivate releases an inner grouping by itself, and reads its cells above', async () => {
  const plan = unwrap(await planned('SELECT avg(n) FROM (SELECT l_shipmode, count(*) AS n FROM lineitem GROUP BY 1)'));
  expect(plan.releases.map(({ vectors }) => vectors.map(({ vector }) => vector.kind))).toEqual([['rows']]);
});

test('planPrivate releases a CTE that is named twice once', async () => {
  const sql = `WITH r AS (SELECT l_suppkey AS s, sum(l_quantity) AS q FROM lineitem GROUP BY 1)
    SELECT s_name, q FROM supplier, r WHERE s_suppkey = s AND q = (SELECT max(q) FROM r)`;
  expect(unwrap(await planned(sql)).releases).toHaveLength(1);
});

test('planPrivate keeps per-unit aggregates below the release: K is 1 and one row counts', async () => {
  const { bounding, vectors } = await release(
    'SELECT n, count(*) FROM (SELECT o_custkey, count(*) AS n FROM orders GROUP BY o_custkey) GROUP BY n',
  );
  expect(bounding).toMatchObject({ rows: 1 });
  expect(vectors.every(({ sensitivity2 }) => sensitivity2 === 1n)).toBe(true);
});

test.each([
  ['SELECT o_orderkey, count(*) FROM orders GROUP BY o_orderkey', 'E_GROUP_DETERMINES_UNIT'],
  ['SELECT o_custkey, count(*) FROM orders GROUP BY o_custkey ORDER BY 2 LIMIT 3', 'E_GROUP_DETERMINES_UNIT'],
  ['SELECT o_totalprice FROM orders', 'E_NO_AGGREGATE'],
  ['SELECT count(*) FROM (SELECT * FROM orders LIMIT 10)', 'E_NONLOCAL'],
  ['SELECT count(*) FROM orders a JOIN orders b ON a.o_orderdate = b.o_orderdate', 'E_JOIN_UNIT'],
  ['SELECT count(*) FROM orders WHERE o_orderdate IN (SELECT l_shipdate FROM lineitem)', 'E_SUBQ_PRIVATE'],
  ['SELECT avg(r) FROM (SELECT rank() OVER (ORDER BY o_totalprice) AS r FROM orders)', 'E_WINDOW'],
  ['SELECT count(*) FROM (SELECT n_name FROM nation UNION ALL SELECT o_orderpriority FROM orders)', 'E_UNION_MIX'],
  ['SELECT var_pop(v) FROM (SELECT o_custkey, var_pop(o_totalprice) AS v FROM orders GROUP BY 1)', 'E_AGGREGATE'],
])('planPrivate refuses %s with %s', async (sql, code) => {
  const refused = await refusal(sql);
  expect(refused.code).toBe(code);
});

test('planPrivate joins along a key that determines the unit, without the unit in the text', async () => {
  const { input } = await release(
    "SELECT count(*) FROM orders JOIN lineitem ON l_orderkey = o_orderkey WHERE o_orderpriority = '1-URGENT'",
  );
  expect(JSON.stringify(input)).toContain('__u');
});

test('planPrivate takes T0 where rows are bounded, T1 where the vendor reads fewer, T2 where he bounds groups', async () => {
  const sql = 'SELECT l_shipmode, sum(l_quantity) FROM lineitem GROUP BY 1';
  expect((await release(sql)).bounding.tier).toBe('T0');
  expect((await release(sql, { maxRowsPerUnit: 3 })).bounding).toMatchObject({ tier: 'T1', rows: 3 });
  expect((await release(sql, { maxGroupsPerUnit: 2, maxRowsPerGroup: 1 })).bounding).toMatchObject({
    tier: 'T2',
    groups: 2,
    rowsPerGroup: 1,
  });
});

test('planPrivate names the keys that tell the unit', async () => {
  const plan = await planned(
    'SELECT l_orderkey, o_orderdate, sum(l_quantity) FROM orders, lineitem WHERE l_orderkey = o_orderkey GROUP BY 1, 2 LIMIT 10',
  );
  expect(plan.ok ? '' : plan.refusals[0].detail).toContain('lineitem.l_orderkey tells the unit');
});

test('planPrivate lists no more groups than can be looked at: the longest list is found in the data instead', async () => {
  // 7 modes × 25 nations × 25 nations × 7 years
  const sql = `SELECT l_shipmode, a.n_name AS x, b.n_name AS y, year(l_shipdate) AS z, count(*)
    FROM lineitem JOIN supplier ON s_suppkey = l_suppkey JOIN nation a ON a.n_nationkey = s_nationkey
    JOIN nation b ON b.n_nationkey = s_nationkey GROUP BY ALL`;
  const { keys, selection } = await release(sql);
  const shown = keys.reduce((product, { values }) => product * (values?.length ?? 1), 1);
  expect(keys.filter(({ values }) => !values).length).toBeGreaterThan(0);
  expect(shown).toBeLessThanOrEqual(200);
  expect(selection).toBeDefined();
});

test('planPrivate refuses to read the first rows of a unit where rows are not those of one table', async () => {
  const plan = await planned('SELECT count(*) FROM orders JOIN lineitem ON l_orderkey = o_orderkey', {
    maxRowsPerUnit: 3,
  });
  expect(plan.ok ? 'accepted' : plan.refusals[0].code).toBe('E_ARGUMENTS');
});

test('planPrivate shows no group of missing values that the text left out', async () => {
  const { keys } = await release('SELECT l_shipmode, count(*) FROM lineitem WHERE l_shipmode IS NOT NULL GROUP BY 1');
  expect(keys[0]?.values).not.toContain(null);
});

test('planPrivate names the column that a window must be partitioned by', async () => {
  const plan = await planned('SELECT avg(r) FROM (SELECT rank() OVER (ORDER BY o_totalprice) AS r FROM orders)');
  expect(plan.ok ? undefined : plan.refusals[0].remedy).toBe('Add PARTITION BY orders.o_custkey to the window.');
});
