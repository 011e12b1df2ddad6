import { expect, test } from 'vitest';
import { attackOf, riskOf, wilsonRate } from '#synth/report/privacy/risk.ts';

test('wilsonRate gives the interval of Wilson 1927: 8 of 10 at 95 % is 0.490 to 0.943', () => {
  const { value, margin } = wilsonRate(8, 10, 1.959964);
  expect([value - margin, value + margin].map((bound) => bound.toFixed(3))).toEqual(['0.490', '0.943']);
});

function rate(value: number): ReturnType<typeof wilsonRate> {
  return { value, margin: 0.01 };
}

test('riskOf is what strangers do not explain: all of the success, half of the rest, nothing', () => {
  expect(riskOf(rate(0.4), rate(0)).value).toBeCloseTo(0.4);
  expect(riskOf(rate(0.75), rate(0.5)).value).toBeCloseTo(0.5);
  expect(riskOf(rate(0.3), rate(0.5))).toEqual({ value: 0, lower: 0, upper: 0 });
});

test('riskOf widens with the error of the control as much as with that of the attack', () => {
  const wide = riskOf({ value: 0.5, margin: 0.02 }, { value: 0.4, margin: 0.3 });
  const narrow = riskOf({ value: 0.5, margin: 0.02 }, { value: 0.4, margin: 0.02 });
  expect(wide.lower).toBeLessThan(narrow.lower);
  expect(wide.upper).toBeGreaterThan(narrow.upper);
});

test('attackOf calls an attack void that guessing matches, however well it does on members', () => {
  const tally = { name: 'inference' as const, secret: 'x', attacks: 1000, members: 900, strangers: 500 };
  expect(attackOf({ ...tally, guesses: 900 }).void).toBe(true);
  expect(attackOf({ ...tally, guesses: 899 }).void).toBe(false);
});
