/**
 * The distribution over whole numbers with mean 0 and a given variance that says the least besides: p(v) ∝ exp(αv + βv²). For every β one
 * α gives mean 0, for the mean grows with α; and the variance then grows with β. So both are found by halving, which no shape of the
 * support can mislead. Equal input gives equal output.
 *
 * @see Giessing, Computational Issues in the Design of Transition Probabilities, PSD 2016 (LNCS 9867), §3
 */

/** The variances between which a distribution of mean 0 on `support` can choose; both ends are on at most two of its points. */
export function varianceRange(support: readonly number[]): { readonly least: number; readonly most: number } {
  const below = support.filter((value) => value < 0);
  const above = support.filter((value) => value > 0);
  if (below.length === 0 || above.length === 0) return { least: 0, most: 0 };
  const least = support.includes(0) ? 0 : -Math.max(...below) * Math.min(...above);
  return { least, most: -Math.min(...below) * Math.max(...above) };
}

/**
 * @param support distinct whole numbers
 * @returns probabilities in the order of `support`
 * @throws RangeError where `variance` is not strictly within {@link varianceRange}
 */
export function maximumEntropy(support: readonly number[], variance: number): readonly number[] {
  const { least, most } = varianceRange(support);
  if (!(variance > least && variance < most))
    throw new RangeError(`Cannot spread noise: its variance must be between ${least} and ${most}; got ${variance}`);
  const beta = whereGrowing((at) => moment(support, centred(support, at), 2) - variance);
  return centred(support, beta);
}

/** With mean 0. */
function centred(support: readonly number[], beta: number): readonly number[] {
  return probabilities(
    support,
    whereGrowing((alpha) => moment(support, probabilities(support, alpha, beta), 1)),
    beta,
  );
}

function probabilities(support: readonly number[], alpha: number, beta: number): readonly number[] {
  const exponents = support.map((value) => value * (alpha + beta * value));
  const highest = Math.max(...exponents);
  const weights = exponents.map((exponent) => Math.exp(exponent - highest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

function moment(support: readonly number[], shares: readonly number[], power: number): number {
  return support.reduce((sum, value, index) => sum + value ** power * (shares[index] ?? 0), 0);
}

/** Where a growing function becomes 0, as near as doubles can tell. */
function whereGrowing(value: (at: number) => number): number {
  let [low, high] = [-1, 1];
  while (value(low) > 0) low *= 2;
  while (value(high) < 0) high *= 2;
  for (;;) {
    const middle = (low + high) / 2;
    if (high - low <= Number.EPSILON * Math.max(1, Math.abs(middle))) return middle;
    if (value(middle) < 0) low = middle;
    else high = middle;
  }
}
