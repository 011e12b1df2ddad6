/** Tokens of programs: told once, good for what they say, for as long as they say, and no longer than their person. */
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { commandAccount } from '#gateway/accounts/register.ts';
import { people } from '#gateway/city/people.ts';
import { loadAll } from '#gateway/load.ts';
import { isInScope } from '#policies/procedure/cases/access-token.ts';
import { unwrap, type Outcome } from '#policies/refusal.ts';
import type { Browser } from './browser.ts';
import { enrol, enterAs, openDesk, register, signIn, type At, type Enrolled } from './desk.ts';

let at: At;
let lin: Enrolled;
let window: Browser;
beforeAll(async () => {
  at = await openDesk();
  lin = await enrol(at, people.vendor);
  for (const person of [people.operator, people.rival]) await register(at, person);
  window = await signIn(at, lin);
});
afterEach(() => vi.useRealTimers());
afterAll(async () => at[Symbol.asyncDispose]());

interface Asked {
  readonly stages?: readonly string[];
  readonly readOnly?: boolean;
  readonly days?: number;
}

async function issue({ stages = ['propose'], readOnly = false, days = 30 }: Asked = {}, by = window): Promise<string> {
  const fields = { name: '每日取数', stages, days: String(days), ...(readOnly && { readOnly: 'yes' }) };
  const { text } = await by.post('/account/tokens', fields);
  return /<code id="token">([^<]+)</.exec(text)?.[1] ?? '';
}

const code = (outcome: Outcome<unknown>): string => (outcome.ok ? 'ok' : outcome.refusals[0].code);
const ask = async (token: string, path: string, body?: unknown) => code(await at.program(token).call(path, body));
const idOf = (token: string): string => `tok-${token.split('_')[1] ?? ''}`;
const newest = () => loadAll(at.office.record.read, 'accessToken').at(-1);

test('a token is told once; the record has its hash, and nobody reads that', async () => {
  const token = await issue();
  expect(token).toMatch(/^slu_[0-9a-z]+_[A-Za-z0-9_-]{43}$/);
  expect(await at.program(token).call('/me')).toMatchObject({ ok: true, value: { person: lin.person } });
  expect((await window.get('/account')).text).not.toContain(token);
  const secret = token.split('_').slice(2).join('_');
  for (const { data } of at.office.record.read.bySubject(`accessToken/${newest()?.id ?? ''}`))
    expect(JSON.stringify(data)).not.toContain(secret);
  const listed = await at.program(await issue({ stages: ['audit'], readOnly: true })).call('/audit/tokens');
  expect(JSON.stringify(unwrap(listed))).not.toContain('hash');
});

test('a wrong secret, an unknown id, another one’s secret, a piece of it: all E_AUTH', async () => {
  const [one, two] = [await issue(), await issue()];
  const [, id = ''] = one.split('_');
  const other = two.split('_').slice(2).join('_');
  const wrong = [`slu_${id}_${'A'.repeat(43)}`, `slu_zzzz_${one.split('_').slice(2).join('_')}`, `slu_${id}_${other}`];
  for (const token of [...wrong, one.slice(0, -1), `${one}A`, `slu_${id}`, '', 'slu__', one.toUpperCase()])
    expect(await ask(token, '/me'), token).toBe('E_AUTH');
  expect(await ask(one, '/me')).toBe('ok');
});

test('DC-01 scope: other stages are refused, a read-only token changes nothing, and the log belongs to audit', async () => {
  const read = await issue({ stages: ['propose'], readOnly: true });
  const write = await issue({ stages: ['propose'] });
  expect(await ask(read, '/propose/demands')).toBe('ok');
  expect(await ask(read, '/propose/demands', {})).toBe('E_TOKEN_SCOPE');
  expect(await ask(write, '/propose/demands', {})).toBe('E_INPUT');
  for (const path of ['/catalog/entries', '/audit/tokens', '/log/entries', '/review/applications'])
    expect(await ask(write, path), path).toBe('E_TOKEN_SCOPE');
});

test('isInScope lets through what changes something only where the stage is named and it may', () => {
  const all = ['catalog', 'propose', 'audit'] as const;
  for (const stage of [...all, undefined])
    for (const readOnly of [true, false])
      for (const changes of [true, false]) {
        const may = isInScope({ stages: ['propose'], readOnly }, { stage, changes });
        expect(may).toBe(stage === undefined ? !changes : stage === 'propose' && !(changes && readOnly));
      }
});

test('a token ends: with its time, at most half a year; revoked by its person; revoked by the operator, by no other vendor', async () => {
  expect(await issue({ days: 181 })).toBe('');
  expect(await issue({ stages: [] })).toBe('');
  const [short, own, theirs] = [await issue({ days: 1 }), await issue(), await issue({ stages: ['audit'] })];
  expect((await window.post(`/account/tokens/${idOf(own)}/revoke`)).status).toBe(303);
  expect(await ask(own, '/me')).toBe('E_AUTH');
  const gao = await enterAs(at, people.rival.person);
  expect((await gao.post(`/account/tokens/${idOf(theirs)}/revoke`)).status).toBe(404);
  expect(await ask(theirs, '/me')).toBe('ok');
  const operator = await enterAs(at, people.operator.person);
  await operator.api(`/audit/tokens/${idOf(theirs)}/revoke`, { reason: '疑似泄露' });
  expect(await ask(theirs, '/me')).toBe('E_AUTH');
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 25 * 3_600_000 });
  expect(await ask(short, '/me')).toBe('E_AUTH');
});

test('a token is issued by a session that has just proven its second factor, and by no token', async () => {
  const token = await issue();
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11 * 60_000 });
  const { status, text } = await window.post('/account/tokens', { name: 'x', stages: ['propose'], days: '1' });
  expect([status, text.includes('E_SECOND_FACTOR')]).toEqual([403, true]);
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-www-form-urlencoded' };
  const asked = await at.app.request('/account/tokens', {
    method: 'POST',
    headers,
    body: 'name=x&stages=propose&days=1',
  });
  expect(asked.headers.get('location')).toMatch(/sign-in/);
});

test('a suspension voids tokens at once, and a reinstatement does not bring them back', async () => {
  const token = await issue();
  unwrap(await commandAccount(at.office, lin.person, { type: 'suspend', reason: '异常调用' }));
  expect(await ask(token, '/me')).toBe('E_AUTH');
  unwrap(await commandAccount(at.office, lin.person, { type: 'reinstate', reason: '已核实' }));
  expect(await ask(token, '/me')).toBe('E_AUTH');
  window = await enterAs(at, lin.person);
  const later = await issue();
  expect(await ask(later, '/me')).toBe('ok');
  unwrap(await commandAccount(at.office, lin.person, { type: 'close', reason: '离职' }));
  expect(await ask(later, '/me')).toBe('E_AUTH');
  expect(at.errors).toEqual([]);
});
