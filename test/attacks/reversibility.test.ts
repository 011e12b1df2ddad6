/**
 * The six ways to restore raw data from a product that procedure.md §5 names: each is tried through the real door of an installation made
 * for it, and each is stopped. (The whole pack runs in pack.test.ts; here every name has its attack.)
 *
 * @see AO-28-5, AO-28-4; 003-28(3)
 */
import { expect, test } from 'vitest';
import { attacks } from '#gateway/attack/pack.ts';
import { programAttacks } from '#gateway/attack/program-attacks.ts';
import { runAttacks } from '#gateway/attack/report.ts';
import { checks } from '#policies/disclosure/register.ts';
import { modelChecks } from '#policies/disclosure/model/register.ts';
import { reversals, type Reversal } from '#policies/procedure/rule-packs/reversibility.ts';
import { rules } from '#policies/refusal.ts';

const named = Object.entries(reversals) as [string, Reversal][];
const pack = [...attacks, ...programAttacks];

test.each(named)('AO-28-5 AO-28-4 %s does not restore raw data', { timeout: 300_000 }, async (_, { attacks: [id] }) => {
  const [result] = await runAttacks(
    () => {},
    pack.filter((attack) => attack.id === id),
  );
  expect(result).toMatchObject({ attack: { id }, stopped: true });
});

test.each(named)('AO-28-5 %s names attacks that there are, and checks that stand in a register', (_, reversal) => {
  expect(reversal.attacks.filter((id) => !pack.some((attack) => attack.id === id))).toEqual([]);
  const known = new Set([...Object.keys(checks), ...Object.keys(modelChecks), ...Object.keys(rules)]);
  expect(reversal.against.filter((code) => !known.has(code))).toEqual([]);
});

test('AO-28-5 all of (a) to (f) have a name', () => {
  expect(named.map(([, { letter }]) => letter)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});
