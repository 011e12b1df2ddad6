/** Tables for secondary suppression: every combination of codes is a leaf, every choice of groupings a level. */
import type { TableCell, TableProblem } from '#policies/disclosure/suppress/problem.ts';

/** From the finest to the coarsest: what each code belongs to. */
export type Dimension = readonly (readonly string[])[];

/** Codes and their total. */
export function flat(codes: readonly string[]): Dimension {
  return [codes, codes.map(() => 'Total')];
}

/** A leaf by its codes, joined by a space. */
export interface Leaf {
  readonly codes: readonly string[];
  readonly value: number;
}

export interface Cube {
  readonly problem: TableProblem;
  /** Of each cell, its codes joined by a space. */
  readonly names: readonly string[];
}

export interface Marks {
  readonly primary?: Readonly<Record<string, TableCell['protection']>>;
  readonly more?: Readonly<Record<string, Partial<TableCell>>>;
  readonly weight?: (cell: { value: number; leaves: readonly number[] }) => number;
}

/** Cells come level by level, leaves first; all are open but those named. Groups of one leaf have cells of their own. */
export function aCube(dimensions: readonly Dimension[], leaves: readonly Leaf[], marks: Marks = {}): Cube {
  const names: string[] = [];
  const cells: TableCell[] = [];
  for (const [level, choice] of choices(dimensions).entries()) {
    const groups = new Map<string, number[]>();
    for (const [leaf, { codes }] of leaves.entries()) {
      const name = codes.map((code, at) => groupOf(dimensions[at], code, choice[at] ?? 0)).join(' ');
      groups.set(name, [...(groups.get(name) ?? []), leaf]);
    }
    for (const [name, members] of groups) {
      const value = members.reduce((sum, leaf) => sum + (leaves[leaf]?.value ?? 0), 0);
      names.push(name);
      cells.push(mark({ leaves: members, value, level }, name, marks));
    }
  }
  return { problem: { leafCount: leaves.length, cells }, names };
}

function mark(
  cell: Pick<TableCell, 'leaves' | 'value'> & { readonly level: number },
  name: string,
  { primary = {}, more = {}, weight = defaultWeight }: Marks,
): TableCell {
  const isPrimary = name in primary;
  const protection = primary[name];
  return {
    ...cell,
    status: isPrimary ? 'primary' : 'open',
    weight: weight(cell),
    ...(protection && { protection }),
    ...more[name],
  };
}

/** disclosure.md §2.4: logarithm of the size, margins last. */
function defaultWeight({ value, leaves }: { value: number; leaves: readonly number[] }): number {
  return (1 + Math.log(leaves.length)) * Math.log(2 + value);
}

function choices(dimensions: readonly Dimension[]): readonly (readonly number[])[] {
  return dimensions.reduce<readonly (readonly number[])[]>(
    (all, dimension) => all.flatMap((choice) => dimension.map((_, depth) => [...choice, depth])),
    [[]],
  );
}

function groupOf(dimension: Dimension | undefined, code: string, depth: number): string {
  const at = dimension?.[0]?.indexOf(code) ?? -1;
  return dimension?.[depth]?.[at] ?? '';
}

/** A table of rows and columns with totals; `undefined` is an empty cell. */
export function aTable(rows: Readonly<Record<string, readonly (number | undefined)[]>>, marks: Marks = {}): Cube {
  const names = Object.keys(rows);
  const columns = (rows[names[0] ?? ''] ?? []).map((_, at) => `c${at + 1}`);
  const leaves = names.flatMap((row) =>
    (rows[row] ?? []).flatMap((value, at) =>
      value === undefined ? [] : [{ codes: [row, columns[at] ?? ''], value } satisfies Leaf],
    ),
  );
  return aCube([flat(names), flat(columns)], leaves, marks);
}

/** The cell of that name. @throws Error when there is none */
export function cellOf({ names }: Cube, name: string): number {
  const at = names.indexOf(name);
  if (at < 0) throw new Error(`no cell ${name}`);
  return at;
}

export function named({ names }: Cube, cells: readonly number[]): readonly string[] {
  return cells.map((cell) => names[cell] ?? '?');
}

/** One cell to protect, for which the heuristic hides six others where three do. */
export const loose = aTable(
  { r1: [2, 71, 286, 2], r2: [57, 43, 32, 48], r3: [7, 13, 240, 17], r4: [18, 1011, 22, 76] },
  { primary: { 'r2 c4': { lower: 4.8, upper: 4.8 } } },
);
