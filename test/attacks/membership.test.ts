/** The judge of the membership attack can tell: copies are known, strangers are guessed. */
import { expect, test } from 'vitest';
import { membershipAuc } from '#gateway/attack/membership.ts';
import { twinVisits } from '#gateway/attack/twin.ts';

const all = twinVisits(900).filter(({ person }) => person.startsWith('P'));
const [members, others, strangers] = [all.slice(0, 400), all.slice(400, 800), all.slice(800, 1200)];

test('copied rows are recognised, rows of strangers are not', () => {
  expect(membershipAuc(members, { members, others })).toBe(1);
  // Noise of a tenth of what sets rows apart hides nobody.
  const moved = members.map((visit) => ({ ...visit, cost: visit.cost + 20 }));
  expect(membershipAuc(moved, { members, others })).toBeGreaterThan(0.9);
  expect(Math.abs(membershipAuc(strangers, { members, others }) - 0.5)).toBeLessThan(0.1);
});
