/** The search below thresholds, widths and budgets. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { smallestWhere } from '#policies/privacy/smallest-where.ts';

const wavers = (n: bigint): boolean => n > 1000n || (n > 900n && n % 3n === 0n);

test('smallestWhere finds every border, 0 and 1 and numbers beyond doubles included', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 80n }), (border) => smallestWhere((n) => n >= border) === border),
  );
  for (let border = 0n; border < 40n; border++) expect(smallestWhere((n) => n >= border)).toBe(border);
});

test('smallestWhere gives a number at which it holds and before which it does not, even where it wavers', () => {
  const found = smallestWhere(wavers);
  expect(wavers(found)).toBe(true);
  expect(wavers(found - 1n)).toBe(false);
});
