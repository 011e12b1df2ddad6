/** The exact method against all patterns of a small table, and against the heuristic. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultEffort, polish } from '#policies/disclosure/suppress/exact.ts';
import type { Solver } from '#policies/disclosure/linear-program.ts';
import type { Protection, TableProblem } from '#policies/disclosure/suppress/problem.ts';
import { protect } from '#policies/disclosure/suppress/protect.ts';
import { openHighs } from '#sandbox/suppress/highs.ts';
import { aTable, loose } from './builders.ts';
import { cubes } from './generate.ts';
import { attackByProgram } from './oracle.ts';

const solver = await openHighs();

function weightOf({ cells }: TableProblem, protection: Protection): number {
  if (protection.kind === 'infeasible') return Infinity;
  return protection.secondary.reduce((sum, cell) => sum + (cells[cell]?.weight ?? 0), 0);
}

/** The least weight over every choice of inner cells. */
function leastByTrying(problem: TableProblem): number {
  const inner = [...problem.cells.keys()].filter((index) => {
    const cell = problem.cells[index];
    return cell?.status === 'open' && cell.leaves.length === 1;
  });
  const primaries = [...problem.cells.keys()].filter((index) => problem.cells[index]?.status === 'primary');
  let least = Infinity;
  for (let mask = 0; mask < 2 ** inner.length; mask += 1) {
    const secondary = inner.filter((_, at) => (mask >> at) % 2 === 1);
    const weight = secondary.reduce((sum, cell) => sum + (problem.cells[cell]?.weight ?? 0), 0);
    if (weight >= least) continue;
    const bounds = attackByProgram({ problem, secondary }, primaries, solver);
    const isSafe = primaries.every((cell, at) => {
      const { value = 0, protection } = problem.cells[cell] ?? {};
      const { lower, upper } = bounds[at] ?? { lower: 0, upper: 0 };
      return value - lower >= (protection?.lower ?? 0) - 1e-6 && upper - value >= (protection?.upper ?? 0) - 1e-6;
    });
    if (isSafe) least = weight;
  }
  return least;
}

const tables = fc
  .record({
    rows: fc.array(fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 3, maxLength: 3 }), {
      minLength: 3,
      maxLength: 3,
    }),
    primary: fc.uniqueArray(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 2 }),
  })
  .map(({ rows, primary }) => {
    const names = primary.map((at) => `r${Math.floor(at / 3) + 1} c${(at % 3) + 1}`);
    const marks = { primary: Object.fromEntries(names.map((name) => [name, { lower: 1, upper: 1 }])) };
    const { problem } = aTable(Object.fromEntries(rows.map((row, at) => [`r${at + 1}`, row])), marks);
    // Margins stay, so that all choices can be tried.
    const cells = problem.cells.map((cell) => (cell.leaves.length > 1 ? { ...cell, wish: 'publish' as const } : cell));
    return { ...problem, cells };
  });

test('polish finds the least weight of all patterns of a small table', () => {
  fc.assert(
    fc.property(tables, (problem) => {
      const least = leastByTrying(problem);
      const polished = weightOf(problem, polish(problem, solver, { ...defaultEffort, whole: true }).protection);
      if (Number.isFinite(least)) expect(polished).toBeCloseTo(least, 6);
      else expect(polished).toBe(Infinity);
    }),
    { numRuns: 25 },
  );
});

test('polish counts its work: no program has a clock, and no more is spent than was given', () => {
  let clocks = 0;
  const watched: Solver = {
    solve: (program, seconds) => {
      if (seconds !== undefined) clocks += 1;
      return solver.solve(program, seconds);
    },
    open: (program) => {
      const region = solver.open(program);
      const optimise = (seconds?: number) => {
        if (seconds !== undefined) clocks += 1;
        return region.optimise(seconds);
      };
      return { change: (edit) => region.change(edit), optimise, [Symbol.dispose]: () => region[Symbol.dispose]() };
    },
  };
  fc.assert(
    fc.property(cubes, fc.constantFrom(0, 0.01, 0.1, 1), ({ problem }, seconds) => {
      fc.pre(problem.cells.length < 80);
      const effort = { ...defaultEffort, seconds };
      const polished = polish(problem, watched, effort);
      expect(polished.spent).toBeLessThanOrEqual(seconds + 1e-9);
      expect(polish(problem, solver, effort)).toEqual(polished);
      if (seconds === 0) expect(polished.protection).toEqual(protect(problem, solver));
      expect(clocks).toBe(0);
    }),
    { numRuns: 25 },
  );
});

test('polish with more work finds more, up to where nothing is left to do', () => {
  const after = (rounds: number) => polish(loose.problem, solver, { ...defaultEffort, rounds });
  const done = after(200);
  expect(hiddenBy(protect(loose.problem, solver))).toBe(6);
  expect(hiddenBy(done.protection)).toBe(3);
  expect(after(1).spent).toBeLessThan(done.spent);
  expect(polish(loose.problem, solver, { ...defaultEffort, seconds: 2 * done.spent })).toEqual(done);
});

function hiddenBy(protection: Protection): number {
  return protection.kind === 'protected' ? protection.secondary.length : Infinity;
}

test('polish gives no worse a pattern than protect, and begins nothing that is too large', () => {
  fc.assert(
    fc.property(cubes, fc.boolean(), ({ problem }, whole) => {
      fc.pre(problem.cells.length < 60);
      const heuristic = protect(problem, solver);
      const { protection } = polish(problem, solver, { cells: 1500, rounds: 15, seconds: 1, whole });
      expect(weightOf(problem, protection)).toBeLessThanOrEqual(weightOf(problem, heuristic));
      expect(polish(problem, solver, { ...defaultEffort, cells: 1 })).toEqual({ protection: heuristic, spent: 0 });
    }),
    { numRuns: 8 },
  );
});
