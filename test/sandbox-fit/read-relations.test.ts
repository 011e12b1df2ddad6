/** Rows with their parents, numbers of children, summaries and weights, through the real publication. @see synth.md §2.8 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Table } from '#policies/catalog/entry.ts';
import type { Encoded } from '#sandbox/fit/encoded.ts';
import { clinic, clinicOrder, encoded, planOf, space } from './world.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-relations-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const plan = planOf(clinicOrder);

/** Cells by the names of their attributes, a row for each, in no order. */
function rowsOf(table: string, { rows, cells, weights }: Encoded): readonly string[] {
  const names = plan.tables.find(({ model }) => model.table === table)?.model.attributes ?? [];
  return Array.from({ length: rows }, (_, row) =>
    [...names.map(({ name }, at) => `${name}=${cells[at]?.[row]}`), `weight=${weights[row]}`].join(' '),
  ).toSorted();
}

test('readEncoded joins parents, counts children and summarises them, at three levels', async () => {
  const rows = {
    person: ["1, 'F', '1940-01-05'", "2, NULL, '1999-12-31'", "3, 'M', '1950-01-01'"],
    // Visit 14 is of somebody who is in no table of persons.
    visit: ["11, 1, 'x', 0.00", "12, 1, 'x', 5000.00", "13, 1, 'z', NULL", "21, 2, 'y', 0.01", "14, 9, 'x', 1.00"],
    item: ['101, 11, 9', '102, 11, 3', '103, 13, 1', '104, 14, 2'],
  };
  const sets = await encoded(folder, { entry: clinic, rows, plan });
  const cellsOf = (table: string, name: string) =>
    plan.tables.find(({ model }) => model.table === table)?.model.attributes.find((of) => of.name === name)?.cells;
  const paid = cellsOf('visit', 'paid');
  const none = paid?.kind === 'numbers' ? paid.edges.length - 1 : 0;
  const last = none - 1;
  const born = cellsOf('person', 'born');
  const fifties = born?.kind === 'days' ? born.start.indexOf('1950-01-01') : 0;
  const newest = born?.kind === 'days' ? born.start.length - 1 : 0;
  const part = 2 ** 20;
  expect(rowsOf('person', sets.person?.train as Encoded)).toEqual(
    [
      `sex=0 born=0 #visit=3 least_paid_x=0 weight=1`,
      `sex=2 born=${newest} #visit=1 least_paid_x=${none} weight=1`,
      `sex=1 born=${fifties} #visit=0 least_paid_x=${none} weight=1`,
    ].toSorted(),
  );
  const ofFirst = `person.sex=0 person.least_paid_x=0 person.#visit=3`;
  expect(rowsOf('visit', sets.visit?.train as Encoded)).toEqual(
    [
      `${ofFirst} kind=0 paid=0 #item=2 largest=8 weight=${Math.floor(part / 3)}`,
      `${ofFirst} kind=0 paid=${last} #item=0 largest=9 weight=${Math.floor(part / 3)}`,
      `${ofFirst} kind=2 paid=${none} #item=1 largest=0 weight=${Math.floor(part / 3)}`,
      `person.sex=2 person.least_paid_x=${none} person.#visit=1 kind=1 paid=1 #item=0 largest=9 weight=${part}`,
    ].toSorted(),
  );
  expect(rowsOf('item', sets.item?.train as Encoded)).toEqual(
    [
      `visit.kind=0 visit.person.sex=0 visit.largest=8 visit.#item=2 size=8 weight=${Math.floor(part / 3)}`,
      `visit.kind=0 visit.person.sex=0 visit.largest=8 visit.#item=2 size=2 weight=${Math.floor(part / 3)}`,
      `visit.kind=2 visit.person.sex=0 visit.largest=0 visit.#item=1 size=0 weight=${Math.floor(part / 3)}`,
    ].toSorted(),
  );
});

test('readEncoded neither joins nor counts a row whose key leads to the row of another unit', async () => {
  const tables = clinic.tables.map((table) => {
    if (table.name !== 'item') return table;
    const [key, ...others] = table.columns;
    const owner = { ...(key ?? table.columns[0]), name: 'owner' };
    return { ...table, columns: [key, owner, ...others], units: [{ space, column: 'owner' }] } as Table;
  });
  const entry = { ...clinic, tables };
  const own = planOf(clinicOrder, [entry]);
  expect(own.tables.find(({ model }) => model.table === 'item')?.model.parent?.table).toBe('visit');
  const rows = {
    person: ["1, 'F', '1940-01-05'", "2, 'M', '1999-12-31'"],
    visit: ["11, 1, 'x', 0", "21, 2, 'y', 0"],
    item: ['101, 1, 11, 9', '102, 2, 11, 9', '201, 2, 21, 5'],
  };
  const { item, visit } = await encoded(folder, { entry, rows, plan: own });
  expect(item?.train.rows).toBe(2);
  const at = own.tables
    .find(({ model }) => model.table === 'visit')
    ?.model.attributes.findIndex(({ name }) => name === '#item');
  expect([...(visit?.train.cells[at ?? -1] ?? [])]).toEqual([1, 1]);
});

