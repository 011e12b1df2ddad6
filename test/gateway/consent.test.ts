/** Consent through the real door: named by the domain's key, given by its subject, seen by whom it concerns, and refused where it cannot be kept to. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { people } from '#gateway/city/people.ts';
import { idOf, programOf, term } from '#gateway/city/journey.ts';
import { systemActor } from '#gateway/office.ts';
import { contentHash } from '#policies/record/content-hash.ts';
import { unwrap } from '#policies/refusal.ts';
import { openCity, type Installation } from '../fixtures/installation.ts';
import { forge } from './permits.ts';
import { aPlan } from './plans.ts';
import { codesOf } from './refused.ts';

let city: Installation;
beforeAll(async () => {
  city = await openCity();
});
afterAll(async () => city[Symbol.asyncDispose]());

const raw = '91350100M000100Y43';
const name = (person: string) => city.as(person).call('/propose/consents/subject', { space: 'enterprise', id: raw });

test('GD-24-1 a subject learns its keyed name, who asked stands in the record, and the id stands nowhere', async () => {
  for (const { person } of [people.vendor, people.operator, people.regulator])
    expect(codesOf(await name(person))).toEqual(['E_ROLE']);
  const before = city.office.record.read.size();
  const { subject } = unwrap(await name(people.citizen.person));
  expect(subject).toMatch(/^[0-9a-f]{64}$/);
  expect(unwrap(await name(people.citizen.person))['subject']).toBe(subject);
  const events = [before, before + 1].map((at) => city.office.record.read.entry(at));
  expect(events.map((event) => event?.type)).toEqual(['subject.named', 'subject.named']);
  expect(JSON.stringify(events)).not.toContain(raw);
});

test('GD-24-1 it is given by its subject, activated by the operator, seen by the vendor that it names and no other, and revoked', async () => {
  const citizen = city.as(people.citizen.person);
  const { subject } = unwrap(await name(people.citizen.person));
  const columns = [{ entry: 'ent_registration', table: 'ent_registration', columns: ['district_code'] }];
  const about = { subject, vendor: people.vendor.org, scenario: 'scn.credit', columns, accesses: 1, term };
  expect(codesOf(await citizen.call('/propose/consents', { ...about, subject: raw }))).toEqual(['E_INPUT']);
  const id = idOf(await citizen.call('/propose/consents', about));
  unwrap(await city.as(people.operator.person).call(`/review/consents/${id}/activate`, { evidence: '已核验' }));
  expect(unwrap(await city.as(people.vendor.person).call(`/propose/consents/${id}`))['state']).toBe('active');
  expect(codesOf(await city.as(people.rival.person).call(`/propose/consents/${id}`))).toEqual(['E_NOT_FOUND']);
  expect(codesOf(await city.as(people.vendor.person).call(`/propose/consents/${id}/revoke`, { reason: 'x' }))).toEqual([
    'E_ROLE',
  ]);
  unwrap(await citizen.call(`/propose/consents/${id}/revoke`, { reason: '不再同意' }));
  expect(unwrap(await citizen.call(`/propose/consents/${id}`))['state']).toBe('revoked');
});

test('AO-09-1 what went into the domain came in a batch that the record has, with version, checksum and no number of rows', () => {
  const batches = city.office.record.read.list('provision');
  expect(batches.length).toBeGreaterThan(5);
  for (const { state, json } of batches) {
    expect([state, Object.keys(Object(json)).filter((key) => key === 'rows')]).toEqual(['received', []]);
    expect(json).toMatchObject({ schemaVersion: 1, authorization: expect.stringContaining('准许') as string });
  }
});

test('AO-21-3 the domain refuses an order that rests on consents: it would read everybody’s rows on those of some', async () => {
  const sql = 'SELECT district_code, count(DISTINCT uscc) AS firms FROM ent_registration GROUP BY ALL';
  const content = programOf(aPlan({ sql }), 'agr').content;
  const { person, org } = systemActor;
  const order = { hash: contentHash(content), vendor: people.vendor.org, agreement: 'agr', parameters: [] };
  const answerTo = async (id: string, data: object) => {
    const permit = await forge(
      city.office,
      { life: 'run', id, type: 'run.ordered', data },
      { person, org, role: 'system' },
    );
    return codesOf(await city.office.domain.run({ permit, run: id, content }));
  };
  expect(await answerTo('run_consented', { ...order, subjects: ['ab'.repeat(32)] })).toEqual(['E_CONSENT']);
  expect(await answerTo('run_plain', order)).not.toContain('E_CONSENT');
});
