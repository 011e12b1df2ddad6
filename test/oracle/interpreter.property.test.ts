/**
 * The judge at work: for generated queries over generated rows, DuckDB running the SQL that we print gives the bag of rows that the
 * interpreter gives; and so does DuckDB running the vendor's own text.
 *
 * `SLUICE_RUNS=10000 npx vitest run test/oracle` tries more, `SLUICE_SEED` others.
 *
 * @see query-and-privacy.md §0.1, §4
 */
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Lane } from './generate/catalog.ts';
import { aQuery, type Query } from './generate/query.ts';
import { someTables } from './generate/tables.ts';
import type { Tables } from './interpreter/interpret.ts';
import { Judge } from './judge.ts';

const runs = Number(process.env.SLUICE_RUNS ?? 300);
const seed = Number(process.env.SLUICE_SEED ?? 20260302);

/** Milliseconds; what is left of them after a failure is for finding a smaller one. */
const limit = 30_000 + runs * 100;

let judge: Judge;

beforeAll(async () => {
  judge = await Judge.open();
});

afterAll(() => {
  judge[Symbol.dispose]();
});

/** How many of the texts were refused before any data: those judge nothing. */
const refused = new Map<string, number>();

async function expectAgreement({ sql, isSorted }: Query, tables: Tables): Promise<void> {
  const verdict = await judge.judge(sql, tables, isSorted);
  if (verdict.kind === 'refused') refused.set(verdict.code, (refused.get(verdict.code) ?? 0) + 1);
  else expect(verdict, sql).toEqual({ kind: 'agreed' });
}

test.each<Lane>(['public', 'unit'])(
  'the interpreter agrees with DuckDB on generated queries of the lane %s',
  { timeout: 2 * limit },
  async (lane) => {
    refused.clear();
    const cases = fc.asyncProperty(aQuery({ lane }), someTables({ maxRows: 8 }), expectAgreement);
    await fc.assert(cases, { numRuns: runs, seed, interruptAfterTimeLimit: limit, markInterruptAsFailure: true });
    const count = [...refused.values()].reduce((a, b) => a + b, 0);
    expect(count / runs, JSON.stringify([...refused])).toBeLessThan(0.1);
  },
);
