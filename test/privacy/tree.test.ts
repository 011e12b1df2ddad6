/** Quantiles from noisy trees: total, in order, and near the truth. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { NoisyInteger } from '#policies/privacy/noise.ts';
import { rational } from '#policies/privacy/rational.ts';
import type { NoisyTree, TreeShape } from '#policies/privacy/tree.ts';
import { drawnTree, estimateQuantile, leavesPerNode, treeShape } from '#policies/privacy/tree.ts';
import { draw, knownStream } from './known-stream.ts';

type NoisyLevel = ReadonlyMap<number, NoisyInteger> | readonly NoisyInteger[];

/** A tree that was noised before, level 1 first. Which nodes a level lists must itself be public, or the list tells who is there. */
function storedTree(noisyLevels: readonly NoisyLevel[]): NoisyTree {
  return (level, index) => {
    const nodes = noisyLevels[level - 1];
    return nodes && 'get' in nodes ? nodes.get(index) : nodes?.[index];
  };
}

const as = (value: bigint): NoisyInteger => value as NoisyInteger;

/** The tree of these leaves without noise, to see what the walk alone does. */
function plainTree(shape: TreeShape, leaves: readonly number[]): NoisyTree {
  const levels = Array.from({ length: shape.levels }, (_, level) => {
    const counts = new Map<number, NoisyInteger>();
    for (const leaf of leaves) {
      const node = Math.floor(leaf / leavesPerNode(shape, level + 1));
      counts.set(node, as((counts.get(node) ?? 0n) + 1n));
    }
    return counts;
  });
  return storedTree(levels);
}

function exactCount(shape: TreeShape, leaves: readonly number[]) {
  const tree = plainTree(shape, leaves);
  return (level: number, index: number): bigint => tree(level, index) ?? 0n;
}

test.each([
  [1, 1],
  [16, 1],
  [17, 2],
  [256, 2],
  [257, 3],
  [65_536, 4],
  [65_537, 5],
])('treeShape of %d leaves has %d levels', (leaves, levels) => {
  expect(treeShape(leaves)).toEqual({ leaves, levels });
});

test('treeShape and estimateQuantile refuse what has no shape or place', () => {
  for (const leaves of [0, -1, 1.5, Number.NaN, Infinity, 2 ** 49]) expect(() => treeShape(leaves)).toThrow(RangeError);
  const shape = treeShape(10);
  for (const fraction of [-0.1, 1.1, Number.NaN]) {
    expect(() => estimateQuantile(shape, plainTree(shape, []), fraction)).toThrow(RangeError);
  }
});

test.each([1, 2, 15, 16, 17, 100, 4097])('estimateQuantile of nothing among %d leaves is the middle', (leaves) => {
  const shape = treeShape(leaves);
  for (const fraction of [0, 0.25, 0.5, 1]) {
    expect(estimateQuantile(shape, plainTree(shape, []), fraction)).toBe(leaves / 2);
  }
});

test('estimateQuantile without noise finds the leaf of the order statistic', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(999), { minLength: 1, maxLength: 200 }),
      fc.double({ min: 0.001, max: 1, noNaN: true }),
      (leaves, fraction) => {
        const shape = treeShape(1000);
        const sorted = [...leaves].sort((a, b) => a - b);
        const found = estimateQuantile(shape, plainTree(shape, leaves), fraction);
        const rank = fraction * leaves.length;
        // Where the rank falls between two values the doubles may say either.
        const lower = sorted[Math.max(0, Math.ceil(rank - 1e-6) - 1)] ?? 0;
        const upper = sorted[Math.min(leaves.length, Math.ceil(rank + 1e-6)) - 1] ?? 0;
        expect(found).toBeGreaterThanOrEqual(lower);
        expect(found).toBeLessThanOrEqual(upper + 1);
      },
    ),
  );
});

test('estimateQuantile of any noise lies on the grid, and a larger fraction is never lower', () => {
  const counts = fc.array(fc.bigInt({ min: -1000n, max: 1000n }), { minLength: 300, maxLength: 300 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), counts, counts, counts, (leaves, ...levels) => {
      const shape = treeShape(leaves);
      const tree = storedTree(levels.map((level) => level.map(as)));
      const places = [0, 0.01, 0.25, 0.5, 0.75, 0.99, 1].map((fraction) => estimateQuantile(shape, tree, fraction));
      places.forEach((place, i) => {
        expect(place).toBeGreaterThanOrEqual(places[i - 1] ?? 0);
        expect(place).toBeLessThanOrEqual(leaves);
      });
    }),
  );
});

test('estimateQuantile takes negative counts as 0, not as people to subtract', () => {
  const tree = storedTree([[-1000n, 5n, -1000n, 5n].map(as)]);
  expect(estimateQuantile(treeShape(4), tree, 0)).toBe(1);
  expect(estimateQuantile(treeShape(4), tree, 0.5)).toBe(2);
  expect(estimateQuantile(treeShape(4), tree, 0.75)).toBe(3.5);
});

test('drawnTree keeps the noise of a node, and draws only where the walk looks', () => {
  const shape = treeShape(65_536);
  let asked = 0;
  const tree = drawnTree(
    {
      variance: rational(100n),
      count: (level, index) => {
        asked += 1;
        return level === 1 && index === 3 ? 1000n : 0n;
      },
    },
    knownStream('drawn'),
  );
  const first = estimateQuantile(shape, tree, 0.5);
  expect(asked).toBe(64);
  expect(estimateQuantile(shape, tree, 0.5)).toBe(first);
  expect(asked).toBe(64);
});

test.each([0.1, 0.5, 0.9])('estimateQuantile(%d) from noise ranks where it should', (fraction) => {
  const random = knownStream('ranks');
  const shape = treeShape(4096);
  // 20,000 values, most of them low.
  const leaves = Array.from({ length: 20_000 }, (_, i) => Math.floor(4096 * (i / 20_000) ** 3));
  const count = exactCount(shape, leaves);
  const misses = draw(30, () => {
    const place = estimateQuantile(shape, drawnTree({ count, variance: rational(400n) }, random), fraction);
    return Math.abs(leaves.filter((leaf) => leaf + 0.5 <= place).length / leaves.length - fraction);
  });
  // Three levels of noise, of 16 nodes with σ = 20 each: about 0.7 % of the values.
  expect(Math.max(...misses)).toBeLessThan(0.03);
});
