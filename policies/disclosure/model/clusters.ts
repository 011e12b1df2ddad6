/**
 * Clusters: a centre is about the mean of whoever is nearest to it, and the centres together say who that is. So each cluster is a cell of a
 * table of means, and obeys its rules.
 *
 * @see disclosure.md §2.2, §3 (leaf k); docs/decisions/037-models-of-programs.md
 */
import type { CheckResult } from './finding.ts';
import type { ModelLimits } from './limits.ts';
import { isSafeMean } from './mean-cell.ts';

export interface Clusters {
  /** Of each row its cluster, from 0. */
  readonly members: readonly number[];
  readonly count: number;
  /** In the units of the data: a column that is scaled hides who is large in it. */
  readonly features: readonly Float64Array[];
}

/** Two results: of the smallest cluster, and of means that a table would hide. */
export function checkClusters({ members, count, features }: Clusters, limits: ModelLimits): readonly CheckResult[] {
  const clusters = Array.from({ length: count }, (): number[] => []);
  members.forEach((cluster, row) => clusters[cluster]?.push(row));
  const [smallest] = clusters
    .map((rows, at) => ({ units: rows.length, name: `cluster ${at + 1}` }))
    .toSorted((a, b) => a.units - b.units);
  const units = smallest?.units ?? 0;
  const isHidden = (rows: readonly number[], column: Float64Array): boolean =>
    !isSafeMean(
      rows.map((row) => column[row] ?? 0),
      limits,
    );
  const hidden = clusters.flatMap((rows, at) =>
    features.some((column) => isHidden(rows, column)) ? [`cluster ${at + 1}`] : [],
  );
  const [about] = hidden;
  return [
    {
      name: 'model_clusters',
      verdict: units >= limits.k ? 'pass' : 'fail',
      figure: units,
      limit: limits.k,
      ...(smallest && { about: smallest.name }),
    },
    {
      name: 'model_clusters',
      verdict: about === undefined ? 'pass' : 'fail',
      figure: hidden.length,
      limit: 0,
      ...(about !== undefined && { about: `means of ${about}` }),
    },
  ];
}
