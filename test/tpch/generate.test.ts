/** The generated data obeys the rules of the specification; the product's own ingest checks what the catalog declares. */
import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { unwrap } from '#policies/refusal.ts';
import { instant } from '#policies/units.ts';
import { ingestEntry } from '#sandbox/data/ingest.ts';
import { tpchEntries } from './catalog.ts';
import { exportTpch, generateTpch, tpchFile } from './generate.ts';
import { runPlain } from './plain.ts';
import { sizesAt } from './sizes.ts';

const scale = 0.1;
let path = '';
let dir = '';

beforeAll(async () => {
  dir = await mkdtemp(join(inject('workspace'), 'tpch-'));
  path = await tpchFile(inject('workspace'), scale);
});

const scalar = async (sql: string): Promise<number> => Number((await runPlain(path, sql)).rows[0]?.[0]);

test('clause 4.2.5: every table has the rows of its scale factor', async () => {
  const rows = {
    region: 5,
    nation: 25,
    supplier: 1000,
    part: 20_000,
    partsupp: 80_000,
    customer: 15_000,
    orders: 150_000,
  };
  for (const [table, count] of Object.entries(rows)) {
    expect([table, await scalar(`SELECT count(*) FROM ${table}`)]).toEqual([table, count]);
  }
  expect(Math.abs((await scalar('SELECT count(*) FROM lineitem')) - 600_000)).toBeLessThan(3_000);
});

const line = 'lineitem JOIN orders ON l_orderkey = o_orderkey';

describe('clause 4.2.3: no row breaks', () => {
  test.each([
    ['sparse keys', 'orders WHERE (o_orderkey % 32) >= 8'],
    ['customers without orders', 'orders WHERE o_custkey % 3 = 0'],
    ['order dates', "orders WHERE o_orderdate NOT BETWEEN '1992-01-01' AND '1998-08-02'"],
    ['ship dates', `${line} WHERE l_shipdate - o_orderdate NOT BETWEEN 1 AND 121`],
    ['commit dates', `${line} WHERE l_commitdate - o_orderdate NOT BETWEEN 30 AND 90`],
    ['receipt dates', 'lineitem WHERE l_receiptdate - l_shipdate NOT BETWEEN 1 AND 30'],
    ['return flags', "lineitem WHERE (l_receiptdate > '1995-06-17') <> (l_returnflag = 'N')"],
    ['line states', "lineitem WHERE (l_shipdate > '1995-06-17') <> (l_linestatus = 'O')"],
    ['prices', 'lineitem JOIN part ON l_partkey = p_partkey WHERE l_extendedprice <> l_quantity * p_retailprice'],
    ['retail prices', 'part WHERE 100 * p_retailprice <> 90000 + (p_partkey // 10) % 20001 + 100 * (p_partkey % 1000)'],
    ['manufacturers', "part WHERE p_mfgr <> 'Manufacturer#' || substr(p_brand, 7, 1)"],
    ['names of five colors', "part WHERE len(list_distinct(string_split(p_name, ' '))) <> 5"],
    ['suppliers of a line', 'lineitem ANTI JOIN partsupp ON l_partkey = ps_partkey AND l_suppkey = ps_suppkey'],
    ['four suppliers of a part', '(SELECT 1 FROM partsupp GROUP BY ps_partkey HAVING count(DISTINCT ps_suppkey) <> 4)'],
    ['phones', "customer WHERE c_phone NOT SIMILAR TO '\\d\\d(-\\d{3}){2}-\\d{4}' OR c_phone[:2] <> 10 + c_nationkey"],
    [
      'totals',
      `(SELECT 1 FROM ${line} GROUP BY o_orderkey, o_totalprice
        HAVING abs(sum(l_extendedprice * (1 + l_tax) * (1 - l_discount)) - o_totalprice) > 0.005)`,
    ],
    [
      'order states',
      `(SELECT 1 FROM ${line} GROUP BY o_orderkey, o_orderstatus HAVING o_orderstatus <>
        CASE WHEN bool_and(l_linestatus = 'F') THEN 'F' WHEN bool_and(l_linestatus = 'O') THEN 'O' ELSE 'P' END)`,
    ],
    [
      'one to seven lines',
      '(SELECT 1 FROM lineitem GROUP BY l_orderkey HAVING max(l_linenumber) <> count(*) OR count(*) > 7)',
    ],
    ['orders without a line', 'orders ANTI JOIN lineitem ON l_orderkey = o_orderkey'],
  ])('%s', async (_, broken) => expect(await scalar(`SELECT count(*) FROM ${broken}`)).toBe(0));
});

test('clause 4.2.3: draws reach both ends and differ from column to column', async () => {
  const ends = 'SELECT min(l_quantity) = 1 AND max(l_quantity) = 50 AND min(l_discount) = 0 AND max(l_discount) = 0.10';
  expect((await runPlain(path, `${ends} AND max(l_tax) = 0.08 FROM lineitem`)).rows).toEqual([[true]]);
  const pairs = ['l_quantity, l_discount', 'l_discount, l_tax', 'l_tax, l_partkey', 'l_quantity % 2, l_partkey % 2'];
  for (const pair of pairs) {
    expect(Math.abs(await scalar(`SELECT corr(${pair}) FROM lineitem`)), pair).toBeLessThan(0.01);
  }
});

test('queries 13 and 16: one order in a hundred has special requests, and some suppliers have complaints', async () => {
  const share = await scalar("SELECT avg(CAST(o_comment LIKE '%special%requests%' AS INTEGER)) FROM orders");
  expect(share).toBeGreaterThan(0.008);
  expect(share).toBeLessThan(0.013);
  expect(await scalar("SELECT count(*) FROM supplier WHERE s_comment LIKE '%Customer%Complaints%'")).toBeGreaterThan(0);
  expect(await scalar("SELECT count(*) FROM supplier WHERE s_comment LIKE '%Customer%Recommends%'")).toBeGreaterThan(0);
});

test('generateTpch makes the same rows twice', async () => {
  const digests = await Promise.all(
    ['a', 'b'].map(async (name) => {
      const file = join(dir, `${name}.duckdb`);
      await generateTpch({ path: file, scale: 0.01 });
      const tables = ['customer', 'orders', 'lineitem', 'part', 'partsupp', 'supplier'];
      const each = tables.map((table) => `(SELECT list(hash(t) ORDER BY rowid) FROM ${table} t)`);
      return (await runPlain(file, `SELECT md5(concat_ws(' ', ${each.join(', ')}))`)).rows;
    }),
  );
  expect(digests[0]).toEqual(digests[1]);
});

test('sizesAt refuses a scale at which the rules no longer hold', () => {
  expect(() => sizesAt(0.001)).toThrow('from 0.01');
  expect(() => sizesAt(Number.NaN)).toThrow('from 0.01');
});

test('ingestEntry accepts both entries: keys, references, types and domains are as declared', async () => {
  const [files, root] = [join(dir, 'files'), join(dir, 'snapshots')];
  for (const folder of [files, root]) await mkdir(folder);
  const written = await exportTpch(await tpchFile(inject('workspace'), 0.01), files);
  for (const entry of tpchEntries(0.01)) {
    const own = Object.fromEntries(entry.tables.map(({ name }) => [name, written[name] ?? '']));
    const now = instant('2026-03-02T01:30:00.000Z');
    const manifest = unwrap(await ingestEntry({ entry, files: own, root, now }));
    expect(manifest.tables.map(({ rows }) => rows > 0)).not.toContain(false);
  }
});
