/** What it takes to read the cell of a row: the world of tables, the SELECT that is being written, and the way to other cells. */
import type { TableRules } from '#policies/catalog/check-dependencies.ts';
import type { Column, Table } from '#policies/catalog/entry.ts';
import { type Drawn } from './drawn.ts';
import { seedOf } from './hash.ts';
import type { Layout } from './layout.ts';
import type { Schema } from './schema.ts';
import type { Expression, Scope } from './scope.ts';
import type { ValueSet } from './value-set.ts';

export interface World {
  readonly schema: Schema;
  readonly seed: number;
  readonly scale: number;
  /** Rows that a fitted model gave. */
  readonly drawn?: Drawn | undefined;
  layoutOf(table: string): Layout;
  readonly favour?: Favouring;
}

/** What some rows hold because somebody wished for it. */
export interface Favouring {
  /** Digits of a key column that stand for another value than they would. */
  keyNumbers(table: string, column: string): ReadonlyMap<number, number>;
  /** The value of a column that is drawn, where `plain` is what it would be. */
  drawn(reader: Reader, cell: Cell, draw: Draw): Expression;
  /** Conditions over the row under which the column is NULL, or is not. */
  missing(reader: Reader, cell: Cell): { readonly always: Expression; readonly never: Expression } | undefined;
}

export interface Draw {
  readonly basis: Basis;
  readonly plain: Expression;
  /** Where the column must not be below, or not above, another value of its row. */
  readonly limit?: { readonly side: 'above' | 'below'; readonly other: Expression };
}

/** A number below `size`, by which a column is drawn. */
export interface Basis {
  readonly index: Expression;
  readonly size: number;
}

export interface Cell {
  readonly table: Table;
  readonly column: Column;
  readonly row: Expression;
}

/** Where a value comes from: it is computed, or it has a number in a set of which `size` are used under `name`. */
export type Source =
  | { readonly kind: 'value'; readonly value: Expression }
  | {
      readonly kind: 'nth';
      readonly values: ValueSet;
      readonly index: Expression;
      readonly size: number;
      readonly name: string;
      /** The cell that has the number in its own table, where other columns of that row may have a say. */
      readonly own?: Cell & { readonly isShared: boolean; readonly isKey: boolean };
      /** Indices that stand for another number of the set than they would. */
      readonly moved?: ReadonlyMap<number, number>;
    };

export interface Reader {
  readonly world: World;
  readonly scope: Scope;
  rulesOf(table: Table): TableRules;
  sourceOf(cell: Cell): Source;
  /** The value, NULL only where a fitted model says so, and not yet cast to the type of the column. */
  valueOf(source: Source): Expression;
}

/** The cell's row, and what a fitted model gave of its table. */
export function drawnAt({ world, scope }: Reader, { table, row }: Omit<Cell, 'column'>) {
  return { scope, drawn: world.drawn?.get(table.name), row };
}

export function hashAt({ world, scope }: Pick<Reader, 'world' | 'scope'>, row: Expression, name: string): Expression {
  return scope.name({ sql: `fmix(${row.sql}, ${seedOf(world.seed, name)})`, level: row.level });
}

/** The value at a cell in the type of its column. */
export function typedAt(reader: Reader, cell: Cell): Expression {
  const { sql, level } = reader.valueOf(reader.sourceOf(cell));
  return { sql: `CAST(${sql} AS ${cell.column.type})`, level };
}
