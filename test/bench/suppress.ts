/** Secondary suppression: how long, how many programs, how much is lost. Tables of the shape that τ-ARGUS is tested with. */
import type { TableProblem } from '#policies/disclosure/suppress/problem.ts';
import { protect } from '#policies/disclosure/suppress/protect.ts';
import { openHighs } from '#sandbox/suppress/highs.ts';
import { aCube, type Dimension, type Leaf, type Marks } from '../suppress/builders.ts';
import { median, repeat } from './measure.ts';
import { milliseconds, type Benched } from './table.ts';

/** Milliseconds that a table may take. */
interface Case {
  readonly name: string;
  readonly problem: TableProblem;
  readonly most: number;
}

export async function benchSuppress(times: number): Promise<Benched> {
  const solver = await openHighs();
  const rows: string[][] = [];
  const faults: string[] = [];
  for (const { name, problem, most } of cases()) {
    const timing = await repeat(times, async () => protect(problem, solver));
    const found = protect(problem, solver);
    const primaries = problem.cells.filter(({ status }) => status === 'primary').length;
    const took = median(timing, 'wall');
    if (found.kind === 'infeasible') throw new Error(`no pattern for ${name}`);
    rows.push(
      [name, problem.cells.length, primaries, found.secondary.length, found.programs, milliseconds(took)].map(String),
    );
    if (took > most) faults.push(`${name}: must be protected within ${most} ms; took ${milliseconds(took)} ms`);
  }
  const columns = ['table', 'cells', 'primary', 'secondary', 'programs', 'median ms'];
  return { tables: [{ title: 'Secondary suppression, by wall clock', columns, rows }], faults };
}

function cases(): readonly Case[] {
  return [
    { name: '20 × 20 with margins', problem: aProblem([codes(20), codes(20)], 34), most: 500 },
    { name: '30 × 30 with margins', problem: aProblem([codes(30), codes(30)], 85), most: 1000 },
    { name: 'three levels × four levels', problem: aProblem([codes(38, 6), codes(30, 15, 5)], 290), most: 1000 },
    { name: 'cube of 12 × 10 × 8 with margins', problem: aProblem([codes(12), codes(10), codes(8)], 90), most: 2000 },
  ];
}

/** @param groups how many codes share a group, each a multiple of the next */
function codes(count: number, ...groups: readonly number[]): Dimension {
  const all = Array.from({ length: count }, (_, at) => at);
  const finer = groups.toReversed();
  return [
    all.map((at) => `c${at}`),
    ...finer.map((size, depth) => all.map((at) => `g${depth}-${Math.floor(at / size)}`)),
    all.map(() => 'Total'),
  ];
}

/** Turnover of few large and many small units; the smallest leaves and those that one unit dominates are primary, by the p% rule. */
function aProblem(dimensions: readonly Dimension[], primaries: number): TableProblem {
  let state = 20_261_122;
  const chance = (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  const all = dimensions.reduce<readonly (readonly string[])[]>(
    (rows, [first = []]) => rows.flatMap((row) => first.map((code) => [...row, code])),
    [[]],
  );
  const leaves: Leaf[] = all.flatMap((leafCodes) =>
    chance() < 0.12 ? [] : [{ codes: leafCodes, value: Math.ceil(Math.exp(9 * chance() * chance() + 2)) }],
  );
  const smallest = [...leaves].sort((a, b) => a.value * (0.5 + chance()) - b.value).slice(0, primaries);
  const primary: Marks['primary'] = Object.fromEntries(
    smallest.map(({ codes: own, value }) => [own.join(' '), { lower: 0.1 * value, upper: 0.1 * value }]),
  );
  return aCube(dimensions, leaves, { primary, weight: ({ value }) => value }).problem;
}
