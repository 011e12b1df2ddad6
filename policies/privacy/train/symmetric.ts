/**
 * Small symmetric systems whose matrix is known up to noise. A direction that the noise could have made alone is not trusted:
 * its eigenvalue is lifted to the noise level, so that what is divided by it stays small.
 *
 * @see Golub & Van Loan, Matrix Computations, 4th ed., §8.5 (Jacobi methods)
 */
export type Matrix = readonly (readonly number[])[];

/** `values[k]` belongs to the k-th column of `vectors`, of length 1; in no order. */
export interface Eigen {
  readonly values: readonly number[];
  readonly vectors: Matrix;
}

/** Eigenvalues and eigenvectors by cyclic Jacobi rotations. For every finite symmetric matrix, to about 1e-14 of its largest entry. */
export function eigenOf(matrix: Matrix): Eigen {
  const a = matrix.map((row) => [...row]);
  const v = matrix.map((_, i) => matrix.map((_, j) => (i === j ? 1 : 0)));
  const tiny = 1e-30 * squares(a, () => true);
  for (let sweep = 0; sweep < 60 && squares(a, (i, j) => i !== j) > tiny; sweep++) {
    for (let p = 0; p < a.length; p++) for (let q = p + 1; q < a.length; q++) rotate(a, v, [p, q]);
  }
  return { values: a.map((row, i) => row[i] ?? 0), vectors: v };
}

/**
 * Solves `matrix · x = right` with every eigenvalue below `floor` lifted to it.
 * @param floor above 0
 */
export function solveLifted({ values, vectors }: Eigen, right: readonly number[], floor: number): readonly number[] {
  const parts = values.map((value, k) => {
    const projected = vectors.reduce((sum, row, i) => sum + (row[k] ?? 0) * (right[i] ?? 0), 0);
    return projected / Math.max(value, floor);
  });
  return vectors.map((row) => dot(row, parts));
}

/**
 * The size, in eigenvalues, of what noise of standard deviation `sigma` in each entry of a d × d symmetric matrix can do: 2 σ √d.
 * @see Vershynin, High-Dimensional Probability, 2018, §4.4.2 (symmetric random matrices)
 */
export function noiseLevel(sigma: number, size: number): number {
  return 2 * sigma * Math.sqrt(size);
}

export function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

export function times(matrix: Matrix, vector: readonly number[]): readonly number[] {
  return matrix.map((row) => dot(row, vector));
}

function squares(a: Matrix, counts: (i: number, j: number) => boolean): number {
  return a.reduce((sum, row, i) => sum + row.reduce((rest, x, j) => rest + (counts(i, j) ? x * x : 0), 0), 0);
}

/** Makes `a[p][q]` zero by a rotation of rows and columns p and q, and keeps the rotation in `v`. */
function rotate(a: number[][], v: number[][], [p, q]: readonly [number, number]): void {
  const apq = a[p]?.[q] ?? 0;
  if (apq === 0) return;
  const theta = ((a[q]?.[q] ?? 0) - (a[p]?.[p] ?? 0)) / (2 * apq);
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  for (const row of [...a, ...v]) turn(row, [p, q], { c, s: t * c });
  const [rowP = [], rowQ = []] = [a[p], a[q]];
  for (let k = 0; k < a.length; k++) {
    const pair = [rowP[k] ?? 0, rowQ[k] ?? 0];
    turn(pair, [0, 1], { c, s: t * c });
    [rowP[k], rowQ[k]] = [pair[0] ?? 0, pair[1] ?? 0];
  }
}

function turn(row: number[], [p, q]: readonly [number, number], { c, s }: { c: number; s: number }): void {
  const [x, y] = [row[p] ?? 0, row[q] ?? 0];
  row[p] = c * x - s * y;
  row[q] = s * x + c * y;
}
