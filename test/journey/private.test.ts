/** A noisy product from agreement to a bundle that verifies offline, beside the counts that only the domain knows. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { walk } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import type { Json } from '#gateway/client.ts';
import { verifyBundle } from '#gateway/record/verify.ts';
import { unwrap } from '#policies/refusal.ts';
import type { Revealed } from '#sandbox/door.ts';
import type { Installation } from '../fixtures/installation.ts';
import { command } from '../gateway/command.ts';
import { inDomain } from '../gateway/in-domain.ts';
import { toExport } from '../gateway/plans.ts';
import { aPrivatePlan, openPrivateCity, personsBy } from '../gateway/private-city.ts';
import { byKey, productOf } from './product.ts';

let city: Installation;
let walked: Awaited<ReturnType<typeof walk>>;
let path: string;
beforeAll(async () => {
  city = await openPrivateCity();
  walked = await walk(city.as, aPrivatePlan({ sql: `${personsBy('district_code')}, 2` }));
  path = join(city.dir, 'private.zip');
  writeFileSync(path, walked.bundle);
});
afterAll(async () => city[Symbol.asyncDispose]());

test('§3.10: the product has σ and an interval beside each number, near the truth and not the truth', async () => {
  const { columns, rows } = productOf(walked.bundle);
  expect(columns).toEqual(['district_code', 'persons', 'persons_sigma', 'persons_ci95_low', 'persons_ci95_high']);
  const truth = byKey(await inDomain(city.dir, personsBy('district_code')), 1);
  expect(rows.length).toBe(truth.size);
  const errors = rows.map(([district = '', persons, sigma]) => {
    const error = Number(persons) - Number(truth.get(district)?.[0]);
    return error / Number(sigma);
  });
  // Six σ: once in five hundred million districts. All exact: never, at a σ of several persons.
  for (const error of errors) expect(Math.abs(error)).toBeLessThan(6);
  expect(errors.filter((error) => error !== 0).length).toBeGreaterThan(rows.length / 2);
});

test('record.md §3: certificate and sluice verify say that it is noisy, of whom, and what it costs', async () => {
  const { statement } = unwrap(verifyBundle(walked.bundle));
  const { disclosure } = statement.predicate;
  const { rho, cached } = (walked.result as { privacy: { rho: string; cached: boolean } }).privacy;
  expect(cached).toBe(false);
  expect(disclosure).toEqual({
    mode: 'private',
    mechanism: expect.stringContaining('discrete Gaussian') as string,
    noisy: true,
    answers: [{ run: walked.run, space: 'person', epsilon: 1, delta: 1e-6, rho: Number(rho) / 1e9 }],
  });
  const text = await command(['verify', path]);
  expect([text.code, text.stderr]).toEqual([0, '']);
  expect(text.stdout).toMatch(/结果含噪声 .*noisy.*units person, ε 1 at δ 0\.000001/);
  const readme = Buffer.from(unzipSync(walked.bundle)['README.txt'] ?? []).toString('utf8');
  expect(readme).toContain('differential privacy');
  const forged = Buffer.from(walked.bundle);
  const at = forged.indexOf('district_code,persons');
  forged[at + 60] = (forged[at + 60] ?? 0) ^ 1;
  writeFileSync(`${path}.forged`, forged);
  expect(await command(['verify', `${path}.forged`])).toMatchObject({ code: 1 });
});

test('disclosure §2.8: history has nothing against a repeated noisy table, and the reviewers see the noisy one', async () => {
  const again = await toExport(city.as, aPrivatePlan({ sql: `${personsBy('district_code')}, 2` }));
  const desk = city.as(people.operator.person);
  const doc = unwrap(await desk.call(`/check/exports/${again.export}`));
  expect([doc['state'], doc['findings']]).toEqual(['operator_review', []]);
  const look: Json = unwrap(await desk.call(`/check/runs/${again.run}/reveal`, { reason: '核查' }));
  const { table, history, explanation } = look as unknown as Revealed;
  expect(history).toMatchObject({ verdict: 'identical', recipes: [] });
  expect(explanation.kind).toBe('private');
  expect(table.rows.map((row) => row.map(String))).toEqual(productOf(walked.bundle).rows);
});

test('the certificate of a repeated answer states the loss that the first one was charged', async () => {
  const plan = aPrivatePlan({ sql: `${personsBy('district_code')}, 2`, vendor: people.rival.person });
  const theirs = await walk(city.as, plan);
  expect(theirs.result).toMatchObject({ privacy: { cached: true } });
  expect(lossesOf(theirs.bundle)).toEqual(lossesOf(walked.bundle));
  expect(lossesOf(walked.bundle)).toHaveLength(1);
  expect(productOf(theirs.bundle)).toEqual(productOf(walked.bundle));
  expect(city.errors).toEqual([]);
});

/** What each answer costs, whichever run it is of. */
function lossesOf(bundle: Uint8Array): readonly object[] {
  const { disclosure } = unwrap(verifyBundle(bundle)).statement.predicate;
  if (disclosure.mode !== 'private') return [];
  return disclosure.answers.map(({ space, epsilon, delta, rho }) => ({ space, epsilon, delta, rho }));
}
