/** The six ways to restore raw data have names, attacks and checks; that the attacks are stopped shows test/attacks/pack.test.ts. */
import { expect, test } from 'vitest';
import { attacks } from '#gateway/attack/pack.ts';
import { programAttacks } from '#gateway/attack/program-attacks.ts';
import { checks } from '#policies/disclosure/register.ts';
import { modelChecks } from '#policies/disclosure/model/register.ts';
import { reversals, type Reversal } from '#policies/procedure/rule-packs/reversibility.ts';
import { rules } from '#policies/refusal.ts';

const named = Object.entries(reversals) as [string, Reversal][];

test.each(named)('AO-28-5 %s names attacks that there are, and checks that stand in a register', (_, reversal) => {
  const pack = [...attacks, ...programAttacks].map(({ id }) => id);
  expect(reversal.attacks.filter((id) => !pack.includes(id))).toEqual([]);
  const known = new Set([...Object.keys(checks), ...Object.keys(modelChecks), ...Object.keys(rules)]);
  expect(reversal.against.filter((code) => !known.has(code))).toEqual([]);
});

test('AO-28-5 all of (a) to (f) have a name', () => {
  expect(named.map(([, { letter }]) => letter)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});
