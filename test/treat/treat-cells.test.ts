/** Whole tables through their treatments: what is shown, what is left out, what is refused. @see disclosure.md §2.6 */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cell } from '#policies/disclosure/cell.ts';
import { treatmentLabel, treatmentLabelSchema, treatmentWords } from '#policies/disclosure/treat/label.ts';
import { requireTreatable } from '#policies/disclosure/treat/require-treatable.ts';
import { treatCells, type TreatableCell, type TreatableTable } from '#policies/disclosure/treat/treat-cells.ts';
import { releaseSettings, treatments, type Treatment } from '#policies/disclosure/release-settings.ts';
import type { ExactPlan } from '#policies/query/plan.ts';
import { treatableTable } from '#policies/disclosure/treat/treatable-table.ts';
import { unwrap } from '#policies/refusal.ts';
import { openHighs } from '#sandbox/suppress/highs.ts';
import { Pipeline } from '../query/pipeline.ts';

const hash = (message: Uint8Array): Uint8Array => createHmac('sha256', 'a test secret').update(message).digest();
const tools = { solver: await openHighs(), hashes: [hash, hash, hash] };
let pipeline: Pipeline;

beforeAll(async () => {
  pipeline = await Pipeline.open();
});

afterAll(() => pipeline[Symbol.dispose]());

/** Sectors of counts with their total; the numbers of units are the counts. */
function aTable(counts: readonly number[], sums: readonly number[] = []): TreatableTable {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const cell = (count: number, sum: number, more: Partial<TreatableCell>): TreatableCell => {
    const exact = sums.length > 0 ? [String(count), sum / count] : [String(count)];
    const keyed = { units: count, keys: (count * 2_654_435_761) % 2 ** 32, sum };
    return {
      grouping: 0,
      keys: [null],
      leaves: [],
      absent: false,
      exact,
      values: exact,
      hidden: exact.map(() => false),
      keyed: [keyed, keyed, keyed],
      ...more,
    };
  };
  const leaves = counts.map((count, leaf) => cell(count, sums[leaf] ?? 0, { keys: [`s${leaf}`], leaves: [leaf] }));
  const all = cell(
    total,
    sums.reduce((sum, one) => sum + one, 0),
    { grouping: 1, leaves: [...counts.keys()] },
  );
  return {
    statistics: sums.length > 0 ? [{ kind: 'count' }, { kind: 'avg' }] : [{ kind: 'count' }],
    leafCount: counts.length,
    cells: [...leaves, all],
  };
}

const treated = (table: TreatableTable, settings: { readonly treatment: Treatment; readonly base?: number }) => {
  const outcome = treatCells(table, releaseSettings.parse(settings), tools);
  if (!outcome) throw new Error('must be treated');
  return unwrap(outcome);
};

test('treatCells leaves out the rows of counts that become 0, which would tell that somebody is there', () => {
  const rounded = treated(aTable([2, 1, 40, 8]), { treatment: 'small_count_rounding', base: 5 });
  expect(rounded.cells.every(({ values }) => values.every((value) => Number(value) >= 5))).toBe(true);
  expect(rounded.cells.length).toBeLessThan(5);
  expect(rounded.cells.map(({ keys }) => keys[0])).toEqual(expect.arrayContaining(['s2', 's3', null]));
  expect(treated(aTable([1, 0, 1, 1]), { treatment: 'controlled_rounding', base: 100 }).cells.length).toBeLessThan(4);
});

test('treatCells shows the one row of a table without keys, whatever it is', () => {
  const [cell] = aTable([1]).cells;
  if (!cell) throw new Error('must have a cell');
  const table: TreatableTable = { statistics: [{ kind: 'count' }], leafCount: 1, cells: [{ ...cell, keys: [] }] };
  expect(treated(table, { treatment: 'small_count_rounding', base: 10 }).cells.map(({ values }) => values)).toEqual([
    [0],
  ]);
});

test('treatCells never shows a cell that nobody asked for', () => {
  const table = aTable([12, 7, 9]);
  const cells = table.cells.map((cell) => ({ ...cell, absent: cell.grouping === 0 }));
  for (const treatment of treatments.filter((name) => name !== 'suppress'))
    expect(treated({ ...table, cells }, { treatment }).cells.map(({ grouping }) => grouping)).toEqual([1]);
});

test('treatCells by cell key perturbs every count, replaces means by the sum over the perturbed count, keeps hidden sums hidden', () => {
  const counts = Array.from({ length: 30 }, (_, index) => 20 + index);
  const table = aTable(
    counts,
    counts.map((count) => count * 7),
  );
  const [hiddenCell, ...others] = table.cells;
  if (!hiddenCell) throw new Error('must have a cell');
  const { cells, label } = treated(
    { ...table, cells: [{ ...hiddenCell, hidden: [true, true] }, ...others] },
    { treatment: 'cell_key' },
  );
  expect(label).toEqual({ mode: 'perturbed', exact: false, method: 'cell_key' });
  expect(cells[0]?.hidden).toEqual([false, true]);
  expect(cells.slice(1, 30).filter(({ values }, index) => values[0] !== counts[index + 1]).length).toBeGreaterThan(15);
  for (const [index, { values }] of cells.slice(1, 30).entries())
    expect(values[1]).toBeCloseTo(((counts[index + 1] ?? 0) * 7) / Number(values[0]), 9);
});

