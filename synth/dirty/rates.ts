/**
 * How dirty a table becomes. Clean simulation data misleads: a program that never met a missing value, a row twice or a key without
 * its parent fails on the first day of real data.
 *
 * @see synth.md §7 (invalid-but-present codes at a declared rate)
 */
import type { Column, Table, TableQuality } from '#policies/catalog/entry.ts';
import type { RowCount } from '#policies/units.ts';

/** Shares from 0 to 1, wherever they make sense; 0 where none is given. */
export interface DirtyRates {
  /** NULL in columns that are no key, also where NULL is not allowed. */
  readonly missing?: number | undefined;
  /** The last moment of a table, up to a month too late. */
  readonly late?: number | undefined;
  /** Whole rows twice, their keys too. */
  readonly duplicated?: number | undefined;
  /** Values that the domain does not hold. */
  readonly outside?: number | undefined;
  /** Rows whose foreign key leads nowhere. */
  readonly unmatched?: number | undefined;
}

/** As the entries declare it, or the same everywhere. */
export type Dirty = 'declared' | DirtyRates;

export type DirtKind = keyof DirtyRates;

/** How many rows of a table are wrong in one way. It is told, for these rows are about nobody. */
export interface Dirt {
  readonly table: string;
  readonly kind: DirtKind;
  /** Of a value; not of whole rows. */
  readonly column?: string;
  readonly rows: RowCount;
}

/** What is to be spoilt in a table. */
export interface Spoiling {
  readonly missing: ReadonlyMap<string, number>;
  readonly outside: ReadonlyMap<string, number>;
  readonly late: TableQuality['late'];
  readonly duplicated: number;
  readonly unmatched: number;
}

/** Nothing is spoilt. */
export const clean: Spoiling = {
  missing: new Map(),
  outside: new Map(),
  late: undefined,
  duplicated: 0,
  unmatched: 0,
};

/** `isKept` says which columns others refer to: without these, a row cannot be found at all. */
export function spoilingOf(table: Table, dirty: Dirty | undefined, isKept: (column: Column) => boolean): Spoiling {
  const free = table.columns.filter((column) => !table.primaryKey.includes(column.name) && !isKept(column));
  const own = free.filter(({ name }) => !table.foreignKeys.some(({ columns }) => columns.includes(name)));
  if (typeof dirty === 'object') {
    const moment = own.findLast(({ type }) => type === 'DATE' || type === 'TIMESTAMP');
    const { missing = 0, outside = 0, late = 0, duplicated = 0, unmatched = 0 } = dirty;
    return {
      missing: rate(free, () => missing),
      outside: rate(own, () => outside),
      late: moment && late > 0 ? { column: moment.name, share: late, days: 30 } : undefined,
      duplicated,
      unmatched,
    };
  }
  if (dirty === undefined) return clean;
  const { late, duplicated = 0, unmatched = 0 } = table.quality ?? {};
  return {
    missing: rate(free, ({ quality }) => quality?.missing ?? 0),
    outside: rate(own, ({ quality }) => quality?.outside ?? 0),
    late,
    duplicated,
    unmatched,
  };
}

function rate(columns: readonly Column[], shareOf: (column: Column) => number): ReadonlyMap<string, number> {
  return new Map(columns.map((column) => [column.name, shareOf(column)] as const).filter(([, share]) => share > 0));
}
