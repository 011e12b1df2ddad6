import { expect, test } from 'vitest';
import { candidatesOf, isUseful, pairsThatMatter } from '#sandbox/fit/candidates.ts';
import { mostCells, mostCountedCells } from '#sandbox/fit/settings.ts';

const namesOf = (sets: readonly { readonly attributes: readonly number[] }[]): readonly string[] =>
  sets.map(({ attributes }) => attributes.join('-'));

test('candidatesOf a table of its own are all sets of one to three attributes', () => {
  expect(namesOf(candidatesOf({ sizes: [2, 2, 2, 2], given: 0 }))).toHaveLength(4 + 6 + 4);
});

test('a candidate weighs what it shares with all pairs that matter', () => {
  for (const given of [0, 1, 2, 3]) {
    const shape = { sizes: [2, 3, 2, 2, 2], given };
    const pairs = pairsThatMatter(shape);
    for (const { attributes, weight } of candidatesOf(shape)) {
      const shared = pairs.map((pair) => pair.filter((at) => attributes.includes(at)).length);
      expect(weight).toBe(shared.reduce((sum, count) => sum + count, 0));
    }
  }
});

test('given attributes alone are no candidates, but two are once an own one was measured with each of them', () => {
  const shape = { sizes: [2, 2, 2, 2, 2], given: 3 };
  const all = candidatesOf(shape);
  const names = namesOf(all);
  expect(names).not.toContain('0');
  expect(names).not.toContain('0-1-2');
  expect(names).toContain('0-1-3');
  expect(pairsThatMatter(shape).map((pair) => pair.join('-'))).toEqual([
    '0-3',
    '1-3',
    '2-3',
    '0-4',
    '1-4',
    '2-4',
    '3-4',
  ]);
  const pair = all[names.indexOf('0-1')];
  if (!pair) throw new Error('0-1 must be a candidate');
  expect(isUseful(pair, shape, [[0], [1], [0, 3], [1, 4]])).toBe(false);
  expect(isUseful(pair, shape, [[0], [1], [0, 3], [1, 3]])).toBe(true);
});

test('more than fifteen attributes have no triples', () => {
  const sizes = Array.from({ length: 16 }, () => 2);
  expect(candidatesOf({ sizes, given: 0 }).every(({ attributes }) => attributes.length < 3)).toBe(true);
});

test('a candidate has no more cells than fit, and all together no more than memory allows', () => {
  const large = candidatesOf({ sizes: [400, 300, 2], given: 0 });
  expect(namesOf(large)).toEqual(['0', '1', '2', '0-2', '1-2']);
  const many = candidatesOf({ sizes: Array.from({ length: 60 }, () => 300), given: 0 });
  expect(many.every(({ cells }) => cells <= mostCells)).toBe(true);
  expect(many.reduce((sum, { cells }) => sum + cells, 0)).toBeLessThanOrEqual(mostCountedCells);
  expect(many.filter(({ attributes }) => attributes.length === 1)).toHaveLength(60);
});
