/** The rows behind the leaves of a tree or forest: counted where the rows are, never read from the card. @see disclosure.md §3 (leaf k) */
import type { Training } from '../../privacy/train/training.ts';
import type { TrainingRows } from './design.ts';
import type { TreeCard, TreeNode } from './forms.ts';

export interface Leaf {
  readonly tree: number;
  /** Place in the tree. */
  readonly node: number;
  readonly units: number;
  /** Of a binary target: units of class 0 and of class 1. */
  readonly classes: readonly number[];
}

export interface TreeEvidence {
  /** All leaves, those without units too. */
  readonly leaves: readonly Leaf[];
  /** Units that share their leaves in all trees; the smallest such group. */
  readonly smallestPath: number;
}

/** @param rows clamped, one per unit, in the order of the training's features. The card must have passed `checkFormat`. */
export function treeEvidence({ trees }: TreeCard, training: Training, rows: TrainingRows): TreeEvidence {
  const places = new Map(training.features.map((field, at) => [field.name, at]));
  const valueOf = (name: string, row: number): number => rows.features[places.get(name) ?? -1]?.[row] ?? Number.NaN;
  const goesLeft = (node: Extract<TreeNode, { left: number }>, row: number): boolean => {
    const value = valueOf(node.feature, row);
    if ('threshold' in node) return value <= node.threshold;
    const field = training.features[places.get(node.feature) ?? -1];
    return field?.kind === 'category' && node.values.includes(field.values[value] ?? '');
  };
  const counts = trees.map((nodes) => nodes.map(() => [0, 0]));
  const paths = new Map<string, number>();
  for (let row = 0; row < rows.count; row++) {
    const path = trees.map((nodes) => leafOf(nodes, (node) => goesLeft(node, row)));
    path.forEach((node, tree) => count(counts[tree]?.[node], rows.target[row] ?? 0));
    const key = path.join(' ');
    paths.set(key, (paths.get(key) ?? 0) + 1);
  }
  return { leaves: leavesOf(trees, counts), smallestPath: Math.min(...paths.values()) };
}

function leafOf(nodes: readonly TreeNode[], goesLeft: (node: Extract<TreeNode, { left: number }>) => boolean): number {
  let at = 0;
  for (let node = nodes[0]; node && 'left' in node; node = nodes[at]) at = goesLeft(node) ? node.left : node.right;
  return at;
}

function count(classes: number[] | undefined, target: number): void {
  const at = target === 1 ? 1 : 0;
  if (classes) classes[at] = (classes[at] ?? 0) + 1;
}

function leavesOf(trees: TreeCard['trees'], counts: readonly (readonly (readonly number[])[])[]): readonly Leaf[] {
  return trees.flatMap((nodes, tree) =>
    nodes.flatMap((node, at): readonly Leaf[] => {
      if ('left' in node) return [];
      const classes = counts[tree]?.[at] ?? [];
      return [{ tree, node: at, units: classes.reduce((sum, units) => sum + units, 0), classes }];
    }),
  );
}
