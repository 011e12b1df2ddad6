/** The attack first: two harmless tables whose difference is not. Through the real door, with real processes. */
import { expect, test } from 'vitest';
import { unwrap } from '#policies/refusal.ts';
import { daysTo, travel, World } from './world.ts';

/** Line A: 40 cards until the 9th, 4 of them also on the 10th. Line B: 30 cards on every day. */
const march = [...travel('A', daysTo(9), 40), ...travel('A', [10], 4), ...travel('B', daysTo(10), 30, 101)];

const until = (day: string): string =>
  `SELECT line, count(*) AS trips, count(DISTINCT card) AS cards FROM trips WHERE day <= DATE '2025-03-${day}' GROUP BY line`;

test('DC-07 differencing: the same table for one day less fails at audit and at release', async () => {
  await using world = await World.create(march);
  await world.publishResult('first', until('10'));
  const { resultHash } = unwrap(await world.run('second', until('09')));
  expect(await world.audit('second')).toBe('fail');
  const released = await world.release('second', resultHash);
  expect(released).toMatchObject({ ok: false, refusals: [{ code: 'E_HISTORY' }] });
  expect(JSON.stringify(released)).not.toMatch(/first|4 card/);
  const { history } = unwrap(await world.reveal('second'));
  expect(history.verdict).toBe('fail');
  expect(history.recipes).toContain(
    'cell 1 (A) of this release \u2212 cell 1 (A) of run first = 4 card (fewer than 10)',
  );
});
