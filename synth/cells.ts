/**
 * The value of a column at a row, as an expression of the row number. A foreign key is the same expression at the row number
 * of the parent, so it is intact by construction, over any number of tables and entries.
 */
import type { Column, ForeignKey, Table } from '#policies/catalog/entry.ts';
import { ownUnits } from '#policies/catalog/units.ts';
import { valuesOf } from './column-values.ts';
import { type Drawn, drawnParent, drawnValue, keyCounter, siblingGroup } from './drawn.ts';
import { seedOf } from './hash.ts';
import type { IdentityKind } from './identities.ts';
import type { KeyPart, Layout } from './layout.ts';
import { populationOf } from './population.ts';
import { type Schema, columnOf, decidingKeys, tableOf } from './schema.ts';
import type { Expression, Scope } from './scope.ts';
import { type NumberedSet, type ValueSet, drawNumber } from './value-set.ts';

export interface World {
  readonly schema: Schema;
  readonly seed: number;
  readonly scale: number;
  /** Rows that a fitted model gave. */
  readonly drawn?: Drawn | undefined;
  layoutOf(table: string): Layout;
  /** Orders a table of `count` identifiers and returns its name. */
  identities(order: { kind: IdentityKind; name: string; count: number }): string;
  readonly favour?: Favouring;
}

/** What some rows hold because somebody wished for it. */
export interface Favouring {
  /** Digits of a key column that stand for another value than they would. */
  keyNumbers(table: string, column: string): ReadonlyMap<number, number>;
  /** The value of a column that is drawn, where `plain` is what it would be. */
  drawn(reader: Reader, cell: Cell, draw: { readonly basis: Basis; readonly plain: Expression }): Expression;
  /** Conditions over the row under which the column is NULL, or is not. */
  missing(reader: Reader, cell: Cell): { readonly always: Expression; readonly never: Expression } | undefined;
}

export interface Cell {
  readonly table: Table;
  readonly column: Column;
  readonly row: Expression;
}

export interface Reader {
  readonly world: World;
  readonly scope: Scope;
}

/** The value at a row, NULL only where a fitted model says so, and not yet cast to the type of the column. */
export function valueAt(reader: Reader, cell: Cell): Expression {
  const { world } = reader;
  const { table, column } = cell;
  const given = drawnValue(drawnAt(reader, cell), column);
  if (given !== undefined) return given;
  const key = decidingKeys(world.schema, table).find((candidate) => candidate.columns.includes(column.name));
  if (key !== undefined) return parentValue(reader, cell, key);

  const population = populationOf(world.schema, { table, column, scale: world.scale });
  if (population !== undefined) {
    return nth(reader, valuesOf(column), { index: unitIndex(reader, cell, population), ...population });
  }
  const part = world.layoutOf(table.name).parts.find((part) => part.kind === 'own' && part.column.name === column.name);
  if (part?.kind === 'own') return keyValue(reader, cell, part);

  const inherited = inheritedValue(reader, cell);
  if (inherited !== undefined) return inherited;
  const start = intervalStart(table, column);
  if (start !== undefined) return intervalEnd(reader, cell, start);

  return drawn(reader, cell, basisOf(reader, cell));
}

/** What a column is drawn by: per unit where all rows of a unit have one value, and for direct identifiers, else per row. */
export function basisOf(reader: Reader, { table, column, row }: Cell): Basis {
  const perUnit = column.tag === 'direct' || column.determinedByUnit;
  const basis = perUnit ? unitBasis(reader, { table, row }) : undefined;
  return basis ?? { index: row, size: reader.world.layoutOf(table.name).rows };
}

/** A value of an ordinary column: what somebody wished for, or any. */
function drawn(reader: Reader, cell: Cell, basis: Basis): Expression {
  const plain = drawnAtRandom(reader, cell, basis);
  return reader.world.favour?.drawn(reader, cell, { basis, plain }) ?? plain;
}

function drawnAtRandom(reader: Reader, { table, column }: Cell, basis: Basis): Expression {
  const name = `${table.name}.${column.name}`;
  const values = valuesOf(column);
  if (values.kind !== 'numbered') return nth(reader, values, { index: basis.index, size: basis.size, name });
  const hash = hashAt(reader, basis.index, name);
  const number = reader.scope.name({ sql: drawNumber(values, hash.sql), level: hash.level });
  return { sql: values.at(number.sql), level: number.level };
}

