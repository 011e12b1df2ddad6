/** A table with every type, its limits, absent and hidden cells. */
import type { Shown } from '#gateway/api/conventions/columns.ts';

const columns = [
  ['district', 'VARCHAR'],
  ['small', 'TINYINT'],
  ['n', 'INTEGER'],
  ['big', 'BIGINT'],
  ['huge', 'HUGEINT'],
  ['money', 'DECIMAL(38,2)'],
  ['share', 'DOUBLE'],
  ['open', 'BOOLEAN'],
  ['day', 'DATE'],
  ['at', 'TIMESTAMP'],
].map(([name = '', type = '']) => ({ name, type }));

export const sample: Shown = {
  columns,
  rows: [
    [
      '天河',
      -128,
      2147483647,
      '9007199254740993',
      '99999999999999999999999999999999999999',
      '-12345678901234567890123456789012345.67',
      0.1,
      true,
      '1969-12-31',
      '1969-12-31 23:59:59.999999',
    ],
    ['天河', 127, -2147483648, '-9223372036854775808', '-1', '0.05', 'NaN', false, '2026-02-28', '2026-03-01 00:00:00'],
    ['=1+1', null, null, '9223372036854775807', '0', '-0.01', 'Infinity', null, null, null],
    ['', 0, 0, '0', null, null, null, true, '0001-01-01', '9999-12-31 23:59:59.5'],
  ],
  hidden: [[], [], [false, true, true], []],
  treatment: { mode: 'rounded', exact: false, method: 'controlled_rounding', base: 5 },
};
