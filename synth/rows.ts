/** Which row of a parent, and which unit, a row belongs to: numbers computed from the number of the row. */
import type { Column, ForeignKey, Table } from '#policies/catalog/entry.ts';
import { ownUnits } from '#policies/catalog/units.ts';
import { determiningHash } from './dependencies/determine.ts';
import { drawnParent, keyCounter, siblingGroup } from './drawn.ts';
import { seedOf } from './hash.ts';
import type { KeyPart } from './layout.ts';
import { populationOf } from './population.ts';
import { type Basis, type Cell, type Reader, drawnAt, hashAt } from './reader.ts';
import { columnOf, decidingKeys } from './schema.ts';
import type { Expression } from './scope.ts';

type Row = Omit<Cell, 'column'>;

/** What a column is drawn by: per unit where all rows of a unit have one value, and for direct identifiers, else per row. */
export function basisOf(reader: Reader, { table, column, row }: Cell): Basis {
  const perUnit = column.tag === 'direct' || column.determinedByUnit;
  const basis = perUnit ? unitBasis(reader, { table, row }) : undefined;
  return basis ?? { index: row, size: reader.world.layoutOf(table.name).rows };
}

export function parentRow(reader: Reader, { table, row }: Row, key: ForeignKey): Expression {
  const { world, scope } = reader;
  const given = drawnParent(drawnAt(reader, { table, row }), key);
  if (given !== undefined) return given;
  const part = world.layoutOf(table.name).parts.find((part) => part.kind === 'parent' && part.key === key);
  if (part !== undefined) return partIndex(reader, { table, row }, part);
  const { rows } = world.layoutOf(key.table);
  const rule = reader.rulesOf(table).rules.get(key.columns[0] ?? '');
  if (rule?.kind === 'determines') {
    const hash = determiningHash(reader, { table, row }, { rule, to: key.columns.join() });
    return scope.name({ sql: `${hash.sql} % ${rows}`, level: hash.level });
  }
  const hash = hashAt(reader, keyBasis(reader, { table, row }, key), `${table.name}>${key.columns.join()}`);
  return scope.name({ sql: `${hash.sql} % ${rows}`, level: hash.level });
}

export function unitIndex(reader: Reader, { table, column, row }: Cell, population: { size: number }): Expression {
  const { parts } = reader.world.layoutOf(table.name);
  const part = parts.find((part) => part.kind === 'unit' && part.column.name === column.name);
  if (part !== undefined) return partIndex(reader, { table, row }, part);
  const hash = hashAt(reader, row, `${table.name}.${column.name}`);
  return reader.scope.name({ sql: `${hash.sql} % ${population.size}`, level: hash.level });
}

/** Whether all rows of a unit have the same row of that parent. */
export function isParentOfUnit(table: Table, key: ForeignKey): boolean {
  const unit = ownUnits(table)[0]?.column;
  return key.columns.some((name) => name === unit) || isSteady(table, key);
}

function isSteady(table: Table, key: ForeignKey): boolean {
  const unit = ownUnits(table)[0]?.column;
  return key.columns.every((name) => name !== unit && columnOf(table, name).determinedByUnit === true);
}

function keyBasis(reader: Reader, { table, row }: Row, key: ForeignKey): Expression {
  return isSteady(table, key) ? (unitBasis(reader, { table, row })?.index ?? row) : row;
}

/** The number of the row's first unit among the units. */
function unitBasis(reader: Reader, { table, row }: Row): Basis | undefined {
  const { world } = reader;
  const [unit] = ownUnits(table);
  if (unit === undefined) return undefined;
  const column: Column = columnOf(table, unit.column);
  const key = decidingKeys(world.schema, table).find((candidate) => candidate.columns.includes(column.name));
  if (key !== undefined) {
    return { index: parentRow(reader, { table, row }, key), size: world.layoutOf(key.table).rows };
  }
  const population = populationOf(world.schema, { table, column, scale: world.scale });
  if (population === undefined) return undefined;
  return { index: unitIndex(reader, { table, column, row }, population), size: population.size };
}

/** The number of the parent or unit behind a key part. Later parts are shifted per earlier ones, so that pairs spread. */
function partIndex(reader: Reader, { table, row: at }: Row, part: KeyPart): Expression {
  const { world, scope } = reader;
  const { stride, used, size } = part.digit;
  const row = keyCounter(drawnAt(reader, { table, row: at }));
  const digit = `(${row.sql} // ${stride}) % ${used}`;
  const parent = siblingGroup(drawnAt(reader, { table, row: at }));
  if (parent !== undefined) {
    const shift = hashAt(reader, parent, `${table.name}#${stride}`);
    return scope.name({ sql: `(${digit} + ${shift.sql}) % ${size}`, level: Math.max(row.level, shift.level) });
  }
  if (stride === 1) return scope.name({ sql: digit, level: row.level });
  const shift = `fmix(${row.sql} % ${stride}, ${seedOf(world.seed, `${table.name}#${stride}`)})`;
  return scope.name({ sql: `(${digit} + ${shift}) % ${size}`, level: row.level });
}
