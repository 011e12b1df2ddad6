/** The hard cases one by one, each a table in which a shortcut would give a secret away. */
import { expect, test } from 'vitest';
import { implicitDemands } from '#policies/disclosure/suppress/implicit.ts';
import { intervalOf } from '#policies/disclosure/suppress/audit.ts';
import type { Protection, TableProblem } from '#policies/disclosure/suppress/problem.ts';
import { protect } from '#policies/disclosure/suppress/protect.ts';
import { readTable } from '#policies/disclosure/suppress/table.ts';
import { openHighs } from '#sandbox/suppress/highs.ts';
import { aTable, cellOf, named, type Cube } from './builders.ts';
import { attackByProgram } from './oracle.ts';

const solver = await openHighs();

function secondaryOf(protection: Protection): readonly number[] {
  if (protection.kind === 'infeasible') throw new Error(`no pattern for ${protection.cells.join(', ')}`);
  return protection.secondary;
}

/** What an attacker without prior knowledge finds about a cell when these are hidden. */
function interval({ problem, names }: Cube, hiddenNames: readonly string[], name: string): readonly [number, number] {
  const free = { ...problem, cells: problem.cells.map((cell) => ({ ...cell, prior: { lower: 0, upper: 1e4 } })) };
  const table = readTable(free);
  const hidden = [...table.columns.keys()].filter((at) =>
    table.columns[at]?.cells.some((cell) => hiddenNames.includes(names[cell] ?? '')),
  );
  const { leaves, value } = problem.cells[names.indexOf(name)] ?? { leaves: [], value: 0 };
  const target = { leaves, lower: value, upper: value, cells: [] };
  const { below, above } = intervalOf({ table, hidden: new Set(hidden) }, target, solver);
  return [Math.round(value - below), Math.round(value + above)];
}

// Made for these intervals: no publication of this table was found.
test('intervalOf finds [3, 6] in a table of three rows and two columns', () => {
  const cube = aTable({ r1: [5, 1], r2: [4, 2], r3: [7, 3] });
  expect(interval(cube, ['r1 c1', 'r1 c2', 'r2 c1', 'r2 c2'], 'r1 c1')).toEqual([3, 6]);
});

// Made for these intervals: no publication of this table was found.
test('intervalOf finds [47, 47] with three hidden cells of a square, and [0, 78] with the fourth', () => {
  const cube = aTable({
    r1: [47, 31, 12, 20],
    r2: [40, 60, 15, 22],
    r3: [18, 25, 30, 11],
    r4: [16, 27, 14, 19],
  });
  const three = ['r1 c1', 'r1 c2', 'r2 c1'];
  expect(interval(cube, three, 'r1 c1')).toEqual([47, 47]);
  expect(interval(cube, [...three, 'r2 c2'], 'r1 c1')).toEqual([0, 78]);
});

test('protect hides three cells more for one, and no margin', () => {
  const cube = aTable(
    { r1: [4, 30, 20], r2: [25, 40, 50], r3: [35, 12, 60] },
    { primary: { 'r1 c1': { lower: 4, upper: 6 } } },
  );
  const secondary = named(cube, secondaryOf(protect(cube.problem, solver)));
  expect(secondary).toHaveLength(3);
  expect(secondary.filter((name) => name.includes('Total'))).toEqual([]);
});

test('protect needs no repair to see that elimination left an interval too narrow', () => {
  // The square r1 r2 × c1 c2 is the cheapest for elimination, but its other corners can carry 1 only.
  const cube = aTable(
    { r1: [40, 1, 300], r2: [1, 1, 310], r3: [320, 330, 340] },
    { primary: { 'r1 c1': { lower: 20, upper: 20 } } },
  );
  const secondary = secondaryOf(protect(cube.problem, solver));
  const [bounds] = attackByProgram({ problem: cube.problem, secondary }, [cellOf(cube, 'r1 c1')], solver);
  expect(bounds?.lower).toBeLessThanOrEqual(20 + 1e-4);
  expect(bounds?.upper).toBeGreaterThanOrEqual(60 - 1e-4);
});

/** Nine primaries, each alone in its column beside empty cells; the empty cells stand as leaves that nobody asked for. */
function withEmptyCells(protection: { readonly lower: number; readonly upper: number }): Cube {
  const columns = Array.from({ length: 9 }, (_, at) => at);
  const rows = {
    r1: columns.map((at) => (at < 5 ? 6 + at : 0)),
    r2: columns.map((at) => (at < 5 ? 0 : 6 + at)),
    r3: columns.map((at) => 50 + 7 * at),
    r4: columns.map((at) => 90 + 5 * at),
  };
  const small = columns.map((at) => `${at < 5 ? 'r1' : 'r2'} c${at + 1}`);
  const empty = columns.map((at) => `${at < 5 ? 'r2' : 'r1'} c${at + 1}`);
  return aTable(rows, {
    primary: Object.fromEntries(small.map((name) => [name, protection])),
    more: Object.fromEntries(empty.map((name) => [name, { status: 'absent' }])),
  });
}

