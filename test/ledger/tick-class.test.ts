import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { tickClass, tickClasses, type Tier } from '#policies/privacy/tick.ts';
import { unwrap } from '#policies/refusal.ts';
import { rowCount } from '#policies/units.ts';

test.each([
  ['T0', 0, 'short'],
  ['T0', 20_000_000, 'short'],
  ['T0', 20_000_001, 'medium'],
  ['T1', 2_427_184, 'short'],
  ['T1', 10_000_000, 'medium'],
  ['T2', 1_000_000, 'short'],
  ['T2', 10_000_000, 'medium'],
  ['T2', 100_000_000, 'long'],
] as const)('tickClass in tier %s for %i rows is %s', (tier, rows, name) => {
  expect(unwrap(tickClass({ rows: rowCount(rows), tier })).name).toBe(name);
});

test('tickClass refuses what not even the longest class holds, naming the declared size only', () => {
  expect(tickClass({ rows: rowCount(186_335_404), tier: 'T2' })).toEqual({
    ok: false,
    refusals: [
      { code: 'E_COST_CLASS', detail: 'Cannot run in tier T2: must read at most 186335403 rows; got 186335404' },
    ],
  });
});

const tiers: readonly Tier[] = ['T0', 'T1', 'T2'];

function windowOf(rows: number, tier: Tier): number {
  const found = tickClass({ rows: rowCount(rows), tier });
  return found.ok ? found.value.window : Number.POSITIVE_INFINITY;
}

test('tickClass never gives more rows, or a dearer tier, a shorter window', () => {
  const size = fc.record({ rows: fc.maxSafeNat(), tier: fc.nat(2) });
  fc.assert(
    fc.property(size, size, (a, b) => {
      const [low, high] = [Math.min(a.rows, b.rows), Math.max(a.rows, b.rows)];
      const [cheap, dear] = [tiers[Math.min(a.tier, b.tier)] ?? 'T0', tiers[Math.max(a.tier, b.tier)] ?? 'T2'];
      expect(windowOf(low, cheap)).toBeLessThanOrEqual(windowOf(high, dear));
    }),
  );
  expect(tickClasses.map(({ window }) => window)).toEqual([5_000, 60_000, 900_000]);
});
