/** Unit-locality, rule by rule, and as a property of data. @see query-and-privacy.md §3.2, §4 (1) */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshIds } from '#policies/query/ir.ts';
import { requireUnitLocal } from '#policies/query/locality.ts';
import { columnName, printRel } from '#policies/query/print.ts';
import { unwrap } from '#policies/refusal.ts';
import { LockedEngine } from '#sandbox/query/engine.ts';
import { codesOf, Pipeline } from './pipeline.ts';
import { filled, tiny } from './tiny.ts';

let pipeline: Pipeline;

beforeAll(async () => {
  pipeline = await Pipeline.open();
});

afterAll(() => pipeline[Symbol.dispose]());

async function codes(inner: string): Promise<readonly string[]> {
  return codesOf(await pipeline.plan(`SELECT count(*) AS n FROM (${inner})`));
}

/** Lawful below the release; used again for the property of data. */
const local = [
  'SELECT * FROM t',
  'SELECT u, x FROM t WHERE h = 1',
  'SELECT * FROM t JOIN p ON t.g = p.g',
  'SELECT * FROM p JOIN t ON t.g = p.g',
  'SELECT * FROM t LEFT JOIN p ON t.g = p.g',
  'SELECT t.x FROM p RIGHT JOIN t ON t.g = p.g',
  'SELECT * FROM t CROSS JOIN p',
  'SELECT t.x, w FROM t JOIN s ON t.u = s.u',
  'SELECT t.x, w FROM t JOIN s ON s.u = t.u AND t.h = s.n',
  'SELECT t.x, w FROM t, s WHERE t.u = s.u',
  'SELECT t.x, w FROM t LEFT JOIN s USING (u)',
  'SELECT t.x, w FROM t RIGHT JOIN s USING (u)',
  'SELECT a.x, b.y FROM t a JOIN t b USING (u)',
  'SELECT a.x FROM (SELECT u AS who, x FROM t) a JOIN s ON a.who = s.u',
  'SELECT u, sum(x) AS sx FROM t GROUP BY u',
  'SELECT * FROM t FULL JOIN s USING (u)',
  'SELECT * FROM t SEMI JOIN s ON t.u = s.u',
  'SELECT * FROM t ANTI JOIN s ON t.u = s.u',
  'SELECT x FROM t WHERE EXISTS (SELECT 1 FROM s WHERE s.u = t.u AND n > h)',
  'SELECT x FROM t WHERE u NOT IN (SELECT u FROM s WHERE n = 1)',
  'SELECT u, x, row_number() OVER (PARTITION BY u ORDER BY h) AS r FROM t',
  'SELECT u, x, lag(x) OVER (PARTITION BY u ORDER BY d) AS before FROM t',
  'SELECT u, x FROM t QUALIFY row_number() OVER (PARTITION BY u ORDER BY h) = 1',
  'SELECT u, x FROM t UNION ALL SELECT u, w FROM s',
  'SELECT u, x FROM t UNION SELECT u, w FROM s',
  'SELECT u, h FROM t EXCEPT SELECT u, n FROM s',
  'SELECT u, h FROM t INTERSECT SELECT u, n FROM s',
  'SELECT q.v, w FROM (SELECT u AS v, x FROM t UNION ALL SELECT u, w FROM s) q JOIN s ON q.v = s.u',
  'SELECT q.v, count(*) AS n FROM (SELECT u AS v FROM t UNION ALL SELECT u FROM s) q GROUP BY q.v',
  'SELECT h, u AS who, count(*) AS n FROM t GROUP BY h, who',
  'SELECT DISTINCT u, g FROM t',
  'SELECT u, max(x) AS m FROM (SELECT u, sum(x) AS x FROM t GROUP BY u, h) GROUP BY u',
  'SELECT u, x FROM t ORDER BY x',
  'SELECT t.x, n FROM t JOIN (SELECT g, count(*) AS n FROM p GROUP BY g) q ON t.g = q.g',
  'SELECT t.x FROM t JOIN (SELECT g FROM p ORDER BY v LIMIT 1) q ON t.g = q.g',
  'SELECT size, x FROM t JOIN home USING (u)',
  'SELECT u, house, count(*) AS n FROM home GROUP BY u, house',
] as const;

test.each(local)('requireUnitLocal accepts %s', async (inner) => {
  expect(await codes(inner)).toEqual([]);
});

