/**
 * Gate G1 on one stream of noise: how near the pairs and triples of rows drawn from a fit of Adult come to those of its rows. More streams,
 * more ε and the time are in the bench.
 *
 * @see synth.md gates G1, G2
 */
import { expect, test } from 'vitest';
import { rhoFor } from '#policies/privacy/accountant.ts';
import { cellCount } from '#policies/simulation/attribute.ts';
import { fitTable } from '#sandbox/fit/fit-table.ts';
import { restoreModel } from '#synth/fit/keep.ts';
import { drawCells, drawRows } from '#synth/fit/sample.ts';
import { sharedData, whereShared } from '../fixtures/shared-data.ts';
import { knownStream } from '../privacy/known-stream.ts';
import { adultModel, readAdult } from './adult-table.ts';
import { meanVariation } from './variation.ts';

const folder = sharedData();

test.skipIf(!folder)(`gate G1: Adult at ε = 1, δ = 10⁻⁹ (${whereShared})`, { timeout: 240_000 }, async () => {
  const { train } = await readAdult(folder ?? '');
  const rho = rhoFor({ epsilon: 1, delta: 1e-9 });
  const { fitted, spent } = await fitTable(train, adultModel, { rho, random: knownStream('adult') });
  expect(spent).toBe(rho);
  const bins = drawRows(restoreModel(adultModel, fitted), train.rows, 1);
  const cells = fitted.attributes.map((attribute, at) => drawCells(attribute, bins[at] ?? new Uint16Array(), at));
  const real = { cells: train.cells, sizes: adultModel.attributes.map((attribute) => cellCount(attribute.cells)) };
  expect(meanVariation(real, { cells }, 2)).toBeLessThanOrEqual(0.046);
  expect(meanVariation(real, { cells }, 3)).toBeLessThanOrEqual(0.1);
});
