/** What is sent and is not as it should be: more fields, other types, names of prototypes, the same twice, another site. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { people } from '#gateway/city/people.ts';
import type { Browser } from '../accounts/browser.ts';
import { enterAs, openDesk, register, type At } from '../accounts/desk.ts';

let at: At;
let operator: Browser;
beforeAll(async () => {
  at = await openDesk();
  for (const person of [people.operator, people.vendor]) await register(at, person);
  operator = await enterAs(at, people.operator.person);
});
afterAll(async () => at[Symbol.asyncDispose]());

const size = (): number => at.office.record.read.size();
const { org, role, title } = people.vendor;
const somebody = (person: string) => ({ person, org, role, title });
const open = (body: unknown) => operator.api('/audit/accounts', body);

test('ASVS 15.3.3 a field that is not asked for is refused, above all one that decides', async () => {
  const before = size();
  for (const more of [{ state: 'active' }, { binding: {} }, { id: 'act-x' }, { acts: [] }, { by: 'system' }]) {
    const { status, body } = await open({ ...somebody('mass.one'), ...more });
    expect([Object.keys(more)[0], status, body['code']]).toEqual([Object.keys(more)[0], 400, 'E_INPUT']);
  }
  expect(size()).toBe(before);
  const plain = await open(somebody('mass.one'));
  const forged = await open({ ...somebody('mass.two'), type: 'bind' });
  expect([plain.status, forged.status, forged.body['state']]).toEqual([201, 201, plain.body['state']]);
});

test('ASVS 15.3.5 a value of another type is refused, not made into the right one', async () => {
  const before = size();
  for (const person of [1, true, null, ['a.person'], { toString: 'a.person' }, '', ' a.person ']) {
    const { status, body } = await open({ ...somebody('x.y'), person });
    expect([person, status, body['code']]).toEqual([person, 400, 'E_INPUT']);
  }
  for (const body of [[], 'text', 7, null, [somebody('x.y')]]) expect((await open(body)).status).toBe(400);
  expect(size()).toBe(before);
});

test('ASVS 15.3.6 ASVS 1.5.2 names of prototypes are fields like others: refused, and nobody else has them', async () => {
  const before = size();
  const texts = ['{"__proto__":{"role":"operator"}}', '{"constructor":{"prototype":{"role":"operator"}}}'];
  for (const text of texts) {
    const { status } = await send(text);
    expect([text, status]).toEqual([text, 400]);
  }
  expect(size()).toBe(before);
  const beside = await send(`{"__proto__":{"state":"active"},${JSON.stringify(somebody('proto.one')).slice(1)}`);
  expect([beside.status, await beside.text()]).toEqual([201, expect.not.stringMatching(/__proto__|"active"/)]);
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>)['role']).toBeUndefined();
  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    expect((await operator.api(`/audit/accounts/${name}`)).status, name).toBe(404);
    expect([403, 404], name).toContain((await operator.api(`/audit/${name}`)).status);
    expect((await operator.get(`/${name}`)).status, name).toBe(404);
  }
});

function send(body: string, headers: Record<string, string> = {}): Promise<Response> {
  const cookie = [...operator.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const all = { cookie, 'content-type': 'application/json', 'x-csrf-token': operator.csrf, ...headers };
  return Promise.resolve(at.app.request('/api/v1/audit/accounts', { method: 'POST', body, headers: all }));
}

test('ASVS 15.3.7 a parameter sent twice is refused or its first is taken, in one place as in the other; what is for the body is not read from the address', async () => {
  const before = size();
  const text = JSON.stringify(somebody('polluted.one'));
  expect((await operator.api('/audit/accounts?limit=1&limit=100000')).status).toBeLessThan(500);
  const query = new URLSearchParams({ person: 'query.one', org, role });
  expect((await operator.api(`/audit/accounts?${query.toString()}`, {})).status).toBe(400);
  const twice = await operator.post('/account/sign-out', { _csrf: ['wrong', operator.csrf] }, { bare: true });
  expect(twice.status).toBe(403);
  const last = text.replace('{', '{"person":"another.one",');
  expect((await send(last)).status).toBe(201);
  expect(at.office.record.read.list('account').map(({ id }) => id)).not.toContain('act-another.one');
  expect(size()).toBeGreaterThan(before);
});

test('ASVS 3.5.2 no method is taken from a field or a header, and what a form of any site can send is not taken', async () => {
  const before = size();
  const form = JSON.stringify(somebody('form.one'));
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
    const asked = {
      'content-type': type,
      'x-csrf-token': '',
      'sec-fetch-site': 'cross-site',
      origin: 'https://evil.example',
    };
    expect([type, (await send(form, asked)).status]).toEqual([type, 403]);
    expect([type, (await send(form, { 'content-type': type, 'x-csrf-token': '' })).status]).toEqual([type, 403]);
  }
  const over = { 'x-http-method-override': 'POST', 'x-method-override': 'POST' };
  expect((await at.app.request('/api/v1/audit/accounts?_method=POST', { headers: over })).status).toBe(401);
  expect(size()).toBe(before);
});

test('ASVS 14.2.1 no key is taken from an address, and a page never writes one there', async () => {
  const [pair = ''] = [...operator.cookies].map(([name, value]) => `${name}=${value}`);
  const [, value = ''] = pair.split('=');
  const tries = [
    `access_token=${value}`,
    `token=${value}`,
    `session=${value}`,
    pair,
    `authorization=Bearer%20${value}`,
  ];
  for (const query of tries) expect((await at.app.request(`/api/v1/me?${query}`)).status, query).toBe(401);
  const { text } = await operator.get('/account');
  for (const [, href = ''] of text.matchAll(/(?:href|action|src)="([^"]+)"/g))
    expect(href).not.toMatch(/csrf|token=|session=/);
});

test('ASVS 3.7.2 no address that is sent in leads a browser to another site', async () => {
  const away = [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '/%09/evil.example',
    '/\t/evil.example',
  ];
  for (const back of away) {
    for (const path of ['/preferences?lang=en&back=', '/account/sign-in?back=', '/account/prove?back=']) {
      const { to, text } = await at.browser().get(path + encodeURIComponent(back));
      const leads = [
        to ?? '/',
        ...[...text.matchAll(/(?:href|name="back" value)="([^"]*)"/g)].map(([, one = '']) => one),
      ];
      for (const one of leads)
        expect([path, back, new URL(one, 'https://sluice.test').host]).toEqual([path, back, 'sluice.test']);
    }
  }
});

test('ASVS 1.2.1 ASVS 1.2.3 ASVS 1.3.7 what somebody wrote stands in a page as text, and in JSON as a text', async () => {
  const marked = `"><script>alert(1)</script>'\u2028</style>{{7*7}}\${7*7}`;
  for (const path of [
    `/catalog?q=${encodeURIComponent(marked)}`,
    `/account/invitation?code=${encodeURIComponent(marked)}`,
  ]) {
    const { text } = await at.browser().get(path);
    expect(text).not.toContain('<script>alert');
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(text).not.toContain('49');
  }
  const { status, text } = await at.browser().get(`/api/v1/none/${encodeURIComponent(marked)}`);
  expect([status, (JSON.parse(text) as { code: string }).code]).toEqual([401, 'E_AUTH']);
});

test('ASVS 1.1.1 what comes in is decoded once: what is still encoded then is a name', async () => {
  for (const id of ['act-lin%252evendor', '%2561ct', 'act-%2e%2e%2fx', 'act-%00', 'act-%c0%af', 'act-%ff'])
    expect((await operator.api(`/audit/accounts/${id}`)).status, id).toBe(404);
});

test('ASVS 16.5.1 ASVS 16.5.3 what fails says nothing of why, and does nothing', async () => {
  const before = size();
  const bodies = ['{', '{"a":', '\u0000', '['.repeat(20_000), `{"person":"${'a'.repeat(200_000)}"}`, '\uFEFF{}'];
  for (const body of bodies) {
    const answer = await send(body);
    const text = await answer.text();
    expect([body.slice(0, 9), answer.status]).toEqual([body.slice(0, 9), 400]);
    expect(text).not.toMatch(/\n\s+at |SyntaxError|node:|\.ts:\d|SQLITE/);
    expect(text.length).toBeLessThan(5_000);
  }
  expect(size()).toBe(before);
  expect(at.errors).toEqual([]);
});
