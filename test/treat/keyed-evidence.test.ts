/** Who is in each cell, as sums of record keys: the printed statements over the engine against sums taken one by one. @see disclosure.md §2.6 */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cell, Scalar } from '#policies/disclosure/cell.ts';
import { readCells } from '#policies/disclosure/read-evidence.ts';
import { printKeyedEvidence, readKeyed } from '#policies/disclosure/treat/keyed-evidence.ts';
import { keyRange } from '#policies/disclosure/treat/p-table.ts';
import type { TreatableCell } from '#policies/disclosure/treat/treat-cells.ts';
import { printEvidence } from '#policies/query/evidence.ts';
import type { ExactPlan } from '#policies/query/plan.ts';
import { unwrap } from '#policies/refusal.ts';
import { idSpace, type IdSpace } from '#policies/units.ts';
import { hmacSql } from '#sandbox/private/key.ts';
import { LockedEngine } from '#sandbox/query/engine.ts';
import { Pipeline } from '../query/pipeline.ts';
import { filled, plainSetup, tiny } from '../query/tiny.ts';

const limits = { memoryLimitMb: 512, threads: 1 };

let pipeline: Pipeline;
let plain: LockedEngine;
beforeAll(async () => {
  pipeline = await Pipeline.open();
  plain = await LockedEngine.open(limits);
  await plain.run({ setup: [...plainSetup], queries: [] });
});
afterAll(() => {
  pipeline[Symbol.dispose]();
  plain[Symbol.dispose]();
});

const secretOf = (space: IdSpace): Buffer => createHmac('sha256', 'test').update(space).digest();
const recordKey = (space: IdSpace, text: string): string =>
  `CAST('0x' || substr(${hmacSql(secretOf(space), text)}, 1, 8) AS UBIGINT)`;
const keyOf = (space: IdSpace, unit: string): number =>
  createHmac('sha256', secretOf(space)).update(unit).digest().readUInt32BE();

interface Found {
  readonly plan: ExactPlan;
  readonly cells: readonly Cell[];
  readonly keyed: readonly TreatableCell['keyed'][];
}

async function found(sql: string): Promise<Found> {
  const plan = unwrap(await pipeline.plan(sql));
  if (plan.kind !== 'exact') throw new Error('must be exact');
  const attach = tiny.map((entry) => ({ name: entry.id, ddl: filled(entry) }));
  using engine = await LockedEngine.open(limits, attach);
  const { setup, cells } = printEvidence(plan);
  const [table] = await engine.run({ setup: [...setup], queries: [cells] });
  const read = readCells(plan, { cells: table?.rows ?? [], units: plan.units.map(() => []), margins: [] });
  const statements = printKeyedEvidence(plan, recordKey);
  const answers = await engine.run({ setup: [], queries: statements.map((statement) => statement.sql) });
  const rows = statements.map((statement, at) => ({ ...statement, rows: answers[at]?.rows ?? [] }));
  return { plan, cells: read, keyed: readKeyed(read, rows) };
}

/** Key sum and number of distinct units. */
function keyedUnits(space: IdSpace, units: readonly Scalar[]) {
  const distinct = [...new Set(units.filter((unit) => unit !== null).map(String))];
  return { units: distinct.length, keys: distinct.reduce((sum, unit) => (sum + keyOf(space, unit)) % keyRange, 0) };
}

const person = idSpace('person');

/** Rows of a cell: those that agree with it in the keys of its grouping. */
function rowsOf({ grouping, keys }: Cell, plan: ExactPlan, rows: readonly (readonly Scalar[])[]) {
  const places = plan.groupings[grouping]?.keys ?? [];
  return rows.filter((row) => places.every((place) => row[place] === keys[place]));
}

async function rowsLike(sql: string): Promise<readonly (readonly Scalar[])[]> {
  const { rows } = await plain.query(sql);
  return rows.map((row) => row.map((value) => (Array.isArray(value) ? null : value)));
}

test.each([
  ['one grouping', 'GROUP BY g, h'],
  ['all margins, with NULL as a value and as a margin', 'GROUP BY CUBE (g, h)'],
  ['margins without the leaves', 'GROUP BY GROUPING SETS ((g), (h), ())'],
])('printKeyedEvidence gives every cell its units once, with %s', async (_, grouping) => {
  const { plan, cells, keyed } = await found(`SELECT g, h, count(DISTINCT u) FROM t ${grouping}`);
  const rows = await rowsLike('SELECT g, h, u FROM t');
  expect(cells.length).toBeGreaterThan(8);
  for (const [at, cell] of cells.entries()) {
    const expected = keyedUnits(
      person,
      rowsOf(cell, plan, rows).map((row) => row[2] ?? null),
    );
    expect([cell.keys, keyed[at]]).toEqual([cell.keys, [expected, expected]]);
    expect(expected.units).toBe(Number(cell.values[0]));
  }
});

test('printKeyedEvidence counts for a statistic the units with a value, and sums up for a mean', async () => {
  const { plan, cells, keyed } = await found('SELECT h, count(*), count(x), avg(z), sum(z) FROM t GROUP BY ROLLUP (h)');
  const rows = await rowsLike('SELECT h, u, x, z FROM t');
  for (const [at, cell] of cells.entries()) {
    const mine = rowsOf(cell, plan, rows);
    const all = keyedUnits(
      person,
      mine.map((row) => row[1] ?? null),
    );
    const valued = keyedUnits(
      person,
      mine.filter((row) => row[2] !== null).map((row) => row[1] ?? null),
    );
    const sum = mine.reduce((total, row) => total + Number(row[3]), 0);
    expect(keyed[at]?.map(({ units, keys }) => ({ units, keys }))).toEqual([all, all, valued, all, all]);
    expect(keyed[at]?.map((one) => one.sum)).toEqual([
      undefined,
      undefined,
      undefined,
      expect.closeTo(sum, 6),
      undefined,
    ]);
  }
  expect(keyed.some((cell) => (cell[0]?.units ?? 0) > (cell[2]?.units ?? 0))).toBe(true);
});

test('printKeyedEvidence takes each count of units from its own unit column, under the key of its own space', async () => {
  const { plan, cells, keyed } = await found(
    'SELECT size, count(DISTINCT house) AS houses, count(DISTINCT who) AS people FROM (SELECT size, house, u AS who FROM home) GROUP BY size',
  );
  expect(plan.units.map(({ space }) => space)).toEqual(['person', 'household']);
  const rows = await rowsLike('SELECT size, u, house FROM home');
  for (const [at, cell] of cells.entries()) {
    const mine = rowsOf(cell, plan, rows);
    const of = (space: string, column: number) =>
      keyedUnits(
        idSpace(space),
        mine.map((row) => row[column] ?? null),
      );
    expect(keyed[at]).toEqual([of('person', 1), of('household', 2), of('person', 1)]);
  }
});

test('readKeyed finds nobody in a cell of no rows', async () => {
  const { keyed } = await found('SELECT count(DISTINCT u) FROM t WHERE h > 100');
  expect(keyed).toEqual([
    [
      { units: 0, keys: 0 },
      { units: 0, keys: 0 },
    ],
  ]);
});
