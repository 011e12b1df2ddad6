/**
 * A Kaplan–Meier curve from released frequencies: time is relative and coarse, each step stands for k exits, and what is computed over a
 * step that is hidden in part is hidden too. @see disclosure.md §1.3 (survival); MHRA (no dates with a single exit); Kaplan & Meier (1958)
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { printSchema } from '#policies/query/schema-sql.ts';
import { unwrap } from '#policies/refusal.ts';
import { idSpace } from '#policies/units.ts';
import { aColumn } from '../fixtures/columns.ts';
import { Runner } from '../oracle/runner.ts';
import { entry } from '../query/tiny.ts';

const cohort = entry('cohort', [
  {
    name: 'followup',
    title: { zh: '随访', en: 'follow-up' },
    columns: [
      aColumn({ name: 'person', type: 'VARCHAR', semantic: 'serial', rule: ['J'], grade: 'L1' }),
      aColumn({ name: 'month', type: 'INTEGER', semantic: 'count', rule: ['G'], grade: 'L1' }),
      aColumn({ name: 'died', type: 'BOOLEAN', semantic: 'flag', rule: ['A'], grade: 'L1', tag: 'sensitive' }),
    ],
    units: [{ space: idSpace('person'), column: 'person' }],
    primaryKey: [],
    foreignKeys: [],
    volume: 500,
  },
]);

/** Exits by month: how many, and how many of them died. */
type Exits = readonly (readonly [exits: number, deaths: number])[];

const curve = `SELECT month, exits, deaths, at_risk, exp(sum(ln(1 - deaths / at_risk)) OVER (ORDER BY month)) AS survival
  FROM (SELECT month, exits, deaths, sum(exits) OVER (ORDER BY month DESC) AS at_risk
    FROM (SELECT month, count(*) AS exits, count_if(died) AS deaths FROM followup GROUP BY month))
  ORDER BY month`;

let folder: string;
let runner: Runner;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'survival-'));
  runner = new Runner([cohort]);
});

afterAll(() => {
  runner[Symbol.dispose]();
  rmSync(folder, { recursive: true, force: true });
});

let files = 0;

async function released(exits: Exits): Promise<readonly (readonly unknown[])[]> {
  const path = join(folder, `${files++}.duckdb`);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`ATTACH '${path}' AS cohort`);
  for (const sql of printSchema(cohort)) await connection.run(sql);
  const people = exits.flatMap(([count, deaths], month) =>
    Array.from({ length: count }, (_, n) => `('p${month}-${n}', ${month + 1}, ${n < deaths})`),
  );
  await connection.run(`INSERT INTO cohort.main.followup VALUES ${people.join(', ')}`);
  await connection.run('DETACH cohort');
  connection.closeSync();
  instance.closeSync();
  return unwrap(await runner.run(curve, () => path)).released.rows;
}

/** The product-limit estimate with pencil and paper. */
function estimate(exits: Exits): readonly { readonly atRisk: number; readonly survival: number }[] {
  let atRisk = exits.reduce((sum, [count]) => sum + count, 0);
  let survival = 1;
  return exits.map(([count, deaths]) => {
    survival *= 1 - deaths / atRisk;
    const step = { atRisk, survival };
    atRisk -= count;
    return step;
  });
}

test('a curve of steps with k exits each is released as it is', async () => {
  const exits: Exits = [
    [40, 20],
    [35, 12],
    [50, 25],
    [60, 11],
  ];
  const rows = await released(exits);
  const steps = estimate(exits);
  expect(rows.map((row) => row.map(Number))).toEqual(
    exits.map(([count, deaths], at) => [
      at + 1,
      count,
      deaths,
      steps[at]?.atRisk,
      expect.closeTo(steps[at]?.survival ?? 0, 12),
    ]),
  );
});

test('a step with a few exits leaves no trace: the curve is that of the other steps', async () => {
  const before: Exits = [
    [40, 20],
    [35, 12],
  ];
  const after: Exits = [
    [60, 25],
    [50, 12],
  ];
  const rows = await released([...before, [3, 1], ...after]);
  const steps = estimate([...before, ...after]);
  expect(rows.map(([month]) => Number(month))).toEqual([1, 2, 4, 5]);
  // Nobody who was at risk can be told from the curve: a number at risk with the three would differ by three.
  expect(rows.map(([, , , atRisk]) => Number(atRisk))).toEqual(steps.map(({ atRisk }) => atRisk));
  expect(rows.map(([, , , , survival]) => Number(survival))).toEqual(
    steps.map(({ survival }) => expect.closeTo(survival, 12)),
  );
});

test('a step at which all but a few die tells of the few, and is hidden', async () => {
  const rows = await released([
    [40, 20],
    [30, 26],
    [60, 25],
  ]);
  expect(rows.map(([, exits, deaths]) => [Number(exits), deaths === null])).toEqual([
    [40, false],
    [30, true],
    [60, false],
  ]);
  // The curve is computed over all steps, so it is hidden at all of them.
  expect(rows.map(([, , , , survival]) => survival)).toEqual([null, null, null]);
});
