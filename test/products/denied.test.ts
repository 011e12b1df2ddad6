/** A key that opens nothing is kept in the book of those who tried, under the template of the path and without what was sent. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDesk, type At } from '../accounts/desk.ts';

let at: At;
beforeAll(async () => {
  at = await openDesk({ demo: true });
});
afterAll(async () => at[Symbol.asyncDispose]());

test('calls with a key that is none are told to who watches, once for a minute, and not what was sent', async () => {
  const stranger = at.program(`slk_secret4711_${'A'.repeat(43)}`);
  for (const parameters of [{ a: 'SECRET4711' }, { a: 'SECRET4712' }])
    expect(await stranger.call('/export/products/SECRET4711/answers', { parameters })).toMatchObject({ ok: false });
  await stranger.call('/export/products/SECRET4711/answers');
  const lines = at.desk.denied.list({ limit: 10 });
  const kept = lines.map(({ person, operation, code }) => ({ person, operation, code }));
  const path = '/api/v1/export/products/:id/answers';
  expect(kept).toContainEqual({ person: '-', operation: `GET ${path}`, code: 'E_AUTH' });
  expect(kept.some(({ operation }) => operation.startsWith('POST /api/v1/export/products/:id/'))).toBe(true);
  expect(JSON.stringify(lines).toUpperCase()).not.toContain('SECRET4711');
});
