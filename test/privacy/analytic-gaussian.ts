/**
 * What Gaussian noise costs exactly, as an oracle for the accountant: a bound that is lower than this is wrong.
 *
 * @see Balle, Wang 2018, Improving the Gaussian mechanism (arXiv 1805.06530), Theorem 8
 */

/** δ(ε) of continuous Gaussian noise of this σ on sensitivity 1. */
export function continuousDelta(sigma: number, epsilon: number): number {
  return (
    normalCdf(1 / (2 * sigma) - epsilon * sigma) - Math.exp(epsilon) * normalCdf(-1 / (2 * sigma) - epsilon * sigma)
  );
}

/** δ(ε) of discrete Gaussian noise on sensitivity 1: Σ max(0, Pr[z] − e^ε Pr[z + 1]), by adding up. */
export function discreteDelta(sigma: number, epsilon: number): number {
  const reach = Math.ceil(14 * sigma) + 2;
  const weight = (z: number): number => Math.exp(-((z / sigma) ** 2) / 2);
  let total = 0;
  let delta = 0;
  for (let z = -reach; z <= reach; z++) {
    total += weight(z);
    delta += Math.max(0, weight(z) - Math.exp(epsilon) * weight(z - 1));
  }
  return delta / total;
}

/** The ε (or σ) at which a falling δ reaches `delta`. */
export function solve(deltaAt: (x: number) => number, delta: number): number {
  let [low, high] = [0, 1];
  while (deltaAt(high) > delta) high *= 2;
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (deltaAt(middle) > delta) low = middle;
    else high = middle;
  }
  return high;
}

/** By Simpson's rule from far out, in 2,000 steps; the tail is what matters, and the relative error of it is below 10⁻⁸. */
export function normalCdf(x: number): number {
  if (x > 0) return 1 - normalCdf(-x);
  const steps = 2000;
  const width = 12 / steps;
  let sum = 0;
  for (let i = 0; i <= steps; i++) {
    const at = x - i * width;
    sum += (i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2) * Math.exp((-at * at) / 2);
  }
  return (sum * width) / 3 / Math.sqrt(2 * Math.PI);
}
