/** The reviewer's list of each gate over HTTP: who reads it, what it says, and that reading it changes nothing. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { act } from '#gateway/act.ts';
import { checkExport } from '#gateway/check-export.ts';
import type { CheckList } from '#gateway/checks.ts';
import { submitExport, voteFor } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { loadDoc } from '#gateway/load.ts';
import { domains } from '#policies/procedure/checklist.ts';
import { packHash } from '#policies/procedure/rule-packs/pack.ts';
import { standardPack } from '#policies/procedure/rule-packs/standard.ts';
import { unwrap } from '#policies/refusal.ts';
import { openCity, type Installation } from '../fixtures/installation.ts';
import { aPlan, toRun } from './plans.ts';
import { codesOf } from './refused.ts';

const plan = aPlan();
let city: Installation;
let ids: Readonly<Record<'applications' | 'programs' | 'exports', string>>;
let agreement: string;
let run: string;

beforeAll(async () => {
  city = await openCity();
  const ran = await toRun(city.as, plan);
  ({ agreement, run } = ran);
  const submitted = await submitExport(city.as, plan, ran);
  const program = loadDoc(city.office.record.read, 'run', run)?.program ?? '';
  const application = loadDoc(city.office.record.read, 'agreement', agreement)?.application ?? '';
  ids = { applications: application, programs: program, exports: String(submitted['id']) };
});
afterAll(async () => city[Symbol.asyncDispose]());

const places = { applications: 'review', programs: 'review', exports: 'check' } as const;
type Word = keyof typeof places;
const words = Object.keys(places) as readonly Word[];
const pathOf = (word: Word, id = ids[word]) => `/${places[word]}/${word}/${id}/checks`;

async function listOf(word: Word, person = people.operator.person): Promise<CheckList> {
  return unwrap(await city.as(person).call(pathOf(word))) as unknown as CheckList;
}

describe('AO-07-7 AO-15-2 DC-12 the list of a gate', () => {
  test.each(words)('of %s is not for vendors, departments or the public', async (word) => {
    for (const { person } of [people.vendor, people.rival, people.district])
      expect(codesOf(await city.as(person).call(pathOf(word)))).toEqual(['E_ROLE']);
    expect(codesOf(await city.as(people.operator.person).call(pathOf(word, 'none')))).toEqual(['E_NOT_FOUND']);
  });

  test.each(words)('of %s has every section, cites the pack, and asks a person in each', async (word) => {
    const list = await listOf(word);
    expect(list).toMatchObject({ pack: 'sluice.standard', version: 1, hash: packHash(standardPack), recorded: true });
    for (const domain of domains) {
      const own = list.items.filter((item) => item.domain.id === domain);
      expect(own.some(({ evaluator }) => evaluator === 'human')).toBe(true);
      expect(own.every(({ remedy, normRef }) => remedy !== undefined && normRef !== undefined)).toBe(true);
    }
  });

  test('of an export is open where people are asked, and nothing automatic has failed', async () => {
    const { items } = await listOf('exports', people.regulator.person);
    expect(items.every(({ verdict, evaluator }) => (verdict === 'open') === (evaluator === 'human'))).toBe(true);
    expect(items.some(({ verdict }) => verdict === 'fail')).toBe(false);
  });

  test.each(words)('AO-04-2 of %s says who manages and who uses', async (word) => {
    const { parties } = await listOf(word);
    expect(parties.using?.person).toBe(people.vendor.person);
    if (word !== 'exports') expect(parties.managing?.person).toBe(people.operator.person);
  });

  test('is a page too, with the same items', async () => {
    const token = city.accounts.byPerson(people.operator.person)?.token ?? '';
    const headers = { authorization: `Bearer ${token}` };
    const response = await city.app.request(`/api/v1${pathOf('exports')}/page`, { headers });
    const html = await response.text();
    expect(response.headers.get('content-type')).toContain('text/html');
    for (const { id, title } of (await listOf('exports')).items) expect(html).toContain(title?.en ?? id);
    expect((await city.app.request(`/api/v1${pathOf('exports')}/page`)).status).toBe(401);
  });

  test('is read as often as one likes: nothing is written', async () => {
    const before = city.office.record.read.size();
    for (const word of words) await listOf(word);
    expect(city.office.record.read.size()).toBe(before);
  });

  test('tells nothing of a vote while the round is open', async () => {
    const desk = city.as(people.operator.person);
    const before = await listOf('exports', people.second.person);
    unwrap(await desk.call(`/check/exports/${ids.exports}/vote`, await voteFor(desk, ids.exports)));
    expect(await listOf('exports', people.second.person)).toEqual(before);
  });
});

test('AO-22-1 AO-15-1 what the pack calls critical is blocked by the automatic check, with the item in the record', async () => {
  const { scenario, purpose, recipients, sourceStatement } = plan;
  const product = { title: '产品', form: 'data_metric', scenario: scenario.id, purpose, recipients, sourceStatement };
  const vendor = city.as(people.vendor.person);
  const drafted = unwrap(await vendor.call('/check/exports', { agreement, product: { ...product, runs: [run] } }));
  const id = String(drafted['id']);
  unwrap(await act(city.office, { life: 'export', id, command: { type: 'submit' }, actor: people.vendor }));
  const { program } = loadDoc(city.office.record.read, 'run', run) ?? {};
  unwrap(await city.as(people.operator.person).call(`/review/programs/${program}/revoke`, { reason: '发现问题' }));
  const checked = unwrap(await checkExport(city.office, id));
  expect(checked.doc.state).toBe('blocked');
  const failed = checked.doc.check?.items.filter(({ verdict }) => verdict === 'fail');
  expect(failed).toEqual([{ id: 'export.data_security.programs_approved', verdict: 'fail' }]);
  const told = unwrap(await vendor.call(`/check/exports/${id}`));
  expect(told['reason']).toMatch(/every program was approved and has not been revoked/);
  expect(told['check']).toEqual({
    gate: 'export',
    pack: 'sluice.standard',
    version: 1,
    hash: packHash(standardPack),
  });
});
