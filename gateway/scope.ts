/** What a text reads, as grants speak of it: tables of catalog entries and the columns named in each. */
import type { Explanation } from '#sandbox/door.ts';

/** A table may be read without naming a column of it, to count its rows; then `columns` is empty. */
export interface Reading {
  readonly entry: string;
  readonly table: string;
  readonly columns: readonly string[];
}

/** What of an entry says which tables are its own. */
interface Owner {
  readonly id: string;
  readonly tables: readonly { readonly name: string }[];
}

/** For every table that the analysis found, one reading. A table that no entry has keeps its own name as entry, and is granted to nobody. */
export function readingsOf(
  { tables, used }: Pick<Explanation, 'tables' | 'used'>,
  entries: readonly Owner[],
): Reading[] {
  const named = used.map((name) => name.split('.'));
  return tables.map((table) => ({
    entry: entries.find((entry) => entry.tables.some(({ name }) => name === table))?.id ?? table,
    table,
    columns: named.filter(([owner]) => owner === table).map(([, column = '']) => column),
  }));
}
