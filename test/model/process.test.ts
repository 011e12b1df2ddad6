/** Exact training over a database file, in its own processes: what goes wrong there is E_EXEC, and the same rows give the same model. */
import { openSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { planFit, type FitPlan } from '#policies/disclosure/model/plan.ts';
import { rowsPerPart } from '#policies/disclosure/model/rows-sql.ts';
import { printSchema } from '#policies/query/schema-sql.ts';
import { unwrap, type Outcome } from '#policies/refusal.ts';
import { millis } from '#policies/units.ts';
import { fitOver, type FitOptions, type FittedModel } from '#sandbox/model/fit.ts';
import { requireSoundModel } from '#sandbox/model/run.ts';
import { limits } from '#sandbox/supervisor/config.ts';
import { adultEntry } from '../fixtures/adult.ts';
import { World } from '../private/world.ts';

let folder: string;
let plan: FitPlan;
let options: FitOptions;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-model-'));
  options = { limits, log: openSync(join(folder, 'log'), 'a'), temp: folder };
  using world = await World.open([adultEntry]);
  const query = unwrap(await world.resolve('SELECT age, sex, hours_per_week FROM adult'));
  const spec = {
    kind: 'linear',
    target: 'hours_per_week',
    features: [
      { name: 'age', kind: 'number' },
      { name: 'sex', kind: 'category' },
    ],
  } as const;
  plan = unwrap(planFit(query, spec, 'standard'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** @param rows SELECT that gives person_id, age, sex and hours_per_week */
async function database(name: string, rows: string): Promise<string> {
  const path = join(folder, `${name}.duckdb`);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`ATTACH '${path}' AS adult`);
  for (const sql of printSchema(adultEntry)) await connection.run(sql);
  await connection.run(`INSERT INTO adult.main.adult BY NAME ${rows}`);
  connection.closeSync();
  instance.closeSync();
  return path;
}

/** More rows than one part has, so that parts are put together. */
const count = rowsPerPart + 5000;
const persons = (order: string): string =>
  `SELECT i AS person_id, 17 + (i * 7919) % 74 AS age, CASE WHEN i % 3 = 0 THEN 'Male' ELSE 'Female' END AS sex,
     least(20 + (i * 104729) % 61, 99) AS hours_per_week FROM range(${count}) AS t(i) ORDER BY ${order}`;

async function fit(path: string, change: Partial<FitOptions> = {}): Promise<Outcome<FittedModel>> {
  return fitOver(plan, [{ name: 'adult', path }], { ...options, ...change });
}

const codeOf = (outcome: Outcome<unknown>): string => (outcome.ok ? 'accepted' : outcome.refusals[0].code);

test('fitOver reads all parts, in the order of persons: the order of the file changes no digit', async () => {
  const first = unwrap(await fit(await database('first', persons('i'))));
  const second = unwrap(await fit(await database('second', persons('hash(i)'))));
  expect(second).toEqual(first);
  expect(first.card.aboutRows).toBe(25_000);
});

test('fitOver refuses rows of which a person has two, whatever the catalog says', async () => {
  const twice = `SELECT * FROM (${persons('i')}) UNION ALL SELECT 7, 30, 'Male', 40`;
  expect(codeOf(await fit(await database('twice', twice)))).toBe('E_EXEC');
});

test('fitOver of no rows gives a model that fails, and nothing breaks', async () => {
  const { finding } = unwrap(await fit(await database('empty', `${persons('i')} LIMIT 0`)));
  expect(codeOf(requireSoundModel({ modelFinding: finding }))).toBe('E_MODEL');
});

test('a worker that is killed, or late, says E_EXEC and nothing else', async () => {
  const path = await database('killed', persons('i'));
  expect(codeOf(await fit(path, { onStart: (kill) => kill() }))).toBe('E_EXEC');
  expect(codeOf(await fit(path, { limits: { ...limits, queryDeadline: millis(20) } }))).toBe('E_EXEC');
});

const finding = (verdict: 'pass' | 'review') => ({ modelFinding: { checks: [], verdict } });

test('requireSoundModel lets through what passed, what asks for a person, and what is no model', () => {
  expect([{}, finding('pass'), finding('review')].map((kept) => codeOf(requireSoundModel(kept)))).toEqual([
    'accepted',
    'accepted',
    'accepted',
  ]);
});
