/**
 * G3: what the releases leave open. M has a row for each shown cell and a column for each atom, √size where the atom is in the cell. A random
 * vector, projected onto what is orthogonal to all rows, is zero on a set of atoms exactly if the set's sum follows from the cells: of
 * any fixed set that does not, the projection differs from zero almost surely. Two vectors are projected at once, so that a chance zero of one
 * shows in the other.
 *
 * Weights are √size, so that the projection is the one over units, however these are lumped together.
 *
 * @see disclosure.md §2.8 (G3)
 */

/**
 * The rows that each atom is in, as `codes[start[a]] …`: twice the row, and one more where its sign is −1; and how many units each atom has.
 */
export interface LinearSystem {
  readonly rowCount: number;
  readonly start: Int32Array;
  readonly codes: Int32Array;
  readonly sizes: Int32Array;
}

/** Of each atom two numbers, side by side. */
export type Vectors = Float64Array;

export interface Projected {
  readonly vectors: Vectors;
  /** By row: how far the vectors are from being orthogonal to it still. */
  readonly residual: Float64Array;
  readonly iterations: number;
  /** False when the limit came first: then nothing may be concluded. */
  readonly converged: boolean;
}

/** Of the preconditioned residual of the whole vector: an entry is far more exact. */
const tolerance = 1e-9;

/** What rows sum up to: first of `rowCount` cells, then of the differences of margins. */
export interface KnownSums {
  readonly rowCount: number;
  readonly sums: Float64Array;
}

/** Vectors orthogonal to all rows, and what helps to find the next ones. */
export interface NullVectors {
  readonly vectors: Vectors;
  /** What is left of the sums: next to nothing. */
  readonly known: KnownSums;
  /** The atoms that were solved on: every set that follows from the cells, and did not from earlier ones, has one of these. Ascending. */
  readonly on: Int32Array;
}

/**
 * What is to be added to vectors with these row sums, so that the sums become 0: the least such vectors over the atoms of the system, by conjugate
 * gradients on M Mᵀ y = sums with the sizes of the rows as preconditioner.
 */
export function correct(system: LinearSystem, sums: Float64Array, maxSteps: number): Projected {
  const inverse = diagonal(system);
  const vectors = new Float64Array(2 * system.sizes.length);
  const isOut = inverse.some(
    (value, row) => value === 0 && Math.hypot(sums[2 * row] ?? 0, sums[2 * row + 1] ?? 0) > tolerance,
  );
  const residual = sums.slice();
  if (isOut) return { vectors, residual, iterations: 0, converged: false };
  const y = new Float64Array(sums.length);
  const iterations = conjugate(system, inverse, { residual, y, tolerance, maxSteps });
  subtractTransposed(system, Float64Array.from(system.sizes, Math.sqrt), y, vectors);
  return { vectors, residual, iterations, converged: iterations < maxSteps };
}

/**
 * The combination of rows that comes nearest to a set: y with Mᵀ y ≈ the set, and equal to it where that is possible.
 *
 * @param atoms with signs, +1 or −1
 */
export function combineRows(system: LinearSystem, atoms: ReadonlyMap<number, number>): Float64Array {
  const target = new Float64Array(2 * system.sizes.length);
  for (const [atom, sign] of atoms) target[2 * atom] = sign * Math.sqrt(system.sizes[atom] ?? 0);
  const residual = new Float64Array(2 * system.rowCount);
  const y = new Float64Array(2 * system.rowCount);
  timesM(system, Float64Array.from(system.sizes, Math.sqrt), target, residual);
  conjugate(system, diagonal(system), { residual, y, tolerance, maxSteps: 600 });
  return y.filter((_, at) => at % 2 === 0);
}

/** 1 / Σ sizes by row: the diagonal of M Mᵀ. */
export function diagonal({ rowCount, start, codes, sizes }: LinearSystem): Float64Array {
  const sums = new Float64Array(rowCount);
  for (let atom = 0; atom < sizes.length; atom += 1)
    for (let at = start[atom] ?? 0, end = start[atom + 1] ?? 0; at < end; at += 1)
      sums[(codes[at] ?? 0) >> 1] = (sums[(codes[at] ?? 0) >> 1] ?? 0) + (sizes[atom] ?? 0);
  return sums.map((sum) => (sum > 0 ? 1 / sum : 0));
}

function timesM({ start, codes, sizes }: LinearSystem, roots: Float64Array, v: Vectors, out: Float64Array): void {
  for (let atom = 0; atom < sizes.length; atom += 1) {
    const x = (v[2 * atom] ?? 0) * (roots[atom] ?? 0);
    const z = (v[2 * atom + 1] ?? 0) * (roots[atom] ?? 0);
    for (let at = start[atom] ?? 0, end = start[atom + 1] ?? 0; at < end; at += 1) {
      const code = codes[at] ?? 0;
      const sign = 1 - 2 * (code & 1);
      out[code & ~1] = (out[code & ~1] ?? 0) + sign * x;
      out[code | 1] = (out[code | 1] ?? 0) + sign * z;
    }
  }
}

