/** Wishes → what generation asks of each cell: whose value it is, in which rows, and which numbers a key counts through. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Table } from '#policies/catalog/entry.ts';
import type { Favour } from '#policies/simulation/wishes.ts';
import { openReader, valueAt } from '../cells.ts';
import { valuesOf } from '../column-values.ts';
import { orderly } from '../nth.ts';
import { type Cell, type Draw, type Favouring, type Reader, type World, hashAt } from '../reader.ts';
import { openScope, type Expression } from '../scope.ts';
import { type Sql, literal } from '../sql.ts';
import { drawNumber } from '../value-set.ts';
import { acceptedSql } from './accepted-sql.ts';
import { classesOf, classSql, isDrawnByUnit, rowNumber, unitNumber, wishSql, type WishClass } from './classes.ts';
import { followed } from './follow.ts';
import { keyNumbers, type KeyNumbers } from './keys.ts';
import { planFavour, type TableWish, type Wanted } from './plan.ts';
import { ownPart } from './roles.ts';

interface TablePlan {
  readonly wishes: readonly TableWish[];
  readonly classes: readonly WishClass[];
}

/**
 * For wishes that `requireWishes` accepts. What a key, a unit, a fitted model or a dependency decides is left as it is: see `cannotFavour`.
 * @param connection knows the hash macros
 */
export async function openFavour(connection: DuckDBConnection, world: World, favour: Favour): Promise<Favouring> {
  const wishes = await Promise.all(favour.wishes.map((wish) => followed(connection, world, wish)));
  const plan = planFavour(world, { ...favour, wishes });
  const keys = await keyNumbers(connection, world, plan.keys);
  const tables = new Map<string, TablePlan>();
  for (const [name, own] of plan.tables) {
    const table = world.schema.get(name);
    // Where nothing is drawn, the numbers of keys were all that was wished for.
    const drawing = own.filter(({ drawn }) => drawn.length > 0);
    if (table && drawing.length > 0) {
      const reachOf = await reachesOf(connection, { world, table, keys }, drawing);
      const isOfUnit = ({ column }: Wanted): boolean => isDrawnByUnit(probe(world), { table, column });
      tables.set(name, { wishes: drawing, classes: classesOf(drawing, { isOfUnit, reachOf }) });
    }
  }
  return favouringOf(tables, keys);
}

function probe(world: World): Reader {
  return openReader(world, openScope('numbers'));
}

/** The share of the digits of a table's keys that given conditions leave. Other conditions are taken to leave all. */
async function reachesOf(
  connection: DuckDBConnection,
  { world, table, keys }: { world: World; table: Table; keys: KeyNumbers },
  wishes: readonly TableWish[],
): Promise<(given: readonly Wanted[]) => number> {
  const known = new Map<string, number>();
  for (const { given } of wishes) {
    let reach = 1;
    for (const { column, accepts } of given) {
      const part = ownPart(world, { table, column });
      if (part?.values.kind !== 'numbered') continue;
      const moved = keys.get(`${table.name}.${column.name}`);
      const value = part.values.at(orderly(part.values, { index: 'd', used: part.digit.used, moved }));
      const [row] = (
        await connection.runAndReadAll(
          `SELECT CAST(count(*) FILTER (${acceptedSql(column, accepts, value)}) AS DOUBLE) AS n FROM range(${part.digit.used}) AS r(d)`,
        )
      ).getRowsJS();
      reach *= Math.max(1, Number(row?.[0] ?? 0)) / part.digit.used;
    }
    known.set(JSON.stringify(given.map(({ column, accepts }) => [column.name, accepts])), reach);
  }
  return (given) => known.get(JSON.stringify(given.map(({ column, accepts }) => [column.name, accepts]))) ?? 1;
}

function favouringOf(tables: ReadonlyMap<string, TablePlan>, keys: KeyNumbers): Favouring {
  return {
    keyNumbers: (table, column) => keys.get(`${table}.${column}`) ?? new Map(),
    drawn(reader, cell, draw) {
      const plan = tables.get(cell.table.name);
      return plan === undefined ? draw.plain : favoured(reader, cell, { ...draw, plan });
    },
    missing(reader, cell) {
      const plan = tables.get(cell.table.name);
      const named = plan?.wishes.some((wish) => wantedIn(wish, cell) !== undefined) ?? false;
      return plan && named ? missingAt(reader, cell, plan) : undefined;
    },
  };
}

function wantedIn({ drawn, given }: TableWish, { column }: Cell): Wanted | undefined {
  return [...drawn, ...given].find((wanted) => wanted.column.name === column.name);
}

interface Choice {
  /** SQL of a number, and which of its values choose which wishes. */
  readonly selector: Expression;
  readonly numbersOf: (chosen: (wish: TableWish) => boolean) => readonly number[];
}

