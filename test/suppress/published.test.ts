/**
 * Tables that others have published with what they found. The commercial table is `magnitude1` of SSBtools with the results of the vignette
 * "Magnitude table suppression" of GaussSuppression 1.2 (Statistics Norway, MIT); the tables of counts come from the vignette "The problem
 * of singletons and zeros" of easySdcTable and from the tests of sdcTable (`tests/testthat/test-protectTable.r`).
 */
import { expect, test } from 'vitest';
import { intervalOf } from '#policies/disclosure/suppress/audit.ts';
import { eliminateTargets } from '#policies/disclosure/suppress/gauss.ts';
import { findInsiders } from '#policies/disclosure/suppress/insiders.ts';
import type { TableProblem } from '#policies/disclosure/suppress/problem.ts';
import { protect } from '#policies/disclosure/suppress/protect.ts';
import { readTable } from '#policies/disclosure/suppress/table.ts';
import { initiallyHidden, primaryTargets } from '#policies/disclosure/suppress/target.ts';
import { openHighs } from '#sandbox/suppress/highs.ts';
import { aCube, cellOf, flat, named, type Cube, type Dimension, type Leaf, type Marks } from './builders.ts';

const solver = await openHighs();

const sectors = ['Agriculture', 'Entertainment', 'Governmental', 'Industry'];
const sector2 = ['private', 'private', 'public', 'private'];
const countries = ['Iceland', 'Portugal', 'Spain'];

/** Table 1: sums of contributions; Agriculture and Governmental are empty in Iceland. */
const sales: readonly Leaf[] = (
  [
    ['Agriculture', 'Portugal', 100.4],
    ['Agriculture', 'Spain', 139.8],
    ['Entertainment', 'Iceland', 16.8],
    ['Entertainment', 'Portugal', 9.4],
    ['Entertainment', 'Spain', 105.3],
    ['Governmental', 'Portugal', 23.6],
    ['Governmental', 'Spain', 9.2],
    ['Industry', 'Iceland', 20.3],
    ['Industry', 'Portugal', 29.1],
    ['Industry', 'Spain', 8.4],
  ] as const
).map(([sector, country, value]) => ({ codes: [sector, country], value }));

const single = { lower: 0, upper: 0 };
const twoAlone: Marks = {
  primary: { 'Entertainment Iceland': single, 'Industry Spain': single },
  more: { 'Entertainment Iceland': { singleton: 1 }, 'Industry Spain': { singleton: 2 } },
  weight: ({ value }) => value,
};

function eliminate({ problem }: Cube): readonly number[] {
  const table = readTable(problem);
  const { hidden } = eliminateTargets(table, initiallyHidden(table), primaryTargets(table));
  return [...hidden].flatMap((index) => table.columns[index]?.cells ?? []).sort((a, b) => a - b);
}

/** Everything that is not negative: no prior knowledge besides. */
function withoutPrior(problem: TableProblem): TableProblem {
  return { ...problem, cells: problem.cells.map((cell) => ({ ...cell, prior: { lower: 0, upper: 1e5 } })) };
}

test('eliminateTargets finds the pattern of Table 2 but for Industry Portugal, as the vignette says of singletonMethod none', () => {
  const cube = aCube([flat(sectors), flat(countries)], sales, twoAlone);
  expect(named(cube, eliminate(cube))).toEqual([
    'Entertainment Iceland',
    'Entertainment Portugal',
    'Governmental Portugal',
    'Governmental Spain',
    'Industry Iceland',
    'Industry Spain',
  ]);
});

test('findInsiders sees that Industry Spain reveals Entertainment Iceland in that pattern, and not in Table 2', () => {
  const cube = aCube([flat(sectors), flat(countries)], sales, twoAlone);
  const table = readTable(cube.problem);
  const { hidden } = eliminateTargets(table, initiallyHidden(table), primaryTargets(table));
  const revealed = findInsiders(table, hidden).map(({ singleton, cell }) => [singleton, cube.names[cell]]);
  expect(revealed).toEqual([
    [1, 'Industry Spain'],
    [2, 'Entertainment Iceland'],
  ]);
  const more = table.columns.findIndex(({ cells }) => cells.includes(cellOf(cube, 'Industry Portugal')));
  expect(findInsiders(table, new Set([...hidden, more]))).toEqual([]);
});

const withSectors: Dimension = [sectors, sector2, sectors.map(() => 'Total')];

