/** What a treatment settles of a judged table, and what stays exact for the history. @see docs/decisions/025-treatments.md */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JudgedTable, TableCellVerdict } from '#policies/disclosure/judged-table.ts';
import type { CellVerdict } from '#policies/disclosure/primary.ts';
import {
  exactCells,
  exactPart,
  settleTreated,
  treatedStatistics,
  unroundedCells,
} from '#policies/disclosure/treat/settle.ts';
import type { TreatableCell } from '#policies/disclosure/treat/treat-cells.ts';
import { treatments } from '#policies/disclosure/release-settings.ts';
import type { ExactPlan } from '#policies/query/plan.ts';
import { unwrap } from '#policies/refusal.ts';
import { noteOf } from '#sandbox/history/note.ts';
import { Pipeline } from '../query/pipeline.ts';

let pipeline: Pipeline;
beforeAll(async () => {
  pipeline = await Pipeline.open();
});
afterAll(() => pipeline[Symbol.dispose]());

async function planOf(sql: string): Promise<ExactPlan> {
  const plan = unwrap(await pipeline.plan(sql));
  if (plan.kind !== 'exact') throw new Error('must be exact');
  return plan;
}

const kinds = [{ kind: 'count' }, { kind: 'sum' }, { kind: 'count_distinct' }, { kind: 'avg' }] as const;

function aTable(
  judged: Partial<TableCellVerdict>,
  statistics: readonly { readonly kind: 'count' | 'sum' }[],
): JudgedTable {
  const cell = { grouping: 0, keys: ['a'], values: statistics.map(() => '3'), evidence: [] };
  const verdict: CellVerdict = {
    cell: ['freq'],
    statistics: statistics.map(() => ['freq', 'zero']),
    review: ['group_share'],
  };
  const hidden = statistics.map(() => true);
  return {
    cells: [cell],
    groupings: [[0]],
    statistics: statistics.map(({ kind }, id) => ({ id, kind })),
    judged: [{ cell, verdict, absent: false, whole: ['freq'], hidden, ...judged }],
  };
}

test('treatedStatistics names the counts, and no mean: what follows from a sum keeps the rules of sums', () => {
  for (const treatment of treatments)
    expect(treatedStatistics(kinds, treatment)).toEqual(
      treatment === 'suppress' ? [false, false, false, false] : [true, false, true, false],
    );
});

test('settleTreated shows counts whatever the rules say, and asks a person where everybody has the property', () => {
  const [settled] = settleTreated(aTable({}, [{ kind: 'count' }]), [true]).judged;
  expect(settled).toMatchObject({ whole: [], hidden: [false] });
  expect(settled?.verdict).toEqual({ cell: [], statistics: [[]], review: ['group_share', 'zero'] });
});

test('settleTreated keeps every rule of what stays exact beside counts', () => {
  const table = aTable({}, [{ kind: 'count' }, { kind: 'sum' }]);
  const [settled] = settleTreated(table, [true, false]).judged;
  expect(settled).toMatchObject({ whole: ['freq'], hidden: [false, true] });
  expect(settled?.verdict).toMatchObject({ cell: ['freq'], statistics: [[], ['freq', 'zero']] });
  expect(settleTreated(table, [false, false])).toBe(table);
});

test('exactPart leaves the history sums alone: of means their sums, of counts nothing', async () => {
  const plan = await planOf('SELECT h, count(DISTINCT u), avg(x), sum(z), count(*) FROM t GROUP BY h');
  const part = exactPart(plan, 'cell_key');
  expect(part.measures).toEqual([1, 2]);
  const note = noteOf({ run: 'r', plan: part.plan, snapshots: [], table: { columns: [], rows: [], hidden: [] } });
  expect(note.vectors.map(({ measure, kind }) => [measure, kind])).toEqual([
    [0, 'sum'],
    [1, 'sum'],
  ]);
  const cell = { grouping: 0, keys: [1], values: [1, 2, 3, 4], hidden: [false, true, false, false] };
  expect(exactCells([cell], part)).toEqual([{ ...cell, values: [2, 3], hidden: [true, false] }]);
});

test('exactPart of a table without anything exact has no unit to compare with', async () => {
  const counts = await planOf('SELECT h, count(DISTINCT u) FROM t GROUP BY h');
  for (const treatment of ['controlled_rounding', 'cell_key'] as const) {
    const { plan } = exactPart(counts, treatment);
    const note = noteOf({ run: 'r', plan, snapshots: [], table: { columns: [], rows: [], hidden: [] } });
    expect([note.spaces, note.vectors]).toEqual([[], []]);
  }
  expect(exactPart(counts, 'suppress')).toEqual({ plan: counts, measures: [0] });
});

function aCell(keys: readonly (string | null)[], leaves: readonly number[], exact: readonly string[]): TreatableCell {
  const grouping = keys[0] === null ? 1 : 0;
  return { grouping, keys, values: exact, hidden: exact.map(() => false), exact, leaves, absent: false, keyed: [] };
}

test('unroundedCells shows the history what small-count rounding leaves exact: counts with no small leaf', () => {
  const table = {
    statistics: [{ kind: 'count' }, { kind: 'count' }] as const,
    leafCount: 3,
    cells: [
      aCell(['a'], [0], ['5', '0']),
      aCell(['b'], [1], ['4', '9']),
      aCell(['c'], [2], ['12', '12']),
      aCell([null], [0, 1, 2], ['21', '21']),
    ],
  };
  expect(unroundedCells(table, 5).map(({ hidden, values }) => [hidden, values])).toEqual([
    [
      [false, false],
      ['5', '0'],
    ],
    [
      [true, false],
      [null, '9'],
    ],
    [
      [false, false],
      ['12', '12'],
    ],
    [
      [true, false],
      [null, '21'],
    ],
  ]);
});
