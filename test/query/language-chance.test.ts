/** Subqueries, windows and set operations put together by chance: our printed text and the vendor's own give the same rows. */
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Value } from '../oracle/cells.ts';
import { OpenTables } from './open-tables.ts';

let tables: OpenTables;

beforeAll(async () => {
  tables = await OpenTables.open();
});

afterAll(() => tables[Symbol.dispose]());

function text(rows: readonly (readonly Value[])[]): string[] {
  return rows.map((row) => JSON.stringify(row.map((value) => (value === null ? null : String(value))))).toSorted();
}

/** `r` is the relation of the SELECT around, with columns k and v; `q` is that of the subquery. */
const inner = ['(SELECT k, w AS v FROM b)', 'a', 'none', '(SELECT id AS k, m AS v FROM n)'];
const links = ['q.k = r.k', 'q.v = r.v', 'q.k + 1 = r.k', 'r.v = q.v'];
const more = ['q.v > 10', 'q.k IS NOT NULL', 'q.v < r.v', 'q.k <> r.k OR q.v IS NULL', 'r.k IS NULL'];

const subqueries = fc.record({
  from: fc.constantFrom(...inner),
  links: fc.uniqueArray(fc.constantFrom(...links), { maxLength: 2 }),
  more: fc.uniqueArray(fc.constantFrom(...more), { maxLength: 2 }),
  not: fc.constantFrom('', 'NOT '),
  form: fc.constantFrom('exists', 'in', 'row', 'value'),
  column: fc.constantFrom('k', 'v'),
  fn: fc.constantFrom('count(*)', 'count(q.v)', 'sum(q.v)', 'max(q.k) + 1', 'coalesce(min(q.v), 0)'),
});

type Subquery = typeof subqueries extends fc.Arbitrary<infer Made> ? Made : never;

function condition({ from, links: equal, more: rest, not, form, column, fn }: Subquery): string {
  // A value may name the outer query in equalities only; DuckDB compares rows with a subquery only where that stands alone.
  const own = rest.filter((part) => !part.includes('r.'));
  const parts = form === 'row' ? own : form === 'value' ? [...equal, ...own] : [...equal, ...rest];
  const where = parts.length > 0 ? ` WHERE ${parts.map((part) => `(${part})`).join(' AND ')}` : '';
  if (form === 'exists') return `${not}EXISTS (SELECT 1 FROM ${from} q${where})`;
  if (form === 'in') return `r.${column} ${not}IN (SELECT q.${column} FROM ${from} q${where})`;
  if (form === 'row') return `(r.k, r.v) ${not}IN (SELECT q.k, q.v FROM ${from} q${where})`;
  return `r.v + 1 > (SELECT ${fn} FROM ${from} q${where})`;
}

const outer = [
  'a',
  '(SELECT k, w AS v FROM b)',
  '(SELECT k, v FROM a UNION SELECT k, w FROM b)',
  '(SELECT k, count(*) AS v FROM a GROUP BY ROLLUP (k))',
  '(SELECT k, sum(v) OVER (PARTITION BY s) AS v FROM a)',
  '(SELECT k, v FROM a FULL JOIN none USING (k, v))',
];

const selects = fc.record({
  from: fc.constantFrom(...outer),
  conditions: fc.array(subqueries, { minLength: 1, maxLength: 3 }),
  shape: fc.constantFrom(
    'SELECT r.k, r.v',
    'SELECT DISTINCT r.k',
    'SELECT r.k, rank() OVER (ORDER BY r.v)',
    'SELECT count(*), sum(r.v)',
  ),
});

const operations = ['UNION ALL', 'UNION', 'INTERSECT', 'EXCEPT'];

type Select = typeof selects extends fc.Arbitrary<infer Made> ? Made : never;

function select({ from, conditions, shape }: Select): string {
  return `${shape} FROM ${from} r WHERE ${conditions.map(condition).join(' AND ')}`;
}

async function expectSame(sql: string): Promise<void> {
  expect(text(await tables.ours(sql)), sql).toEqual(text(await tables.theirs(sql)));
}

test('any conditions over subqueries keep the rows that they keep in plain DuckDB', async () => {
  await fc.assert(
    fc.asyncProperty(selects, (made) => expectSame(select(made))),
    { numRuns: 300, seed: 20260303 },
  );
});

test('any set operation of two such queries has the rows that it has in plain DuckDB', async () => {
  const both = fc.tuple(selects, fc.constantFrom(...operations), selects);
  await fc.assert(
    fc.asyncProperty(both, ([left, operation, right]) => {
      const shape = 'SELECT r.k, r.v';
      return expectSame(`${select({ ...left, shape })} ${operation} ${select({ ...right, shape })}`);
    }),
    { numRuns: 100, seed: 20260304 },
  );
});
