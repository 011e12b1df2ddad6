/** The evidence that the engine counts is what a slow judge counts from the records. @see disclosure.md §2.2 (evidence SQL) */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { releaseCells } from '#policies/disclosure/release-cells.ts';
import { askedGroupings } from '#policies/disclosure/read-evidence.ts';
import { statisticsOf } from '#policies/disclosure/statistic-of.ts';
import { unwrap } from '#policies/refusal.ts';
import { hiddenBy, type Statistic } from '../oracle/cells.ts';
import { PlainEngine } from '../oracle/plain.ts';
import { Pipeline } from '../query/pipeline.ts';
import { plainSetup } from '../query/tiny.ts';
import { thresholds } from './builders.ts';

let pipeline: Pipeline;
let plain: PlainEngine;

beforeAll(async () => {
  pipeline = await Pipeline.open();
  plain = await PlainEngine.open(plainSetup);
});

afterAll(() => {
  pipeline[Symbol.dispose]();
  plain[Symbol.dispose]();
});

interface Case {
  readonly sql: string;
  /** Keys, then one column per kind of unit, then a value per statistic. */
  readonly records: string;
  readonly keys: number;
  readonly units: number;
  readonly statistics: readonly Statistic[];
  readonly sensitive?: readonly number[];
}

const rows = { kind: 'rows' } as const;
const distinct = { kind: 'distinct' } as const;
const sum = { kind: 'sum' } as const;
const avg = { kind: 'avg' } as const;
const yes = { kind: 'proportion', lo: 0, hi: 1, missing: 'condition' } as const;

const cases: readonly Case[] = [
  {
    sql: 'SELECT g, count(*), count(x), count(DISTINCT u), sum(x), avg(z), count(DISTINCT x) FROM t GROUP BY g',
    records: 'SELECT g, u, 1, x, u, x, z, x FROM t',
    keys: 1,
    units: 1,
    statistics: [rows, { kind: 'rows', missing: 'value' }, distinct, sum, avg, distinct],
  },
  {
    sql: 'SELECT count(*), sum(x), sum(y), count(DISTINCT u) FROM t',
    records: 'SELECT u, 1, x, y, u FROM t',
    keys: 0,
    units: 1,
    statistics: [rows, sum, sum, distinct],
  },
  {
    sql: "SELECT g, h, sum(CASE WHEN b THEN 1 ELSE 0 END), sum(x) FILTER (b), round(quantile_cont(x, 0.5)) FROM t WHERE d < DATE '2026-01-01' GROUP BY ALL",
    records: "SELECT g, h, u, CASE WHEN b THEN 1 ELSE 0 END, CASE WHEN b THEN x END, x FROM t WHERE d < '2026-01-01'",
    keys: 2,
    units: 1,
    statistics: [yes, sum, { kind: 'quantile', q: 0.5 }],
  },
  {
    sql: 'SELECT left(code, 1) AS k, b, count(*), avg(x) FROM t GROUP BY ALL',
    records: 'SELECT left(code, 1), b, u, 1, x FROM t',
    keys: 2,
    units: 1,
    statistics: [rows, avg],
    sensitive: [0],
  },
  {
    sql: 'SELECT size, h, count(*), count(DISTINCT house), sum(x) FROM t JOIN home USING (u) GROUP BY ALL',
    records: 'SELECT size, h, t.u, house, 1, house, x FROM t, home WHERE t.u = home.u',
    keys: 2,
    units: 2,
    statistics: [rows, distinct, sum],
  },
  {
    sql: 'SELECT n, count(*), sum(w), count(DISTINCT s.u) FROM t LEFT JOIN s USING (u) GROUP BY n',
    records: 'SELECT n, t.u, 1, w, s.u FROM t LEFT JOIN s ON t.u = s.u',
    keys: 1,
    units: 1,
    statistics: [rows, sum, { kind: 'units', missing: 'value' }],
  },
  {
    sql: 'SELECT h, avg(total), sum(c) FROM (SELECT u, h, sum(y) AS total, count(*) AS c FROM t GROUP BY ALL) GROUP BY h',
    records: 'SELECT h, u, sum(y), count(*) FROM t GROUP BY h, u',
    keys: 1,
    units: 1,
    statistics: [avg, sum],
  },
];

test.each(cases)(
  'the evidence hides what the slow judge hides: $sql',
  async ({ sql, records, keys, units, statistics, sensitive }) => {
    const plan = unwrap(await pipeline.plan(sql));
    if (plan.kind !== 'exact') throw new Error('must be exact');
    const table = {
      cells: await pipeline.cells(plan),
      groupings: askedGroupings(plan),
      statistics: statisticsOf(plan),
    };
    const list = await plain.rows(records);
    for (const k of [1, 3, 8, 12]) {
      const judged = Array.from({ length: units }, (_, unit) =>
        hiddenBy(
          list.map((row) => ({
            keys: row.slice(0, keys),
            unit: String(row[keys + unit]),
            values: row.slice(keys + units),
          })),
          statistics,
          { k, ...(sensitive && { sensitive }) },
        ),
      );
      for (const cell of releaseCells(table, thresholds('standard', k)).cells) {
        const marks = judged.map((hidden) => hidden.get(JSON.stringify(cell.keys)) ?? statistics.map(() => true));
        const wanted = statistics.map((_, at) => marks.some((mark) => mark[at]));
        expect([k, cell.keys, cell.hidden]).toEqual([k, cell.keys, wanted]);
      }
    }
  },
);
