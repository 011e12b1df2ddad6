/**
 * The rows of a training, on the real engine: without one unit, at most R rows are missing and all others are there, whatever lies in the
 * tables and in whatever order; and the sums over them move no further than the trainer believes. Mutants last.
 *
 * @see query-and-privacy.md §3.2, §4.1, §4.2
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { planTraining, type TrainPlan } from '#policies/privacy/train-plan.ts';
import { gradientSensitivity2, printGradient } from '#policies/privacy/train/gradient.ts';
import { momentSensitivity2, printMoments } from '#policies/privacy/train/moments.ts';
import { printTrainRows } from '#policies/privacy/train/rows.ts';
import type { TrainSpec } from '#policies/privacy/train/spec.ts';
import { isLogistic } from '#policies/privacy/train/training.ts';
import { weighted } from '#policies/privacy/train/design.ts';
import { quoted } from '#policies/query/print.ts';
import { unwrap } from '#policies/refusal.ts';
import { manyTables, openCrowd, publishNeighbours, type Neighbours } from '../private/crowd.ts';
import { asPrinted, settingsOf, type Rewrite, type World } from '../private/world.ts';

let world: World;
beforeAll(async () => {
  world = await openCrowd('loose');
});
afterAll(() => world[Symbol.dispose]());

const bounds = { lo: -20, hi: 20 };
const spec = (rowsPerUnit: number): TrainSpec => ({
  kind: 'logistic',
  target: 'b',
  rowsPerUnit,
  features: [
    { name: 'x', kind: 'number', bounds },
    { name: 'z', kind: 'number', bounds },
    { name: 'k', kind: 'category', values: ['a', 'b', 'C'] },
  ],
});

const texts = {
  'one table': `SELECT w AS x, z, g AS k, n > 1 AS b FROM visit`,
  'a join on the unit': `SELECT p.x, v.z, v.g AS k, p.b FROM person p JOIN visit v ON p.u = v.u`,
  'a left join': `SELECT p.y AS x, v.a AS z, p.g AS k, v.n > 1 AS b FROM person p LEFT JOIN visit v ON p.u = v.u`,
  'a public table': `SELECT v.w AS x, v.z, v.g AS k, a.n > 1 AS b FROM visit v JOIN area a ON v.g = a.g`,
  'sums per unit': `SELECT s AS x, m AS z, k, c > 2 AS b FROM (SELECT u, sum(z) AS s, avg(w) AS m, min(g) AS k, count(*) AS c FROM visit GROUP BY u)`,
  'a window per unit': `SELECT row_number() OVER (PARTITION BY u ORDER BY z) AS x, lag(z) OVER (PARTITION BY u ORDER BY w) AS z, g AS k, n > 1 AS b FROM visit`,
  'two parts': `SELECT x, z, g AS k, b FROM person UNION ALL SELECT w, z, g, n > 1 FROM visit`,
} as const;

async function planOf(sql: string, rowsPerUnit: number): Promise<TrainPlan> {
  return unwrap(planTraining(unwrap(await world.resolve(sql)), spec(rowsPerUnit), settingsOf()));
}

/** In one version of the tables: the rows as a sorted list, and the sums over them. */
async function trained(plan: TrainPlan, version: string, rewrite = asPrinted) {
  const printed = rewrite(printTrainRows(plan, { salt: 'pepper' }));
  const there = world.entries
    .filter(({ attribute }) => attribute !== 'unconditional')
    .reduce((sql, { id }) => sql.replaceAll(`${quoted(id)}.main.`, `${quoted(version)}.main.`), printed);
  await world.run('DROP TABLE IF EXISTS train_rows');
  await world.run(there);
  const rows = (await world.rows('SELECT * FROM train_rows')).map((row) => JSON.stringify(row)).sort();
  const whole = async (sql: string): Promise<readonly bigint[]> =>
    ((await world.rows(sql))[0] ?? []).map((value) => BigInt(value as string));
  const { training } = plan;
  if (!isLogistic(training)) throw new Error('a logistic model expected');
  const weights = weighted(training).map((_, at) => (at % 2 === 0 ? 3 : -2));
  return {
    rows: rows.map(withoutRank),
    moments: await whole(printMoments(training)),
    gradient: await whole(printGradient(training, weights)),
  };
}

