import { expect, test } from 'vitest';
import { adviseCoarsening } from '#policies/disclosure/coarsening.ts';
import { hideCells, judgeTable, type CellTable } from '#policies/disclosure/judged-table.ts';
import type { Scalar } from '#policies/disclosure/cell.ts';
import { riskProfile } from '#policies/disclosure/profile.ts';
import { idSpace, unitCount } from '#policies/units.ts';

const thresholds = { k: unitCount(10), profile: riskProfile('standard') };
const options = { thresholds, names: ['chapter', 'sex'] };

/** Persons by chapter and sex, with the margins of chapters; one row for each person. */
function aTable(counts: Readonly<Record<string, readonly [number, number]>>): CellTable {
  const entries = Object.entries(counts);
  const cells = [
    ...entries.flatMap(([chapter, [f, m]]) => [aCell(0, [chapter, 'f'], f), aCell(0, [chapter, 'm'], m)]),
    ...entries.map(([chapter, [f, m]]) => aCell(1, [chapter, null], f + m)),
  ];
  return { cells, groupings: [[0, 1], [0]], statistics: [{ id: 1, kind: 'count' }] };
}

function aCell(grouping: number, keys: readonly Scalar[], count: number): CellTable['cells'][number] {
  const units = unitCount(count);
  const top = Array.from({ length: Math.min(3, count) }, () => 1);
  const contribution = { contributors: units, total: count, top, negative: false, equal: false };
  const evidence = { space: idSpace('person'), units, contributions: new Map([[1, contribution]]), margins: new Map() };
  return { grouping, keys, values: [count], evidence: [evidence] };
}

test('adviseCoarsening says nothing of a table of which little is hidden', () => {
  const table = aTable({ A: [20, 20], B: [20, 20], C: [20, 20], D: [20, 3] });
  expect(adviseCoarsening(judgeTable(table, thresholds), options)).toEqual([]);
});

test('adviseCoarsening names the values through which most is hidden, and the key without which less would be', () => {
  const table = aTable({ A: [3, 2], G: [6, 7], H: [5, 8], I: [40, 50] });
  expect(adviseCoarsening(judgeTable(table, thresholds), options)).toEqual([
    '7 of 12 cells are hidden, 7 of them by a rule and the rest to protect these',
    'merge values of chapter: A, G, H: 7 of 12 cells are hidden through them',
    'without chapter 0 of 3 cells would break a rule',
    'without sex 1 of 4 cells would break a rule',
  ]);
});

test('adviseCoarsening counts what is hidden for the sake of others, and says when no pattern was found', () => {
  const table = judgeTable(aTable({ A: [3, 20], B: [20, 20] }), thresholds);
  const all = new Set(table.judged.keys());
  expect(adviseCoarsening(hideCells(table, all, 'secondary'), options)[0]).toBe(
    '6 of 6 cells are hidden, 1 of them by a rule and the rest to protect these',
  );
  expect(adviseCoarsening(hideCells(table, all, 'infeasible'), options)[0]).toBe(
    '6 of 6 cells are hidden: no pattern protects the small cells while the others are published; publish fewer by wish, or ask for less detail',
  );
});

test('adviseCoarsening does not advise to merge all values of a key, nor one with itself', () => {
  const small = aTable({ A: [3, 2], B: [4, 4] });
  const one = aTable({ A: [3, 2], B: [40, 4], C: [40, 4] });
  for (const table of [small, one]) {
    const advice = adviseCoarsening(judgeTable(table, thresholds), options);
    expect(advice.length).toBeGreaterThan(0);
    expect(advice.filter((line) => line.startsWith('merge values of chapter'))).toEqual([]);
  }
});

test('adviseCoarsening names a dozen values and counts the others', () => {
  const small = Object.fromEntries(Array.from({ length: 14 }, (_, at) => [`v${at}`, [2, 3]] as const));
  const advice = adviseCoarsening(judgeTable(aTable({ ...small, w: [40, 40] }), thresholds), options);
  expect(advice[1]).toContain('v10, v11 and 2 more: 42 of 45 cells');
});
