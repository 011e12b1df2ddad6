import { expect, test } from 'vitest';
import { printReport } from '#gateway/cli/print-report.ts';
import { declaredFeatures, manifestOf } from '#test/examples/manifest.ts';
import { testExample, valuesOf } from '#test/examples/program-test.ts';
import { features } from './features.ts';

test('features are those of the manifest', () => {
  expect(features).toEqual(declaredFeatures(manifestOf('scorecard-rows')));
});

test('the fit ends in every run, and the forecast says in which steps each coefficient would leave', async () => {
  const simulation = await testExample('scorecard-rows');
  expect(simulation.program?.calls).toBe(21);
  for (const said of simulation.program?.console ?? []) expect(said).toMatch(/complete rows of \d+, [4-9] steps$/);
  const [intercept, ...others] = valuesOf(simulation.table).map(Number);
  // Simulation rows know of no relation between columns: a twelfth of the firms is bad, whatever else they are.
  expect(intercept).toBeGreaterThan(-4);
  expect(intercept).toBeLessThan(-1);
  for (const coefficient of others) expect(Math.abs(coefficient)).toBeLessThan(0.5);
  const report = printReport(simulation);
  expect(report.match(/in steps of/g)).toHaveLength(5);
  expect(report).toMatch(/checks +(fail|review): program_digits/);
});
