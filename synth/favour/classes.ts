/**
 * Who is favoured. Units are: the same ones in every table that knows them, so that rows which are to meet do. Units of one class share what
 * is one value for each unit; the wishes of a class are told apart row by row.
 */
import { basisOf, parentRow, unitIndex } from '../rows.ts';
import { ownUnits } from '#policies/catalog/units.ts';
import { seedOf } from '../hash.ts';
import { populationOf } from '../population.ts';
import { type Cell, type Reader, hashAt } from '../reader.ts';
import { columnOf, decidingKeys, tableOf } from '../schema.ts';
import type { Expression } from '../scope.ts';
import type { Sql } from '../sql.ts';
import type { TableWish, Wanted } from './plan.ts';

/** Wishes whose given conditions are the same. */
export interface Group {
  readonly given: readonly Wanted[];
  readonly wishes: readonly { readonly number: number; readonly share: number }[];
}

/** From `from` to before `to`, of 1: the units of this class. */
export interface WishClass {
  readonly from: number;
  readonly to: number;
  readonly groups: readonly Group[];
}

type Row = Omit<Cell, 'column'>;

/** @param reachOf the share of the rows for which given conditions hold */
export function classesOf(
  wishes: readonly TableWish[],
  { isOfUnit, reachOf }: { isOfUnit: (wanted: Wanted) => boolean; reachOf: (given: readonly Wanted[]) => number },
): readonly WishClass[] {
  const byUnit = Map.groupBy(wishes.entries(), ([, { drawn }]) => JSON.stringify(drawn.filter(isOfUnit).map(keyOf)));
  const classes: WishClass[] = [];
  let from = 0;
  for (const [unitPart, members] of byUnit) {
    const groups = [...Map.groupBy(members, ([, { given }]) => JSON.stringify(given.map(keyOf))).values()].map(
      (own) => ({
        given: own[0]?.[1].given ?? [],
        wishes: own.map(([number, { share }]) => ({ number: number + 1, share })),
      }),
    );
    const asked = members.reduce((sum, [, { share }]) => sum + share, 0);
    // Rows that a key picks out are few: of those, as many as make up the share of all.
    const few = groups.reduce((sum, group) => sum + shareOf(group) / reachOf(group.given), 0);
    const to = Math.min(1, from + (unitPart === '[]' ? Math.max(asked, few) : asked));
    classes.push({ from, to, groups: groups.toSorted((a, b) => reachOf(a.given) - reachOf(b.given)) });
    from = to;
  }
  return classes;
}

const keyOf = ({ column, accepts }: Wanted) => [column.name, accepts];
const shareOf = ({ wishes }: Group): number => wishes.reduce((sum, { share }) => sum + share, 0);

/** A number for each row, from 0 to below 2^32, that rows of one unit have in common. Spread so evenly that small tables have their share. */
export function unitNumber(reader: Reader, at: Row): Expression {
  const { index, name } = anchorOf(reader, at, new Set());
  const offset = seedOf(reader.world.seed, `favour|${name}`);
  const golden = `CAST(${index.sql} AS UBIGINT) * 2654435769::UBIGINT + ${offset}::UBIGINT`;
  return reader.scope.name({ sql: `CAST((${golden}) % 4294967296::UBIGINT AS BIGINT)`, level: index.level });
}

/** Parents of fewer rows do not decide who is favoured: it could be none. */
const fewestAnchors = 100;

/** The unit of the row; where it has none, the row of the parent that it is a part of; else the row. */
function anchorOf(reader: Reader, { table, row }: Row, seen: ReadonlySet<string>): { index: Expression; name: string } {
  const { world } = reader;
  const [unit] = ownUnits(table);
  const keys = decidingKeys(world.schema, table).filter((key) => !seen.has(key.table) && key.table !== table.name);
  const rowsOf = (key: (typeof keys)[number]): number => world.layoutOf(key.table).rows;
  const key = unit
    ? keys.find(({ columns }) => columns.includes(unit.column))
    : keys.filter((candidate) => rowsOf(candidate) >= fewestAnchors).toSorted((a, b) => rowsOf(b) - rowsOf(a))[0];
  if (key !== undefined) {
    const above = { table: tableOf(world.schema, key.table), row: parentRow(reader, { table, row }, key) };
    return anchorOf(reader, above, new Set([...seen, table.name]));
  }
  if (unit !== undefined) {
    const column = columnOf(table, unit.column);
    const population = populationOf(world.schema, { table, column, scale: world.scale });
    if (population !== undefined)
      return { index: unitIndex(reader, { table, column, row }, population), name: population.name };
  }
  return { index: row, name: table.name };
}

/** SQL of the number of the class, from 1, or 0 for rows that nobody favours. */
export function classSql(classes: readonly WishClass[], number: Sql): Sql {
  const cases = classes.map(
    ({ from, to }, at) => `WHEN ${number} >= ${part(from)} AND ${number} < ${part(to)} THEN ${at + 1}`,
  );
  return `CASE ${cases.join(' ')} ELSE 0 END`;
}

/** SQL of the number of the wish, from 1, that a row of the class fulfils. `hold` says whether given conditions do. */
export function wishSql(
  { groups }: WishClass,
  { hash, hold }: { readonly hash: Sql; readonly hold: (given: readonly Wanted[]) => Sql },
): Sql {
  const cases = groups.map((group) => {
    const whole = shareOf(group);
    let sum = 0;
    const within = group.wishes.map(({ number, share }) => {
      sum += share;
      return `WHEN ${hash} < ${part(Math.min(1, sum / whole))} THEN ${number}`;
    });
    const last = group.wishes.at(-1)?.number ?? 0;
    return `WHEN ${hold(group.given)} THEN CASE ${within.join(' ')} ELSE ${last} END`;
  });
  return `CASE ${cases.join(' ')} ELSE 0 END`;
}

const part = (share: number): number => Math.round(share * 2 ** 32);

/** Whether the column has one value for each unit here. */
export function isDrawnByUnit(reader: Reader, { table, column }: Omit<Cell, 'row'>): boolean {
  const row = { sql: 'i', level: 0 };
  return basisOf(reader, { table, column, row }).index.sql !== row.sql;
}

/** By which wishes of one class are told apart. */
export function rowNumber(reader: Reader, { table, row }: Row): Expression {
  return hashAt(reader, row, `favour|${table.name}`);
}
