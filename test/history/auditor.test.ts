/** The auditor's memory against the files: killed, asked twice, over several groupings. */
import { expect, test } from 'vitest';
import { unwrap } from '#policies/refusal.ts';
import { HistoryState } from '#sandbox/history/state.ts';
import { residentBytes } from '#sandbox/child.ts';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { Memory, planOf } from './in-process.ts';
import { daysTo, travel, World } from './world.ts';

const limits = { memoryLimitMb: 512, threads: 1, temp: tmpdir() };
const rows = [...travel('A', daysTo(9), 40), ...travel('A', [10], 4), ...travel('B', daysTo(10), 30, 101)];
const until = (day: string, what = 'count(*) AS v'): string =>
  `SELECT line, ${what} FROM trips WHERE day <= DATE '2025-03-${day}' GROUP BY line`;

test('HistoryState: one release after the other, all at once, and an audit made again find the same', async () => {
  using memory = new Memory();
  const sql = [until('05'), until('10'), 'SELECT count(*) AS v FROM trips', until('09')];
  const files = [];
  for (const text of sql) files.push(await memory.remember(await planOf(text), rows));
  const grown = new HistoryState(limits);
  for (const [at, run] of files.entries()) {
    const ask = { run, beside: [], released: files.slice(0, at) };
    const finding = await grown.audit(ask);
    expect(await grown.audit(ask)).toBe(finding);
    const { verdict, recipes } = await new HistoryState(limits).audit(ask);
    expect({ verdict: finding.verdict, first: finding.recipes[0] }).toEqual({ verdict, first: recipes[0] });
    expect(finding.verdict).toBe(at < 3 ? 'pass' : 'fail');
  }
});

test('HistoryState: what left is the truth, also when another run was audited in between or a list is shorter than before', async () => {
  using memory = new Memory();
  const [all, less] = [
    await memory.remember(await planOf(until('10')), rows),
    await memory.remember(await planOf(until('09')), rows),
  ];
  const state = new HistoryState(limits);
  expect((await state.audit({ run: all, beside: [], released: [] })).verdict).toBe('pass');
  expect((await state.audit({ run: less, beside: [], released: [] })).verdict).toBe('pass');
  expect((await state.audit({ run: less, beside: [], released: [all] })).verdict).toBe('fail');
  expect((await state.audit({ run: less, beside: [all], released: [] })).verdict).toBe('fail');
  expect((await state.audit({ run: less, beside: [], released: [] })).verdict).toBe('pass');
});

const cards = (where: string): string => `SELECT count(DISTINCT card) AS n, count(*) AS v FROM trips WHERE ${where}`;

test('three cells of three runs: what no two of them tell fails through the files, and its recipe names the runs', async () => {
  using memory = new Memory();
  const once = [...travel('A', [1], 30), ...travel('B', [1], 30, 101), ...travel('C', [1], 3, 201)];
  const parts = [cards("line = 'A'"), cards("line = 'B'")];
  const files = [];
  for (const text of parts) files.push(await memory.remember(await planOf(text), once));
  const whole = await memory.remember(await planOf(cards('TRUE')), once);
  const { verdict, recipes, levels } = await new HistoryState(limits).audit({
    run: whole,
    beside: [],
    released: files,
  });
  expect([verdict, levels.G1?.verdict, levels.G4?.verdict]).toEqual(['fail', 'pass', 'fail']);
  expect(recipes).toEqual([
    'cell 1 () of this release \u2212 cell 1 () of run run-0 \u2212 cell 1 () of run run-1 = 3 card (fewer than 10)',
  ]);
});

test('contributions are equal exactly when they are: whole numbers, decimals and sums in any order', async () => {
  using memory = new Memory();
  const sums = [
    'sum(minutes)',
    'sum(CAST(minutes AS DECIMAL(12,3)))',
    'sum(CAST(minutes AS DOUBLE))',
    'sum(minutes * 3) / 3',
  ];
  for (const sum of sums.slice(1)) {
    const files = [];
    for (const text of [sums[0] ?? '', sum])
      files.push(await memory.remember(await planOf(until('05', `${text} AS v`)), rows.toReversed()));
    const [first, second] = files;
    if (!first || !second) throw new Error('two runs');
    const { levels } = await new HistoryState(limits).audit({ run: second, beside: [], released: [first] });
    expect([sum, levels.G1?.found]).toEqual([sum, 0]);
  }
});

test('a killed auditor is started again and knows what was released', async () => {
  await using world = await World.create(rows);
  await world.publishResult('first', until('10'));
  unwrap(await world.run('second', until('09')));
  expect(await world.audit('second')).toBe('fail');
  const children = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(world.domain.pid())], { encoding: 'utf8' });
  const auditor = children.split('\n').find((line) => line.includes('history/main.ts'));
  const pid = Number(auditor?.trim().split(' ')[0]);
  expect(residentBytes(pid)).toBeGreaterThan(0);
  process.kill(pid, 'SIGKILL');
  while (residentBytes(pid) !== undefined && residentBytes(pid) !== 0)
    await new Promise((resolve) => setTimeout(resolve, 5));
  unwrap(await world.run('third', until('09')));
  expect(await world.audit('third')).toBe('fail');
});
