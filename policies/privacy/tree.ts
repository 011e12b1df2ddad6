/**
 * Quantiles from noisy counts. The public grid of values is cut into 16 parts, each part again, down to single values; each part's count
 * gets noise of its own, and a quantile is found by walking down. A walk sees noisy numbers only, so any number of quantiles cost
 * what the tree cost.
 *
 * @see query-and-privacy.md §3.3
 */
import type { NoisyInteger } from './noise.ts';
import { addNoise } from './noise.ts';
import type { RandomSource } from './random.ts';
import type { Rational } from './rational.ts';

export const branching = 16;

/** Levels are numbered from 1, below the root, which has no count, to `levels`, the leaves. A unit adds to one node of each per row. */
export interface TreeShape {
  readonly leaves: number;
  readonly levels: number;
}

/** The noisy count of node `index` of a level; none counts as 0. It must give the same for the same node, however often it is asked. */
export type NoisyTree = (level: number, index: number) => NoisyInteger | undefined;

/** @throws RangeError when `leaves` is not a whole number from 1 to 2⁴⁸ */
export function treeShape(leaves: number): TreeShape {
  if (!(Number.isInteger(leaves) && leaves >= 1 && leaves <= 2 ** 48)) {
    throw new RangeError(`Cannot shape a tree: the leaves must be a whole number from 1 to 2⁴⁸; got ${leaves}`);
  }
  let levels = 1;
  while (branching ** levels < leaves) levels++;
  return { leaves, levels };
}

/** How many leaves one node of a level covers: node i those from i times this. The last node of a level may cover fewer. */
export function leavesPerNode({ levels }: TreeShape, level: number): number {
  return branching ** (levels - level);
}

/** What a tree is made of when its noise is drawn on the way. */
export interface ExactTree {
  /** The exact count of a node, 0 where there is none. */
  readonly count: (level: number, index: number) => bigint;
  readonly variance: Rational;
}

/**
 * A tree whose noise is drawn when a node is first looked at, and kept. The noise of a node does not depend on who looks, so what is seen
 * is distributed as if all had been drawn; a walk looks at 16 nodes of each level instead of all.
 */
export function drawnTree({ count, variance }: ExactTree, random: RandomSource): NoisyTree {
  const drawn = new Map<string, NoisyInteger>();
  return (level, index) => {
    const key = `${level}/${index}`;
    const noisy = drawn.get(key) ?? addNoise(count(level, index), variance, random);
    drawn.set(key, noisy);
    return noisy;
  };
}

/**
 * Returns where the quantile lies, from 0, the lower edge of the first leaf, to `leaves`, the upper edge of the last. For every tree it
 * returns a place; for one tree a larger fraction never gives a lower place; where nothing is counted it is the middle.
 * Negative counts are taken as 0.
 *
 * @throws RangeError when `fraction` is not from 0 to 1
 */
export function estimateQuantile(shape: TreeShape, tree: NoisyTree, fraction: number): number {
  if (!(fraction >= 0 && fraction <= 1)) {
    throw new RangeError(`Cannot find a quantile: the fraction must be from 0 to 1; got ${fraction}`);
  }
  let node = 0;
  let rest = fraction;
  for (let level = 1; level <= shape.levels; level++) {
    const step = stepDown(childrenOf({ shape, tree, level }, node), rest);
    if (!step) return middleOf(shape, level - 1, node);
    node = node * branching + step.child;
    rest = step.rest;
  }
  return node + rest;
}

interface Place {
  readonly shape: TreeShape;
  readonly tree: NoisyTree;
  readonly level: number;
}

/** The counts of the children of `parent`, which are on `level`; fewer than 16 where the grid ends. */
function childrenOf({ shape, tree, level }: Place, parent: number): readonly number[] {
  const width = Math.ceil(shape.leaves / leavesPerNode(shape, level));
  const first = parent * branching;
  const length = Math.min(branching, width - first);
  return Array.from({ length }, (_, child) => Math.max(0, Number(tree(level, first + child) ?? 0n)));
}

/** The child in which the fraction of all falls, and the fraction that is left within it; undefined when all are empty. */
function stepDown(
  counts: readonly number[],
  fraction: number,
): { readonly child: number; readonly rest: number } | undefined {
  const total = counts.reduce((sum, count) => sum + count, 0);
  let before = 0;
  let found: { readonly child: number; readonly rest: number } | undefined;
  for (const [child, count] of counts.entries()) {
    if (count > 0 && (!found || before < fraction * total)) {
      found = { child, rest: Math.min(1, Math.max(0, (fraction * total - before) / count)) };
    }
    before += count;
  }
  return found;
}

function middleOf(shape: TreeShape, level: number, node: number): number {
  const width = leavesPerNode(shape, level);
  return (node * width + Math.min(shape.leaves, (node + 1) * width)) / 2;
}
