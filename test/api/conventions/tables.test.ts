/** The same table in four forms: no value changes, nothing hidden comes out, and nothing runs in a table program. */
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { tableFromIPC } from 'apache-arrow';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnsOf } from '#gateway/api/conventions/columns.ts';
import { decimalText, toCsv } from '#gateway/api/conventions/csv.ts';
import { negotiate } from '#gateway/api/conventions/negotiate.ts';
import { encodeTable, tableForms, type TableForm } from '#gateway/api/conventions/table.ts';
import { parseCsv } from '#gateway/cli/csv.ts';
import { sample } from './sample.ts';

const arrow = 'application/vnd.apache.arrow.stream';
const parquet = 'application/vnd.apache.parquet';
const forms = Object.keys(tableForms) as [TableForm, ...TableForm[]];

test('negotiate: the most wanted form, the first of equals, the most specific word about each; RFC 9110 §12.5.1', () => {
  const cases: readonly (readonly [string | undefined, string | undefined])[] = [
    [undefined, 'application/json'],
    ['', 'application/json'],
    ['*/*', 'application/json'],
    ['text/html,application/xhtml+xml,*/*;q=0.8', 'application/json'],
    [arrow, arrow],
    [`${parquet};q=0.5, ${arrow};q=0.9`, arrow],
    ['application/json;q=0.1, text/csv', 'text/csv'],
    ['text/*', 'text/csv'],
    ['text/*;q=0.2, */*;q=0.1', 'text/csv'],
    ['*/*, application/json;q=0', arrow],
    ['application/*, application/json;q=0.1', arrow],
    ['TEXT/CSV', 'text/csv'],
    ['text/csv;q=0', undefined],
    ['image/png', undefined],
    ['application/json;q=0, */*;q=0', undefined],
    ['nonsense', undefined],
  ];
  for (const [accept, wanted] of cases) expect([accept, negotiate(accept, forms)]).toEqual([accept, wanted]);
});

test('DC-11 Arrow and Parquet hold every value exactly, at the limits of its type', async () => {
  const table = tableFromIPC(await encodeTable(sample, arrow, { 'sluice.export': 'exp-1' }));
  const types = table.schema.fields.map(({ name, type }) => [name, String(type)]);
  expect(types).toEqual([
    ['district', 'Utf8'],
    ['small', 'Int8'],
    ['small__hidden', 'Dictionary<Int32, Utf8>'],
    ['n', 'Int32'],
    ['n__hidden', 'Dictionary<Int32, Utf8>'],
    ['big', 'Int64'],
    ['huge', 'Decimal[38e0]'],
    ['money', 'Decimal[38e+2]'],
    ['share', 'Float64'],
    ['open', 'Bool'],
    ['day', 'Date32<DAY>'],
    ['at', 'Timestamp<MICROSECOND>'],
  ]);
  expect([...(table.getChild('big') ?? [])]).toEqual([2n ** 53n + 1n, -(2n ** 63n), 2n ** 63n - 1n, 0n]);
  expect(table.schema.metadata.get('sluice.export')).toBe('exp-1');
  expect(table.schema.metadata.get('sluice.treatment')).toContain('controlled_rounding');
  const bytes = await encodeTable(sample, parquet, { 'sluice.export': 'exp-1' });
  const told = await readByDuckDb(bytes);
  expect(told.types).toEqual([
    'VARCHAR',
    'TINYINT',
    'VARCHAR',
    'INTEGER',
    'VARCHAR',
    'BIGINT',
    'DECIMAL(38,0)',
    'DECIMAL(38,2)',
    'DOUBLE',
    'BOOLEAN',
    'DATE',
    'TIMESTAMP',
  ]);
  expect(told.rows).toEqual([
    [
      '天河',
      '-128',
      null,
      '2147483647',
      null,
      '9007199254740993',
      '9'.repeat(38),
      '-12345678901234567890123456789012345.67',
      '0.1',
      'true',
      '1969-12-31',
      '1969-12-31 23:59:59.999999',
    ],
    [
      '天河',
      '127',
      null,
      '-2147483648',
      null,
      '-9223372036854775808',
      '-1',
      '0.05',
      'nan',
      'false',
      '2026-02-28',
      '2026-03-01 00:00:00',
    ],
    ['=1+1', null, 'c', null, 'c', '9223372036854775807', '0', '-0.01', 'inf', null, null, null],
    ['', '0', null, '0', null, '0', null, null, null, 'true', '0001-01-01', '9999-12-31 23:59:59.5'],
  ]);
});

