import { expect, test } from 'vitest';
import { testExample } from '#test/examples/program-test.ts';

test('districts are ranked by their index, which is about 100', async () => {
  const { forecast } = await testExample('index-tables');
  expect(forecast.columns.map(({ name }) => name)).toEqual(['district', 'rank', 'index']);
  expect(forecast.rows.map(([, rank]) => Number(rank))).toEqual(forecast.rows.map((_, at) => at + 1));
  const index = forecast.rows.map((row) => Number(row[2]));
  expect(index).toEqual(index.toSorted((one, other) => other - one));
  // Of eleven districts, those that the rules show.
  expect(index.length).toBeGreaterThanOrEqual(9);
  const mean = index.reduce((sum, value) => sum + value, 0) / index.length;
  // 100 over all districts; what is hidden is missing here.
  expect(Math.abs(mean - 100)).toBeLessThan(3);
});
