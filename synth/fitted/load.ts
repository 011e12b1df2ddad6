/** Brings drawn rows into DuckDB: typed arrays by chunks into a table of numbers, and a view that numbers its rows. */
import { type DuckDBConnection, DuckDBDataChunk, DOUBLE, INTEGER } from '@duckdb/node-api';
import type { ForeignKey } from '#policies/catalog/entry.ts';
import type { DrawnColumn, DrawnTable } from '../drawn.ts';
import { listedCodes } from '../code-list.ts';
import { type Schema, tableOf } from '../schema.ts';
import { list, pick } from '../sql.ts';
import { bornRanks } from './born.ts';
import type { Numbers } from './decoded.ts';
import type { FittedRows } from './draw.ts';

/** What level 0 is told of a table whose rows lie in a view of that name. */
export function drawnTable(schema: Schema, rows: FittedRows, name: string): DrawnTable {
  const columns = new Map(
    [...rows.columns].map(([column, { numbering, numbers }], k): [string, DrawnColumn] => [
      column,
      { column: `c${k}`, missing: numbers.includes(-1), at: numbering.at },
    ]),
  );
  const keys = new Map(
    [...rows.keys].map(([key, { column }]): [ForeignKey, DrawnColumn] => [
      key,
      rowOfCode(schema, key, { drawn: columns.get(column.name), values: codesOf(rows, column.name) }),
    ]),
  );
  const parent = rows.drawn.parent === undefined ? undefined : rows.related?.key;
  const most = rows.rank.reduce((a, b) => Math.max(a, b), 0) + 1;
  return {
    name,
    rows: rows.drawn.rows,
    ...(parent && { parent }),
    ...(parent && rows.byParent && { mostPerParent: most }),
    columns,
    ranks: new Map(ranksOf(rows).map(([column], k) => [column, `b${k}`])),
    keys,
  };
}

const ranksOf = ({ columns, drawn }: FittedRows) => [...bornRanks({ columns, unit: drawn.unit })];

function codesOf({ model }: FittedRows, column: string): readonly (string | number)[] {
  const attribute = model.attributes.find(({ origin }) => origin.kind === 'own' && origin.column === column);
  if (attribute?.cells.kind !== 'codes')
    throw new Error(`Cannot follow ${column}: a key to a list of codes must be codes`);
  return attribute.cells.values.map((value) => (typeof value === 'boolean' ? String(value) : value));
}

/** A list of codes has a row for each, in the order of its domain. */
function rowOfCode(
  schema: Schema,
  key: ForeignKey,
  { drawn, values }: { drawn: DrawnColumn | undefined; values: readonly (string | number)[] },
): DrawnColumn {
  if (drawn === undefined) throw new Error(`Cannot follow a key to ${key.table}: its column must be drawn`);
  const codes = (listedCodes(tableOf(schema, key.table)) ?? []).map(String);
  const rows = values.map((value) => codes.indexOf(String(value)));
  return { ...drawn, at: (index) => pick(list(rows), index) };
}

/** Rows in one chunk: the engine's vectors hold no more. */
const chunkRows = 2_048;

export async function loadRows(connection: DuckDBConnection, { name }: DrawnTable, rows: FittedRows): Promise<void> {
  const { drawn, rank, byParent } = rows;
  const fields: { name: string; numbers: Numbers | Uint32Array }[] = [
    ...(byParent ? [{ name: 'k', numbers: rank }] : []),
    ...(drawn.parent === undefined ? [] : [{ name: 'p', numbers: drawn.parent }]),
    ...[...rows.columns.values()].map(({ numbers }, k) => ({ name: `c${k}`, numbers })),
    ...ranksOf(rows).map(([, numbers], k) => ({ name: `b${k}`, numbers })),
  ];
  // A table of units may know nothing but how many they are.
  if (fields.length === 0) fields.push({ name: 'k', numbers: rank });
  const types = fields.map(({ numbers }) => (numbers instanceof Float64Array ? DOUBLE : INTEGER));
  const declared = fields.map((field, k) => `${field.name} ${String(types[k])}`).join(', ');
  await connection.run(`CREATE TEMP TABLE ${name}_numbers (${declared})`);
  const appender = await connection.createAppender(`${name}_numbers`);
  const chunk = DuckDBDataChunk.create(types);
  for (let start = 0; start < drawn.rows; start += chunkRows) {
    const count = Math.min(chunkRows, drawn.rows - start);
    chunk.rowCount = count;
    fields.forEach(({ numbers }, k) => {
      const vector = chunk.getColumnVector(k);
      for (let i = 0; i < count; i++) vector.setItem(i, numbers[start + i] ?? null);
      vector.flush();
    });
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
  await connection.run(`CREATE TEMP VIEW ${name} AS SELECT rowid AS i, rowid AS j, * FROM ${name}_numbers`);
}
