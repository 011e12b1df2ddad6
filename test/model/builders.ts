/** Trainings and rows for model checks, with sane defaults and chance that can be repeated. */
import { modelLimits, type ModelLimits } from '#policies/disclosure/model/limits.ts';
import type { TrainingRows } from '#policies/disclosure/model/design.ts';
import { drawFrom, type Draw } from '#policies/disclosure/model/halves.ts';
import type { CheckResult, ModelFinding, Verdict } from '#policies/disclosure/model/finding.ts';
import type { ModelCheckName } from '#policies/disclosure/model/register.ts';
import { trainAndJudge } from '#policies/disclosure/model/judge.ts';
import type { Feature, Target, Training } from '#policies/privacy/train/training.ts';

export const limits: ModelLimits = modelLimits('standard');

export const number = (name: string, lo = -10, hi = 10): Feature & { kind: 'number' } => ({
  kind: 'number',
  name,
  lo,
  hi,
});
export const category = (name: string, ...values: string[]): Feature => ({ kind: 'category', name, values });
export const yes: Target = { kind: 'binary', name: 'y' };

/** A linear model of two numbers, unless told otherwise. */
export function aTraining(
  features: readonly Feature[] = [number('a'), number('b')],
  target: Target = number('y', -50, 50),
): Training {
  const [first, ...rest] = features;
  if (!first) throw new Error('a training needs a feature');
  return { features: [first, ...rest], target, intercept: true, rowsPerUnit: 1 };
}

/** One list per row: the features, then the target; a category by the place of its value. */
export function rowsOf(rows: readonly (readonly number[])[]): TrainingRows {
  const width = (rows[0]?.length ?? 1) - 1;
  const column = (at: number): Float64Array => Float64Array.from(rows, (row) => row[at] ?? 0);
  return { count: rows.length, features: Array.from({ length: width }, (_, at) => column(at)), target: column(width) };
}

/** Uniform in [−1, 1), and about normal. */
export function uniform(draw: Draw): number {
  return (2 * draw(1_000_000)) / 1_000_000 - 1;
}

export function normal(draw: Draw): number {
  let sum = 0;
  for (let i = 0; i < 12; i++) sum += draw(1_000_000) / 1_000_000;
  return sum - 6;
}

/** `count` rows with `width` independent numbers and a target made of them by `make`. */
export function someRows(
  count: number,
  width: number,
  make: (x: readonly number[], draw: Draw) => number,
  seed = 7,
): TrainingRows {
  const draw = drawFrom(seed);
  return rowsOf(
    Array.from({ length: count }, () => {
      const x = Array.from({ length: width }, () => 5 * uniform(draw));
      return [...x, make(x, draw)];
    }),
  );
}

export function judged(training: Training, rows: TrainingRows, by: ModelLimits = limits): ModelFinding {
  return trainAndJudge(training, rows, by).finding;
}

/** The strictest result of that name. */
export function resultOf({ checks }: ModelFinding, name: ModelCheckName): CheckResult {
  const order: readonly Verdict[] = ['fail', 'review', 'pass'];
  const [found] = checks
    .filter((check) => check.name === name)
    .toSorted((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
  if (!found) throw new Error(`no result of ${name}`);
  return found;
}

export function verdictOf(finding: ModelFinding, name: ModelCheckName): Verdict {
  return resultOf(finding, name).verdict;
}
