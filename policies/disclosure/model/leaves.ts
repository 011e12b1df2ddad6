/**
 * Trees and forests: every leaf a cell of at least k units, and every combination of leaves too, for who predicts with all trees at once
 * sees the combination. A forest seldom passes that without large leaves.
 *
 * @see disclosure.md §3 (leaf k, class disclosure, forests); SACRO-ML Structural (k-anonymity of equivalence classes)
 */
import type { CheckResult } from './finding.ts';
import type { ModelLimits } from './limits.ts';
import type { Leaf, TreeEvidence } from './trees.ts';

/** @param isClassifier whether leaves give shares of classes, where a pure one says the class of everybody in it */
export function checkLeaves(
  { leaves, smallestPath }: TreeEvidence,
  isClassifier: boolean,
  { k }: ModelLimits,
): readonly CheckResult[] {
  const [smallest] = leaves.toSorted((a, b) => a.units - b.units);
  const pure = isClassifier ? leaves.filter(isPure).toSorted((a, b) => a.units - b.units) : [];
  const units = smallest?.units ?? 0;
  return [
    { name: 'model_leaves', verdict: units >= k ? 'pass' : 'fail', figure: units, limit: k, ...aboutLeaf(smallest) },
    {
      name: 'model_classes',
      verdict: pure.length === 0 ? 'pass' : (pure[0]?.units ?? 0) >= k ? 'review' : 'fail',
      figure: pure.length,
      limit: 0,
      ...aboutLeaf(pure[0]),
    },
    { name: 'model_paths', verdict: smallestPath >= k ? 'pass' : 'fail', figure: smallestPath, limit: k },
  ];
}

function isPure({ classes }: Leaf): boolean {
  return classes.filter((units) => units > 0).length <= 1;
}

function aboutLeaf(leaf: Leaf | undefined): { readonly about?: string } {
  return leaf ? { about: `leaf ${leaf.node} of tree ${leaf.tree + 1}` } : {};
}
