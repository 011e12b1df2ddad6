/** The polish as runs get it: in the worker, over all statistics, and through the door. */
import { mkdtempSync, openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { polish } from '#policies/disclosure/suppress/exact.ts';
import type { Protection, TableProblem } from '#policies/disclosure/suppress/problem.ts';
import { protect } from '#policies/disclosure/suppress/protect.ts';
import { unwrap } from '#policies/refusal.ts';
import { openHighs } from '#sandbox/suppress/highs.ts';
import { limits } from '#sandbox/supervisor/config.ts';
import { suppressInWorker } from '#sandbox/supervisor/suppress.ts';
import { openCity } from '../fixtures/installation.ts';
import { loose } from './builders.ts';
import { attackByProgram } from './oracle.ts';

const solver = await openHighs();
const log = openSync(join(mkdtempSync(join(tmpdir(), 'sluice-polish-')), 'log'), 'a');
const { problem } = loose;

async function patterns(problems: readonly TableProblem[], polishSeconds?: number): Promise<readonly Protection[]> {
  const polishing = polishSeconds === undefined ? {} : { polishSeconds };
  return unwrap(await suppressInWorker(problems, { limits, log, ...polishing }));
}

function secondaryOf(protection: Protection | undefined): readonly number[] {
  if (protection?.kind !== 'protected') throw new Error('no pattern');
  return protection.secondary;
}

test('suppressInWorker with seconds of work hides fewer cells, and the attacker is kept as far away', async () => {
  const [plain] = await patterns([problem]);
  const [polished] = await patterns([problem], 10);
  const secondary = secondaryOf(polished);
  expect([secondaryOf(plain).length, secondary.length]).toEqual([6, 3]);
  const primary = problem.cells.findIndex(({ status }) => status === 'primary');
  const { value = 0, protection = { lower: 1, upper: 1 } } = problem.cells[primary] ?? {};
  const [bounds = { lower: value, upper: value }] = attackByProgram({ problem, secondary }, [primary], solver);
  expect(value - bounds.lower).toBeGreaterThanOrEqual(protection.lower - 1e-6);
  expect(bounds.upper - value).toBeGreaterThanOrEqual(protection.upper - 1e-6);
  // The attack is one: without the last of the three it gets nearer than that.
  const [nearer = bounds] = attackByProgram({ problem, secondary: secondary.slice(1) }, [primary], solver);
  expect(Math.min(value - nearer.lower, nearer.upper - value)).toBeLessThan(protection.lower);
});

test('suppressInWorker: all problems together spend the seconds, the first one first', async () => {
  const { spent } = polish(problem, solver);
  const enough = (await patterns([problem, problem], 2 * spent + 1e-9)).map((found) => secondaryOf(found).length);
  const short = (await patterns([problem, problem], spent + 1e-9)).map((found) => secondaryOf(found).length);
  expect([enough, short]).toEqual([
    [3, 3],
    [3, 6],
  ]);
});

test('suppressInWorker: what is objected to on the polished way never makes the pattern heavier', async () => {
  for (const least of [2, 3, 4]) {
    const implicit = (leaves: readonly number[]) => (leaves.length < least ? { lower: 60, upper: 60 } : undefined);
    const picky = { ...problem, implicit };
    const [plain] = await patterns([picky]);
    const [polished] = await patterns([picky], 10);
    expect(polished?.kind).toBe(plain?.kind);
    const weightOf = (found: Protection | undefined) =>
      secondaryOf(found).reduce((sum, cell) => sum + (problem.cells[cell]?.weight ?? 0), 0);
    expect(weightOf(polished)).toBeLessThanOrEqual(weightOf(plain));
  }
});

test('polish leaves a table alone that protect cannot protect, or that needs nothing', () => {
  const published = problem.cells.map((cell) =>
    cell.status === 'open' ? { ...cell, wish: 'publish' as const } : cell,
  );
  const stuck = { ...problem, cells: published };
  expect(polish(stuck, solver)).toEqual({ protection: protect(stuck, solver), spent: 0 });
  const open = problem.cells.map((cell) => ({ ...cell, status: 'open' as const }));
  expect(polish({ ...problem, cells: open }, solver)).toMatchObject({ protection: { secondary: [] }, spent: 0 });
});

test('exactPolish of a query: simulate hides fewer cells of the same table', async () => {
  await using city = await openCity();
  const sql = `SELECT district_code, hospital_level, visit_type, count(DISTINCT person_id) AS persons
    FROM medical_settlement GROUP BY CUBE (1, 2, 3)`;
  const secondary = async (release: object) =>
    unwrap(await city.office.domain.simulate({ sql, release })).verdicts['secondary'] ?? 0;
  expect(await secondary({ exactPolish: 30 })).toBeLessThan(await secondary({}));
});
