import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkEntry } from '#policies/catalog/check-entry.ts';
import { cityEntries, departments } from '#synth/city/catalog.ts';
import { canary } from '#synth/city/canaries.ts';
import { buildCity, canaries } from '#synth/city/real.ts';
import { dominatedCells, loneIndustries } from '#synth/city/real/cells.ts';
import { generateSimulation } from '#synth/generate.ts';
import { repeatedKeys, violations } from './domains.ts';
import { isResidentId, isUscc } from './oracles.ts';
import { scenarios } from '#synth/city/scenarios.ts';
import { type Bench, openParquet, openSimulation, orphans, withDirectory } from './support.ts';

const tables = cityEntries.flatMap((entry) => entry.tables);
let dir: string;
let real: Bench;
let simulation: Bench;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'city-'));
  real = await openParquet(await buildCity({ dir, seed: 2026, scale: 1 }));
  simulation = await openSimulation(await generateSimulation(cityEntries, { dir, seed: 7, scale: 0.3 }));
});

afterAll(async () => {
  real.close();
  simulation.close();
  await rm(dir, { recursive: true, force: true });
});

test.each(cityEntries)('cityEntries holds $id as the catalog wants an entry', (entry) => {
  expect(checkEntry(entry)).toEqual({ ok: true, value: entry });
});

test('cityEntries names each entry after its table and only departments that exist', () => {
  for (const entry of cityEntries) {
    expect(entry.tables.map((table) => table.name)).toEqual([entry.id]);
    expect(Object.keys(departments)).toContain(entry.department);
  }
});

test('buildCity writes the volumes of the catalog', async () => {
  for (const { name, volume } of tables) {
    expect([name, await real.value(`SELECT count(*)::INT FROM "${name}"`)]).toEqual([name, volume]);
  }
});

test.each(tables)('buildCity keeps $name inside the catalog: types, domains, NULLs, keys', async (table) => {
  expect(await violations(real, table)).toEqual([]);
  expect(await repeatedKeys(real, table)).toBe(0);
  for (const key of table.foreignKeys) {
    const pairs = key.columns.map((column, k) => [column, key.references[k] ?? ''] as const);
    expect(await real.value(orphans(table.name, key.table, pairs))).toBe(0);
  }
});

test('buildCity makes well-formed identities, canaries too', async () => {
  const firms = await real.rows('SELECT uscc, legal_rep_id_no AS id FROM ent_registration');
  const people = await real.rows('SELECT DISTINCT id_no AS id FROM medical_settlement');
  expect(firms.filter(({ uscc }) => !isUscc(String(uscc)))).toEqual([]);
  expect([...firms, ...people].filter(({ id }) => !isResidentId(String(id)))).toEqual([]);
});

/** Columns whose values are the names of units or rows. */
const identifying = [
  ['ent_registration', 'uscc'],
  ['ent_registration', 'ent_name'],
  ['ent_registration', 'legal_rep_id_no'],
  ['admin_penalty', 'penalty_no'],
  ['power_usage_daily', 'meter_no'],
  ['medical_settlement', 'settlement_id'],
  ['medical_settlement', 'person_id'],
  ['medical_settlement', 'id_no'],
  ['transit_trip', 'trip_id'],
  ['transit_trip', 'card_token'],
] as const;

test.each(identifying)('buildCity and generateSimulation share no value of %s.%s (AO-07-3)', async (table, column) => {
  const sql = `SELECT DISTINCT "${column}" AS v FROM "${table}"`;
  const made = new Set((await simulation.rows(sql)).map((row) => row['v']));
  const shared = (await real.rows(sql)).filter((row) => made.has(row['v']));
  expect(shared).toEqual([]);
});

/** Which of the canaries stand in some cell of the table, as it prints. */
async function sung(bench: Bench): Promise<Set<string>> {
  const found = new Set<string>();
  for (const table of tables) {
    const cells = table.columns.map(({ name }) => `coalesce("${name}"::VARCHAR, '')`).join(` || '|' || `);
    const counts = canaries.map((text, k) => `count(*) FILTER (contains(row, '${text}'))::INT AS c${k}`).join(', ');
    const [row = {}] = await bench.rows(`SELECT ${counts} FROM (SELECT ${cells} AS row FROM "${table.name}")`);
    for (const [k, text] of canaries.entries()) if (row[`c${k}`] !== 0) found.add(text);
  }
  return found;
}

test('canaries stand in the real side and nowhere in the simulation (DC-02)', async () => {
  expect([...(await sung(real))].sort()).toEqual([...canaries].sort());
  expect([...(await sung(simulation))]).toEqual([]);
});

/** Cells of the scenario as written, and all cells had it not asked for a threshold. */
async function cellCounts(sql: string): Promise<{ shown: number; all: number }> {
  const without = sql.replace(/HAVING count\(DISTINCT [\w.]+\) >= \d+/, '').replace('LIMIT 500', '');
  return { shown: (await real.rows(sql)).length, all: (await real.rows(without)).length };
}

