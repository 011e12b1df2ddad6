/**
 * Every attack of the pack, through the real door of installations made for it: none succeeds, and each is stopped by the layer that the
 * documentation names. `vitest -u` writes the page anew.
 *
 * @see 003-28(3); disclosure.md §2.8; docs/attacks.md
 */
import { beforeAll, expect, test } from 'vitest';
import { printAttacks, runAttacks, type AttackResult } from '#gateway/attack/report.ts';
import { reversals } from '#policies/procedure/rule-packs/reversibility.ts';

let results: readonly AttackResult[];
beforeAll(async () => {
  results = await runAttacks();
}, 1_800_000);

test('003-28(3) no attack of the pack tells of fewer people than any answer may', async () => {
  expect(results.filter(({ stopped }) => !stopped).map(({ attack, by }) => [attack.id, by])).toEqual([]);
  await expect(printAttacks(results)).toMatchFileSnapshot('../../docs/attacks.md');
});

test.each(Object.entries(reversals))('AO-28-5 AO-28-4 %s restores no raw data', (_, { attacks }) => {
  const tried = results.filter(({ attack }) => (attacks as readonly string[]).includes(attack.id));
  expect(tried.map(({ attack, stopped }): Tried => [attack.id, stopped]).sort(byId)).toEqual(
    attacks.map((id): Tried => [id, true]).sort(byId),
  );
});

type Tried = readonly [id: string, stopped: boolean];

function byId([one]: Tried, [other]: Tried): number {
  return one < other ? -1 : 1;
}
