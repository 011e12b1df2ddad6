/** Released tables as a whole: nothing of a hidden cell is in them, not even that it is there. @see disclosure.md decision 2; DC-07 */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StatisticSpec } from '#policies/disclosure/primary.ts';
import { maxGrid, releaseCells } from '#policies/disclosure/release-cells.ts';
import { hiddenBy, type Rec } from '../oracle/cells.ts';
import { aCell, cellsOf, sum, thresholds } from './builders.ts';

const statistics: readonly StatisticSpec[] = [
  { id: 1, kind: 'count_distinct' },
  { id: 2, kind: 'sum' },
];
const slow = [{ kind: 'distinct' }, { kind: 'sum' }] as const;
const k = 4;

const records: fc.Arbitrary<readonly Rec[]> = fc
  .array(
    fc.record({
      keys: fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom(1, 2)),
      unit: fc.integer({ min: 0, max: 15 }).map(String),
      value: fc.oneof(fc.integer({ min: -3, max: 30 }), fc.constant(1000), fc.constant(0)),
    }),
    { maxLength: 60 },
  )
  .map((list) => list.map(({ keys, unit, value }) => ({ keys, unit, values: [unit, value] })));

function released(list: readonly Rec[], sensitive: readonly number[] = []): ReturnType<typeof releaseCells> {
  return releaseCells({ cells: cellsOf(list, sensitive), groupings: [[0, 1]], statistics }, thresholds('standard', k));
}

test.each([[[]], [[0]], [[1]], [[0, 1]]])(
  'releaseCells hides exactly what the slow judge hides, with sensitive keys %j',
  (sensitive) => {
    fc.assert(
      fc.property(records, (list) => {
        const wanted = hiddenBy(list, slow, { k, sensitive });
        for (const { keys, hidden } of released(list, sensitive).cells) {
          expect(hidden).toEqual(wanted.get(JSON.stringify(keys)) ?? [true, true]);
        }
      }),
      { numRuns: 150, seed: 4 },
    );
  },
);

test('GD-03-2 SH-27-1 releaseCells shows no value of a cell of fewer than k units, and hidden is null (DC-07)', () => {
  fc.assert(
    fc.property(records, (list) => {
      for (const { keys, values, hidden } of released(list).cells) {
        const units = new Set(
          list.filter((item) => JSON.stringify(item.keys) === JSON.stringify(keys)).map(({ unit }) => unit),
        );
        if (units.size < k) expect(hidden).toEqual([true, true]);
        expect(values.map((value) => value === null)).toEqual(hidden);
      }
    }),
    { numRuns: 150, seed: 5 },
  );
});

test('small cells leave no trace: without them the release is the same, rows and order of keys included', () => {
  fc.assert(
    fc.property(records, (list) => {
      const cells = cellsOf(list, []);
      const big = cells.filter(({ evidence }) => (evidence[0]?.units ?? 0) >= k);
      const release = (of: typeof cells) =>
        releaseCells({ cells: of, groupings: [[0, 1]], statistics }, thresholds('standard', k));
      const sorted = (of: ReturnType<typeof release>) => of.cells.map((cell) => JSON.stringify(cell)).toSorted();
      expect(sorted(release(cells))).toEqual(sorted(release(big)));
      expect(release(cells).layout).toBe(release(big).layout);
    }),
    { numRuns: 200, seed: 6 },
  );
});

const twenty = Array.from({ length: 20 }, (_, n) => 100 + n);

test('a small table is completed to the grid of its shown keys, and small and empty cells look the same', () => {
  const cells = [
    aCell(twenty, { keys: ['a', 1] }),
    aCell(twenty, { keys: ['b', 2] }),
    aCell([1], { keys: ['a', 2] }),
    aCell([1], { keys: ['c', 3] }),
  ];
  const { cells: rows, layout } = releaseCells({ cells, groupings: [[0, 1]], statistics: [sum] }, thresholds());
  expect(layout).toBe('grid');
  const hidden = { values: [null], hidden: [true] };
  expect(rows).toHaveLength(4);
  expect(rows).toContainEqual({ grouping: 0, keys: ['a', 2], ...hidden });
  expect(rows).toContainEqual({ grouping: 0, keys: ['b', 1], ...hidden });
  expect(JSON.stringify(rows)).not.toContain('c');
});

test('a table too large for a grid lists the shown cells only', () => {
  const side = Math.ceil(Math.sqrt(maxGrid)) + 1;
  const cells = Array.from({ length: side }, (_, n) => [
    aCell(twenty, { keys: [n, n] }),
    aCell([1], { keys: [n, n + 1] }),
  ]).flat();
  const { cells: rows, layout } = releaseCells({ cells, groupings: [[0, 1]], statistics: [sum] }, thresholds());
  expect(layout).toBe('listed');
  expect(rows).toHaveLength(side);
  expect(rows.flatMap(({ hidden }) => hidden)).not.toContain(true);
});

function total(values: readonly number[]): ReturnType<typeof releaseCells> {
  return releaseCells({ cells: [aCell(values, { keys: [] })], groupings: [[]], statistics: [sum] }, thresholds());
}

test('a total without keys is one row, shown or hidden', () => {
  expect(total([1]).cells).toEqual([{ grouping: 0, keys: [], values: [null], hidden: [true] }]);
  expect(total(twenty).cells).toEqual([{ grouping: 0, keys: [], values: [2190], hidden: [false] }]);
});

test('keys without statistics are listed where k units have them', () => {
  const cells = [aCell(twenty, { keys: ['a'], values: [] }), aCell([1], { keys: ['b'], values: [] })];
  const { cells: rows } = releaseCells({ cells, groupings: [[0]], statistics: [] }, thresholds());
  expect(rows).toEqual([{ grouping: 0, keys: ['a'], values: [], hidden: [] }]);
});

test('the reviewer learns how often each check hid something', () => {
  const cells = [
    aCell(twenty, { keys: ['a'] }),
    aCell([1], { keys: ['b'] }),
    aCell([...twenty, 1e6], { keys: ['c'] }),
    aCell(
      twenty.map((n) => -n),
      { keys: ['d'] },
    ),
  ];
  const { verdicts, review } = releaseCells({ cells, groupings: [[0]], statistics: [sum] }, thresholds());
  expect(verdicts).toMatchObject({ freq: 2, p_percent: 2, dominance: 2 });
  expect(review).toEqual(['negative']);
});
