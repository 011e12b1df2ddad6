/** Perturbed tables from real runs, beside simulations and the history guard. Through the real door, with real processes. @see disclosure.md §2.6 */
import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { releaseSettings, type Treatment } from '#policies/disclosure/release-settings.ts';
import { rules, unwrap } from '#policies/refusal.ts';
import { daysTo, travel, World, type Trip } from '../history/world.ts';

const perturbed = { treatment: 'cell_key' } as const;
const label = { mode: 'perturbed', exact: false, method: 'cell_key' };

/** Every day of every line has another number of cards, and other ones; some have fewer than k, and none so few that noise could hide it. */
const march: readonly Trip[] = ['A', 'B', 'C'].flatMap((line, at) =>
  daysTo(20).flatMap((day) => travel(line, [day], 8 + ((7 * day + 5 * at) % 60), 1 + 31 * day + at)),
);

const cards = 'count(DISTINCT card) AS cards';
const byLine = `SELECT line, ${cards} FROM trips GROUP BY line ORDER BY 1`;
const byDay = `SELECT line, day, ${cards} FROM trips GROUP BY line, day ORDER BY 1, 2`;

let world: World;
let runs = 0;
beforeAll(async () => {
  world = await World.create(march);
  await world.simulateOnCopy();
});
afterAll(async () => world[Symbol.asyncDispose]());

async function perturb(sql: string, of = world) {
  runs += 1;
  const run = `treated-${runs}`;
  const receipt = unwrap(await of.order(run, { sql, release: perturbed }));
  return { run, receipt, ...unwrap(await of.reveal(run)) };
}

const simulated = async (sql: string) =>
  unwrap(await world.domain.simulate({ sql, release: { ...releaseSettings.parse(perturbed), publish: [], hide: [] } }));

const numbersOf = ({ rows }: { readonly rows: readonly (readonly unknown[])[] }): readonly number[] =>
  rows.map((row) => Number(row.at(-1)));

test('simulate: beside the exact table, its forecast by cell key is perturbed and labelled, and nothing of it is hidden', async () => {
  const { table, forecast, verdicts } = await simulated(byDay);
  expect(numbersOf(table)).toEqual(exactByDay());
  expect(exactByDay().some((count) => count < 10)).toBe(true);
  expect(table).not.toHaveProperty('treatment');
  expect(forecast.treatment).toEqual(label);
  expect(forecast.hidden.flat()).not.toContain(true);
  expect(verdicts).toEqual({});
  const off = numbersOf(forecast).filter((count, at) => count !== numbersOf(table)[at]);
  expect(off.length).toBeGreaterThan(30);
});

function exactByDay(): readonly number[] {
  return ['A', 'B', 'C'].flatMap((line) =>
    daysTo(20).map(
      (day) => new Set(march.filter((trip) => trip.line === line && trip.day === day).map((t) => t.card)).size,
    ),
  );
}

test('simulate perturbs by another key than real runs: of the same units, the noise differs and says nothing about the other', async () => {
  const exact = exactByDay();
  const { forecast } = await simulated(byDay);
  const { table } = await perturb(byDay);
  expect(table.treatment).toEqual(label);
  const noise = (counts: readonly number[]): readonly number[] => counts.map((count, at) => count - (exact[at] ?? 0));
  const [simulation, real] = [noise(numbersOf(forecast)), noise(numbersOf(table))];
  expect(real.filter((value, at) => value === simulation[at]).length).toBeLessThan(35);
  expect(real.some((value) => value !== 0)).toBe(true);
  // Again, a simulation answers as before.
  expect(numbersOf((await simulated(byDay)).forecast)).toEqual(numbersOf(forecast));
});

test('a run by cell key tells the method in its receipt, keeps no membership, and equal requests give equal bytes', async () => {
  const [first, second] = [await perturb(byDay), await perturb(byDay)];
  expect(first.receipt.treatment).toEqual(label);
  expect(first.receipt.verdicts).toEqual([]);
  expect((await readdir(world.history)).filter((name) => name.endsWith('.duckdb'))).toEqual([]);
  const bytes = await Promise.all(
    [first, second].map(async ({ run, receipt }) => unwrap(await world.release(run, receipt.resultHash)).files),
  );
  expect(bytes[0]?.map(({ base64 }) => base64)).toEqual(bytes[1]?.map(({ base64 }) => base64));
  expect(second.history.verdict).toBe('pass');
  expect((await world.reveal(second.run)).ok).toBe(true);
});

test('a run by cell key gives the same cell the same noise in every table, also as a margin and under another name', async () => {
  const rows = (await perturb(byLine)).table.rows;
  const margins = (await perturb(`SELECT line, day, ${cards} FROM trips GROUP BY CUBE (line, day) ORDER BY 1, 2`)).table
    .rows;
  const alone = (await perturb(`SELECT ${cards} FROM trips WHERE line = 'B'`)).table.rows;
  expect(
    margins.filter(([line, day]) => line !== null && day === null).map(([line, , count]) => [line, count]),
  ).toEqual(rows);
  expect(alone).toEqual([[rows[1]?.[1]]]);
});

