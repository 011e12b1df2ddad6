/**
 * Every type of statistic over rows by chance: what the evidence of the engine hides is what the slow judge hides, and what the engine
 * computes is what the judge computes. @see disclosure.md §1.3, §2.2
 */
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cell } from '#policies/disclosure/cell.ts';
import { checkCell } from '#policies/disclosure/primary.ts';
import type { ProfileName } from '#policies/disclosure/profile.ts';
import { readCells } from '#policies/disclosure/read-evidence.ts';
import { statisticsOf } from '#policies/disclosure/statistic-of.ts';
import { decode } from '#policies/query/decode.ts';
import { printEvidence } from '#policies/query/evidence.ts';
import { planExact, type ExactPlan } from '#policies/query/plan.ts';
import { resolve } from '#policies/query/resolve.ts';
import { printSchema } from '#policies/query/schema-sql.ts';
import { unwrap } from '#policies/refusal.ts';
import { idSpace } from '#policies/units.ts';
import { LockedEngine } from '#sandbox/query/engine.ts';
import { aColumn } from '../fixtures/columns.ts';
import {
  concentrationOf,
  giniOf,
  hiddenBy,
  standardRules,
  type Rec,
  type Rules,
  type Statistic,
} from '../oracle/cells.ts';
import { entry } from '../query/tiny.ts';
import { thresholds } from './builders.ts';

const limits = { memoryLimitMb: 512, threads: 1 };

const sample = entry('sample', [
  {
    name: 'm',
    title: { zh: 'm', en: 'm' },
    columns: [
      aColumn({ name: 'u', semantic: 'code', type: 'VARCHAR', rule: ['J'], grade: 'L1' }),
      aColumn({ name: 'g', semantic: 'code', type: 'VARCHAR', rule: ['G'], grade: 'L1' }),
      aColumn({ name: 'x', semantic: 'code', type: 'INTEGER', rule: ['A'], grade: 'L1', nullable: true }),
      aColumn({ name: 'y', semantic: 'code', type: 'DOUBLE', rule: ['A'], grade: 'L1' }),
      aColumn({ name: 'w', semantic: 'code', type: 'INTEGER', rule: ['A'], grade: 'L1', tag: 'weight' }),
      aColumn({ name: 'b', semantic: 'code', type: 'BOOLEAN', rule: ['A'], grade: 'L1', nullable: true }),
      aColumn({ name: 'ill', semantic: 'code', type: 'BOOLEAN', rule: ['A'], grade: 'L1', tag: 'sensitive' }),
      aColumn({
        name: 'f',
        semantic: 'code',
        type: 'INTEGER',
        rule: ['A'],
        grade: 'L1',
        domain: { kind: 'codes', values: [3, 8] },
      }),
    ],
    units: [{ space: idSpace('person'), column: 'u' }],
    primaryKey: [],
    foreignKeys: [],
    volume: 100,
  },
]);

interface Row {
  readonly u: number;
  readonly g: string;
  readonly x: number | null;
  readonly y: number;
  readonly w: number;
  readonly b: boolean | null;
  readonly ill: boolean;
  readonly f: number;
}

interface Measured {
  readonly sql: string;
  readonly value: (row: Row) => Rec['values'][number];
  readonly statistic: Statistic;
}

const yes = (condition: boolean | null): number | null => (condition ? 1 : null);
const bit = (condition: boolean | null): number | null => (condition === null ? null : Number(condition));

/** The place of the weights, behind the values of the statistics. */
const weights = 22;

