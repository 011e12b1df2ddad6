/**
 * Why conventional rounding is not offered: margins that are rounded by themselves bound their cells, down to the exact counts. Additive
 * rounding cannot be taken apart like that, for the rounded table is itself one that may have been the true one.
 *
 * @see disclosure.md §2.6; SDC Handbook §5.5 («can be easily unpicked»); ACRO issue 126, pull request 381
 */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Solver } from '#policies/disclosure/linear-program.ts';
import { roundControlled } from '#policies/disclosure/treat/controlled-rounding.ts';
import type { CountTable } from '#policies/disclosure/treat/count-table.ts';
import { roundSmallCounts } from '#policies/disclosure/treat/small-count-rounding.ts';
import { unwrap } from '#policies/refusal.ts';
import { openHighs } from '#sandbox/suppress/highs.ts';
import { twoWay } from './tables.ts';

const solver = await openHighs();

interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

/** Between what every leaf must lie, for who knows how far a cell can be from what is published. */
function tighten(
  { leafCount, cells }: CountTable,
  published: readonly Bounds[],
  by: Pick<Solver, 'solve'> = solver,
): readonly Bounds[] {
  const constraints = cells.map(({ leaves }, index) => ({
    variables: leaves,
    coefficients: leaves.map(() => 1),
    lower: published[index]?.lower ?? 0,
    upper: published[index]?.upper ?? 0,
  }));
  const extreme = (leaf: number, sense: 'min' | 'max'): number => {
    const variables = Array.from({ length: leafCount }, (_, at) => ({
      lower: 0,
      upper: Number.POSITIVE_INFINITY,
      cost: at === leaf ? 1 : 0,
    }));
    const found = by.solve({ sense, variables, constraints });
    if (found.status !== 'optimal') throw new Error('the true table must be possible');
    return Math.round(found.objective);
  };
  return Array.from({ length: leafCount }, (_, leaf) => ({ lower: extreme(leaf, 'min'), upper: extreme(leaf, 'max') }));
}

const nearest = (value: number, base: number): number => Math.round(value / base) * base;

/** To the nearest multiple of 5: at most 2 off. */
const conventional = ({ cells }: CountTable): readonly Bounds[] =>
  cells.map(({ value }) => ({ lower: Math.max(0, nearest(value, 5) - 2), upper: nearest(value, 5) + 2 }));

/** To a next multiple: less than a base off. */
const within = (values: readonly number[], base: number): readonly Bounds[] =>
  values.map((value) => ({ lower: Math.max(0, value - base + 1), upper: value + base - 1 }));

test('four counts of 3, rounded to 5 beside a total of 12 rounded to 10, are found exactly', () => {
  const table = twoWay([[3, 3, 3, 3]]);
  expect(tighten(table, conventional(table))).toEqual(Array.from({ length: 4 }, () => ({ lower: 3, upper: 3 })));
});

test('the same counts under controlled rounding keep the whole width of the base', () => {
  const table = twoWay([[3, 3, 3, 3]]);
  const { values } = unwrap(roundControlled(table, { base: 5 }, solver));
  for (const { lower, upper } of tighten(table, within(values, 5))) expect(upper - lower).toBeGreaterThanOrEqual(4);
});

test('no leaf that was changed is found from a table with controlled or small-count rounding', () => {
  const counts = fc.array(fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 2, maxLength: 4 }), {
    minLength: 2,
    maxLength: 4,
  });
  const square = counts.map((rows) => rows.map((row) => row.slice(0, Math.min(...rows.map(({ length }) => length)))));
  fc.assert(
    fc.property(square, (rows) => {
      const table = twoWay(rows);
      const controlled = unwrap(roundControlled(table, { base: 5 }, solver)).values;
      for (const [leaf, { lower, upper }] of tighten(table, within(controlled, 5)).entries()) {
        expect(lower).toBeLessThanOrEqual(table.cells[leaf]?.value ?? 0);
        if ((table.cells[leaf]?.value ?? 0) % 5 !== 0) expect(upper).toBeGreaterThan(lower);
      }
      // Leaves of at least the base are exact, and known to be; the others may be anything below it, whatever the margins say.
      const { values } = roundSmallCounts(table, 5);
      for (const [leaf, { value }] of table.cells.slice(0, table.leafCount).entries())
        if (value < 5) expect([0, 5]).toContain(values[leaf]);
    }),
    { numRuns: 25 },
  );
});
