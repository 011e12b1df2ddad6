import { expect, test } from 'vitest';
import type { SqlType } from '#policies/catalog/entry.ts';
import { strictCast } from '#sandbox/data/cast.ts';
import { quotedText } from '#policies/query/print.ts';
import { query } from './builders.ts';

async function castAll(from: string, to: SqlType, values: readonly string[], format?: string): Promise<unknown[]> {
  const input = { sql: 'x', from, to };
  const cast = strictCast(format === undefined ? input : { ...input, format });
  const list = values.map((value, i) => `(${i}, CAST(${quotedText(value)} AS ${from}))`).join(', ');
  const found = await query(':memory:', `SELECT CAST(${cast} AS VARCHAR) FROM (VALUES ${list}) AS t(i, x) ORDER BY i`);
  return found.map((row) => row[0]);
}

test.each<[SqlType, readonly string[]]>([
  ['INTEGER', ['1.5', '1e3', '0x10', '1_000', '1,000', '2147483648', 'x', '１２', '1 2', '']],
  ['BIGINT', ['9223372036854775808', '1.0000000001', 'NaN']],
  ['SMALLINT', ['40000', '-40000']],
  ['DECIMAL(6,2)', ['1.005', '12345.00', '1e2', '.', '', '1.2.3']],
  ['DECIMAL(4,0)', ['1.5', '12345']],
  ['DOUBLE', ['nan', 'inf', '1e400', '1,5', 'abc']],
  ['BOOLEAN', ['2', 'maybe', 'tru']],
  [
    'DATE',
    ['2026-02-30', '20260302', '02.03.2026', '2026-03-02 12:00:00', '2026-03/02', 'today', 'infinity', '2026-03-02x'],
  ],
  ['TIMESTAMP', ['2026-03-02 10:00:00+08', '2026-03-02 25:00:00', '2026-03-02 10:00:00.1234567', 'now', 'epoch']],
])('strictCast refuses what %s cannot hold without loss', async (to, values) => {
  expect(await castAll('VARCHAR', to, values)).toEqual(values.map(() => null));
});

test.each<[SqlType, Readonly<Record<string, string>>]>([
  ['INTEGER', { '12': '12', ' -7 ': '-7', '+3': '3', '39.0': '39', '5.': '5' }],
  ['BIGINT', { '9223372036854775807': '9223372036854775807', '9007199254740993.0': '9007199254740993' }],
  ['DECIMAL(6,2)', { '1.50000': '1.50', '.5': '0.50', '7': '7.00', '-9999.99': '-9999.99' }],
  ['DOUBLE', { '1.5': '1.5', '-2e-3': '-0.002', '.5': '0.5' }],
  ['BOOLEAN', { true: 'true', F: 'false', 1: 'true', no: 'false' }],
  ['DATE', { '2026-03-02': '2026-03-02', '2026/3/2': '2026-03-02', '2026-03-02 00:00:00.0': '2026-03-02' }],
  [
    'TIMESTAMP',
    {
      '2026-03-02T09:30:00': '2026-03-02 09:30:00',
      '2026/3/2 9:30': '2026-03-02 09:30:00',
      '2026-03-02': '2026-03-02 00:00:00',
    },
  ],
  ['VARCHAR', { ' kept ': ' kept ', "it's": "it's" }],
])('strictCast takes the usual spellings of %s', async (to, expected) => {
  expect(await castAll('VARCHAR', to, Object.keys(expected))).toEqual(Object.values(expected));
});

test('strictCast with a format takes only what the format would print', async () => {
  const values = ['930101', '93011', '931301', '930101x', '19930101'];
  expect(await castAll('VARCHAR', 'DATE', values, '%y%m%d')).toEqual(['1993-01-01', null, null, null, null]);
  expect(await castAll('BIGINT', 'DATE', ['20260302'], '%Y%m%d')).toEqual(['2026-03-02']);
  expect(await castAll('VARCHAR', 'DATE', ['02-JAN-2026'], '%d-%b-%Y')).toEqual(['2026-01-02']);
  expect(await castAll('VARCHAR', 'DATE', ['2026-01-02 10:00'], '%Y-%m-%d %H:%M')).toEqual([null]);
});

test('strictCast of typed values keeps only what survives the way back', async () => {
  expect(await castAll('DOUBLE', 'INTEGER', ['39', '39.5', '1e300'])).toEqual(['39', null, null]);
  expect(await castAll('DOUBLE', 'DECIMAL(6,2)', ['1.1', '1.111'])).toEqual(['1.10', null]);
  expect(await castAll('BIGINT', 'SMALLINT', ['7', '70000'])).toEqual(['7', null]);
  expect(await castAll('TIMESTAMP', 'DATE', ['2026-03-02 00:00:00', '2026-03-02 01:00:00'])).toEqual([
    '2026-03-02',
    null,
  ]);
  expect(await castAll('DOUBLE', 'DOUBLE', ['1.5', 'nan'])).toEqual(['1.5', null]);
  expect(await castAll('DATE', 'INTEGER', ['2026-03-02'])).toEqual([null]);
});

test('strictCast takes no nested values, zoned times or formats for numbers', () => {
  expect(strictCast({ sql: 'x', from: 'INTEGER[]', to: 'VARCHAR' })).toBeUndefined();
  expect(strictCast({ sql: 'x', from: 'TIMESTAMP WITH TIME ZONE', to: 'TIMESTAMP' })).toBeUndefined();
  expect(strictCast({ sql: 'x', from: 'VARCHAR', to: 'INTEGER', format: '%Y' })).toBeUndefined();
  expect(strictCast({ sql: 'x', from: 'VARCHAR', to: 'TIMESTAMP', format: '%Y %z' })).toBeUndefined();
});
