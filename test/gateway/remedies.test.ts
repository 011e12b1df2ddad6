/** The catalog's side over HTTP: what is another's does not exist, an anonymous complainant has no name, the public reads what is published. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { idOf, requestOf, term } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { ownerOf } from '#gateway/city/set-up.ts';
import { unwrap } from '#policies/refusal.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import { openCity, type Installation } from '../fixtures/installation.ts';
import { aPlan } from './plans.ts';
import { codesOf } from './refused.ts';

const entry = 'ent_registration';
const owner = ownerOf('dept.market_regulation');
let city: Installation;
beforeAll(async () => {
  city = await openCity();
});
afterAll(async () => city[Symbol.asyncDispose]());

const call = (person: string, path: string, body?: unknown) => city.as(person).call(path, body);

/** What somebody reads of it. */
async function text(person: string, path: string): Promise<string> {
  return await (await city.ask(`/api/v1${path}`, { person })).text();
}

const openings = {
  objections: ['catalog', { entry, ground: 'error_omission', statement: '有误' }],
  demands: ['propose', { scenario: '信贷', wanted: '用水', purpose: '评估', value: '高', channel: 'online' }],
  complaints: ['catalog', { anonymous: true, facts: '超范围使用' }],
  'quality-issues': ['catalog', { entry, kind: 'quality', dimension: 'accuracy', facts: '金额有误' }],
} as const;

describe('SH-23-1 GD-24-2 GD-15-5 SH-26-2 what one of the public begins', () => {
  test.each(Object.entries(openings))(
    '%s: another of the outside finds nothing, in a list or alone',
    async (name, [stage, body]) => {
      const { person } = people.public;
      const id = idOf(await call(person, `/${stage}/${name}`, body));
      expect(await text(person, `/${stage}/${name}/${id}`)).toContain(id);
      for (const other of [people.vendor, people.citizen]) {
        expect(await text(other.person, `/${stage}/${name}`)).not.toContain(id);
        const [theirs, none] = [`/${stage}/${name}/${id}`, `/${stage}/${name}/none-1`];
        expect((await text(other.person, theirs)).replaceAll(id, 'none-1')).toBe(await text(other.person, none));
      }
      expect(await text(people.agency.person, `/review/${name}`)).toContain(id);
    },
  );
});

test('GD-32-2 SH-26-2 whoever reads an anonymous complaint does not read who made it', async () => {
  const { person, org } = people.public;
  const id = idOf(await call(person, '/catalog/complaints', { anonymous: true, facts: '超范围使用' }));
  for (const reader of [people.agency, people.authority, people.operator, people.regulator]) {
    const read = await text(reader.person, `/catalog/complaints/${id}`);
    expect(read).toContain('anonymous');
    expect(read).not.toContain(person);
    expect(read).not.toContain(org);
  }
  const moved = unwrap(await call(people.agency.person, `/review/complaints/${id}/accept`, { note: '受理' }));
  expect(JSON.stringify(moved)).not.toContain(person);
});

test('SH-23-1 a marked entry says so to everybody, in the API and on its page, until it is decided', async () => {
  const before = await text(people.vendor.person, `/catalog/entries/${entry}`);
  expect(before).not.toContain('"disputed":true');
  const id = idOf(await call(people.citizen.person, '/catalog/objections', openings.objections[1]));
  unwrap(await call(people.operator.person, `/review/objections/${id}/mark`, { note: '已标注' }));
  expect(await text(people.vendor.person, `/catalog/entries/${entry}`)).toContain('"disputed":true');
  expect(await (await city.ask(`/catalog/${entry}`)).text()).toContain('Disputed');
  unwrap(await call(people.operator.person, `/review/objections/${id}/forward`, { material: '材料' }));
  unwrap(await call(owner.person, `/review/objections/${id}/verify`, { note: '核实' }));
  unwrap(await call(owner.person, `/review/objections/${id}/uphold`, { decision: '无误' }));
  expect(await text(people.vendor.person, `/catalog/entries/${entry}`)).toBe(before);
});

test('GD-18-1 AO-08-3 AO-08-5 the public reads the published version while the next is written, and nothing of that', async () => {
  const published = cityEntries.find(({ id }) => id === entry);
  if (!published?.opening) throw new Error('the city has this entry');
  const opening = { ...published.opening, summary: '尚未发布的说明' };
  const revision = { ...published, version: 2, opening };
  unwrap(await call(owner.person, `/catalog/entries/${entry}/revise`, { entry: revision }));
  for (const reader of [people.public, people.vendor]) {
    const read = await text(reader.person, `/catalog/entries/${entry}`);
    expect(read).toContain(published.opening.summary);
    expect(read).toContain('"state":"published"');
    expect(read).not.toContain('尚未发布');
  }
  expect(await (await city.ask(`/catalog/${entry}`)).text()).not.toContain('尚未发布');
  expect(await text(owner.person, `/catalog/entries/${entry}`)).toContain('尚未发布');
  const foreign = await call(ownerOf('dept.tax').person, `/catalog/entries/${entry}/submit`, {
    evidence: '依据',
    riskAssessment: '低',
  });
  expect(codesOf(foreign)).toEqual(['E_NOT_FOUND']);
});

test('AO-35-4 AO-35-1 a decision on an appeal reopens the step in the same transaction', async () => {
  const { person } = people.vendor;
  const scope = [{ entry: 'weather_station_hourly', table: 'weather_station_hourly', columns: ['station_id'] }];
  const scenario = { id: 'appealed', title: '申诉场景' };
  const request = { ...requestOf(aPlan(), scope), term, scenario };
  const application = idOf(await call(person, '/propose/applications', { request }));
  unwrap(await call(person, `/propose/applications/${application}/submit`, {}));
  unwrap(await call(people.operator.person, `/review/applications/${application}/begin_check`, {}));
  unwrap(await call(people.operator.person, `/review/applications/${application}/reject`, { reason: '材料不实' }));
  const said = { subject: 'application', object: application, statement: '材料属实', wanted: '重新核查' };
  expect(codesOf(await call(people.rival.person, '/propose/appeals', said))).toEqual(['E_NOT_FOUND']);
  const id = idOf(await call(person, '/propose/appeals', said));
  unwrap(await call(people.agency.person, `/review/appeals/${id}/accept`, { complexity: 'complex', note: '复杂' }));
  const decided = { decision: 'revoke', grounds: '材料属实' };
  const done = unwrap(await call(people.authority.person, `/review/appeals/${id}/decide`, decided));
  expect(done['state']).toBe('executed');
  expect(await text(person, `/propose/applications/${application}`)).toContain('"state":"operator_checking"');
  expect(await text(people.rival.person, `/propose/appeals/${id}`)).not.toContain(application);
});
