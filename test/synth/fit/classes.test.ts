import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ModelledTable, modelledTable } from '#policies/simulation/fit-plan.ts';
import { cellClasses, splitByClass } from '#synth/fit/classes.ts';
import { shapeOf } from '#synth/fit/keep.ts';
import { mergeRare } from '#synth/fit/merge.ts';
import { modelOf } from '#synth/fit/model.ts';
import { drawCells, drawRows } from '#synth/fit/sample.ts';

function tableOf(sizes: readonly number[], impossible: ModelledTable['impossible']): ModelledTable {
  return modelledTable.parse({
    table: 'people',
    entry: 'people',
    attributes: sizes.map((size, i) => ({
      name: `a${i}`,
      origin: { kind: 'own', column: `a${i}`, part: 'whole' },
      cells: { kind: 'count', max: size - 1, none: false },
    })),
    given: 0,
    rowsPerUnit: 1,
    volume: 100,
    impossible,
  });
}

/** Children are never married, and widows are never young. */
const rules = [
  { attributes: [0, 1], cells: [[0, 1], [0, 2], [1, 1], [1, 2]] }, // prettier-ignore
  { attributes: [1, 0], cells: [[2, 2]] },
];

test('cellClasses has cells in one class that the rules treat alike, and in others the rest', () => {
  expect(cellClasses(tableOf([5, 3, 4], rules))).toEqual([
    [0, 0, 1, 2, 2],
    [0, 1, 2],
    [0, 0, 0, 0],
  ]);
});

test('splitByClass splits bins and keeps the mass of their cells', () => {
  const merge = mergeRare(Float64Array.of(1, 2, 3, 4, 50), 10);
  const split = splitByClass(merge, [0, 0, 1, 2, 2]);
  expect(split).toEqual({ bins: [0, 0, 1, 2, 3], count: 4, merged: [2, 1, 1, 1], mass: merge.mass });
  expect(splitByClass(merge, [0, 0, 0, 0, 0]).bins).toEqual([0, 0, 0, 0, 1]);
});

test('splitByClass lets no row break a rule, however cells were merged', () => {
  const combination = fc.tuple(fc.nat(5), fc.nat(4)).filter(([a, b]) => a + b > 0);
  const rule = fc.record({
    attributes: fc.constantFrom([0, 1], [1, 2], [2, 0]),
    cells: fc.uniqueArray(combination, { maxLength: 12, selector: String }),
  });
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 3 }), fc.infiniteStream(fc.nat(20)), (impossible, counts) => {
      const sizes = [6, 6, 6];
      const table = tableOf(sizes, impossible);
      const merges = cellClasses(table).map((classes) =>
        splitByClass(mergeRare(Float64Array.from(counts.take(6)), 15), classes),
      );
      const bins = merges.map((merge) => merge.bins);
      const rows = drawRows(modelOf({ shape: shapeOf(table, bins), potentials: [], total: 1 }), 200, 1);
      const cells = merges.map((merge, i) => drawCells(merge, rows[i] ?? new Uint16Array(), i));
      for (const { attributes, cells: broken } of impossible) {
        const forbidden = new Set(broken.map(String));
        for (let row = 0; row < 200; row++)
          expect(forbidden.has(String(attributes.map((attribute) => cells[attribute]?.[row])))).toBe(false);
      }
    }),
  );
});
