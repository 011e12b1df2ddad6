/** The grid of a column in SQL: the value with a number, and the place of a value. */
import { type ValueGrid, gridHi, gridLo } from '#policies/catalog/value-grid.ts';
import type { Column } from '#policies/catalog/entry.ts';
import { type Sql, pick } from '../sql.ts';
import { type Shape, type ValueSet, listed, numbered } from '../value-set.ts';

/** Value number `index`: a number, or a TIMESTAMP. */
export function gridAt(grid: ValueGrid, index: Sql): Sql {
  const place = placeAt(grid, index);
  return grid.of === 'seconds' ? `TIMESTAMP '1970-01-01' + to_seconds(CAST(${place} AS BIGINT))` : place;
}

/** The same as a number, or as seconds since 1970. */
export function placeAt(grid: ValueGrid, index: Sql): Sql {
  if (grid.kind === 'list') return pick(`[${grid.values.join(',')}]`, index);
  const units = `(${grid.first} + (${index}) * ${grid.step})`;
  return grid.places === 0 ? units : `(${units} / ${10 ** grid.places}.0::DOUBLE)`;
}

/** The place of a value that has the type of its column. */
export function placeOf({ of }: ValueGrid, value: Sql): Sql {
  return of === 'seconds' ? `CAST(epoch(CAST(${value} AS TIMESTAMP)) AS BIGINT)` : `CAST(${value} AS DOUBLE)`;
}

/** The values of a column that are left on its grid, drawn as often as before. */
export function valuesOn(grid: ValueGrid, column: Column, shape: Shape): ValueSet {
  if (column.domain?.kind !== 'codes' || grid.kind !== 'list') {
    const even = typeof shape === 'object' ? 'even' : shape;
    const size = grid.kind === 'list' ? grid.values.length : grid.size;
    return numbered(size, (index) => gridAt(grid, index), { shape: even });
  }
  const [lo, hi] = [gridLo(grid), gridHi(grid)];
  return keptCodes(column.domain, (value) => Number(value) >= lo && Number(value) <= hi);
}

/** A code list without some of its codes; the weights of the others stay, unless all of them are 0. */
export function keptCodes(
  { values, weights }: { values: readonly (string | number)[]; weights?: readonly number[] },
  isKept: (value: string | number) => boolean,
): ValueSet {
  const kept = values.flatMap((value, at) => (isKept(value) ? [{ value, weight: weights?.[at] ?? 1 }] : []));
  const counts = kept.map(({ weight }) => weight);
  const drawable = weights !== undefined && counts.some((weight) => weight > 0) ? counts : undefined;
  return listed(
    kept.map(({ value }) => value),
    drawable,
  );
}
