/** Arbitrary tables: two to four dimensions, some with a hierarchy, empty cells, small and large values, primaries among the small. */
import * as fc from 'fast-check';
import type { TableCell } from '#policies/disclosure/suppress/problem.ts';
import { aCube, type Cube, type Dimension } from './builders.ts';

interface Shape {
  /** Codes of each dimension, and how many share a group; 0 for no groups. */
  readonly dimensions: readonly { readonly codes: number; readonly group: number }[];
  readonly emptyShare: number;
  readonly primaryShare: number;
  readonly primaryMargins: boolean;
  readonly singletonShare: number;
}

const shapes: fc.Arbitrary<Shape> = fc.record({
  dimensions: fc.oneof(
    fc.array(dimension(3, 8), { minLength: 2, maxLength: 2 }),
    fc.array(dimension(2, 4), { minLength: 3, maxLength: 3 }),
    fc.array(dimension(2, 2), { minLength: 4, maxLength: 4 }),
  ),
  emptyShare: fc.constantFrom(0, 0.1, 0.4),
  primaryShare: fc.constantFrom(0.05, 0.1, 0.15),
  primaryMargins: fc.boolean(),
  singletonShare: fc.constantFrom(0, 0.3, 1),
});

function dimension(least: number, most: number): fc.Arbitrary<Shape['dimensions'][number]> {
  return fc.record({ codes: fc.integer({ min: least, max: most }), group: fc.constantFrom(0, 2, 3) });
}

/** The numbers come from one seed: what shrinks is the shape. */
export const cubes: fc.Arbitrary<Cube> = fc
  .tuple(shapes, fc.integer({ min: 1, max: 2 ** 31 - 1 }))
  .map(([shape, seed]) => draw(shape, chanceFrom(seed)));

/** Park and Miller's generator: numbers in [0, 1). */
function chanceFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state - 1) / 2_147_483_646;
  };
}

function draw(shape: Shape, chance: () => number): Cube {
  const dimensions = shape.dimensions.map(({ codes, group }) => aDimension(codes, group));
  const all = dimensions.reduce<readonly (readonly string[])[]>(
    (rows, [codes = []]) => rows.flatMap((row) => codes.map((code) => [...row, code])),
    [[]],
  );
  const leaves = all
    .filter((_, at) => at === 0 || chance() >= shape.emptyShare)
    .map((codes) => ({ codes, value: Math.ceil(Math.exp(7 * chance())) }));
  const { problem, names } = aCube(dimensions, leaves);
  const cells = problem.cells.map((cell) => (isPrimary(cell, shape, chance) ? hide(cell, shape, chance) : cell));
  return { problem: { ...problem, cells }, names };
}

function aDimension(codes: number, group: number): Dimension {
  const names = Array.from({ length: codes }, (_, at) => `k${at}`);
  const groups = group > 0 && codes > group ? [names.map((_, at) => `g${Math.floor(at / group)}`)] : [];
  return [names, ...groups, names.map(() => 'Total')];
}

/** Small cells twice as often. */
function isPrimary({ leaves, value }: TableCell, shape: Shape, chance: () => number): boolean {
  const draw = chance() / (value < 30 ? 2 : 0.5);
  if (leaves.length === 1) return draw < shape.primaryShare;
  return shape.primaryMargins && leaves.length < 5 && draw < shape.primaryShare / 3;
}

/** As the threshold or as the p% rule asks. The threshold hides the leaves of what it hides, so a margin is hidden by the other one. */
function hide(cell: TableCell, shape: Shape, chance: () => number): TableCell {
  const { value } = cell;
  const protection =
    value < 10 && cell.leaves.length === 1
      ? { lower: value, upper: 10 - value }
      : { lower: 0.1 * value, upper: 0.1 * value };
  const singleton = cell.level === 0 && chance() < shape.singletonShare ? Math.floor(20 * chance()) : undefined;
  return { ...cell, status: 'primary', protection, ...(singleton !== undefined && { singleton }) };
}
