import { expect, test } from 'vitest';
import { act } from '#gateway/act.ts';
import { checklist, programOf, requestOf, scopeOf } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { cityPeople } from '#gateway/city/set-up.ts';
import type { Json } from '#gateway/client.ts';
import type { Person } from '#gateway/accounts.ts';
import { lives, type LifeName } from '#policies/procedure/lives.ts';
import { unwrap } from '#policies/refusal.ts';
import { openCity, openInstallation, type Installation } from '../fixtures/installation.ts';
import { aPlan, orderOf, toRun } from './plans.ts';

test('pickUp does at the next start what a crash kept the system from doing after a person’s move', async () => {
  const stuck = await dieAfterMoves();
  await using city = await openInstallation(stuck.dir, cityPeople);
  const desk = city.as(people.operator.person);
  const stateOf = async (path: string) => unwrap(await desk.call(path))['state'];
  expect(await stateOf(`/review/applications/${stuck.application}`)).toBe('reviewing');
  expect(await stateOf(`/review/programs/${stuck.program}`)).toBe('static_checked');
  expect(await stateOf(`/check/exports/${stuck.export}`)).toBe('operator_review');
  expect(await stateOf(`/run/runs/${stuck.run}`)).toBe('failed');
  expect(city.office.interrupted).toEqual([stuck.run]);
});

/** Moves of people with nothing after them, each as the last thing that its process did. */
async function dieAfterMoves() {
  await using city = await openCity();
  const vendor = city.as(people.vendor.person);
  const desk = city.as(people.operator.person);

  const wanted = aPlan();
  const entries = unwrap(await vendor.call('/catalog/entries'))['items'] as readonly Json[];
  const request = requestOf(wanted, unwrap(await scopeOf(vendor, entries, wanted)));
  const application = String(unwrap(await vendor.call('/propose/applications', { request }))['id']);
  unwrap(await vendor.call(`/propose/applications/${application}/submit`, {}));
  unwrap(await desk.call(`/review/applications/${application}/begin_check`, {}));
  await move(city, { life: 'application', id: application, by: people.operator }, { type: 'forward', checklist });

  const plan = aPlan();
  const ran = await toRun(city.as, plan);
  const body = programOf({ ...plan, sql: `${plan.sql} ` }, ran.agreement);
  const program = String(unwrap(await vendor.call('/propose/programs', body))['id']);
  unwrap(await vendor.call(`/propose/programs/${program}/test`, {}));
  await move(city, { life: 'program', id: program, by: people.vendor }, { type: 'freeze' });

  const { title } = plan.scenario;
  const { purpose, recipients, sourceStatement } = plan;
  const what = { title, purpose, recipients, sourceStatement, form: 'data_metric', scenario: plan.scenario.id };
  const product = { ...what, runs: [ran.run] };
  const drafted = unwrap(await vendor.call('/check/exports', { agreement: ran.agreement, product }));
  const exported = String(drafted['id']);
  await move(city, { life: 'export', id: exported, by: people.vendor }, { type: 'submit' });

  const run = 'run-unfinished';
  await move(city, { life: 'run', id: run, by: people.vendor }, { type: 'request', ...orderOf(plan, ran) });
  return { dir: city.dir, application, program, export: exported, run };
}

interface Mover {
  readonly life: LifeName;
  readonly id: string;
  readonly by: Person;
}

async function move(
  { office }: Installation,
  { life, id, by: { person, org, role } }: Mover,
  command: unknown,
): Promise<void> {
  unwrap(await act(office, { life, id, command: lives[life].command.parse(command), actor: { person, org, role } }));
}
