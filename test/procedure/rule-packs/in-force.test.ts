/** Which pack counts: a norm's, from the moment of the norm, and never a guess. */
import { expect, test } from 'vitest';
import type { Lookup } from '#policies/procedure/lookup.ts';
import { packInForce } from '#policies/procedure/rule-packs/in-force.ts';
import { packHash, type RulePack } from '#policies/procedure/rule-packs/pack.ts';
import { standardPack } from '#policies/procedure/rule-packs/standard.ts';
import { instant, sha256 } from '#policies/units.ts';

const second: RulePack = { ...standardPack, version: 2 };
const known = [standardPack, second];
const from = instant('2026-03-01T00:00:00.000Z');
const before = instant('2026-02-28T23:59:59.999Z');

/** A record with one effective norm of rules, as a decision looks it up. */
function withNorm(data: string, change: object = {}): Lookup {
  const norm = { id: 'nrm1', kind: 'rule_pack', state: 'effective', effectiveFrom: from, data, ...change };
  const all = (life: string) => (life === 'norm' ? [norm] : []);
  return { get: () => undefined, all } as unknown as Lookup;
}

test('AO-05-4 a norm puts its pack in force from its moment on, not before', () => {
  const lookup = withNorm(packHash(second));
  expect(packInForce(lookup, from, known)).toBe(second);
  expect(packInForce(lookup, before, known)).toBe(standardPack);
});

test.each([
  ['a draft', { state: 'draft', effectiveFrom: undefined }],
  ['one that waits for consent', { state: 'authority_consent', effectiveFrom: undefined }],
  ['a repealed one', { state: 'repealed' }],
  ['a norm about something else', { kind: 'export_check' }],
])('AO-05-4 %s puts nothing in force', (_, change) => {
  expect(packInForce(withNorm(packHash(second), change), from, known)).toBe(standardPack);
});

test('AO-05-4 a pack that the product does not have is not replaced by another: nothing is checked', () => {
  expect(() => packInForce(withNorm(sha256('00'.repeat(32))), from, known)).toThrow(/must have the rule pack in force/);
});
