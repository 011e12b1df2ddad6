/**
 * Arbitrary tables with margins, in real processes, against the attacker. `SLUICE_RUNS=300 npx vitest run test/margins/generated` tries
 * more, `SLUICE_SEED` others.
 *
 * @see disclosure.md §2.3–2.5
 */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { generated } from './generated.ts';
import { openMade } from './made.ts';
import { judge } from './judge.ts';
import { releaseAndJudge, withoutSecondary } from './safe.ts';

const runs = Number(process.env['SLUICE_RUNS'] ?? 30);
const seed = Number(process.env['SLUICE_SEED'] ?? 20_261);

test(
  'exact tables with margins: no generated table gives a hidden value away, and every shown one is true',
  { timeout: 30_000 + 15_000 * runs },
  async () => {
    const seen = { tables: 0, cells: 0, primary: 0, secondary: 0, infeasible: 0, unprotected: 0 };
    await fc.assert(
      fc.asyncProperty(generated, async ({ rows, table }) => {
        using ground = await openMade(rows);
        const outcome = await releaseAndJudge(table, ground);
        expect(outcome.wrong).toEqual([]);
        expect(outcome.leaks).toEqual([]);
        const bare = await judge(withoutSecondary(outcome.released));
        seen.tables += 1;
        seen.cells += outcome.cells;
        seen.primary += outcome.primary;
        seen.secondary += outcome.secondary;
        if (outcome.verdicts['infeasible']) seen.infeasible += 1;
        if (bare.leaks.length > 0) seen.unprotected += 1;
      }),
      { numRuns: runs, seed, endOnFailure: true },
    );
    if (process.env['SLUICE_RUNS']) console.log(seen);
    // Most tables need protection, or the property would say little.
    expect(seen.unprotected).toBeGreaterThan(seen.tables / 4);
  },
);
