/** Treated tables from a program to a verified certificate that calls them not exact. @see disclosure.md §2.6 */
import { copyFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runProgram, submitExport, walk, type JourneyPlan } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { verifyBundle } from '#gateway/record/verify.ts';
import { treatmentWords, type TreatmentLabel } from '#policies/disclosure/treat/label.ts';
import { unwrap } from '#policies/refusal.ts';
import { openCity, type Installation } from '../fixtures/installation.ts';
import { aPlan, toProgram, toRun } from '../gateway/plans.ts';
import { codesOf } from '../gateway/refused.ts';
import { productOf } from '../journey/product.ts';

const cube =
  'SELECT district_code, industry_code, count(*) AS firms FROM ent_registration GROUP BY CUBE (district_code, industry_code)';
const perturbed: TreatmentLabel = { mode: 'perturbed', exact: false, method: 'cell_key' };
const rounded: TreatmentLabel = { mode: 'rounded', exact: false, method: 'controlled_rounding', base: 5 };

let city: Installation;
beforeAll(async () => {
  city = await openCity();
});
afterAll(async () => city[Symbol.asyncDispose]());

/** The whole way of a product. */
async function made(release: JourneyPlan['release']) {
  const { bundle, run, result } = await walk(city.as, aPlan({ sql: cube, ...(release && { release }) }));
  const { statement } = unwrap(verifyBundle(bundle));
  const files = unzipSync(bundle);
  const textOf = (end: string): string =>
    new TextDecoder().decode(files[Object.keys(files).find((name) => name.endsWith(end)) ?? '']);
  return { run, result, disclosure: statement.predicate.disclosure, textOf, ...productOf(bundle) };
}

test('a CUBE of rounded counts goes out whole, additive, in multiples of the base, and its certificate says that it is not exact', async () => {
  const { run, result, disclosure, textOf, rows } = await made({ treatment: 'controlled_rounding', base: 5 });
  expect(result['treatment']).toEqual(rounded);
  expect(result['suppressedCells']).toBe(0);
  expect(disclosure).toMatchObject({ mode: 'rounded', exact: false, tables: [{ run, ...rounded }] });
  expect(textOf('README.txt')).toContain(treatmentWords(rounded).en);
  expect(JSON.parse(textOf(`data-${run}.json`))).toMatchObject({ treatment: rounded });
  const counts = rows.map((row) => Number(row[2]));
  expect(counts.every((count) => count > 0 && count % 5 === 0)).toBe(true);
  const sum = (keep: (row: readonly (string | undefined)[]) => boolean): number =>
    rows.reduce((total, row, at) => total + (keep(row) ? (counts[at] ?? 0) : 0), 0);
  const total = sum(([district, industry]) => district === '' && industry === '');
  expect(total).toBeGreaterThan(0);
  expect(sum(([district, industry]) => district !== '' && industry === '')).toBe(total);
  expect(sum(([district, industry]) => district === '' && industry !== '')).toBe(total);
  const districts = rows.filter(([district, industry]) => district !== '' && industry === '');
  expect(districts.length).toBeGreaterThan(2);
  for (const [name, , count] of districts)
    expect(sum(([district, industry]) => district === name && industry !== '')).toBe(Number(count));
});

test('the same CUBE by cell key goes out whole and does not add up, and its certificate says that it is not exact', async () => {
  const { run, result, disclosure, rows } = await made({ treatment: 'cell_key' });
  expect(result['treatment']).toEqual(perturbed);
  expect(disclosure).toMatchObject({ mode: 'perturbed', exact: false, tables: [{ run, ...perturbed }] });
  expect(rows.flat()).not.toContain(undefined);
  // One sum may come out right by chance; not all of them.
  const districts = new Set(rows.map(([district]) => district));
  const sums = [...districts].map((of) => {
    const own = rows.filter(([district]) => district === of);
    const whole = Number(own.find(([, industry]) => industry === '')?.[2]);
    return own.filter(([, industry]) => industry !== '').reduce((sum, row) => sum + Number(row[2]), 0) === whole;
  });
  expect(sums.length).toBeGreaterThan(5);
  expect(sums).toContain(false);
});

