import { chmodSync, statSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAccounts } from '#gateway/accounts.ts';
import { people } from '#gateway/city/people.ts';
import { listen } from '#gateway/serve.ts';
import { stages } from '#gateway/stages/collections.ts';
import { rules } from '#policies/refusal.ts';
import { canaries } from '#synth/city/canaries.ts';
import { openCity, type Installation } from '../fixtures/installation.ts';
import { aPlan, toExport } from './plans.ts';

const plan = aPlan({ purpose: '不公开的用途', recipients: ['不公开的接收方'], sourceStatement: '不公开的来源' });
let city: Installation;
beforeAll(async () => {
  city = await openCity();
  await toExport(city.as, { ...plan, scenario: { id: 'scn.hidden', title: '不公开的场景' } });
});
afterAll(async () => city[Symbol.asyncDispose]());

type Problem = Readonly<Record<string, unknown>>;

async function problemOf(response: Response): Promise<Problem> {
  return (await response.json()) as Problem;
}

function explain(sql: string): Promise<Response> {
  return city.ask('/api/v1/simulate/explain', {
    person: people.vendor.person,
    method: 'POST',
    body: JSON.stringify({ sql }),
  });
}

test('GD-35-1 DC-01: without a token, with a wrong one, or by another scheme: E_AUTH', async () => {
  const token = city.accounts.byPerson(people.vendor.person)?.token ?? '';
  const headers = [
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Bearer x',
    `Basic ${token}`,
    token,
    `Bearer ${token}x`,
    `bearer ${token}`,
  ];
  const paths = [
    '/me',
    '/catalog/entries',
    '/run/runs',
    '/audit/entries',
    '/simulate/preview/ent_registration',
    '/none',
  ];
  for (const authorization of headers) {
    for (const path of paths) {
      const response = await city.ask(
        `/api/v1${path}`,
        authorization === undefined ? {} : { headers: { authorization } },
      );
      expect([authorization, path, response.status]).toEqual([authorization, path, 401]);
      expect(await problemOf(response)).toMatchObject({ code: 'E_AUTH', status: 401 });
    }
  }
  const me = await city.ask('/api/v1/me', { person: people.vendor.person });
  expect(await me.json()).toMatchObject({ person: people.vendor.person, role: 'vendor' });
  expect(JSON.stringify(await problemOf(await city.ask('/api/v1/me', { person: people.vendor.person })))).not.toContain(
    token,
  );
});

test('RFC 9457: a refusal is a problem with its rule, source and remedy, and a page of its own', async () => {
  const response = await explain('SELECT ent_name FROM ent_registration');
  expect(response.status).toBe(422);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const problem = await problemOf(response);
  const { title, source } = rules.E_COLUMN_RULE;
  expect(problem).toMatchObject({ type: '/problems/E_COLUMN_RULE', title, status: 422, code: 'E_COLUMN_RULE', source });
  expect(String(problem['remedy'])).not.toBe('');
  expect(problem['refusals']).toHaveLength(1);
  expect((await city.ask(String(problem['type']))).status).toBe(200);
});

test('RFC 9457: the place in the text is line and column, also after Chinese text and signs outside the plane', async () => {
  const sql = "SELECT '目录𠮷' AS 名,\n  count(*) AS n, '域闸' AS x, ent_nam\nFROM ent_registration GROUP BY ALL";
  const { where, code } = await problemOf(await explain(sql));
  expect(code).toBe('E_UNKNOWN_COLUMN');
  expect(where).toEqual({ line: 2, column: "  count(*) AS n, '域闸' AS x, ".length + 1, length: 'ent_nam'.length });
});

test('every answer has the secure headers, and nothing may be framed, scripted or sniffed', async () => {
  for (const path of ['/', '/style.css', '/api/v1/me', '/none', '/api/v1/audit/checkpoint']) {
    const { headers } = await city.ask(path);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  }
});

test('the public pages answer, and hold no token, no canary and no word of a vendor', async () => {
  const names = city.accounts.all.flatMap(({ person, token }) => [person, token]);
  const secret = [...names, ...canaries, plan.sql, people.vendor.org, '不公开', 'scn.hidden'];
  const ids = ['run', 'export', 'program', 'agreement', 'application'].flatMap((life) =>
    city.office.record.read.list(life).map(({ id }) => id),
  );
  const paths = [
    '/',
    '/budgets',
    ...stages.map((stage) => `/${stage}`),
    '/catalog/ent_registration',
    '/problems/E_AUTH',
  ];
  for (const path of [...paths, '/style.css', '/api/v1/audit/checkpoint', '/api/v1/audit/policy']) {
    const response = await city.ask(path);
    expect([path, response.status]).toEqual([path, 200]);
    const text = await response.text();
    expect([path, [...secret, ...ids].filter((word) => text.includes(word))]).toEqual([path, []]);
  }
  for (const path of ['/catalog/none', '/catalog/__proto__', '/problems/E_NONE', '/problems/constructor', '/none']) {
    expect([path, (await city.ask(path)).status]).toEqual([path, 404]);
  }
});

test('accounts are readable by their owner only, also when the file was not', async () => {
  const file = join(city.dir, 'accounts.json');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  chmodSync(file, 0o644);
  expect(() => openAccounts(file)).toThrow('0600');
  chmodSync(file, 0o600);
});

test('DC-01: listen binds the loopback address and no other', async () => {
  await using server = await listen(city.app, { port: 0 });
  expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect((await fetch(`${server.url}/api/v1/me`)).status).toBe(401);
  const others = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4');
  for (const { address } of others) {
    await expect(fetch(server.url.replace('127.0.0.1', address))).rejects.toThrow();
  }
});

test('DC-15: our own failure answers 500 and keeps its words for the operator', async () => {
  const broken = await openCity();
  await broken[Symbol.asyncDispose]();
  const response = await broken.ask('/api/v1/catalog/entries', { person: people.vendor.person });
  expect(response.status).toBe(500);
  const problem = await problemOf(response);
  expect(problem).toMatchObject({ status: 500, code: 'E_EXEC', detail: 'Cannot complete the operation' });
  expect(broken.errors).toHaveLength(1);
  expect(JSON.stringify(problem)).not.toContain((broken.errors[0] as Error).message);
});

test('nothing went wrong behind these answers', () => {
  expect(city.errors).toEqual([]);
});
