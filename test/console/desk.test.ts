/** The general pages of the desks: every list, every document, every command that is offered, over the API in the name of the reader. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { people } from '#gateway/city/people.ts';
import { isOwnPath } from '#gateway/console/asset-routes.ts';
import { schemaOf } from '#gateway/console/forms/schema.ts';
import { sentFrom, valueOf } from '#gateway/console/forms/values.ts';
import { openCity, type Installation } from '#test/fixtures/installation.ts';

let city: Installation;
beforeAll(async () => {
  city = await openCity();
});
afterAll(() => city[Symbol.asyncDispose]());

const operator = people.operator.person;

test('a desk sends who has not signed in to the sign-in page, and back afterwards', async () => {
  const answer = await city.ask('/desk/review/registrations?x=1');
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toBe('/account/sign-in?back=%2Fdesk%2Freview%2Fregistrations%3Fx%3D1');
});

test.each(Object.values(people).map(({ person, role }) => [role, person] as const))(
  'the desk of a %s opens, in both languages',
  async (_, person) => {
    for (const lang of ['zh', 'en']) {
      const answer = await city.ask('/desk', { person, headers: { cookie: `sluice_lang=${lang}` } });
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain(lang === 'zh' ? '可以发起' : 'You may begin');
    }
  },
);

test('a list links to documents, a document to what may be done with it, and nothing else', async () => {
  const list = await (await city.ask('/desk/review/registrations', { person: operator })).text();
  expect(list).toContain('href="/desk/propose/registrations/vendor.qiming"');
  const page = '/desk/review/registrations/vendor.qiming';
  expect(await (await city.ask(page, { person: operator })).text()).toContain(`${page}/suspend"`);
  const own = await (await city.ask(page, { person: people.vendor.person })).text();
  expect(own).not.toContain('/suspend"');
  const foreign = await city.ask(page, { person: people.rival.person });
  expect(foreign.status).toBe(404);
});

test('a command that is refused comes back with its reason and with everything that was filled in', async () => {
  const form = new URLSearchParams({ 'request.scenario.title': '园区活力 <b>', 'request.scenario.id': 'x' });
  const answer = await city.ask('/desk/propose/applications/new', {
    person: people.vendor.person,
    method: 'POST',
    body: form,
  });
  expect(answer.status).toBe(422);
  const text = await answer.text();
  expect(text).toContain('role="alert"');
  expect(text).toContain('value="园区活力 &lt;b&gt;"');
});

test('one more row is asked for without losing the others, and nothing is sent', async () => {
  const form = new URLSearchParams({ 'request.datasets.0.table': 'kept', _more: 'request.datasets' });
  const size = city.office.record.read.size();
  const path = '/desk/propose/applications/new';
  const text = await (await city.ask(path, { person: people.vendor.person, method: 'POST', body: form })).text();
  expect(text).toContain('value="kept"');
  expect(text).toContain('name="request.datasets.1.table"');
  expect(city.office.record.read.size()).toBe(size);
});

test('a form fills in what the document says, and says it again', async () => {
  const answer = await city.ask('/api/v1/propose/registrations/vendor.qiming', { person: people.vendor.person });
  const doc = (await answer.json()) as { materials: object };
  const schema = schemaOf('registration', 'edit');
  const { materials } = doc;
  const { capabilities: _, ...plain } = materials as Record<string, unknown>;
  const back = valueOf(schema, sentFrom(schema, doc), '') as { materials: Record<string, unknown> };
  const { capabilities: _too, affiliates: _none, ...again } = back.materials;
  expect({ ...again, affiliates: [] }).toEqual({ ...plain, affiliates: [] });
});

test.each([
  ['/desk', true],
  ['/desk?x=1&y=#a', true],
  ['//evil.example', false],
  ['/\\evil.example', false],
  ['https://evil.example', false],
  ['/a\nb', false],
  ['', false],
])('isOwnPath: %j is %s', (path, own) => {
  expect(isOwnPath(path)).toBe(own);
});

test('the choice of a language leads back into this console only', async () => {
  const there = await city.ask('/preferences?lang=zh&back=//evil.example');
  expect(there.headers.get('location')).toBe('/');
  const back = await city.ask('/preferences?lang=zh&back=/catalog');
  expect(back.headers.get('location')).toBe('/catalog');
  expect(back.headers.get('set-cookie')).toMatch(/sluice_lang=zh;.*HttpOnly.*SameSite=Lax/);
});

test('a long list is read page by page', async () => {
  const vendor = people.vendor.person;
  const wish = { scenario: '信贷', wanted: '用水数据', purpose: '风险评估', value: '高', channel: 'online' };
  for (let at = 0; at < 101; at++)
    await city.as(vendor).call('/propose/demands', { ...wish, wanted: `用水数据 ${at}` });
  const first = await (await city.ask('/desk/propose/demands', { person: vendor })).text();
  const next = /rel="next" href="([^"]+)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const second = await (await city.ask(next, { person: vendor })).text();
  expect(new Set([...rows(first), ...rows(second)]).size).toBe(101);
  expect(second).toContain('rel="first"');
});

function rows(page: string): readonly (string | undefined)[] {
  return [...page.matchAll(/href="(\/desk\/propose\/demands\/dem[^"/]+)"/g)].map(([, href]) => href);
}
