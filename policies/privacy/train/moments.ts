/**
 * Sufficient statistics: all sums of products of two variables, as one vector of whole numbers with one sensitivity.
 * A product that follows from another one is not asked for, since every entry costs noise for all.
 *
 * @see Wang, "Revisiting differentially private linear regression", UAI 2018, §3.1 (sufficient statistics perturbation); `logistic.proof.md`
 */
import type { NanoRho } from '../../units.ts';
import { grid, printGrid, variablesOf, type Variable } from './design.ts';
import type { VectorQuery } from './runner.ts';
import type { Training } from './training.ts';

/** Which two variables are multiplied, by place, the first not behind the second. */
export type Entry = readonly [number, number];

/** The entries of the vector, in the order of {@link printMoments}. */
export function entriesOf(training: Training): readonly Entry[] {
  const variables = variablesOf(training);
  const all = variables.flatMap((a, i) => variables.slice(i).map((b, k) => ({ a, b, entry: [i, i + k] as const })));
  return all.filter(({ a, b }) => knownFrom(a, b) === undefined).map(({ entry }) => entry);
}

/** What a product is without being asked for: nothing, the first factor times the constant, or the constant squared. */
function knownFrom(a: Variable, b: Variable): 'zero' | 'factor' | 'count' | undefined {
  if (a === b && a.kind === 'indicator') return 'factor';
  if (a === b && a.kind === 'target' && a.field.kind === 'binary') return 'count';
  return a.kind === 'indicator' && b.kind === 'indicator' && a.feature === b.feature ? 'zero' : undefined;
}

/** The whole measurement: what to run, and what it may cost. */
export function momentQuery(training: Training, rho: NanoRho): VectorQuery {
  const { length } = entriesOf(training);
  return { sql: printMoments(training), length, sensitivity2: momentSensitivity2(training), rho };
}

/** Prints SQL with one row of whole numbers as text, one for each of {@link entriesOf}; on no rows, zeros. */
export function printMoments(training: Training): string {
  const sums = entriesOf(training).map(([i, j]) => `CAST(coalesce(sum(q${i} * q${j}), 0) AS VARCHAR)`);
  return `SELECT ${sums.join(', ')} FROM (${printGrid(training)})`;
}

/**
 * The square of the L2 sensitivity of {@link printMoments} when all rows of one unit come or go.
 *
 * A row has S = 2 + features variables that can differ from 0 (one indicator of each category). Of the S(S+1)/2 products of two of them,
 * those that are not asked for are left out; each of the others is at most G² in size. R rows of one unit add at most R times as much.
 * For every training with numbers alone the bound is attained.
 */
export function momentSensitivity2({ features, target, rowsPerUnit }: Training): bigint {
  const slots = BigInt(features.length + 2);
  const known = features.filter(({ kind }) => kind === 'category').length + (target.kind === 'binary' ? 1 : 0);
  const products = (slots * (slots + 1n)) / 2n - BigInt(known);
  return BigInt(rowsPerUnit) ** 2n * products * grid ** 4n;
}

/** The whole symmetric matrix of products on the model's scale, in which a full row of ones adds 1 to each entry. */
export function unpackMoments(training: Training, vector: readonly number[]): readonly (readonly number[])[] {
  const variables = variablesOf(training);
  const found = new Map(entriesOf(training).map(([i, j], at) => [i * variables.length + j, vector[at] ?? 0]));
  const read = (i: number, j: number): number => found.get(Math.min(i, j) * variables.length + Math.max(i, j)) ?? 0;
  return variables.map((a, i) =>
    variables.map((b, j) => {
      const known = knownFrom(a, b);
      return known === 'factor' ? read(0, i) : known === 'count' ? read(0, 0) : read(i, j);
    }),
  );
}
