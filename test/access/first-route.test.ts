/** An operation with a route of its own is decided as itself, though the route of all commands matches its path too. */
import { expect, test } from 'vitest';
import { Hono } from 'hono';
import { requireMay } from '#gateway/access/require-may.ts';
import { operations } from '#gateway/api/operations.ts';
import { people } from '#gateway/city/people.ts';
import { openOffice } from '#gateway/open-office.ts';
import { lives } from '#policies/procedure/lives.ts';
import type { CallerEnv } from '#gateway/stages/caller.ts';
import { newFolder } from '../fixtures/made-once.ts';

/** Hand-written operations below a thing, whose last word is no command of its life. */
const own = operations.filter(
  ({ method, path }) => method === 'post' && /\/:id\/[a-z-]+$/.test(path) && !isCommand(path),
);

function isCommand(path: string): boolean {
  const command = path.split('/').at(-1) ?? '';
  return Object.values(lives).some(({ moves }) => Object.hasOwn(moves, command));
}

test('requireMay decides release, replay and their like by their own policies', async () => {
  expect(own.length).toBeGreaterThan(3);
  await using office = await openOffice({ dir: newFolder() });
  for (const { id, method, path, who } of own) {
    if (who === 'anybody' || who?.includes('public')) continue;
    const app = new Hono<CallerEnv>();
    app.use(async (c, next) => {
      c.set('caller', { ...people.public, via: 'token' });
      await next();
    });
    app.use(requireMay(office));
    app.on(method.toUpperCase(), path, (c) => c.text('reached'));
    app.post(path.replace(/\/[a-z-]+$/, '/:command'), (c) => c.text('another'));
    const answer = await app.request(path.replace(':id', 'x-1'), { method: method.toUpperCase(), body: '{}' });
    expect([id, answer.status]).toEqual([id, 403]);
  }
});
