/** Class and group disclosure. @see SDC Handbook §5.2 (within-group disclosure); GaussSuppression SuppressKDisclosure */
import { expect, test } from 'vitest';
import { differenceDisclosures, isFull, isNearlyFull } from '#policies/disclosure/group-disclosure.ts';
import { percent, unitCount } from '#policies/units.ts';

const group = (units: number, ...margins: readonly number[]) => ({
  units: unitCount(units),
  margins: new Map(margins.map((margin, key) => [key, unitCount(margin)])),
});

test.each([
  ['all six of six', group(6, 6), 1, true],
  // The one who is outside knows the five: within-group disclosure.
  ['five of six, against one', group(5, 6), 1, true],
  ['four of six', group(4, 6), 1, false],
  ['four of six, against two together', group(4, 6), 2, true],
  ['nobody to compare with', group(6), 1, false],
  ['one margin of two', group(6, 60, 6), 1, true],
] as const)('isFull of %s', (_, cell, coalition, full) => {
  expect(isFull(cell, { coalition })).toBe(full);
});

test('isNearlyFull begins at the share itself', () => {
  const found = [179, 180, 200].map((units) => isNearlyFull(group(units, 200), { groupShare: percent(90) }));
  expect(found).toEqual([false, true, true]);
});

test('differenceDisclosures names the inner cells from which at most a coalition is missing', () => {
  const units = [40, 39, 38, 40, 0, 1];
  const pairs = [1, 2, 3, 4].map((inner) => ({ outer: 0, inner })).concat({ outer: 5, inner: 4 });
  expect(differenceDisclosures(units, pairs, { coalition: 1 })).toEqual([1, 3]);
  expect(differenceDisclosures(units, pairs, { coalition: 2 })).toEqual([1, 2, 3]);
  expect(differenceDisclosures(units, pairs, { coalition: 0 })).toEqual([3]);
});
