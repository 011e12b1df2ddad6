/** The solver and the worker: real programs, a real process. */
import { mkdtempSync, openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unwrap } from '#policies/refusal.ts';
import { millis } from '#policies/units.ts';
import { protect } from '#policies/disclosure/suppress/protect.ts';
import { openHighs } from '#sandbox/suppress/highs.ts';
import { limits } from '#sandbox/supervisor/config.ts';
import { suppressInWorker } from '#sandbox/supervisor/suppress.ts';
import { aTable } from './builders.ts';

const solver = await openHighs();
const log = openSync(join(mkdtempSync(join(tmpdir(), 'sluice-suppress-')), 'log'), 'a');

test('openHighs solves linear and integer programs, and says why it does not', () => {
  const variables = [
    { lower: 0, upper: 10, cost: 30 },
    { lower: 0, upper: Infinity, cost: 50 },
  ];
  const constraints = [
    { variables: [0, 1], coefficients: [1, 2], lower: -Infinity, upper: 40 },
    { variables: [0, 1], coefficients: [2, 1], lower: -Infinity, upper: 33.5 },
  ];
  expect(solver.solve({ sense: 'max', variables, constraints })).toMatchObject({ status: 'optimal', objective: 1045 });
  const whole = variables.map((variable) => ({ ...variable, integer: true }));
  expect(solver.solve({ sense: 'max', variables: whole, constraints })).toMatchObject({
    status: 'optimal',
    objective: 1040,
  });
  const never = [...constraints, { variables: [0], coefficients: [1], lower: 11, upper: 12 }];
  expect(solver.solve({ sense: 'max', variables, constraints: never })).toEqual({ status: 'infeasible' });
  expect(solver.solve({ sense: 'max', variables, constraints: [] })).toEqual({ status: 'unbounded' });
  expect(solver.solve({ sense: 'max', variables: [], constraints: [] })).toMatchObject({ status: 'optimal' });
});

test('a region answers each edit as a fresh program would', () => {
  const variables = Array.from({ length: 4 }, () => ({ lower: -3, upper: 5, cost: 0 }));
  const constraints = [
    { variables: [0, 1], coefficients: [1, 1], lower: 0, upper: 0 },
    { variables: [1, 2, 3], coefficients: [1, 1, 1], lower: 0, upper: 0 },
  ];
  using region = solver.open({ sense: 'max', variables, constraints });
  for (const [at, sense] of [
    [0, 'max'],
    [2, 'min'],
    [3, 'max'],
    [1, 'min'],
  ] as const) {
    region.change({ sense, costs: [[at, 1]] });
    const fresh = variables.map((variable, index) => ({ ...variable, cost: index === at ? 1 : 0 }));
    const answer = region.optimise();
    const again = solver.solve({ sense, variables: fresh, constraints });
    expect(answer.status === 'optimal' && answer.objective).toBeCloseTo(
      (again.status === 'optimal' && again.objective) || NaN,
    );
    region.change({ costs: [[at, 0]] });
  }
  region.change({ rows: [[0, 4, 4]], costs: [[0, 1]], sense: 'min' });
  expect(region.optimise()).toMatchObject({ status: 'optimal', objective: -1 });
});

const small = { lower: 1, upper: 1 };
const primary = { 'r1 c1': small, 'r1 c2': small, 'r2 c1': small, 'r2 c2': small };
const table = aTable({ r1: [4, 3, 30, 50], r2: [2, 5, 40, 60], r3: [25, 35, 55, 70] }, { primary });

test('suppressInWorker finds what protect finds, for each table', async () => {
  const lone = aTable(
    { r1: [4, 30, 20], r2: [25, 40, 50] },
    { primary: { 'r1 c1': small }, more: { 'r1 c1': { singleton: 5 } } },
  );
  const problems = [table.problem, lone.problem];
  const found = unwrap(await suppressInWorker(problems, { limits, log }));
  expect(found).toEqual(problems.map((problem) => protect(problem, solver)));
});

test('suppressInWorker asks about implicit cells until none is objected to', async () => {
  const asked: number[] = [];
  const implicit = (leaves: readonly number[]) => {
    asked.push(leaves.length);
    return leaves.length < 3 ? { lower: 1, upper: 1 } : undefined;
  };
  const [found] = unwrap(await suppressInWorker([{ ...table.problem, implicit }], { limits, log }));
  expect(asked.length).toBeGreaterThan(0);
  expect(found).toMatchObject({ kind: 'protected' });
  expect(found?.kind === 'protected' && found.secondary.length).toBeGreaterThan(0);
});

test('suppressInWorker refuses without words what it cannot work with, and what is late', async () => {
  const broken = { ...table.problem, leafCount: 99 };
  expect(await suppressInWorker([broken], { limits, log })).toMatchObject({
    ok: false,
    refusals: [{ code: 'E_EXEC' }],
  });
  const hasty = { ...limits, queryDeadline: millis(1) };
  expect(await suppressInWorker([table.problem], { limits: hasty, log })).toMatchObject({
    ok: false,
    refusals: [{ code: 'E_EXEC' }],
  });
});