interface People {
  readonly person: readonly string[];
  readonly visit: readonly string[];
  readonly item: readonly string[];
}

/** Rows of people who may have no row of their own, more visits than are kept, and items of other people's visits as well. */
const people: fc.Arbitrary<readonly People[]> = fc
  .array(
    fc.record({
      listed: fc.boolean(),
      sex: fc.constantFrom("'F'", "'M'", 'NULL'),
      visits: fc.array(
        fc.record({
          kind: fc.constantFrom('x', 'y', 'z'),
          paid: fc.constantFrom('0', '0.01', '77.5', '5000', 'NULL'),
          items: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 4 }),
        }),
        { maxLength: 5 },
      ),
    }),
    { minLength: 2, maxLength: 12 },
  )
  .map((all) =>
    all.map(({ listed, sex, visits }, who) => ({
      person: listed ? [`${who}, ${sex}, '1960-01-01'`] : [],
      visit: visits.map(({ kind, paid }, at) => `${who * 100 + at}, ${who}, '${kind}', ${paid}`),
      item: visits.flatMap(({ items }, at) =>
        items.map((size, place) => `${(who * 100 + at) * 10 + place}, ${who * 100 + at}, ${size}`),
      ),
    })),
  );

const together = (all: readonly People[]): Record<keyof People, readonly string[]> => ({
  person: all.flatMap(({ person }) => person),
  visit: all.flatMap(({ visit }) => visit),
  item: all.flatMap(({ item }) => item),
});

/** The joint histogram of all attributes: no marginal can differ more than it does. */
function histogram({ rows, cells, weights }: Encoded): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (let row = 0; row < rows; row++) {
    const cell = cells.map((column) => column[row]).join();
    counts.set(cell, (counts.get(cell) ?? 0) + (weights[row] ?? 0));
  }
  return counts;
}

function distance(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  const cells = new Set([...a.keys(), ...b.keys()]);
  return [...cells].reduce((sum, cell) => sum + Math.abs((a.get(cell) ?? 0) - (b.get(cell) ?? 0)), 0);
}

test('readEncoded: the removal of one unit moves the joint histogram of every table by at most 1', async () => {
  await fc.assert(
    fc.asyncProperty(people, fc.nat(), async (all, choice) => {
      const leaving = choice % all.length;
      const before = await encoded(folder, { entry: clinic, rows: together(all), plan });
      const rows = together(all.filter((_, who) => who !== leaving));
      const after = await encoded(folder, { entry: clinic, rows, plan });
      for (const [table, { train }] of Object.entries(before)) {
        const moved = distance(histogram(train), histogram(after[table]?.train ?? train));
        expect(moved).toBeLessThanOrEqual(train.scale);
        const ofUnits = Map.groupBy(train.units, (unit) => unit);
        for (const unit of ofUnits.keys()) {
          const weight = train.weights.reduce((sum, of, row) => sum + (train.units[row] === unit ? of : 0), 0);
          expect(weight).toBeLessThanOrEqual(train.scale);
        }
      }
    }),
    { numRuns: 12 },
  );
}, 120_000);

test('readEncoded holds out about the asked share of the units, each with all of its rows in all tables', async () => {
  const all = Array.from({ length: 2_000 }, (_, who) => who);
  const rows = {
    person: all.map((who) => `${who}, 'F', '1960-01-01'`),
    visit: all.flatMap((who) => [0, 1].map((at) => `${who * 10 + at}, ${who}, 'x', 1`)),
    item: all.map((who) => `${who}, ${who * 10}, 1`),
  };
  const shared = planOf({ ...clinicOrder, holdout: 0.25 });
  const sets = await encoded(folder, { entry: clinic, rows, plan: shared });
  const unitsOf = (side: 'train' | 'holdout') =>
    ['person', 'visit', 'item'].map((table) => new Set(sets[table]?.[side].units));
  const [kept = new Set(), ...others] = unitsOf('train');
  expect(kept.size).toBeGreaterThan(1_400);
  expect(kept.size).toBeLessThan(1_600);
  for (const other of others) expect(other).toEqual(kept);
  for (const held of unitsOf('holdout')) {
    expect(held.size).toBe(2_000 - kept.size);
    expect([...held].filter((unit) => kept.has(unit))).toEqual([]);
  }
  expect(sets.visit?.train.rows).toBe(2 * kept.size);
  expect(sets.visit?.holdout.rows).toBe(2 * (2_000 - kept.size));
});
