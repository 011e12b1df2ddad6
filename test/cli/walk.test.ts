/** A vendor's whole way by the command line, against a server: pull, propose, run, get, verify; and what supervises, replay. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  approve,
  checklist,
  fileExport,
  idOf,
  signAgreement,
  submitExport,
  term,
  type JourneyPlan,
} from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { ownerOf } from '#gateway/city/set-up.ts';
import type { Json } from '#gateway/client.ts';
import { initProject } from '#gateway/kit/init-project.ts';
import { listen, type Server } from '#gateway/serve.ts';
import { unwrap } from '#policies/refusal.ts';
import { openCity, type Installation } from '../fixtures/installation.ts';
import { newFolder } from '../fixtures/made-once.ts';
import { draftFrom } from './draft-from.ts';
import { runVerb, valueOf } from './run-verb.ts';

let city: Installation;
let server: Server;
let folder: string;

beforeAll(async () => {
  city = await openCity();
  server = await listen(city.app, { port: 0 });
  folder = newFolder();
  unwrap(
    await initProject({ folder, template: 'query', level: 'schema', seed: 7, scale: 0.02, tool: [], tell: () => {} }),
  );
});

afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  await city?.[Symbol.asyncDispose]();
});

function as(person: string): readonly string[] {
  return ['--server', server.url, '--token', city.accounts.byPerson(person)?.token ?? ''];
}

const vendor = () => as(people.vendor.person);

interface Proposed {
  readonly done: readonly { readonly what: string; readonly id: string; readonly state: string }[];
  readonly missing: readonly string[];
}

const propose = async (...more: readonly string[]) =>
  (await valueOf('propose', folder, ...more, ...vendor())) as Proposed;

function fillIn(change: object): void {
  const file = join(folder, 'sluice.json');
  const project = JSON.parse(readFileSync(file, 'utf8')) as { readonly application: object };
  writeFileSync(file, JSON.stringify({ ...project, application: { ...project.application, ...change } }));
}

test('the whole way of a project by the command line', async () => {
  const empty = await propose();
  expect(empty.done).toEqual([]);
  expect(empty.missing).toEqual(expect.arrayContaining(['application.purpose, in sluice.json']));
  fillIn({ purpose: '行业统计', legalBasis: '公共数据授权运营管理办法', ...term, district: people.district.org });
  const [drafted, again] = [await propose(), await propose()];
  expect(drafted.done).toEqual([{ what: 'application', id: expect.stringMatching(/^app-/) as string, state: 'draft' }]);
  expect(again).toEqual(drafted);
  const application = drafted.done[0]?.id ?? '';
  expect((await propose('--submit')).done[0]).toMatchObject({ id: application, state: 'submitted' });

  const desk = city.as(people.operator.person);
  unwrap(await desk.call(`/review/applications/${application}/begin_check`, {}));
  unwrap(await desk.call(`/review/applications/${application}/forward`, { checklist }));
  await approve(city.as, plan, application);
  const agreement = await draftFrom(city, plan, application);
  await signAgreement(city.as, agreement);

  const programs = await propose();
  expect(programs.done.map(({ what, state }) => [what, state])).toEqual([
    ['application', expect.any(String)],
    ['program queries/firms.sql', 'draft'],
    ['program queries/power.sql', 'draft'],
  ]);
  expect(programs.missing).toEqual([
    expect.stringContaining('queries/firms.sql: a test'),
    expect.stringContaining('queries/power.sql'),
  ]);
  const frozen = await propose('--submit');
  expect(frozen.done.slice(1).map(({ id, state }) => [id, state])).toEqual(
    programs.done.slice(1).map(({ id }) => [id, 'static_checked']),
  );
  // Nothing that stands before a reviewer is touched.
  writeFileSync(join(folder, 'queries', 'power.sql'), 'SELECT count(DISTINCT uscc) AS firms FROM power_usage_daily');
  expect((await propose()).missing).toEqual([expect.stringContaining('it is static_checked with another text')]);

  const run = await runOf(programs.done[1]?.id ?? '');
  expect(await valueOf('runs', ...vendor())).toMatchObject([{ id: run, state: 'quarantined' }]);
  const shown = await runVerb('runs', 'show', run, '--watch', ...vendor());
  expect(shown).toMatchObject({
    ok: true,
    isNo: false,
    text: expect.stringContaining('result in quarantine') as string,
  });

  const exported = await exportOf(agreement, run);
  const out = join(folder, 'bundle.zip');
  const early = await runVerb('export', 'get', exported, '--out', out, ...vendor());
  expect([early.ok, existsSync(out)]).toEqual([false, false]);
  await fileExport(city.as, { id: exported, run });
  unwrap(await desk.call(`/export/exports/${exported}/release`, {}));
  expect(await valueOf('export', 'get', exported, '--out', out, ...vendor())).toMatchObject({
    file: out,
    keys: 'self-asserted',
  });
  expect(await valueOf('verify', out)).toMatchObject({ verified: true });

  const others = await runVerb('export', 'get', exported, '--out', `${out}.other`, ...as(people.rival.person));
  expect([others.ok, existsSync(`${out}.other`)]).toEqual([false, false]);
  const auditor = as(people.regulator.person);
  for (const word of [exported, run])
    expect(await valueOf('replay', word, '--reason', '抽查', ...auditor)).toEqual({
      export: exported,
      runs: [{ run, equal: true, noise: 'none' }],
    });
  expect(await runVerb('replay', exported, '--reason', '抽查', ...vendor())).toMatchObject({ ok: false });
  await expect(runVerb('replay', exported, ...auditor)).rejects.toThrow('must have a --reason');
});

const plan: JourneyPlan = {
  scenario: { id: 'scn.firms-by-district', title: '各区企业数量' },
  purpose: '行业统计',
  legalBasis: '公共数据授权运营管理办法',
  sql: '',
  recipients: ['行业协会'],
  sourceStatement: '数据来源:市政府各部门',
  departments: [ownerOf('dept.market_regulation').person, ownerOf('dept.power').person],
};

async function runOf(program: string): Promise<string> {
  const desk = city.as(people.operator.person);
  const { hash } = unwrap(await desk.call(`/review/programs/${program}`));
  unwrap(await desk.call(`/review/programs/${program}/begin_review`, {}));
  unwrap(await desk.call(`/review/programs/${program}/approve`, { hash, checklist }));
  const order = { program, hash, scenario: plan.scenario.id, parameters: [] };
  const id = idOf(await city.as(people.vendor.person).call('/run/runs', order));
  expect(await valueOf('runs', 'show', id, '--watch', ...vendor())).toMatchObject({ state: 'quarantined' });
  return id;
}

async function exportOf(agreement: string, run: string): Promise<string> {
  const submitted: Json = await submitExport(city.as, plan, { agreement, run });
  return String(submitted['id']);
}

test('sluice catalog ls and show ask the server; a word that is nowhere finds nothing', async () => {
  const listed = (await valueOf('catalog', 'ls', ...vendor())) as readonly { readonly id: string }[];
  expect(listed.map(({ id }) => id)).toContain('ent_registration');
  expect(await valueOf('catalog', 'ls', 'none_of_this', ...vendor())).toEqual([]);
  const shown = await runVerb('catalog', 'show', 'ent_registration', ...vendor());
  expect(shown).toMatchObject({ ok: true, text: expect.stringMatching(/uscc +VARCHAR +L\d/) as string });
  expect(await runVerb('catalog', 'show', 'none', ...vendor())).toMatchObject({ refusals: [{ code: 'E_NOT_FOUND' }] });
});

test('sluice data publish: a draft, handed in with evidence and risk, and a new version of what is published', async () => {
  const file = join(folder, 'entry.json');
  const owner = ownerOf('dept.meteorology').person;
  const { value } = (await runVerb('catalog', 'show', 'weather_station_hourly', ...vendor())) as unknown as {
    readonly value: { readonly entry: Json & { readonly version: number } };
  };
  const fresh = { ...value.entry, id: 'weather_more', tables: renamed(value.entry['tables']) };
  writeFileSync(file, JSON.stringify(fresh));
  const publish = (...more: readonly string[]) => valueOf('data', 'publish', file, ...more, ...as(owner));
  expect(await publish()).toMatchObject({ id: 'weather_more', state: 'draft' });
  expect(await publish('--evidence', '002-11', '--risk', '低')).toMatchObject({ state: 'submitted' });
  writeFileSync(file, JSON.stringify({ ...value.entry, version: value.entry.version + 1 }));
  expect(await publish()).toMatchObject({ id: 'weather_station_hourly', state: 'revising' });
  expect(await runVerb('data', 'publish', file, ...vendor())).toMatchObject({ ok: false });
  writeFileSync(file, '{}');
  expect(await runVerb('data', 'publish', file, ...as(owner))).toMatchObject({ refusals: [{ code: 'E_ENTRY' }] });
});

function renamed(tables: unknown): unknown {
  return (tables as readonly Json[]).map((table) => ({ ...table, name: `${String(table['name'])}_more` }));
}
