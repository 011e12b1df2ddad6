/** Time over HTTP: a browse request that nobody answers, the register, notices, and a calendar that two persons enter. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openAccounts, type Accounts } from '#gateway/accounts.ts';
import { createApp } from '#gateway/app.ts';
import { idOf } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { cityPeople } from '#gateway/city/set-up.ts';
import { printDuties } from '#gateway/cli/duties.ts';
import { clientOf, type Client } from '#gateway/client.ts';
import { openOffice, type OpenOffice } from '#gateway/open-office.ts';
import { keepTime, startTimekeeper } from '#gateway/timekeeper.ts';
import { dateOf } from '#policies/calendar.ts';
import { isWeekend } from '#policies/procedure/working-days.ts';
import { dayNumber } from '#policies/calendar.ts';
import { unwrap } from '#policies/refusal.ts';
import { instant } from '#policies/units.ts';
import { join } from 'node:path';
import { copyOfCity } from '../fixtures/installation.ts';
import { codesOf } from './refused.ts';

const day = 24 * 3_600_000;
let passed = 0;
const errors: unknown[] = [];
let dir: string;
let office: OpenOffice;
let accounts: Accounts;

const clock = () => instant(new Date(Date.now() + passed).toISOString());

async function open(): Promise<OpenOffice> {
  return openOffice({ dir, clock, lookEvery: day, onError: (error) => errors.push(error) });
}

beforeAll(async () => {
  dir = await copyOfCity();
  office = await open();
  accounts = openAccounts(join(dir, 'accounts.json'), cityPeople);
});
afterAll(async () => office[Symbol.asyncDispose]());

function as({ person }: { readonly person: string }): Client {
  const app = createApp(office, accounts);
  return clientOf('', accounts.byPerson(person)?.token ?? '', (url, init) => app.request(url, init));
}

type Items = readonly Readonly<Record<string, unknown>>[];
const items = async (who: { readonly person: string }, path: string): Promise<Items> =>
  unwrap(await as(who).call(path))['items'] as Items;

test('SH-43-1 AO-16-1 what the agency does not answer in time is told, escalated and in the register, and stays unanswered', async () => {
  const id = idOf(await as(people.vendor).call('/propose/browse-requests', { purpose: '了解可用数据' }));
  const owed = (await items(people.agency, '/deadlines')).find((one) => one['id'] === id);
  expect(owed).toMatchObject({ clock: 'permit', state: 'running', days: 5, counted: 0, basis: 'default' });
  expect((await items(people.vendor, '/deadlines')).find((one) => one['id'] === id)).toBeUndefined();

  passed = 40 * day;
  await keepTime(office);
  expect((await items(people.agency, '/deadlines')).find((one) => one['id'] === id)).toMatchObject({
    state: 'overdue',
  });
  const register = await items(people.regulator, '/audit/duties?role=data_agency&state=open');
  const duty = register.find((one) => one['subject'] === id);
  expect(duty).toMatchObject({
    life: 'browseRequest',
    escalatedTo: 'competent_authority',
    article: 'procedure.md §3.3',
  });
  expect(Number(duty?.['late'])).toBeGreaterThan(10);
  expect(unwrap(await as(people.vendor).call(`/propose/browse-requests/${id}`))).toMatchObject({ state: 'submitted' });
  for (const who of [people.vendor, people.operator, people.rival])
    expect(codesOf(await as(who).call('/audit/duties'))).toEqual(['E_ROLE']);
  expect(codesOf(await as(people.regulator).call('/audit/duties?state=approved'))).toEqual(['E_INPUT']);

  // Nothing is raised twice, whether by the next look or by the next process.
  expect(await keepTime(office)).toBe(0);
  await office[Symbol.asyncDispose]();
  office = await open();
  expect((await items(people.regulator, '/audit/duties')).filter((one) => one['subject'] === id)).toHaveLength(1);

  unwrap(await as(people.operator).call(`/review/browse-requests/${id}/forward`, { opinion: '材料齐全' }));
  unwrap(await as(people.agency).call(`/review/browse-requests/${id}/refuse`, { reason: '用途不明' }));
  expect(await keepTime(office)).toBe(1);
  const done = await items(people.authority, '/audit/duties?state=discharged');
  expect(done.map((one) => one['subject'])).toContain(id);
});

test('AO-19-5 each hears of what concerns it, and of nothing of others', async () => {
  const id = idOf(await as(people.vendor).call('/propose/browse-requests', { purpose: '再次了解' }));
  const heard = async (who: { readonly person: string }) =>
    (await items(who, '/notices?limit=200')).filter((one) => one['id'] === id).map((one) => one['type']);
  expect(await heard(people.operator)).toEqual(['browseRequest.submitted']);
  expect(await heard(people.vendor)).toEqual([]);
  unwrap(await as(people.operator).call(`/review/browse-requests/${id}/forward`, { opinion: '材料齐全' }));
  unwrap(await as(people.agency).call(`/review/browse-requests/${id}/refuse`, { reason: '用途不明' }));
  expect(await heard(people.vendor)).toEqual(['browseRequest.refused', 'browseRequest.forwarded']);
  expect(await heard(people.agency)).toEqual(['browseRequest.forwarded']);
  expect(await heard(people.operator)).toEqual(['browseRequest.refused', 'browseRequest.submitted']);
  for (const who of [people.rival, people.authority, people.district]) expect(await heard(who)).toEqual([]);
  const all = await items(people.operator, '/notices?limit=2');
  expect(all).toHaveLength(2);
  const next = await items(people.operator, `/notices?limit=1&before=${String(all[1]?.['seq'])}`);
  expect(Number(next[0]?.['seq'])).toBeLessThan(Number(all[1]?.['seq']));
});

test('SH-45-1 the timekeeper looks by itself, and stops when it is told to', async () => {
  const id = idOf(await as(people.vendor).call('/propose/browse-requests', { purpose: '第三次了解' }));
  passed += 40 * day;
  const keeper = startTimekeeper(office, 5);
  const found = async () => (await items(people.regulator, '/audit/duties')).some((one) => one['subject'] === id);
  await vi.waitFor(async () => expect(await found()).toBe(true), { timeout: 20_000 });
  await keeper[Symbol.asyncDispose]();
  const size = office.record.read.size();
  expect(await keepTime(office)).toBe(0);
  expect(office.record.read.size()).toBe(size);
});

/** Some year that nobody has entered. */
const year = 2031;
const off = ['01-01', '05-01', '10-01', '10-02', '10-03'].map((date) => `${year}-${date}`);

