/** The custodian's acceptance over HTTP, as the domain reads it from the record, and as it stands in certificate, verdict, README and pages. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '#gateway/app.ts';
import { isolationOf } from '#gateway/certificate.ts';
import { acceptCityRisk } from '#gateway/city/accept-risk.ts';
import { idOf, type JourneyPlan } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import type { As } from '#gateway/city/publish.ts';
import { cityPeople } from '#gateway/city/set-up.ts';
import { loadDoc } from '#gateway/load.ts';
import type { Office } from '#gateway/office.ts';
import { printIsolation } from '#gateway/record/verdict.ts';
import type { IsolationTier } from '#policies/isolation.ts';
import type { DocOf } from '#policies/procedure/lives.ts';
import { contentHash } from '#policies/record/content-hash.ts';
import type { Permit } from '#policies/record/permit.ts';
import { unwrap } from '#policies/refusal.ts';
import { instant, type Instant } from '#policies/units.ts';
import { requireIsolation, type IsolationNeed } from '#sandbox/supervisor/isolation-permit.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import { copyOfCity, openCity, openInstallation, type Installation } from '../fixtures/installation.ts';
import { aResult, aScript } from '../procedure/commands.ts';
import { aRisk } from './bodies.ts';
import { forge, permitOf, writePast } from './permits.ts';
import { aPlan, orderOf, toProgram, type Approved } from './plans.ts';
import { codesOf, detailsOf } from './refused.ts';

/** What a machine of that tier tells. */
function inTier(tier: IsolationTier): Pick<Office, 'tier' | 'learnTier'> {
  return { tier: () => tier, learnTier: async () => undefined };
}

/** Whose custodian has programs run unconfined. */
let city: Installation;
let office: Office;
let app: Hono;
let as: As;
beforeAll(async () => {
  const dir = await copyOfCity();
  writeFileSync(join(dir, 'domain', 'programs.json'), JSON.stringify({ tier: 'T0' }));
  city = await openInstallation(dir, cityPeople);
  ({ office, app, as } = city);
});
afterAll(async () => city[Symbol.asyncDispose]());

const [desk, agency, vendor] = [people.operator, people.agency, people.vendor].map(
  ({ person }) =>
    () =>
      as(person),
) as [() => ReturnType<As>, () => ReturnType<As>, () => ReturnType<As>];

async function accepted(change: Partial<typeof aRisk> = {}): Promise<string> {
  const id = idOf(await desk().call('/run/acceptances', { ...aRisk, ...change }));
  unwrap(await agency().call(`/run/acceptances/${id}/accept`, {}));
  return id;
}

/** An approved program that has a script, as the record would hold it. */
async function programWithScript(plan: JourneyPlan, into = city): Promise<Approved> {
  const approved = await toProgram(into.as, plan);
  const { id } = approved.program;
  const doc = loadDoc(into.office.record.read, 'program', id);
  if (!doc) throw new Error('no program');
  const content = { ...doc.content, script: aScript() };
  const hash = contentHash(content);
  const event = { life: 'program', id, type: 'program.scripted', data: {} };
  const json = { ...doc, content, hash };
  const docs = [{ life: 'program', id, state: doc.state, json }];
  writePast(into.office, { events: [event], docs }, people.operator);
  return { ...approved, program: { id, hash } };
}