test('treatCells does nothing for suppression, whose numbers are exact and unlabelled', () => {
  expect(treatCells(aTable([12]), releaseSettings.parse({}), tools)).toBeUndefined();
  expect(treatmentLabel({ treatment: 'suppress', base: 5 })).toBeUndefined();
});

test('a label tells method and base and nothing else', () => {
  for (const treatment of treatments.filter((name) => name !== 'suppress')) {
    const label = treatmentLabel(releaseSettings.parse({ treatment, base: 7, profile: 'sensitive' }));
    if (!label) throw new Error('must be labelled');
    expect(treatmentLabelSchema.parse(label)).toEqual(label);
    expect(Object.keys(label).filter((key) => !['mode', 'exact', 'method', 'base'].includes(key))).toEqual([]);
    expect(treatmentWords(label).en).toContain('not exact');
    expect(treatmentWords(label).en.includes('7')).toBe(label.mode === 'rounded');
    expect(treatmentWords(label).zh).toContain('并非精确值');
  }
});

/** The plan, as if the unit were the primary key of every table where `once`. */
async function plan(sql: string, once = false): Promise<ExactPlan> {
  const found = unwrap(await pipeline.plan(sql));
  if (found.kind !== 'exact') throw new Error('must be exact');
  const keyed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(keyed);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => [name, name === 'primaryKey' ? ['u'] : keyed(part)]),
    );
  };
  return once ? { ...found, input: keyed(found.input) as ExactPlan['input'] } : found;
}

test.each([
  ['a count of rows where a unit may have many', 'SELECT g, count(*) FROM s GROUP BY g', false, []],
  ['a sum', 'SELECT g, sum(w) FROM s GROUP BY g', true, ['cell_key']],
  ['a mean', 'SELECT g, avg(w) FROM s GROUP BY g', true, ['cell_key']],
  ['a mean over rows', 'SELECT g, avg(w) FROM s GROUP BY g', false, []],
  ['a count disguised as a sum', 'SELECT g, sum(CASE WHEN w > 3 THEN 1 ELSE 0 END) FROM s GROUP BY g', true, []],
  ['a quantile', 'SELECT g, round(quantile_cont(w, 0.5)) FROM s GROUP BY g', true, []],
  ['keys alone', 'SELECT g FROM s GROUP BY g', true, []],
  ['distinct values', 'SELECT g, count(DISTINCT n) FROM s GROUP BY g', true, []],
  [
    'units in one grouping',
    'SELECT g, count(DISTINCT u) FROM s GROUP BY g',
    false,
    ['controlled_rounding', 'small_count_rounding', 'cell_key'],
  ],
  [
    'units with margins that need not add up',
    'SELECT g, count(DISTINCT u) FROM s GROUP BY ROLLUP (g)',
    false,
    ['cell_key'],
  ],
  [
    'units with margins that add up',
    'SELECT g, count(DISTINCT u) FROM s GROUP BY ROLLUP (g)',
    true,
    ['controlled_rounding', 'small_count_rounding', 'cell_key'],
  ],
  [
    'rows that are units',
    'SELECT g, n, count(*), count(w) FROM s WHERE n > 1 GROUP BY CUBE (g, n)',
    true,
    ['controlled_rounding', 'small_count_rounding', 'cell_key'],
  ],
  ['rows of a join', 'SELECT count(*) FROM s JOIN t USING (u)', true, []],
  ['two kinds of units', 'SELECT size, count(*) FROM home GROUP BY size', true, []],
] as const)('requireTreatable: %s', async (_, sql, once, allowed) => {
  const planned = await plan(sql, once);
  const names = treatments.filter((treatment) => requireTreatable(planned, { treatment, base: 20 }).ok);
  expect(names).toEqual(['suppress', ...allowed]);
  for (const treatment of treatments) {
    const outcome = requireTreatable(planned, { treatment, base: 20 });
    if (!outcome.ok)
      expect(outcome.refusals.map(({ code }) => code)).toEqual(outcome.refusals.map(() => 'E_TREATMENT'));
  }
});

const engineCell = (grouping: number, keys: readonly (string | null)[], value: string): Cell => ({
  grouping,
  keys,
  values: [value],
  evidence: [],
});

test('treatableTable gives rounding the leaves of every margin, from cells as the engine gave them', () => {
  const cells = [
    engineCell(0, ['a', 'x'], '3'),
    engineCell(0, ['a', 'y'], '3'),
    engineCell(0, ['b', 'x'], '12'),
    engineCell(1, ['a', null], '6'),
    engineCell(1, ['b', null], '12'),
    engineCell(2, [null, null], '18'),
  ];
  const verdict = { cell: [], statistics: [[]], review: [] };
  const judged = cells.map((one) => ({
    cell: one,
    verdict,
    absent: one.grouping === 0,
    whole: [],
    hidden: [one.grouping === 0],
  }));
  const groupings = [[0, 1], [0], []];
  const table = treatableTable({ cells, groupings, statistics: [{ id: 1, kind: 'count' }], judged }, { groupings });
  expect(table.cells.map(({ leaves }) => leaves)).toEqual([[0], [1], [2], [0, 1], [2], [0, 1, 2]]);
  const { cells: shown } = treated(table, { treatment: 'controlled_rounding', base: 5 });
  expect(shown.map(({ grouping, values: [value] }) => [grouping, value])).toEqual([
    [1, 5],
    [1, 10],
    [2, 15],
  ]);
});
