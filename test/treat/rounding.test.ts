/** Controlled and small-count rounding: published examples, slow oracles, and what both promise. @see disclosure.md §2.6 */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Solver } from '#policies/disclosure/linear-program.ts';
import { roundControlled } from '#policies/disclosure/treat/controlled-rounding.ts';
import type { CountTable } from '#policies/disclosure/treat/count-table.ts';
import { roundSmallCounts } from '#policies/disclosure/treat/small-count-rounding.ts';
import { unwrap } from '#policies/refusal.ts';
import { openHighs } from '#sandbox/suppress/highs.ts';
import { areas, crossed, exPsd, isAdditive, largestMargin, twoWay } from './tables.ts';

const solver = await openHighs();
const controlled = (table: CountTable, base: number) => unwrap(roundControlled(table, { base }, solver));

const aTable = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
  .chain(([rows, columns]) =>
    fc.array(fc.array(fc.integer({ min: 0, max: 12 }), { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    }),
  )
  .map(twoWay)
  .filter(({ leafCount }) => leafCount > 0);

const threeWay = fc
  .array(fc.integer({ min: 0, max: 9 }), { minLength: 18, maxLength: 18 })
  .map((values) =>
    crossed(
      [2, 3, 3],
      values.map((value, index) => ({ at: [Math.floor(index / 9), Math.floor(index / 3) % 3, index % 3], value })),
    ),
  )
  .filter(({ leafCount }) => leafCount > 0);

const bases = fc.constantFrom(2, 3, 5, 10);

test('SDC Handbook tables 5.18 and 5.21: roundControlled is additive and no further off than the printed solution', () => {
  const table = twoWay(areas);
  const { values, beyondNearest } = controlled(table, 5);
  // Leaves by rows without the empty one, then rows, columns, total.
  const printed = [5, 0, 5, 10, 20, 5, 5, 30, 15, 25, 40];
  const distance = (rounded: readonly number[]) =>
    table.cells.reduce((sum, { value }, index) => sum + Math.abs(value - (rounded[index] ?? 0)), 0);
  expect(beyondNearest).toBe(false);
  expect(isAdditive(table, values)).toBe(true);
  expect(isAdditive(table, printed)).toBe(true);
  expect(distance(values)).toBeLessThanOrEqual(distance(printed));
});

test('DC-08 roundControlled keeps two-way tables additive, each count at a multiple next to its own, multiples where they are', () => {
  fc.assert(
    fc.property(aTable, bases, (table, base) => {
      const { values, beyondNearest } = controlled(table, base);
      expect(beyondNearest).toBe(false);
      expect(isAdditive(table, values)).toBe(true);
      for (const [index, { value }] of table.cells.entries())
        expect([Math.floor(value / base) * base, Math.ceil(value / base) * base]).toContain(values[index]);
    }),
    { numRuns: 60 },
  );
});

test('roundControlled finds the nearest table: no other choice of neighbours that is additive is nearer', () => {
  fc.assert(
    fc.property(
      aTable.filter(({ leafCount }) => leafCount <= 9),
      (table) => {
        const off = (values: readonly number[]) =>
          table.cells.reduce((sum, { value }, index) => sum + Math.abs(value - (values[index] ?? 0)), 0);
        expect(off(controlled(table, 3).values)).toBe(Math.min(...neighbours(table, 3).map(off)));
      },
    ),
    { numRuns: 30 },
  );
});

/** Every additive table of next multiples, by trying all. */
function neighbours({ leafCount, cells }: CountTable, base: number): readonly (readonly number[])[] {
  const leaves = cells.slice(0, leafCount).map(({ value }) => value);
  const all = leaves.reduce<readonly (readonly number[])[]>(
    (rows, value) =>
      rows.flatMap((row) =>
        [...new Set([Math.floor(value / base), Math.ceil(value / base)])].map((step) => [...row, step * base]),
      ),
    [[]],
  );
  return all
    .map((row) => cells.map((cell) => cell.leaves.reduce((sum, leaf) => sum + (row[leaf] ?? 0), 0)))
    .filter((values) => values.every((value, index) => Math.abs(value - (cells[index]?.value ?? 0)) < base));
}

test('roundControlled says when a three-way table needed one step more, and is additive all the same', () => {
  fc.assert(
    fc.property(threeWay, (table) => {
      const { values, beyondNearest } = controlled(table, 5);
      expect(isAdditive(table, values)).toBe(true);
      const furthest = Math.max(...table.cells.map(({ value }, index) => Math.abs(value - (values[index] ?? 0))));
      expect(furthest < 5).toBe(!beyondNearest);
      expect(furthest).toBeLessThan(10);
    }),
    { numRuns: 40 },
  );
});

/** Says of every program that leaves no step beyond the neighbours that it has no solution. */
const neverStrict: Solver['solve'] = (program, seconds) => {
  const strict = program.variables.every(({ upper, lower }) => upper - lower <= 1);
  return strict ? { status: 'infeasible' } : solver.solve(program, seconds);
};

test('roundControlled goes one step further where the nearest multiples do not add up', () => {
  const { values, beyondNearest } = unwrap(
    roundControlled(
      twoWay([
        [2, 1],
        [1, 2],
      ]),
      { base: 3 },
      { solve: neverStrict },
    ),
  );
  expect(beyondNearest).toBe(true);
  expect(
    isAdditive(
      twoWay([
        [2, 1],
        [1, 2],
      ]),
      values,
    ),
  ).toBe(true);
});

test('roundControlled refuses E_TREATMENT when the solver gives up, and does not guess', () => {
  const refused = roundControlled(twoWay(areas), { base: 5 }, { solve: () => ({ status: 'stopped' }) });
  expect(refused.ok ? [] : refused.refusals.map(({ code }) => code)).toEqual(['E_TREATMENT']);
});

test('roundControlled rounds margins whose leaves nobody asked for', () => {
  const table = twoWay([
    [2, 2],
    [2, 2],
  ]);
  const hidden: CountTable = {
    ...table,
    cells: table.cells.map((cell) => (cell.leaves.length === 1 ? { ...cell, status: 'absent' } : cell)),
  };
  const { values } = controlled(hidden, 4);
  expect(isAdditive(hidden, values)).toBe(true);
  expect(values.slice(4)).toEqual([4, 4, 4, 4, 8]);
});

test('a table whose margins are not the sums of its leaves is our bug, and is thrown', () => {
  const table = twoWay(areas);
  const wrong = {
    ...table,
    cells: table.cells.map((cell, index) =>
      index === table.cells.length - 1 ? { ...cell, value: cell.value + 1 } : cell,
    ),
  };
  const square = twoWay([
    [2, 1],
    [1, 2],
  ]);
  expect(() => roundControlled(wrong, { base: 5 }, solver)).toThrow('not the sum');
  expect(() => roundSmallCounts({ ...square, cells: square.cells.slice(1) }, 5)).toThrow('no cell of its own');
});

test('SmallCountRounding vignette table 2: no margin of exPSD is further off than the 4 of the printed solution', () => {
  const table = twoWay(exPsd);
  const { values } = roundSmallCounts(table, 5);
  expect(values[0]).toBe(6);
  expect(values.slice(1, table.leafCount).every((value) => value === 0 || value === 5)).toBe(true);
  expect(isAdditive(table, values)).toBe(true);
  expect(largestMargin(table, values)).toBeLessThanOrEqual(4);
});

test('SmallCountRounding help page, data set e6: base 3 gives the printed largest difference, 1', () => {
  // Iceland, Portugal, Spain in 2018 and 2019.
  const byThree = twoWay([
    [2, 1],
    [3, 5],
    [7, 6],
  ]);
  const { values } = roundSmallCounts(byThree, 3);
  expect(values.slice(0, 6)).toEqual([3, 0, 3, 5, 7, 6]);
  expect(Math.max(...byThree.cells.map(({ value }, index) => Math.abs(value - (values[index] ?? 0))))).toBe(1);
});

test('roundSmallCounts leaves no count between 0 and the base, keeps large leaves, stays additive, and repeats itself', () => {
  fc.assert(
    fc.property(fc.oneof(aTable, threeWay), bases, (table, base) => {
      const { values } = roundSmallCounts(table, base);
      expect(isAdditive(table, values)).toBe(true);
      expect(values.every((value) => value === 0 || value >= base)).toBe(true);
      for (const [index, { leaves, value }] of table.cells.entries())
        if (leaves.length === 1 && value >= base) expect(values[index]).toBe(value);
      expect(roundSmallCounts(table, base).values).toEqual(values);
    }),
    { numRuns: 80 },
  );
});

test('roundSmallCounts finds a largest deviation within one base of the best of all choices', () => {
  fc.assert(
    fc.property(
      aTable.filter(({ leafCount }) => leafCount <= 8),
      (table) => {
        const best = Math.min(...choices(table, 5).map((values) => largestMargin(table, values)));
        expect(largestMargin(table, roundSmallCounts(table, 5).values)).toBeLessThan(best + 5);
      },
    ),
    { numRuns: 100 },
  );
});

/** Every way to take each small leaf to 0 or the base. */
function choices({ leafCount, cells }: CountTable, base: number): readonly (readonly number[])[] {
  const all = cells
    .slice(0, leafCount)
    .reduce<readonly (readonly number[])[]>(
      (rows, { value }) => rows.flatMap((row) => (value < base ? [0, base] : [value]).map((to) => [...row, to])),
      [[]],
    );
  return all.map((row) => cells.map((cell) => cell.leaves.reduce((sum, leaf) => sum + (row[leaf] ?? 0), 0)));
}

test('roundSmallCounts keeps margins near also in a table too large to try every change', () => {
  const table = twoWay(
    Array.from({ length: 70 }, (_, row) =>
      Array.from({ length: 60 }, (_unused, column) => 1 + ((row * 7 + column * 3) % 6)),
    ),
  );
  const { values } = roundSmallCounts(table, 5);
  expect(isAdditive(table, values)).toBe(true);
  expect(values.every((value) => value === 0 || value >= 5)).toBe(true);
  expect(largestMargin(table, values)).toBeLessThanOrEqual(10);
});