const measured: readonly Measured[] = [
  { sql: 'count(*)', value: () => 1, statistic: { kind: 'rows' } },
  { sql: 'count(x)', value: ({ x }) => x, statistic: { kind: 'rows', missing: 'value' } },
  { sql: 'count(*) FILTER (b)', value: ({ b }) => yes(b), statistic: { kind: 'rows', missing: 'condition' } },
  { sql: 'count_if(ill)', value: ({ ill }) => yes(ill), statistic: { kind: 'rows', missing: 'sensitive condition' } },
  {
    sql: 'count(DISTINCT CASE WHEN b THEN u END)',
    value: ({ b, u }) => (b ? u : null),
    statistic: { kind: 'units', missing: 'condition' },
  },
  { sql: 'count(DISTINCT x)', value: ({ x }) => x, statistic: { kind: 'distinct' } },
  { sql: 'count(DISTINCT u)', value: ({ u }) => u, statistic: { kind: 'distinct' } },
  { sql: 'sum(x)', value: ({ x }) => x, statistic: { kind: 'sum' } },
  { sql: 'avg(y)', value: ({ y }) => y, statistic: { kind: 'avg' } },
  { sql: 'sum(w * y)', value: ({ y }) => y, statistic: { kind: 'weighted', by: weights } },
  // Of a weight alone each row is one.
  { sql: 'sum(w)', value: () => 1, statistic: { kind: 'weighted', by: weights } },
  {
    sql: 'avg(b::INT)',
    value: ({ b }) => bit(b),
    statistic: { kind: 'proportion', lo: 0, hi: 1, missing: 'condition' },
  },
  {
    sql: 'sum(CASE WHEN ill THEN 100 ELSE 0 END)',
    value: ({ ill }) => (ill ? 100 : 0),
    statistic: { kind: 'proportion', lo: 0, hi: 100, missing: 'sensitive condition' },
  },
  { sql: 'avg(f)', value: ({ f }) => f, statistic: { kind: 'proportion', lo: 3, hi: 8, missing: 'condition' } },
  { sql: 'round(quantile_cont(x, 0.5))', value: ({ x }) => x, statistic: { kind: 'quantile', q: 0.5 } },
  { sql: 'var_samp(x)', value: ({ x }) => x, statistic: { kind: 'dispersion' } },
  { sql: 'stddev_pop(y)', value: ({ y }) => y, statistic: { kind: 'dispersion' } },
  { sql: 'covar_samp(x, y)', value: ({ x }) => x, statistic: { kind: 'covariance', other: 8 } },
  { sql: 'corr(x, f)', value: ({ x }) => x, statistic: { kind: 'covariance', other: 13 } },
  { sql: 'hhi(y)', value: ({ y }) => y, statistic: { kind: 'concentration' } },
  { sql: 'gini(y)', value: ({ y }) => y, statistic: { kind: 'gini' } },
  {
    sql: 'sum(CASE WHEN b THEN y * 50 ELSE y END)',
    value: ({ b, y }) => (b ? y * 50 : y),
    statistic: { kind: 'reweighted' },
  },
];

const sql = `SELECT g, ${measured.map((one, at) => `${one.sql} AS m${at}`).join(', ')} FROM m GROUP BY g`;

const rules: Readonly<Record<ProfileName, Rules>> = {
  open: { ...standardRules, p: 5, shares: [[2, 90]], everybody: 'may be told', freedom: 5 },
  standard: standardRules,
  sensitive: {
    p: 15,
    q: 50,
    coalition: 2,
    shares: [
      [2, 80],
      [1, 50],
    ],
    everybody: 'is hidden',
    freedom: 20,
  },
};

let plan: ExactPlan;
let statistics: ReturnType<typeof statisticsOf>;
let parser: LockedEngine;

beforeAll(async () => {
  parser = await LockedEngine.open(limits);
  const ast = await parser.query('SELECT json_serialize_sql($1::VARCHAR)', [sql]);
  const made = unwrap(planExact(unwrap(resolve(unwrap(decode(String(ast.rows[0]?.[0]), sql)), [sample])), 'standard'));
  if (made.kind !== 'exact') throw new Error('must be exact');
  plan = made;
  statistics = statisticsOf(plan);
});

afterAll(() => {
  parser[Symbol.dispose]();
});

async function cellsOver(rows: readonly Row[]): Promise<readonly Cell[]> {
  const values = rows.map(({ u, g, x, y, w, b, ill, f }) => `('u${u}', '${g}', ${x}, ${y}, ${w}, ${b}, ${ill}, ${f})`);
  const ddl = [...printSchema(sample), `INSERT INTO "sample".main.m VALUES ${values.join(', ')}`];
  using engine = await LockedEngine.open(limits, [{ name: sample.id, ddl }]);
  const { setup, cells, units, margins } = printEvidence(plan);
  const [table, ...rest] = await engine.run({ setup: [...setup], queries: [cells, ...units] });
  expect(margins).toEqual([]);
  return readCells(plan, { cells: table?.rows ?? [], units: rest.map(({ rows: list }) => list), margins: [] });
}

/** Rows in which most values are alike, so that each rule has cells at its edge. */
const rows: fc.Arbitrary<readonly Row[]> = fc
  .record({
    units: fc.constantFrom(6, 14, 30, 45),
    most: fc.boolean(),
    ill: fc.boolean(),
    y: fc.constantFrom<readonly number[]>([7], [3, 4], [0, 1, 2, 5], [100, 120, 130], [-4, 9]),
  })
  .chain(({ units, most, ill, y }) =>
    fc.array(
      fc.record({
        u: fc.integer({ min: 0, max: units - 1 }),
        g: fc.oneof({ weight: 5, arbitrary: fc.constant('a') }, { weight: 1, arbitrary: fc.constant('b') }),
        x: fc.oneof(
          { weight: 12, arbitrary: fc.integer({ min: 1, max: 9 }) },
          { weight: 1, arbitrary: fc.constantFrom(null, 0, 90, 5000) },
        ),
        y: fc.oneof({ weight: 60, arbitrary: fc.constantFrom(...y) }, { weight: 1, arbitrary: fc.constant(900) }),
        w: fc.integer({ min: 1, max: 5 }),
        b: fc.oneof(
          { weight: 20, arbitrary: fc.constant(most) },
          { weight: 4, arbitrary: fc.constant(!most) },
          { weight: 1, arbitrary: fc.constant(null) },
        ),
        ill: fc.oneof({ weight: 15, arbitrary: fc.constant(ill) }, { weight: 2, arbitrary: fc.constant(!ill) }),
        f: fc.oneof({ weight: 9, arbitrary: fc.constant(3) }, { weight: 2, arbitrary: fc.constant(8) }),
      }),
      { minLength: 1, maxLength: 160 },
    ),
  );

