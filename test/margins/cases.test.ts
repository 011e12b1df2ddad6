/**
 * The classic cases of tables with margins, over small made tables, through analysis and execution as the domain does them.
 *
 * @see disclosure.md §2.3–2.5, §2.7; DC-08
 */
import { expect, test } from 'vitest';
import { unwrap } from '#policies/refusal.ts';
import { nameOf, type Place } from './attacker.ts';
import type { Hierarchical, Measure } from './hierarchical.ts';
import { judge } from './judge.ts';
import { openMade, people, type MadeRow } from './made.ts';
import { releaseAndJudge, type Outcome } from './safe.ts';

const persons: Measure = { name: 'persons', kind: 'persons' };
const n: Measure = { name: 'n', kind: 'rows' };
const total: Measure = { name: 'total', kind: 'sum', of: 'x' };

function aTable(more: Partial<Hierarchical> = {}): Hierarchical {
  const rows = 'SELECT person, a, b, x FROM made';
  return {
    name: 'a × b',
    rows,
    unit: 'person',
    keys: ['a', 'b'],
    groupBy: 'CUBE (a, b)',
    measures: [n, total, persons],
    ...more,
  };
}

async function release(rows: readonly MadeRow[], more: Partial<Hierarchical> = {}, wishes?: Wishes): Promise<Outcome> {
  using ground = await openMade(rows);
  const outcome = await releaseAndJudge(aTable(more), ground, wishes && { publish: [], hide: [], ...wishes });
  expect(outcome.wrong).toEqual([]);
  return outcome;
}

interface Wishes {
  readonly publish?: readonly Record<string, string>[];
  readonly hide?: readonly Record<string, string>[];
}

/** Names of the cells with this value hidden, of those that have a row. */
function hiddenIn({ released }: Outcome, at = 0): readonly string[] {
  return released.rows.filter(({ values }) => values[at] === undefined).map(({ place }) => cell(place));
}

function cell(place: Place): string {
  return place.map((code) => (code === undefined ? '*' : (code ?? 'NULL'))).join(' ');
}

function valuesOf({ released }: Outcome, name: string): readonly (number | undefined)[] | undefined {
  return released.rows.find(({ place }) => cell(place) === name)?.values;
}

const square = (count: number): readonly MadeRow[] =>
  people([
    { count, a: 'm', b: 'u' },
    { count: 20, a: 'm', b: 'v' },
    { count: 21, a: 'f', b: 'u' },
    { count: 22, a: 'f', b: 'v' },
  ]);

test('a hidden cell in a row with its total takes another of its row and of its column with it', async () => {
  const outcome = await release(square(3));
  expect(outcome.leaks).toEqual([]);
  expect(hiddenIn(outcome)).toEqual(['f u', 'f v', 'm u', 'm v']);
  expect(valuesOf(outcome, '* *')?.[0]).toBe(66);
  expect(outcome.verdicts).toMatchObject({ freq: 4, secondary: 3 });
});

test('a table without small cells is shown whole, and the same table with the one cell shown fails the attack', async () => {
  const whole = await release(square(10));
  expect(hiddenIn(whole)).toEqual([]);
  const { released } = await release(square(3));
  const known = new Map(released.truth.answer.map(({ place, values }) => [nameOf(place), values]));
  for (const name of ['m u', 'f u']) {
    const rows = released.rows.map((row) =>
      cell(row.place) === name ? { ...row, values: known.get(nameOf(row.place)) ?? [] } : row,
    );
    expect((await judge({ ...released, rows })).leaks, name).not.toEqual([]);
  }
});

test('a total of a list: the smallest other cell is hidden where one alone could be subtracted', async () => {
  const list = people([
    { count: 4, a: 'm' },
    { count: 12, a: 'f' },
    { count: 60, a: 'g' },
  ]);
  const outcome = await release(list, { keys: ['a'], groupBy: 'ROLLUP (a)' });
  expect(outcome.leaks).toEqual([]);
  expect(hiddenIn(outcome)).toEqual([]);
  expect(outcome.released.rows.map(({ place, values }) => [cell(place), values[0]])).toEqual([
    ['*', 76],
    ['g', 60],
  ]);
});

