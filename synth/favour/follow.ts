/** A column that another one determines: a wish for some of its values is one for the values of the other that lead to them. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { rulesOf } from '#policies/catalog/check-dependencies.ts';
import type { Column, Table } from '#policies/catalog/entry.ts';
import { acceptsOf, type Accepted, type Wish } from '#policies/simulation/wishes.ts';
import { narrow } from '#policies/simulation/wishes-domain.ts';
import { openReader } from '../cells.ts';
import { type World, typedAt } from '../reader.ts';
import { openScope } from '../scope.ts';
import { acceptedSql } from './accepted-sql.ts';

/** So many rows tell which value leads to which. */
const mostRows = 100_000;
/** Longest list of values in a wish. */
const mostValues = 1_000;

/** The column that alone determines the other, or nothing. */
export function determinant(table: Table, name: string): Column | undefined {
  const rule = rulesOf(table).rules.get(name);
  const [from, ...others] = rule?.kind === 'determines' ? rule.from : [];
  return others.length > 0 ? undefined : table.columns.find((column) => column.name === from);
}

/** The wish in terms of the columns that determine others. What no value leads to is left as it is. */
export async function followed(connection: DuckDBConnection, world: World, wish: Wish): Promise<Wish> {
  const table = world.schema.get(wish.table);
  if (table === undefined) return wish;
  let conditions = wish.conditions;
  for (const name of new Set(wish.conditions.map(({ column }) => column))) {
    const from = determinant(table, name);
    const column = table.columns.find((candidate) => candidate.name === name);
    if (from === undefined || column === undefined) continue;
    const values = await leadingTo(connection, world, { table, from, column, accepts: acceptsOf(wish, name) });
    const accept: Accepted = { kind: 'values', values };
    const rest = conditions.filter((condition) => condition.column !== name);
    if (values.length > 0 && narrow(from, [...acceptsOf({ conditions: rest }, from.name), accept]).ok)
      conditions = [...rest, { column: from.name, accept }];
  }
  return { ...wish, conditions };
}

interface Leading {
  readonly table: Table;
  readonly from: Column;
  readonly column: Column;
  readonly accepts: readonly Accepted[];
}

/** Read off the rows as they would be without any wish. */
async function leadingTo(
  connection: DuckDBConnection,
  world: World,
  { table, from, column, accepts }: Leading,
): Promise<readonly string[]> {
  const scope = openScope(world.drawn?.get(table.name)?.name ?? 'numbers');
  const reader = openReader(world, scope);
  const row = { sql: 'i', level: 0 };
  const cells = [from, column].map((one, at) => ({
    name: `v${at}`,
    value: typedAt(reader, { table, column: one, row }),
  }));
  const rows = scope.print(cells, Math.min(mostRows, world.layoutOf(table.name).rows));
  const found = await connection.runAndReadAll(
    `SELECT DISTINCT CAST(v0 AS VARCHAR) FROM (${rows}) WHERE ${acceptedSql(column, accepts, 'v1')} ORDER BY 1 LIMIT ${mostValues}`,
  );
  return found.getRowsJS().flatMap(([value]) => (typeof value === 'string' ? [value] : []));
}
