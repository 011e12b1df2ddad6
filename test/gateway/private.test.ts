/** The private lane through the API: what it costs, who may ask, what is free, and what is refused before anything is opened. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { approveProgram, programOf, runProgram, waitForRun } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { letThrough } from '#gateway/city/publish.ts';
import { ownerOf } from '#gateway/city/set-up.ts';
import { provide } from '#gateway/provide.ts';
import { unwrap } from '#policies/refusal.ts';
import type { Explanation, Simulation } from '#sandbox/door.ts';
import type { Installation } from '../fixtures/installation.ts';
import { aPlan, orderOf, toAgreement, toProgram, toRun } from './plans.ts';
import { aPrivatePlan, budgets, openPrivateCity, personsBy, privacyOf } from './private-city.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import { codesOf, detailsOf } from './refused.ts';

let city: Installation;
beforeAll(async () => {
  city = await openPrivateCity();
});
afterAll(async () => city[Symbol.asyncDispose]());

const vendor = () => city.as(people.vendor.person);
/** As a reviewer sees it. */
const tableOf = async (run: string) =>
  unwrap(await city.as(people.operator.person).call(`/check/runs/${run}/reveal`, { reason: '核查' }))['table'];
const rhoOf = async (scope: string) =>
  BigInt((await budgets(city.as)).find((budget) => budget.scope === scope)?.spent.rho ?? '0');
const written = () => city.office.record.read.size();

test('§3.10: explain and simulate tell noise, price and tick before anything is spent, and simulate what noise hides', async () => {
  const { sql, lane, privacy } = aPrivatePlan();
  const before = await budgets(city.as);
  const explained = unwrap(await vendor().call('/simulate/explain', { sql, lane, privacy })) as unknown as Explanation;
  expect(explained).toMatchObject({ kind: 'private', k: 0, private: { delta: 1e-6, tick: { name: 'short' } } });
  expect(explained.private?.epsilon).toBeCloseTo(1, 5);
  const [release] = explained.private?.releases ?? [];
  expect(release?.statistics[0]?.sigma).toBeGreaterThan(1);
  const roles = 'key statistic accuracy accuracy accuracy'.split(' ');
  expect(explained.columns.map(({ role }) => role)).toEqual(roles);
  const names = ['district_code', 'persons', 'persons_sigma', 'persons_ci95_low', 'persons_ci95_high'];
  expect(explained.columns.map(({ name }) => name)).toEqual(names);
  const simulated = unwrap(await vendor().call('/simulate/query', { sql, lane, privacy })) as unknown as Simulation;
  expect(simulated.hiddenShare).toBe(0);
  expect(simulated.forecast.rows.length).toBeGreaterThan(5);
  expect(simulated.forecast.rows.map(([key]) => key)).toEqual(simulated.table.rows.map(([key]) => key));
  expect(await budgets(city.as)).toEqual(before);
  const cheap = { sql, lane, privacy: { epsilon: 0 } };
  expect(codesOf(await vendor().call('/simulate/explain', cheap))).toEqual(['E_INPUT']);
});

test('an agreement without the lane refuses the program, whoever wrote which first', async () => {
  const exactOnly = aPrivatePlan({ lanes: ['exact'] });
  const silent = aPlan({ sql: personsBy('sex') });
  for (const plan of [exactOnly, silent]) {
    const agreement = await toAgreement(city.as, plan);
    const body = programOf({ ...plan, lane: 'private' }, agreement);
    const refused = await vendor().call('/propose/programs', body);
    expect([codesOf(refused), detailsOf(refused)]).toEqual([['E_SCOPE'], expect.stringContaining('must be exact')]);
    const { content } = programOf({ ...plan, lane: 'exact' }, agreement);
    const { id } = unwrap(await vendor().call('/propose/programs', { agreement, content }));
    const edit = await vendor().call(`/propose/programs/${String(id)}/edit`, { content: body.content });
    expect(codesOf(edit)).toEqual(['E_SCOPE']);
  }
  const privateOnly = aPrivatePlan();
  const agreement = await toAgreement(city.as, privateOnly);
  const exact = programOf({ ...privateOnly, lane: 'exact' }, agreement);
  expect(codesOf(await vendor().call('/propose/programs', exact))).toEqual(['E_SCOPE']);
});

