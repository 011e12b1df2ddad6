/** The evidence of the exact lane is, to the last bit, what the plain statements of the specification give. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { decode } from '#policies/query/decode.ts';
import { printEvidence, type EvidenceSql } from '#policies/query/evidence.ts';
import { planExact, type ExactPlan } from '#policies/query/plan.ts';
import { resolve } from '#policies/query/resolve.ts';
import { unwrap } from '#policies/refusal.ts';
import { LockedEngine, type Attachment } from '#sandbox/query/engine.ts';
import type { EngineTable } from '#sandbox/query/operations.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import { buildCity } from '#synth/city/real.ts';
import { scenarios } from '#synth/city/scenarios.ts';
import { printPlainEvidence } from './plain-evidence.ts';
import { filled, tiny } from './tiny.ts';

const limits = { memoryLimitMb: 1024, threads: 1 };
let parser: LockedEngine;
let city: readonly Attachment[];

beforeAll(async () => {
  parser = await LockedEngine.open(limits);
  const dir = await mkdtemp(join(tmpdir(), 'evidence-'));
  const files = await buildCity({ dir, scale: 0.1, seed: 2026 });
  city = cityEntries.map(({ id }) => ({ name: id, path: join(dir, `${id}.duckdb`) }));
  for (const { name, path } of city) {
    const ddl = [`CREATE TABLE "${name}".main."${name}" AS SELECT * FROM read_parquet('${files[name]}')`];
    using made = await LockedEngine.open(limitsWithDisk(dir), [{ name, path: path ?? '', create: true, ddl }]);
    await made.run({ setup: [`CHECKPOINT "${name}"`], queries: [] });
  }
});

afterAll(async () => {
  parser[Symbol.dispose]();
  await rm(join(city[0]?.path ?? '', '..'), { recursive: true, force: true });
});

/** The files of the city are on disk. */
function limitsWithDisk(temp: string) {
  return { ...limits, temp };
}

async function planOf(sql: string, entries: readonly CatalogEntry[]): Promise<ExactPlan> {
  const ast = await parser.query('SELECT json_serialize_sql($1::VARCHAR)', [sql]);
  const plan = unwrap(planExact(unwrap(resolve(unwrap(decode(String(ast.rows[0]?.[0]), sql)), entries)), 'standard'));
  if (plan.kind === 'open') throw new Error('the query reads public data only');
  return plan;
}

/** Cells in their order; everything else by its keys, for the order of evidence means nothing. */
async function answer(evidence: EvidenceSql, attach: readonly Attachment[], temp?: string) {
  using engine = await LockedEngine.open(temp === undefined ? limits : limitsWithDisk(temp), attach);
  const queries = [evidence.cells, ...evidence.units, ...evidence.margins.map(({ sql }) => sql)];
  const [cells, ...rest] = await engine.run({ setup: [...evidence.setup], queries });
  return { types: cells?.types, cells: cells?.rows, rest: rest.map(sortedRows) };
}

function sortedRows({ rows }: EngineTable): readonly string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}

test.each(['S1a', 'S2', 'S3', 'S4'] as const)('printEvidence gives the plain evidence of scenario %s', async (name) => {
  const plan = await planOf(scenarios[name].sql, cityEntries);
  const temp = tmpdir();
  const found = await answer(printEvidence(plan), city, temp);
  expect(found.cells?.length).toBeGreaterThan(20);
  expect(found).toEqual(await answer(printPlainEvidence(plan), city, temp));
});

test.each([
  // No key, no row, no statistic.
  'SELECT count(*), sum(x), avg(z), count(DISTINCT u) FROM t',
  "SELECT g, count(DISTINCT u), sum(y) FROM t WHERE d > DATE '2099-01-01' GROUP BY g",
  "SELECT count(DISTINCT u), sum(y) FROM t WHERE d > DATE '2099-01-01'",
  'SELECT g FROM t GROUP BY g',
  'SELECT DISTINCT g, h FROM t WHERE b',
  // The unit under other names, and values that are not the unit.
  'SELECT g, count(DISTINCT v), count(v), count(DISTINCT w) FROM (SELECT g, u AS v, x AS w FROM t) GROUP BY g',
  'SELECT g, count(DISTINCT CASE WHEN b THEN u END) AS n, count(DISTINCT u) AS m FROM t GROUP BY g',
  'SELECT a.g, count(DISTINCT a.u), count(DISTINCT b.u), count(b.u) FROM t a LEFT JOIN s b ON a.u = b.u AND b.n = 1 GROUP BY ALL',
  'WITH p AS (SELECT u, g FROM t) SELECT a.g, count(DISTINCT a.u), count(DISTINCT b.u) FROM p a LEFT JOIN p b ON a.u = b.u AND b.g IS NOT NULL GROUP BY ALL',
  // Two kinds of units, of which one is counted under another name.
  'SELECT size, count(*), count(DISTINCT u), count(DISTINCT h), sum(size) FROM (SELECT u, size, house AS h FROM home) GROUP BY size',
  // One argument in several statistics.
  'SELECT h, count(x), sum(x), avg(x), count(DISTINCT x), round(quantile_cont(x, 0.5)) FROM t GROUP BY h',
  // A sensitive key: margins.
  'SELECT left(code, 2) AS c, g, count(DISTINCT u), sum(y) FROM t GROUP BY ALL',
  'SELECT left(code, 2) AS c, count(*) FROM t WHERE b GROUP BY ALL',
])('printEvidence gives the plain evidence of %s', async (sql) => {
  const plan = await planOf(sql, tiny);
  const attach = tiny.map((entry) => ({ name: entry.id, ddl: filled(entry) }));
  expect(await answer(printEvidence(plan), attach)).toEqual(await answer(printPlainEvidence(plan), attach));
});
