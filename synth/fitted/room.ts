/** How many rows the primary key of a table has room for, and how it tells them apart. */
import { valuesOf } from '../column-values.ts';
import { type Schema, columnOf, decidingKeys } from '../schema.ts';
import type { Choice } from './choose.ts';
import type { DecodedColumn } from './decoded.ts';
import type { Related } from './relate.ts';

export interface KeyRoom {
  /** The parent's key is part of the primary key: only the rows of one parent must differ in the rest. */
  readonly byParent: boolean;
  /** Different values of the parts that level 0 counts through. */
  readonly counted: number;
  /** Columns of the primary key that the model knows. */
  readonly modelled: readonly string[];
}

export function keyRoomOf(
  schema: Schema,
  { table, key }: Related,
  { choice, rowsOf }: { choice: Choice; rowsOf: (table: string) => number },
): KeyRoom {
  const names = choice.own.map(({ column }) => column.name);
  const modelled = table.primaryKey.filter((name) => names.includes(name));
  const byParent = key !== undefined && key.columns.some((name) => table.primaryKey.includes(name));
  const left = new Set(
    table.primaryKey.filter((name) => !modelled.includes(name) && !(key?.columns ?? []).includes(name)),
  );
  let counted =
    left.size === 0 && modelled.length === 0 && table.primaryKey.length === 0 ? Number.POSITIVE_INFINITY : 1;
  for (const other of decidingKeys(schema, table)) {
    if (!other.columns.some((name) => left.has(name))) continue;
    counted *= rowsOf(other.table);
    for (const name of other.columns) left.delete(name);
  }
  for (const name of left) counted *= valuesOf(columnOf(table, name)).size;
  return { byParent, counted, modelled };
}

/** The most rows of one parent, and at all. */
export function mostRows({ byParent, counted, modelled }: KeyRoom, sizeOf: (column: string) => number) {
  const room = modelled.reduce((product, name) => product * sizeOf(name), counted);
  return byParent
    ? { perParent: room, rows: Number.POSITIVE_INFINITY }
    : { perParent: Number.POSITIVE_INFINITY, rows: room };
}

/** The rows that must differ in the modelled columns of the key: of one parent, and alike in what is counted. */
export function groupsOf({ byParent, counted }: KeyRoom, rank: Uint32Array, parent: Uint32Array | undefined) {
  const most = Math.min(counted, rank.reduce((a, b) => Math.max(a, b), 0) + 1);
  return (row: number): number => (byParent ? (parent?.[row] ?? 0) * most : 0) + ((rank[row] ?? 0) % most);
}

/** How many rows of the same parent come before each row; without one, how many rows do. */
export function ranksOf(parent: Uint32Array | undefined, rows: number): Uint32Array {
  const ranks = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    const follows = row > 0 && (parent === undefined || parent[row] === parent[row - 1]);
    ranks[row] = follows ? (ranks[row - 1] ?? 0) + 1 : 0;
  }
  return ranks;
}

/** The columns of those names. */
export function pickColumns(
  columns: ReadonlyMap<string, DecodedColumn>,
  names: readonly string[],
): readonly DecodedColumn[] {
  return names.flatMap((name) => columns.get(name) ?? []);
}
