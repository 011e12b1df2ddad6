import { expect, test } from 'vitest';
import { sourcesOf } from '#policies/query/lineage.ts';
import { unwrap } from '#policies/refusal.ts';
import { Pipeline } from './pipeline.ts';

const pipeline = await Pipeline.open();

test('sourcesOf says from what a result is computed, what it only looked at, and what filters the rows', async () => {
  const sql = `WITH c AS (SELECT u AS who, g AS place, CASE WHEN b THEN x ELSE 0 END AS amount FROM t WHERE h > 3)
    SELECT place, sum(amount) AS total, count(*) AS n FROM c JOIN s ON s.u = who GROUP BY place`;
  expect(sourcesOf(unwrap(await pipeline.resolve(sql)))).toEqual({
    columns: [
      { column: 'place', values: ['t.g'], conditions: [] },
      { column: 'total', values: ['t.x'], conditions: ['t.b'] },
      { column: 'n', values: ['t.count(*)', 's.count(*)'], conditions: [] },
    ],
    filters: ['t.h', 's.u', 't.u'],
  });
});

test('sourcesOf follows windows, unions and subqueries', async () => {
  const sql = `SELECT max(r) AS r FROM (
      SELECT rank() OVER (PARTITION BY u ORDER BY x) AS r FROM t WHERE EXISTS (SELECT 1 FROM s WHERE s.u = t.u AND n > 2)
      UNION ALL SELECT w FROM s)`;
  const { columns, filters } = sourcesOf(unwrap(await pipeline.resolve(sql)));
  expect(columns[0]?.values).toContain('s.w');
  expect(columns[0]?.conditions).toContain('t.x');
  expect(filters).toEqual(expect.arrayContaining(['s.u', 't.u', 's.n']));
});