/** Each of these industries has one firm: with and without them, two exact tables tell where those firms are. */
const firms = (where = ''): string =>
  `SELECT district_code, count(DISTINCT uscc) AS firms FROM ent_registration ${where} GROUP BY ALL ORDER BY 1`;
const without = firms("WHERE industry_code NOT IN ('D', 'N', 'P')");

test('an exact table that says too much beside earlier ones is blocked, and the way named to the vendor is open', async () => {
  await walk(city.as, aPlan({ sql: firms() }));
  const exact = aPlan({ sql: without });
  const blocked = await submitExport(city.as, exact, await toRun(city.as, exact));
  expect(blocked).toMatchObject({ state: 'blocked', outcome: 'needs_coarser_design' });
  expect(blocked['remedy']).toMatch(/treatment cell_key.*private lane/);
  const { bundle } = await walk(city.as, aPlan({ sql: without, release: { treatment: 'cell_key' } }));
  expect(unwrap(verifyBundle(bundle)).statement.predicate.disclosure).toMatchObject({ exact: false });
});

const threeWay = `SELECT district_code, industry_code, staff_size_band, count(*) AS firms FROM ent_registration
  GROUP BY CUBE (district_code, industry_code, staff_size_band)`;

test('where no rounded table is found in time, a simulation says so, and a run over real data only that it failed', async () => {
  const release = { treatment: 'controlled_rounding', base: 5, exactPolish: 1e-6 } as const;
  const vendor = city.as(people.vendor.person);
  expect(codesOf(await vendor.call('/simulate/query', { sql: threeWay, release }))).toEqual(['E_TREATMENT']);
  await simulateFirms([['d1', 'i1', 's1']]);
  const plan = aPlan({ sql: threeWay, release });
  const { program } = await toProgram(city.as, plan);
  const run = await runProgram(city.as, plan, program);
  expect(run).toMatchObject({ state: 'failed', code: 'E_EXEC' });
  expect(JSON.stringify(run)).not.toMatch(/E_TREATMENT|round/);
});

test('a rounding that had to go beyond the nearest multiples asks for a person', async () => {
  // No multiples of 2 next to these counts add up in all margins.
  const counts = [0, 3, 3, 6, 3, 6, 6, 0];
  const firms = counts.flatMap((count, at) =>
    Array.from({ length: count }, (): Firm => [`d${at >> 2}`, `i${(at >> 1) & 1}`, `s${at & 1}`]),
  );
  await simulateFirms(firms);
  const release = { treatment: 'controlled_rounding', base: 6 } as const;
  const vendor = city.as(people.vendor.person);
  const simulated = unwrap(await vendor.call('/simulate/query', { sql: threeWay, release }));
  expect(simulated['review']).toEqual(['beyond_nearest']);
  await simulateFirms(firms.slice(0, 4));
  expect(unwrap(await vendor.call('/simulate/query', { sql: threeWay, release }))['review']).toEqual([]);
});

type Firm = readonly [district: string, industry: string, staff: string];

/** Lets simulation data have these firms and no others. */
async function simulateFirms(firms: readonly Firm[]): Promise<void> {
  const file = join(city.dir, 'domain', 'simulation', 'ent_registration.duckdb');
  // A worker that is being ended may still have the file open.
  copyFileSync(file, `${file}.new`);
  const instance = await DuckDBInstance.create(`${file}.new`);
  const connection = await instance.connect();
  await connection.run('CREATE TEMP TABLE pattern AS SELECT * FROM ent_registration LIMIT 1');
  await connection.run('DELETE FROM ent_registration');
  const own = '$1 AS uscc, $2 AS district_code, $3 AS industry_code, $4 AS staff_size_band';
  for (const [at, firm] of firms.entries())
    await connection.run(`INSERT INTO ent_registration SELECT * REPLACE (${own}) FROM pattern`, [`firm${at}`, ...firm]);
  connection.closeSync();
  instance.closeSync();
  renameSync(`${file}.new`, file);
}
