/** A table of four cells, judged by hand: one is safe, one small, one hidden besides, one empty. */
import type { Cell, Contribution } from '#policies/disclosure/cell.ts';
import type { DecisionFacts, ProtectedCells } from '#policies/disclosure/decision.ts';
import type { TableCellVerdict } from '#policies/disclosure/judged-table.ts';
import { idSpace, instant, sha256, unitCount } from '#policies/units.ts';

const persons = 7;

function cell(key: string | null, units: number, top: readonly number[]): Cell {
  const total = top.reduce((sum, value) => sum + value, 0);
  const contribution: Contribution = {
    contributors: unitCount(units),
    total,
    top,
    negative: false,
    equal: false,
  };
  return {
    grouping: key === null ? 1 : 0,
    keys: [key],
    values: [total],
    evidence: [
      {
        space: idSpace('person'),
        units: unitCount(units),
        contributions: new Map([[persons, contribution]]),
        margins: new Map(),
      },
    ],
  };
}

function judged(of: Cell, change: Partial<TableCellVerdict> = {}): TableCellVerdict {
  const verdict = { cell: [], statistics: [[]], review: [] };
  return { cell: of, verdict, absent: false, whole: [], hidden: [false], ...change };
}

export function someCells(change: Partial<ProtectedCells> = {}): ProtectedCells {
  const small = { cell: ['freq'], statistics: [['dominance']], review: [] } as const;
  const cells = [cell('东城', 40, [60, 20, 20]), cell('西城', 3, [5]), cell('南城', 12, [9, 8]), cell('北城', 0, [])];
  const total = cell(null, 55, [60, 20, 20]);
  return {
    table: {
      cells: [...cells, total],
      groupings: [[0], []],
      statistics: [{ id: persons, kind: 'count' }],
      judged: [
        ...cells.slice(0, 1).map((safe) => judged(safe)),
        ...cells.slice(1, 2).map((of) => judged(of, { verdict: small, whole: ['freq'], hidden: [true] })),
        ...cells.slice(2, 3).map((of) => judged(of, { whole: ['secondary'], hidden: [true] })),
        ...cells.slice(3).map((of) => judged(of, { whole: ['freq'], hidden: [true] })),
        judged(total),
        judged(total, { absent: true }),
      ],
    },
    intervals: [{ statistic: 0, intervals: [{ cell: 1, lower: 0, upper: 15 }] }],
    secondary: 1,
    programs: 6,
    review: [],
    ...change,
  };
}

export function someFacts(change: Partial<DecisionFacts> = {}): DecisionFacts {
  return {
    run: 'run-1',
    at: instant('2026-03-02T01:30:00.000Z'),
    command: 'SELECT district, count(*) AS persons FROM t GROUP BY ROLLUP(district)',
    profile: 'standard',
    k: unitCount(10),
    units: ['person'],
    names: { keys: ['district'], statistics: ['persons'] },
    snapshots: [{ entry: 'e', snapshot: 'e.1', commitment: 'c' }],
    result: sha256('ab'.repeat(32)),
    files: [{ name: 'data-run-1.csv', sha256: sha256('cd'.repeat(32)) }],
    hidden: [
      [false, false],
      [false, true],
      [false, true],
    ],
    ...change,
  };
}
