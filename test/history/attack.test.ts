/** Attacks by differencing, each with harmless parts. Through the real door, with real processes. */
import { expect, test } from 'vitest';
import type { Actor } from '#policies/procedure/life.ts';
import { unwrap } from '#policies/refusal.ts';
import { orgId, personId } from '#policies/units.ts';
import { daysTo, travel, World } from './world.ts';

const vendor = (name: string): Actor => ({ person: personId(name), org: orgId(name), role: 'vendor' });

/** Line A: 40 cards until the 9th, 4 of them also on the 10th. Line B: 30 cards on every day. */
const march = [...travel('A', daysTo(9), 40), ...travel('A', [10], 4), ...travel('B', daysTo(10), 30, 101)];

const until = (day: string): string =>
  `SELECT line, count(*) AS trips, count(DISTINCT card) AS cards FROM trips WHERE day <= DATE '2025-03-${day}' GROUP BY line`;

test('DC-09 DC-07 differencing: the table for one day less fails for another vendor too, at audit and at release, also after a restart', async () => {
  await using world = await World.create(march);
  const first = unwrap(await world.run('first', until('10'), vendor('one')));
  unwrap(await world.release('first', first.resultHash));
  await world.restart();
  const { resultHash } = unwrap(await world.run('second', until('09'), vendor('two')));
  expect(await world.audit('second')).toBe('fail');
  const released = await world.release('second', resultHash);
  expect(released).toMatchObject({ ok: false, refusals: [{ code: 'E_HISTORY' }] });
  expect(JSON.stringify(released)).not.toMatch(/first|4 card/);
  const { history } = unwrap(await world.reveal('second'));
  expect(history.verdict).toBe('fail');
  expect(history.recipes).toContain(
    'cell 1 (A) of this release \u2212 cell 1 (A) of run first = 4 card (fewer than 10)',
  );
  expect(JSON.stringify(history)).not.toContain('card-');
});

test('G7 a card that joins between two snapshots is caught', async () => {
  await using world = await World.create(travel('A', daysTo(5), 40));
  const sql = 'SELECT line, count(DISTINCT card) AS cards FROM trips GROUP BY line';
  await world.publishResult('before', sql);
  await world.publish(travel('A', daysTo(5), 41));
  unwrap(await world.run('after', sql));
  expect(await world.audit('after')).toBe('fail');
});