/** @see disclosure.md §2.4: an elimination that took empty cells for unknown declared nine of nine safe that were all disclosed. */
test.each([
  ['with an interval', { lower: 2, upper: 2 }],
  ['by elimination alone', { lower: 0, upper: 0 }],
])('protect %s takes an empty cell for known: primaries beside it need others to hide behind', (_, protection) => {
  const cube = withEmptyCells(protection);
  const primaries = cube.problem.cells.flatMap(({ status }, cell) => (status === 'primary' ? [cell] : []));
  const disclosed = (secondary: readonly number[]): number =>
    attackByProgram({ problem: cube.problem, secondary }, primaries, solver).filter(
      ({ lower, upper }) => upper - lower < 1e-9,
    ).length;
  expect(disclosed([])).toBe(9);
  expect(disclosed(secondaryOf(protect(cube.problem, solver)))).toBe(0);
});

test('protect refuses where the margins and the rest of a primary have to be published, and names it', () => {
  const cube = aTable({ r1: [4, 30], r2: [25, 40] }, { primary: { 'r1 c1': { lower: 4, upper: 6 } } });
  const cells = cube.problem.cells.map((cell) => ({ ...cell, wish: 'publish' as const }));
  expect(protect({ ...cube.problem, cells }, solver)).toEqual({ kind: 'infeasible', cells: [0] });
});

test('protect refuses where what may be hidden cannot carry the protection', () => {
  const cube = aTable({ r1: [40, 1], r2: [1, 1] }, { primary: { 'r1 c1': { lower: 20, upper: 20 } } });
  const cells = cube.problem.cells.map((cell) =>
    cell.leaves.length > 1 ? { ...cell, wish: 'publish' as const } : cell,
  );
  expect(protect({ ...cube.problem, cells }, solver)).toEqual({ kind: 'infeasible', cells: [0] });
});

test('protect refuses a cell that is primary in one table and has to be published in another', () => {
  const cube = aTable({ r1: [4, 30], r2: [25, 40] }, { primary: { 'r1 c1': { lower: 4, upper: 6 } } });
  const twin = { ...cube.problem.cells[0], leaves: [0], value: 4, weight: 1, status: 'open', wish: 'publish' } as const;
  const cells = [...cube.problem.cells, { ...twin, level: 99 }];
  expect(protect({ ...cube.problem, cells }, solver)).toEqual({ kind: 'infeasible', cells: [0, cells.length - 1] });
});

test('protect hides the twin of a primary: a group of one code', () => {
  const cube = aTable({ r1: [4, 30], r2: [undefined, 40] }, { primary: { 'r1 c1': { lower: 4, upper: 6 } } });
  expect(named(cube, secondaryOf(protect(cube.problem, solver)))).toContain('Total c1');
});

test('protect respects wishes: what has to stay stays, what may go goes first', () => {
  const rows = { r1: [4, 30, 20], r2: [25, 40, 50], r3: [35, 12, 60] };
  const primary = { 'r1 c1': { lower: 4, upper: 6 } };
  const free = named(aTable(rows), secondaryOf(protect(aTable(rows, { primary }).problem, solver)));
  const keep = Object.fromEntries(free.map((name) => [name, { wish: 'publish' as const }]));
  const kept = aTable(rows, { primary, more: keep });
  const others = named(kept, secondaryOf(protect(kept.problem, solver)));
  expect(others.filter((name) => free.includes(name))).toEqual([]);
  const giveNames = ['r1 c3', 'r3 c1', 'r3 c3'];
  const give = Object.fromEntries(giveNames.map((name) => [name, { wish: 'hide' as const }]));
  const given = aTable(rows, { primary, more: give });
  expect(named(given, secondaryOf(protect(given.problem, solver)))).toEqual(giveNames);
});

test('protect hides one part more where a lone contributor would find the only other hidden part', () => {
  const rows = { r1: [4, 6, 30], r2: [5, 7, 40], r3: [25, 35, 50] };
  const narrow = { lower: 1, upper: 1 };
  const primary = { 'r1 c1': narrow, 'r1 c2': narrow, 'r2 c1': narrow, 'r2 c2': narrow };
  const more = { 'r1 c1': { singleton: 7 } };
  expect(secondaryOf(protect(aTable(rows, { primary }).problem, solver))).toEqual([]);
  const alone = aTable(rows, { primary, more });
  const protection = protect(alone.problem, solver);
  const secondary = secondaryOf(protection);
  expect(secondary.length).toBeGreaterThan(0);
  const known = [cellOf(alone, 'r1 c1')];
  const found = ['r1 c2', 'r2 c1'].map((name) => cellOf(alone, name));
  const bounds = attackByProgram({ problem: alone.problem, secondary, known }, found, solver);
  expect(bounds.filter(({ lower, upper }) => upper - lower < 1e-9)).toEqual([]);
});