test('ten equal tables by cell key average to what one says', async () => {
  const averages = new Map<string, number>();
  let first: readonly number[] = [];
  for (let time = 0; time < 10; time += 1) {
    const { table } = await perturb(
      `SELECT line, ${cards} FROM trips WHERE day >= DATE '2025-02-${10 + time}' GROUP BY line ORDER BY 1`,
    );
    if (time === 0) first = numbersOf(table);
    for (const [line, count] of table.rows)
      averages.set(String(line), (averages.get(String(line)) ?? 0) + Number(count) / 10);
  }
  for (const [at, average] of [...averages.values()].entries()) expect(average).toBeCloseTo(first[at] ?? 0, 9);
});

test('a decision about a table by cell key names the method, and gives no rule for what the noise protects', async () => {
  const { decision } = await perturb(byDay);
  const cells = decision?.object.cells ?? [];
  expect(decision?.object.properties.method).toBe('perturbed');
  expect(cells.some(({ N }) => N < 10)).toBe(true);
  expect(new Set(cells.map(({ status }) => status))).toEqual(new Set(['safe']));
  expect(new Set(cells.flatMap(({ rules: broken, hidden }) => [broken, hidden]).flat())).toEqual(new Set([false]));
});

// — beside the history guard —

/** Line A: 40 cards until the 9th, on the 10th 4 others. */
const differing = [...travel('A', daysTo(9), 40), ...travel('A', [10], 4, 501), ...travel('B', daysTo(10), 30, 101)];
const until = (day: string, what = cards): string =>
  `SELECT line, ${what} FROM trips WHERE day <= DATE '2025-03-${day}' GROUP BY line`;
const minutes = 'sum(minutes) AS minutes';

test('the history guard blocks no answer by cell key where it blocks the exact one, and counts none as knowledge', async () => {
  await using own = await World.create(differing);
  const before = await perturb(until('09'), own);
  unwrap(await own.release(before.run, before.receipt.resultHash));
  // Were the perturbed table a row, four cards would be the difference.
  unwrap(await own.run('first', until('10')));
  expect(await own.audit('first')).toBe('pass');
  await own.publishResult('again', until('10'));
  unwrap(await own.run('second', until('09')));
  expect(await own.audit('second')).toBe('fail');
  expect(rules.E_HISTORY.remedy).toMatch(/treatment cell_key.*private lane/);
  const after = await perturb(until('08'), own);
  expect(await own.audit(after.run)).toBe('pass');
  expect((await own.release(after.run, after.receipt.resultHash)).ok).toBe(true);
});

test('the history guard still adds and subtracts the sums beside perturbed counts', async () => {
  await using own = await World.create(differing);
  const both = await perturb(until('10', `${cards}, ${minutes}`), own);
  unwrap(await own.release(both.run, both.receipt.resultHash));
  unwrap(await own.run('sums', until('09', minutes)));
  expect(await own.audit('sums')).toBe('fail');
  const again = await perturb(until('09', `${cards}, ${minutes}`), own);
  expect(await own.audit(again.run)).toBe('fail');
  const counts = await perturb(until('09'), own);
  expect(await own.audit(counts.run)).toBe('pass');
});

test('the history guard subtracts what small-count rounding leaves exact, and nothing that controlled rounding gives', async () => {
  await using own = await World.create(differing);
  const ordered = async (run: string, sql: string, treatment: Treatment): Promise<string> => {
    const { resultHash } = unwrap(await own.order(run, { sql, release: { treatment, base: 10 } }));
    const verdict = await own.audit(run);
    if (verdict === 'pass') unwrap(await own.release(run, resultHash));
    return verdict;
  };
  expect(await ordered('first', until('10'), 'small_count_rounding')).toBe('pass');
  expect(await ordered('second', until('09'), 'small_count_rounding')).toBe('fail');
  expect(await ordered('third', until('09'), 'suppress')).toBe('fail');
  expect(await ordered('fourth', until('09'), 'controlled_rounding')).toBe('pass');
});

test('sums beside perturbed counts keep the rules and the secondary suppression of sums', async () => {
  await using own = await World.create([
    ...travel('A', daysTo(9), 40),
    ...travel('B', daysTo(9), 3, 101),
    ...travel('C', daysTo(9), 30, 201),
  ]);
  const { table, verdicts } = await perturb(
    `SELECT line, ${cards}, ${minutes} FROM trips GROUP BY ROLLUP (line) ORDER BY 1`,
    own,
  );
  const hidden = new Map(table.rows.map(([line], at) => [line, table.hidden[at]]));
  expect(hidden.get('A')?.[1]).toBe(false);
  expect(hidden.get('C')?.[1]).toBe(false);
  expect(hidden.get('B')?.[2] ?? true).toBe(true);
  expect([hidden.get('A')?.[2], hidden.get('C')?.[2], hidden.get(null)?.[2]]).toContain(true);
  expect(Object.keys(verdicts)).toEqual(expect.arrayContaining(['freq', 'secondary']));
});
