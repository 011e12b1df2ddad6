/** Tables that list codes: each code of their only key has a row, in the order of its domain, whatever the scale. */
import type { Column, Table } from '#policies/catalog/entry.ts';
import { isWholeType } from '#policies/catalog/sql-type.ts';

/** More numbers from low to high are no codes any more. */
const mostNumbers = 1_000;

/**
 * The codes that a table lists, or nothing for another table: those of a code list, or the whole numbers from low to high that are about as
 * many as its rows. Numbers of people and firms are no codes, however few.
 */
export function listedCodes(table: Table): readonly (string | number)[] | undefined {
  const [name, ...more] = table.primaryKey;
  const key = table.columns.find((column) => column.name === name);
  if (key === undefined || more.length > 0) return undefined;
  return key.domain?.kind === 'codes' ? key.domain.values : numbersOf(table, key);
}

function numbersOf({ units, foreignKeys, volume }: Table, { domain, type }: Column): readonly number[] | undefined {
  if (!isWholeType(type) || domain?.kind !== 'range' || (domain.step ?? 1) !== 1) return undefined;
  const count = domain.hi - domain.lo + 1;
  if (units.length > 0 || foreignKeys.length > 0 || count > mostNumbers || volume !== count) return undefined;
  return Array.from({ length: count }, (_, k) => domain.lo + k);
}