/** The value number `index` of a set, of which `size` are used under `name`. */
function nth(
  { world, scope }: Reader,
  values: ValueSet,
  { index, size, name, moved }: { index: Expression; size: number; name: string; moved?: ReadonlyMap<number, number> },
): Expression {
  if (values.kind === 'identity') {
    return scope.lookUp(world.identities({ kind: values.identity, name, count: size }), index);
  }
  const bound = scope.name(index);
  if (values.kind === 'token') return { sql: values.at(bound.sql, seedOf(world.seed, name)), level: bound.level };
  return { sql: values.at(orderly(values, { index: bound.sql, used: size, moved })), level: bound.level };
}

/** The number of the key value with that digit, when `used` of the set are used. */
function orderly(
  { size, keyOrder }: Pick<NumberedSet, 'size' | 'keyOrder'>,
  { index, used, moved }: { index: string; used: number; moved?: ReadonlyMap<number, number> | undefined },
): string {
  if (moved !== undefined && moved.size > 0) {
    const cases = [...moved].map(([digit, number]) => `WHEN ${digit} THEN ${number}`).join(' ');
    return `CASE ${index} ${cases} ELSE ${orderly({ size, keyOrder }, { index, used })} END`;
  }
  if (used >= size || keyOrder === 'first') return index;
  if (keyOrder === 'scatter') return `(${index} * ${scatterFactor(size)}) % ${size}`;
  // Both ends of a range are filled, so that programs that compare before with after meet rows at either.
  return `CASE WHEN ${index} < ${Math.ceil(used / 2)} THEN ${index} ELSE ${index} + ${size - used} END`;
}

