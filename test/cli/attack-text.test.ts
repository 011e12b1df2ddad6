/** The red team against a text of one's own: its attacks are real ones, and something stops them. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { attackText, type TextResult } from '#gateway/attack/attack-text.ts';
import { restricted } from '#gateway/attack/text-target.ts';
import { demonstrationApp } from '#gateway/kit/demonstration-app.ts';
import { openKit } from '#gateway/kit/open-kit.ts';
import { pullKit } from '#gateway/kit/pull.ts';
import { readKit } from '#gateway/kit/read-kit.ts';
import { clientOf } from '#gateway/client.ts';
import { unwrap } from '#policies/refusal.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import { newFolder } from '../fixtures/made-once.ts';

const firms = 'SELECT district_code, count(DISTINCT uscc) AS firms FROM ent_registration GROUP BY ALL ORDER BY ALL';

test('a difference of the text and of the same less one firm: the history guard, over rows that stand as if they were real', async () => {
  const folder = join(newFolder(), 'kit');
  const app = demonstrationApp(cityEntries);
  unwrap(
    await pullKit({
      client: clientOf('', '', (url, init) => app.request(url, init)),
      entries: ['ent_registration'],
      wish: { level: 'schema', seed: 7, scale: 0.1 },
      folder,
      from: 'the city',
      tell: () => {},
    }),
  );
  await using reached = await openKit(folder);
  const told: TextResult[] = [];
  const options = { kit: readKit(folder), client: reached.client, tell: (one: TextResult) => void told.push(one) };
  const attacked = unwrap(await attackText({ sql: firms }, { ...options, only: ['difference'] }));
  // Somebody stands out, so that there is something to find out.
  expect(attacked.target).toMatchObject({ table: 'ent_registration', space: 'enterprise' });
  expect(attacked.target?.units).toBeLessThan(10);
  expect(told).toEqual(attacked.results);
  expect(attacked.results.map(({ attack: { id }, stopped, by }) => [id, stopped, by])).toEqual([
    ['difference', true, expect.stringContaining('the history guard (G1')],
  ]);
  const refused = await attackText({ sql: 'SELECT ent_name FROM ent_registration' }, options);
  expect(refused).toMatchObject({ refusals: [{ code: 'E_COLUMN_RULE' }] });
});

test.each([
  ['SELECT a FROM t WHERE b', 'SELECT a FROM (SELECT * FROM t WHERE x = 1) AS t WHERE b'],
  ['SELECT a FROM t AS u JOIN s USING (k)', 'SELECT a FROM (SELECT * FROM t WHERE x = 1) AS u JOIN s USING (k)'],
  ['SELECT a FROM s JOIN t u ON u.k = s.k', 'SELECT a FROM s JOIN (SELECT * FROM t WHERE x = 1) AS u ON u.k = s.k'],
  ['select a from t group by all', 'select a from (SELECT * FROM t WHERE x = 1) AS t group by all'],
  ['SELECT a FROM t2', undefined],
])('restricted: %s', (sql, expected) => {
  expect(restricted(sql, { table: 't' }, 'x = 1')).toBe(expected);
});