/** Rows and columns of the table before Table 10, as far as the published intervals tell which were suppressed. */
const suppressed = [
  ...sales.filter(({ codes }) => codes.join(' ') !== 'Governmental Iceland').map(({ codes }) => codes.join(' ')),
  'private Iceland',
  'private Spain',
  'private Total',
  'public Portugal',
  'public Spain',
  'public Total',
  'Governmental Total',
  'Industry Total',
  'Total Iceland',
  'Total Portugal',
];

test('intervalOf finds the published intervals of Table 10, before and after its last suppression', () => {
  const cube = aCube([withSectors, flat(countries)], sales);
  const table = readTable(withoutPrior(cube.problem));
  const interval = (hiddenNames: readonly string[], name: string): readonly string[] => {
    const cells = hiddenNames.map((hiddenName) => cellOf(cube, hiddenName));
    const hidden = [...table.columns.keys()].filter((at) =>
      table.columns[at]?.cells.some((cell) => cells.includes(cell)),
    );
    const { leaves, value } = cube.problem.cells[cellOf(cube, name)] ?? { leaves: [], value: 0 };
    const target = { leaves, lower: value, upper: value, cells: [] };
    const { below, above } = intervalOf({ table, hidden: new Set(hidden) }, target, solver);
    return [Math.abs(value - below).toFixed(1), (value + above).toFixed(1)];
  };
  const names = ['Entertainment Iceland', 'Industry Iceland', 'public Portugal', 'Agriculture Spain'];
  expect(names.map((name) => interval(suppressed, name))).toEqual([
    ['0.0', '60.7'],
    ['0.0', '60.7'],
    ['0.0', '60.7'],
    ['101.3', '240.2'],
  ]);
  const more = [...suppressed, 'private Portugal'];
  expect([...names, 'Agriculture Portugal'].map((name) => interval(more, name))).toEqual([
    ['0.0', '131.5'],
    ['0.0', '90.6'],
    ['0.0', '90.6'],
    ['40.6', '240.2'],
    ['0.0', '199.6'],
  ]);
});

const regions: readonly Leaf[] = [
  { codes: ['a'], value: 1 },
  { codes: ['b'], value: 2 },
  { codes: ['c'], value: 1 },
];
const ones: Marks['primary'] = { a: single, c: single };

test('protect hides one cell more where two lone contributors share a total, as sdcTable does with detectSingletons', () => {
  const without = protect(aCube([flat(['a', 'b', 'c'])], regions, { primary: ones }).problem, solver);
  const more = { a: { singleton: 1 }, c: { singleton: 2 } };
  const alone = aCube([flat(['a', 'b', 'c'])], regions, { primary: ones, more });
  expect(without).toMatchObject({ kind: 'protected', secondary: [] });
  expect(protect(alone.problem, solver)).toMatchObject({
    kind: 'protected',
    secondary: [cellOf(alone, 'b')],
    insiders: [],
  });
});

test('protect hides more where the hidden cells of a row sum to two ones, as easySdcTable does with a threshold', () => {
  const leaves: readonly Leaf[] = (
    [
      ['r1', 'B', 1],
      ['r1', 'H', 7],
      ['r1', 'M', 1],
      ['r2', 'A', 2],
      ['r2', 'M', 2],
      ['r2', 'W', 8],
    ] as const
  ).map(([row, column, value]) => ({ codes: [row, column], value }));
  const small = { lower: 0, upper: 1 };
  const primary = { 'r1 B': small, 'r1 M': small, 'r2 A': small, 'r2 M': small };
  const cube = aCube([flat(['r1', 'r2']), flat(['A', 'B', 'H', 'M', 'W'])], leaves, {
    primary,
    more: { 'Total A': { status: 'absent' }, 'Total B': { status: 'absent' }, 'Total M': { status: 'absent' } },
  });
  const sum = (all: readonly number[]): number => all.reduce((total, leaf) => total + (leaves[leaf]?.value ?? 0), 0);
  const implicit = (all: readonly number[]) => (sum(all) < 3 ? { lower: 0, upper: 1 } : undefined);
  const secondary = (problem: TableProblem): readonly string[] => {
    const protection = protect(problem, solver);
    return protection.kind === 'protected' ? named(cube, protection.secondary) : ['infeasible'];
  };
  expect(secondary(cube.problem)).toEqual([]);
  expect(secondary({ ...cube.problem, implicit })).toContain('r1 H');
});
