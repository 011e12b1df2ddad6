/** What an operator's tools read of a running installation: lines, counts, health; and what they never read. */
import type { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '#gateway/app.ts';
import { people } from '#gateway/city/people.ts';
import { faultLine } from '#gateway/operations/journal.ts';
import { openWatcher, type Watcher } from '#gateway/operations/watch.ts';
import { openCity, type Installation } from '#test/fixtures/installation.ts';

const token = 'a token of the metrics';
const lines: string[] = [];
let city: Installation;
let watcher: Watcher;
let app: Hono;
beforeAll(async () => {
  city = await openCity();
  watcher = openWatcher({ logLevel: 'info', metricsToken: token, write: (line) => lines.push(line) });
  app = createApp(city.office, city.accounts, watcher.over(city.office));
});
afterAll(() => city[Symbol.asyncDispose]());

const vendor = people.vendor.person;
const bearer = () => ({ authorization: `Bearer ${city.accounts.byPerson(vendor)?.token ?? ''}` });
const metrics = async (): Promise<string> =>
  (await app.request('/metrics', { headers: { authorization: `Bearer ${token}` } })).text();

test('a line for each request tells the operation and who asked, and no value of what was asked', async () => {
  const marked = 'MARKED_VALUE_7731';
  await app.request(`/api/v1/catalog/search?q=${marked}`, { headers: bearer() });
  await app.request(`/api/v1/run/runs/${marked}`, { headers: bearer() });
  await app.request('/api/v1/simulate/explain', {
    method: 'POST',
    headers: { ...bearer(), 'content-type': 'application/json' },
    body: JSON.stringify({ sql: `SELECT '${marked}' FROM ent_registration` }),
  });
  await app.request(`/${marked}`);
  const told = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(told).toContainEqual(
    expect.objectContaining({ route: '/api/v1/run/runs/:id', status: 404, person: vendor, method: 'GET' }),
  );
  expect(told).toContainEqual(expect.objectContaining({ route: '/api/v1/simulate/explain', msg: 'request' }));
  expect(lines.join('')).not.toContain(marked);
  expect(await metrics()).not.toContain(marked);
});

test('a fault is told by its name and place, never by its words', async () => {
  const error = new RangeError('the row of 张三 is wrong');
  watcher.onError(error);
  const line = lines.at(-1) ?? '';
  expect(line).toContain('RangeError');
  expect(line).toContain('watch.test.ts');
  expect(line).not.toContain('张三');
  expect(JSON.stringify(faultLine('张三'))).not.toContain('张三');
  expect(await metrics()).toMatch(/sluice_faults 1\n/);
});

test('metrics count answers by template, and are told to who has their token', async () => {
  const before = await metrics();
  await app.request('/api/v1/me', { headers: bearer() });
  await app.request('/api/v1/me');
  const after = await metrics();
  expect(before).not.toContain('route="/api/v1/me",status="200"');
  expect(after).toMatch(/sluice_requests_total\{method="GET",route="\/api\/v1\/me",status="200"\} 1/);
  expect(after).toContain(`sluice_record_entries ${city.office.record.read.size()}`);
  for (const authorization of ['', 'Bearer wrong', token])
    expect((await app.request('/metrics', { headers: { authorization } })).status).toBe(401);
});

test('healthz answers, readyz tries the record, its witness and the domain, and ends before the process does', async () => {
  expect(await (await app.request('/healthz')).json()).toEqual({ ok: true });
  const ready = await app.request('/readyz');
  expect(ready.status).toBe(200);
  expect(await ready.json()).toEqual({ open: true, record: true, witnessed: true, domain: true });
  watcher.end();
  const ending = await app.request('/readyz');
  expect(ending.status).toBe(503);
  expect(await ending.json()).toMatchObject({ open: false });
  expect((await app.request('/healthz')).status).toBe(200);
});
