/** Typed columns as an Arrow IPC stream of one batch. @see Arrow columnar format 1.5, "IPC Streaming Format" */
import * as arrow from 'apache-arrow';
import type { ColumnType, TypedColumn, Value } from './columns.ts';

type Values = readonly Value[];

/** @param facts what the stream says of itself beside its columns */
export function toArrow(columns: readonly TypedColumn[], facts: Readonly<Record<string, string>>): Uint8Array {
  const made = columns.map(({ type, values }, at) => vectorOf(type, values, at));
  const fields = columns.map(({ name }, at) => new arrow.Field(name, made[at]?.type ?? new arrow.Utf8(), true));
  const schema = new arrow.Schema(fields, new Map(Object.entries(facts)));
  const children = made.flatMap(({ data }) => data);
  const length = columns[0]?.values.length ?? 0;
  const struct = arrow.makeData({ type: new arrow.Struct(fields), length, children });
  return arrow.tableToIPC(new arrow.Table(schema, [new arrow.RecordBatch(schema, struct)]), 'stream');
}

/** @param at number of the column: dictionaries need a name of their own */
function vectorOf(type: ColumnType, values: Values, at: number): arrow.Vector {
  if (type.kind !== 'text') return new arrow.Vector([dataOf(type, values)]);
  const texts = values.map((value) => (value === null ? null : String(value)));
  const coded = () => new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32(), at);
  return arrow.vectorFromArray(texts, type.isCoded ? coded() : new arrow.Utf8());
}

/** The buffers as the format has them: the builders of the library take dates and decimals in other forms. */
function dataOf(type: Exclude<ColumnType, { kind: 'text' }>, values: Values): arrow.Data {
  const known = { length: values.length, ...nullsIn(values) };
  const numbers = values.map((value) => (value === null ? 0 : Number(value)));
  switch (type.kind) {
    case 'boolean':
      return arrow.makeData({ type: new arrow.Bool(), ...known, data: bitsOf(values.map((value) => value === true)) });
    case 'date':
      return arrow.makeData({ type: new arrow.DateDay(), ...known, data: Int32Array.from(numbers) });
    case 'timestamp':
      return arrow.makeData({ type: new arrow.TimestampMicrosecond(), ...known, data: wide(values) });
    case 'float32':
      return arrow.makeData({ type: new arrow.Float32(), ...known, data: Float32Array.from(numbers) });
    case 'float64':
      return arrow.makeData({ type: new arrow.Float64(), ...known, data: Float64Array.from(numbers) });
    case 'decimal':
      return arrow.makeData({ type: new arrow.Decimal(type.scale, type.width, 128), ...known, data: words(values) });
    case 'integer':
      return integersOf(type.bits, values, numbers);
  }
}

function integersOf(bits: 8 | 16 | 32 | 64, values: Values, numbers: readonly number[]): arrow.Data {
  const known = { length: values.length, ...nullsIn(values) };
  switch (bits) {
    case 8:
      return arrow.makeData({ type: new arrow.Int8(), ...known, data: Int8Array.from(numbers) });
    case 16:
      return arrow.makeData({ type: new arrow.Int16(), ...known, data: Int16Array.from(numbers) });
    case 32:
      return arrow.makeData({ type: new arrow.Int32(), ...known, data: Int32Array.from(numbers) });
    case 64:
      return arrow.makeData({ type: new arrow.Int64(), ...known, data: wide(values) });
  }
}

function nullsIn(values: Values): { readonly nullBitmap: Uint8Array; readonly nullCount: number } {
  return {
    nullBitmap: bitsOf(values.map((value) => value !== null)),
    nullCount: values.filter((value) => value === null).length,
  };
}

/** One bit each, the lowest first. */
function bitsOf(flags: readonly boolean[]): Uint8Array {
  const bitmap = new Uint8Array(Math.ceil(flags.length / 8));
  flags.forEach((flag, at) => {
    if (flag) bitmap[at >> 3] = (bitmap[at >> 3] ?? 0) | (1 << (at & 7));
  });
  return bitmap;
}

function wide(values: Values): BigInt64Array<ArrayBuffer> {
  return BigInt64Array.from(values, (value) => (typeof value === 'bigint' ? value : 0n));
}

/** Sixteen bytes each, little-endian, two's complement. */
function words(values: Values): Uint32Array<ArrayBuffer> {
  const halves = new BigUint64Array(2 * values.length);
  values.forEach((value, at) => {
    const whole = typeof value === 'bigint' ? value : 0n;
    halves[2 * at] = BigInt.asUintN(64, whole);
    halves[2 * at + 1] = BigInt.asUintN(64, whole >> 64n);
  });
  return new Uint32Array(halves.buffer);
}
