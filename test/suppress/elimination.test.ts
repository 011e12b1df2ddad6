/** Arithmetic and elimination against whole numbers of any size. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyBasis, extend, isProportional, leadOf, reduce } from '#policies/disclosure/suppress/elimination.ts';
import { invert, multiply, prime } from '#policies/disclosure/suppress/field.ts';

const numbers = fc.oneof(
  fc.integer({ min: 0, max: prime - 1 }),
  fc.constantFrom(0, 1, 2, 65_535, 65_536, (prime - 1) / 2, prime - 2, prime - 1),
);

test('multiply is exact modulo the prime', () => {
  fc.assert(
    fc.property(numbers, numbers, (a, b) => {
      expect(multiply(a, b)).toBe(Number((BigInt(a) * BigInt(b)) % BigInt(prime)));
    }),
    { numRuns: 5000 },
  );
});

test('invert gives what multiplies to 1', () => {
  fc.assert(
    fc.property(numbers, (a) => {
      fc.pre(a !== 0);
      expect(multiply(a, invert(a))).toBe(1);
    }),
  );
});

const vectors = fc.array(fc.array(fc.constantFrom(0, 0, 1), { minLength: 6, maxLength: 6 }), { maxLength: 7 });

/** Rank over the fractions, by elimination without division. */
function rank(rows: readonly (readonly number[])[]): number {
  let left = rows.map((row) => row.map(BigInt));
  let found = 0;
  for (let column = 0; column < 6; column += 1) {
    const pivot = left.find((row) => row[column] !== 0n);
    if (!pivot) continue;
    found += 1;
    left = left
      .filter((row) => row !== pivot)
      .map((row) => row.map((value, at) => value * (pivot[column] ?? 0n) - (pivot[at] ?? 0n) * (row[column] ?? 0n)));
  }
  return found;
}

test('reduce leaves nothing exactly where the rank over the fractions does not grow', () => {
  fc.assert(
    fc.property(vectors, (rows) => {
      const basis = emptyBasis();
      for (const [at, row] of rows.entries()) {
        const vector = Int32Array.from(row);
        reduce(vector, basis);
        const grows = rank(rows.slice(0, at + 1)) > rank(rows.slice(0, at));
        expect(leadOf(vector) >= 0).toBe(grows);
        if (grows) extend(basis, vector);
      }
    }),
    { numRuns: 500 },
  );
});

test('isProportional knows a multiple from what only begins like one', () => {
  const vector = Int32Array.from([0, 3, 0, 5]);
  const multiple = vector.map((value) => multiply(value, 1_000_003));
  expect(isProportional(vector, multiple, 1)).toBe(true);
  expect(isProportional(vector, Int32Array.from([0, 3, 1, 5]), 1)).toBe(false);
});
