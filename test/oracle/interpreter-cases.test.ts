/** One text for each form of the language, over many tables: what chance would write too rarely. */
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { someTables } from './generate/tables.ts';
import { Judge } from './judge.ts';

let judge: Judge;

beforeAll(async () => {
  judge = await Judge.open();
});

afterAll(() => {
  judge[Symbol.dispose]();
});

const total = 'ORDER BY g, h, x, y, z, d, b';
const frames = [
  'ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING',
  'ROWS BETWEEN 2 FOLLOWING AND UNBOUNDED FOLLOWING',
  'GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW',
  'GROUPS BETWEEN CURRENT ROW AND 1 FOLLOWING',
];

const texts = [
  ...['INNER', 'LEFT', 'RIGHT', 'FULL', 'SEMI', 'ANTI'].flatMap((kind) => [
    `SELECT h FROM person ${kind} JOIN visit ON h = n AND x < w`,
    `SELECT person.h FROM person ${kind} JOIN (SELECT h FROM person WHERE b) AS q ON person.h = q.h`,
  ]),
  'SELECT p.g, a.v FROM person AS p FULL JOIN area AS a ON p.g = a.g AND p.h > a.n',
  'SELECT g FROM person AS p WHERE NOT EXISTS (SELECT 1 FROM area AS a WHERE a.g = p.g AND a.n > 0)',
  'SELECT g FROM person WHERE g NOT IN (SELECT g FROM area)',
  'SELECT g FROM person WHERE g NOT IN (SELECT g FROM area WHERE g IS NOT NULL)',
  'SELECT g FROM person WHERE g IN (SELECT g FROM area) AND h <= 1',
  'SELECT h, (SELECT max(n) FROM area) AS m, (SELECT sum(w) FROM visit AS v WHERE v.u = p.u) AS s FROM person AS p',
  'SELECT h, (SELECT count(*) FROM visit AS v WHERE v.u = p.u AND v.n > 1) AS n FROM person AS p',
  ...['UNION', 'UNION ALL', 'INTERSECT', 'EXCEPT'].map((op) => `SELECT g, h FROM person ${op} SELECT g, n FROM visit`),
  'SELECT g, h, count(*), grouping(g, h) FROM person GROUP BY ROLLUP (g, h)',
  'SELECT g, b, sum(x), count(DISTINCT h) FROM person GROUP BY CUBE (g, b)',
  'SELECT g, h, avg(y) FROM person GROUP BY GROUPING SETS ((g), (h), ())',
  'SELECT z, count(*), min(z), max(z), sum(x), avg(z) FROM person GROUP BY z',
  ...['0.05', '0.25', '0.5', '0.9'].map(
    (q) => `SELECT quantile_cont(x, ${q}), quantile_cont(y, ${q}), quantile_cont(z, ${q}) FROM person`,
  ),
  'SELECT var_pop(h), var_samp(h), stddev_pop(h), stddev_samp(y), bool_and(b), bool_or(b) FROM person WHERE h < 100',
  'SELECT var_pop(z), var_samp(z), stddev_pop(z), stddev_samp(z) FROM person',
  'SELECT h, var_samp(z) OVER (PARTITION BY h) FROM person',
  'SELECT sum(w) FILTER (WHERE n > 0), count(*) FILTER (WHERE a > 0) FROM visit',
  ...['row_number()', 'rank()', 'dense_rank()', 'percent_rank()', 'cume_dist()', 'ntile(3)'].map(
    (fn) => `SELECT h, ${fn} OVER (PARTITION BY h ${total}) FROM person`,
  ),
  ...['rank()', 'dense_rank()', 'percent_rank()', 'cume_dist()', 'count(*)', 'sum(x)', 'avg(y)', 'max(d)'].map(
    (fn) => `SELECT g, ${fn} OVER (ORDER BY g DESC NULLS FIRST) FROM person`,
  ),
  ...['', ' IGNORE NULLS'].flatMap((nulls) => [
    `SELECT x, lag(x${nulls}) OVER (${total}), lead(y, 2${nulls}) OVER (${total}) FROM person`,
    `SELECT x, lag(x, 1, 7${nulls}) OVER (PARTITION BY b ${total}) FROM person`,
    ...frames.map(
      (frame) => `SELECT first_value(x${nulls}) OVER w, last_value(y${nulls}) OVER w, nth_value(g, 2${nulls}) OVER w
        FROM person WINDOW w AS (${total} ${frame})`,
    ),
  ]),
  ...frames.map((frame) => `SELECT g, sum(x) OVER (${total} ${frame}), count(z) OVER (${total} ${frame}) FROM person`),
  ...frames.slice(2).map((frame) => `SELECT g, count(*) OVER (ORDER BY g ${frame}) FROM person`),
  ...['h % 7', 'z', 'y % 5'].flatMap((key) => [
    `SELECT count(*) OVER (ORDER BY ${key} RANGE BETWEEN 1 PRECEDING AND 1.5 FOLLOWING) FROM person`,
    `SELECT count(*) OVER (ORDER BY ${key} DESC NULLS FIRST RANGE BETWEEN 1 FOLLOWING AND 3 FOLLOWING) FROM person`,
    `SELECT sum(x) OVER (PARTITION BY b ORDER BY ${key} RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) FROM person`,
  ]),
  'SELECT g, h FROM person QUALIFY rank() OVER (PARTITION BY g ORDER BY h) = 1',
  'SELECT round(y, -6), round(y, -5), round(y, 0), round(y, 1), round(y), round(x % 5000, -3), round(z, -1) FROM person',
  'SELECT sum(y) % sum(h), sum(y) % 7, sum(h) % 7, sum(h) % -2.5 FROM person',
  'SELECT DISTINCT g, b FROM person',
  'SELECT 1 AS one FROM person HAVING TRUE',
];

test.each(texts)('agrees with DuckDB: %s', async (sql) => {
  const agrees = fc.asyncProperty(someTables(), async (tables) => {
    expect(await judge.judge(sql, tables)).toEqual({ kind: 'agreed' });
  });
  await fc.assert(agrees, { numRuns: 25, seed: 20260302 });
});