test('DC-03: another ε is another program, and needs an approval of its own', async () => {
  const plan = aPrivatePlan({ sql: personsBy('sex') });
  const { agreement, program } = await toProgram(city.as, plan);
  const before = written();
  const { content } = programOf({ ...plan, privacy: { epsilon: 1.5 } }, agreement);
  const changed = unwrap(await vendor().call(`/propose/programs/${program.id}/change`, { content }));
  expect(changed['hash']).not.toBe(program.hash);
  for (const hash of [program.hash, String(changed['hash'])]) {
    const order = orderOf(plan, { program: { ...program, hash } });
    expect(codesOf(await vendor().call('/run/runs', order))).toEqual(['E_NOT_APPROVED']);
  }
  expect(written()).toBe(before + 1);
});

test('§3.9: a repeated question is free and its answer the same numbers, also for another vendor', async () => {
  const plan = aPrivatePlan();
  const first = await toRun(city.as, plan);
  const spent = await rhoOf('space/person');
  expect(spent).toBeGreaterThan(0n);
  const theirs = aPrivatePlan({ vendor: people.rival.person });
  const repeats = [
    [plan, await runProgram(city.as, plan, first.program)],
    [theirs, await runProgram(city.as, theirs, (await toProgram(city.as, theirs)).program)],
  ] as const;
  for (const [{ vendor: who }, run] of repeats) {
    expect([who, run['state'], privacyOf(run)['cached']]).toEqual([who, 'quarantined', true]);
    expect(await tableOf(String(run['id']))).toEqual(await tableOf(first.run));
  }
  expect(await rhoOf('space/person')).toBe(spent);
  const receipt = privacyOf(unwrap(await vendor().call(`/run/runs/${first.run}`)));
  expect(receipt).toMatchObject({ space: 'person', rho: String(spent), delta: '0', cached: false });
  expect(Object.keys(receipt).sort()).toEqual(['cached', 'delta', 'ledger', 'rho', 'space']);
});

test('§3.9: what is done with the cells is free, for they were paid for', async () => {
  const plan = aPrivatePlan({ sql: personsBy('insurance_type') });
  await toRun(city.as, plan);
  const spent = await rhoOf('space/person');
  const sorted = aPrivatePlan({ sql: `${plan.sql} DESC LIMIT 1` });
  const run = await runProgram(city.as, sorted, (await toProgram(city.as, sorted)).program);
  expect(privacyOf(run)).toMatchObject({ cached: true });
  expect(run['result']).toMatchObject({ rows: 1 });
  expect(await rhoOf('space/person')).toBe(spent);
});

test('DC-09 §2.11: beyond the agreement’s budget a run is refused before it is ordered, in the same words on other data', async () => {
  const plan = aPrivatePlan({ sql: personsBy('visit_type'), budget: 1.2 });
  const { agreement } = await toRun(city.as, plan);
  const [ledger, quarantined] = [await budgets(city.as), await tableOf((await lastRun(agreement)) ?? '')];
  expect(ledger.find(({ scope }) => scope === `agreement/${agreement}`)?.cap.epsilon).toBeCloseTo(1.2, 5);
  const second = { ...plan, sql: except(plan.sql, "visit_type = '住院'"), privacy: { epsilon: 0.9 } };
  const program = await approveProgram(city.as, second, agreement);
  const before = written();
  const ask = () =>
    city.ask('/api/v1/run/runs', { person: people.vendor.person, ...post(orderOf(second, { program })) });
  const refused = await ask();
  const words = await refused.text();
  expect(refused.status).toBe(409);
  expect(JSON.parse(words)).toMatchObject({ code: 'E_BUDGET', detail: expect.stringContaining(agreement) as string });
  expect(written()).toBe(before);
  expect(await budgets(city.as)).toEqual(ledger);
  await replaceMedicalData();
  expect(await (await ask()).text()).toBe(words);
  expect(await tableOf((await lastRun(agreement)) ?? '')).toEqual(quarantined);
});

