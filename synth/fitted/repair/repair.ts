/**
 * Makes drawn rows keep what the catalog declares. A model that knows the pairs of columns breaks rules seldom; what it breaks is put
 * right here, and a row that cannot be is left out.
 *
 * @see synth.md §2.2 (date pairs, derived columns), gate G2
 */
import { rulesOf } from '#policies/catalog/check-dependencies.ts';
import type { Dependency } from '#policies/catalog/entry.ts';
import { gridHi, gridLo } from '#policies/catalog/value-grid.ts';
import type { Rows } from './columns.ts';
import { checkDetermines, repairDetermines } from './determines.ts';
import { checkImplies, repairImplies } from './implies.ts';
import { checkOrder, repairOrder } from './order.ts';
import { checkSum, repairSum } from './sum.ts';

/** One repair may undo another's work; after so many rounds what is left is left out. */
const mostRounds = 4;

/**
 * Changes the columns in place.
 * @returns the rows that break a dependency all the same.
 */
export function repairDependencies(rows: Rows): ReadonlySet<number> {
  const dependencies = rows.table.dependencies ?? [];
  if (dependencies.length === 0) return new Set();
  let left = new Set<number>();
  for (let round = 0; round < mostRounds; round++) {
    keepInReach(rows);
    for (const dependency of dependencies) repair(rows, dependency);
    left = broken(rows, dependencies);
    if (left.size === 0) break;
  }
  return left;
}

/** Moves values for which other columns have no counterpart to the nearest ones that have. */
function keepInReach({ table, columns, rows }: Rows): void {
  for (const [name, grid] of rulesOf(table).grids) {
    const { numbering, numbers } = columns.get(name) ?? {};
    if (numbering === undefined || numbers === undefined) continue;
    const [lo, hi] = [numbering.span(gridLo(grid), Number.POSITIVE_INFINITY, true).first, numbering.near(gridHi(grid))];
    const [least, most] = [numbering.measure(lo), numbering.measure(hi)];
    for (let row = 0; row < rows; row++) {
      const number = numbers[row] ?? -1;
      if (number < 0) continue;
      if (numbering.measure(number) < least) numbers[row] = lo;
      else if (numbering.measure(number) > most) numbers[row] = hi;
    }
  }
}

function repair(rows: Rows, dependency: Dependency): void {
  switch (dependency.kind) {
    case 'order':
      return repairOrder(rows, dependency.columns);
    case 'sum':
      return repairSum(rows, dependency);
    case 'determines':
      return repairDetermines(rows, dependency);
    case 'implies':
      return repairImplies(rows, dependency);
  }
}

/** The rows that break one of the dependencies that the model's columns alone decide. */
export function broken(rows: Rows, dependencies: readonly Dependency[]): Set<number> {
  const left = new Set<number>();
  for (const dependency of dependencies) {
    const isKept = check(rows, dependency);
    if (isKept === undefined) continue;
    for (let row = 0; row < rows.rows; row++) if (!isKept(row)) left.add(row);
  }
  return left;
}

function check(rows: Rows, dependency: Dependency): ((row: number) => boolean) | undefined {
  switch (dependency.kind) {
    case 'order':
      return checkOrder(rows, dependency.columns);
    case 'sum':
      return checkSum(rows, dependency);
    case 'determines':
      return checkDetermines(rows, dependency);
    case 'implies':
      return checkImplies(rows, dependency);
  }
}
