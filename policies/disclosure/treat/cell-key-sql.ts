/**
 * What cell-key perturbation needs to know of a cell, as columns over its contributions: one row per cell and unit, grouped by cell. Of the
 * whole cell, and of each statistic that has an argument, whose units are those with a value.
 *
 * @see ../../query/evidence.ts; docs/decisions/026-cell-keys.md
 */

/** In order: how many units, the sum of their record keys modulo 2³², the sum of their values. */
export const keyColumns = ['units', 'keys', 'sum'] as const;

export interface KeyedUnits {
  /** SQL of the unit column. */
  readonly unit: string;
  /** SQL that is true for units that the statistic counts; absent: all. */
  readonly counts?: string;
  /** SQL of a unit's own sum; absent where only units are counted. */
  readonly sum?: string;
}

/**
 * One aggregate per {@link keyColumns}; for no unit 0, 0 and NULL.
 *
 * @param recordKey SQL of a text → SQL of its record key, a whole number below 2³² that nobody without the secret can foresee
 */
export function printKeyColumns(
  { unit, counts = 'TRUE', sum }: KeyedUnits,
  recordKey: (text: string) => string,
): readonly string[] {
  const key = recordKey(`CAST(${unit} AS VARCHAR)`);
  return [
    `count(*) FILTER (WHERE ${counts})`,
    `CAST(coalesce(sum(CAST(${key} AS UBIGINT)) FILTER (WHERE ${counts}), 0) % 4294967296 AS BIGINT)`,
    sum === undefined ? 'CAST(NULL AS DOUBLE)' : `CAST(sum(${sum}) FILTER (WHERE ${counts}) AS DOUBLE)`,
  ];
}
