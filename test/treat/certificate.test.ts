/** Treated tables from a program to a verified certificate that calls them not exact. @see disclosure.md §2.6 */
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runProgram, walk, type JourneyPlan } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { verifyBundle } from '#gateway/record/verify.ts';
import { treatmentWords, type TreatmentLabel } from '#policies/disclosure/treat/label.ts';
import { unwrap } from '#policies/refusal.ts';
import { openCity, type Installation } from '../fixtures/installation.ts';
import { aPlan, toProgram } from '../gateway/plans.ts';
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
  const total = Number(rows.find(([district, industry]) => district === '' && industry === '')?.[2]);
  const leaves = rows.filter(([district, industry]) => district !== '' && industry !== '');
  expect(leaves.reduce((sum, row) => sum + Number(row[2]), 0)).not.toBe(total);
});

test('where no rounded table is found in time, a simulation says so, and a run over real data only that it failed', async () => {
  const sql = `SELECT district_code, industry_code, staff_size_band, count(*) AS firms FROM ent_registration
    GROUP BY CUBE (district_code, industry_code, staff_size_band)`;
  const release = { treatment: 'controlled_rounding', base: 5, exactPolish: 1e-6 } as const;
  const vendor = city.as(people.vendor.person);
  expect(codesOf(await vendor.call('/simulate/query', { sql, release }))).toEqual(['E_TREATMENT']);
  await keepOneFirm();
  const plan = aPlan({ sql, release });
  const { program } = await toProgram(city.as, plan);
  const run = await runProgram(city.as, plan, program);
  expect(run).toMatchObject({ state: 'failed', code: 'E_EXEC' });
  expect(JSON.stringify(run)).not.toMatch(/E_TREATMENT|round/);
});

/** Simulation data that anything can be done with in no time. */
async function keepOneFirm(): Promise<void> {
  const instance = await DuckDBInstance.create(join(city.dir, 'domain', 'simulation', 'ent_registration.duckdb'));
  const connection = await instance.connect();
  await connection.run('DELETE FROM ent_registration WHERE rowid > 0');
  connection.closeSync();
  instance.closeSync();
}
