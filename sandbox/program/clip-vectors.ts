/**
 * Shortens the vectors of units to a length, brings them to whole steps, and adds them up exactly. It is done here, not where programs run:
 * the noise rests on it.
 *
 * @see programs.md §D.3(6); Dwork and Roth, The Algorithmic Foundations of Differential Privacy, 2014, definition 3.8
 */

/** Steps in the longest vector. */
export const clipSteps = 1_048_576;
const mostSquare = clipSteps * clipSteps;

/** @throws RangeError for a sum that a number could not hold exactly; with 2³³ units it cannot happen */
export function openSums(length: number, clip: number) {
  const sums = new Float64Array(length);
  const steps = new Float64Array(length);
  let vectors = 0;
  return {
    /** Adds the vectors that lie one after another. */
    add: (numbers: Float64Array): void => {
      vectors += numbers.length / length;
      if (vectors > 2 ** 33) throw new RangeError('Cannot add vectors: there are more than 2^33');
      for (let at = 0; at < numbers.length; at += length) {
        toSteps(numbers.subarray(at, at + length), clip, steps);
        for (let i = 0; i < length; i++) sums[i] = (sums[i] ?? 0) + (steps[i] ?? 0);
      }
    },
    sums: (): readonly bigint[] => Array.from(sums, BigInt),
  };
}

/**
 * For every vector and every clip > 0: writes whole numbers of which the squares add up to 2⁴⁰ or less. A vector that is not longer than
 * `clip` keeps its numbers, cut off towards zero; a longer one keeps its direction; one with a number that is not finite becomes zero.
 *
 * Numbers are brought between −1 and 1 before they are squared, so that nothing overflows.
 */
export function toSteps(vector: Float64Array, clip: number, steps: Float64Array): void {
  let most = 0;
  for (let i = 0; i < vector.length; i++) {
    const size = Math.abs(vector[i] ?? 0);
    // Also false for NaN.
    if (!(size < Number.POSITIVE_INFINITY)) return void steps.fill(0);
    if (size > most) most = size;
  }
  const unit = Math.max(most, clip);
  let square = 0;
  for (let i = 0; i < vector.length; i++) square += ((vector[i] ?? 0) / unit) ** 2;
  const norm = Math.sqrt(square);
  const divisor = most > clip || norm > 1 ? norm : 1;
  let total = 0;
  for (let i = 0; i < vector.length; i++) {
    const step = Math.trunc(((vector[i] ?? 0) / unit / divisor) * clipSteps) + 0;
    steps[i] = step;
    total += step * step;
  }
  // It is never so: up to 256 numbers the length is known to 10⁻¹³ of itself, so the squares are less than 2⁴⁰ + 1, and they are whole.
  if (total > mostSquare) steps.fill(0);
}
