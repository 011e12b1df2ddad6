import { expect, test } from 'vitest';
import * as fc from 'fast-check';
import { isInOrder, printFirstOfUnit, withRank } from '#policies/privacy/row-order.ts';
import type { Rel } from '#policies/query/ir.ts';
import { LockedEngine } from '#sandbox/query/engine.ts';

const engine = await LockedEngine.open({ memoryLimitMb: 256, threads: 2 });

interface Row {
  readonly u: number;
  readonly rk: number;
  readonly k0: number | null;
  readonly v0: boolean | null;
}

/** Counts of `src`, by marks and as the engine counts distinct units. */
async function counted(rows: readonly Row[], most: number) {
  const values = rows.map(({ u, rk, k0, v0 }) => `(${u}::UINTEGER, ${rk}::UINTEGER, ${k0}::UINTEGER, ${v0}::BOOLEAN)`);
  const src = `src AS (SELECT * FROM (VALUES ${values.join(', ')}) AS t(u, rk, k0, v0))`;
  const marks = [{ name: 'one' }, { name: 'two', when: 'v0' }];
  const firsts = printFirstOfUnit({ rows: most, group: 'k0', carried: ['k0'], marks });
  const sql = `WITH ${[src, ...firsts].join(', ')} SELECT k0, count(*) FILTER (one), count(*) FILTER (two) FROM firsts GROUP BY k0 ORDER BY k0`;
  const slow = `WITH ${src} SELECT k0, count(DISTINCT u), count(DISTINCT CASE WHEN v0 THEN u END) FROM src GROUP BY k0 ORDER BY k0`;
  return { quick: (await engine.query(sql)).rows, slow: (await engine.query(slow)).rows };
}

const ownRows = fc.array(
  fc.record({
    k0: fc.option(fc.constantFrom(0, 1, 4_294_967_294), { nil: null }),
    v0: fc.option(fc.boolean(), { nil: null }),
    isGone: fc.boolean(),
  }),
  { minLength: 1, maxLength: 5 },
);

test('printFirstOfUnit counts what count(DISTINCT unit) counts, also where rows are filtered out and groups are NULL', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(ownRows, { minLength: 1, maxLength: 6 }), async (units) => {
      const rows = units.flatMap((own, at) =>
        own.flatMap(({ isGone, ...row }, rank) => (isGone ? [] : [{ u: at + 4_294_967_289, rk: rank + 1, ...row }])),
      );
      if (rows.length === 0) return;
      const { quick, slow } = await counted(rows, 5);
      expect(quick).toEqual(slow);
    }),
    { numRuns: 60 },
  );
});

test('printFirstOfUnit over many chunks of rows is the same as in one', async () => {
  const rows = Array.from({ length: 9000 }, (_, at) => ({
    u: Math.floor(at / 3),
    rk: (at % 3) + 1,
    k0: (at * 7) % 5,
    v0: at % 4 > 0,
  }));
  const { quick, slow } = await counted(rows, 3);
  expect(quick).toEqual(slow);
});

test.each([
  ['ranks of one unit', { u: 1, rk: 2 }, { u: 1, rk: 1 }],
  ['units', { u: 2, rk: 1 }, { u: 1, rk: 2 }],
  ['one row twice', { u: 1, rk: 1 }, { u: 1, rk: 1 }],
])('printFirstOfUnit stops at rows out of order: %s', async (_, ...places) => {
  const rows = places.map((place) => ({ ...place, k0: 1, v0: true }));
  await expect(counted(rows, 4)).rejects.toThrow('rows out of order');
});

const scan = { kind: 'scan', columns: [{ id: 7 }] } as unknown as Rel;
const column = { kind: 'column', id: 7 } as const;
const inList = (length: number): Rel => ({
  kind: 'filter',
  input: scan,
  predicate: { kind: 'in', arg: column, items: Array.from({ length }, () => column), negated: false },
});

test('isInOrder refuses whatever the engine may turn into a join, and joins', () => {
  expect(isInOrder(inList(4))).toBe(true);
  expect(isInOrder(inList(5))).toBe(false);
  expect(isInOrder({ kind: 'project', input: inList(5), columns: [], keep: [7] })).toBe(false);
  expect(isInOrder({ kind: 'join', join: 'cross', left: scan, right: scan })).toBe(false);
});

test('withRank carries the rank through a projection, and not through rows that were put together', () => {
  const hidden: Rel = { kind: 'project', input: scan, columns: [{ id: 9, expr: column }], keep: [] };
  expect(withRank(hidden, 7)).toMatchObject({ keep: [7] });
  expect(withRank({ kind: 'aggregate', input: scan, keys: [], measures: [] }, 7)).toBeUndefined();
});
