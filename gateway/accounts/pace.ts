/** How often somebody may ask: buckets of tokens in memory. @see DC-01 */
export interface PaceRule {
  /** How many at once. */
  readonly burst: number;
  readonly perSecond: number;
}

interface Bucket {
  readonly left: number;
  readonly at: number;
}

/** So many are remembered; then those that are full again are forgotten. */
const most = 10_000;

export class Pace {
  readonly #buckets = new Map<string, Bucket>();
  readonly #rule: PaceRule;

  constructor(rule: PaceRule) {
    this.#rule = rule;
  }

  /** Takes one. @returns the seconds to wait where there is none */
  take(who: string): number | undefined {
    const now = Date.now();
    const left = this.#leftOf(this.#buckets.get(who), now);
    if (left < 1) return Math.ceil((1 - left) / this.#rule.perSecond);
    if (this.#buckets.size >= most) this.#forgetFull(now);
    this.#buckets.set(who, { left: left - 1, at: now });
    return undefined;
  }

  #leftOf(bucket: Bucket | undefined, now: number): number {
    if (!bucket) return this.#rule.burst;
    const grown = (Math.max(0, now - bucket.at) / 1000) * this.#rule.perSecond;
    return Math.min(this.#rule.burst, bucket.left + grown);
  }

  #forgetFull(now: number): void {
    for (const [who, bucket] of this.#buckets)
      if (this.#leftOf(bucket, now) >= this.#rule.burst) this.#buckets.delete(who);
  }
}
