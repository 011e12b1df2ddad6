/** One budget of the people for fits and private queries alike: whoever comes later gets what is left, and two at once no more than one. */
import { afterEach, expect, test } from 'vitest';
import { rhoFor } from '#policies/privacy/accountant.ts';
import { statedDelta } from '#policies/privacy/settings.ts';
import { unwrap } from '#policies/refusal.ts';
import { defaultBudgets } from '#sandbox/private/budgets.ts';
import { codesOf } from '../ledger/builders.ts';
import { Fitting } from './fitting.ts';
import { csvOf, people, visits } from './planted.ts';

const tick = 10_000;
const person = 'space/person';
const simulation = 'simulation/person';
const sql = 'SELECT kind, count(DISTINCT who) AS n FROM visits GROUP BY kind';

let domain: Fitting;
afterEach(async () => domain[Symbol.asyncDispose]());

/** So much ε for everybody together; of it, so much for fits. */
async function withCaps(space: number, agreement = space): Promise<void> {
  const budgets = {
    ...defaultBudgets,
    space: { epsilon: space, deltaMillionths: 100 },
    agreement: { epsilon: agreement, deltaMillionths: 50 },
  };
  domain = await Fitting.open({ entry: visits, csv: csvOf(people(200)), budgets, tick });
}

const rhoOf = (epsilon: number) => rhoFor({ epsilon, delta: statedDelta });

test('a fit that leaves too little: the next query is E_BUDGET at once, and pays nothing; a small one still runs', async () => {
  await withCaps(2);
  unwrap((await domain.fit({ epsilon: 1.8 })).outcome);
  const spent = domain.spent(person);
  expect(spent).toBe(rhoOf(1.8));
  expect(codesOf(await domain.ask(sql, 1))).toEqual(['E_BUDGET']);
  expect(domain.spent(person)).toBe(spent);
  unwrap(await domain.ask(sql, 0.3));
  expect(domain.spent(person)).toBeGreaterThan(spent);
  expect(domain.spent(simulation)).toBe(spent);
});

test('a query that leaves too little: the next fit is E_BUDGET at once, before a process starts', async () => {
  await withCaps(2);
  unwrap(await domain.ask(sql, 1));
  const spent = domain.spent(person);
  let processes = 0;
  const { outcome } = await domain.fit({ epsilon: 1.9 }, () => (processes += 1));
  expect([codesOf(outcome), processes, domain.spent(person)]).toEqual([['E_BUDGET'], 0, spent]);
});

test('fits together spend no more than one agreement may, however much the people have left', async () => {
  await withCaps(10, 1);
  unwrap((await domain.fit({ epsilon: 0.8 })).outcome);
  expect(codesOf((await domain.fit({ epsilon: 0.7 })).outcome)).toEqual(['E_BUDGET']);
  unwrap(await domain.ask(sql, 0.9));
});

test('two fits at once against what suffices for one: one is fitted, and the cap holds', async () => {
  await withCaps(2);
  const both = await Promise.all([domain.fit({ epsilon: 1.5 }), domain.fit({ epsilon: 1.6 })]);
  const codes = both.map(({ outcome }) => [...new Set(codesOf(outcome))]);
  expect(codes).toContainEqual([]);
  expect(codes).toContainEqual(['E_BUDGET']);
  expect(domain.spent(person)).toBeLessThanOrEqual(rhoOf(2));
  expect(domain.models().length).toBe(1);
  unwrap(domain.ledger.verify());
});

test('one order twice at once: each pays for noise of its own, and from then on there is one answer', async () => {
  await withCaps(2);
  const both = await Promise.all([domain.fit(), domain.fit()]);
  const models = both.map(({ outcome }) => unwrap(outcome).model);
  expect(domain.spent(person)).toBe(rhoOf(1) * BigInt(new Set(models).size));
  const later = [unwrap((await domain.fit()).outcome), unwrap((await domain.fit()).outcome)];
  for (const { model, cached } of later) expect([model, cached]).toEqual([later[0]?.model, true]);
  expect(models).toContain(later[0]?.model);
});
