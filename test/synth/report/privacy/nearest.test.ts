import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Attribute } from '#policies/simulation/attribute.ts';
import { nearestWithout } from '#synth/report/privacy/inference.ts';
import { nearestRows, sortPoints } from '#synth/report/privacy/nearest.ts';
import { pointsOf, unit, type Points } from '#synth/report/privacy/points.ts';

function attribute(cells: Attribute['cells']): Attribute {
  return { name: cells.kind, origin: { kind: 'own', column: cells.kind, part: 'whole' }, cells };
}

const attributes: readonly Attribute[] = [
  attribute({ kind: 'codes', values: ['a', 'b', 'c'], none: true }),
  attribute({ kind: 'numbers', edges: [0, 10, 20, 40, 100], none: true }),
  attribute({ kind: 'count', max: 6, none: false }),
];
const sizes = [4, 5, 7];

const rows = fc.array(fc.tuple(...sizes.map((size) => fc.nat(size - 1))), { minLength: 6, maxLength: 40 });

function points(of: readonly (readonly number[])[], order: readonly number[]): Points {
  const columns = order.map((at) => Uint16Array.from(of, (row) => row[at] ?? 0));
  return pointsOf(
    order.flatMap((at) => attributes[at] ?? []),
    columns,
  );
}

/** Gower's distance, written down as it is defined: midpoints 5, 15, 30, 70 of the numbers, as places 0, 2/13, 5/13, 1. */
function gower(left: readonly number[], right: readonly number[], leaveOut = -1): number {
  const places = [0, 10 / 65, 25 / 65, 1, Number.NaN];
  const parts = [0, 1, 2].map((at) => {
    const [a, b] = [left[at] ?? 0, right[at] ?? 0];
    if (at === leaveOut || a === b) return 0;
    if (at === 0) return 1;
    if (at === 2) return Math.abs(a - b) / 6;
    return a === 4 || b === 4 ? 1 : Math.abs((places[a] ?? 0) - (places[b] ?? 0));
  });
  return parts.reduce((sum, part) => sum + part, 0);
}

test.each([[[0, 1, 2]], [[1, 2, 0]], [[2, 0, 1]]])(
  'nearestRows finds the distances that Gower defines, whichever attribute is first (%j)',
  (order) => {
    fc.assert(
      fc.property(rows, rows, fc.boolean(), (queries, others, backwards) => {
        const found = nearestRows(points(queries, order), sortPoints(points(others, order), backwards), 3);
        queries.forEach((query, row) => {
          const exact = others.map((other) => gower(query, other)).toSorted((a, b) => a - b);
          for (let at = 0; at < 3; at++) {
            const distance = (found.distances[row * 3 + at] ?? 0) / unit;
            expect(distance).toBeCloseTo(exact[at] ?? -1, 3);
            const named = others[found.rows[row * 3 + at] ?? -1] ?? [];
            expect(gower(query, named)).toBeCloseTo(distance, 3);
          }
        });
      }),
    );
  },
);

test('nearestWithout finds rows that are nearest in all other attributes', () => {
  fc.assert(
    fc.property(rows, rows, (queries, others) => {
      const found = nearestWithout(points(queries, [0, 1, 2]), points(others, [0, 1, 2]));
      queries.forEach((query, row) => {
        for (const at of [0, 1, 2]) {
          const least = Math.min(...others.map((other) => gower(query, other, at)));
          expect(gower(query, others[found[at]?.[row] ?? -1] ?? [], at)).toBeCloseTo(least, 3);
        }
      });
    }),
  );
});