/** A number without a common divisor with `size`, near the golden section of it: multiples of it spread evenly. */
function scatterFactor(size: number): number {
  let factor = Math.max(1, Math.min(2 ** 30, Math.round(size * 0.618)));
  while (divisor(factor, size) > 1) factor++;
  return factor;
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

function keyValue(reader: Reader, { table, column, row }: Cell, part: KeyPart & { kind: 'own' }): Expression {
  const { stride, used } = part.digit;
  const counter = keyCounter(drawnAt(reader, { table, row }));
  const index = { sql: `(${counter.sql} // ${stride}) % ${used}`, level: counter.level };
  const moved = reader.world.favour?.keyNumbers(table.name, column.name) ?? new Map<number, number>();
  return nth(reader, part.values, { index, size: used, name: `${table.name}.${column.name}`, moved });
}

/** The number of the parent or unit behind a key part. Later parts are shifted per earlier ones, so that pairs spread. */
function partIndex(reader: Reader, { table, row: at }: Omit<Cell, 'column'>, part: KeyPart): Expression {
  const { world, scope } = reader;
  const { stride, used, size } = part.digit;
  const row = keyCounter(drawnAt(reader, { table, row: at }));
  const digit = `(${row.sql} // ${stride}) % ${used}`;
  const parent = siblingGroup(drawnAt(reader, { table, row: at }));
  if (parent !== undefined) {
    const shift = hashAt(reader, parent, `${table.name}#${stride}`);
    const sql = `(${digit} + ${shift.sql}) % ${size}`;
    return scope.name({ sql, level: Math.max(row.level, shift.level) });
  }
  if (stride === 1) return scope.name({ sql: digit, level: row.level });
  const shift = `fmix(${row.sql} % ${stride}, ${seedOf(world.seed, `${table.name}#${stride}`)})`;
  return scope.name({ sql: `(${digit} + ${shift}) % ${size}`, level: row.level });
}

function parentValue(reader: Reader, cell: Cell, key: ForeignKey): Expression {
  const parent = tableOf(reader.world.schema, key.table);
  const target = key.references[key.columns.indexOf(cell.column.name)] ?? cell.column.name;
  return valueAt(reader, { table: parent, column: columnOf(parent, target), row: parentRow(reader, cell, key) });
}

function parentRow(reader: Reader, { table, row }: Omit<Cell, 'column'>, key: ForeignKey): Expression {
  const given = drawnParent(drawnAt(reader, { table, row }), key);
  if (given !== undefined) return given;
  const part = reader.world.layoutOf(table.name).parts.find((part) => part.kind === 'parent' && part.key === key);
  if (part !== undefined) return partIndex(reader, { table, row }, part);
  const hash = hashAt(reader, row, `${table.name}>${key.columns.join()}`);
  return reader.scope.name({ sql: `${hash.sql} % ${reader.world.layoutOf(key.table).rows}`, level: hash.level });
}

function unitIndex(reader: Reader, { table, column, row }: Cell, population: { size: number }): Expression {
  const { parts } = reader.world.layoutOf(table.name);
  const part = parts.find((part) => part.kind === 'unit' && part.column.name === column.name);
  if (part !== undefined) return partIndex(reader, { table, row }, part);
  const hash = hashAt(reader, row, `${table.name}.${column.name}`);
  return reader.scope.name({ sql: `${hash.sql} % ${population.size}`, level: hash.level });
}

function drawnAt({ world, scope }: Reader, { table, row }: Omit<Cell, 'column'>) {
  return { scope, drawn: world.drawn?.get(table.name), row };
}

export interface Basis {
  readonly index: Expression;
  readonly size: number;
}

/** The number of the row's first unit among the units. */
function unitBasis(reader: Reader, { table, row }: Omit<Cell, 'column'>): Basis | undefined {
  const { world } = reader;
  const [unit] = ownUnits(table);
  if (unit === undefined) return undefined;
  const column = columnOf(table, unit.column);
  const key = decidingKeys(world.schema, table).find((candidate) => candidate.columns.includes(column.name));
  if (key !== undefined) {
    return { index: parentRow(reader, { table, row }, key), size: world.layoutOf(key.table).rows };
  }
  const population = populationOf(world.schema, { table, column, scale: world.scale });
  if (population === undefined) return undefined;
  return { index: unitIndex(reader, { table, column, row }, population), size: population.size };
}

/** A column that the parent has too, under the same name and domain, repeats the parent's value: a firm stays in its district. */
function inheritedValue(reader: Reader, { table, column, row }: Cell): Expression | undefined {
  if (column.domain?.kind !== 'codes') return undefined;
  for (const key of decidingKeys(reader.world.schema, table)) {
    const parent = tableOf(reader.world.schema, key.table);
    const twin = parent.columns.find((candidate) => candidate.name === column.name && sameValues(candidate, column));
    if (twin !== undefined && parent !== table) {
      return valueAt(reader, { table: parent, column: twin, row: parentRow(reader, { table, row }, key) });
    }
  }
  return undefined;
}

/** Two moments of one type and one declared span are taken for a start and an end. */
function intervalStart(table: Table, column: Column): Column | undefined {
  if (column.domain?.kind !== 'dates') return undefined;
  const before = table.columns.slice(0, table.columns.indexOf(column));
  return before.find((candidate) => sameValues(candidate, column) && !table.primaryKey.includes(candidate.name));
}

/** An end lies up to ninety minutes, or ninety days, after its start, and inside the domain. */
function intervalEnd(reader: Reader, { table, column, row }: Cell, start: Column): Expression {
  const values = valuesOf(column);
  const begin = valueAt(reader, { table, column: start, row });
  if (values.kind !== 'numbered' || (column.type !== 'DATE' && column.type !== 'TIMESTAMP')) return begin;
  const hash = hashAt(reader, row, `${table.name}.${column.name}`);
  const seconds = column.type === 'DATE' ? `(1 + ${hash.sql} % 90) * 86400` : `180 + ${hash.sql} % 5221`;
  const end = `least(${begin.sql} + to_seconds(${seconds}), ${values.at(String(values.size - 1))})`;
  return { sql: end, level: Math.max(begin.level, hash.level) };
}

function sameValues(a: Column, b: Column): boolean {
  return a.type === b.type && a.semantic === b.semantic && JSON.stringify(a.domain) === JSON.stringify(b.domain);
}

export function hashAt({ world, scope }: Reader, row: Expression, name: string): Expression {
  return scope.name({ sql: `fmix(${row.sql}, ${seedOf(world.seed, name)})`, level: row.level });
}
