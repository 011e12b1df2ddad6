/** Five tables that a vendor would ask of the bank: hierarchies of places and of time, amounts, accounts that are in several cells. */
import type { Hierarchical } from './hierarchical.ts';

const unit = 'account_id';
const rows = { name: 'n', kind: 'rows' } as const;

export const berkaTables: readonly Hierarchical[] = [
  {
    name: 'region → district × loan went well, ROLLUP and margins',
    rows: `SELECT a.account_id, d.region, d.district_name, CASE WHEN l.status IN ('A', 'C') THEN 'well' ELSE 'badly' END AS outcome, l.amount
      FROM loan l JOIN account a ON a.account_id = l.account_id JOIN district d ON d.district_id = a.district_id`,
    unit,
    keys: ['region', 'district_name', 'outcome'],
    groupBy:
      'GROUPING SETS ((region, district_name, outcome), (region, outcome), (region, district_name), (region), (outcome), ())',
    measures: [
      { name: 'loans', kind: 'persons' },
      { name: 'amount', kind: 'sum', of: 'amount' },
    ],
  },
  {
    name: 'frequency of statements × district, CUBE',
    rows: 'SELECT a.account_id, a.frequency, d.district_name FROM account a JOIN district d ON d.district_id = a.district_id',
    unit,
    keys: ['frequency', 'district_name'],
    groupBy: 'CUBE (frequency, district_name)',
    measures: [rows],
  },
  {
    name: 'decade of birth × sex × region, CUBE',
    rows: `SELECT c.client_id, CAST(floor(year(c.birth_date) / 10) * 10 AS INTEGER) AS decade, c.sex, d.region
      FROM client c JOIN district d ON d.district_id = c.district_id`,
    unit: 'client_id',
    keys: ['decade', 'sex', 'region'],
    groupBy: 'CUBE (decade, sex, region)',
    measures: [{ name: 'clients', kind: 'persons' }],
  },
  {
    name: 'purpose × bank of standing orders, CUBE: accounts in several cells',
    rows: 'SELECT account_id, purpose, bank_to, amount FROM standing_order',
    unit,
    keys: ['purpose', 'bank_to'],
    groupBy: 'CUBE (purpose, bank_to)',
    measures: [{ name: 'accounts', kind: 'persons' }, rows, { name: 'amount', kind: 'sum', of: 'amount' }],
  },
  {
    name: 'year × duration of loans, CUBE: averages beside counts',
    rows: 'SELECT account_id, year(granted_on) AS granted, duration, amount, payments FROM loan',
    unit,
    keys: ['granted', 'duration'],
    groupBy: 'CUBE (granted, duration)',
    measures: [
      rows,
      { name: 'mean_amount', kind: 'avg', of: 'amount', digits: 0 },
      { name: 'mean_payment', kind: 'avg', of: 'payments' },
    ],
  },
];
