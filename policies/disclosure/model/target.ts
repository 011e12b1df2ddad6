/**
 * The target as a magnitude. Of every value of a category a regression reproduces the total of the target, or the number of its ones, for whoever
 * knows the features; so these totals must be such as a table would show. And no unit alone may be what the model is fitted to: a target that
 * is one person's income and nothing for everybody else has no leverage, and yet gives the income back.
 *
 * @see disclosure.md §2.2 (dominance), §2.8 (knowledge model: regressions are linear statistics); docs/decisions/023-exact-models.md
 */
import type { Training } from '../../privacy/train/training.ts';
import { breaksDominance } from '../dominance.ts';
import type { Design, TrainingRows } from './design.ts';
import type { CheckResult, Verdict } from './finding.ts';
import { scoreOf, type ExactFit } from './fit.ts';
import { levelColumns } from './levels.ts';
import type { ModelLimits } from './limits.ts';
import { contributionOf, isSafeMean } from './mean-cell.ts';

export interface Trained {
  readonly training: Training;
  readonly rows: TrainingRows;
  readonly design: Design;
  readonly fit: ExactFit;
}

/** The figure counts totals that a table would hide, the residuals as one of them; of a logistic model it asks for a person only. */
export function checkTarget(trained: Trained, limits: ModelLimits): CheckResult {
  const { design } = trained;
  const unsafe = groupsOf(trained)
    .filter(({ values }) => !isShown(values, design, limits))
    .map(({ name }) => name);
  const found = [...unsafe, ...(isDominated(trained, limits) ? ['residuals'] : [])];
  const worst: Verdict = design.isLogistic ? 'review' : 'fail';
  const [about] = found;
  const verdict = about === undefined ? 'pass' : worst;
  return { name: 'model_target', verdict, figure: found.length, limit: 0, ...(about !== undefined && { about }) };
}

interface Group {
  readonly name: string;
  readonly values: readonly number[];
}

/** Everybody, and whoever has each value of a category or of a truth value. */
function groupsOf({ training, rows }: Trained): readonly Group[] {
  const targets = [...rows.target];
  const levels = levelColumns(training, rows).flatMap(({ name, column, values }) =>
    values.map(([text, value]) => ({
      name: `${name} = ${text}`,
      values: targets.filter((_, row) => column[row] === value),
    })),
  );
  return [{ name: 'all', values: targets }, ...levels];
}

/** A mean of numbers by the rules for a mean; a share by the counts that it is made of. */
export function isShown(
  values: readonly number[],
  { isLogistic }: Pick<Design, 'isLogistic'>,
  limits: ModelLimits,
): boolean {
  if (!isLogistic) return isSafeMean(values, limits);
  const ones = values.filter((value) => value === 1).length;
  return Math.min(ones, values.length - ones) >= limits.k;
}

/** Adding a constant for everybody hides a dominant target, but not a dominant residual. Without any residual the features tell the target. */
function isDominated({ design, fit }: Trained, { profile }: ModelLimits): boolean {
  if (design.isLogistic) return false;
  const squares = Array.from({ length: design.count }, (_, row) => {
    const residual = (design.y[row] ?? 0) - scoreOf(design, fit.weights, row);
    return residual * residual;
  });
  const contribution = contributionOf(squares);
  return contribution.total <= 1e-18 * design.count || breaksDominance(contribution, profile);
}
