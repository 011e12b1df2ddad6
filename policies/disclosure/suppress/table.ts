/**
 * A problem in the form in which it is worked on: cells over the same leaves become one column, columns stand in an order of their own, and
 * values become distances from the truth. In distances every equation reads Σ = 0 and the truth is 0, so no rounding of sums can make a
 * table that contradicts itself.
 */
import type { TableCell, TableProblem } from './problem.ts';

/** How far from the truth something may lie: `lower` ≤ 0 ≤ `upper`. */
export interface Range {
  readonly lower: number;
  readonly upper: number;
}

export interface Column {
  readonly leaves: readonly number[];
  /** Cells of the problem that it stands for, ascending. */
  readonly cells: readonly number[];
  /** Sum of its leaves. */
  readonly value: number;
  /** `forced` has to be published; `free` is published unless needed. */
  readonly kind: 'free' | 'forced' | 'primary' | 'absent';
  readonly range: Range;
  /** Distances that the attacker's interval must reach, both ≥ 0. */
  readonly protection: { readonly lower: number; readonly upper: number };
  readonly weight: number;
  /** Hidden before others. */
  readonly yielding: boolean;
  readonly singleton: number | undefined;
}

export interface Table {
  readonly leafCount: number;
  /** Ordered by size, then by leaves. */
  readonly columns: readonly Column[];
  /** The column of each leaf alone. */
  readonly leafColumn: readonly number[];
  /** Cells that must be hidden and must be published at once. */
  readonly contradictory: readonly number[];
}

/**
 * For every problem, returns a table that does not depend on the order of its cells.
 *
 * @throws Error when a leaf has no cell of its own, or a cell has leaves that do not exist
 */
export function readTable({ leafCount, cells }: TableProblem): Table {
  const groups = [...groupByLeaves(cells).values()].sort((a, b) => compareLeaves(a[0].cell.leaves, b[0].cell.leaves));
  const values = leafValues(leafCount, cells);
  const protections = leafProtections(leafCount, cells);
  const smallest = values.reduce((least, value) => (value > 0 ? Math.min(least, value) : least), Infinity);
  const leaves = { values, protections, smallest: Number.isFinite(smallest) ? smallest : 1 };
  const columns = groups.map((group) => readColumn(group, leaves));
  const leafColumn = Array.from({ length: leafCount }, () => -1);
  for (const [index, { leaves }] of columns.entries()) if (leaves.length === 1) leafColumn[leaves[0] ?? 0] = index;
  const contradictory = columns.flatMap((column) =>
    column.kind === 'primary' && column.cells.some((cell) => isForced(cells[cell])) ? column.cells : [],
  );
  return { leafCount, columns, leafColumn, contradictory };
}

interface Numbered {
  readonly index: number;
  readonly cell: TableCell;
}

type Group = readonly [Numbered, ...Numbered[]];

function groupByLeaves(cells: readonly TableCell[]): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  for (const [index, cell] of cells.entries()) {
    const key = keyOf(cell.leaves);
    groups.set(key, [...(groups.get(key) ?? []), { index, cell }] as unknown as Group);
  }
  return groups;
}

export function rangeOfLeaf({ columns, leafColumn }: Table, leaf: number): Range {
  return columns[leafColumn[leaf] ?? -1]?.range ?? { lower: 0, upper: 0 };
}

/** Equal for equal sets. */
export function keyOf(leaves: readonly number[]): string {
  return leaves.join(',');
}

/** Shorter lists first. */
export function compareLeaves(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return a.length - b.length;
  const at = a.findIndex((leaf, i) => leaf !== b[i]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

function leafValues(leafCount: number, cells: readonly TableCell[]): readonly number[] {
  const values = Array.from({ length: leafCount }, () => NaN);
  for (const { leaves, value } of cells) {
    if (leaves.length === 1) values[leaves[0] ?? 0] = value;
    if (leaves.length === 0 || leaves.some((leaf) => leaf < 0 || leaf >= leafCount))
      throw new Error('Cannot protect a table: a cell must have leaves of the table');
  }
  if (values.length !== leafCount || values.some(Number.isNaN))
    throw new Error('Cannot protect a table: each leaf must have a cell of its own, with a value');
  return values;
}

/** The upper protection of each leaf. */
function leafProtections(leafCount: number, cells: readonly TableCell[]): readonly number[] {
  const protections = Array.from({ length: leafCount }, () => 0);
  for (const { leaves, protection } of cells) {
    const [leaf] = leaves;
    if (leaves.length === 1 && leaf !== undefined)
      protections[leaf] = Math.max(protections[leaf] ?? 0, protection?.upper ?? 0);
  }
  return protections;
}

interface Leaves {
  readonly values: readonly number[];
  readonly protections: readonly number[];
  /** The smallest value that is not 0. */
  readonly smallest: number;
}

function isForced(cell: TableCell | undefined): boolean {
  return cell?.status === 'open' && cell.wish === 'publish';
}

function readColumn(group: Group, { values, protections, smallest }: Leaves): Column {
  const cells = group.map(({ cell }) => cell);
  const { leaves } = group[0].cell;
  const singletons = cells.flatMap(({ singleton }) => singleton ?? []);
  const value = leaves.reduce((sum, leaf) => sum + (values[leaf] ?? 0), 0);
  const kind = kindOf(cells);
  const protection = {
    lower: Math.min(value, Math.max(0, ...cells.map((cell) => cell.protection?.lower ?? 0))),
    upper: Math.max(0, ...cells.map((cell) => cell.protection?.upper ?? 0)),
  };
  // What is thought possible of a part is thought possible of the whole. And a hidden value of zero has an interval too, or hiding it would
  // say nothing else than that it is zero.
  const parts = leaves.reduce((most, leaf) => Math.max(most, protections[leaf] ?? 0), 0);
  const above = Math.max(value, protection.upper, parts, kind === 'primary' && value === 0 ? smallest : 0);
  return {
    leaves,
    cells: group.map(({ index }) => index),
    value,
    kind,
    protection,
    range: rangeOf(cells, value, above),
    weight: Math.max(...cells.map(({ weight }) => weight)),
    yielding: cells.some(({ wish }) => wish === 'hide'),
    singleton: singletons.length > 0 ? Math.min(...singletons) : undefined,
  };
}

function kindOf(cells: readonly TableCell[]): Column['kind'] {
  if (cells.some(({ status }) => status === 'primary')) return 'primary';
  if (cells.some(isForced)) return 'forced';
  return cells.some(({ status }) => status === 'open') ? 'free' : 'absent';
}

function rangeOf(cells: readonly TableCell[], value: number, above: number): Range {
  const priors = cells.flatMap(({ prior }) => (prior ? [prior] : []));
  if (priors.length === 0) return { lower: -value, upper: above };
  return {
    lower: Math.min(0, Math.max(...priors.map(({ lower }) => lower)) - value),
    upper: Math.max(0, Math.min(...priors.map(({ upper }) => upper)) - value),
  };
}