test('§3.8: two runs that fit alone and not together: one is paid, the other fails with E_BUDGET, and the cap holds', async () => {
  const plan = aPrivatePlan({ sql: `${personsBy('sex')} DESC`, budget: 1.2, privacy: { epsilon: 0.9 } });
  const agreement = await toAgreement(city.as, plan);
  const other = { ...plan, sql: except(plan.sql, "sex = '男'") };
  const programs = [await approveProgram(city.as, plan, agreement), await approveProgram(city.as, other, agreement)];
  const asked = await Promise.all(programs.map((program) => vendor().call('/run/runs', orderOf(plan, { program }))));
  const ended = await Promise.all(
    asked.map(async (one) =>
      one.ok ? (await waitForRun(vendor(), String(one.value['id'])))['code'] : codesOf(one).join(),
    ),
  );
  expect(ended).toHaveLength(2);
  expect(new Set(ended)).toEqual(new Set(['E_BUDGET', undefined]));
  const budget = (await budgets(city.as)).find(({ scope }) => scope === `agreement/${agreement}`);
  expect(BigInt(budget?.spent.rho ?? '0')).toBeLessThanOrEqual(BigInt(budget?.cap.rho ?? '0'));
  expect(budget?.reserved.rho).toBe('0');
});

test('§3.8: budgets are told to supervisors, to a vendor those of its own agreements, to the district authority not', async () => {
  const [mine, theirs] = [aPrivatePlan({ sql: personsBy('sex') }), aPrivatePlan({ vendor: people.rival.person })];
  const own = await toRun(city.as, { ...mine, privacy: { epsilon: 0.2 } });
  const rival = await toRun(city.as, { ...theirs, privacy: { epsilon: 0.3 } });
  const all = await budgets(city.as);
  const { operator, agency, authority, regulator } = people;
  for (const { person } of [operator, agency, authority, regulator, ownerOf('dept.tax')]) {
    expect(await budgets(city.as, person)).toEqual(all);
  }
  const scopes = (await budgets(city.as, people.vendor.person)).map(({ scope }) => scope);
  expect(scopes).toEqual(expect.arrayContaining(['space/person', 'space/card', `agreement/${own.agreement}`]));
  expect(scopes).toEqual(expect.arrayContaining([`program/${own.program.hash}`]));
  expect(scopes.filter((scope) => scope.includes(rival.agreement) || scope.includes(rival.program.hash))).toEqual([]);
  expect(scopes.filter((scope) => scope.includes(people.rival.org))).toEqual([]);
  const { status } = await city.ask('/api/v1/audit/budgets', { person: people.district.person });
  expect([status, (await city.ask('/api/v1/audit/budgets')).status]).toEqual([403, 401]);
});

test('the pages tell what is left of each group of people, and not whose answers took it', async () => {
  const [page, run] = [await (await city.ask('/budgets')).text(), await (await city.ask('/run')).text()];
  const person = (await budgets(city.as)).find(({ scope }) => scope === 'space/person');
  expect(page).toContain(`value="${person?.used.toFixed(4)}"`);
  expect(page).toContain('<code>card</code>');
  expect(run).toContain('repeated, free');
  for (const { scope } of await budgets(city.as)) {
    const name = scope.slice(scope.indexOf('/') + 1);
    if (!scope.startsWith('space/')) expect([scope, (page + run).includes(name)]).toEqual([scope, false]);
  }
});

test('nothing went wrong behind these answers', () => {
  expect(city.errors).toEqual([]);
});

function post(body: unknown): RequestInit {
  return { method: 'POST', body: JSON.stringify(body) };
}

async function lastRun(agreement: string): Promise<string | undefined> {
  const items = unwrap(await vendor().call('/run/runs'))['items'] as { id: string; agreement: string }[];
  return items.findLast((run) => run.agreement === agreement)?.id;
}

/** Another question of the same columns. */
function except(sql: string, condition: string): string {
  return sql.replace(' GROUP BY', ` WHERE NOT (${condition}) GROUP BY`);
}

/** The department publishes other data: of nobody. */
async function replaceMedicalData(): Promise<void> {
  const file = join(city.dir, 'medical.csv');
  const columns =
    'settlement_id,person_id,id_no,sex,birth_date,district_code,insurance_type,hospital_code,hospital_level';
  const more = 'visit_type,dx_code,settled_on,total_cny,fund_paid_cny,self_paid_cny';
  writeFileSync(file, `${columns},${more}\n`);
  const { person, org, role } = ownerOf('dept.medical_insurance');
  const files = { medical_settlement: file };
  const entry = cityEntries.find(({ id }) => id === 'medical_settlement');
  if (!entry) throw new Error('no such entry');
  unwrap(await letThrough(city.as, entry, person));
  unwrap(await provide(city.office, { entry: 'medical_settlement', files, actor: { person, org, role } }));
}
