/**
 * Tables with margins over the bank, released by the real lane and attacked with all that they show. `SLUICE_RUNS=1 npx vitest run
 * test/margins` prints how much was hidden.
 *
 * @see disclosure.md §2.3–2.5; DC-08
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sharedData, whereShared } from '../fixtures/shared-data.ts';
import { berkaTables } from './berka-tables.ts';
import { berkaGround, type Ground } from './ground.ts';
import { judge } from './judge.ts';
import { figuresOf, releaseAndJudge, withoutSecondary } from './safe.ts';

const shared = sharedData() ?? '';

describe.skipIf(shared === '')(`with real data (${whereShared})`, () => {
  let ground: Ground;
  const figures: string[] = [];
  const unprotected: string[] = [];
  beforeAll(async () => {
    ground = await berkaGround(shared);
  });
  afterAll(() => {
    ground[Symbol.dispose]();
    if (process.env['SLUICE_RUNS']) console.log(figures.join('\n'));
  });

  test.each(berkaTables)('Berka: $name: what is shown is true, and what is hidden survives', async (table) => {
    const outcome = await releaseAndJudge(table, ground);
    expect(outcome.wrong).toEqual([]);
    expect(outcome.leaks).toEqual([]);
    expect(outcome.primary + outcome.secondary).toBeLessThan(outcome.cells);
    figures.push(figuresOf(outcome));
    unprotected.push(...(await judge(withoutSecondary(outcome.released))).leaks);
  });

  test('Berka: with the primary cells alone hidden, the attacker finds some of them', () => {
    expect(unprotected.length).toBeGreaterThan(0);
  });
});

test.skipIf(shared !== '')(`skipped: real data ${whereShared}`, () => {});
