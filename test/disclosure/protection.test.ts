/** Protection widths against the Handbook’s table, and against an attacker who stands at their edge. @see disclosure.md §2.4 */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkCell } from '#policies/disclosure/primary.ts';
import { riskProfile, type RiskProfile } from '#policies/disclosure/profile.ts';
import { protectionOf } from '#policies/disclosure/protection.ts';
import { percent, unitCount } from '#policies/units.ts';
import { aCell, contribution, evidence, sum, thresholds } from './builders.ts';

const values = [100, 50, 4];

test('p%: the width is p per cent of the largest less the rest (Handbook: p/100·x₁ − (X − x₁ − x₂))', () => {
  const width = protectionOf(aCell(values), { statistic: sum, failed: ['p_percent'] }, thresholds('open'));
  // 5 per cent of the largest are the least for any magnitude; the rest of 4 makes the rule ask for 1.
  expect(width).toEqual({ lower: 5, upper: 5 });
  const strict = { k: unitCount(1), profile: { ...riskProfile('standard'), pPercent: percent(30) } };
  expect(protectionOf(aCell([100, 50, 4]), { statistic: sum, failed: ['p_percent'] }, strict).upper).toBe(30);
});

test('(n,k): the width is 100/k·Σxᵢ − X', () => {
  const { upper } = protectionOf(aCell(values), { statistic: sum, failed: ['dominance'] }, thresholds('standard'));
  expect(upper).toBeCloseTo((100 / 85) * 150 - 154, 9);
});

test('(p,q): the width is p/q·x₁ − (X − x₁ − x₂)', () => {
  const profile: RiskProfile = { ...riskProfile('standard'), priorPercent: percent(20) };
  const width = protectionOf(aCell(values), { statistic: sum, failed: ['pq'] }, { k: unitCount(10), profile });
  expect(width.upper).toBe(50 - 4);
});

test.each([
  ['standard', 3, { lower: 3, upper: 7 }],
  ['standard', 9, { lower: 9, upper: 1 }],
  ['sensitive', 3, { lower: 3, upper: 37 }],
] as const)('a count by the %s profile of %i units could be none and could be enough: %j', (profile, units, width) => {
  const ones = Array.from({ length: units }, () => 1);
  const spec = { id: 1, kind: 'count' } as const;
  expect(protectionOf(aCell(ones), { statistic: spec, failed: ['freq'] }, thresholds(profile))).toEqual(width);
});

/** So many units, each of which has `each`. */
function alike(units: number, each: number, complement = 0): ReturnType<typeof aCell> {
  const given = {
    ...contribution(Array.from({ length: units }, () => each)),
    equal: false,
    complement: unitCount(complement),
  };
  return aCell([], { evidence: [evidence([], { units: unitCount(units), contributions: new Map([[1, given]]) })] });
}

test('units are protected as units, whatever each of them adds', () => {
  for (const kind of ['count_distinct', 'proportion'] as const) {
    const asked = { statistic: { id: 1, kind }, failed: ['freq'] } as const;
    expect(protectionOf(alike(3, 1), asked, thresholds())).toEqual({ lower: 3, upper: 7 });
  }
  const percents = { statistic: { id: 1, kind: 'proportion' }, failed: ['freq'] } as const;
  expect(protectionOf(alike(3, 100), percents, thresholds())).toEqual({ lower: 300, upper: 700 });
});

test('a small complement could be nobody, and could be enough', () => {
  const asked = { statistic: { id: 1, kind: 'count', complement: 'condition' }, failed: ['complement'] } as const;
  expect(protectionOf(alike(40, 1, 4), asked, thresholds())).toEqual({ lower: 10, upper: 4 });
});

test('of several kinds of units the widest holds, and nothing failed asks for nothing', () => {
  const cell = aCell(values, { evidence: [evidence(values), evidence([154])] });
  expect(protectionOf(cell, { statistic: sum, failed: ['p_percent'] }, thresholds()).upper).toBeCloseTo(15.4, 9);
  expect(protectionOf(cell, { statistic: sum, failed: [] }, thresholds())).toEqual({ lower: 0, upper: 0 });
});

test('what cannot be added up needs no interval', () => {
  for (const kind of ['quantile', 'dispersion', 'correlation', 'concentration', 'gini'] as const)
    expect(protectionOf(aCell(values), { statistic: { id: 1, kind }, failed: ['freq'] }, thresholds())).toEqual({
      lower: 0,
      upper: 0,
    });
});

test('a total at the upper edge of its protection would have been safe: the attacker cannot tell it from one', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(sizes, fc.constantFrom('open', 'standard', 'sensitive'), (list, name) => {
      const limits = { ...thresholds(name), k: unitCount(1) };
      const cell = aCell(list);
      const failed = (checkCell(cell, [sum], limits).statistics[0] ?? []).filter((check) => check !== 'all_equal');
      if (failed.length === 0) return;
      const { upper } = protectionOf(cell, { statistic: sum, failed }, limits);
      const given = contribution(list);
      const edge = { ...given, total: given.total + upper * (1 + 1e-9), equal: false };
      const moved = aCell(list, { evidence: [evidence(list, { contributions: new Map([[1, edge]]) })] });
      expect(checkCell(moved, [sum], limits).statistics[0]).toEqual([]);
    }),
    { numRuns: 500, seed: 21 },
  );
});
