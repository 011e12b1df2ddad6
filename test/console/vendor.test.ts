/** The vendor's own pages: an application filled in without a script, and the way from an agreement to a run, each page saying what comes next. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { agreeOn } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { ownersOf } from '#gateway/city/set-up.ts';
import { stageOf } from '#gateway/console/vendor/track.ts';
import { usualTerm, withDays, withMoments } from '#gateway/console/vendor/terms.ts';
import { openCity, type Installation } from '#test/fixtures/installation.ts';

const sql = 'SELECT district_code, count(DISTINCT uscc) AS n FROM power_usage_daily GROUP BY ALL';
const person = people.vendor.person;

let city: Installation;
let agreed: { readonly application: string; readonly agreement: string };
beforeAll(async () => {
  city = await openCity();
  agreed = await agreeOn(city.as, {
    scenario: { id: 'scn.vendor', title: '复工复产' },
    purpose: '掌握复工复产情况',
    legalBasis: '公共数据授权运营管理办法',
    sql,
    recipients: ['行业协会'],
    sourceStatement: '数据来源:供电局',
    departments: ownersOf(sql),
  });
});
afterAll(() => city[Symbol.asyncDispose]());

const application = {
  'request.scenario.id': 'scn.second',
  'request.scenario.title': '园区 <b>活力</b>',
  'request.purpose.text': '研究',
  'request.purpose.legalBasis': '公共数据授权运营管理办法',
  'request.datasets.0.entry': 'power_usage_daily',
  'request.datasets.0.table': 'power_usage_daily',
  'request.datasets.0.columns.0.name': 'district_code',
  'request.datasets.0.columns.0.reason': '分组',
  'request.rowScope': '全部记录',
  'request.productForms': 'data_metric',
  'request.term.from': '2026-12-01',
  'request.term.to': '2027-12-01',
  'request.securityMeasures': '仅在域内计算',
};

async function page(path: string, who: string = person): Promise<string> {
  const answer = await city.ask(path, { person: who });
  expect(answer.status).toBe(200);
  return answer.text();
}

function post(path: string, fields: Readonly<Record<string, string>>) {
  return city.ask(path, { person, method: 'POST', body: new URLSearchParams(fields) });
}

test('an application that is refused comes back with everything that was filled in', async () => {
  const { 'request.purpose.text': _, ...without } = application;
  const answer = await post('/desk/propose/applications/new', { ...without, do: 'draft' });
  expect(answer.status).toBe(422);
  const text = await answer.text();
  expect(text).toContain('value="园区 &lt;b&gt;活力&lt;/b&gt;"');
  expect(text).toContain('value="2026-12-01"');
  expect(text).toMatch(/<option|value="data_metric"\s+checked/);
});

test('an application is drafted from days of the city, edited, and submitted', async () => {
  const drafted = await post('/desk/propose/applications/new', { ...application, do: 'draft' });
  const address = drafted.headers.get('location') ?? '';
  expect(address).toMatch(/^\/desk\/propose\/applications\/app-/);
  const doc = await (await city.ask(`/api/v1${address.replace('/desk', '')}`, { person })).json();
  expect(doc).toMatchObject({ state: 'draft', request: { term: { from: '2026-11-30T16:00:00.000Z' } } });
  expect(await page(`${address}/edit`)).toContain('value="2026-12-01"');
  const submitted = await post(`${address}/edit`, { ...application, do: 'submit' });
  expect(submitted.headers.get('location')).toBe(address);
  const shown = await page(address);
  expect(shown).toContain('The operating institution begins its check.');
  expect(shown).toMatch(/aria-current="step"\s*>\s*review/);
});

test('the page of another vendor is not there, and the operator is shown the general one', async () => {
  const path = `/desk/propose/applications/${agreed.application}`;
  expect((await city.ask(path, { person: people.rival.person })).status).toBe(404);
  expect(await page(path, people.operator.person)).not.toContain('class="track"');
});

test('an agreement is read in ten clauses, with the hash that was signed', async () => {
  const text = await page(`/desk/propose/agreements/${agreed.agreement}`);
  const clauses = /<ol class="clauses">[\s\S]*?<\/ol>/.exec(text)?.[0] ?? '';
  expect(clauses.match(/<h3>/g)).toHaveLength(10);
  const doc = (await (await city.ask(`/api/v1/propose/agreements/${agreed.agreement}`, { person })).json()) as {
    hash: string;
  };
  expect(text).toContain(doc.hash);
});

test('a text becomes a program, is tested where it stands, and frozen', async () => {
  const drafted = await post('/workbench/propose', { as: 'program', agreement: agreed.agreement, sql });
  const address = drafted.headers.get('location') ?? '';
  expect(address).toMatch(/^\/desk\/propose\/programs\/prg-/);
  expect(await page(address)).toContain('Test it on simulation data.');
  const tested = await (await post(`${address}/test`, {})).text();
  expect(tested).toContain('What the test showed');
  expect(tested).toContain('tested on simulation data');
  expect((await post(`${address}/freeze`, {})).status).toBe(303);
});

test('a program whose text is refused says where, on its own page', async () => {
  const bad = 'SELECT ent_name, count(*) AS n FROM ent_registration GROUP BY ALL';
  const drafted = await post('/workbench/propose', { as: 'program', agreement: agreed.agreement, sql: bad });
  const tested = await post(`${drafted.headers.get('location')}/test`, {});
  expect(tested.status).toBe(422);
  expect(await tested.text()).toContain('<mark>ent_name</mark>');
});

test.each([
  ['draft', [], 'propose'],
  ['reviewing', [], 'review'],
  ['granted', [], 'run'],
  ['granted', ['operator_review'], 'check'],
  ['granted', ['operator_review', 'filed'], 'export'],
  ['granted', ['released', 'draft'], 'audit'],
])('stageOf a scenario whose application is %s, with exports %j, is %s', (state, exports, stage) => {
  const things = { application: { state }, runs: [], exports: exports.map((one) => ({ state: one })) };
  expect(stageOf(things)).toBe(stage);
});

test('days of a form become moments of the city and days again; what is no day is left to the schema', () => {
  const days = usualTerm(Date.parse('2026-03-01T20:00:00Z'));
  expect(days.get('request.term.from')).toEqual(['2026-03-02']);
  expect([...withDays(withMoments(days))]).toEqual([...days]);
  const none = new Map([['request.term.from', ['soon']]]);
  expect(withMoments(none).get('request.term.from')).toEqual(['soon']);
});
