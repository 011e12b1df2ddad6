/** What the columns of a row say of one person agrees: resident id, sex, day of birth and given name. */
import type { Column } from '#policies/catalog/entry.ts';
import { isNarrowed } from '#policies/catalog/reach.ts';
import { drawnRank, isDrawn } from '../drawn.ts';
import type { Born, Days, IdentityFacts } from '../identities/identity.ts';
import { peopleBornIn } from '../identities/resident-id.ts';
import { type Cell, type Reader, drawnAt, hashAt } from '../reader.ts';
import { populationOf } from '../population.ts';
import { basisOf, unitIndex } from '../rows.ts';
import { decidingKeys } from '../schema.ts';
import { type Expression, expression } from '../scope.ts';
import { literal } from '../sql.ts';
import { type Drawing, nearColumn, nearValue } from './near.ts';

/** Whether the column holds the day that somebody was born on. */
export function isBirth({ name, title, semantic, type }: Column): boolean {
  return semantic === 'date' && type === 'DATE' && (/birth|^dob$/i.test(name) || title.zh.includes('出生'));
}

/** What the row says of the person whose resident id is drawn. */
export function personFacts(reader: Reader, drawing: Drawing): IdentityFacts {
  const sex = nearColumn(reader, drawing, isSex);
  const name = nearColumn(reader, drawing, ({ semantic }) => semantic === 'person_name');
  const male =
    sex !== undefined ? maleBy(reader, drawing, sex) : name === undefined ? undefined : maleAtRandom(reader, drawing);
  const drawn = drawnBirth(reader, drawing);
  const days = drawn?.days ?? daysOf(reader, drawing);
  return { ...(male && { male }), ...(days && { days }), ...(drawn && { born: drawn.born }) };
}

/** TRUE where the person that is named is a man; or nothing where the row does not tell. */
export function maleOf(reader: Reader, drawing: Drawing): Expression | undefined {
  const sex = nearColumn(reader, drawing, isSex);
  if (sex !== undefined) return maleBy(reader, drawing, sex);
  const id = ownId(reader, drawing);
  return id === undefined ? undefined : maleAtRandom(reader, id);
}

/** The resident id of the person in the row, and under which name it is drawn; or nothing where other tables decide it. */
export function ownId(
  reader: Reader,
  drawing: Pick<Drawing, 'cell' | 'index'>,
): (Drawing & { name: string }) | undefined {
  const { world } = reader;
  const { table, row } = drawing.cell;
  const column = nearColumn(reader, drawing, ({ semantic, type }) => semantic === 'resident_id' && type === 'VARCHAR');
  if (column === undefined || isDrawn(world.drawn, table, column)) return undefined;
  if (decidingKeys(world.schema, table).some((key) => key.columns.includes(column.name))) return undefined;
  const cell = { table, column, row };
  const population = populationOf(world.schema, { table, column, scale: world.scale });
  if (population?.isShared) return undefined;
  if (population !== undefined) return { cell, index: unitIndex(reader, cell, population), ...population };
  if (table.primaryKey.includes(column.name) && (table.primaryKey.length > 1 || world.drawn?.has(table.name)))
    return undefined;
  return { cell, name: `${table.name}.${column.name}`, ...basisOf(reader, cell) };
}

function daysOf(reader: Reader, drawing: Drawing): Days | undefined {
  const days = domainOf(bornColumn(reader, drawing));
  return days && drawing.size <= peopleBornIn(days) ? days : undefined;
}

function domainOf(column: Column | undefined): Days | undefined {
  if (column?.domain?.kind !== 'dates') return undefined;
  const [first, last] = [column.domain.lo.slice(0, 10), column.domain.hi.slice(0, 10)];
  return { first, count: Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000) + 1 };
}

/** The day of birth that a fitted model gave to each that has an identifier of its own. */
function drawnBirth(reader: Reader, drawing: Drawing): { born: Born; days: Days } | undefined {
  const { cell, index } = drawing;
  const column = nearColumn(
    reader,
    drawing,
    (other) => isBirth(other) && basisOf(reader, { ...cell, column: other }).index.sql === index.sql,
  );
  const days = domainOf(column);
  const rank = column && drawnRank(drawnAt(reader, cell), column);
  if (column === undefined || days === undefined || rank === undefined) return undefined;
  return { born: { day: nearValue(reader, drawing, column), rank }, days };
}

/** The day of birth that a resident id has to agree with, where nothing but the id decides it. */
export function bornColumn(reader: Reader, drawing: Drawing): Column | undefined {
  const { table } = drawing.cell;
  const { grids } = reader.rulesOf(table);
  const keys = [...table.primaryKey, ...table.foreignKeys.flatMap(({ columns }) => columns)];
  return nearColumn(reader, drawing, (column) => {
    const grid = grids.get(column.name);
    const isFree = !keys.includes(column.name) && !isDrawn(reader.world.drawn, table, column);
    return isBirth(column) && isFree && (grid === undefined || !isNarrowed(table, column.name, grid));
  });
}

const men: readonly (string | number)[] = ['男', '男性', 'M', 'm', 'male', 'Male', 1, '1'];

function isSex({ name, title, domain }: Column): boolean {
  const isNamed = /^(sex|gender)|_(sex|gender)$/i.test(name) || title.zh.includes('性别');
  return isNamed && domain?.kind === 'codes' && domain.values.some((value) => men.includes(value));
}

function maleBy(reader: Reader, { cell }: { cell: Cell }, sex: Column): Expression {
  const values = sex.domain?.kind === 'codes' ? sex.domain.values.filter((value) => men.includes(value)) : [];
  const value = nearValue(reader, { cell }, sex);
  const [first = ''] = values;
  // A fitted model may leave the value out.
  return reader.scope.name(expression`coalesce(${value} = ${literal(first)}, FALSE)`);
}

/** Where no column tells, the resident id and the name agree all the same. */
function maleAtRandom(reader: Reader, { cell, index }: Drawing): Expression {
  const hash = hashAt(reader, index, `${cell.table.name}.${cell.column.name} male`);
  return reader.scope.name(expression`${hash} % 2 = 0`);
}
