/** What the programs of G5 have shown, as a finding for reviewers: which hidden cell, between what, by which cells. */
import { findingOf, type HistoryFinding, type HistoryVerdict } from '../history.ts';
import type { BoundsHit } from './bounds-audit.ts';
import { narrowSides, type BoundsAsk, type BoundsProblem, type BoundsTarget } from './bounds.ts';

/** @param hits by problem; undefined where the solver did not come to an end */
export function judgeBounds(
  { problems, tooLarge }: BoundsAsk,
  hits: readonly (readonly BoundsHit[])[] | undefined,
): HistoryFinding {
  const looked = problems.reduce((sum, { targets }) => sum + targets.length, tooLarge);
  if (looked === 0) return findingOf({}, []);
  const found = problems.flatMap((problem, at) =>
    (hits?.[at] ?? []).flatMap((hit) => {
      const target = problem.targets[hit.target];
      return target ? [{ verdict: verdictOf(target, hit), recipe: recipeOf(problem, target, hit) }] : [];
    }),
  );
  const isOpen = !hits || tooLarge > 0;
  const verdict = found.some((one) => one.verdict === 'fail') ? 'fail' : found.length > 0 || isOpen ? 'review' : 'pass';
  const open = isOpen ? [`too large to audit bounds: ${hits ? tooLarge : looked} hidden cells`] : [];
  return findingOf({ G5: { verdict, looked, found: found.length } }, [
    ...found
      .toSorted((a, b) => Number(b.verdict === 'fail') - Number(a.verdict === 'fail'))
      .map(({ recipe }) => recipe),
    ...open,
  ]);
}

/**
 * A hidden cell of fewer than k that cannot be k, and a refused difference that is known exactly, isolate somebody. Whether a larger cell was
 * hidden for its size, and whether it matters that a small one is not empty, people judge; and what was known before.
 */
function verdictOf({ kind, size, k }: BoundsTarget, { above, isNews }: BoundsHit): HistoryVerdict {
  if (!isNews) return 'review';
  return kind === 'denied' || (size < k && above < k - size) ? 'fail' : 'review';
}

/** More cells than these are counted, not named. */
const maxNamed = 8;

function recipeOf({ space, run: audited, rows }: BoundsProblem, target: BoundsTarget, hit: BoundsHit): string {
  const nameOf = (run: string): string => (run === audited ? 'this release' : `run ${run}`);
  const where = nameOf(target.run);
  const { size, k } = target;
  const what =
    target.kind === 'denied'
      ? `what ${where} was refused for (${size} ${space}, fewer than ${k})`
      : `${target.label} of ${where} (${size} ${space}, hidden)`;
  const interval = printInterval(target, hit);
  const by = hit.rows.flatMap((at) => rows[at] ?? []);
  const runs = [...new Set(by.map(({ run }) => run))];
  const named =
    by.length <= maxNamed
      ? by.map(({ label, run }) => `${label} of ${nameOf(run)}`)
      : runs.map((run) => `${by.filter((row) => row.run === run).length} cells of ${nameOf(run)}`);
  return `${what} ${interval}${by.length > 0 ? ` by ${named.join(', ')}` : ''}`;
}

/** The other side is wide enough; how wide, nobody looked. */
function printInterval(target: BoundsTarget, { below, above }: BoundsHit): string {
  const { size } = target;
  const narrow = narrowSides(target, { below, above });
  if (narrow.length === 1) return narrow[0] === 'below' ? `is at least ${size - below}` : `is at most ${size + above}`;
  return below + above === 0 ? `is ${size}` : `is between ${size - below} and ${size + above}`;
}
