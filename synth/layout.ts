/**
 * How many rows a table gets and how its primary key counts through them. The row number is read in mixed radix: one digit
 * for each part of the key (a row of a parent, a unit, a value of an own column), the parents fastest. So keys are unique,
 * and a child of (parent, month) covers every parent in every month.
 */
import type { Column, ForeignKey, Table } from '#policies/catalog/entry.ts';
import { valuesOf } from './column-values.ts';
import type { Drawn, DrawnTable } from './drawn.ts';
import { hashRange } from './hash.ts';
import { populationOf, rowTarget } from './population.ts';
import { type Schema, columnOf, decidingKeys, tableOf } from './schema.ts';
import type { ValueSet } from './value-set.ts';

export type KeyPart =
  | { readonly kind: 'parent'; readonly key: ForeignKey; readonly digit: Digit }
  | { readonly kind: 'unit'; readonly column: Column; readonly digit: Digit }
  | { readonly kind: 'own'; readonly column: Column; readonly values: ValueSet; readonly digit: Digit };

/** The digit of row i is ⌊i / stride⌋ mod used; it numbers `size` things, of which the rows reach `used`. */
export interface Digit {
  readonly stride: number;
  readonly used: number;
  readonly size: number;
}

export interface Layout {
  readonly rows: number;
  readonly parts: readonly KeyPart[];
}

/** A function that lays out a table by its name, each table once. Drawn tables have the rows that they have. */
export function layoutsOf(schema: Schema, scale: number, drawn?: Drawn): (table: string) => Layout {
  const done = new Map<string, Layout>();
  const begun = new Set<string>();
  return function layoutOf(name) {
    const known = done.get(name);
    if (known !== undefined) return known;
    if (begun.has(name)) throw new Error(`Cannot lay out ${name}: its key must not depend on itself`);
    begun.add(name);
    const rowsOf = (parent: string): number => layoutOf(parent).rows;
    const layout = layOut(schema, { table: tableOf(schema, name), scale, rowsOf, drawn: drawn?.get(name) });
    done.set(name, layout);
    return layout;
  };
}

interface LayoutOrder {
  readonly table: Table;
  readonly scale: number;
  readonly rowsOf: (table: string) => number;
  readonly drawn: DrawnTable | undefined;
}

interface Sized {
  readonly size: number;
  readonly withDigit: (digit: Digit) => KeyPart;
}

function layOut(schema: Schema, { table, scale, rowsOf, drawn }: LayoutOrder): Layout {
  const target = drawn?.mostPerParent ?? drawn?.rows ?? rowTarget(table, scale);
  if (target >= hashRange) throw new Error(`Cannot lay out ${table.name}: must be below 2^32 rows; got ${target}`);
  if (table.primaryKey.length === 0) return { rows: drawn?.rows ?? target, parts: [] };

  const keys = decidingKeys(schema, table).filter((key) => key.columns.some((name) => table.primaryKey.includes(name)));
  for (const key of keys) requireWholeParent(schema, table, key);
  const made = keys.filter((key) => drawn?.parent !== key && drawn?.keys.has(key) !== true);
  // The largest parent first: each of its rows is met before any is met again.
  const parents = made
    .map((key): Sized => ({ size: rowsOf(key.table), withDigit: (digit) => ({ kind: 'parent', key, digit }) }))
    .toSorted((a, b) => b.size - a.size);
  const rest = table.primaryKey
    .filter((name) => !keys.some((key) => key.columns.includes(name)) && drawn?.columns.has(name) !== true)
    .map((name) => columnOf(table, name));
  const units = rest.flatMap((column): Sized[] => {
    const population = populationOf(schema, { table, column, scale });
    return population === undefined
      ? []
      : [{ size: population.size, withDigit: (digit) => ({ kind: 'unit', column, digit }) }];
  });
  const owners = rest.filter((column) => populationOf(schema, { table, column, scale }) === undefined);
  const columns = owners.toSorted((a, b) => valuesOf(a).size - valuesOf(b).size);

  const digits = counter(target);
  const parts = [...parents, ...units].map(({ size, withDigit }) => withDigit(digits.next(size)));
  for (const column of columns) {
    const values = valuesOf(column, momentStep(column, digits.missing()));
    parts.push({ kind: 'own', column, values, digit: digits.next(values.size) });
  }
  return { rows: drawn?.rows ?? Math.min(target, digits.reached()), parts };
}

/** Gives out digits until their product reaches the target; a digit that is not needed any more stays at 0. */
function counter(target: number) {
  let stride = 1;
  const missing = () => Math.ceil(target / stride);
  return {
    missing,
    next(size: number): Digit {
      const digit = { stride, used: Math.min(size, missing()), size };
      stride *= digit.used;
      return digit;
    },
    reached: () => stride,
  };
}

/** A key column that comes from a parent row is unique per parent only if it brings the parent's whole key. */
function requireWholeParent(schema: Schema, table: Table, key: ForeignKey): void {
  const brought = key.references.filter((_, k) => table.primaryKey.includes(key.columns[k] ?? ''));
  if (!tableOf(schema, key.table).primaryKey.every((name) => brought.includes(name))) {
    throw new Error(`Cannot lay out ${table.name}: its key must bring the whole key of ${key.table}`);
  }
}

/** Moments in a key lie on the widest usual grid that has enough of them: hours rather than odd seconds. */
function momentStep(column: Column, needed: number): number {
  const grids = [86_400, 3_600, 1_800, 600, 60];
  return grids.find((step) => valuesOf(column, step).size >= needed) ?? 1;
}
