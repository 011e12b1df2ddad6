/** The values of a condition, judged by the column that they are of. */
import type { Column } from './entry.ts';
import { dayNumber } from '../calendar.ts';
import { gridHi, gridLo, gridOf, narrowGrid, type ValueGrid } from './value-grid.ts';

/** Whether the domain holds the value. BOOLEAN has the texts `true` and `false`; moments are ISO dates. */
export function holdsValue(column: Column, value: string | number): boolean {
  const { domain, type } = column;
  if (type === 'BOOLEAN') return value === 'true' || value === 'false';
  if (domain?.kind === 'codes') return domain.values.includes(value);
  const outcome = gridOf(column);
  if (!('grid' in outcome)) return false;
  const place = placeOf(value);
  const isDate = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
  if (isDate !== (outcome.grid.of === 'seconds')) return false;
  return narrowGrid(outcome.grid, place, place) !== undefined;
}

/** The values that lie on the grid; all of them where there is none. */
export function valuesWithin<T extends string | number>(
  values: readonly T[],
  grid: ValueGrid | undefined,
): readonly T[] {
  if (grid === undefined) return values;
  return values.filter((value) => placeOf(value) >= gridLo(grid) && placeOf(value) <= gridHi(grid));
}

const placeOf = (value: string | number): number => (typeof value === 'number' ? value : dayNumber(value) * 86_400);
