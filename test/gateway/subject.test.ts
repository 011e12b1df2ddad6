/** The regulator's question which released products used records of one subject. Through the real door. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DuckDBInstance } from '@duckdb/node-api';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileExport, release } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { unwrap } from '#policies/refusal.ts';
import { openCity, type Installation } from '../fixtures/installation.ts';
import { forge } from './permits.ts';
import { aPlan, toExport } from './plans.ts';
import { codesOf } from './refused.ts';

let city: Installation;
let firm: string;
let made: { readonly run: string; readonly export: string };
beforeAll(async () => {
  city = await openCity();
  firm = await aFirm();
  const plan = aPlan({ sql: 'SELECT industry_code, count(DISTINCT uscc) AS firms FROM ent_registration GROUP BY ALL' });
  made = await toExport(city.as, plan);
  expect(await runsOf(firm)).toEqual([]);
  await fileExport(city.as, { id: made.export, run: made.run });
  await release(city.as, plan, made.export);
});
afterAll(async () => city[Symbol.asyncDispose]());

/** Some registered firm, from the department's own snapshot. */
async function aFirm(): Promise<string> {
  const folder = join(city.dir, 'domain', 'snapshots', 'ent_registration');
  const file = join(folder, readFileSync(join(folder, 'current'), 'utf8').trim(), 'data.duckdb');
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll('SELECT min(uscc) FROM ent_registration');
  connection.closeSync();
  instance.closeSync();
  return String(reader.getRows()[0]?.[0]);
}

async function ask(person: string, id: string) {
  return city.as(person).call('/audit/subjects', { space: 'enterprise', id, reason: '监管问询' });
}

async function runsOf(id: string): Promise<unknown> {
  return unwrap(await ask(people.regulator.person, id))['runs'];
}

test('AO-30-1: the regulator learns which exports used a firm’s records, after their release and without any value', async () => {
  expect(await runsOf(firm)).toEqual([{ run: made.run, exports: [made.export] }]);
  expect(await runsOf('91000000000000000X')).toEqual([]);
});

test('the question stands in the record before its answer, under the same keyed name each time, and the id does not', async () => {
  const { read } = city.office.record;
  const before = read.size();
  await runsOf(firm);
  await runsOf(firm);
  await runsOf('91000000000000000X');
  const asked = [0, 1, 2].map((at) => read.entry(before + at));
  expect(asked.map((event) => event?.type)).toEqual(Array.from({ length: 3 }, () => 'subject.requested'));
  const names = asked.map((event) => (event?.data as { subject?: string } | undefined)?.subject);
  expect(names[0]).toBe(names[1]);
  expect(names[2]).not.toBe(names[0]);
  const whole = JSON.stringify(asked);
  expect(whole).not.toContain(firm);
  expect(whole).not.toContain('91000000000000000X');
});

test('nobody else may ask, and the domain believes only the regulator’s entry about this very subject', async () => {
  const { read } = city.office.record;
  const before = read.size();
  const { regulator, ...others } = people;
  for (const { person } of Object.values(others)) expect(codesOf(await ask(person, firm))).toEqual(['E_ROLE']);
  expect(codesOf(await city.as(regulator.person).call('/audit/subjects', { space: 'enterprise', id: firm }))).toEqual([
    'E_INPUT',
  ]);
  expect(read.size()).toBe(before);
  const { domain } = city.office;
  const about = { space: 'enterprise', id: firm };
  const { commitment } = unwrap(await domain.nameSubject(about));
  const event = { life: 'subject', id: commitment, type: 'subject.requested', data: {} };
  const look = async (permit: Awaited<ReturnType<typeof forge>>) => codesOf(await domain.subject({ ...about, permit }));
  expect(await look(await forge(city.office, { ...event, id: '0'.repeat(64) }, regulator))).toEqual(['E_PERMIT']);
  expect(await look(await forge(city.office, event, people.operator))).toEqual(['E_PERMIT']);
  expect(await look(await forge(city.office, event, regulator))).toEqual([]);
});
