/** Releases one after the other, crashes between steps, and files that are missing. */
import { mkdir, readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unwrap } from '#policies/refusal.ts';
import { daysTo, travel, World } from './world.ts';

const march = [...travel('A', daysTo(10), 40), ...travel('A', [11], 4)];

const until = (day: string): string =>
  `SELECT line, count(*) AS trips FROM trips WHERE day <= DATE '2025-03-${day}' GROUP BY line`;

const codeOf = (outcome: { ok: true } | { ok: false; refusals: readonly { code: string }[] }): string =>
  outcome.ok ? 'released' : (outcome.refusals[0]?.code ?? '');

test('DC-09 release: of two runs that pass alone, asked at once, only one leaves', async () => {
  await using world = await World.create(march);
  const first = unwrap(await world.run('first', until('11')));
  const second = unwrap(await world.run('second', until('10')));
  expect([await world.audit('first'), await world.audit('second')]).toEqual(['pass', 'pass']);
  const outcomes = await Promise.all([
    world.release('first', first.resultHash),
    world.release('second', second.resultHash),
  ]);
  expect(outcomes.map(codeOf).sort()).toEqual(['E_HISTORY', 'released']);
  const kept = JSON.parse(await readFile(join(world.history, '_released.json'), 'utf8')) as unknown[];
  expect(kept).toHaveLength(1);
});

test('release hands out nothing when the list cannot be written', async () => {
  await using world = await World.create(march);
  const { resultHash } = unwrap(await world.run('first', until('11')));
  const obstacle = join(world.history, '_released.json.new');
  await mkdir(obstacle);
  expect(codeOf(await world.release('first', resultHash))).toBe('E_EXEC');
  await rmdir(obstacle);
  expect(codeOf(await world.release('first', resultHash))).toBe('released');
});

test('a released run cannot be run again, and stays known when it is purged', async () => {
  await using world = await World.create(march);
  await world.publishResult('first', until('11'));
  expect(codeOf(await world.run('first', until('10')))).toBe('E_STATE');
  unwrap(await world.domain.purge({ run: 'first' }));
  unwrap(await world.run('second', until('10')));
  expect(await world.audit('second')).toBe('fail');
  expect((await readdir(world.history)).sort()).toEqual([
    '_denied.json',
    '_released.json',
    'first.duckdb',
    'first.json',
    'second.duckdb',
    'second.json',
  ]);
  unwrap(await world.domain.purge({ run: 'second' }));
  expect((await readdir(world.history)).sort()).toEqual([
    '_denied.json',
    '_released.json',
    'first.duckdb',
    'first.json',
  ]);
});

test('audit and release refuse when what was released cannot be read', async () => {
  await using world = await World.create(march);
  await world.publishResult('first', until('11'));
  const { resultHash } = unwrap(await world.run('second', until('10')));
  await rm(join(world.history, 'first.duckdb'));
  expect(await world.audit('second')).toBe('E_EXEC');
  expect(codeOf(await world.release('second', resultHash))).toBe('E_EXEC');
  await rm(join(world.history, 'first.json'));
  expect(await world.audit('second')).toBe('E_QUARANTINE');
  expect(codeOf(await world.release('second', resultHash))).toBe('E_QUARANTINE');
});

test('a simulation leaves no trace in the history', async () => {
  await using world = await World.create(march);
  await world.simulateOnCopy();
  unwrap(await world.domain.simulate({ sql: until('11') }));
  expect(await readdir(world.history)).toEqual([]);
});
