/**
 * Every attack of the pack, through the real door of installations made for it: none succeeds, and each is stopped by the layer that the
 * documentation names. `vitest -u` writes the page anew.
 *
 * @see 003-28(3); disclosure.md §2.8; docs/attacks.md
 */
import { expect, test } from 'vitest';
import { printAttacks, runAttacks } from '#gateway/attack/report.ts';

test('003-28(3) no attack of the pack tells of fewer people than any answer may', { timeout: 600_000 }, async () => {
  const results = await runAttacks();
  expect(results.filter(({ stopped }) => !stopped).map(({ attack, by }) => [attack.id, by])).toEqual([]);
  await expect(printAttacks(results)).toMatchFileSnapshot('../../docs/attacks.md');
});
