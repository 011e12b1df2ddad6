/**
 * Cholesky factors of small positive semi-definite matrices. A column that the ones before it determine is left out, as R and SAS do with
 * aliased terms: its weight is 0.
 *
 * @see Golub & Van Loan, Matrix Computations, 4th ed., §4.2; Goodnight, The American Statistician 1979 (sweep with tolerance)
 */

/** Row-major lower triangle; a column that was left out has 0 on the diagonal and below. */
export interface Factor {
  readonly width: number;
  readonly lower: Float64Array;
  readonly rank: number;
}

/** What is left of a column's own square, below which it counts as determined by the others. */
const tolerance = 1e-9;

/** @param gram symmetric and row-major; only its lower triangle is read */
export function factorOf(gram: Float64Array, width: number): Factor {
  const lower = new Float64Array(width * width);
  let rank = 0;
  for (let j = 0; j < width; j++) {
    const own = gram[j * width + j] ?? 0;
    const rest = own - dotRows(lower, width, { a: j, b: j, length: j });
    if (!(rest > tolerance * own)) continue;
    rank += 1;
    const root = Math.sqrt(rest);
    lower[j * width + j] = root;
    for (let i = j + 1; i < width; i++)
      lower[i * width + j] = ((gram[i * width + j] ?? 0) - dotRows(lower, width, { a: i, b: j, length: j })) / root;
  }
  return { width, lower, rank };
}

interface RowPair {
  readonly a: number;
  readonly b: number;
  readonly length: number;
}

function dotRows(matrix: Float64Array, width: number, { a, b, length }: RowPair): number {
  let sum = 0;
  for (let k = 0; k < length; k++) sum += (matrix[a * width + k] ?? 0) * (matrix[b * width + k] ?? 0);
  return sum;
}

/** L⁻¹ `right`, into `out`; 0 where a column was left out. */
export function solveLower({ width, lower }: Factor, right: Float64Array, out: Float64Array): void {
  for (let i = 0; i < width; i++) {
    const pivot = lower[i * width + i] ?? 0;
    let sum = right[i] ?? 0;
    for (let k = 0; k < i; k++) sum -= (lower[i * width + k] ?? 0) * (out[k] ?? 0);
    out[i] = pivot === 0 ? 0 : sum / pivot;
  }
}

/** The weights w with L Lᵀ w = `right`; 0 where a column was left out. */
export function solve(factor: Factor, right: Float64Array): Float64Array {
  const { width, lower } = factor;
  const half = new Float64Array(width);
  solveLower(factor, right, half);
  const out = new Float64Array(width);
  for (let i = width - 1; i >= 0; i--) {
    const pivot = lower[i * width + i] ?? 0;
    let sum = half[i] ?? 0;
    for (let k = i + 1; k < width; k++) sum -= (lower[k * width + i] ?? 0) * (out[k] ?? 0);
    out[i] = pivot === 0 ? 0 : sum / pivot;
  }
  return out;
}
