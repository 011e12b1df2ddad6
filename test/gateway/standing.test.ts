/** A standing approval over HTTP: the second month needs no reviewers, until somebody of the operator says stop. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileExport, release, runProgram, submitExport, term } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { verifyBundle } from '#gateway/record/verify.ts';
import { unwrap } from '#policies/refusal.ts';
import { openCity, type Installation } from '../fixtures/installation.ts';
import { aPlan, toExport } from './plans.ts';
import { codesOf } from './refused.ts';

let city: Installation;
beforeAll(async () => {
  city = await openCity();
});
afterAll(async () => city[Symbol.asyncDispose]());

test('what two people passed once passes by itself while nothing changes, and leaves by a filing of people', async () => {
  const plan = aPlan();
  const [desk, deputy, agency] = [people.operator, people.deputy, people.agency].map(({ person }) => city.as(person));
  const vendor = city.as(people.vendor.person);
  if (!desk || !deputy || !agency) throw new Error('three people');
  const made = await toExport(city.as, plan);
  const body = { export: made.export, until: term.to, uses: 5, drift: { rows: 0, suppressedCells: 0 } };
  expect(codesOf(await desk.call('/check/standing', body))).toEqual(['E_STANDING']);
  await fileExport(city.as, { id: made.export, run: made.run });
  await release(city.as, plan, made.export);
  const id = String(unwrap(await desk.call('/check/standing', body))['id']);
  expect(codesOf(await desk.call(`/check/standing/${id}/grant`, {}))).toEqual(['E_ROLE']);
  unwrap(await deputy.call(`/check/standing/${id}/grant`, {}));
  const told = unwrap(await vendor.call(`/check/standing/${id}`));
  expect(told).toMatchObject({ state: 'active' });
  expect(Object.keys(told)).not.toEqual(expect.arrayContaining(['drift']));
  expect(codesOf(await city.as(people.rival.person).call(`/check/standing/${id}`))).toEqual(['E_NOT_FOUND']);

  const next = async () => {
    const run = String((await runProgram(city.as, plan, made.program))['id']);
    return submitExport(city.as, plan, { agreement: made.agreement, run });
  };
  const passed = await next();
  expect(passed).toMatchObject({ state: 'passed', outcome: 'moved_to_review' });
  const second = String(passed['id']);
  unwrap(await desk.call(`/export/exports/${second}/submit_filing`, { filing: '备案' }));
  unwrap(await agency.call(`/export/exports/${second}/accept_filing`, { receipt: '回执' }));
  const { statement } = unwrap(verifyBundle(await release(city.as, plan, second)));
  const acts = statement.predicate.approvals.map(({ act, person }) => [act, person]);
  expect(acts).toContainEqual(['standingApproval.requested', people.operator.person]);
  expect(acts).toContainEqual(['standingApproval.granted', people.deputy.person]);

  unwrap(await city.as(people.second.person).call(`/check/standing/${id}/suspend`, { reason: '复核' }));
  expect(await next()).toMatchObject({ state: 'operator_review' });
});