describe('over HTTP', () => {
  test('a script in T0 is refused, ordered by the acceptance in force, and refused when that was withdrawn', async () => {
    const plan = aPlan();
    const made = await programWithScript(plan);
    const ask = () => vendor().call('/run/runs', orderOf(plan, made));
    expect(codesOf(await ask())).toEqual(['E_ISOLATION']);
    await accepted({ entries: ['medical_settlement'] });
    expect(codesOf(await ask())).toEqual(['E_ISOLATION']);
    const id = await accepted();
    const run = idOf(await ask());
    await ended(run);
    const order = await permitOf(city.office, 'run.ordered', `run/${run}`);
    expect(order.payload).toMatchObject({ isolation: id });
    unwrap(await as(people.authority.person).call(`/run/acceptances/${id}/withdraw`, { reason: '内核漏洞' }));
    expect(codesOf(await ask())).toEqual(['E_ISOLATION']);
  });

  test('the same program on a machine that confines it is ordered without one', async (c) => {
    await using confined = await openCity();
    await confined.office.learnTier();
    if (!['T2', 'T3'].includes(confined.office.tier())) c.skip('this machine does not confine programs');
    const plan = aPlan();
    const made = await programWithScript(plan, confined);
    const run = idOf(await confined.as(people.vendor.person).call('/run/runs', orderOf(plan, made)));
    await ended(run, confined.office);
    expect((await permitOf(confined.office, 'run.ordered', `run/${run}`)).payload).not.toHaveProperty('isolation');
  });

  test('E_ISOLATION says what to install and who may accept the risk', async () => {
    const plan = aPlan({ sql: 'SELECT district_code, count(*) AS n FROM medical_settlement GROUP BY ALL' });
    const made = await programWithScript(plan);
    for (const id of office.record.read.list('riskAcceptance').map((doc) => doc.id))
      await as(people.authority.person).call(`/run/acceptances/${id}/withdraw`, { reason: '复核' });
    const token = city.accounts.byPerson(people.vendor.person)?.token ?? '';
    const body = JSON.stringify(orderOf(plan, made));
    const answer = await app.request('/api/v1/run/runs', { method: 'POST', headers: bearer(token), body });
    expect(answer.status).toBe(409);
    const text = await answer.text();
    for (const part of ['E_ISOLATION', 'bubblewrap', 'sluice doctor', 'custodian']) expect(text).toContain(part);
  });

  test('the operator does not accept, the vendor neither asks nor accepts, and nobody makes up an end', async () => {
    const id = idOf(await desk().call('/run/acceptances', aRisk));
    for (const person of [people.operator, people.second, people.vendor, people.regulator])
      expect(codesOf(await as(person.person).call(`/run/acceptances/${id}/accept`, {}))).toEqual(['E_ROLE']);
    expect(codesOf(await vendor().call('/run/acceptances', aRisk))).toEqual(['E_ROLE']);
    const until = '2099-01-01T00:00:00.000Z';
    expect(codesOf(await desk().call('/run/acceptances', { ...aRisk, until }))).toEqual(['E_INPUT']);
    expect(codesOf(await agency().call(`/run/acceptances/${id}/accept`, { until }))).toEqual(['E_INPUT']);
  });

  test('acceptCityRisk makes one entry for the whole city, and nothing where programs are confined', async () => {
    expect(await acceptCityRisk(inTier('T2'), as)).toBeUndefined();
    const made = await acceptCityRisk(office, as);
    expect(made).toMatchObject({ state: 'accepted', tier: 'T0', data: 'artificial' });
    expect(made?.['entries']).toEqual(cityEntries.map(({ id }) => id));
    const trace = unwrap(await agency().call(`/audit/trace/${String(made?.['id'])}`));
    expect(trace).toMatchObject({ events: [{ actor: people.operator.person }, { actor: people.agency.person }] });
  });
});

async function ended(run: string, { record }: Pick<Office, 'record'> = office): Promise<void> {
  while (['requested', 'prechecked', 'queued', 'running'].includes(record.read.load('run', run)?.state ?? ''))
    await new Promise((resolve) => setTimeout(resolve, 20));
}

function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
}

describe('the domain believes only the record', () => {
  let id: string;
  let permit: Permit;
  let at: Instant;
  beforeAll(async () => {
    id = await accepted({ entries: ['ent_registration', 'medical_settlement'] });
    permit = await permitOf(city.office, 'riskAcceptance.accepted', `riskAcceptance/${id}`);
    at = office.clock();
  });
  const need = (change: Partial<IsolationNeed> = {}): IsolationNeed => ({
    tier: 'T0',
    permit,
    ordered: { isolation: id, seq: permit.index + 3 },
    entries: ['ent_registration'],
    at,
    ...change,
  });
  const ask = (change: Partial<IsolationNeed> = {}) => requireIsolation(office.trust, need(change));
  const forged = (data: object, actor = people.agency, type = 'riskAcceptance.accepted') =>
    forge(city.office, { life: 'riskAcceptance', id, type, data }, actor);
  /** A forgery stands late in the log, and so does its order. */
  const late = (proof: Permit) => ({ permit: proof, ordered: { isolation: id, seq: proof.index + 1 } });

  test('it accepts what was accepted', async () => {
    expect(codesOf(ask())).toEqual([]);
    expect(codesOf(ask({ tier: 'T1' }))).toEqual([]);
    expect(codesOf(ask(late(await forged(permit.payload as object))))).toEqual([]);
  });

  test('T2 and T3 need nothing', () => {
    for (const tier of ['T2', 'T3'] as const)
      expect(codesOf(ask({ tier, permit: undefined, ordered: { seq: 0 } }))).toEqual([]);
  });

  test('no permit, an order that names none, and an order that names another', () => {
    expect(codesOf(ask({ permit: undefined }))).toEqual(['E_ISOLATION']);
    expect(codesOf(ask({ ordered: { seq: permit.index + 3 } }))).toEqual(['E_ISOLATION']);
    expect(codesOf(ask({ ordered: { isolation: 'acc-other', seq: permit.index + 3 } }))).toEqual(['E_PERMIT']);
  });

  test('an entry outside, the moment of its end, a weaker tier than accepted', async () => {
    const { until } = permit.payload as { until: Instant };
    const before = instant(new Date(Date.parse(until) - 1).toISOString());
    expect(codesOf(ask({ entries: ['ent_registration', 'power_usage_daily'] }))).toEqual(['E_ISOLATION']);
    expect(codesOf(ask({ at: before }))).toEqual([]);
    expect(codesOf(ask({ at: until }))).toEqual(['E_ISOLATION']);
    const better = await forged({ ...(permit.payload as object), tier: 'T1' });
    expect(codesOf(ask(late(better)))).toEqual(['E_ISOLATION']);
    expect(codesOf(ask({ ...late(better), tier: 'T1' }))).toEqual([]);
  });

  test('an acceptance that came after the order', () => {
    expect(codesOf(ask({ ordered: { isolation: id, seq: permit.index - 1 } }))).toEqual(['E_ISOLATION']);
  });

  test('an event of another type, and one of another acceptance', async () => {
    const asked = await permitOf(city.office, 'riskAcceptance.requested', `riskAcceptance/${id}`);
    expect(codesOf(ask({ permit: asked }))).toEqual(['E_PERMIT']);
    const withdrawn = await forged(permit.payload as object, people.agency, 'riskAcceptance.withdrawn');
    expect(codesOf(ask(late(withdrawn)))).toEqual(['E_PERMIT']);
    const other = await accepted();
    const proof = await permitOf(city.office, 'riskAcceptance.accepted', `riskAcceptance/${other}`);
    expect(codesOf(ask({ permit: proof, ordered: { isolation: id, seq: proof.index + 1 } }))).toEqual(['E_PERMIT']);
  });

  test('a changed payload, no payload, another log', async () => {
    const payload = permit.payload as Record<string, unknown>;
    const forgeries: Record<string, unknown> = {
      tier: { ...permit, payload: { ...payload, tier: 'T1' } },
      entries: { ...permit, payload: { ...payload, entries: cityEntries.map((entry) => entry.id) } },
      until: { ...permit, payload: { ...payload, until: '2099-01-01T00:00:00.000Z' } },
      leaf: { ...permit, leaf: permit.leaf.replace(people.agency.person, people.deputy.person) },
      empty: {},
    };
    for (const [what, proof] of Object.entries(forgeries))
      expect([what, codesOf(ask({ permit: proof as Permit }))]).toEqual([what, ['E_PERMIT']]);
    const { until: _, ...endless } = payload;
    for (const data of [{}, endless, { ...payload, entries: [] }, { ...payload, until: 'never' }])
      expect(codesOf(ask(late(await forged(data))))).toEqual(['E_PERMIT']);
  });

  test('an acceptance that one person or one body made, or somebody who is not the custodian', async () => {
    const payload = permit.payload as object;
    for (const actor of [people.operator, people.vendor, people.authority])
      expect(codesOf(ask(late(await forged(payload, actor))))).toEqual(['E_ISOLATION']);
    const twice = { ...people.agency, org: people.operator.org };
    for (const requestedBy of [people.agency, people.deputy, twice]) {
      const refused = ask(late(await forged({ ...payload, requestedBy })));
      expect(codesOf(refused)).toEqual(['E_ISOLATION']);
      expect(detailsOf(refused)).toContain('did not countersign');
    }
  });
});

