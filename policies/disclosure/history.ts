/**
 * The decision of the history guard: may this release join what is already known? Whoever holds two released cells may subtract one from
 * the other, so the units in which they differ must be none, or at least k. One ledger for all vendors: they are assumed to share.
 *
 * Guarantee: when the verdict is `pass`, no statistic of one shown cell minus a comparable statistic of one other shown cell, of this or
 * an earlier release, stands for 1 to k − 1 units; the number of rows of a cell and the sum over all shown cells included.
 * Not covered: combinations of three and more cells (G2–G4), bounds (G5), statistics rescaled on purpose.
 *
 * @see disclosure.md §2.8 (G0, G1, G7), §2.9
 */
import type { IdSpace, UnitCount } from '../units.ts';

/** How two cells differ, seen from one kind of unit. */
export interface CellPair {
  readonly space: IdSpace;
  /** The cell of the release under audit. */
  readonly cell: string;
  /** The other cell: of the earlier release `run`, or of the same release where that is undefined. */
  readonly other: string;
  readonly run?: string;
  /** Units that are in one of the two cells only. */
  readonly units: number;
  /** For each pair of comparable statistics that both cells show: units whose contribution differs. */
  readonly statistics: readonly number[];
}

export type HistoryVerdict = 'pass' | 'identical' | 'fail';

/** What the domain says about a release: the vendor learns less, see `sandbox/operations.ts`. */
export interface HistoryFinding {
  readonly verdict: HistoryVerdict;
  /** One sentence per attack, for reviewers: no unit is named. */
  readonly recipes: readonly string[];
}

/** Whether a difference isolates somebody. Zero is allowed: see the limits in the file's first comment and disclosure.md §2.9 (4). */
export function isolates(difference: number, k: UnitCount): boolean {
  return difference >= 1 && difference < k;
}

/** At most this many recipes are written down; one is enough to refuse. */
export const maxRecipes = 20;

/**
 * @param pairs all pairs, or at least those that isolate somebody
 * @param k of the stricter of the two releases
 */
export function judgePairs(pairs: readonly CellPair[], k: UnitCount): HistoryFinding {
  const recipes = pairs.flatMap((pair) => recipeOf(pair, k)).slice(0, maxRecipes);
  return { verdict: recipes.length > 0 ? 'fail' : 'pass', recipes };
}

function recipeOf(pair: CellPair, k: UnitCount): readonly string[] {
  const found = [pair.units, ...pair.statistics].filter((difference) => isolates(difference, k));
  if (found.length === 0) return [];
  const other = pair.run === undefined ? 'of this release' : `of run ${pair.run}`;
  return [
    `${pair.cell} of this release \u2212 ${pair.other} ${other} = ${Math.min(...found)} ${pair.space} (fewer than ${k})`,
  ];
}

/** The strictest of several findings: one failure fails all. */
export function joinFindings(findings: readonly HistoryFinding[]): HistoryFinding {
  const recipes = findings.flatMap((finding) => finding.recipes).slice(0, maxRecipes);
  return { verdict: findings.some(({ verdict }) => verdict === 'fail') ? 'fail' : 'pass', recipes };
}
