/** What the history guard lets pass, and what it does not take for knowledge. */
import { expect, test } from 'vitest';
import { unwrap } from '#policies/refusal.ts';
import { daysTo, travel, World } from './world.ts';

const march = [...travel('A', daysTo(10), 40), ...travel('B', daysTo(10), 30, 101)];

const until = (day: string): string =>
  `SELECT line, count(*) AS trips, count(DISTINCT card) AS cards FROM trips WHERE day <= DATE '2025-03-${day}' GROUP BY line`;

test('audit: the same query again is identical, whatever its spelling, and gives the same bytes', async () => {
  await using world = await World.create(march);
  const first = unwrap(await world.run('first', until('10')));
  const files = unwrap(await world.release('first', first.resultHash)).files.map((file) => file.base64);
  const again = unwrap(await world.run('again', until('10').replace('SELECT ', 'select\n  ')));
  expect(await world.audit('again')).toBe('identical');
  expect(unwrap(await world.release('again', again.resultHash)).files.map((file) => file.base64)).toEqual(files);
  expect(unwrap(await world.release('first', first.resultHash)).files.map((file) => file.base64)).toEqual(files);
  await world.publish(march);
  unwrap(await world.run('refreshed', until('10')));
  expect(await world.audit('refreshed')).toBe('pass');
});

test('audit: a query that differs in k units or more, or shares none, passes', async () => {
  await using world = await World.create(march);
  const { resultHash } = unwrap(await world.run('first', until('10')));
  expect(await world.audit('first')).toBe('pass');
  unwrap(await world.release('first', resultHash));
  unwrap(await world.run('less', until('09')));
  expect(await world.audit('less')).toBe('pass');
  unwrap(await world.run('other', "SELECT avg(minutes + day('2025-03-01'::DATE)) AS m FROM trips WHERE line = 'B'"));
  expect(await world.audit('other')).toBe('pass');
});

test('audit: an unreleased run blocks nobody, unless it is to leave together with this one', async () => {
  await using world = await World.create([...march, ...travel('A', [11], 4)]);
  unwrap(await world.run('first', until('11')));
  unwrap(await world.run('second', until('10')));
  expect(await world.audit('second')).toBe('pass');
  expect(await world.audit('second', ['first'])).toBe('fail');
  expect(await world.audit('second', ['second'])).toBe('pass');
  expect(await world.audit('second', ['missing'])).toBe('E_QUARANTINE');
  expect(await world.audit('missing')).toBe('E_QUARANTINE');
});

test('audit: suppressed cells are not knowledge', async () => {
  await using world = await World.create([...march, ...travel('C', daysTo(9), 8, 201), ...travel('C', [10], 3, 209)]);
  await world.publishResult('hides', until('09'));
  unwrap(await world.run('shows', until('10')));
  expect(await world.audit('shows')).toBe('pass');
});
