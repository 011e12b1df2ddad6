/** Before anything is spent: the price of a model, how good it would be on simulation data, and what the domain says no to. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cityPeople } from '#gateway/city/set-up.ts';
import { runProgram } from '#gateway/city/journey.ts';
import type { TrainSpec } from '#policies/privacy/train/spec.ts';
import { unwrap } from '#policies/refusal.ts';
import type { Simulation } from '#sandbox/door.ts';
import { openInstallation, type Installation } from '../fixtures/installation.ts';
import { copyWithTicks, budgets } from '../gateway/private-city.ts';
import { toProgram } from '../gateway/plans.ts';
import { codesOf } from '../gateway/refused.ts';
import { aModelPlan, inHospital, stays } from './models.ts';

let city: Installation;
beforeAll(async () => {
  // Less time than it takes to start a worker: no training over real data is ever in time.
  city = await openInstallation(await copyWithTicks(100), cityPeople);
});
afterAll(async () => city[Symbol.asyncDispose]());

const costs: TrainSpec = {
  kind: 'linear',
  target: 'total_cny',
  targetBounds: { lo: 0, hi: 20_000 },
  features: [
    { name: 'stay', kind: 'binary' },
    { name: 'sex', kind: 'category' },
  ],
};

const ask = (train: TrainSpec, sql = stays, epsilon = 1) => ({
  sql,
  train,
  privacy: { epsilon },
  lane: 'private' as const,
});

test('simulate shows a model without noise, what the price would leave of it, and charges nothing', async () => {
  const simulated: Simulation = unwrap(await city.office.domain.simulate(ask(costs, stays, 20)));
  const names = simulated.table.rows.map(([feature, value]) => [feature, value]);
  expect(names).toEqual([
    ['(intercept)', null],
    ['stay', null],
    ['sex', '女'],
  ]);
  const [exact, forecast] = [simulated.table, simulated.forecast].map(({ rows }) => rows.map((row) => Number(row[2])));
  expect(forecast).not.toEqual(exact);
  const { model } = simulated;
  const coefficients = model && 'coefficients' in model ? model.coefficients : [];
  expect(coefficients.map(({ coefficient }) => coefficient)).toEqual(forecast?.slice(1));
  for (const [, , value, low, high] of simulated.table.rows.slice(1)) {
    expect(Number(low)).toBeLessThan(Number(value));
    expect(Number(high)).toBeGreaterThan(Number(value));
  }
  expect(await spent()).toBe(0n);
});

test('explain states price, sensitivity, noise, rows per unit, iterations and tick, from the text alone', async () => {
  const { private: about, columns, used, units } = unwrap(await city.office.domain.explain(ask(inHospital)));
  expect(about).toMatchObject({ epsilon: expect.closeTo(1, 6) as number, delta: 1e-6, releases: [] });
  expect(about?.tick.seconds).toBe(0.1);
  expect(about?.training).toMatchObject({ kind: 'logistic', rowsPerUnit: 1, iterations: 10 });
  expect(about?.training?.measurements.map(({ what, times }) => [what, times])).toEqual([
    ['moments', 1],
    ['gradient', 10],
  ]);
  expect(columns.map(({ name }) => name)).toEqual(['feature', 'value', 'coefficient', 'low', 'high']);
  expect(units).toEqual(['person']);
  expect(used).toEqual(expect.arrayContaining(['medical_settlement.total_cny', 'medical_settlement.visit_type']));
});

test.each([
  ['the number of the insured', stays.replace('sex,', 'person_id AS sex,'), 'E_COLUMN_RULE'],
  ['an identity number', stays.replace('sex,', 'id_no AS sex,'), 'E_COLUMN_RULE'],
  [
    'means over many',
    stays.replace('total_cny', 'avg(total_cny) AS total_cny').concat(' GROUP BY ALL'),
    'E_NESTED_AGGREGATE',
  ],
  ['a column that is not there', stays.replace('AS stay', 'AS stays'), 'E_UNKNOWN_COLUMN'],
])('the domain refuses to train on %s, in explanation and simulation alike', async (_, sql, code) => {
  const { domain } = city.office;
  const body = ask(inHospital, sql);
  expect(codesOf(await domain.explain(body))[0]).toBe(code);
  expect(codesOf(await domain.simulate(body))[0]).toBe(code);
});

test('the exact lane trains on one row for each person only', async () => {
  expect(codesOf(await city.office.domain.explain({ ...ask(inHospital), lane: 'exact' }))).toEqual(['E_MODEL_ROWS']);
});

test('§2.7: a training that comes too late says E_EXEC and nothing else, and is charged', async () => {
  const plan = aModelPlan({ privacy: { epsilon: 1 } });
  const { program } = await toProgram(city.as, plan);
  const run = await runProgram(city.as, plan, program);
  expect(run).toMatchObject({ state: 'failed', code: 'E_EXEC' });
  await expect.poll(spent, { timeout: 20_000 }).toBeGreaterThan(0n);
});

async function spent(): Promise<bigint> {
  const found = (await budgets(city.as)).find(({ scope }) => scope === 'space/person');
  return BigInt(found?.spent.rho ?? 0);
}
