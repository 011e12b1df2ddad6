/** The system `gram · weights = cross` of a linear model, out of the matrix of all products; only columns with a weight are in it. */
import { weighted } from './design.ts';
import type { Matrix } from './symmetric.ts';
import type { Training } from './training.ts';

export interface NormalEquations {
  readonly gram: Matrix;
  readonly cross: readonly number[];
}

/** @param moments as `unpackMoments` gives them, the target last */
export function normalEquations(training: Training, moments: Matrix): NormalEquations {
  const places = weighted(training);
  const rows = places.map((place) => moments[place] ?? []);
  return { gram: rows.map((row) => places.map((place) => row[place] ?? 0)), cross: rows.map((row) => row.at(-1) ?? 0) };
}
