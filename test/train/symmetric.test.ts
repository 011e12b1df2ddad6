/** The small solver against its own definition and against elimination. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { eigenOf, noiseLevel, solveLifted, times } from '#policies/privacy/train/symmetric.ts';
import { gauss } from './logistic-oracle.ts';

const anEntry = fc.double({ min: -10, max: 10, noNaN: true });

/** A random symmetric matrix of 1 to 8 rows. */
const aMatrix = fc
  .integer({ min: 1, max: 8 })
  .chain((size) =>
    fc.array(fc.array(anEntry, { minLength: size, maxLength: size }), { minLength: size, maxLength: size }),
  )
  .map((rows) => rows.map((row, i) => row.map((value, j) => value + (rows[j]?.[i] ?? 0))));

test('eigenOf gives vectors of length 1, orthogonal, that the matrix only stretches', () => {
  fc.assert(
    fc.property(aMatrix, (matrix) => {
      const { values, vectors } = eigenOf(matrix);
      const columns = values.map((_, k) => vectors.map((row) => row[k] ?? 0));
      for (const [k, column] of columns.entries()) {
        const stretched = times(matrix, column);
        stretched.forEach((value, i) => expect(value).toBeCloseTo((values[k] ?? 0) * (column[i] ?? 0), 8));
        times(columns, column).forEach((value, j) => expect(value).toBeCloseTo(j === k ? 1 : 0, 10));
      }
    }),
  );
});

test('solveLifted solves a well-conditioned system as elimination does', () => {
  fc.assert(
    fc.property(aMatrix, (matrix) => {
      const dominant = matrix.map((row, i) => row.map((value, j) => value + (i === j ? 200 : 0)));
      const right = matrix.map((_, i) => i + 1);
      const solved = solveLifted(eigenOf(dominant), right, 1e-9);
      gauss(dominant, right).forEach((value, i) => expect(solved[i]).toBeCloseTo(value, 9));
    }),
  );
});

test('solveLifted never divides by less than the floor, whatever the sign of an eigenvalue', () => {
  fc.assert(
    fc.property(aMatrix, fc.double({ min: 0.1, max: 5, noNaN: true }), (matrix, floor) => {
      const right = matrix.map(() => 1);
      const length = Math.hypot(...solveLifted(eigenOf(matrix), right, floor));
      expect(length).toBeLessThanOrEqual((Math.hypot(...right) / floor) * (1 + 1e-9));
    }),
  );
});

test('noiseLevel is 2σ√d', () => {
  expect(noiseLevel(3, 16)).toBe(24);
});
