/**
 * The attacker, slow and obvious: every cell is a variable, every equation a constraint, nothing is reduced. For tiny tables of whole
 * numbers there is a slower one yet: it writes down every table that agrees with what is published.
 */
import type { Solver } from '#policies/disclosure/linear-program.ts';
import type { TableCell, TableProblem } from '#policies/disclosure/suppress/problem.ts';

export interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

/** What the attacker takes for possible of a cell that he does not see. */
function priorOf({ cells }: TableProblem, { value, prior, leaves, protection }: TableCell): Bounds {
  if (prior) return prior;
  const leafProtections = cells
    .filter((cell) => cell.leaves.length === 1 && leaves.includes(cell.leaves[0] ?? -1))
    .map((cell) => cell.protection?.upper ?? 0);
  return { lower: 0, upper: value + Math.max(value, protection?.upper ?? 0, ...leafProtections) };
}

function isShown(cell: TableCell, index: number, secondary: readonly number[]): boolean {
  return cell.status === 'open' && !secondary.includes(index);
}

export interface Attacked {
  readonly problem: TableProblem;
  readonly secondary: readonly number[];
  /** Cells that the attacker knows although they are hidden. */
  readonly known?: readonly number[];
}

/** The attacker's interval of each of `cells`. */
export function attackByProgram(
  { problem, secondary, known = [] }: Attacked,
  cells: readonly number[],
  solver: Solver,
): readonly Bounds[] {
  const leafCell = leafCells(problem);
  const variables = problem.cells.map((cell, index) => {
    if (isShown(cell, index, secondary) || known.includes(index))
      return { lower: cell.value, upper: cell.value, cost: 0 };
    const isSilent = cell.status === 'absent' && cell.leaves.length > 1 && !cell.prior;
    return { ...(isSilent ? { lower: 0, upper: Infinity } : priorOf(problem, cell)), cost: 0 };
  });
  const constraints = problem.cells.flatMap((cell, index) =>
    leafCell.get(cell.leaves[0] ?? -1) === index
      ? []
      : [
          {
            variables: [...cell.leaves.map((leaf) => leafCell.get(leaf) ?? -1), index],
            coefficients: [...cell.leaves.map(() => 1), -1],
            lower: 0,
            upper: 0,
          },
        ],
  );
  using region = solver.open({ sense: 'max', variables, constraints });
  const extreme = (cell: number, sense: 'min' | 'max'): number => {
    region.change({ sense, costs: [[cell, 1]] });
    const solution = region.optimise();
    region.change({ costs: [[cell, 0]] });
    if (solution.status !== 'optimal') throw new Error(`the attacker's program is ${solution.status}`);
    return solution.objective;
  };
  return cells.map((cell) => ({ lower: extreme(cell, 'min'), upper: extreme(cell, 'max') }));
}

/** The first cell of each leaf alone. */
function leafCells({ cells }: TableProblem): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (const [index, { leaves }] of cells.entries()) {
    const [leaf] = leaves;
    if (leaves.length === 1 && leaf !== undefined && !found.has(leaf)) found.set(leaf, index);
  }
  return found;
}

/** The smallest and largest value of each of `cells` over all tables of whole numbers that agree with what is published. */
export function attackByCounting({ problem, secondary }: Attacked, cells: readonly number[]): readonly Bounds[] {
  const leafCell = leafCells(problem);
  const bounds = problem.cells.map((cell, index) =>
    isShown(cell, index, secondary) ? { lower: cell.value, upper: cell.value } : priorOf(problem, cell),
  );
  const found = cells.map(() => ({ lower: Infinity, upper: -Infinity }));
  const table: number[] = [];
  const sum = (leaves: readonly number[]): number => leaves.reduce((total, leaf) => total + (table[leaf] ?? 0), 0);
  const agrees = (cell: TableCell, index: number): boolean => {
    const value = sum(cell.leaves);
    return value >= (bounds[index]?.lower ?? 0) && value <= (bounds[index]?.upper ?? 0);
  };
  const fill = (leaf: number): void => {
    if (leaf === problem.leafCount) {
      for (const [at, cell] of cells.entries()) {
        const value = sum(problem.cells[cell]?.leaves ?? []);
        const so = found[at];
        if (so) Object.assign(so, { lower: Math.min(so.lower, value), upper: Math.max(so.upper, value) });
      }
      return;
    }
    const own = bounds[leafCell.get(leaf) ?? -1] ?? { lower: 0, upper: 0 };
    // What is complete with this leaf is compared at once; the rest later.
    const complete = [...problem.cells.entries()].filter(([, { leaves }]) => Math.max(...leaves) === leaf);
    for (let value = own.lower; value <= own.upper; value += 1) {
      table[leaf] = value;
      if (complete.every(([index, cell]) => agrees(cell, index))) fill(leaf + 1);
    }
  };
  fill(0);
  return found;
}
