import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ModelledTable, modelledTable } from '#policies/simulation/fit-plan.ts';
import { type FittedTable, fittedTable } from '#policies/simulation/fitted.ts';
import { infer } from '#synth/fit/infer.ts';
import { keepModel, restoreModel, shapeOf } from '#synth/fit/keep.ts';
import { drawRows } from '#synth/fit/sample.ts';
import type { Model } from '#synth/fit/types.ts';
import { anyModel } from './any-model.ts';

type Impossible = ModelledTable['impossible'];

function tableOf(bins: readonly (readonly number[])[], given: number, impossible: Impossible): ModelledTable {
  return modelledTable.parse({
    table: 'people',
    entry: 'people',
    attributes: bins.map((those, i) => ({
      name: `a${i}`,
      origin: { kind: 'own', column: `a${i}`, part: 'whole' },
      cells: { kind: 'codes', values: those.map((_, value) => value), none: false },
    })),
    given,
    rowsPerUnit: 1,
    volume: 100,
    impossible,
  });
}

function fittedOf(model: Model, bins: readonly (readonly number[])[]): FittedTable {
  const text = JSON.stringify({
    table: 'people',
    units: model.total,
    attributes: bins.map((those, i) => ({ name: `a${i}`, bins: those, mass: those.map(() => 1) })),
    cliques: keepModel(model),
    measured: [],
  });
  return fittedTable.parse(JSON.parse(text));
}

test('restoreModel draws exactly the rows of the model that keepModel kept, after a journey as JSON', () => {
  fc.assert(
    fc.property(anyModel({ reach: 3, zeros: 0 }), fc.integer(), ({ shape, potentials }, seed) => {
      const measured = potentials.map(({ attributes, values }) => ({
        attributes,
        values: values.map((value) => 100 * Math.exp(value)),
        variance: 3,
      }));
      const model = infer(shape, measured, { total: 1234.567, iterations: 15 });
      const bins = shape.sizes.map((size) => Array.from({ length: size }, (_, bin) => bin));
      const restored = restoreModel(tableOf(bins, shape.given, []), fittedOf(model, bins));
      expect(drawRows(restored, 200, seed)).toEqual(drawRows(model, 200, seed));
      const all = [...shape.sizes.keys()];
      expect(restored.marginal(all)).toEqual(model.marginal(all));
    }),
    { numRuns: 60 },
  );
});

const bins = [
  [0, 0, 1],
  [0, 1, 1],
  [0, 1],
];

test('shapeOf makes bins impossible together only where all of their cells are', () => {
  const impossible = [
    { attributes: [0, 1], cells: [[0, 0], [1, 0], [2, 1]] }, // prettier-ignore
  ];
  const shape = shapeOf(tableOf(bins, 0, impossible), bins);
  expect(shape.sizes).toEqual([2, 2, 2]);
  // Cells (0, 0) and (1, 0) are all of bins (0, 0); of bins (1, 1) there is (2, 2) besides.
  expect(shape.zeros).toEqual([{ attributes: [0, 1], values: Float64Array.of(0, 1, 1, 1) }]);
});

test('shapeOf reads rules whose attributes are in any order', () => {
  const impossible = [{ attributes: [2, 1], cells: [[1, 0]] }];
  expect(shapeOf(tableOf(bins, 0, impossible), bins).zeros).toEqual([
    { attributes: [1, 2], values: Float64Array.of(1, 0, 1, 1) },
  ]);
});

test('restoreModel keeps to the rules of its table', () => {
  const table = tableOf(bins, 0, [{ attributes: [0, 2], cells: [[2, 1]] }]);
  const model = infer(shapeOf(table, bins), [], { total: 100, iterations: 1 });
  const [a = [], , c = []] = drawRows(restoreModel(table, fittedOf(model, bins)), 100, 1);
  expect(a.some((bin) => bin === 1)).toBe(true);
  expect([...a.entries()].some(([row, bin]) => bin === 1 && c[row] === 1)).toBe(false);
});

test('restoreModel refuses cliques and attributes of another table', () => {
  const table = tableOf(bins, 0, []);
  const model = infer(shapeOf(table, bins), [], { total: 100, iterations: 1 });
  const fitted = fittedOf(model, bins);
  expect(() => restoreModel(tableOf(bins.slice(1), 0, []), fitted)).toThrow('attributes must be a0, a1');
  const theta = Buffer.alloc(24).toString('base64');
  expect(() => restoreModel(table, { ...fitted, cliques: [{ attributes: [0], theta }] })).toThrow('fit its bins');
});
