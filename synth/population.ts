/**
 * How many different units (people, enterprises, cards) a space of identifiers holds. Unit columns of one space that no
 * foreign key decides draw from the same values, so that tables can be joined although no key was declared.
 */
import type { Column, Table } from '#policies/catalog/entry.ts';
import { ownUnits } from '#policies/catalog/units.ts';
import { listedCodes } from './code-list.ts';
import { valuesOf } from './column-values.ts';
import { type Schema, columnOf, decidingKeys, unitSpace } from './schema.ts';

/** Rows per unit where the catalog does not tell. */
const usualRowsPerUnit = 5;
/** A key that would give a unit more rows than this is taken for a time axis that is not filled. */
const mostRowsPerUnit = 400;

export interface Population {
  /** Names the value set: columns with one name hold the same values. */
  readonly name: string;
  readonly size: number;
  /** Whether more than one column counts through the units. */
  readonly isShared: boolean;
}

/** The population that the column draws from, or nothing when it is no unit column or a foreign key decides it. */
export function populationOf(
  schema: Schema,
  { table, column, scale }: { table: Table; column: Column; scale: number },
): Population | undefined {
  const name = poolName(schema, table, column);
  if (name === undefined) return undefined;
  const members = [...schema.values()].flatMap((other) =>
    ownUnits(other)
      .map((unit) => ({ table: other, column: columnOf(other, unit.column) }))
      .filter((member) => poolName(schema, member.table, member.column) === name),
  );
  const roots = members.filter(
    ({ table, column }) => table.primaryKey.length === 1 && table.primaryKey[0] === column.name,
  );
  const sizes =
    roots.length > 0 ? roots.map(({ table }) => rowTarget(table, scale)) : members.map((m) => share(m, scale));
  const size = Math.min(Math.max(...sizes), valuesOf(column).size);
  return { name, size, isShared: members.length > 1 };
}

/** The rows a table should have: its public volume at the scale, but a code list is kept whole. */
export function rowTarget(table: Table, scale: number): number {
  return Math.max(1, Math.round(table.volume * (listedCodes(table) ? 1 : scale)));
}

function poolName(schema: Schema, table: Table, column: Column): string | undefined {
  const space = unitSpace(table, column.name);
  if (space === undefined) return undefined;
  if (decidingKeys(schema, table).some((key) => key.columns.includes(column.name))) return undefined;
  return [space, column.semantic, column.type, JSON.stringify(column.domain ?? null)].join('|');
}

/** Units of a table that lists them more than once: its rows by the rows of one unit. */
function share({ table, column }: { table: Table; column: Column }, scale: number): number {
  const others = table.primaryKey.filter((name) => name !== column.name);
  const perUnit = others.reduce((product, name) => product * valuesOf(columnOf(table, name)).size, 1);
  const inKey = table.primaryKey.includes(column.name);
  return Math.ceil(rowTarget(table, scale) / (inKey && perUnit <= mostRowsPerUnit ? perUnit : usualRowsPerUnit));
}
