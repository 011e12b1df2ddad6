/**
 * Rows that were drawn from a fitted model, as level 0 meets them: a table of which row has which parent and of the numbers of its
 * modelled values. Where a table is drawn, the model decides; everything else is made up from the catalog as before.
 */
import type { Column, ForeignKey, Table } from '#policies/catalog/entry.ts';
import type { Expression, Scope } from './scope.ts';
import { type Sql, identifier } from './sql.ts';

export interface DrawnTable {
  /** SQL name of a table of the row number `i`, the same as `j`, `p`, `k` and the columns that `columns` and `rows` name. */
  readonly name: Sql;
  readonly rows: number;
  /** The key whose parent's row number is `p`. */
  readonly parent?: ForeignKey;
  /** Where that key is part of the primary key: the most rows of one parent. `k` counts the rows of each from 0. */
  readonly mostPerParent?: number;
  /** What the model gives, by the name of the column: a number from 0, or −1 for NULL, and the value with that number. */
  readonly columns: ReadonlyMap<string, DrawnColumn>;
  /** Of days of birth, the field that numbers the people who were born on the same one. */
  readonly ranks: ReadonlyMap<string, Sql>;
  /** Keys that are decided by a modelled column, and how the parent's row number follows from it. */
  readonly keys: ReadonlyMap<ForeignKey, DrawnColumn>;
}

export interface DrawnColumn {
  readonly column: Sql;
  /** Whether any row has NULL there. */
  readonly missing: boolean;
  readonly at: (index: Sql) => Sql;
}

/** By the name of the table. */
export type Drawn = ReadonlyMap<string, DrawnTable>;

interface Place {
  readonly scope: Scope;
  readonly drawn: DrawnTable | undefined;
  readonly row: Expression;
}

/** The value that the model gives to the column there, which may be NULL; or nothing where the model does not know the column. */
export function drawnValue({ scope, drawn, row }: Place, column: Column): Expression | undefined {
  const given = drawn?.columns.get(column.name);
  return drawn === undefined || given === undefined ? undefined : read({ scope, drawn, row }, given);
}

/** The number of the row, or of its unit, among those with the same day of birth there; or nothing where that is not known. */
export function drawnRank({ scope, drawn, row }: Place, column: Column): Expression | undefined {
  const rank = drawn?.ranks.get(column.name);
  return drawn === undefined || rank === undefined ? undefined : field({ scope, drawn, row }, rank);
}

/** The row number of the parent by that key; or nothing where the model does not decide the key. */
export function drawnParent({ scope, drawn, row }: Place, key: ForeignKey): Expression | undefined {
  if (drawn === undefined) return undefined;
  if (drawn.parent === key) return field({ scope, drawn, row }, 'p');
  const given = drawn.keys.get(key);
  return given === undefined ? undefined : scope.name(read({ scope, drawn, row }, given));
}

/** The number by which the own parts of the primary key count: of the row, or of the row among its parent's. */
export function keyCounter({ scope, drawn, row }: Place): Expression {
  return drawn?.mostPerParent === undefined ? row : field({ scope, drawn, row }, 'k');
}

/** What those that count together have in common: the row number of their parent. */
export function siblingGroup({ scope, drawn, row }: Place): Expression | undefined {
  return drawn?.mostPerParent === undefined ? undefined : field({ scope, drawn, row }, 'p');
}

/** Whether a column's values, NULL among them, are the model's. */
export function isDrawn(drawn: Drawn | undefined, table: Table, column: Column): boolean {
  return drawn?.get(table.name)?.columns.has(column.name) ?? false;
}

function read(place: Place & { drawn: DrawnTable }, { column, missing, at }: DrawnColumn): Expression {
  const { sql, level } = field(place, column);
  const value = at(`CAST(${sql} AS BIGINT)`);
  return { sql: missing ? `CASE WHEN ${sql} >= 0 THEN ${value} END` : value, level };
}

/** The rows being printed have the fields themselves; those of another table are fetched by their row number. */
function field({ scope, drawn, row }: Place & { drawn: DrawnTable }, column: Sql): Expression {
  if (row.sql === 'i' && row.level === 0) return { sql: identifier(column), level: 0 };
  return scope.fetch({ table: drawn.name, column }, row);
}
