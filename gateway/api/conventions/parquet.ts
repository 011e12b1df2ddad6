/** Typed columns as one Parquet file. @see https://parquet.apache.org/docs/file-format/types/logicaltypes/ */
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { ColumnType, TypedColumn } from './columns.ts';

type Options = Parameters<typeof parquetWriteBuffer>[0];
type Element = NonNullable<Options['schema']>[number];

/** @param facts what the file says of itself beside its columns */
export function toParquet(columns: readonly TypedColumn[], facts: Readonly<Record<string, string>>): Uint8Array {
  const schema: Element[] = [
    { name: 'root', num_children: columns.length },
    ...columns.map(({ name, type }): Element => ({ name, repetition_type: 'OPTIONAL', ...elementOf(type) })),
  ];
  const columnData = columns.map(({ name, values }) => ({ name, data: [...values] }));
  const kvMetadata = Object.entries(facts).map(([key, value]) => ({ key, value }));
  return new Uint8Array(parquetWriteBuffer({ columnData, schema, kvMetadata, createdBy: 'sluice' }));
}

function elementOf(type: ColumnType): Partial<Element> {
  switch (type.kind) {
    case 'boolean':
      return { type: 'BOOLEAN' };
    case 'text':
      return { type: 'BYTE_ARRAY', converted_type: 'UTF8' };
    case 'date':
      return { type: 'INT32', converted_type: 'DATE' };
    case 'timestamp':
      // Of no zone, as in the domain.
      return { type: 'INT64', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'MICROS' } };
    case 'float32':
      return { type: 'FLOAT' };
    case 'float64':
      return { type: 'DOUBLE' };
    case 'integer':
      return type.bits === 64 ? { type: 'INT64' } : { type: 'INT32', converted_type: integers[type.bits] };
    case 'decimal':
      return {
        type: 'FIXED_LEN_BYTE_ARRAY',
        type_length: 16,
        converted_type: 'DECIMAL',
        precision: type.width,
        scale: type.scale,
      };
  }
}

const integers = { 8: 'INT_8', 16: 'INT_16', 32: 'INT_32' } as const;
