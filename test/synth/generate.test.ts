import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cityEntries } from '#synth/city/catalog.ts';
import { type SimulationFile, generateSimulation } from '#synth/generate.ts';
import { repeatedKeys, violations } from './domains.ts';
import { judgeByIdcard } from './id-oracles.ts';
import { isResidentId, isUscc } from './oracles.ts';
import { scenarios } from '#synth/city/scenarios.ts';
import { type Bench, openSimulation, orphans, withDirectory } from './support.ts';

const tables = cityEntries.flatMap((entry) => entry.tables);
let dir: string;
let files: SimulationFile[];
let bench: Bench;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'simulation-'));
  files = await generateSimulation(cityEntries, { dir, seed: 7, scale: 1 });
  bench = await openSimulation(files);
});

afterAll(async () => {
  bench.close();
  await rm(dir, { recursive: true, force: true });
});

test('generateSimulation writes one file per entry with the public volumes (DC-02)', async () => {
  expect(files.map(({ entry, path }) => [entry, path])).toEqual(
    cityEntries.map(({ id }) => [id, `${dir}/${id}.duckdb`]),
  );
  for (const { name, volume } of tables) {
    expect([name, await bench.value(`SELECT count(*)::INT FROM "${name}"`)]).toEqual([name, volume]);
  }
});

test.each(tables)('generateSimulation keeps $name inside types, domains and nullability (AO-07-3)', async (table) => {
  expect(await violations(bench, table)).toEqual([]);
});

test.each(tables)('generateSimulation keeps the primary key of $name unique', async (table) => {
  expect(await repeatedKeys(bench, table)).toBe(0);
});

test.each(tables.filter((table) => table.foreignKeys.length > 0))(
  'generateSimulation keeps the foreign keys of $name intact over entries',
  async ({ name, foreignKeys }) => {
    for (const key of foreignKeys) {
      const pairs = key.columns.map((column, k) => [column, key.references[k] ?? ''] as const);
      expect(await bench.value(orphans(name, key.table, pairs))).toBe(0);
    }
  },
);

test('generateSimulation gives every enterprise all of its months', async () => {
  const sql = 'SELECT min(n)::INT AS lo, max(n)::INT AS hi, count(*)::INT AS firms FROM';
  const months = await bench.rows(`${sql} (SELECT count(*) AS n FROM social_insurance_monthly GROUP BY uscc)`);
  expect(months).toEqual([{ lo: 24, hi: 24, firms: 5_000 }]);
});

test('generateSimulation fills both ends of a domain that is wider than the table', async () => {
  const days = await bench.rows('SELECT DISTINCT usage_date::VARCHAR AS day FROM power_usage_daily ORDER BY day');
  expect(days).toHaveLength(120);
  expect([days[0]?.['day'], days[59]?.['day']]).toEqual(['2024-01-22', '2024-03-21']);
  expect([days[60]?.['day'], days[119]?.['day']]).toEqual(['2025-01-11', '2025-03-11']);
});

test.each(Object.entries(scenarios))(
  'generateSimulation lets scenario %s run with rows (DC-02)',
  async (_, { sql }) => {
    const rows = await bench.rows(sql);
    expect(rows.length).toBeGreaterThan(20);
  },
);

test('generateSimulation makes identities with valid check digits, in counties of the city that do not exist', async () => {
  const firms = await bench.rows('SELECT uscc, legal_rep_id_no FROM ent_registration');
  expect(firms.filter(({ uscc }) => !isUscc(String(uscc)) || !/^9144019[0-4]/.test(String(uscc)))).toEqual([]);
  const ids = [...firms.map((row) => String(row['legal_rep_id_no'])), ...(await identityNumbers())];
  expect(ids.filter((id) => !isResidentId(id) || !/^44019[0-4]/.test(id))).toEqual([]);
});

test('generateSimulation makes the columns of one person agree', async () => {
  const people = await bench.rows('SELECT DISTINCT id_no, sex, birth_date::VARCHAR AS birth FROM medical_settlement');
  expect(people.length).toBeGreaterThan(1_000);
  const judged = people.map(({ id_no, ...row }) => ({ ...judgeByIdcard(String(id_no)), row }));
  expect(
    judged.filter(({ male, birth, row }) => row['sex'] !== (male ? '男' : '女') || row['birth'] !== birth),
  ).toEqual([]);
});

async function identityNumbers(): Promise<string[]> {
  const rows = await bench.rows('SELECT DISTINCT id_no FROM medical_settlement');
  return rows.map((row) => String(row['id_no']));
}

test('generateSimulation gives a person one identity number in all settlements', async () => {
  const sql = `SELECT max(n)::INT FROM (SELECT count(DISTINCT id_no) AS n FROM medical_settlement GROUP BY person_id)`;
  expect(await bench.value(sql)).toBe(1);
});

test('generateSimulation repeats the district of a firm in its monthly rows', async () => {
  const sql = `SELECT count(*)::INT FROM social_insurance_monthly s JOIN ent_registration e USING (uscc)
    WHERE s.district_code <> e.district_code`;
  expect(await bench.value(sql)).toBe(0);
});

test('generateSimulation ends a trip after it began', async () => {
  expect(await bench.value('SELECT count(*)::INT FROM transit_trip WHERE alight_at < board_at')).toBe(0);
});

test('generateSimulation draws codes by their weights', async () => {
  const sql = `SELECT count(*) FILTER (visit_type = '门诊') / count(*) FROM medical_settlement`;
  expect(Number(await bench.value(sql))).toBeCloseTo(0.65, 1);
  const even = `SELECT count(*) FILTER (sex = '女') / count(*) FROM medical_settlement`;
  expect(Math.abs(Number(await bench.value(even)) - 0.5)).toBeLessThan(0.02);
});

/** Depends on every value and on the order of the rows. */
async function fingerprints(options: { seed: number; threads: number }): Promise<unknown[]> {
  return withDirectory(async (dir) => {
    const bench = await openSimulation(await generateSimulation(cityEntries, { dir, scale: 0.25, ...options }));
    const prints: unknown[] = [];
    for (const { name } of tables) {
      const columns = `SELECT sum(hash(t, rowid) // 1048576)::VARCHAR FROM`;
      prints.push(await bench.value(`${columns} (SELECT row_number() OVER () AS rowid, * FROM "${name}") t`));
    }
    bench.close();
    return prints;
  });
}

test('gate G3: generateSimulation gives equal rows in equal order for equal seeds and any number of threads', async () => {
  const one = await fingerprints({ seed: 11, threads: 1 });
  expect(await fingerprints({ seed: 11, threads: 4 })).toEqual(one);
  expect(await fingerprints({ seed: 12, threads: 2 })).not.toEqual(one);
});

test('generateSimulation puts NULL here and there where the catalog allows it', async () => {
  const sql = 'SELECT count(*) FILTER (fine_cny IS NULL) / count(*) FROM admin_penalty';
  expect(Math.abs(Number(await bench.value(sql)) - 0.05)).toBeLessThan(0.03);
});
