import { expect, test } from 'vitest';
import { printReport } from '#gateway/cli/print-report.ts';
import { declaredFeatures, manifestOf } from '#test/examples/manifest.ts';
import { testExample, valuesOf } from '#test/examples/program-test.ts';
import { features, seeds } from './features.ts';

const manifest = manifestOf('kmeans-blocks');

test('features and clusters are those of the manifest', () => {
  expect(features).toEqual(declaredFeatures(manifest));
  expect(manifest).toMatchObject({ model: { clusters: seeds.length } });
});

test('blocks mean the same by each centre, and noise is small beside what keeps centres apart', async () => {
  const simulation = await testExample('kmeans-blocks');
  expect(simulation.program?.calls).toBe(120);
  const sizes = valuesOf(simulation.table).flatMap((value, at) => (at % features.length === 0 ? [Number(value)] : []));
  expect(sizes).toEqual(sizes.toSorted((one, other) => one - other));
  for (const value of valuesOf(simulation.forecast)) expect(Math.abs(Number(value))).toBeLessThanOrEqual(2);
  expect(printReport(simulation)).toMatch(/noise {6}σ 0\.16\d? in each number of centres/);
});
