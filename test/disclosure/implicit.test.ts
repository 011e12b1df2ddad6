/** The sum of hidden cells is a cell that everybody can compute. @see disclosure.md §2.3; sdcTools/UserSupport #160, #307 */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Cell } from '#policies/disclosure/cell.ts';
import { checkUnion } from '#policies/disclosure/implicit.ts';
import { checkCell, type StatisticSpec } from '#policies/disclosure/primary.ts';
import { unitCount } from '#policies/units.ts';
import type { Rec } from '../oracle/cells.ts';
import { aCell, cellsOf, evidence, sum, thresholds } from './builders.ts';

const statistics: readonly StatisticSpec[] = [
  { id: 1, kind: 'count' },
  { id: 2, kind: 'sum' },
];

interface Drawn {
  readonly key: string;
  readonly unit: number;
  readonly value: number;
}

function records(drawn: readonly Drawn[], keyOf: (record: Drawn) => string): readonly Rec[] {
  return drawn.map((record) => ({
    keys: [keyOf(record)],
    unit: String(record.unit),
    values: [String(record.unit), record.value],
  }));
}

const drawn = (values: fc.Arbitrary<number>): fc.Arbitrary<readonly Drawn[]> =>
  fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c'), unit: fc.integer({ min: 0, max: 14 }), value: values }), {
    minLength: 1,
    maxLength: 50,
  });

/** All records as one cell: what the hidden parts are together. */
function whole(list: readonly Drawn[]): Cell {
  const [cell] = cellsOf(
    records(list, () => 'all'),
    [],
  );
  if (!cell) throw new Error('there is a record');
  return cell;
}

function broken(cell: Cell, k: number): readonly (readonly [number, string])[] {
  const verdict = checkCell(cell, statistics, thresholds('standard', k));
  return [
    ...verdict.cell.map((check) => [-1, check] as const),
    ...verdict.statistics.flatMap((checks, index) => checks.map((check) => [index, check] as const)),
  ];
}

test('checkUnion finds every rule that the sum of its parts breaks, whoever is in several of them', () => {
  const values = fc.oneof(fc.integer({ min: -5, max: 40 }), fc.constant(0), fc.constant(2000));
  fc.assert(
    fc.property(drawn(values), fc.integer({ min: 1, max: 9 }), (list, k) => {
      const parts = cellsOf(
        records(list, ({ key }) => key),
        [],
      );
      const verdict = checkUnion({ parts, disjoint: false }, statistics, thresholds('standard', k));
      for (const [index, check] of broken(whole(list), k)) {
        // Beyond a sum that cancels nothing is known of its rules but that it is hidden.
        if (index === -1) expect(verdict.cell).toContain(check);
        else expect(verdict.statistics[index]?.length).toBeGreaterThan(0);
      }
    }),
    { numRuns: 600, seed: 12 },
  );
});

function withoutEqual(checks: readonly string[]): readonly string[] {
  return checks.filter((check) => check !== 'all_equal');
}

test('checkUnion of parts without a common unit judges as the cell itself would be judged, but for equal values', () => {
  fc.assert(
    fc.property(drawn(fc.integer({ min: -5, max: 40 })), fc.integer({ min: 1, max: 9 }), (list, k) => {
      const apart = list.map((record) => ({ ...record, unit: 3 * record.unit + ['a', 'b', 'c'].indexOf(record.key) }));
      const parts = cellsOf(
        records(apart, ({ key }) => key),
        [],
      );
      const found = checkUnion({ parts, disjoint: true }, statistics, thresholds('standard', k));
      const wanted = checkCell(whole(apart), statistics, thresholds('standard', k));
      expect(found.cell).toEqual(wanted.cell);
      expect(found.statistics.map(withoutEqual)).toEqual(wanted.statistics.map(withoutEqual));
      expect(found.review).toEqual(wanted.review);
    }),
    { numRuns: 400, seed: 13 },
  );
});

const few = (count: number, from = 100): readonly number[] => Array.from({ length: count }, (_, n) => from + n);

test('two small cells of six units each are together safe if no unit is in both, and may not be otherwise', () => {
  const parts = [aCell(few(6)), aCell(few(6, 200))];
  expect(checkUnion({ parts, disjoint: true }, [sum], thresholds()).cell).toEqual([]);
  expect(checkUnion({ parts, disjoint: false }, [sum], thresholds()).cell).toEqual(['freq']);
});

test('a remainder that one large unit dominates breaks p% although its parts have units enough (UserSupport #160)', () => {
  const parts = [aCell([9000, ...few(9, 1)]), aCell(few(5, 1))];
  expect(checkUnion({ parts, disjoint: true }, [sum], thresholds()).statistics[0]).toEqual(['p_percent', 'dominance']);
});

test('what units add in one part and take away in another may leave one of them alone', () => {
  const plus = Array.from({ length: 20 }, () => 100);
  const minus = Array.from({ length: 19 }, () => -100);
  const parts = [aCell(plus), aCell(minus)];
  expect(checkUnion({ parts, disjoint: false }, [sum], thresholds()).statistics[0]).toContain('p_percent');
});

test('equal values of all parts may be one value, and a part without values adds none', () => {
  const sevens = aCell(Array.from({ length: 20 }, () => 7));
  const bare = aCell([], { evidence: [evidence([], { units: unitCount(20) })] });
  const others = aCell(few(20));
  const found = [sevens, bare, others].map(
    (other) => checkUnion({ parts: [sevens, other], disjoint: true }, [sum], thresholds()).statistics[0],
  );
  expect(found).toEqual([['all_equal'], ['all_equal'], []]);
});

test('what cannot be added up is not told by the sum', () => {
  const parts = [aCell(few(2)), aCell(few(2))];
  for (const kind of ['quantile', 'dispersion', 'gini'] as const)
    expect(checkUnion({ parts, disjoint: true }, [{ id: 1, kind }], thresholds()).statistics[0]).toEqual([]);
});

test('a part without evidence hides the sum', () => {
  const bare = aCell(few(30), { evidence: [evidence(few(30), { contributions: new Map() })] });
  const parts = [aCell(few(30)), bare];
  expect(checkUnion({ parts, disjoint: true }, [sum], thresholds()).statistics[0]).toEqual(['freq']);
});
