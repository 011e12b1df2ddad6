/** Customer, orders and lineitem in the catalog. References to public tables are left out, for nobody is protected by them. */
import type { Bounds, Column, Domain, SqlType, Table } from '#policies/catalog/entry.ts';
import { idSpace } from '#policies/units.ts';
import { aColumn, codes, dates, range } from '../fixtures/columns.ts';
import { aTable, money, type Rule } from './catalog-table.ts';
import type { Sizes } from './sizes.ts';
import { instructions, modes, priorities, segments } from './words.ts';

const space = idSpace('customer');

/**
 * Fifteen orders of four lines are usual for a customer who has any. Of the data that this generator makes at scale 1, the limits
 * cut 5 of 1.5 million orders and 213 of 6 million lines.
 */
const ordersPerCustomer = 32;
const linesPerCustomer = 128;

export function customer({ customers }: Sizes): Table {
  const columns = [
    key('c_custkey', customers, ['J'], { tag: 'direct' }),
    identity('c_name', 'person_name'),
    identity('c_address', 'address'),
    protect('c_nationkey', 'INTEGER', ['G'], { domain: range(0, 24), determinedByUnit: true }),
    protect('c_phone', 'VARCHAR', ['F'], {
      semantic: 'phone',
      coarsen: [{ by: 'prefix', length: 2 }],
      determinedByUnit: true,
    }),
    measure('c_acctbal', { lo: '-999.99', hi: '9999.99', step: '0.01' }, { tag: 'sensitive' }),
    protect('c_mktsegment', 'VARCHAR', ['G'], { domain: codes(...segments), determinedByUnit: true }),
    remark('c_comment'),
  ];
  return aTable('customer', columns, {
    units: [{ space, column: 'c_custkey' }],
    rowsPerUnit: { max: 1, onExcess: 'reject' },
    primaryKey: ['c_custkey'],
    volume: customers,
  });
}

export function orders({ orders: count, customers }: Sizes): Table {
  const columns = [
    key('o_orderkey', 4 * count, ['J']),
    key('o_custkey', customers, ['J'], { tag: 'direct' }),
    protect('o_orderstatus', 'VARCHAR', ['G'], { domain: codes('F', 'O', 'P') }),
    measure('o_totalprice', { lo: '0', hi: '800000', step: '0.01' }),
    day('o_orderdate', '1992-01-01', '1998-08-02'),
    protect('o_orderpriority', 'VARCHAR', ['G'], { domain: codes(...priorities) }),
    protect('o_clerk', 'VARCHAR', ['F'], { semantic: 'serial' }),
    protect('o_shippriority', 'INTEGER', ['G'], { domain: codes(0) }),
    remark('o_comment'),
  ];
  return aTable('orders', columns, {
    units: [{ space, column: 'o_custkey' }],
    rowsPerUnit: { max: ordersPerCustomer, onExcess: 'truncate' },
    primaryKey: ['o_orderkey'],
    foreignKeys: [{ columns: ['o_custkey'], table: 'customer', references: ['c_custkey'] }],
    volume: count,
  });
}

export function lineitem({ orders: count, parts, suppliers }: Sizes): Table {
  const columns = [
    key('l_orderkey', 4 * count, ['J']),
    key('l_partkey', parts, ['G']),
    key('l_suppkey', suppliers, ['G']),
    protect('l_linenumber', 'INTEGER', ['F'], { semantic: 'count', domain: range(1, 7) }),
    measure('l_quantity', { lo: '1', hi: '50', step: '1' }),
    measure('l_extendedprice', { lo: '0', hi: '105000', step: '0.01' }),
    measure('l_discount', { lo: '0', hi: '0.10', step: '0.01' }),
    measure('l_tax', { lo: '0', hi: '0.08', step: '0.01' }),
    protect('l_returnflag', 'VARCHAR', ['G'], { domain: codes('A', 'N', 'R') }),
    protect('l_linestatus', 'VARCHAR', ['G'], { domain: codes('F', 'O') }),
    day('l_shipdate', '1992-01-02', '1998-12-01'),
    day('l_commitdate', '1992-01-31', '1998-10-31'),
    day('l_receiptdate', '1992-01-03', '1998-12-31'),
    protect('l_shipinstruct', 'VARCHAR', ['G'], { domain: codes(...instructions) }),
    protect('l_shipmode', 'VARCHAR', ['G'], { domain: codes(...modes) }),
    remark('l_comment'),
  ];
  return aTable('lineitem', columns, {
    units: [{ space, column: 'o_custkey', via: [{ column: 'l_orderkey', table: 'orders', references: 'o_orderkey' }] }],
    rowsPerUnit: { max: linesPerCustomer, onExcess: 'truncate' },
    primaryKey: ['l_orderkey', 'l_linenumber'],
    foreignKeys: [{ columns: ['l_orderkey'], table: 'orders', references: ['o_orderkey'] }],
    volume: 4 * count,
  });
}

function protect(name: string, type: SqlType, rule: Rule, more: Partial<Column> = {}): Column {
  return aColumn({ name, type, semantic: 'code', rule, ...more });
}

/** Says who the customer is, as the key does. It is not X, so that a query which shows it is refused for what it asks. */
function identity(name: string, semantic: Column['semantic']): Column {
  return protect(name, 'VARCHAR', ['J'], { semantic, tag: 'direct' });
}

function remark(name: string): Column {
  return protect(name, 'VARCHAR', ['F'], { semantic: 'text', tag: 'free_text' });
}

function key(name: string, count: number, rule: Rule, more: Partial<Column> = {}): Column {
  return protect(name, 'BIGINT', rule, { semantic: 'serial', domain: range(1, count), ...more });
}

function measure(name: string, bounds: Bounds, more: Partial<Column> = {}): Column {
  const domain: Domain = { kind: 'range', lo: Number(bounds.lo), hi: Number(bounds.hi), step: Number(bounds.step) };
  return protect(name, money, ['A', 'F'], { semantic: 'amount', tag: 'measure', domain, bounds, ...more });
}

/** Grouped by the calendar only. */
function day(name: string, lo: string, hi: string): Column {
  return protect(name, 'DATE', ['F'], { semantic: 'date', domain: dates(lo, hi), coarsen: [{ by: 'month' }] });
}