const seen = new Map<string, number>();

test('the evidence of every type of statistic hides what the slow judge hides, by every profile', async () => {
  await fc.assert(
    fc.asyncProperty(rows, async (list) => {
      const records = list.map((row): Rec => ({
        keys: [row.g],
        unit: `u${row.u}`,
        values: [...measured.map(({ value }) => value(row)), row.w],
      }));
      const cells = await cellsOver(list);
      for (const name of ['open', 'standard', 'sensitive'] as const) {
        for (const k of [3, 8, 11]) {
          const judged = hiddenBy(
            records,
            measured.map(({ statistic }) => statistic),
            { k, rules: rules[name] },
          );
          for (const cell of cells) {
            const verdict = checkCell(cell, statistics, thresholds(name, k));
            const hidden = verdict.statistics.map((checks) => verdict.cell.length + checks.length > 0);
            for (const check of verdict.statistics.flat()) seen.set(check, (seen.get(check) ?? 0) + 1);
            const wanted = judged.get(JSON.stringify(cell.keys));
            expect([name, k, ...hidden.map((one, at) => [measured[at]?.sql, one])]).toEqual([
              name,
              k,
              ...(wanted ?? []).map((one, at) => [measured[at]?.sql, one]),
            ]);
          }
        }
      }
    }),
    { numRuns: 60, seed: 31 },
  );
  // Every rule had its say, or the comparison says nothing of it.
  expect([...seen.keys()].toSorted()).toEqual([
    'all_equal',
    'binary',
    'complement',
    'concentration',
    'degrees',
    'dominance',
    'few',
    'freq',
    'gini',
    'p_percent',
    'pq',
    'quantile',
    'zero',
  ]);
}, 120_000);

test('concentration, Gini, variance, covariance and correlation are what the judge computes', async () => {
  await fc.assert(
    fc.asyncProperty(rows, async (list) => {
      for (const cell of await cellsOver(list)) {
        const own = list.filter(({ g }) => g === cell.keys[0]);
        const sums = [...Map.groupBy(own, ({ u }) => u).values()].map((some) =>
          some.reduce((sum, { y }) => sum + y, 0),
        );
        const isSpread = sums.every((sum) => sum >= 0) && sums.some((sum) => sum > 0);
        const full = own.filter(({ x }) => x !== null);
        const xs = full.map(({ x }) => Number(x));
        const wanted: readonly (readonly [string, number | null])[] = [
          ['hhi(y)', isSpread ? concentrationOf(sums) : null],
          ['gini(y)', isSpread ? giniOf(sums) : null],
          ['var_samp(x)', xs.length > 1 ? moment(xs, xs) / (xs.length - 1) : null],
          [
            'stddev_pop(y)',
            Math.sqrt(
              moment(
                own.map(({ y }) => y),
                own.map(({ y }) => y),
              ) / own.length,
            ),
          ],
          [
            'covar_samp(x, y)',
            xs.length > 1
              ? moment(
                  xs,
                  full.map(({ y }) => y),
                ) /
                (xs.length - 1)
              : null,
          ],
        ];
        for (const [name, value] of wanted) {
          const found = cell.values[measured.findIndex((one) => one.sql === name)] ?? null;
          if (value === null) expect([name, found]).toEqual([name, null]);
          else
            expect(Math.abs(Number(found) - value), `${name}: ${found} and ${value}`).toBeLessThan(
              1e-9 * (1 + Math.abs(value)),
            );
        }
        const fs = full.map(({ f }) => f);
        const r = moment(xs, fs) / Math.sqrt(moment(xs, xs) * moment(fs, fs));
        const corr = cell.values[measured.findIndex((one) => one.sql === 'corr(x, f)')];
        if (Number.isFinite(r)) expect(Number(corr)).toBeCloseTo(r, 9);
      }
    }),
    { numRuns: 30, seed: 32 },
  );
}, 60_000);

/** Σ (x − x̄)(y − ȳ) */
function moment(xs: readonly number[], ys: readonly number[]): number {
  const [x0, y0] = [meanOf(xs), meanOf(ys)];
  return xs.reduce((sum, x, at) => sum + (x - x0) * ((ys[at] ?? 0) - y0), 0);
}

function meanOf(list: readonly number[]): number {
  return list.reduce((sum, value) => sum + value, 0) / list.length;
}