type Ran = Pick<DocOf<'run'>, 'id' | 'result' | 'isolation'>;

function ran(id: string, tier: IsolationTier, isolation?: string): Ran {
  return { id, result: aResult({ tier }), ...(isolation !== undefined && { isolation }) };
}

function tiersOf(...runs: readonly Ran[]) {
  return isolationOf(runs, {});
}

describe('the tier, wherever a result is told', () => {
  test('isolationOf takes the weakest of several results, and T0 where one is gone', () => {
    expect(tiersOf(ran('a', 'T2'), ran('b', 'T1'), ran('c', 'T3')).tier).toBe('T1');
    expect(tiersOf({ id: 'a' }, ran('b', 'T3')).tier).toBe('T0');
    expect(tiersOf().tier).toBe('T0');
  });

  test('isolationOf lists results one by one where there are several, or a risk was accepted', () => {
    expect(tiersOf(ran('a', 'T2'))).toEqual({ tier: 'T2', versions: {} });
    expect(tiersOf(ran('a', 'T0', 'acc-1')).runs).toEqual([{ run: 'a', tier: 'T0', acceptance: 'acc-1' }]);
    expect(tiersOf(ran('a', 'T2'), ran('b', 'T0')).runs).toEqual([
      { run: 'a', tier: 'T2' },
      { run: 'b', tier: 'T0' },
    ]);
  });

  test('printIsolation says the tier in words, and who answers for it', () => {
    const [whole = '', first = '', second = ''] = printIsolation(tiersOf(ran('a', 'T2'), ran('b', 'T0', 'acc-1')));
    expect(whole).toBe(
      '隔离等级 Isolation tier: T0, 普通进程,无操作系统隔离 a plain process, not confined by the operating system',
    );
    expect(first).toBe('  a: T2, 命名空间隔离并过滤系统调用 namespaces and a filter of system calls');
    expect(second).toContain('risk accepted by the custodian of the domain: acc-1');
  });

  test('the run page shows the tier, who accepted the risk, and until when', async () => {
    const id = await accepted();
    const { until } = loadDoc(office.record.read, 'riskAcceptance', id) ?? {};
    const text = await (await app.request('/run')).text();
    for (const part of ['E_ISOLATION', 'sluice doctor', id, String(until), 'artificial']) expect(text).toContain(part);
    const confined = await createApp({ ...office, ...inTier('T2') }, city.accounts).request('/run');
    expect(await confined.text()).not.toContain('E_ISOLATION');
  });
});
