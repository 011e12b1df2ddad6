/** Which row of a parent, and which unit, a row belongs to: numbers computed from the number of the row. */
import type { Column, ForeignKey, Table } from '#policies/catalog/entry.ts';
import { ownUnits } from '#policies/catalog/units.ts';
import { determiningHash, tokenAt } from './dependencies/determine.ts';
import { drawnParent, keyCounter, siblingGroup } from './drawn.ts';
import { seedOf } from './hash.ts';
import type { KeyPart } from './layout.ts';
import { type Basis, type Cell, type Reader, drawnAt, hashAt } from './reader.ts';
import { columnOf, decidingKeys, tableOf } from './schema.ts';
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

/** Whether all rows of a unit find the same value of that column in the parents that the key leads to. */
export function isOfUnit(
  table: Table,
  key: ForeignKey,
  { parent, column }: { parent: Table; column: Column },
): boolean {
  if (isSteady(table, key)) return true;
  const unit = key.columns.indexOf(ownUnits(table)[0]?.column ?? '');
  if (unit < 0) return false;
  const isWholeKey = key.columns.length === 1 && parent.primaryKey.length === 1;
  const isSameUnit = ownUnits(parent)[0]?.column === key.references[unit] && column.determinedByUnit === true;
  return isSameUnit || (isWholeKey && parent.primaryKey[0] === key.references[0]);
}

/** Whether all rows of a unit have the same parent by that key, because its columns say so. */
function isSteady(table: Table, key: ForeignKey): boolean {
  const units = table.units.map((unit) => unit.via?.[0].column ?? unit.column);
  return key.columns.every((name) => !units.includes(name) && columnOf(table, name).determinedByUnit === true);
}

function keyBasis(reader: Reader, { table, row }: Row, key: ForeignKey): Expression {
  return isSteady(table, key) ? (unitBasis(reader, { table, row })?.index ?? row) : row;
}

/** A number that rows have in common where they have the first unit of the table in common. */
function unitBasis(reader: Reader, { table, row }: Row): Basis | undefined {
  const cell = unitCell(reader, { table, row });
  if (cell === undefined) return undefined;
  const source = reader.sourceOf(cell);
  if (source.kind === 'nth') return { index: reader.scope.name(source.index), size: source.size };
  const { rows } = reader.world.layoutOf(cell.table.name);
  const token = tokenAt(reader, cell);
  return { index: reader.scope.name({ sql: `${token.sql} % ${rows}`, level: token.level }), size: rows };
}

/** Where the unit of a row is named: in the row itself, or in the one that the keys on the way lead to. */
function unitCell(reader: Reader, { table, row }: Row): Cell | undefined {
  const [unit] = [...ownUnits(table), ...table.units];
  if (unit === undefined) return undefined;
  let place: Row = { table, row };
  for (const step of unit.via ?? []) {
    const keys = decidingKeys(reader.world.schema, place.table);
    const key = keys.find(({ columns, table: next }) => columns.join() === step.column && next === step.table);
    if (key === undefined) return undefined;
    place = { table: tableOf(reader.world.schema, key.table), row: parentRow(reader, place, key) };
  }
  return { ...place, column: columnOf(place.table, unit.column) };
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
  // Where each row is a unit, the number of the row is that of the unit.
  if (row === at && stride === 1 && used >= world.layoutOf(table.name).rows) return scope.name(row);
  if (stride === 1) return scope.name({ sql: digit, level: row.level });
  const shift = `fmix(${row.sql} % ${stride}, ${seedOf(world.seed, `${table.name}#${stride}`)})`;
  return scope.name({ sql: `(${digit} + ${shift}) % ${size}`, level: row.level });
}
