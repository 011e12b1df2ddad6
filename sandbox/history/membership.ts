/**
 * The SQL that writes a membership file: which units stand behind each shown cell, and what each contributes to each shown statistic.
 * It runs on the connection that has computed the evidence, over the same rows. Hidden cells and values are not written at all.
 *
 *   member(unit, cell, u, r, v0, v1, …)   unit column, cell, hash of the unit's id, rows, hash of each contribution (0: nothing)
 *   cell(unit, cell, label, units, s0, …, z0, …)   size; is the vector shown; units with a contribution
 *
 * Contributions are compared for equality only, so a hash of their exact text serves: sums are taken over the sorted values, which
 * makes them the same whatever the order of rows, and are never rounded, so that no change is too small to be seen.
 *
 * @see disclosure.md §2.8 (G1, G7)
 */
import type { Cell } from '#policies/disclosure/cell.ts';
import { isAdditive, vectorsOf, type Vector } from '#policies/disclosure/history-vectors.ts';
import type { ReleasedCell } from '#policies/disclosure/release-cells.ts';
import type { ExactPlan } from '#policies/query/plan.ts';
import { columnName, quoted, squarable } from '#policies/query/print.ts';
import type { CellsInput } from '../query/operations.ts';

/** Name of the attached file; no entry can have it, for an entry's id has no colon. */
export const membershipName = 'sluice:history';

const shownTable = 'shown_cells';

/** The number of the extra cell that stands for all shown cells of a grouping together: whoever has them all can add them up. */
export const allCells = (grouping: number): number => 4_294_967_295 - grouping;

export interface Membership {
  readonly cells: CellsInput;
  readonly sql: readonly string[];
}

/** @param cells in the order of the evidence statement: the position is the cell's number */
export function printMembership(
  plan: ExactPlan,
  cells: readonly Cell[],
  released: readonly ReleasedCell[],
): Membership {
  const vectors = vectorsOf(plan);
  const file = quoted(membershipName);
  return {
    cells: {
      name: shownTable,
      columns: [
        { name: 'cell', type: 'UINTEGER' },
        { name: 'label', type: 'VARCHAR' },
        ...vectors.map((_, v) => ({ name: `s${v}`, type: 'BOOLEAN' })),
      ],
      rows: shownRows(vectors, cells, released),
    },
    sql: [
      printCellNumbers(plan),
      `CREATE TABLE ${file}.member AS ${printAllMembers(plan, vectors)}`,
      `CREATE TABLE ${file}.cell AS ${printSizes(vectors, file)}`,
      `CHECKPOINT ${file}`,
      `DETACH ${file}`,
    ],
  };
}

function shownRows(
  vectors: readonly Vector[],
  cells: readonly Cell[],
  released: readonly ReleasedCell[],
): CellsInput['rows'] {
  const keyOf = ({ grouping, keys }: Pick<Cell, 'grouping' | 'keys'>): string => JSON.stringify([grouping, keys]);
  const marks = new Map(released.map((cell) => [keyOf(cell), cell.hidden]));
  const rows = cells.flatMap((cell, number) => {
    const hidden = marks.get(keyOf(cell));
    const isShown = hidden !== undefined && (hidden.length === 0 || hidden.includes(false));
    if (!isShown) return [];
    const label = `cell ${number + 1} (${cell.keys.map((key) => String(key)).join(', ')})`;
    const shown = vectors.map(({ measure }) => String(hidden[measure] === false));
    return [{ grouping: cell.grouping, row: [String(number), label, ...shown] }];
  });
  const groupings = [...new Set(rows.map(({ grouping }) => grouping))];
  const totals = groupings.flatMap((grouping) => {
    const mine = rows.filter((other) => other.grouping === grouping).map(({ row }) => row);
    const all = vectors.map(({ kind }, v) => String(isAdditive(kind) && mine.some((row) => row[v + 2] === 'true')));
    return mine.length > 1 ? [[String(allCells(grouping)), 'the sum of all shown cells', ...all]] : [];
  });
  return [...rows.map(({ row }) => row), ...totals];
}

/** Numbers the cells as the evidence statement orders them. */
function printCellNumbers(plan: ExactPlan): string {
  const by = ['g', ...plan.keys.map((key) => columnName(key.id))].join(', ');
  return `CREATE TEMP TABLE cell_numbers AS SELECT ${by}, row_number() OVER (ORDER BY ${by}) - 1 AS cell FROM facts WHERE part = 0`;
}

