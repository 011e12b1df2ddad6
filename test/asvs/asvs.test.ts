/** Every requirement of levels 1 and 2 is answered, and every test that is named is there. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { countsOf } from './page.ts';
import { items } from './items.ts';
import { findTest, ownTests, proofsOf } from './proofs.ts';

const own = ownTests();
const proven = items.filter(({ answer }) => answer.kind === 'proven');
const idsOf = (some: typeof items): readonly string[] => some.map(({ id }) => id);

/** Chapter → how many of level 1 and 2 the standard has. */
const sizes = [27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7];

test('the table has all 253 requirements, 70 of them of level 1, each once', () => {
  expect(new Set(idsOf(items)).size).toBe(items.length);
  expect(sizes.map((_, index) => items.filter(({ id }) => id.startsWith(`${index + 1}.`)).length)).toEqual(sizes);
  expect([items.length, items.filter(({ level }) => level === 1).length]).toEqual([253, 70]);
});

test('every row says what it asks in a few words of ours', () => {
  for (const { id, says } of items) expect([id, says.split(' ').length <= 12, says !== '']).toEqual([id, true, true]);
});

test('every test that a row names is one test that is there', () => {
  const named = proven.flatMap(({ id, answer }) =>
    answer.kind === 'proven' ? answer.tests.map((one) => ({ id, one })) : [],
  );
  expect(named.length).toBeGreaterThan(60);
  expect(named.filter(({ one }) => !findTest(one)).map(({ id, one }) => [id, one.file, one.begins])).toEqual([]);
});

test('what is called proven has a test, and what has a test of its id is called proven', () => {
  expect(idsOf(proven.filter((item) => proofsOf(item, own).length === 0))).toEqual([]);
  const ids = new Set(idsOf(proven));
  expect([...own.keys()].filter((id) => !ids.has(id))).toEqual([]);
});

test('what is not proven says why, and the file that it leads to is there', () => {
  for (const { id, answer } of items) {
    if (answer.kind === 'proven') continue;
    expect([id, answer.text.length > 5]).toEqual([id, true]);
    if (answer.kind === 'reason' && answer.file !== undefined)
      expect([id, existsSync(join(import.meta.dirname, '..', '..', answer.file))]).toEqual([id, true]);
  }
});

test('the counts of the page are of all items', () => {
  expect(Object.values(countsOf(items)).reduce((sum, one) => sum + one)).toBe(items.length);
});