test('DC-17 a year is entered by one person and confirmed by another; the version of the calendar stands in every entry from then on', async () => {
  const body = { year, notice: '国办发明电〔2030〕1号', issued: '2030-11-04', off, work: [saturday()] };
  const before = office.record.read.size();
  const made = unwrap(await as(people.agency).call('/review/calendar-years', body));
  const id = String(made['id']);
  expect(id).toMatch(/^calendar-/);
  expect(codesOf(await as(people.agency).call(`/review/calendar-years/${id}/confirm`, {}))).toEqual(['E_SEPARATION']);
  unwrap(await as(people.deputy).call(`/review/calendar-years/${id}/confirm`, {}));
  unwrap(await as(people.vendor).call('/propose/browse-requests', { purpose: '了解' }));
  const versions = office.record.read.entries(before, office.record.read.size()).map(({ entry }) => entry.versions);
  expect(versions.map((one) => one['jurisdiction'])).toEqual(versions.map(() => 'guangzhou/1'));
  expect(versions.every((one) => typeof one['sluice'] === 'string')).toBe(true);
  const calendars = versions.map((one) => one['calendar']);
  expect(new Set(calendars.slice(0, 2)).size).toBe(1);
  expect(calendars.at(-1)).not.toBe(calendars[0]);
  const told = unwrap(await as(people.vendor).call('/deadlines'));
  expect(told).toMatchObject({ profile: 'guangzhou/1', calendar: calendars.at(-1) });
});

function saturday(): string {
  let at = dayNumber(`${year}-02-01`);
  while (!isWeekend(at)) at++;
  return dateOf(at);
}

test('the page counts by body and names no organization; the command line says what is owed', async () => {
  const text = await (await createApp(office, accounts).request('/duties')).text();
  expect(text).toContain('Overdue duties');
  expect(text).toContain('guangzhou/1');
  expect(text).not.toContain('agency.data');
  const told = unwrap(await as(people.agency).call('/deadlines'));
  const printed = printDuties(told as unknown as Parameters<typeof printDuties>[0]);
  expect(printed).toContain('answer to a browse request 查阅答复');
  expect(printed).toContain('no number in the text');
  expect(printed).toContain('Profile guangzhou/1');
  expect(errors).toEqual([]);
});