function subtractTransposed(
  { start, codes, sizes }: LinearSystem,
  roots: Float64Array,
  y: Float64Array,
  v: Vectors,
): void {
  for (let atom = 0; atom < sizes.length; atom += 1) {
    let x = 0;
    let z = 0;
    for (let at = start[atom] ?? 0, end = start[atom + 1] ?? 0; at < end; at += 1) {
      const code = codes[at] ?? 0;
      const sign = 1 - 2 * (code & 1);
      x += sign * (y[code & ~1] ?? 0);
      z += sign * (y[code | 1] ?? 0);
    }
    v[2 * atom] = (v[2 * atom] ?? 0) - x * (roots[atom] ?? 0);
    v[2 * atom + 1] = (v[2 * atom + 1] ?? 0) - z * (roots[atom] ?? 0);
  }
}

/** out = M Mᵀ p, for both vectors in one pass over the atoms. */
function normal({ start, codes, sizes }: LinearSystem, p: Float64Array, out: Float64Array): void {
  out.fill(0);
  for (let atom = 0; atom < sizes.length; atom += 1) {
    const from = start[atom] ?? 0;
    const end = start[atom + 1] ?? 0;
    let x = 0;
    let z = 0;
    for (let at = from; at < end; at += 1) {
      const code = codes[at] ?? 0;
      const sign = 1 - 2 * (code & 1);
      x += sign * (p[code & ~1] ?? 0);
      z += sign * (p[code | 1] ?? 0);
    }
    const size = sizes[atom] ?? 0;
    x *= size;
    z *= size;
    for (let at = from; at < end; at += 1) {
      const code = codes[at] ?? 0;
      const sign = 1 - 2 * (code & 1);
      out[code & ~1] = (out[code & ~1] ?? 0) + sign * x;
      out[code | 1] = (out[code | 1] ?? 0) + sign * z;
    }
  }
}

type Two = [number, number];

interface Solving {
  readonly residual: Float64Array;
  readonly y: Float64Array;
  readonly tolerance: number;
  readonly maxSteps: number;
}

/** Solves for y in place; both vectors take the same number of steps. Returns how many. */
function conjugate(system: LinearSystem, inverse: Float64Array, { residual, y, tolerance, maxSteps }: Solving): number {
  const p = preconditioned(inverse, residual);
  const q = new Float64Array(p.length);
  let rho = dots(residual, p);
  for (let iteration = 0; iteration < maxSteps; iteration += 1) {
    if (Math.max(...rho) <= tolerance * tolerance) return iteration;
    normal(system, p, q);
    const curvature = dots(p, q);
    const alpha: Two = [ratio(rho[0], curvature[0]), ratio(rho[1], curvature[1])];
    for (let at = 0; at < y.length; at += 2) {
      y[at] = (y[at] ?? 0) + alpha[0] * (p[at] ?? 0);
      y[at + 1] = (y[at + 1] ?? 0) + alpha[1] * (p[at + 1] ?? 0);
      residual[at] = (residual[at] ?? 0) - alpha[0] * (q[at] ?? 0);
      residual[at + 1] = (residual[at + 1] ?? 0) - alpha[1] * (q[at + 1] ?? 0);
    }
    const z = preconditioned(inverse, residual);
    const next = dots(residual, z);
    const beta: Two = [ratio(next[0], rho[0]), ratio(next[1], rho[1])];
    for (let at = 0; at < p.length; at += 2) {
      p[at] = (z[at] ?? 0) + beta[0] * (p[at] ?? 0);
      p[at + 1] = (z[at + 1] ?? 0) + beta[1] * (p[at + 1] ?? 0);
    }
    rho = next;
  }
  return maxSteps;
}

function preconditioned(inverse: Float64Array, v: Float64Array): Float64Array {
  const out = new Float64Array(v.length);
  for (let row = 0; row < inverse.length; row += 1) {
    out[2 * row] = (v[2 * row] ?? 0) * (inverse[row] ?? 0);
    out[2 * row + 1] = (v[2 * row + 1] ?? 0) * (inverse[row] ?? 0);
  }
  return out;
}

function dots(a: Float64Array, b: Float64Array): Two {
  let x = 0;
  let z = 0;
  for (let at = 0; at < a.length; at += 2) {
    x += (a[at] ?? 0) * (b[at] ?? 0);
    z += (a[at + 1] ?? 0) * (b[at + 1] ?? 0);
  }
  return [x, z];
}

function ratio(a: number, b: number): number {
  return b === 0 ? 0 : a / b;
}
