/** What an output is called before those who check it. @see disclosure.md §1.3 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { outputTypes } from '#policies/disclosure/output-types.ts';
import { unwrap } from '#policies/refusal.ts';
import { Pipeline } from '../query/pipeline.ts';

let pipeline: Pipeline;

beforeAll(async () => {
  pipeline = await Pipeline.open();
});

afterAll(() => pipeline[Symbol.dispose]());

test.each([
  [
    'SELECT g, count(*), round(avg(x), 1), 100 * avg(b::INT) FROM t GROUP BY g',
    [undefined, 'count', 'avg', 'proportion'],
  ],
  ['SELECT g, sum(x) / nullif(sum(y), 0), sum(x) - avg(x) FROM t GROUP BY g', [undefined, 'ratio', 'ratio']],
  ['SELECT width_bucket(h, 0, 10, 5) AS class, count(*), avg(x) FROM t GROUP BY 1', [undefined, 'histogram', 'avg']],
  [
    'SELECT g, n, sum(n) OVER (ORDER BY g) FROM (SELECT g, count(*) AS n FROM t GROUP BY g)',
    [undefined, 'count', 'ratio'],
  ],
  ['SELECT g, h, count(*), stddev(x) FROM t GROUP BY ROLLUP (g, h)', [undefined, undefined, 'count', 'dispersion']],
  ["SELECT 'all' AS what, round(quantile_cont(x, 0.5)) FROM t", [undefined, 'quantile']],
] as const)('outputTypes of %s', async (sql, types) => {
  const plan = unwrap(await pipeline.plan(sql));
  if (plan.kind !== 'exact') throw new Error('must be exact');
  expect(outputTypes(plan)).toEqual(types);
});
