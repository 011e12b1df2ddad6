/** Scores of a class that never overlap those of the other: whoever has the features and the model knows the class of everybody. */
import type { CheckResult } from './finding.ts';

/** @param target 0 or 1, one for each score. Passes where somebody of class 0 has at least the score of somebody of class 1, or the reverse. */
export function checkSeparation(scores: Float64Array, target: Float64Array): CheckResult {
  const ranges = [0, 1].map((kind) => rangeOf(scores.filter((_, row) => target[row] === kind)));
  const [zero = nowhere, one = nowhere] = ranges;
  const figure = Number(zero.highest < one.lowest || one.highest < zero.lowest);
  return { name: 'model_convergence', verdict: figure === 0 ? 'pass' : 'fail', figure, limit: 0 };
}

interface Range {
  readonly lowest: number;
  readonly highest: number;
}

/** Of a class that nobody has: everybody is of the other. */
const nowhere: Range = { lowest: Number.POSITIVE_INFINITY, highest: Number.NEGATIVE_INFINITY };

function rangeOf(scores: Float64Array): Range {
  return scores.reduce(
    ({ lowest, highest }, score) => ({ lowest: Math.min(lowest, score), highest: Math.max(highest, score) }),
    nowhere,
  );
}
