import { expect, test } from 'vitest';
import { assert, integer, property, record } from 'fast-check';
import { groupsPerUnit, mostGroups, sensitivityOf } from '#policies/privacy/bounding.ts';
import type { Bounding, Vector } from '#policies/privacy/plan-types.ts';

const rows: Vector = { kind: 'rows' };

function aBounding(parts: Partial<Bounding>): Bounding {
  return { tier: 'T2', rows: undefined, groups: 3, rowsPerGroup: 1, ...parts };
}

/** Every way to put at most `rows` rows into at most `groups` groups of at most `rowsPerGroup`: the largest sum of squares. */
function slowSpread({ rows, groups, rowsPerGroup }: { rows: number; groups: number; rowsPerGroup: number }): number {
  if (groups === 0 || rows === 0) return 0;
  const sizes = Array.from({ length: Math.min(rows, rowsPerGroup) + 1 }, (_, size) => size);
  return Math.max(
    ...sizes.map((size) => size ** 2 + slowSpread({ rows: rows - size, groups: groups - 1, rowsPerGroup })),
  );
}

test('sensitivityOf is the largest sum of squares that a unit can move: every distribution of its rows', () => {
  const sizes = record({ rows: integer({ min: 1, max: 7 }), groups: integer({ min: 1, max: 4 }) });
  assert(
    property(sizes, integer({ min: 1, max: 7 }), (size, perGroup) => {
      const rowsPerGroup = Math.min(perGroup, size.rows);
      expect(sensitivityOf(rows, aBounding({ ...size, rowsPerGroup }))).toBe(
        BigInt(slowSpread({ ...size, rowsPerGroup })),
      );
    }),
  );
});

test('sensitivityOf without a bound on rows is K·M²', () => {
  expect(sensitivityOf(rows, aBounding({ groups: 3, rowsPerGroup: 4 }))).toBe(48n);
});

test('sensitivityOf a sum scales with the square of the larger bound, of a centred one with that of the spread', () => {
  const grid = { lo: -3n, hi: 10n, step: { digits: 1n, scale: 0 } };
  const arg = { kind: 'column', id: 1 } as const;
  const once = aBounding({ groups: 1, rowsPerGroup: 1 });
  expect(sensitivityOf({ kind: 'sum', arg, grid }, once)).toBe(100n);
  expect(sensitivityOf({ kind: 'centred', arg, grid }, once)).toBe(169n);
  expect(sensitivityOf({ kind: 'square', arg, grid }, once)).toBe(169n ** 2n);
});

test('sensitivityOf a value with one possible number is not 0, for no noise has no variance', () => {
  const grid = { lo: 0n, hi: 0n, step: { digits: 1n, scale: 0 } };
  expect(sensitivityOf({ kind: 'sum', arg: { kind: 'column', id: 1 }, grid }, aBounding({ groups: 1 }))).toBe(1n);
});

test('sensitivityOf units is the number of groups, which rows bound too', () => {
  expect(sensitivityOf({ kind: 'units' }, aBounding({ groups: 5, rows: 2 }))).toBe(2n);
  expect(sensitivityOf({ kind: 'selection' }, aBounding({ groups: 5 }))).toBe(5n);
});

test('mostGroups throws where nothing bounds them: a release without a bound must not be priced', () => {
  expect(() => mostGroups(aBounding({ groups: undefined }))).toThrow('must have rows or groups');
});

test('groupsPerUnit multiplies public values, counts a fixed key once and is unknown with a private key', () => {
  const key = { id: 1, expr: { kind: 'column', id: 1 }, fixed: false } as const;
  expect(groupsPerUnit([])).toBe(1);
  expect(
    groupsPerUnit([
      { ...key, values: ['a', 'b', null] },
      { ...key, values: ['x', 'y'] },
    ]),
  ).toBe(6);
  expect(
    groupsPerUnit([
      { ...key, fixed: true },
      { ...key, values: ['x', 'y'] },
    ]),
  ).toBe(2);
  expect(groupsPerUnit([key, { ...key, values: ['x', 'y'] }])).toBeUndefined();
});