test('protect reports who can still find a cell over several equations', () => {
  // A cycle of six: one of its cells tells all others, though each row and column has two hidden cells of many contributors or none.
  const narrow = { lower: 1, upper: 1 };
  const names = ['r1 c1', 'r1 c2', 'r2 c2', 'r2 c3', 'r3 c3', 'r3 c1'];
  const more = { 'r1 c1': { status: 'primary', singleton: 3, protection: narrow } } as const;
  const cube = aTable(
    { r1: [4, 6, 30], r2: [40, 5, 7], r3: [8, 35, 9] },
    {
      primary: { 'r2 c3': narrow },
      more: {
        ...more,
        ...Object.fromEntries(
          names.filter((name) => name !== 'r1 c1' && name !== 'r2 c3').map((name) => [name, { status: 'absent' }]),
        ),
      },
    },
  );
  expect(protect(cube.problem, solver)).toMatchObject({
    kind: 'protected',
    secondary: [],
    insiders: [{ singleton: 3, cell: cellOf(cube, 'r2 c3') }],
  });
});

/** Hidden sums below 20 must not be known. */
function atLeastTwenty({ problem }: Cube): TableProblem {
  const values = problem.cells.flatMap(({ leaves, value }) =>
    leaves.length === 1 ? [[leaves[0], value] as const] : [],
  );
  const of = new Map(values);
  const sum = (leaves: readonly number[]): number => leaves.reduce((total, leaf) => total + (of.get(leaf) ?? 0), 0);
  return {
    ...problem,
    implicit: (leaves) => (sum(leaves) < 20 ? { lower: sum(leaves), upper: 20 - sum(leaves) } : undefined),
  };
}

test('protect hides more where a total less its published parts tells a sum that is itself too small', () => {
  const small = { lower: 1, upper: 1 };
  const cube = aTable(
    { r1: [4, 3, 30, 50], r2: [2, 5, 40, 60], r3: [25, 35, 55, 70] },
    { primary: { 'r1 c1': small, 'r1 c2': small, 'r2 c1': small, 'r2 c2': small } },
  );
  expect(secondaryOf(protect(cube.problem, solver))).toEqual([]);
  const asking = atLeastTwenty(cube);
  const secondary = secondaryOf(protect(asking, solver));
  expect(implicitDemands(asking, [])).not.toEqual([]);
  expect(implicitDemands(asking, secondary)).toEqual([]);
});

test('protect protects a demand as if a cell stood there', () => {
  const cube = aTable({ r1: [40, 30, 20], r2: [25, 40, 50], r3: [35, 12, 60] });
  const demand = { leaves: [0, 1], lower: 7, upper: 7, cells: [0, 1] };
  const secondary = secondaryOf(protect({ ...cube.problem, demands: [demand] }, solver));
  const cells = [...cube.problem.cells, { leaves: [0, 1], value: 70, status: 'absent', weight: 1 } as const];
  const [bounds] = attackByProgram({ problem: { ...cube.problem, cells }, secondary }, [cells.length - 1], solver);
  expect(bounds?.lower).toBeLessThanOrEqual(63 + 1e-4);
  expect(bounds?.upper).toBeGreaterThanOrEqual(77 - 1e-4);
});

test('protect widens a tiny cell in a table of huge ones', () => {
  const cube = aTable(
    { r1: [3, 2e9, 5e9], r2: [4e9, 1e9, 7e9], r3: [2, 3e9, 6e9] },
    { primary: { 'r1 c1': { lower: 0.3, upper: 0.3 }, 'r2 c3': { lower: 7e8, upper: 7e8 } } },
  );
  const secondary = secondaryOf(protect(cube.problem, solver));
  const at = (name: string) => cellOf(cube, name);
  const hidden = new Set([at('r1 c1'), at('r2 c3'), ...secondary]);
  // r1 c1 moves with another cell of its row or the row's total, which no solver is needed to see.
  const row = ['r1 c2', 'r1 c3', 'r1 Total'].map(at);
  const column = ['r2 c1', 'r3 c1', 'Total c1'].map(at);
  expect(row.some((cell) => hidden.has(cell))).toBe(true);
  expect(column.some((cell) => hidden.has(cell))).toBe(true);
});

test('protect says what it cannot work with', () => {
  const cube = aTable({ r1: [4, 30], r2: [25, 40] });
  const cells = cube.problem.cells.filter((_, at) => at !== 1);
  expect(() => protect({ ...cube.problem, cells }, solver)).toThrow('each leaf must have a cell of its own');
  const flat = cube.problem.cells.map((cell) => ({ ...cell, level: 1 }));
  expect(() => protect({ ...cube.problem, cells: flat }, solver)).toThrow('no leaf in common');
});