function printAllMembers(plan: ExactPlan, vectors: readonly Vector[]): string {
  const groupings = plan.groupings.flatMap(({ absent }, grouping) => (absent ? [] : [grouping]));
  const parts = plan.units.flatMap((_, unit) =>
    groupings.map((grouping) => printMembers(plan, vectors, { unit, grouping })),
  );
  return parts.join(' UNION ALL ');
}

function printMembers(
  plan: ExactPlan,
  vectors: readonly Vector[],
  { unit, grouping }: { readonly unit: number; readonly grouping: number },
): string {
  const keys = plan.groupings[grouping]?.keys.flatMap((place) => plan.keys[place] ?? []) ?? [];
  const same = keys.map(({ id }) => `i.${columnName(id)} IS NOT DISTINCT FROM n.${columnName(id)}`);
  const contributions = vectors.map((vector, v) => `${printContribution(plan, vector, v)} AS v${v}`);
  const columns = [
    `${unit} AS unit`,
    `CAST(coalesce(cell, ${allCells(grouping)}) AS UINTEGER) AS cell`,
    `md5_number_lower(CAST(u${unit} AS VARCHAR)) AS u`,
    'count(*) AS r',
    ...contributions,
  ];
  const mine = [`n.g = ${grouping}`, ...same].join(' AND ');
  const joined = `rows_in AS i JOIN cell_numbers AS n ON ${mine} JOIN ${shownTable} AS s USING (cell)`;
  const sets = `GROUPING SETS ((cell, u${unit}), (u${unit}))`;
  return `SELECT ${columns.join(', ')} FROM ${joined} WHERE u${unit} IS NOT NULL GROUP BY ${sets}`;
}

/** Zero contributes like nothing: a unit that leaves with nothing changes no sum. */
function printContribution(plan: ExactPlan, { measure, kind }: Vector, v: number): string {
  const { id, arg, second } = plan.measures[measure] ?? { id: 0 };
  const values = [...(arg ? [`i.a${id}`] : []), ...(second ? [`i.b${id}`] : [])];
  const text = printNumber(printExact(kind, values, `FILTER (s.s${v})`));
  return `CASE WHEN coalesce(${text}, '0') IN ('0', '-0') THEN 0 ELSE md5_number_lower(${text}) END`;
}

function printExact(kind: Vector['kind'], [value, other]: readonly string[], shown: string): string {
  switch (kind) {
    case 'count':
    case 'terms':
      return `count(${value ?? '*'}) ${shown}`;
    case 'sum':
    case 'mean':
    case 'share':
      return `list_sum(list_sort(list(${value ?? '1'}) ${shown}))`;
    case 'square':
    case 'product': {
      const [x, y] = [squarable(value ?? '1'), squarable(other ?? value ?? '1')];
      return `list_sum(list_sort(list(${x} * ${y}) ${shown}))`;
    }
    case 'distinct':
      return `nullif(list_sort(list_distinct(list(${value ?? '1'}) ${shown})), [])`;
    case 'quantile':
      return `nullif(list_sort(list_filter(list(CAST(${value ?? '1'} AS DOUBLE)) ${shown}, lambda x: x IS NOT NULL)), [])`;
  }
}

/** The same text for 3, 3.0 and 3.00. */
function printNumber(value: string): string {
  const text = `CAST(${value} AS VARCHAR)`;
  return `CASE WHEN regexp_matches(${text}, '^-?[0-9]+\\.[0-9]+$') THEN rtrim(rtrim(${text}, '0'), '.') ELSE ${text} END`;
}

function printSizes(vectors: readonly Vector[], file: string): string {
  const marks = vectors.map((_, v) => `any_value(s${v}) AS s${v}`);
  const sizes = vectors.map((_, v) => `count(*) FILTER (v${v} <> 0) AS z${v}`);
  const columns = ['unit', 'cell', 'any_value(label) AS label', 'count(*) AS units', ...marks, ...sizes];
  return `SELECT ${columns.join(', ')} FROM ${file}.member JOIN ${shownTable} USING (cell) GROUP BY unit, cell`;
}
