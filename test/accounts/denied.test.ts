/** What was refused to whom is kept, and who watches reads it; nothing of what was sent. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { Denied } from '#gateway/accounts/denied.ts';
import { newFolder } from '../fixtures/made-once.ts';
import { openDeskDb } from '#gateway/accounts/desk-db.ts';
import { people } from '#gateway/city/people.ts';
import type { Client } from '#gateway/client.ts';
import { unwrap } from '#policies/refusal.ts';
import { openDesk, type At } from './desk.ts';

let at: At;
beforeAll(async () => {
  at = await openDesk({ demo: true });
});
afterEach(() => vi.useRealTimers());
afterAll(async () => at[Symbol.asyncDispose]());

const as = ({ person }: { readonly person: string }): Client => at.program(at.desk.demo?.byPerson(person)?.token ?? '');

interface Line {
  readonly id: number;
  readonly person: string;
  readonly operation: string;
  readonly code: string;
  readonly times: number;
}

const listed = async (query = ''): Promise<readonly Line[]> =>
  unwrap(await as(people.regulator).call(`/audit/denied${query}`))['items'] as readonly Line[];

test('AO-29-2 refused for who asks: kept with person, template and code; refused for what is asked: not', async () => {
  await as(people.vendor).call('/audit/entries?from=SECRET4711');
  await as(people.vendor).call('/audit/accounts', {
    person: 'SECRET4711',
    org: 'x',
    role: 'vendor',
    title: people.vendor.title,
  });
  await at.program('slu_SECRET4711').call('/export/exports/SECRET4711');
  await as(people.vendor).call('/propose/demands', { SECRET4711: 1 });
  await at.browser().post('/account/sign-in', { person: 'SECRET4711', password: 'SECRET4711' });
  const lines = await listed();
  expect(lines.map(({ person, operation, code }) => [person, operation, code])).toEqual([
    ['-', 'sign in', 'E_AUTH'],
    ['-', 'GET /api/v1/export/exports/:id', 'E_AUTH'],
    [people.vendor.person, 'POST /api/v1/audit/accounts', 'E_ROLE'],
    [people.vendor.person, 'GET /api/v1/audit/entries', 'E_ROLE'],
  ]);
  expect(JSON.stringify(lines)).not.toContain('SECRET4711');
});

test('the bodies that watch and the operator read it, nobody else; by pages, the newest first', async () => {
  for (const who of [people.regulator, people.agency, people.authority, people.operator])
    expect((await as(who).call('/audit/denied')).ok).toBe(true);
  for (const who of [people.vendor, people.public, people.committee])
    expect(await as(who).call('/audit/denied')).toMatchObject({ ok: false, refusals: [{ code: 'E_ROLE' }] });
  const all = await listed();
  const first = await listed('?limit=2');
  const rest = await listed(`?limit=100&before=${first.at(-1)?.id ?? 0}`);
  expect([...first, ...rest]).toEqual(all);
  expect(await as(people.regulator).call('/audit/denied?limit=0')).toMatchObject({ refusals: [{ code: 'E_INPUT' }] });
});

test('Denied: a million of the same in a minute are one line, and what is old goes', () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 1) });
  const folder = newFolder();
  mkdirSync(folder, { recursive: true });
  const denied = new Denied(openDeskDb(join(folder, 'desk.db')), 30);
  const one = { person: '-', operation: 'GET *', code: 'E_AUTH' } as const;
  for (let times = 0; times < 1_000; times++) denied.note(one);
  expect(denied.list({ limit: 10 })).toMatchObject([{ ...one, times: 1_000, at: '2026-01-01T00:00:00.000Z' }]);
  vi.setSystemTime(Date.UTC(2026, 1, 1));
  denied.note(one);
  expect(denied.list({ limit: 10 })).toMatchObject([{ times: 1, at: '2026-02-01T00:00:00.000Z' }]);
});