/** Ranks are 1 to R within a unit; which of its rows has which is of no matter. */
function withoutRank(row: string): string {
  return JSON.stringify((JSON.parse(row) as unknown[]).slice(1));
}

/** What of `all` is not in `some`, and the other way round, as bags. */
function differences(all: readonly string[], some: readonly string[]): { missing: number; added: number } {
  const count = new Map<string, number>();
  for (const row of all) count.set(row, (count.get(row) ?? 0) + 1);
  for (const row of some) count.set(row, (count.get(row) ?? 0) - 1);
  const left = [...count.values()];
  const sum = (sign: 1 | -1): number => left.reduce((total, n) => total + Math.max(0, sign * n), 0);
  return { missing: sum(1), added: sum(-1) };
}

function squared(a: readonly bigint[], b: readonly bigint[]): bigint {
  return a.reduce((sum, value, at) => sum + (value - (b[at] ?? 0n)) ** 2n, 0n);
}

/** Which promises are broken between everybody and everybody but one. */
async function broken(plan: TrainPlan, { all, others }: Neighbours, rewrite?: Rewrite): Promise<readonly string[]> {
  const everybody = await trained(plan, all, rewrite);
  const found: string[] = [];
  for (const other of others) {
    const less = await trained(plan, other, rewrite);
    const { missing, added } = differences(everybody.rows, less.rows);
    if (added > 0) found.push(`${added} rows of others came`);
    if (missing > plan.training.rowsPerUnit) found.push(`${missing} rows went`);
    if (squared(everybody.moments, less.moments) > momentSensitivity2(plan.training)) found.push('moments');
    if (squared(everybody.gradient, less.gradient) > gradientSensitivity2(plan.training)) found.push('gradient');
  }
  return found;
}

test('printTrainRows: one unit takes at most R rows with it, and no other row changes, for every way to make rows', async () => {
  let rows = 0;
  for (const [at, tables] of manyTables('loose', { seed: 611, count: 4 }).entries()) {
    const neighbours = await publishNeighbours(world, tables, { order: at * 10 });
    for (const [name, sql] of Object.entries(texts)) {
      for (const rowsPerUnit of [1, 3]) {
        const plan = await planOf(sql, rowsPerUnit);
        expect(await broken(plan, neighbours), `${name}, R ${rowsPerUnit}`).toEqual([]);
        rows += (await trained(plan, neighbours.all)).rows.length;
      }
    }
  }
  expect(rows).toBeGreaterThan(50);
}, 120_000);

test('printTrainRows: the same rows lying in another order give the same training', async () => {
  const [tables] = manyTables('loose', { seed: 612, count: 1 });
  if (!tables) throw new Error('tables expected');
  await world.publish('one', tables, 1);
  await world.publish('two', tables, 2);
  for (const sql of Object.values(texts)) {
    const plan = await planOf(sql, 2);
    expect(await trained(plan, 'two')).toEqual(await trained(plan, 'one'));
  }
});

const mutants: Readonly<Record<string, Rewrite>> = {
  'rows of a unit are kept as they lie': (sql) =>
    sql.replace(/ORDER BY hash\('pepper'[^)]*\)[^)]*\) AS rk/, 'ORDER BY 1) AS rk'),
  'rows are numbered over all units': (sql) => sql.replace('PARTITION BY u ORDER BY', 'ORDER BY'),
  'rows are not capped': (sql) => sql.replace(/ WHERE rk <= \d+$/, ''),
};

test.each(Object.entries(mutants))('mutant: %s', async (_, rewrite) => {
  const found: string[] = [];
  for (const [at, tables] of manyTables('loose', { seed: 613, count: 6 }).entries()) {
    const neighbours = await publishNeighbours(world, tables, { order: at * 10 });
    const plan = await planOf(texts['one table'], 1);
    expect(rewrite(printTrainRows(plan, { salt: 'pepper' }))).not.toBe(printTrainRows(plan, { salt: 'pepper' }));
    found.push(...(await broken(plan, neighbours, rewrite)));
  }
  expect(found.length).toBeGreaterThan(0);
});
