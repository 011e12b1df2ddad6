import { expect, test } from 'vitest';
import { printReport } from '#gateway/cli/print-report.ts';
import { declaredFeatures, manifestOf } from '#test/examples/manifest.ts';
import { testExample, valuesOf } from '#test/examples/program-test.ts';
import { features } from './features.ts';
import { noise, rate } from './settings.ts';

const manifest = manifestOf('stumps-map');
const bins = features.reduce((sum, { cuts }) => sum + cuts.length + 1, 0);

test('features, bins and passes are those of the manifest', () => {
  expect(features.map(({ name }) => name)).toEqual(declaredFeatures(manifest).map(({ name }) => name));
  expect(manifest).toMatchObject({ vector: { length: 2 * bins }, model: { rate } });
  if (manifest.mode !== 'map' || manifest.model?.family !== 'boosted_stumps') throw new Error('must boost in mode map');
  expect(manifest.iterations).toBe(1 + manifest.model.stumps);
  expect(manifest.state.length).toBe(1 + 4 * manifest.model.stumps);
});

test('every pass adds a stump that splits a feature at one of its cuts', async () => {
  const simulation = await testExample('stumps-map');
  for (const table of [simulation.table, simulation.forecast]) {
    // Of a longer table the first rows are shown.
    const [base, ...numbers] = valuesOf(table).map(Number);
    const stumps = numbers.slice(0, numbers.length - (numbers.length % 4));
    expect(base).toBeLessThan(-1);
    for (let at = 0; at < stumps.length; at += 4) {
      const [place = -1, threshold = Number.NaN, left, right] = stumps.slice(at, at + 4);
      expect(features[place]?.cuts).toContain(threshold);
      expect(left).not.toBe(right);
    }
  }
  expect(simulation.explanation.private?.noise).toMatchObject({ sigma: expect.closeTo(noise, 0) });
  expect(printReport(simulation)).toContain(`noise      σ ${noise} in each of ${2 * bins} sums`);
});
