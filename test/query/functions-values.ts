/** Values on which functions fail: the ends of every type, what is not a number, text of every length and script, and NULL. */
import * as fc from 'fast-check';
import type { SqlTypeName } from '#policies/query/types-lattice.ts';
import { columnTypes } from './functions-cases.ts';

const whole = (bits: bigint): readonly string[] =>
  [-(1n << bits), -(1n << bits) + 1n, -41n, -1n, 0n, 1n, 2n, 9n, (1n << bits) - 1n].map(String);

const floats = 'NaN|Infinity|-Infinity|0|-0.0|0.5|-1.5|1|-1|2|171|1e-320|1e18|-1e19|1e38|3e38|1e308|-1e308'.split('|');

const literals: Readonly<Partial<Record<SqlTypeName, readonly string[]>>> = {
  TINYINT: whole(7n),
  SMALLINT: whole(15n),
  INTEGER: whole(31n),
  BIGINT: [...whole(63n), '63', '10000'],
  HUGEINT: whole(127n),
  'DECIMAL(4,1)': ['-999.9', '999.9', '0.0', '0.5', '-2.5', '1.0'],
  'DECIMAL(8,2)': ['-999999.99', '999999.99', '0.00', '0.05', '-2.50', '1.00'],
  'DECIMAL(18,4)': ['-99999999999999.9999', '99999999999999.9999', '0', '0.00005', '1'],
  'DECIMAL(38,10)': [
    '-9999999999999999999999999999.9999999999',
    '9999999999999999999999999999.9999999999',
    '0',
    '1',
    '-0.5',
  ],
  FLOAT: floats.filter((text) => !text.includes('308') && text !== '1e-320'),
  DOUBLE: floats,
  BOOLEAN: ['true', 'false'],
  VARCHAR: [
    '',
    ' ',
    'a',
    'A',
    'ab',
    'a-b--c',
    'aab\u0031',
    "it's",
    '%_\\',
    '域闸',
    'e\u0301\u0301',
    'İıßﬁ',
    '👨‍👩‍👧x🇨🇳',
    '\u200b\ufeff',
    '\u0000a',
    '2024-02-29',
    '-9223372036854775809',
    'ab'.repeat(20_000),
    '域'.repeat(5000),
  ],
  DATE: [
    'infinity',
    '-infinity',
    '5877642-06-25 (BC)',
    '0001-01-01 (BC)',
    '0001-01-01',
    '1582-10-15',
    '1970-01-01',
    '2024-02-29',
    '2024-12-30',
    '9999-12-31',
    '294247-01-10',
    '5881580-07-10',
  ],
  TIMESTAMP: [
    'infinity',
    '-infinity',
    '290309-12-22 (BC) 00:00:00',
    '0001-01-01 00:00:00',
    '1969-12-31 23:59:59.999999',
    '1970-01-01 00:00:00',
    '2024-02-29 12:34:56.789',
    '9999-12-31 23:59:59.999999',
    '294247-01-10 04:00:54.775806',
  ],
  INTERVAL: [
    '0 days',
    '1 day',
    '-1 month',
    '14 months 3 days 04:05:06.789',
    '2147483647 months',
    '-2147483647 days',
    '2147483647 days 2562047788 hours',
  ],
};

const chance: Readonly<Partial<Record<SqlTypeName, fc.Arbitrary<string>>>> = {
  INTEGER: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).map(String),
  BIGINT: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
  'DECIMAL(8,2)': fc.integer({ min: -99_999_999, max: 99_999_999 }).map((cents) => (cents / 100).toFixed(2)),
  DOUBLE: fc.double().map(String),
  VARCHAR: fc.string({ unit: 'grapheme', maxLength: 30 }),
  DATE: fc
    .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
};

/** @returns the values of a type as text, NULL first, some of them by chance */
export function valuesOf(type: SqlTypeName): readonly (string | null)[] {
  const made = chance[type];
  return [null, ...(literals[type] ?? []), ...(made ? fc.sample(made, { numRuns: 6, seed: 1 }) : [])];
}

export const quotedValue = (value: string | null): string =>
  value === null ? 'NULL' : `'${value.replaceAll("'", "''").replaceAll('\u0000', "'||chr(0)||'")}'`;

/** One table per type, with the column `v`. */
export function createValues(): readonly string[] {
  return columnTypes.map((type, at) => {
    const rows = valuesOf(type).map((value) => `(CAST(${quotedValue(value)} AS ${type}))`);
    return `CREATE TABLE v${at + 1} AS SELECT * FROM (VALUES ${rows.join(', ')}) q(v)`;
  });
}

/** Whether a catalog column can hold the value: dates have four digits for the year. */
const isStored = (type: SqlTypeName, value: string | null): boolean =>
  value !== null && (type !== 'DATE' && type !== 'TIMESTAMP' ? true : /^\d{4}-/.test(value));

/**
 * Tables `e<id>_<n>` of one row each, whose value is therefore the least and the greatest: from those the optimizer computes before the
 * query runs, and no TRY catches what fails there.
 */
export function createEnds(): {
  readonly setup: readonly string[];
  readonly tables: ReadonlyMap<number, readonly string[]>;
} {
  const made = columnTypes.map((type, at) => {
    const values = valuesOf(type).filter((value) => isStored(type, value));
    return values.map((value, index) => ({
      name: `e${at + 1}_${index}`,
      sql: `CREATE TABLE e${at + 1}_${index} AS SELECT CAST(${quotedValue(value)} AS ${type}) AS v`,
    }));
  });
  return {
    setup: made.flat().map(({ sql }) => sql),
    tables: new Map(made.map((list, at) => [at + 1, list.map(({ name }) => name)])),
  };
}
