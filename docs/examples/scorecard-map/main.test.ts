import { expect, test } from 'vitest';
import { printReport } from '#gateway/cli/print-report.ts';
import { declaredFeatures, manifestOf } from '#test/examples/manifest.ts';
import { testExample, valuesOf } from '#test/examples/program-test.ts';
import { features } from './features.ts';
import { iterations, noise } from './settings.ts';

const manifest = manifestOf('scorecard-map');

test('features and passes are those of the manifest', () => {
  expect(features).toEqual(declaredFeatures(manifest));
  expect(manifest).toMatchObject({ iterations, state: { length: 3 * (features.length + 1) } });
});

test('the descent ends within the declared ranges, and the forecast says what noise does to it', async () => {
  const simulation = await testExample('scorecard-map');
  const [exact, noisy] = [simulation.table, simulation.forecast].map((table) => valuesOf(table).map(Number));
  expect(exact).toHaveLength(5);
  for (const value of [...(exact ?? []), ...(noisy ?? [])]) expect(Math.abs(value)).toBeLessThan(9);
  exact?.forEach((value, at) => expect(Math.abs(value - (noisy?.[at] ?? Number.NaN))).toBeLessThan(1.5));
  expect(noisy).not.toEqual(exact);
  expect(simulation.explanation.private?.noise).toMatchObject({ sigma: expect.closeTo(noise, 0) });
  expect(printReport(simulation)).toContain(`noise      σ ${noise} in each of 6 sums`);
});
