/** An exception over HTTP, and the report that lists it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { act } from '#gateway/act.ts';
import { voteFor } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { systemActor } from '#gateway/office.ts';
import type { CommandOf } from '#policies/procedure/lives.ts';
import { unwrap } from '#policies/refusal.ts';
import { openCity, type Installation } from '../fixtures/installation.ts';
import { aPlan, toRun } from './plans.ts';
import { codesOf } from './refused.ts';

let city: Installation;
beforeAll(async () => {
  city = await openCity();
});
afterAll(async () => city[Symbol.asyncDispose]());

test('what is passed against a check needs the agency, and stands in the report of its month', async () => {
  const plan = aPlan();
  const { agreement, run } = await toRun(city.as, plan);
  const { purpose, recipients, sourceStatement, scenario } = plan;
  const product = { title: '产品', form: 'data_metric', scenario: scenario.id, purpose, recipients, sourceStatement };
  const vendor = city.as(people.vendor.person);
  const drafted = unwrap(await vendor.call('/check/exports', { agreement, product: { ...product, runs: [run] } }));
  const id = String(drafted['id']);
  const finding = { run, code: 'negative', verdict: 'review' } as const;
  // As the automatic check would, had a unit of this table a negative value.
  const move = async (command: CommandOf<'export'>, actor: typeof systemActor = people.vendor) =>
    unwrap(await act(city.office, { life: 'export', id, command, actor }));
  await move({ type: 'submit' });
  await move({ type: 'begin_auto_check' }, systemActor);
  await move({ type: 'clear', findings: [finding] }, systemActor);
  const [first, second] = [city.as(people.operator.person), city.as(people.second.person)];
  unwrap(await first.call(`/check/exports/${id}/vote`, await voteFor(first, id)));
  const voted = unwrap(await second.call(`/check/exports/${id}/vote`, await voteFor(second, id)));
  expect(voted['state']).toBe('excepting');
  expect(unwrap(await vendor.call(`/check/exports/${id}`))).toMatchObject({ state: 'operator_review' });
  const until = new Date(Date.now() + 86_400_000).toISOString();
  const covers = [{ run, code: 'negative' }];
  const request = { covers, code: 'structural', justification: '退款为负', until };
  unwrap(await first.call(`/check/exports/${id}/request_exception`, request));
  expect(codesOf(await second.call(`/check/exports/${id}/grant_exception`, {}))).toEqual(['E_ROLE']);
  const deputy = city.as(people.deputy.person);
  expect(unwrap(await deputy.call(`/check/exports/${id}/grant_exception`, {}))).toMatchObject({ state: 'passed' });
  const month = new Date().toISOString().slice(0, 7);
  const { items } = unwrap(await deputy.call(`/check/exceptions?month=${month}`));
  expect(items).toMatchObject([
    { export: id, code: 'structural', grantedBy: { person: people.deputy.person }, covers },
  ]);
  expect(unwrap(await deputy.call('/check/exceptions?month=2001-01'))).toEqual({ items: [] });
  expect(codesOf(await deputy.call('/check/exceptions'))).toEqual(['E_INPUT']);
  for (const { person } of [people.vendor, people.rival, people.district]) {
    expect(codesOf(await city.as(person).call(`/check/exceptions?month=${month}`))).toEqual(['E_ROLE']);
  }
  unwrap(await first.call(`/export/exports/${id}/submit_filing`, { filing: '备案' }));
  expect(codesOf(await deputy.call(`/export/exports/${id}/accept_filing`, { receipt: '回执' }))).toEqual([
    'E_SEPARATION',
  ]);
  const agency = city.as(people.agency.person);
  unwrap(await agency.call(`/export/exports/${id}/accept_filing`, { receipt: '回执' }));
  expect(unwrap(await first.call(`/export/exports/${id}/release`, {}))).toMatchObject({ state: 'released' });
});
