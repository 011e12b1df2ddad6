/**
 * The statement that reads the rows of a program. Their order is total and made of what the program sees, of the unit, and of a secret: it is
 * the same whatever the order in which rows lie, and tells nothing of the names of units.
 *
 * @see query-and-privacy.md §2.3 (row_number without a total order), §3.2 (unit-locality); programs.md decision 4, §D.6
 */
import type { ColumnId, Rel } from '../query/ir.ts';
import { columnName, printRel, quotedText } from '../query/print.ts';
import type { ProgramColumn } from './columns.ts';
import type { RowsPlan } from './rows-plan.ts';
import type { UnitsPlan } from './units-plan.ts';

export interface Reading {
  /** Secret, and as long as a key: without it nobody can tell which units share a segment. */
  readonly salt: string;
  /** Number of segments. */
  readonly segments: number;
}

/**
 * Prints a SELECT of `s`, `rk`, `x1`, `x2`, …: the segment from 0 and the place of the row among those of its unit from 1, both UINTEGER, then
 * one DOUBLE for each column, NaN for NULL and with one zero only. Rows are ordered by segment, unit, and place.
 *
 * For every table and every unit v: the rows of v stand together in one segment, which depends on v and the salt alone; without them the
 * statement gives the same other rows in the same order. Of the private lane v has at most R rows; of the exact lane it has one, or else a
 * row with `rk` above 1 tells of it.
 */
export function printProgramRows(plan: RowsPlan | UnitsPlan, { salt, segments }: Reading): string {
  const names = plan.columns.map((_, at) => `x${at + 1}`).join(', ');
  const { input, unit, cap } = sourceOf(plan);
  const numbers = plan.columns.map((column, at) => `${printNumber(column)} AS x${at + 1}`);
  // The query's own columns are `c<id>`, so these names are nobody's.
  const rows = `SELECT ${columnName(unit)} AS u, ${numbers.join(', ')} FROM (${printRel(input)})`;
  // A keyed hash of 256 bits, of which the engine keeps 64: equal ones of different units only share a segment.
  const hashed = `SELECT *, hash(sha256(${quotedText(salt)} || CAST(u AS VARCHAR))) AS h FROM (${rows}) WHERE u IS NOT NULL`;
  const place = `row_number() OVER (PARTITION BY u ORDER BY hash(${quotedText(salt)}, ${names}), ${names}) AS rk`;
  return `SELECT CAST(h % ${segments} AS UINTEGER) AS s, CAST(rk AS UINTEGER) AS rk, ${names}
    FROM (SELECT *, ${place} FROM (${hashed}))${cap} ORDER BY h % ${segments}, h, u, rk`;
}

function sourceOf(plan: RowsPlan | UnitsPlan): {
  readonly input: Rel;
  readonly unit: ColumnId;
  readonly cap: string;
} {
  if (plan.kind === 'rows') return { input: plan.set.input, unit: plan.unit.id, cap: '' };
  return { input: plan.input, unit: plan.unit, cap: ` WHERE rk <= ${plan.rowsPerUnit}` };
}

/** Never NULL: whoever reads numbers in bulk looks at no marks. Adding zero takes the sign from zero, so that equal numbers are the same. */
function printNumber({ id, type, levels }: ProgramColumn): string {
  const column = columnName(id);
  if (levels) return `coalesce(CAST(enum_code(${printLevel(column, levels)}) AS DOUBLE), -1)`;
  return `coalesce(${printMeasured(column, type)} + 0::DOUBLE, 'NaN'::DOUBLE)`;
}

/** An enumeration finds a place by a hash table, a list by walking through it. */
function printLevel(column: string, levels: readonly string[]): string {
  return `TRY_CAST(${column} AS ENUM(${levels.map(quotedText).join(', ')}))`;
}

/** Infinite dates are none, infinite numbers are. */
function printMeasured(column: string, type: ProgramColumn['type']): string {
  if (type === 'DATE') return `TRY_CAST(TRY(date_diff('day', DATE '1970-01-01', ${column})) AS DOUBLE)`;
  return type === 'TIMESTAMP' ? `TRY(epoch(${column}))` : `TRY_CAST(${column} AS DOUBLE)`;
}
