/** What the city declares holds on both of its sides: in the rows that stand for real ones, and in simulation data. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cityEntries } from '#synth/city/catalog.ts';
import { buildCity } from '#synth/city/real.ts';
import { type SimulationFile, generateSimulation } from '#synth/generate.ts';
import { brokenDependencies } from './dependency-judge.ts';
import {
  type Bench,
  aColumn,
  aTable,
  anEntry,
  openBench,
  openParquet,
  openSimulation,
  withDirectory,
} from './support.ts';

const tables = cityEntries.flatMap((entry) => entry.tables);
const declaring = tables.filter(({ dependencies }) => dependencies !== undefined);
let dir: string;
let real: Bench;
let simulation: Bench;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'dependencies-'));
  real = await openParquet(await buildCity({ dir, seed: 2026, scale: 0.1 }));
  simulation = await openSimulation(await generateSimulation(cityEntries, { dir, seed: 7, scale: 0.1 }));
});

afterAll(async () => {
  real.close();
  simulation.close();
  await rm(dir, { recursive: true, force: true });
});

test.each(declaring)('buildCity keeps the dependencies of $name', async (table) => {
  expect(await brokenDependencies(real, table)).toEqual([]);
});

test.each(declaring)('generateSimulation keeps the dependencies of $name', async (table) => {
  expect(await brokenDependencies(simulation, table)).toEqual([]);
});

test('generateSimulation reads two code lists of one length side by side', async () => {
  const sql = `SELECT DISTINCT station_id, district_code FROM weather_station_hourly`;
  const pairs = await simulation.rows(sql);
  expect(pairs).toHaveLength(11);
  expect(pairs.filter((row) => row['station_id'] !== `G${String(row['district_code'])}`)).toEqual([]);
});

test('generateSimulation splits totals in many ways, and publishes for long and short', async () => {
  const shares = `SELECT count(DISTINCT round(fund_paid_cny / total_cny, 1))::INT FROM medical_settlement WHERE total_cny > 0`;
  expect(await simulation.value(shares)).toBe(11);
  expect(await simulation.value('SELECT count(DISTINCT year(publish_until))::INT FROM admin_penalty')).toBe(3);
});

test('generateSimulation spoils the city as its entries declare', async () => {
  const files = await withDirectory((other) =>
    generateSimulation(cityEntries, { dir: other, seed: 7, scale: 0.1, dirty: 'declared' }),
  );
  const kinds = new Set(files.flatMap((file: SimulationFile) => file.dirt.map((one) => one.kind)));
  expect([...kinds].sort()).toEqual(['duplicated', 'late', 'missing', 'outside', 'unmatched']);
});

test('brokenDependencies sees a single row that breaks each kind', async () => {
  const bench = await openBench();
  await bench.rows(`CREATE TABLE t AS SELECT * FROM (VALUES
    (1, 2, 3, 'a', 'x'), (2, 2, 4, 'a', 'x'), (3, 2, 5, 'b', 'y'), (NULL, 1, 9, NULL, 'z'), (1, 1, 3, 'b', 'z')) v(p, q, s, f, g)`);
  const table = aTable(
    't',
    ['p', 'q', 's'].map((name) => aColumn(name, { type: 'INTEGER' })),
    {
      dependencies: [
        { kind: 'order', columns: ['p', 'q'] },
        { kind: 'sum', total: 's', parts: ['p', 'q'] },
        { kind: 'determines', from: ['f'], to: ['g'] },
        { kind: 'implies', when: { column: 'g', values: ['y'] }, then: { column: 'f', values: ['a'] } },
      ],
    },
  );
  const broken = await brokenDependencies(bench, table);
  bench.close();
  expect(broken.map((text) => text.slice(0, 6))).toEqual(['t: 1 ×', 't: 1 ×', 't: 1 ×', 't: 1 ×']);
});

/** A function of values, not of rows: another table that declares it agrees. */
test('generateSimulation lets two tables agree on what a district determines', async () => {
  const district = aColumn('district', { domain: { kind: 'codes', values: ['d1', 'd2', 'd3', 'd4', 'd5'] } });
  const city = aColumn('city', { domain: { kind: 'codes', values: ['c1', 'c2', 'c3'], weights: [3, 2, 1] } });
  const dependencies = [{ kind: 'determines', from: ['district'], to: ['city'] }] as const;
  const entries = ['one', 'two'].map((name) => anEntry(name, aTable(name, [district, city], { dependencies })));
  const pairs = await withDirectory(async (other) => {
    const bench = await openSimulation(await generateSimulation(entries, { dir: other, seed: 3, scale: 1 }));
    try {
      return await bench.rows('SELECT DISTINCT * FROM (SELECT * FROM one UNION ALL SELECT * FROM two)');
    } finally {
      bench.close();
    }
  });
  expect(pairs).toHaveLength(5);
});
