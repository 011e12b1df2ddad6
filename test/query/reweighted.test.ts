/** procedure.md §5, encoding channel: which sums give rows weights of their own. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { statisticsOf } from '#policies/disclosure/statistic-of.ts';
import { unwrap } from '#policies/refusal.ts';
import { Pipeline } from './pipeline.ts';

let pipeline: Pipeline;
beforeAll(async () => {
  pipeline = await Pipeline.open();
});
afterAll(() => pipeline[Symbol.dispose]());

async function isReweighted(argument: string, from = 't'): Promise<boolean> {
  const plan = unwrap(await pipeline.plan(`SELECT sum(${argument}) AS s FROM ${from}`));
  if (plan.kind !== 'exact') throw new Error('must be exact');
  return statisticsOf(plan)[0]?.reweighted === true;
}

test.each([
  ["CASE WHEN g = 'a' THEN y * 1000000 ELSE y END", 't'],
  ["y * (1 + 1000000 * (g = 'a')::INT)", 't'],
  ["y * CASE WHEN g = 'a' THEN 1000000 ELSE 1 END", 't'],
  ['y * y * y * y', 't'],
  ['y ^ 20', 't'],
  ['y / x', 't'],
  ['1 / y', 't'],
  ["coalesce(CASE WHEN g = 'a' THEN y * 1000000 END, y)", 't'],
  ["y + CASE WHEN g = 'a' THEN 1000000 * y ELSE 0 END", 't'],
  ["greatest(y, CASE WHEN g = 'a' THEN 1000000 * y END)", 't'],
  ['v', "(SELECT u, CASE WHEN g = 'a' THEN y * 1000000 ELSE y END AS v FROM t) q"],
  ['v', "(SELECT u, sum(CASE WHEN g = 'a' THEN y * 1000000 ELSE y END) AS v FROM t GROUP BY u) q"],
])('isReweighted finds the weights in sum(%s) FROM %s', async (argument, from) => {
  expect(await isReweighted(argument, from)).toBe(true);
});

test.each([
  ['y', 't'],
  ['y * 100', 't'],
  ['100 * y', 't'],
  ['y / 7', 't'],
  ['-y', 't'],
  ['least(y, 20)', 't'],
  ['round(y, 1)', 't'],
  ['coalesce(y, 0)', 't'],
  ["CASE WHEN g = 'a' THEN y ELSE 0 END", 't'],
  ["CASE WHEN g = 'a' THEN y END", 't'],
  ['y + x', 't'],
  ['v', '(SELECT u, sum(y) AS v FROM t GROUP BY u) q'],
])('isReweighted leaves sum(%s) FROM %s alone', async (argument, from) => {
  expect(await isReweighted(argument, from)).toBe(false);
});
