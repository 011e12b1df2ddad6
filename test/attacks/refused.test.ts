/**
 * Everything that must be refused is refused at the real door, with the right code, and from the text alone: while hundreds of attacks
 * go by, no query worker is started. The spy is shown to see one when a lawful query runs.
 *
 * @see DC-06, DC-15, AO-28-4
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Outcome } from '#policies/refusal.ts';
import { CityDomain, descendantsOf } from '../fixtures/city.ts';
import { attacks } from './statements.ts';

let city: CityDomain;

beforeAll(async () => {
  city = await CityDomain.create();
});

afterAll(async () => city[Symbol.asyncDispose]());

/** Notes every query worker that lives below the supervisor while `work` is done. A worker needs tens of milliseconds to start. */
async function queryWorkersDuring(work: () => Promise<unknown>): Promise<ReadonlySet<number>> {
  const seen = new Set<number>();
  const look = (): void => {
    for (const { pid, command } of descendantsOf(city.domain.pid())) {
      if (command.includes('sandbox/query/main.ts')) seen.add(pid);
    }
  };
  const timer = setInterval(look, 5);
  await work();
  look();
  clearInterval(timer);
  return seen;
}

function codesOf(outcome: Outcome<unknown>): string | undefined {
  return outcome.ok ? 'accepted' : outcome.refusals[0].code;
}

test('simulate starts a query worker for a lawful query, and the spy sees it', async () => {
  const seen = await queryWorkersDuring(async () => {
    const simulated = await city.domain.simulate({ sql: 'SELECT mode, count(*) AS n FROM transit_trip GROUP BY ALL' });
    expect(simulated.ok).toBe(true);
  });
  expect(seen.size).toBe(1);
});

describe('explain refuses from the text alone (DC-06)', () => {
  test.each(attacks)('%.80s → %s: %s', async (sql, code) => {
    expect(codesOf(await city.domain.explain({ sql }))).toBe(code);
  });
});

test('DC-16 simulate refuses every attack with the same code, and none reaches a query worker (DC-15)', async () => {
  const wrong: string[] = [];
  const seen = await queryWorkersDuring(async () => {
    for (const [sql, code] of attacks) {
      const outcome = await city.domain.simulate({ sql });
      if (codesOf(outcome) !== code) wrong.push(`${sql.slice(0, 80)}: ${codesOf(outcome)}`);
    }
  });
  expect(wrong).toEqual([]);
  expect(seen.size).toBe(0);
});

test('attacks hold no statement twice', () => {
  expect(new Set(attacks.map(([sql]) => sql)).size).toBe(attacks.length);
  expect(attacks.length).toBeGreaterThan(200);
});

test('the owner’s log is silent about refusals: none of them was an error', async () => {
  expect(await city.log()).toBe('');
});
