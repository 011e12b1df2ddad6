/** Linear equations in whole numbers modulo a prime of 31 bits: exact, and fast enough for some hundred unknowns. */

/** Two of them, so that a solution that one happens to have is not believed. */
export const primes = [2_147_483_647, 2_147_483_629] as const;

/** a·b mod p for 0 ≤ a, b < p < 2³¹, without leaving the integers that a number holds. */
export function timesMod(a: number, b: number, p: number): number {
  const high = Math.floor(a / 65_536);
  return (((high * b) % p) * 65_536 + (a % 65_536) * b) % p;
}

function inverseMod(a: number, p: number): number {
  let result = 1;
  let base = a;
  for (let exponent = p - 2; exponent > 0; exponent = Math.floor(exponent / 2)) {
    if (exponent % 2 === 1) result = timesMod(result, base, p);
    base = timesMod(base, base, p);
  }
  return result;
}

/**
 * @param equations rows of coefficients, the right-hand side last; values may be negative
 * @returns a solution with the later unknowns 0 where that is possible; undefined where there is none
 */
export function solveMod(
  equations: readonly (readonly number[])[],
  unknowns: number,
  p: number,
): Float64Array | undefined {
  const rows = equations.map((row) => Float64Array.from(row, (value) => ((value % p) + p) % p));
  const pivots: number[] = [];
  let next = 0;
  for (let column = 0; column < unknowns && next < rows.length; column += 1) {
    const found = rows.findIndex((row, at) => at >= next && row[column] !== 0);
    if (found < 0) continue;
    const [pivot, other] = [rows[found], rows[next]];
    if (!pivot || !other) continue;
    rows[found] = other;
    rows[next] = pivot;
    scale(pivot, inverseMod(pivot[column] ?? 0, p), p);
    rows.forEach((row, at) => {
      if (at !== next && row[column] !== 0) eliminate(row, pivot, column, p);
    });
    pivots.push(column);
    next += 1;
  }
  if (rows.slice(next).some((row) => row[unknowns] !== 0)) return undefined;
  const solution = new Float64Array(unknowns);
  pivots.forEach((column, at) => {
    solution[column] = rows[at]?.[unknowns] ?? 0;
  });
  return solution;
}

function scale(row: Float64Array, factor: number, p: number): void {
  for (let at = 0; at < row.length; at += 1) if (row[at] !== 0) row[at] = timesMod(row[at] ?? 0, factor, p);
}

function eliminate(row: Float64Array, pivot: Float64Array, column: number, p: number): void {
  const factor = p - (row[column] ?? 0);
  for (let at = column; at < row.length; at += 1) {
    const value = pivot[at] ?? 0;
    if (value !== 0) row[at] = ((row[at] ?? 0) + timesMod(value, factor, p)) % p;
  }
}

export interface Fraction {
  readonly top: number;
  readonly bottom: number;
}

/** The fraction with a small denominator that is `value` modulo p, or undefined. */
export function fractionOf(value: number, p: number): Fraction | undefined {
  for (let bottom = 1; bottom <= maxBottom; bottom += 1) {
    const product = timesMod(value, bottom, p);
    const top = product > p / 2 ? product - p : product;
    if (Math.abs(top) <= maxTop) return { top, bottom };
  }
  return undefined;
}

const maxBottom = 60;
const maxTop = 1000;