test('two small cells whose sum is small are an implicit cell: a third goes with them', async () => {
  const outcome = await release(
    people([
      { count: 3, a: 'm' },
      { count: 4, a: 'f' },
      { count: 30, a: 'g' },
      { count: 60, a: 'h' },
    ]),
    { keys: ['a'], groupBy: 'ROLLUP (a)' },
  );
  expect(outcome.leaks).toEqual([]);
  expect(outcome).toMatchObject({ cells: 5, primary: 2, secondary: 1 });
});

test('a dominated sum hides the sums that would tell it, and the counts stay', async () => {
  const rows = square(20).map((row, at) => (at === 0 ? { ...row, x: 100_000 } : row));
  const outcome = await release(rows);
  expect(outcome.leaks).toEqual([]);
  expect(hiddenIn(outcome, 0)).toEqual([]);
  expect(hiddenIn(outcome, 1)).toContain('m u');
});

test('a firm that is alone in one hidden cell finds a dominated one: released for review, with insider as the reason', async () => {
  const others = square(14)
    .filter(({ a, b }) => a !== 'f' || b !== 'v')
    .map((row) => ({ ...row, person: row.person + 10, x: (row.x ?? 0) + (row.a === 'm' && row.b === 'u' ? 0 : 1000) }));
  const firms = [...others, { person: 1, a: 'm', b: 'u', x: 20_000 }, { person: 2, a: 'f', b: 'v', x: 5000 }];
  const outcome = await release(firms);
  expect(outcome.leaks).toEqual([]);
  expect(outcome.review).toContain('insider');
  expect((await release(square(3))).review).not.toContain('insider');
});

test('cells that must be published make it infeasible: nothing is shown, and the verdict says so', async () => {
  const publish = [{ a: 'm', b: 'v' }];
  expect(hiddenIn(await release(square(3), {}, { hide: [{ a: 'f', b: 'v' }] }))).toContain('f v');
  const outcome = await release(square(3), {}, { publish: [...publish, { a: 'm' }, { b: 'u' }, { a: 'f', b: 'u' }] });
  expect(outcome.released.rows.flatMap(({ values }) => values).filter((value) => value !== undefined)).toEqual([]);
  expect(outcome.verdicts).toMatchObject({ infeasible: 9 });
});

test('an empty cell carries the same mark as a small one', async () => {
  const rows = people([
    { count: 3, a: 'm', b: 'u' },
    { count: 20, a: 'm', b: 'v' },
    { count: 21, a: 'f', b: 'u' },
    { count: 22, a: 'f', b: 'v' },
    { count: 30, a: 'g', b: 'u' },
    { count: 30, a: 'g', b: 'w' },
    { count: 30, a: 'f', b: 'w' },
  ]);
  const outcome = await release(rows);
  expect(outcome.leaks).toEqual([]);
  expect(valuesOf(outcome, 'm w')).toEqual([undefined, undefined, undefined]);
  expect(valuesOf(outcome, 'm u')).toEqual([undefined, undefined, undefined]);
});

test('NULL is a key like any other, and is not taken for a margin', async () => {
  const rows = square(3).map((row) => (row.a === 'm' ? { ...row, a: null } : row));
  const outcome = await release(rows);
  expect(outcome.leaks).toEqual([]);
  expect(valuesOf(outcome, 'NULL *')?.[0]).toBe(23);
  expect(hiddenIn(outcome)).toEqual(['f u', 'f v', 'NULL u', 'NULL v']);
});

const nested = `SELECT person, a, x, CASE WHEN age >= 18 THEN 'yes' ELSE 'no' END AS of18,
  CASE WHEN age >= 19 THEN 'yes' ELSE 'no' END AS of19 FROM made`;
const ages = (count: number): readonly MadeRow[] =>
  people([
    { count: 40, age: 10, a: 'm' },
    { count: 40, age: 10, a: 'f' },
    { count, age: 18, a: 'm' },
    { count: 1, age: 18, a: 'f' },
    { count: 60, age: 40, a: 'm' },
    { count: 60, age: 40, a: 'f' },
  ]);

