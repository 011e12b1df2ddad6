/** However often, however many at once and whatever breaks: a request with a key has one effect, and its answers are one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAnswer, parseKey, sealAnswer } from '#gateway/api/conventions/idempotency-key.ts';
import { idempotency } from '#gateway/api/conventions/idempotency.ts';
import type { Writer } from '#gateway/record/writer.ts';
import type { CallerEnv } from '#gateway/stages/caller.ts';
import { orgId, personId } from '#policies/units.ts';
import { addTo, openCounters } from '../../record/counters.ts';

const dir = mkdtempSync(join(tmpdir(), 'keys-'));
let record: Writer;
beforeAll(async () => {
  record = await openCounters(dir);
});
afterAll(async () => {
  await record[Symbol.asyncDispose]();
  rmSync(dir, { recursive: true, force: true });
});

/** What becomes of a request on its way. */
type Fate = 'done' | 'refused' | 'fails before' | 'fails after' | 'secret';

/** The fate is not told in the request: the same one may fail once and be done then. */
function counting(fates: Fate[]): Hono<CallerEnv> {
  const app = new Hono<CallerEnv>();
  app.use(async (c, next) => {
    const person = personId(c.req.header('x-person') ?? 'ana');
    c.set('caller', {
      person,
      org: orgId('org.a'),
      role: 'vendor',
      title: { zh: '甲', en: 'A' },
      via: 'token',
    });
    await next();
  });
  app.use(idempotency({ record, name: 'gateway-1' }));
  app.post('/counters/:id', async (c) => {
    const fate = fates.shift() ?? 'done';
    if (fate === 'refused') return c.json({ no: true }, 409);
    if (fate === 'fails before') return c.json({}, 503);
    const added = await addTo(record, { id: c.req.param('id'), by: 1 });
    if (fate === 'fails after') return c.json({}, 500);
    if (fate === 'secret') c.header('cache-control', 'no-store');
    return c.json({ sum: added.ok ? added.value : 'none' }, 201, { location: `/counters/${c.req.param('id')}` });
  });
  return app;
}

let made = 0;
const fresh = () => `key-of-the-test-${made++}`;

function post(app: Hono<CallerEnv>, id: string, { key, body = '{}', person = 'ana' }: Sent): Promise<Response> {
  const headers = { 'x-person': person, ...(key !== undefined && { 'idempotency-key': key }) };
  return Promise.resolve(app.request(`/counters/${id}`, { method: 'POST', headers, body }));
}

interface Sent {
  readonly key?: string | undefined;
  readonly body?: string;
  readonly person?: string;
}

function sumOf(id: string): number {
  return (record.read.load('counter', id)?.json as { sum: number } | undefined)?.sum ?? 0;
}

test('idempotency: any interleaving of retries, failures and senders has one effect and one answer', async () => {
  const fate = fc.constantFrom<Fate>('done', 'fails before', 'fails after', 'refused', 'done');
  await fc.assert(
    fc.asyncProperty(
      fc.array(fate, { maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
      async (fates, rounds) => {
        const [id, key] = [`c${made}`, fresh()];
        const app = counting([...fates]);
        const answers: Response[] = [];
        // Each round is sent at once, without waiting for the one before to be told.
        for (const many of rounds)
          answers.push(...(await Promise.all(Array.from({ length: many }, () => post(app, id, { key })))));
        const told = await Promise.all(
          answers.map(async (answer) => ({ status: answer.status, text: await answer.text() })),
        );
        const done = told.filter(({ status }) => status === 201);
        expect(sumOf(id)).toBeLessThanOrEqual(1);
        if (done.length > 0) expect(sumOf(id)).toBe(1);
        expect(new Set(done.map(({ text }) => text)).size).toBeLessThanOrEqual(1);
        expect(told.filter(({ status }) => ![201, 409, 500, 503].includes(status))).toEqual([]);
      },
    ),
    { numRuns: 60 },
  );
});

test('idempotency: the same answer again, marked as such, with where the thing is', async () => {
  const [app, key] = [counting([]), fresh()];
  const first = await post(app, 'again', { key });
  const again = await post(app, 'again', { key: `"${key}"` });
  expect([again.status, await again.json()]).toEqual([first.status, await first.json()]);
  expect(again.headers.get('location')).toBe('/counters/again');
  expect([first, again].map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([null, 'true']);
  expect(sumOf('again')).toBe(1);
});

test('idempotency: a key is of one person and one request', async () => {
  const [app, key] = [counting([]), fresh()];
  await post(app, 'own', { key });
  for (const other of [post(app, 'own', { key, body: '{ }' }), post(app, 'other', { key })]) {
    const answer = await other;
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ code: 'E_IDEMPOTENCY', type: '/problems/E_IDEMPOTENCY' });
  }
  expect((await post(app, 'own', { key, person: 'ben' })).status).toBe(201);
  expect(sumOf('own')).toBe(2);
});

test('idempotency: without a key everything is done as often as it is asked; a key that is none is refused', async () => {
  const app = counting([]);
  await post(app, 'free', {});
  await post(app, 'free', {});
  expect(sumOf('free')).toBe(2);
  for (const key of ['', 'short', 'a b c d e f g h i j k', '键'.repeat(16), 'x'.repeat(129), `"${'x'.repeat(16)}`])
    expect([key, parseKey(key).ok]).toEqual([key, false]);
  expect((await post(app, 'free', { key: 'short' })).status).toBe(400);
  expect(sumOf('free')).toBe(2);
});

test('idempotency: what may not be stored is told once; sent again, it is neither told nor done', async () => {
  const [app, key] = [counting(['secret']), fresh()];
  expect((await post(app, 'secret', { key })).status).toBe(201);
  const again = await post(app, 'secret', { key });
  expect(again.status).toBe(409);
  expect(await again.json()).toMatchObject({ code: 'E_REPLAY' });
  expect(sumOf('secret')).toBe(1);
});

test('idempotency: what failed after it had written is not done again, and says what it has made', async () => {
  const [app, key] = [counting(['fails after']), fresh()];
  expect((await post(app, 'torn', { key })).status).toBe(500);
  const again = await post(app, 'torn', { key });
  expect(again.status).toBe(409);
  expect(((await again.json()) as { detail: string }).detail).toContain('counter/torn');
  expect(sumOf('torn')).toBe(1);
});

test('a kept answer opens for its key alone', () => {
  const name = { owner: 'o', name: 'n' };
  const sealed = sealAnswer('key-one-00000000', name, '个人信息');
  expect(openAnswer('key-one-00000000', name, sealed)).toBe('个人信息');
  expect(() => openAnswer('key-two-00000000', name, sealed)).toThrow();
  expect(() => openAnswer('key-one-00000000', { ...name, owner: 'p' }, sealed)).toThrow();
  expect(Buffer.from(sealed, 'base64').toString('utf8')).not.toContain('个人');
});
