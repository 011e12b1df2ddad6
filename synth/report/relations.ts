/** How many children parents have, among train rows and among drawn ones. */
import { kolmogorovSmirnov, sum } from './fidelity/distance.ts';
import type { Degrees } from './input.ts';
import { streamOf, type Stream } from './random.ts';
import type { RelationReport } from './schema.ts';

const barCount = 20;

/** SDMetrics' CardinalityShapeSimilarity, 1 − KS of the two distributions, beside that of as many parents drawn from the train parents. */
export function relationReport({ parent, child, train, drawn }: Degrees, seed: number): RelationReport {
  const size = Math.max(highest(train), highest(drawn)) + 1;
  const [left, right] = [counts(train, size), counts(drawn, size)];
  const again = counts(redrawn(train, drawn.length, streamOf(seed, `degrees/${parent}/${child}`)), size);
  const similarity = { value: 1 - kolmogorovSmirnov(left, right), resample: 1 - kolmogorovSmirnov(left, again) };
  return { parent, child, similarity, bars: barsOf(left, right) };
}

function highest(degrees: ArrayLike<number>): number {
  let most = 0;
  for (let at = 0; at < degrees.length; at++) most = Math.max(most, degrees[at] ?? 0);
  return most;
}

function counts(degrees: ArrayLike<number>, size: number): Float64Array {
  const into = new Float64Array(size);
  for (let at = 0; at < degrees.length; at++) into[degrees[at] ?? 0] = (into[degrees[at] ?? 0] ?? 0) + 1;
  return into;
}

function redrawn(degrees: ArrayLike<number>, take: number, random: Stream): ArrayLike<number> {
  return Array.from({ length: take }, () => degrees[random.below(degrees.length)] ?? 0);
}

function barsOf(left: Float64Array, right: Float64Array): RelationReport['bars'] {
  const width = Math.ceil(left.length / barCount);
  const [n, m] = [Math.max(1, sum(left)), Math.max(1, sum(right))];
  return Array.from({ length: Math.ceil(left.length / width) }, (_, bar) => {
    const [from, to] = [bar * width, Math.min(left.length, (bar + 1) * width)];
    const label = to - from === 1 ? String(from) : `${from} – ${to - 1}`;
    return { label, train: sum(left.subarray(from, to)) / n, drawn: sum(right.subarray(from, to)) / m };
  });
}
