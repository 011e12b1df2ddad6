/** G5 through the real door: the solver in its process, refusals in the file of the domain. */
import { mkdir, readFile, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
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
const until = (day: number): string =>
  `SELECT count(*) AS trips, count(DISTINCT card) AS cards FROM trips WHERE day <= DATE '2025-03-0${day}'`;
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

/** Day 1: 58 cards; day 2 without nine of them, day 3 without nine others; day 4: both nines alone. */
const nines = [...travel('A', [1, 2, 3], 40), ...travel('A', [1, 3, 4], 9, 41), ...travel('A', [1, 2, 4], 9, 51)];
const sizes =
  /^what run (second|third) was refused for \(9 card, fewer than 10\) is 9 by cell 1 \(\) of this release, the refusal of run (second|third)$/;

test('§2.9 (5) two refusals and a harmless total: each refusal says fewer than ten, the total of both says eighteen', async () => {
  await using world = await World.create(nines);
  await world.publishResult('first', onDay(1));
  unwrap(await world.run('both', onDay(4)));
  expect(await world.audit('both')).toBe('pass');
  unwrap(await world.run('second', onDay(2)));
  expect(await world.audit('second')).toBe('fail');
  expect(await world.audit('both')).toBe('pass');
  unwrap(await world.run('third', onDay(3)));
  expect(await world.audit('third')).toBe('fail');
  // What was told stays told, also when the refused runs are gone and the domain starts again.
  unwrap(await world.domain.purge({ run: 'second' }));
  unwrap(await world.domain.purge({ run: 'third' }));
  await world.restart();
  expect(await world.audit('both')).toBe('fail');
  const { history } = unwrap(await world.reveal('both'));
  expect(history.levels).toMatchObject({ G1: { verdict: 'pass' }, G5: { verdict: 'fail', looked: 2, found: 2 } });
  expect(history.recipes).toEqual([expect.stringMatching(sizes), expect.stringMatching(sizes)]);
  expect(history.denied).toEqual([
    'run third: cell 1 () of this release \u2212 cell 1 () of run first = 9 card (fewer than 10)',
    'run second: cell 1 () of this release \u2212 cell 1 () of run first = 9 card (fewer than 10)',
  ]);
});

test('a refusal is noted once, before anybody is told; where it cannot be noted, nothing is told', async () => {
  await using world = await World.create(nines);
  await world.publishResult('first', onDay(1));
  unwrap(await world.run('second', onDay(2)));
  const file = join(world.history, '_denied.json');
  await mkdir(`${file}.new`);
  expect(await world.audit('second')).toBe('E_EXEC');
  await rmdir(`${file}.new`);
  expect(await world.audit('second')).toBe('fail');
  const noted = await readFile(file, 'utf8');
  expect(JSON.parse(noted)).toMatchObject([{ run: 'second', space: 'card', k: 10 }]);
  expect(noted).not.toContain('card-');
  expect(await world.audit('second')).toBe('fail');
  expect(await readFile(file, 'utf8')).toBe(noted);
  // Looking at a finding tells nobody outside.
  unwrap(await world.run('third', onDay(3)));
  expect(unwrap(await world.reveal('third')).history.verdict).toBe('fail');
  expect(await readFile(file, 'utf8')).toBe(noted);
});

test('a unit on both sides of a refused difference is noted once', async () => {
  await using world = await World.create([...nines, ...travel('A', [5], 4)]);
  await world.publishResult('first', until(5));
  unwrap(await world.run('second', until(4)));
  expect(await world.audit('second')).toBe('fail');
  const noted = JSON.parse(await readFile(join(world.history, '_denied.json'), 'utf8')) as { units: unknown[] }[];
  expect(noted.map(({ units }) => new Set(units.map(String)).size)).toEqual([4]);
  expect(noted.map(({ units }) => units.length)).toEqual([4]);
});