test.each([
  ['S1a', 36, 60],
  ['S2', 35, 70],
  ['S3', 250, 499],
  ['S4', 85, 115],
] as const)('buildCity gives scenario %s cells to show and cells to suppress', async (name, least, most) => {
  const { shown, all } = await cellCounts(scenarios[name].sql);
  expect(shown).toBeGreaterThanOrEqual(least);
  expect(shown).toBeLessThanOrEqual(most);
  expect(all).toBeGreaterThan(shown * 1.3);
});

test('buildCity lets the rain trigger of S5 fire on some days only', async () => {
  const rows = await real.rows(scenarios.S5.sql);
  const fired = rows.filter((row) => row['trigger_50mm'] === 1).length;
  expect(rows).toHaveLength(11 * 365);
  expect(fired).toBeGreaterThan(20);
  expect(fired).toBeLessThan(rows.length / 10);
});

test('buildCity has industries of one firm', async () => {
  const lone = `SELECT industry_code FROM ent_registration GROUP BY ALL HAVING count(*) = 1 ORDER BY 1`;
  expect((await real.rows(lone)).map((row) => row['industry_code'])).toEqual(loneIndustries.map((c) => c.industry));
});

test('buildCity has firms that use more than 85 % of a cell of ten firms or more', async () => {
  const rows = await real.rows(`SELECT district_code AS district, industry_code AS industry FROM
      (SELECT district_code, industry_code, uscc, sum(kwh) AS kwh FROM power_usage_daily
       WHERE usage_date = DATE '2024-02-20' GROUP BY ALL)
    GROUP BY ALL HAVING count(*) >= 10 AND max(kwh) > 0.85 * sum(kwh)`);
  for (const cell of dominatedCells) expect(rows).toContainEqual(cell);
});

test('buildCity draws industry and district jointly', async () => {
  const rows = await real.rows(`WITH n AS (SELECT count(*) AS n FROM ent_registration),
    c AS (SELECT district_code AS d, industry_code AS i, count(*) AS o FROM ent_registration GROUP BY ALL),
    e AS (SELECT d, i, o, sum(o) OVER (PARTITION BY d) * sum(o) OVER (PARTITION BY i) / n AS x FROM c, n)
    SELECT sum((o - x) * (o - x) / x)::DOUBLE AS chi FROM e`);
  // Independent columns would give about 150 (the degrees of freedom).
  expect(Number(rows[0]?.['chi'])).toBeGreaterThan(500);
});

/** Pearson's correlation of two expressions over the firms. */
function correlation(a: string, b: string): string {
  return `SELECT corr(${a}, ${b}) FROM (
    SELECT s.uscc, max(s.arrears_months) AS arrears,
      max(s.insured_count) FILTER (period = 202512) / nullif(max(s.insured_count) FILTER (period = 202401), 0) AS staff
    FROM social_insurance_monthly s GROUP BY ALL)
    JOIN (SELECT uscc, instr('ABMCD', credit_grade) AS grade FROM tax_credit_annual WHERE tax_year = 2024) USING (uscc)
    JOIN (SELECT uscc, sum(kwh) FILTER (usage_date >= DATE '2025-02-20') / sum(kwh) FILTER (usage_date < DATE '2024-02-09')
      AS trend FROM power_usage_daily GROUP BY ALL) USING (uscc)
    LEFT JOIN (SELECT uscc, count(*) AS fined FROM admin_penalty GROUP BY ALL) USING (uscc)`;
}

test.each([
  ['arrears', 'bad tax grades', 'arrears', 'grade'],
  ['penalties', 'bad tax grades', 'coalesce(fined, 0)', 'grade'],
  ['growing consumption', 'growing staff', 'trend', 'staff'],
])('buildCity plants %s with %s, and generateSimulation does not', async (_, __, a, b) => {
  expect(Number(await real.value(correlation(a, b)))).toBeGreaterThan(0.3);
  expect(Math.abs(Number(await simulation.value(correlation(a, b))))).toBeLessThan(0.1);
});

test('buildCity gives the canary firm an industry of its own', async () => {
  const sql = `SELECT sum(reg_capital_wan)::VARCHAR FROM ent_registration WHERE industry_code = 'B'`;
  expect(await real.value(sql)).toBe(canary.capitalWan);
});

/** Depends on every value and on the order of the rows. */
async function fingerprints(seed: number): Promise<unknown[]> {
  return withDirectory(async (dir) => {
    const bench = await openParquet(await buildCity({ dir, seed, scale: 0.1 }));
    const prints: unknown[] = [];
    for (const { name } of tables) {
      const numbered = `SELECT row_number() OVER () AS n, * FROM "${name}"`;
      prints.push(await bench.value(`SELECT sum(hash(t) // 1048576)::VARCHAR FROM (${numbered}) t`));
    }
    bench.close();
    return prints;
  });
}

test('buildCity gives equal rows for equal seeds, and others for another seed', async () => {
  const first = await fingerprints(3);
  expect(await fingerprints(3)).toEqual(first);
  expect(await fingerprints(4)).not.toEqual(first);
});
