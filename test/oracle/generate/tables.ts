/** Rows for the three tables: few, with NULLs, duplicates, values at the edges, units without visits and visits without a unit. */
import * as fc from 'fast-check';
import { textOf } from '../interpreter/cast.ts';
import { dayNumber } from '../interpreter/calendar.ts';
import type { TableRow, Tables } from '../interpreter/interpret.ts';
import { date, decimal, timestamp, type Value } from '../interpreter/value.ts';
import { tableSpecs, type TableName } from './catalog.ts';

/** `wild` adds DOUBLEs whose sums depend on the order of the rows (±1e300, 5e-324, −0). */
export interface DataOptions {
  readonly maxRows?: number;
  readonly doubles?: 'tame' | 'wild';
}

const units = ['u1', 'u2', 'u3', 'u4', 'u5'];
const texts = ['a', 'b', 'C', '域', '', 'a b', '12', '😀x'];
const tame = [0, 1, -1, 0.25, -2.5, 7.75, 100, Number.NaN, Infinity, -Infinity];
const wild = [...tame, 1e300, -1e300, 5e-324, -0];

const integers: Readonly<Record<string, readonly [lo: bigint, hi: bigint]>> = {
  SMALLINT: [-(2n ** 15n), 2n ** 15n - 1n],
  INTEGER: [-(2n ** 31n), 2n ** 31n - 1n],
  BIGINT: [-(2n ** 63n), 2n ** 63n - 1n],
};

function values(type: string, doubles: readonly number[]): fc.Arbitrary<Value> {
  const edges = integers[type];
  const [, width, scale] = /^DECIMAL\((\d+),(\d+)\)$/.exec(type) ?? [];
  if (edges) {
    const small = fc.bigInt({ min: -3n, max: 5n });
    return fc.oneof({ weight: 12, arbitrary: small }, { weight: 1, arbitrary: fc.constantFrom(...edges) });
  }
  if (width !== undefined) {
    const digits = fc.constantFrom(0n, 5n, 10n, 25n, -25n, 150n, 10n ** BigInt(width) - 1n, 1n - 10n ** BigInt(width));
    return digits.map((value) => decimal(value, Number(scale)));
  }
  if (type === 'DOUBLE') return fc.constantFrom(...doubles);
  if (type === 'BOOLEAN') return fc.boolean();
  if (type === 'DATE') return days.map(date);
  if (type === 'TIMESTAMP') return moments;
  return fc.constantFrom(...texts);
}

const days = fc.oneof(
  fc.integer({ min: 19_700, max: 19_730 }),
  fc.constantFrom(dayNumber(1969, 12, 31) ?? 0, dayNumber(2024, 2, 29) ?? 0, dayNumber(2020, 12, 31) ?? 0),
);
const moments = fc
  .tuple(days, fc.constantFrom(0, 1, 43_200_000_000, 86_399_999_999))
  .map(([day, micros]) => timestamp(BigInt(day) * 86_400_000_000n + BigInt(micros)));

function rowsOf(name: TableName, { maxRows = 12, doubles = 'tame' }: DataOptions): fc.Arbitrary<readonly TableRow[]> {
  const columns = tableSpecs[name].map(
    ({ name: column, type, nullable }: (typeof tableSpecs)[TableName][number] & { nullable?: true }) => {
      const plain = column === 'u' ? fc.constantFrom(...units) : values(type, doubles === 'wild' ? wild : tame);
      return [column, nullable ? fc.option(plain, { freq: 6 }) : plain] as const;
    },
  );
  return fc.array(fc.record(Object.fromEntries(columns)), { maxLength: maxRows, size: 'max' });
}

/** Rows of all three tables. The units are `u1` … `u5`; a visit may be of a unit that has no row in `person`. */
export function someTables(options: DataOptions = {}): fc.Arbitrary<Tables> {
  return fc
    .record({ person: rowsOf('person', options), visit: rowsOf('visit', options), area: rowsOf('area', options) })
    .map((rows) => new Map(Object.entries(rows)));
}

/** The same tables without the rows of one unit: the neighbour of the definition of privacy. */
export function withoutUnit(tables: Tables, unit: string): Tables {
  return new Map([...tables].map(([name, rows]) => [name, rows.filter((row) => row['u'] !== unit)]));
}

/** The same tables with the rows of one unit alone, and all public rows. */
export function onlyUnit(tables: Tables, unit: string): Tables {
  return new Map(
    [...tables].map(([name, rows]) => [name, name === 'area' ? rows : rows.filter((row) => row['u'] === unit)]),
  );
}

/** The units that have a row. */
export function unitsOf(tables: Tables): readonly string[] {
  const named = [...tables].flatMap(([name, rows]) => (name === 'area' ? [] : rows.map((row) => row['u'])));
  return [...new Set(named.filter((unit) => typeof unit === 'string'))];
}

/** Statements that put exactly these rows into tables that exist. @param nameOf where a table is */
export function fillStatements(tables: Tables, nameOf: (table: string) => string = (table) => table): string[] {
  return [...tables].flatMap(([table, rows]) => {
    const columns = (tableSpecs[table as TableName] ?? []).map(({ name }) => name);
    const lists = rows.map((row) => `(${columns.map((column) => literal(row[column] ?? null)).join(', ')})`);
    const insert = `INSERT INTO ${nameOf(table)} VALUES ${lists.join(', ')}`;
    return [`DELETE FROM ${nameOf(table)}`, ...(lists.length > 0 ? [insert] : [])];
  });
}

function literal(value: Value): string {
  if (value === null) return 'NULL';
  if (typeof value === 'number') return `'${Number.isFinite(value) ? value.toExponential() : value}'::DOUBLE`;
  return `'${textOf(value).replaceAll("'", "''")}'`;
}

/** Whatever runs one statement: a DuckDB connection does. */
export interface Connection {
  run(sql: string): Promise<unknown>;
}

/** Puts exactly these rows into the tables of `connection`. */
export async function loadTables(
  connection: Connection,
  tables: Tables,
  nameOf?: (table: string) => string,
): Promise<void> {
  for (const sql of fillStatements(tables, nameOf)) await connection.run(sql);
}

/** Where the printed SQL looks for a table: in the database of its entry. */
export function attachedName(table: string): string {
  return `"${table === 'area' ? 'places' : 'people'}".main."${table}"`;
}
