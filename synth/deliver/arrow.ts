/** Arrow IPC files of query results: what pandas, Polars and R read without knowing of us. One record batch for each chunk of the engine. */
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import {
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampValue,
  type DuckDBConnection,
  type DuckDBDataChunk,
  type DuckDBValue,
} from '@duckdb/node-api';
import * as arrow from 'apache-arrow';
import type { Column, SqlType } from '#policies/catalog/entry.ts';
import type { Sql } from '../sql.ts';

/** Writes the rows of `select`, whose columns are `columns` in their order, to a file in the IPC file format. */
export async function writeArrow(
  connection: DuckDBConnection,
  { select, columns, path }: { readonly select: Sql; readonly columns: readonly Column[]; readonly path: string },
): Promise<void> {
  const types = columns.map(({ type }) => arrowType(type));
  const fields = columns.map(({ name, nullable }, at) => new arrow.Field(name, typeAt(types, at), nullable));
  const schema = new arrow.Schema(fields);
  const writer = new arrow.RecordBatchFileWriter();
  writer.reset(undefined, schema);
  const written = pipeline(Readable.from(writer), createWriteStream(path, { mode: 0o600 }));
  for await (const batch of batches(connection, select, schema)) writer.write(batch);
  writer.close();
  await written;
}

async function* batches(
  connection: DuckDBConnection,
  select: Sql,
  schema: arrow.Schema,
): AsyncGenerator<arrow.RecordBatch> {
  const result = await connection.stream(select);
  for (;;) {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) return;
    yield batchOf(chunk, schema);
  }
}

function batchOf(chunk: DuckDBDataChunk, schema: arrow.Schema): arrow.RecordBatch {
  const children = schema.fields.map(({ type }, column) => {
    const values = chunk.getColumnValues(column).map((value) => plainOf(value, type));
    const [data] = arrow.vectorFromArray(values, type).data;
    if (!data) throw new Error('Cannot write Arrow: a column must have data');
    return data;
  });
  const struct = arrow.makeData({ type: new arrow.Struct(schema.fields), length: chunk.rowCount, children });
  return new arrow.RecordBatch(schema, struct);
}

/** As the builders take it. */
function plainOf(value: DuckDBValue, type: arrow.DataType): unknown {
  if (value instanceof DuckDBDateValue) return value.days * 86_400_000;
  if (value instanceof DuckDBTimestampValue) return Number(value.micros) / 1_000;
  if (value instanceof DuckDBDecimalValue) return words(value.value);
  return type instanceof arrow.Int64 && typeof value === 'number' ? BigInt(value) : value;
}

/** Sixteen bytes, little-endian, two's complement. */
function words(value: bigint): Uint32Array {
  const whole = BigInt.asUintN(128, value);
  return Uint32Array.from([0n, 32n, 64n, 96n], (shift) => Number((whole >> shift) & 0xffff_ffffn));
}

function arrowType(type: SqlType): arrow.DataType {
  switch (type) {
    case 'VARCHAR':
      return new arrow.Utf8();
    case 'BOOLEAN':
      return new arrow.Bool();
    case 'SMALLINT':
      return new arrow.Int16();
    case 'INTEGER':
      return new arrow.Int32();
    case 'BIGINT':
      return new arrow.Int64();
    case 'DOUBLE':
      return new arrow.Float64();
    case 'DATE':
      return new arrow.DateDay();
    case 'TIMESTAMP':
      return new arrow.TimestampMicrosecond();
    default: {
      const [, precision = 38, scale = 0] = /^DECIMAL\((\d+),(\d+)\)$/.exec(type)?.map(Number) ?? [];
      return new arrow.Decimal(scale, precision, 128);
    }
  }
}

function typeAt(types: readonly arrow.DataType[], at: number): arrow.DataType {
  const type = types[at];
  if (!type) throw new Error('Cannot write Arrow: every column must have a type');
  return type;
}
