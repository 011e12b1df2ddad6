/** G5 through the real door: the solver in its process, refusals in the file of the domain. */
import { expect, test } from 'vitest';
import { unwrap } from '#policies/refusal.ts';
import { travel, World } from './world.ts';

/** On the first day three cards on line A, which are hidden; twice they and six others are twelve. */
const rows = [
  ...travel('A', [1], 3),
  ...travel('B', [1], 40, 101),
  ...travel('C', [2], 23),
  ...travel('C', [3], 3),
  ...travel('C', [3], 20, 24),
  ...travel('C', [4], 34, 7),
];

const onDay = (day: number): string =>
  `SELECT count(DISTINCT card) AS cards FROM trips WHERE day = DATE '2025-03-0${day}'`;
const byLine = `SELECT line, count(DISTINCT card) AS cards FROM trips WHERE day = DATE '2025-03-01' GROUP BY line`;

test('G5: a third total that bounds a hidden cell by six fails at audit and at release, and the reviewer reads by which cells', async () => {
  await using world = await World.create(rows);
  await world.publishResult('lines', byLine);
  await world.publishResult('first', onDay(2));
  await world.publishResult('second', onDay(3));
  const { resultHash } = unwrap(await world.run('third', onDay(4)));
  expect(await world.audit('third')).toBe('fail');
  expect(await world.release('third', resultHash)).toMatchObject({ ok: false, refusals: [{ code: 'E_HISTORY' }] });
  const { history } = unwrap(await world.reveal('third'));
  expect(history.levels).toMatchObject({ G1: { verdict: 'pass' }, G5: { verdict: 'fail', found: 1 } });
  expect(history.recipes).toEqual([
    'cell 1 (A) of run lines (3 card, hidden) is at most 6 by cell 1 () of run first, cell 1 () of run second, cell 1 () of this release',
  ]);
});
