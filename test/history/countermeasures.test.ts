/** One test for each countermeasure of the history guard, which fails without it; the same SQL, without the processes. */
import { expect, test } from 'vitest';
import { Memory, planOf } from './in-process.ts';
import { daysTo, travel } from './world.ts';

/** Line A: 40 cards until the 9th, 4 of them also on the 10th. Line B: 30 cards on every day. */
const march = [...travel('A', daysTo(9), 40), ...travel('A', [10], 4), ...travel('B', daysTo(10), 30, 101)];
/** On the 11th twelve of each line, so that what a condition leaves out is a crowd. */
const spring = [...march, ...travel('A', [11], 12), ...travel('B', [11], 12, 101)];
const before = (day: string): string => `day <= DATE '2025-03-${day}'`;
const by = (what: string, where = 'TRUE'): string =>
  `SELECT line, ${what} AS v FROM trips WHERE ${where} GROUP BY line`;

const fourOf = (run: string): string =>
  `cell 1 (A) of this release \u2212 cell 1 (A) of ${run} = 4 card (fewer than 10)`;
const offset = (day: string): string =>
  by(`sum(minutes * 1000000000000000 + CASE WHEN ${before(day)} THEN 1 ELSE 0 END)`);
const median = (what: string): string => by(`round(quantile_cont(${what}, 0.5))`);
const days = (what: string): string => by(`count(DISTINCT ${what})`);
const share = (what: string): string => by(`avg(CASE WHEN ${what} THEN 1 ELSE 0 END)`);

test('conditional aggregation: a day less inside the statistic fails like a day less in WHERE', async () => {
  using memory = new Memory();
  const filtered = (day: string): string => by(`count(*) FILTER (WHERE ${before(day)})`);
  const { recipes } = await memory.after(spring, filtered('10'), filtered('09'));
  expect(recipes).toContain(fourOf('run run-0'));
  const cases = (day: string): string => by(`sum(CASE WHEN ${before(day)} THEN 1 ELSE 0 END)`);
  expect((await memory.after(spring, by('count(*)', before('10')), cases('09'))).verdict).toBe('fail');
});

test('conditional aggregation: both statistics in one query fail without any earlier release', async () => {
  using memory = new Memory();
  const both = by(`count(*) FILTER (WHERE ${before('10')}) AS w, count(*) FILTER (WHERE ${before('09')})`);
  const { recipes } = await memory.audit(await memory.remember(await planOf(both), spring));
  expect(recipes).toContain(fourOf('this release'));
});

test('rescaling: twice the sum for one day less fails by the rows behind it', async () => {
  using memory = new Memory();
  const { recipes } = await memory.after(march, by('sum(minutes)'), by('sum(minutes * 2)', before('09')));
  expect(recipes).toContain(fourOf('run run-0'));
});

test('rounding: a change far below the precision of a floating-point sum is still a change', async () => {
  using memory = new Memory();
  expect((await memory.after(march, offset('10'), offset('09'))).verdict).toBe('fail');
});

test('averages: the average of a day less inside the statistic fails after the sum', async () => {
  using memory = new Memory();
  const less = by(`avg(CASE WHEN ${before('09')} THEN minutes END)`);
  expect((await memory.after(march, by('sum(minutes)'), less)).recipes).toContain(fourOf('run run-0'));
});

test('G6 medians and numbers of distinct values that differ in four units fail', async () => {
  using memory = new Memory();
  const less = `CASE WHEN ${before('09')} THEN minutes END`;
  expect((await memory.after(march, median('minutes'), median(less))).verdict).toBe('fail');
  const lessDays = days(`CASE WHEN ${before('09')} THEN day END`);
  expect((await memory.after(march, days('day'), lessDays)).verdict).toBe('fail');
});

test('totals: a total fails after a table that hides one small cell of it', async () => {
  using memory = new Memory();
  const rows = [...march, ...travel('C', daysTo(10), 4, 201)];
  const { recipes } = await memory.after(rows, by('count(*)'), 'SELECT count(*) AS trips FROM trips');
  expect(recipes).toEqual([
    'cell 1 () of this release \u2212 the sum of all shown cells of run run-0 = 4 card (fewer than 10)',
  ]);
});

test('G7 four changed units are not hidden behind twenty that change another statistic', async () => {
  using memory = new Memory();
  const trips = travel('A', daysTo(5), 40);
  const corrected = trips.map((trip) => (trip.card > 20 ? { ...trip, minutes: 30 + (trip.card % 5) } : trip));
  const plan = await planOf(by('avg(minutes) AS m, count(*)'));
  const first = await memory.remember(plan, trips);
  const second = await memory.remember(plan, [...corrected, ...travel('A', [6], 4)]);
  expect((await memory.audit(second, [first])).recipes).toContain(fourOf('run run-0'));
});

test('units that add nothing do not hide those that do: twelve leave, three with a contribution', async () => {
  using memory = new Memory();
  const late = travel('A', [10], 12, 201).map((trip) => ({ ...trip, minutes: trip.card > 209 ? 30 : 0 }));
  const rows = [...travel('A', daysTo(9), 40), ...late];
  const three = /= 3 card \(fewer than 10\)$/;
  const less = by('sum(minutes)', before('09'));
  expect((await memory.after(rows, by('sum(minutes)'), less)).recipes[0]).toMatch(three);
  expect((await memory.after(rows, less, by('sum(minutes)'))).recipes[0]).toMatch(three);
});

test('unrelated conditions are not subtracted: two shares of the same cells pass', async () => {
  using memory = new Memory();
  expect(await memory.after(march, share('minutes > 12'), share(before('05')))).toMatchObject({
    verdict: 'pass',
    recipes: [],
  });
});
