/** A model from simulation to a released file, through the real processes, beside the rows that only the domain holds. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { walk } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { cityPeople } from '#gateway/city/set-up.ts';
import { verifyBundle } from '#gateway/record/verify.ts';
import { predict } from '#policies/privacy/train/model.ts';
import { printPmml } from '#policies/privacy/train/pmml.ts';
import { unwrap } from '#policies/refusal.ts';
import type { Revealed } from '#sandbox/door.ts';
import { canaries } from '#synth/city/canaries.ts';
import { openInstallation, type Installation } from '../fixtures/installation.ts';
import { inDomain } from '../gateway/in-domain.ts';
import { budgets, copyWithTicks } from '../gateway/private-city.ts';
import { productOf } from '../journey/product.ts';
import { auc } from './logistic-oracle.ts';
import { aModelPlan, generous, inHospital, modelOf, stays, type ModelFiles } from './models.ts';
import { readXml } from './xml.ts';

let city: Installation;
let walked: Awaited<ReturnType<typeof walk>>;
let model: ModelFiles;
beforeAll(async () => {
  // A training asks the worker a dozen times.
  const dir = await copyWithTicks(5000);
  const caps = { space: generous, agreement: generous, recipient: generous, program: generous };
  writeFileSync(join(dir, 'domain', 'budgets.json'), JSON.stringify(caps));
  city = await openInstallation(dir, cityPeople);
  walked = await walk(city.as, aModelPlan());
  model = modelOf(walked.bundle);
});
afterAll(async () => city[Symbol.asyncDispose]());

test('the released card tells real stays in hospital apart, and says what it cost', async () => {
  const rows = await inDomain(city.dir, stays);
  const scores = rows.map(([sex, , level, cost, stay]) => ({
    score: predict(model.card, { sex: sex ?? null, hospital_level: level ?? null, total_cny: Number(cost) }) ?? 0.5,
    y: stay === 'true' ? (1 as const) : (0 as const),
  }));
  expect(auc(scores)).toBeGreaterThan(0.75);
  const persons = new Set((await inDomain(city.dir, 'SELECT person_id FROM medical_settlement')).flat()).size;
  expect(Math.abs(model.card.noisyRows - persons)).toBeLessThan(persons / 4);
  const { rho, space, cached } = walked.result['privacy'] as Record<string, unknown>;
  expect([space, cached]).toEqual(['person', false]);
  expect(model.card.privacy).toMatchObject({ nanoRho: rho, unitSpace: 'person', rowsPerUnit: 1, iterations: 10 });
  expect(model.card.privacy.epsilon).toBeCloseTo(20, 6);
});

test('the bundle verifies and holds table, card, PMML and page of one model', () => {
  expect(unwrap(verifyBundle(walked.bundle)).statement.predicate.disclosure.mode).toBe('private');
  const { columns, rows } = productOf(walked.bundle);
  expect(columns).toEqual(['feature', 'value', 'coefficient', 'low', 'high']);
  expect(rows.slice(1).map(([feature, value, coefficient]) => [feature, value, Number(coefficient)])).toEqual(
    model.card.coefficients.map(({ feature, value = '', coefficient }) => [feature, value, coefficient]),
  );
  expect(model.names.filter((name) => /^(data|model)-/.test(name)).length).toBe(5);
  expect(model.pmml).toBe(printPmml(model.card));
  const root = readXml(model.pmml);
  expect([root.name, root.children.at(-1)?.name]).toEqual(['PMML', 'RegressionModel']);
});

test('§2.13: nothing that leaves holds a value of one person', () => {
  const text = [model.json, model.pmml, JSON.stringify(productOf(walked.bundle)), JSON.stringify(walked.result)].join();
  expect(canaries.filter((value) => text.includes(value))).toEqual([]);
});

test('§3.9: a repeated training is byte for byte the same, also for another vendor, and free', async () => {
  const before = await spent();
  const theirs = await walk(city.as, aModelPlan({ vendor: people.rival.person }));
  expect(theirs.result['privacy']).toMatchObject({ cached: true });
  const again = modelOf(theirs.bundle);
  expect([again.json, again.pmml]).toEqual([model.json, model.pmml]);
  expect(await spent()).toBe(before);
});

test('a training with another number of iterations is another question, and is paid for', async () => {
  const before = await spent();
  const other = await walk(city.as, aModelPlan({ train: { ...inHospital, iterations: 5 } as typeof inHospital }));
  expect(other.result['privacy']).toMatchObject({ cached: false });
  expect(modelOf(other.bundle).json).not.toBe(model.json);
  expect((await spent()) - before).toBe(BigInt((other.result['privacy'] as { rho: string }).rho));
});

test('DC-10: reviewers see the coefficients and the card that would leave', async () => {
  const desk = city.as(people.operator.person);
  const look = unwrap(await desk.call(`/check/runs/${walked.run}/reveal`, { reason: '核查' })) as unknown as Revealed;
  expect(look.model).toEqual(model.card);
  // ε is far above the usual: that is shown, and decides nothing.
  expect(look.modelFinding?.checks.map(({ name, verdict }) => [name, verdict])).toEqual([
    ['model_format', 'pass'],
    ['model_instance', 'pass'],
    ['model_private', 'review'],
  ]);
  expect(look.review).toEqual([]);
  expect(look.explanation.private?.training).toMatchObject({ kind: 'logistic', rowsPerUnit: 1, iterations: 10 });
});

test('a training beyond the agreement is refused before any data is opened, and charges nothing', async () => {
  const before = await spent();
  await expect(walk(city.as, aModelPlan({ budget: 0.1, train: { ...inHospital, rowsPerUnit: 2 } }))).rejects.toThrow(
    /E_BUDGET/,
  );
  expect(await spent()).toBe(before);
  expect(city.errors).toEqual([]);
});

async function spent(): Promise<bigint> {
  const found = (await budgets(city.as)).find(({ scope }) => scope === 'space/person');
  return BigInt(found?.spent.rho ?? 0);
}