test.each([
  ['SELECT u FROM t LIMIT 5', 'E_NONLOCAL'],
  ['SELECT u FROM t ORDER BY x LIMIT 5', 'E_NONLOCAL'],
  ['SELECT u FROM t OFFSET 5', 'E_NONLOCAL'],
  ['SELECT * FROM (SELECT u FROM t LIMIT 5) JOIN p ON TRUE', 'E_NONLOCAL'],
  ['SELECT DISTINCT g FROM t', 'E_NESTED_AGGREGATE'],
  ['SELECT g, sum(x) AS s FROM t GROUP BY g', 'E_NESTED_AGGREGATE'],
  ['SELECT sum(x) AS s FROM t', 'E_NESTED_AGGREGATE'],
  ['SELECT upper(u) AS u, sum(x) AS s FROM t GROUP BY upper(u)', 'E_NESTED_AGGREGATE'],
  ['SELECT coalesce(u, g) AS u, sum(x) AS s FROM t GROUP BY ALL', 'E_NESTED_AGGREGATE'],
  ["SELECT 'u1' AS u, sum(x) AS s FROM t GROUP BY ALL", 'E_NESTED_AGGREGATE'],
  ['SELECT u, count(*) AS n FROM home GROUP BY u', 'E_NESTED_AGGREGATE'],
  ['SELECT g AS u, sum(x) AS s FROM t GROUP BY g', 'E_NESTED_AGGREGATE'],
  ['SELECT p.v FROM p LEFT JOIN t ON t.g = p.g', 'E_JOIN_KIND'],
  ['SELECT p.v FROM t RIGHT JOIN p ON t.g = p.g', 'E_JOIN_KIND'],
  ['SELECT 1 FROM t, s', 'E_JOIN_UNIT'],
  ['SELECT 1 FROM t JOIN s ON t.g = s.g', 'E_JOIN_UNIT'],
  ['SELECT 1 FROM t JOIN s ON t.u <> s.u', 'E_JOIN_UNIT'],
  ['SELECT 1 FROM t JOIN s ON t.u = s.u OR t.h = 1', 'E_JOIN_UNIT'],
  ['SELECT 1 FROM t JOIN s ON upper(t.u) = s.u', 'E_JOIN_UNIT'],
  ['SELECT 1 FROM t LEFT JOIN s ON t.g = s.g WHERE t.u = s.u', 'E_JOIN_UNIT'],
  ['SELECT 1 FROM t JOIN (SELECT g AS u, w FROM s) q USING (u)', 'E_JOIN_UNIT'],
  ['SELECT 1 FROM t JOIN home ON t.u = home.house', 'E_JOIN_UNIT'],
] as const)('requireUnitLocal refuses %s with %s', async (inner, code) => {
  expect(await codes(inner)).toEqual([code]);
});

test('E_JOIN_UNIT names the equality to add', async () => {
  const outcome = await pipeline.plan('SELECT count(*) FROM t JOIN s ON t.g = s.g');
  expect(outcome.ok ? '' : outcome.refusals[0].remedy).toBe('Add AND t.u = s.u to the join.');
});

/** Rows of the relation with the unit, as sorted JSON. */
async function rowsOf(rel: string, unit: string, only: string | undefined): Promise<readonly string[]> {
  const keep =
    only === undefined ? [] : ['t', 's', 'home'].map((name) => `DELETE FROM facts.main."${name}" WHERE u <> '${only}'`);
  const attach = tiny.map((entry) => ({
    name: entry.id,
    ddl: [...filled(entry), ...(entry.id === 'facts' ? keep : [])],
  }));
  using engine = await LockedEngine.open({ memoryLimitMb: 256, threads: 1 }, attach);
  const { rows } = await engine.query(`SELECT ${unit}, * FROM (${rel})`);
  return rows.map((row) => JSON.stringify(row)).toSorted();
}

test.each(local)('the rows of a unit depend on that unit alone: %s', async (inner) => {
  const query = unwrap(await pipeline.resolve(inner));
  const { rel, locality } = unwrap(requireUnitLocal(query.rel, freshIds(query.nextId)));
  if (locality.kind === 'public') throw new Error('must be protected');
  const person = locality.units.filter(({ space }) => space === 'person').map(({ id }) => columnName(id))[0] ?? '';
  const all = await rowsOf(printRel(rel), person, undefined);
  for (const unit of ['u0', 'u7', 'u22']) {
    const alone = await rowsOf(printRel(rel), person, unit);
    expect(all.filter((row) => row.startsWith(`["${unit}",`))).toEqual(
      alone.filter((row) => row.startsWith(`["${unit}",`)),
    );
  }
});