test('a hidden value is in no form, not even where the domain left it beside its mark', async () => {
  for (const form of [arrow, parquet, 'text/csv'] as const) {
    const table = {
      columns: [{ name: 'n', type: 'VARCHAR' }],
      rows: [['SECRET'], ['told']],
      hidden: [[true], [false]],
    };
    const text = Buffer.from(await encodeTable(table, form, {})).toString('latin1');
    expect([form, text.includes('SECRET'), text.includes('told')]).toEqual([form, false, true]);
  }
});

test('columnsOf: a name that is taken is not taken twice', () => {
  const columns = ['n', 'n__hidden'].map((name) => ({ name, type: 'INTEGER' }));
  const made = columnsOf({ columns, rows: [[1, 2]], hidden: [[true, false]] });
  expect(made.map(({ name }) => name)).toEqual(['n', 'n__hidden_', 'n__hidden']);
});

function oneOf(type: string, value: string | number) {
  return () => columnsOf({ columns: [{ name: 'x', type }], rows: [[value]] });
}

test('columnsOf throws for a value that is not of its type, and never rounds', () => {
  expect(oneOf('DECIMAL(4,1)', '1.25')).toThrow(RangeError);
  expect(oneOf('DATE', '0044-03-15 (BC)')).toThrow(RangeError);
  expect(oneOf('TIMESTAMP', 'infinity')).toThrow(RangeError);
  expect(oneOf('HUGEINT', '9'.repeat(39))()).toMatchObject([{ type: { kind: 'text' }, values: ['9'.repeat(39)] }]);
});

test('toCsv: whatever a text is, it is one field, no formula, and the same text again', () => {
  const text = fc.string({
    unit: fc.constantFrom('=', '+', '-', '@', '＝', '\t', '\r', '\n', '"', ',', ' ', 'a', '域'),
  });
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (texts) => {
      const rows = texts.map((one) => [one]);
      const csv = toCsv(columnsOf({ columns: [{ name: '列', type: 'VARCHAR' }], rows }));
      const fields = parseCsv(csv).rows.map(([field = '']) => field);
      expect(fields.filter((field) => /^[=+\-@\t\r＝＋－＠]/.test(field))).toEqual([]);
      expect(fields.map((field, at) => (field === texts[at] ? field : field.slice(1)))).toEqual(texts);
    }),
  );
});

test('toCsv: numbers below zero are numbers, not texts with an apostrophe', () => {
  const csv = toCsv(columnsOf(sample));
  expect(csv).toContain(',-128,');
  expect(csv).toContain("\r\n'=1+1,");
  expect(csv.startsWith('\uFEFFdistrict,')).toBe(true);
});

test('decimalText is the number that it was made of', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 38n), max: 10n ** 38n }), fc.integer({ min: 0, max: 37 }), (whole, scale) => {
      const text = decimalText(whole, scale);
      expect(BigInt(text.replace('.', ''))).toBe(whole);
      expect((text.split('.')[1] ?? '').length).toBe(scale);
    }),
  );
});

/** What an engine that we did not write reads: types, and values as text. */
async function readByDuckDb(bytes: Uint8Array): Promise<{ types: readonly string[]; rows: readonly unknown[] }> {
  const path = join(tmpdir(), `sluice-${process.pid}.parquet`);
  writeFileSync(path, bytes);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const read = await connection.runAndReadAll(`SELECT * FROM read_parquet('${path}')`);
    const texts = await connection.runAndReadAll(`SELECT COLUMNS(*)::VARCHAR FROM read_parquet('${path}')`);
    return { types: read.columnTypes().map(String), rows: texts.getRows() };
  } finally {
    connection.closeSync();
    instance.closeSync();
    rmSync(path);
  }
}
