/** The SELECT that makes the rows of a table: each value in the type of its column, NULL now and then, spoilt where that was asked for. */
import type { Column, Table } from '#policies/catalog/entry.ts';
import { openReader, valueAt } from './cells.ts';
import { type Flag, openSpoiler } from './dirty/spoil.ts';
import { type Spoiling, clean } from './dirty/rates.ts';
import { isDrawn } from './drawn.ts';
import { type Reader, type World, hashAt } from './reader.ts';
import { basisOf } from './rows.ts';
import { columnOf } from './schema.ts';
import { type Expression, openScope } from './scope.ts';
import { type Sql, identifier } from './sql.ts';

/** One NULL in twenty where NULL is allowed, so that programs meet it before the real data. */
const nullEvery = 20;

/** The columns of CREATE TABLE. */
export function declare(table: Table, { missing }: Pick<Spoiling, 'missing'>): Sql {
  const isNullable = ({ name, nullable }: Column) => nullable || missing.has(name);
  return table.columns
    .map((column) => `${identifier(column.name)} ${column.type}${isNullable(column) ? '' : ' NOT NULL'}`)
    .join(', ');
}

/** The rows of a table in their order, as a SELECT for the connection of the workshop. */
export interface TableSelect {
  readonly select: Sql;
  /** A SELECT of the columns f0, f1 … that say of each row whether it is wrong in that way; nothing where none is. */
  readonly flags: { readonly select: Sql; readonly of: readonly Flag[] } | undefined;
}

/** The rows of a table in their order, for the connection of the workshop. */
export function selectTable(world: World, table: Table, spoiling: Spoiling = clean): TableSelect {
  const scope = openScope(world.drawn?.get(table.name)?.name ?? 'numbers');
  const reader = openReader(world, scope);
  const spoil = openSpoiler(reader, table, spoiling);
  const spoilt = table.columns.map((column) => ({
    name: column.name,
    ...spoil(column, finished(reader, table, column)),
  }));
  const { rows } = world.layoutOf(table.name);
  const of = spoilt.flatMap(({ flags }) => flags);
  const columns = of.map(({ holds }, at) => ({ name: `f${at}`, value: holds }));
  const flags = of.length === 0 ? undefined : { select: scope.print(columns, rows), of };
  return { select: scope.print(spoilt, rows), flags };
}

/** The value in the type of its column, or NULL now and then where that breaks no key. */
function finished(reader: Reader, table: Table, column: Column): Expression {
  const row = { sql: 'i', level: 0 };
  const { sql, level } = valueAt(reader, { table, column: columnOf(table, column.name), row });
  const cast = `CAST(${sql} AS ${column.type})`;
  const favoured = reader.world.favour?.missing(reader, { table, column, row });
  const given = isDrawn(reader.world.drawn, table, column);
  if (given || !column.nullable || isReferred(reader.world, table, column)) return { sql: cast, level };
  const { index } = column.determinedByUnit ? basisOf(reader, { table, column, row }) : { index: row };
  const hash = hashAt(reader, index, `${table.name}.${column.name}?`);
  const missing = `${hash.sql} % ${nullEvery} = 0`;
  if (favoured === undefined) return { sql: `CASE WHEN ${missing} THEN NULL ELSE ${cast} END`, level };
  const { always, never } = favoured;
  const sqlOf = `CASE WHEN ${always.sql} OR (${missing} AND NOT ${never.sql}) THEN NULL ELSE ${cast} END`;
  return { sql: sqlOf, level: Math.max(level, always.level, never.level) };
}

/** A column of a key, or one that a foreign key refers to, is always there. */
export function isReferred({ schema }: World, table: Table, column: Column): boolean {
  if (table.primaryKey.includes(column.name)) return true;
  return [...schema.values()].some(({ foreignKeys }) =>
    foreignKeys.some((key) => key.table === table.name && key.references.includes(column.name)),
  );
}
