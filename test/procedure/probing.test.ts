/** What differs in one constant is found, however it is written; what differs in more, or in another way, is another question. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isNeighbour, isProbing, skeletonOf } from '#policies/procedure/probing.ts';

const base =
  "SELECT district, count(DISTINCT uscc) AS n FROM t WHERE industry NOT IN ('D', 'N') AND paid > 100 GROUP BY ALL";
const near = (one: string, other: string) => isNeighbour(skeletonOf(one), skeletonOf(other));

test.each([
  ['another number', base.replace('100', '101')],
  ['a negative one', base.replace('100', '-100')],
  ['one with an exponent', base.replace('100', '1e2')],
  ['another text', base.replace("'N'", "'P'")],
  ['a text with a quote in it', base.replace("'N'", "'N''--'")],
  ['a text between dollars', base.replace("'N'", '$q$N, 100$q$')],
  ['one more in the list', base.replace("'N'", "'N', 'P'")],
  ['one less', base.replace("'D', ", '')],
  [
    'written with comments, spaces and capitals',
    `/* a */ ${base.replace('100', '101').replaceAll(' ', '\n  ').toUpperCase()} -- b`,
  ],
])('isNeighbour: %s', (_, other) => {
  expect(near(base, other)).toBe(true);
  expect(near(other, base)).toBe(true);
});

test.each([
  ['the same', base],
  ['the same with a comment', `${base} -- 101`],
  ['two constants', base.replace('100', '101').replace("'N'", "'P'")],
  ['another comparison', base.replace('>', '>=')],
  ['another column', base.replace('paid', 'owed')],
  ['a quoted name that looks like the text', base.replace("'N'", '"N"')],
])('isNeighbour is not: %s', (_, other) => expect(near(base, other)).toBe(false));

test('SH-38-1 AO-07-7 isProbing begins with the third text of a kind, and equal texts are one', () => {
  const [second, third] = [base.replace('100', '101'), base.replace('100', '102')];
  expect(isProbing(second, [base, base, base])).toBe(false);
  expect(isProbing(third, [base, second])).toBe(true);
  expect(isProbing(third, [base, 'SELECT 1', base.replace('paid', 'owed')])).toBe(false);
});

test('skeletonOf ends and never throws, whatever is written', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const { shape, constants } = skeletonOf(text);
      expect(shape.length + constants.join('').length).toBeLessThanOrEqual(4 * text.length);
    }),
  );
});
