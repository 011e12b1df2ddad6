/** A vendor asks for too much detail on simulation data, through the door, and is told what would hide less. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unwrap } from '#policies/refusal.ts';
import { CityDomain } from '../fixtures/city.ts';

let city: CityDomain;
beforeAll(async () => {
  city = await CityDomain.create();
});
afterAll(async () => city[Symbol.asyncDispose]());

function tableOf(keys: string, where = ''): string {
  return `WITH p AS (SELECT person_id, sex, left(dx_code, 1) AS chapter FROM medical_settlement ${where})
    SELECT ${keys}, count(DISTINCT person_id) AS persons FROM p GROUP BY CUBE (${keys})`;
}

test('simulate advises what to merge and which key to leave out, in the names of the text', async () => {
  const { advice = [], verdicts } = unwrap(await city.domain.simulate({ sql: tableOf('chapter, sex') }));
  expect(verdicts['freq']).toBeGreaterThan(0);
  expect(advice[0]).toMatch(/^\d+ of \d+ cells are hidden, \d+ of them by a rule and the rest to protect these$/);
  expect(advice.slice(1)).toContainEqual(expect.stringMatching(/^without sex \d+ of \d+ cells would break a rule$/));
});

test('simulate advises nothing where little is hidden', async () => {
  const sql = 'SELECT mode, count(*) AS n FROM transit_trip GROUP BY ALL';
  expect(unwrap(await city.domain.simulate({ sql })).advice).toEqual([]);
});

test('simulate says when wishes leave no pattern', async () => {
  const publish = [{ sex: '女' }, { sex: '男' }];
  const { advice = [], verdicts } = unwrap(
    await city.domain.simulate({ sql: tableOf('chapter, sex'), release: { publish } }),
  );
  expect(verdicts['infeasible']).toBeGreaterThan(0);
  expect(advice[0]).toContain('no pattern protects the small cells');
});