/** By the class where the column has one value for each unit, else by the wish of the row. */
function choiceAt(reader: Reader, cell: Cell, { wishes, classes }: TablePlan): Choice {
  const unit = unitNumber(reader, cell);
  const byClass = reader.scope.name({ sql: classSql(classes, unit.sql), level: unit.level });
  if (isDrawnByUnit(probe(reader.world), cell)) {
    const isChosen = (one: WishClass, chosen: (wish: TableWish) => boolean) =>
      membersOf(one).some((number) => chosen(wishes[number - 1] ?? none));
    return {
      selector: byClass,
      numbersOf: (chosen) => classes.flatMap((one, at) => (isChosen(one, chosen) ? [at + 1] : [])),
    };
  }
  const hash = rowNumber(reader, cell);
  let level = Math.max(byClass.level, hash.level);
  const hold = (given: readonly Wanted[]): Sql => {
    const tests = given.map(({ column, accepts }) => {
      const value = valueAt(reader, { ...cell, column });
      level = Math.max(level, value.level);
      return acceptedSql(column, accepts, value.sql);
    });
    return tests.length === 0 ? 'true' : tests.join(' AND ');
  };
  const cases = classes.map((one, at) => `WHEN ${at + 1} THEN ${wishSql(one, { hash: hash.sql, hold })}`);
  const selector = reader.scope.name({ sql: `CASE ${byClass.sql} ${cases.join(' ')} ELSE 0 END`, level });
  return { selector, numbersOf: (chosen) => wishes.flatMap((wish, at) => (chosen(wish) ? [at + 1] : [])) };
}

const membersOf = ({ groups }: WishClass): readonly number[] =>
  groups.flatMap((group) => group.wishes.map(({ number }) => number));

const none: TableWish = { share: 0, drawn: [], given: [] };

/** The accepted part of the domain in favoured rows, by the same hash as elsewhere. */
function favoured(reader: Reader, cell: Cell, { plan, basis, plain, limit }: Draw & { plan: TablePlan }): Expression {
  const { column, table } = cell;
  const drawn = plan.wishes.map((wish) => wish.drawn.find((wanted) => wanted.column.name === column.name));
  const kinds = new Map(
    drawn.flatMap((wanted) => (wanted && drawsIn(wanted) ? [[JSON.stringify(wanted.narrowed), wanted] as const] : [])),
  );
  if (kinds.size === 0) return plain;
  const choice = choiceAt(reader, cell, plan);
  const hash = hashAt(reader, basis.index, `${table.name}.${column.name}`);
  let level = Math.max(choice.selector.level, plain.level, hash.level, limit?.other.level ?? 0);
  const cases = [...kinds].map(([key, { narrowed }]) => {
    const value = acceptedValue(reader, cell, { narrowed, plain, hash });
    level = Math.max(level, value.level);
    const numbers = choice.numbersOf((wish) =>
      wish.drawn.some((wanted) => wanted.column.name === column.name && JSON.stringify(wanted.narrowed) === key),
    );
    const typed = `CAST(${value.sql} AS ${column.type})`;
    const isWithin = limit ? ` AND ${typed} ${limit.side === 'above' ? '>=' : '<='} ${limit.other.sql}` : '';
    return `WHEN ${choice.selector.sql} IN (${numbers.join(', ')})${isWithin} THEN ${typed}`;
  });
  return { sql: `CASE ${cases.join(' ')} ELSE CAST(${plain.sql} AS ${column.type}) END`, level };
}

function drawsIn({ narrowed }: Wanted): boolean {
  return narrowed.domain !== undefined || narrowed.prefix !== undefined;
}

function acceptedValue(
  reader: Reader,
  { column }: Cell,
  { narrowed, plain, hash }: Pick<Wanted, 'narrowed'> & { plain: Expression; hash: Expression },
): Expression {
  const { domain, prefix } = narrowed;
  if (prefix !== undefined) return { sql: `concat(${literal(prefix)}, ${plain.sql})`, level: plain.level };
  const values = domain && valuesOf({ ...column, domain });
  if (values?.kind !== 'numbered') return plain;
  const number = reader.scope.name({ sql: drawNumber(values, hash.sql), level: hash.level });
  return { sql: values.at(number.sql), level: number.level };
}

/** NULL where a wish asks for it; where one asks for a value, never. */
function missingAt(reader: Reader, cell: Cell, plan: TablePlan) {
  const { selector, numbersOf } = choiceAt(reader, cell, plan);
  const among = (numbers: readonly number[]): Expression => ({
    sql: numbers.length === 0 ? 'false' : `(${selector.sql} IN (${numbers.join(', ')}))`,
    level: selector.level,
  });
  const nulls = numbersOf((wish) => wantedIn(wish, cell)?.narrowed.kind === 'null');
  const values = numbersOf((wish) => wantedIn(wish, cell)?.narrowed.kind === 'some');
  return { always: among(nulls), never: among(values) };
}
