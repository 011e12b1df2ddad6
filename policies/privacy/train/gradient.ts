/**
 * The gradient of the logistic loss at public weights, as one vector of whole numbers. What differs between predicted and true is rounded
 * to the grid first and then multiplied by whole numbers, so the sum needs no clipping and no allowance for rounding.
 *
 * @see `logistic.proof.md`
 */
import { grid, printClamped, printDouble, printGrid, variablesOf, weighted } from './design.ts';
import type { BinaryField, Training } from './training.ts';

/** Beyond this the logistic function is 0 or 1 to double precision; within it `exp` cannot overflow. */
const marginBound = 40;

/**
 * Prints SQL with one row of whole numbers as text, one for each of {@link weighted}: Σ round(G (σ(w·x) − y)) · q over the rows; on no rows, zeros.
 * @param weights of the columns on the model's scale; public, for they come from earlier noisy releases
 * @throws RangeError when a weight is not finite
 */
export function printGradient(training: Training<BinaryField>, weights: readonly number[]): string {
  const places = weighted(training);
  const terms = places.map((place, k) => `${printDouble((weights[k] ?? 0) / Number(grid))} * q${place}`);
  const limit = printDouble(marginBound);
  const margin = `least(greatest(${terms.join(' + ')}, -${limit}), ${limit})`;
  const truth = `CASE WHEN q${variablesOf(training).length - 1} > 0 THEN 1e0 ELSE 0e0 END`;
  const residual = printClamped(`(1e0 / (1e0 + exp(-(${margin}))) - ${truth}) * ${printDouble(Number(grid))}`);
  const sums = places.map((place) => `CAST(coalesce(sum(r * q${place}), 0) AS VARCHAR)`);
  return `SELECT ${sums.join(', ')} FROM (SELECT *, ${residual} AS r FROM (${printGrid(training)}))`;
}

/**
 * The square of the L2 sensitivity of {@link printGradient} when all rows of one unit come or go: R² · S · G⁴, where S is the number of
 * columns of a row that can differ from 0. It holds for all weights, and is approached where the weights are large.
 */
export function gradientSensitivity2({ features, intercept, rowsPerUnit }: Training): bigint {
  const slots = BigInt(features.length + (intercept ? 1 : 0));
  return BigInt(rowsPerUnit) ** 2n * slots * grid ** 4n;
}
