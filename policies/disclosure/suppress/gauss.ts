/**
 * Secondary suppression by Gaussian elimination: goes through the cells, those first that are most worth publishing, and hides the ones that
 * would make a target a combination of what is published.
 *
 * @see Langsrud 2024, Secondary Cell Suppression by Gaussian Elimination, PSD 2024, doi:10.1007/978-3-031-69651-0_6; disclosure.md §2.4 G
 */
import { eliminate, emptyBasis, extend, isProportional, leadOf, reduce, type Vector } from './elimination.ts';
import { rangeOfLeaf, type Table } from './table.ts';
import type { Target } from './problem.ts';
import type { Hidden } from './target.ts';

export interface Elimination {
  /** `hidden` and what had to be added. */
  readonly hidden: Hidden;
  /** Targets that follow from cells that have to be published. */
  readonly lost: readonly Target[];
}

/** For every table, returns a pattern from which no target follows by adding and subtracting published cells, except for those `lost`. */
export function eliminateTargets(table: Table, hidden: Hidden, targets: readonly Target[]): Elimination {
  const vectors = targets.map(({ leaves }) => vectorOf(table, leaves));
  const leads = vectors.map(leadOf);
  const basis = emptyBasis();
  const added = new Set(hidden);
  for (const index of candidates(table, hidden)) {
    const column = table.columns[index];
    if (!column) continue;
    const vector = vectorOf(table, column.leaves);
    reduce(vector, basis);
    const lead = leadOf(vector);
    if (lead < 0) continue;
    const tells = vectors.some((target, at) => leads[at] === lead && isProportional(target, vector, lead));
    if (tells && column.kind !== 'forced') {
      added.add(index);
      continue;
    }
    const row = extend(basis, vector);
    for (const [at, target] of vectors.entries()) {
      if (target[row.pivot] === 0) continue;
      eliminate(target, row);
      leads[at] = leadOf(target);
    }
  }
  return { hidden: added, lost: targets.filter((_, at) => leads[at] === -1) };
}

/** 1 at each leaf that is not certain beforehand: what an attacker knows anyway would make a sum look hidden that is not. */
export function vectorOf(table: Table, leaves: readonly number[]): Vector {
  const vector = new Int32Array(table.leafCount);
  for (const leaf of leaves) {
    const { lower, upper } = rangeOfLeaf(table, leaf);
    if (lower < upper) vector[leaf] = 1;
  }
  return vector;
}

/** Those that have to be published, then by weight, then the wider; wishes to hide come last. */
function candidates({ columns }: Table, hidden: Hidden): readonly number[] {
  const rank = (index: number): number => {
    const column = columns[index];
    if (column?.kind === 'forced') return 0;
    return column?.yielding ? 2 : 1;
  };
  return [...columns.keys()]
    .filter((index) => !hidden.has(index))
    .sort(
      (a, b) =>
        rank(a) - rank(b) ||
        (columns[b]?.weight ?? 0) - (columns[a]?.weight ?? 0) ||
        (columns[b]?.leaves.length ?? 0) - (columns[a]?.leaves.length ?? 0) ||
        a - b,
    );
}
