/**
 * The decision of the history guard: may this release join what is already known? Whoever holds several released cells may add and subtract
 * them, so what a combination singles out must be nobody, or at least k units. One ledger for all vendors: they are assumed to share.
 *
 * Guarantee: when the verdict is `pass`, no statistic of one shown cell minus a comparable statistic of one other shown cell, of this or
 * an earlier release, stands for 1 to k − 1 units; the number of rows of a cell and the sum over all shown cells included. And no combination of
 * any number of shown cells gives the small sets that `history/linear-audit.ts` names; nor do they bound a hidden cell as `history/bounds.ts` says.
 * Not covered: statistics rescaled on purpose, combinations that single out three and more atoms of which none is such a set.
 *
 * @see disclosure.md §2.8 (G0–G7), §2.9; docs/decisions/019-the-history-guard.md
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

/** `review`: a combination says something about few units, but not as one statistic; a person decides. */
export type HistoryVerdict = 'pass' | 'identical' | 'review' | 'fail';

/**
 * G0 the same release; G1 pairs of cells; G2 atoms; G3 null vectors; G4 exact recipes; G5 bounds; G6 pairs of statistics that are no sums;
 * G7 pairs of snapshots.
 */
export const levels = ['G0', 'G1', 'G2', 'G3', 'G4', 'G5', 'G6', 'G7'] as const;
export type Level = (typeof levels)[number];

export interface LevelFinding {
  readonly verdict: HistoryVerdict;
  /** What was looked at: pairs, atoms, systems, sets, intervals. */
  readonly looked: number;
  /** How many of them speak against the release. */
  readonly found: number;
}

/** What the domain says about a release: the vendor learns less, see `sandbox/operations.ts`. */
export interface HistoryFinding {
  readonly verdict: HistoryVerdict;
  /** The levels that were needed. */
  readonly levels: Readonly<Partial<Record<Level, LevelFinding>>>;
  /** One sentence per attack, for reviewers: no unit is named. */
  readonly recipes: readonly string[];
}

/** Whether a difference isolates somebody. Zero is allowed: see the limits in the file's first comment and disclosure.md §2.9 (4). */
export function isolates(difference: number, k: UnitCount): boolean {
  return difference >= 1 && difference < k;
}

/** At most this many recipes are written down; one is enough to refuse. */
export const maxRecipes = 20;

/** The sentence about a pair that isolates somebody; nothing about another. */
export function recipeOf(pair: CellPair, k: UnitCount): string | undefined {
  const found = [pair.units, ...pair.statistics].filter((difference) => isolates(difference, k));
  if (found.length === 0) return undefined;
  const other = pair.run === undefined ? 'of this release' : `of run ${pair.run}`;
  return `${pair.cell} of this release \u2212 ${pair.other} ${other} = ${Math.min(...found)} ${pair.space} (fewer than ${k})`;
}

/** The finding that these levels amount to: the strictest of them. */
export function findingOf(found: HistoryFinding['levels'], recipes: readonly string[]): HistoryFinding {
  const verdict = strictest(Object.values(found).map((level) => level.verdict));
  return { verdict, levels: found, recipes: recipes.slice(0, maxRecipes) };
}

/** The strictest of several findings: one failure fails all. */
export function joinFindings(findings: readonly HistoryFinding[]): HistoryFinding {
  const joined: Partial<Record<Level, LevelFinding>> = {};
  for (const level of levels) {
    const found = findings.flatMap((finding) => finding.levels[level] ?? []);
    if (found.length > 0) joined[level] = joinLevels(found);
  }
  return findingOf(
    joined,
    findings.flatMap((finding) => finding.recipes),
  );
}

function joinLevels(found: readonly LevelFinding[]): LevelFinding {
  const sum = (of: (level: LevelFinding) => number): number => found.reduce((total, level) => total + of(level), 0);
  const verdict = strictest(found.map((level) => level.verdict));
  return { verdict, looked: sum(({ looked }) => looked), found: sum((level) => level.found) };
}

function strictest(verdicts: readonly HistoryVerdict[]): HistoryVerdict {
  return (['fail', 'review', 'identical'] as const).find((verdict) => verdicts.includes(verdict)) ?? 'pass';
}
