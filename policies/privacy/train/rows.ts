/**
 * The table that a trainer reads. Each unit's rows are numbered in an order that depends on those rows and a secret alone, so that nobody
 * else decides which of them count; the order is total, so that the choice is the same each time.
 *
 * @see query-and-privacy.md §2.3 (row_number without a total order), §3.2 (unit-locality)
 */
import type { ColumnId, Rel } from '../../query/ir.ts';
import { columnName, printRel, quotedText } from '../../query/print.ts';
import type { Training } from './training.ts';

/** Unit-local rows, and which of their columns are the features, in order, and the target. */
export interface TrainRows {
  readonly input: Rel;
  readonly unit: ColumnId;
  readonly features: readonly ColumnId[];
  readonly target: ColumnId;
  readonly training: Training;
}

/**
 * Prints the statement that makes `train_rows`: `rk`, `x1`, `x2`, … and `y`, the first R complete rows of each unit.
 *
 * For every table and every unit v: without the rows of v, `train_rows` lacks at most R rows and is otherwise the same, as a bag.
 *
 * @param options `salt`: secret, so that nobody can tell which rows of a unit are kept; privacy does not rest on it
 */
export function printTrainRows(
  { input, unit, features, target, training }: TrainRows,
  { salt }: { readonly salt: string },
): string {
  const kinds = [...training.features.map(({ kind }) => kind), training.target.kind];
  const names = [...features.map((_, at) => `x${at + 1}`), 'y'];
  const typed = [...features, target].map((id, at) => {
    const type = kinds[at] === 'category' ? 'VARCHAR' : 'DOUBLE';
    return `TRY_CAST(${columnName(id)} AS ${type}) AS ${names[at]}`;
  });
  // The vendor's columns are `c<id>`, so `u` is nobody's name.
  const rows = `SELECT ${columnName(unit)} AS u, ${typed.join(', ')} FROM (${printRel(input)})`;
  const complete = names.map((name) => `${name} IS NOT NULL`).join(' AND ');
  const order = [`hash(${[quotedText(salt), ...names].join(', ')})`, ...names].join(', ');
  const ranked = `SELECT ${names.join(', ')}, row_number() OVER (PARTITION BY u ORDER BY ${order}) AS rk FROM (${rows}) WHERE u IS NOT NULL AND ${complete}`;
  return `CREATE TEMP TABLE train_rows AS SELECT rk, ${names.join(', ')} FROM (${ranked}) WHERE rk <= ${training.rowsPerUnit}`;
}
