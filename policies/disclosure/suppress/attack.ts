/**
 * What an attacker can still choose: the unknown leaves, and the published cells and prior knowledge that tie them together. Everything that
 * he knows has left the system; what remains falls apart into components that have nothing to do with each other.
 */
import type { Region, Solver } from '../linear-program.ts';
import { keyOf, rangeOfLeaf, type Range, type Table } from './table.ts';
import type { Target } from './problem.ts';
import { isUnknown, type Hidden } from './target.ts';

/** Σ of the leaves lies in the range. */
export interface Tie extends Range {
  readonly leaves: readonly number[];
}

export interface Component {
  readonly leaves: readonly number[];
  readonly ties: readonly Tie[];
  /** Positions among the targets. */
  readonly targets: readonly number[];
}

/** For every pattern, returns all of it as if it were one component. */
export function wholeOf(table: Table, hidden: Hidden, targets: readonly Target[]): Component {
  const leaves = Array.from({ length: table.leafCount }, (_, leaf) => leaf).filter((leaf) =>
    isUnknown(table, hidden, leaf),
  );
  const unknown = new Set(leaves);
  const ties = tiesOf(table, hidden, (all) => all.filter((leaf) => unknown.has(leaf)));
  return { leaves, ties, targets: [...targets.keys()] };
}

/** For every pattern, returns the components that have targets. */
export function componentsOf(table: Table, hidden: Hidden, targets: readonly Target[]): readonly Component[] {
  const unknown = Array.from({ length: table.leafCount }, (_, leaf) => isUnknown(table, hidden, leaf));
  const onlyUnknown = (leaves: readonly number[]): readonly number[] => leaves.filter((leaf) => unknown[leaf]);
  const ties = tiesOf(table, hidden, onlyUnknown);
  const parent = Array.from({ length: table.leafCount }, (_, leaf) => leaf);
  const sets = targets.map(({ leaves }) => onlyUnknown(leaves));
  for (const leaves of [...ties.map((tie) => tie.leaves), ...sets]) {
    for (const leaf of leaves) parent[rootOf(parent, leaf)] = rootOf(parent, leaves[0] ?? leaf);
  }
  const roots = [...new Set(sets.flatMap(([leaf]) => (leaf === undefined ? [] : rootOf(parent, leaf))))];
  const belongs = (root: number, leaf: number | undefined): boolean =>
    leaf !== undefined && unknown[leaf] === true && rootOf(parent, leaf) === root;
  return roots.map((root) => ({
    leaves: [...parent.keys()].filter((leaf) => belongs(root, leaf)),
    ties: ties.filter(({ leaves }) => belongs(root, leaves[0])),
    targets: [...sets.keys()].filter((at) => belongs(root, sets[at]?.[0])),
  }));
}

function rootOf(parent: number[], leaf: number): number {
  let root = leaf;
  while (parent[root] !== undefined && parent[root] !== root) root = parent[root] ?? root;
  let at = leaf;
  while (at !== root) [at, parent[at]] = [parent[at] ?? root, root];
  return root;
}

/** Published cells do not move; of hidden margins the attacker knows a range, which matters where the leaves do not imply it. */
function tiesOf(
  table: Table,
  hidden: Hidden,
  onlyUnknown: (leaves: readonly number[]) => readonly number[],
): readonly Tie[] {
  const ties = new Map<string, Tie>();
  for (const [index, column] of table.columns.entries()) {
    const leaves = onlyUnknown(column.leaves);
    if (leaves.length === 0) continue;
    const fixed = !hidden.has(index);
    if (!fixed && (column.leaves.length === 1 || column.kind === 'absent' || isImplied(table, column))) continue;
    const key = keyOf(leaves);
    const lower = fixed ? 0 : Math.max(column.range.lower, ties.get(key)?.lower ?? -Infinity);
    const upper = fixed ? 0 : Math.min(column.range.upper, ties.get(key)?.upper ?? Infinity);
    ties.set(key, { leaves, lower, upper });
  }
  return [...ties.values()];
}

/** Whether the leaves cannot take the column beyond its range. */
export function isImplied(table: Table, { leaves, range }: { leaves: readonly number[]; range: Range }): boolean {
  const ranges = leaves.map((leaf) => rangeOfLeaf(table, leaf));
  const lowest = ranges.reduce((sum, { lower }) => sum + lower, 0);
  const highest = ranges.reduce((sum, { upper }) => sum + upper, 0);
  // As much as adding in another order can change.
  const slack = 1e-12 * (highest - lowest);
  return lowest >= range.lower - slack && highest <= range.upper + slack;
}

/** @param unit what counts as 1: the solver's tolerances are absolute */
export function openComponent(solver: Solver, table: Table, { component: { leaves, ties }, unit }: Scaled): Region {
  const position = new Map(leaves.map((leaf, at) => [leaf, at]));
  return solver.open({
    sense: 'max',
    variables: leaves.map((leaf) => ({ ...scale(rangeOfLeaf(table, leaf), unit), cost: 0 })),
    constraints: ties.map((tie) => ({
      variables: tie.leaves.map((leaf) => position.get(leaf) ?? -1),
      coefficients: tie.leaves.map(() => 1),
      ...scale(tie, unit),
    })),
  });
}

export interface Scaled {
  readonly component: Component;
  readonly unit: number;
}

/** Further than this many units nobody needs to go, and the numbers would differ by more than a solver can hold apart. */
const furthest = 1e6;

export function scale({ lower, upper }: Range, unit: number): Range {
  return { lower: Math.max(-furthest, lower / unit), upper: Math.min(furthest, upper / unit) };
}
