/**
 * Concentration rules: can somebody who stands behind a cell estimate what somebody else contributed? Contributions are those of units,
 * summed in the cell before their absolute value is taken. Of a weighted sum the total is weighted and the largest are not: the intruder
 * is a unit of the sample, and knows its own value.
 *
 * @see SDC Handbook §4.2 (sensitivity rules, (p,q)-rule, negative contributions, sampling weights); disclosure.md §2.2 (2–6)
 */
import type { Contribution } from './cell.ts';
import type { RiskProfile } from './profile.ts';

type Sizes = Pick<Contribution, 'total' | 'top'>;

/** The n largest contributions together; at most as many as the evidence keeps. */
export function largest({ top }: Sizes, n: number): number {
  return top.slice(0, n).reduce((sum, value) => sum + value, 0);
}

/** What is left of the total for an intruder with `coalition` − 1 helpers who estimates the largest. May be negative where weights are below 1. */
export function remainder(sizes: Sizes, coalition: number): number {
  return sizes.total - largest(sizes, coalition + 1);
}

/** Sums that left the range of numbers say nothing: every rule hides them. */
export function isMeasured({ total, top }: Sizes): boolean {
  return Number.isFinite(total) && top.every(Number.isFinite);
}

/** X − Σᵢ₌₁ᶜ⁺¹ xᵢ < p/100 · x₁. Strict: a rest of exactly p per cent is safe. */
export function breaksPPercent(sizes: Sizes, { pPercent, coalition }: RiskProfile): boolean {
  return !isMeasured(sizes) || remainder(sizes, coalition) < (pPercent / 100) * largest(sizes, 1);
}

/** R < p/q · x₁. With q = 100 it is the p% rule, and is not reported twice. */
export function breaksPriorPosterior(sizes: Sizes, { pPercent, priorPercent, coalition }: RiskProfile): boolean {
  return priorPercent < 100 && remainder(sizes, coalition) < (pPercent / priorPercent) * largest(sizes, 1);
}

/** Σᵢ≤ₙ xᵢ > k/100 · X for one of the profile's (n, k). Strict, as in the Handbook. */
export function breaksDominance(sizes: Sizes, { dominance }: Pick<RiskProfile, 'dominance'>): boolean {
  return dominance.some(({ largest: n, share }) => largest(sizes, n) > (share / 100) * sizes.total);
}
