/** Arrow IPC files of query results: what pandas, Polars and R read without knowing of us. One record batch for each chunk of the engine. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import * as arrow from 'apache-arrow';
import { decimalOf } from '#policies/catalog/sql-type.ts';
import type { Column, SqlType } from '#policies/catalog/entry.ts';
import type { Sql } from '../sql.ts';
import { arrowData } from './arrow-data.ts';

/** Writes the rows of `select`, whose columns are `columns` in their order, to a file in the IPC file format. */
export async function writeArrow(
  connection: DuckDBConnection,
  { select, columns, path }: { readonly select: Sql; readonly columns: readonly Column[]; readonly path: string },
): Promise<void> {
  const schema = new arrow.Schema(
    columns.map(({ name, type, nullable }) => new arrow.Field(name, arrowType(type), nullable)),
  );
  const writer = new arrow.RecordBatchFileWriter();
  writer.reset(undefined, schema);
  const written = pipeline(Readable.from(writer), createWriteStream(path, { mode: 0o600 }));
  for await (const chunk of chunks(connection, select)) writer.write(batchOf(chunk, schema));
  writer.close();
  await written;
}

async function* chunks(connection: DuckDBConnection, select: Sql): AsyncGenerator<DuckDBDataChunk> {
  const result = await connection.stream(select);
  for (;;) {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) return;
    yield chunk;
  }
}

function batchOf(chunk: DuckDBDataChunk, schema: arrow.Schema): arrow.RecordBatch {
  const children = schema.fields.map(({ type }, at) => arrowData(type, chunk.getColumnValues(at)));
  const struct = arrow.makeData({ type: new arrow.Struct(schema.fields), length: chunk.rowCount, children });
  return new arrow.RecordBatch(schema, struct);
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
      const { width, scale } = decimalOf(type) ?? { width: 38, scale: 0 };
      return new arrow.Decimal(scale, width, 128);
    }
  }
}
