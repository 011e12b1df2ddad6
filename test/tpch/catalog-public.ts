/** Region, nation, supplier, part and partsupp in the catalog: every column may be shown. */
import type { Column, Domain, SqlType, Table } from '#policies/catalog/entry.ts';
import { aColumn, codes, range } from '../fixtures/columns.ts';
import { aTable, money } from './catalog-table.ts';
import type { Sizes } from './sizes.ts';
import { brands, containers, manufacturers, nations, regions, types } from './words.ts';

export const region = aTable(
  'region',
  [open('r_regionkey', 'INTEGER', range(0, 4)), open('r_name', 'VARCHAR', codes(...regions)), remark('r_comment')],
  { primaryKey: ['r_regionkey'], volume: 5 },
);

export const nation = aTable(
  'nation',
  [
    open('n_nationkey', 'INTEGER', range(0, 24)),
    open('n_name', 'VARCHAR', codes(...nations.map(([name]) => name))),
    open('n_regionkey', 'INTEGER', range(0, 4)),
    remark('n_comment'),
  ],
  {
    primaryKey: ['n_nationkey'],
    foreignKeys: [{ columns: ['n_regionkey'], table: 'region', references: ['r_regionkey'] }],
    volume: 25,
  },
);

export function supplier({ suppliers }: Sizes): Table {
  const columns = [
    open('s_suppkey', 'BIGINT', range(1, suppliers)),
    open('s_name', 'VARCHAR'),
    open('s_address', 'VARCHAR'),
    open('s_nationkey', 'INTEGER', range(0, 24)),
    open('s_phone', 'VARCHAR'),
    open('s_acctbal', money, cents(-999.99, 9999.99)),
    remark('s_comment'),
  ];
  const foreignKeys = [{ columns: ['s_nationkey'], table: 'nation', references: ['n_nationkey'] }];
  return aTable('supplier', columns, { primaryKey: ['s_suppkey'], foreignKeys, volume: suppliers });
}

export function part({ parts }: Sizes): Table {
  const columns = [
    open('p_partkey', 'BIGINT', range(1, parts)),
    open('p_name', 'VARCHAR'),
    open('p_mfgr', 'VARCHAR', codes(...manufacturers)),
    open('p_brand', 'VARCHAR', codes(...brands)),
    open('p_type', 'VARCHAR', codes(...types)),
    open('p_size', 'INTEGER', range(1, 50)),
    open('p_container', 'VARCHAR', codes(...containers)),
    open('p_retailprice', money, cents(900, 2100)),
    remark('p_comment'),
  ];
  return aTable('part', columns, { primaryKey: ['p_partkey'], volume: parts });
}

export function partsupp({ parts, suppliers }: Sizes): Table {
  const columns = [
    open('ps_partkey', 'BIGINT', range(1, parts)),
    open('ps_suppkey', 'BIGINT', range(1, suppliers)),
    open('ps_availqty', 'INTEGER', range(1, 9999)),
    open('ps_supplycost', money, cents(1, 1000)),
    remark('ps_comment'),
  ];
  const foreignKeys = [
    { columns: ['ps_partkey'], table: 'part', references: ['p_partkey'] },
    { columns: ['ps_suppkey'], table: 'supplier', references: ['s_suppkey'] },
  ];
  return aTable('partsupp', columns, { primaryKey: ['ps_partkey', 'ps_suppkey'], foreignKeys, volume: 4 * parts });
}

function open(name: string, type: SqlType, domain?: Domain): Column {
  return aColumn({ name, type, semantic: 'code', tag: 'plain', grade: 'L1', rule: ['P'], ...(domain && { domain }) });
}

function remark(name: string): Column {
  return open(name, 'VARCHAR');
}

/** Amounts of money, whose range is also their bounds where they meet protected rows. */
function cents(lo: number, hi: number): Domain {
  return { kind: 'range', lo, hi, step: 0.01 };
}
