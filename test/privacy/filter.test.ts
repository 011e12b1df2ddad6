import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { openFilter, restOf, spend } from '#policies/privacy/filter.ts';
import { nanoRho } from '#policies/units.ts';

test('spend refuses the step whose sum would pass the limit, by one billionth too', () => {
  const filter = spend(openFilter(nanoRho(10n)), nanoRho(7n));
  expect(() => spend(filter, nanoRho(4n))).toThrow(RangeError);
  expect(restOf(filter)).toBe(3n);
  const full = spend(filter, nanoRho(3n));
  expect(restOf(full)).toBe(0n);
  expect(() => spend(full, nanoRho(1n))).toThrow(RangeError);
});

test('spend refuses a step that costs nothing: none that looks at the data is free', () => {
  expect(() => spend(openFilter(nanoRho(10n)), nanoRho(0n))).toThrow(RangeError);
});

test('spend leaves the filter that it was given as it was', () => {
  const filter = openFilter(nanoRho(10n));
  spend(filter, nanoRho(7n));
  expect(filter).toEqual({ limit: 10n, spent: 0n });
});

test('whatever is asked, what was let pass adds up to the limit at most', () => {
  const costs = fc.array(fc.bigInt({ min: -5n, max: 40n }), { maxLength: 30 });
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 100n }), costs, (limit, steps) => {
      let filter = openFilter(nanoRho(limit));
      let passed = 0n;
      for (const step of steps) {
        try {
          filter = spend(filter, nanoRho(step));
          passed += step;
        } catch (error) {
          if (!(error instanceof RangeError)) throw error;
        }
      }
      return passed === filter.spent && passed <= limit;
    }),
  );
});
