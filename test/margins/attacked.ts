/** The attack on the tables of one data set: what is shown is true, what is hidden survives, and without secondary suppression some does not. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sharedData, whereShared } from '../fixtures/shared-data.ts';
import type { Ground } from './ground.ts';
import { judge } from './judge.ts';
import { figuresOf, releaseAndJudge, withoutSecondary } from './safe.ts';

export interface Attacked {
  readonly name: string;
  readonly tables: readonly Parameters<typeof releaseAndJudge>[0][];
  readonly groundOf: (shared: string) => Promise<Ground>;
}

export function attackTables({ name, tables, groundOf }: Attacked): void {
  const shared = sharedData() ?? '';

  describe.skipIf(shared === '')(`with real data (${whereShared})`, () => {
    let ground: Ground;
    const figures: string[] = [];
    const unprotected: string[] = [];
    beforeAll(async () => {
      ground = await groundOf(shared);
    });
    afterAll(() => {
      ground[Symbol.dispose]();
      if (process.env['SLUICE_RUNS']) console.log(figures.join('\n'));
    });

    test.each(tables)(`${name}: $name: what is shown is true, and what is hidden survives`, async (table) => {
      const outcome = await releaseAndJudge(table, ground);
      expect(outcome.wrong).toEqual([]);
      expect(outcome.leaks).toEqual([]);
      expect(outcome.primary + outcome.secondary).toBeLessThan(outcome.cells);
      figures.push(figuresOf(outcome));
      unprotected.push(...(await judge(withoutSecondary(outcome.released))).leaks);
    });

    test(`${name}: with the primary cells alone hidden, the attacker finds some of them`, () => {
      expect(unprotected.length).toBeGreaterThan(0);
    });
  });

  test.skipIf(shared !== '')(`skipped: real data ${whereShared}`, () => {});
}
