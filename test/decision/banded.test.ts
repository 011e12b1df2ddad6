/** What a checker sees before a look: where and why cells are hidden, and no value and no key of the table. */
import { assert, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { decisionOf } from '#policies/disclosure/decision.ts';
import {
  evidenceOf,
  evidencePage,
  shareBandOf,
  unitBandOf,
  widthBandOf,
  type EvidencePage,
} from '#policies/disclosure/decision/evidence.ts';
import { someCells, someFacts } from './builders.ts';

const made = decisionOf(someCells(), someFacts());

function evidence(page: Partial<EvidencePage> = {}, decision = made) {
  return evidenceOf({ commitment: 'c'.repeat(64), decision }, evidencePage.parse(page));
}

test('evidenceOf tells no key, no total, no count of units, no share and no interval', () => {
  const marked = {
    ...made,
    cells: made.cells.map((cell) => ({
      ...cell,
      dims: { district: `KEY${cell.id}` },
      N: 123_457,
      X: 987_654.25,
      x1share: 0.611_111,
      evidence: cell.evidence.map((unit) => ({ ...unit, N: 123_457, margins: [345_679] })),
      interval: [{ statistic: 'persons', lower: 765_433, upper: 876_544 }],
    })),
  };
  const told = JSON.stringify(evidence({ cell: 1 }, marked));
  for (const value of ['KEY', '123457', '987654', '0.61', '345679', '765433', '876544'])
    expect([value, told.includes(value)]).toEqual([value, false]);
  expect(told).toContain('"share":"to_85"');
});

test('evidenceOf says of each cell why, and in which sums it stands', () => {
  const { cell, statuses, rules } = evidence({ cell: 2 });
  expect(statuses).toEqual({ safe: 2, primary: 1, secondary: 1, zero: 1 });
  expect(rules).toEqual({ freq: 2, dominance: 1, secondary: 1 });
  expect(cell).toMatchObject({
    status: 'secondary',
    rules: ['secondary'],
    hidden: [true],
    units: [{ unit: 'person', band: 'k_to_2k' }],
    equations: [{ role: 'part', of: [], over: ['district'], parts: 4, hiddenParts: 3, isWholeHidden: false }],
  });
  const primary = evidence({ cell: 1 }).cell;
  expect(primary?.widths).toEqual([{ statistic: 'persons', band: 'above_100' }]);
});

test('evidenceOf gives every cell on exactly one page, whatever the pages', () => {
  assert(
    property(integer({ min: 1, max: 7 }), (count) => {
      const pages = Array.from({ length: Math.ceil(5 / count) }, (_, at) => evidence({ from: at * count, count }));
      const ids = pages.flatMap(({ cells }) => cells.map(({ id }) => id));
      expect(ids.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4]);
    }),
  );
  expect(evidence({ only: 'unsafe' }).cells.map(({ status }) => status)).not.toContain('safe');
  expect(evidence({ only: 'primary' })).toMatchObject({ total: 1, cells: [{ id: 1 }] });
});

test.each([
  [0, 'none'],
  [1, 'below_k'],
  [9, 'below_k'],
  [10, 'k_to_2k'],
  [20, 'to_10k'],
  [100, 'above_10k'],
])('unitBandOf: %i units at k = 10 are %s', (units, band) => expect(unitBandOf(units, 10)).toBe(band));

test('shareBandOf and widthBandOf: at the limits, and of what the engine could not give', () => {
  expect([null, 0.24, 0.25, 0.5, 0.85].map(shareBandOf)).toEqual([null, 'below_25', 'to_50', 'to_85', 'above_85']);
  expect(widthBandOf({ lower: null, upper: 3 }, 2)).toBe('open');
  expect(widthBandOf({ lower: 2, upper: 2 }, 2)).toBe('point');
  expect(widthBandOf({ lower: 95, upper: 105 }, 100)).toBe('below_20');
  expect(widthBandOf({ lower: 50, upper: 150 }, 100)).toBe('to_100');
  expect(widthBandOf({ lower: 0, upper: 5 }, 0)).toBe('above_100');
});