test('groupings that differ by few persons do not tell of those, though nobody asked for both at once', async () => {
  const sets: readonly Partial<Hierarchical>[] = [
    { keys: ['of18', 'of19'], groupBy: 'GROUPING SETS ((of18), (of19))' },
    { keys: ['of18', 'of19', 'a'], groupBy: 'GROUPING SETS ((of18), (of19), (a))' },
    { keys: ['of18', 'of19', 'a'], groupBy: 'GROUPING SETS ((of18, a), (of19, a), ())' },
  ];
  for (const set of sets) {
    const few = await release(ages(4), { ...set, rows: nested });
    expect(few.leaks, set.groupBy).toEqual([]);
    expect(few.secondary, set.groupBy).toBeGreaterThan(0);
  }
  const many = await release(ages(11), { ...sets[0], rows: nested });
  expect(many).toMatchObject({ leaks: [], secondary: 0 });
});

test('one-way tables of the same persons hide nothing where their crossing is open', async () => {
  const outcome = await release(square(3), { groupBy: 'GROUPING SETS ((a), (b))' });
  expect(outcome).toMatchObject({ leaks: [], cells: 4, primary: 0, secondary: 0 });
});

test('all two-way margins of a three-way table do not pin its small cell', async () => {
  const cells = ['u', 'v'].flatMap((a) => ['k', 'l'].flatMap((b) => ['p', 'q'].map((c) => ({ a, b, c }))));
  const counts = [2, 21, 22, 0, 24, 25, 26, 27];
  const rows = people(cells.map((at, index) => ({ ...at, count: counts[index] ?? 0 })));
  const keys = ['a', 'b', 'c'];
  const groupBy = 'GROUPING SETS ((a, b), (b, c), (a, c))';
  const outcome = await release(rows, { rows: 'SELECT person, a, b, c, x FROM made', keys, groupBy });
  expect(outcome.leaks).toEqual([]);
  expect(outcome.secondary).toBeGreaterThan(0);
});

test('persons in several cells: neither rows nor distinct persons tell a small cell', async () => {
  const rows: readonly MadeRow[] = Array.from({ length: 60 }, (_, person) => [
    { person, a: person % 2 === 0 ? 'm' : 'f', b: 'u', x: person },
    { person, a: person % 20 === 0 ? 'g' : person % 3 === 0 ? 'm' : 'f', b: 'v', x: 2 * person },
  ]).flat();
  const outcome = await release(rows);
  expect(outcome.released.truth.isDisjoint).toBe(false);
  expect(outcome.leaks).toEqual([]);
  expect(outcome.primary).toBeGreaterThan(0);
  expect(outcome.secondary).toBeGreaterThan(0);
});

test('negative amounts: hidden by their absolute contributions, and a person looks', async () => {
  const rows = square(3).map((row, at) => ({ ...row, x: at % 2 === 0 ? -100 - at : 90 + at }));
  const outcome = await release(rows);
  expect(outcome.released.truth.isPositive).toBe(false);
  expect(outcome.leaks).toEqual([]);
  expect(outcome.review).toContain('negative');
  expect(hiddenIn(outcome, 1)).toContain('m u');
});

test('averages beside counts are sums: they do not give a hidden sum away', async () => {
  const mean: Measure = { name: 'mean', kind: 'avg', of: 'x', digits: 2 };
  const outcome = await release(square(3), { measures: [n, mean] });
  expect(outcome.leaks).toEqual([]);
  expect(hiddenIn(outcome, 1)).toEqual(['f u', 'f v', 'm u', 'm v']);
  const alone = await release(square(3), { measures: [mean] });
  expect(hiddenIn(alone)).toEqual(['f u', 'f v', 'm u', 'm v']);
});

test('a window over cells is marked for all of its partition, and a share of a hidden cell too', async () => {
  using ground = await openMade(square(3));
  const sql = `SELECT a, b, count(*) AS n, sum(count(*)) OVER (PARTITION BY a) AS of_a, count(*) / sum(count(*)) OVER () AS share
    FROM made GROUP BY ROLLUP (a, b)`;
  const { released } = unwrap(await ground.runner.run(sql, ground.path));
  const at = released.rows.findIndex(([a, b]) => a === 'm' && b === null);
  expect(Number(released.rows[at]?.[2])).toBe(23);
  expect(released.hidden[at]).toEqual([false, false, false, true, true]);
  for (const [index, row] of released.rows.entries()) {
    for (const [column, value] of row.entries()) if (released.hidden[index]?.[column]) expect(value).toBeNull();
  }
});
