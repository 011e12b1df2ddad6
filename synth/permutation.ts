/**
 * A permutation of the numbers below a product, in SQL: unique identifiers without retry and without a table of those that are taken.
 *
 * @see Black, Rogaway: Ciphers with Arbitrary Finite Domains (CT-RSA 2002) §5, a Feistel network over ℤ_a × ℤ_b. Three rounds of
 * a hash that is no secret: it scatters, it hides nothing.
 */
import { seedOf } from './hash.ts';
import type { Expression, Scope } from './scope.ts';

/** A pair of numbers, the left one below `a` and the right one below `b`. */
export interface Pair {
  readonly left: Expression;
  readonly right: Expression;
}

/** For every two indices below `a · b` (both below 2^32), returns different pairs; beyond that, pairs repeat. */
export function permute(scope: Scope, index: Expression, { a, b, seed }: { a: number; b: number; seed: number }): Pair {
  const at = scope.name(index);
  const shifted = (value: Expression, by: Expression, round: number, size: number): Expression => {
    const sql = `(${value.sql} + fmix(${by.sql}, ${seedOf(seed, `round ${round}`)})) % ${size}`;
    return scope.name({ sql, level: Math.max(value.level, by.level) });
  };
  const left = scope.name({ sql: `(${at.sql} // ${b}) % ${a}`, level: at.level });
  const right = scope.name({ sql: `${at.sql} % ${b}`, level: at.level });
  const first = shifted(left, right, 1, a);
  const second = shifted(right, first, 2, b);
  return { left: shifted(first, second, 3, a), right: second };
}
