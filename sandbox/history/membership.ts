/**
 * The SQL that writes a membership file: which units stand behind each cell, and what each contributes to each shown statistic. It runs on the
 * connection that has computed the evidence, over the same rows. Of hidden cells the units are written, for they must not be found; no value.
 *
 *   member(unit, cell, high, low, r, v0, v1, …)   unit column, cell, hash of the unit's id in two words, rows, contributions
 *   cell(cell, grouping, label, shown, sum, s0, …)   is it shown; is it the sum of the others; is the vector shown
 *
 * Contributions are compared for equality only, so 32 bits serve: the number itself where it is whole and below 2³¹, else a hash of its
 * exact text; 0 for nothing. Sums are exact, or taken over the sorted values, so that they are the same whatever the order of rows, and are never
 * rounded: no change is too small to be seen. Hashes are MD5, which no version of the engine changes.
 *
 * @see disclosure.md §2.8 (G1, G7)
 */
import type { Cell } from '#policies/disclosure/cell.ts';
import { isAdditive, vectorsOf, type Vector } from '#policies/disclosure/history-vectors.ts';
import type { ReleasedCell } from '#policies/disclosure/release-cells.ts';
import type { ExactPlan } from '#policies/query/plan.ts';
import { columnName, quoted, squarable } from '#policies/query/print.ts';
import { typeOf, typesOf } from '#policies/query/types.ts';
import type { CellsInput } from '../query/operations.ts';

/** Name of the attached file; no entry can have it, for an entry's id has no colon. */
export const membershipName = 'sluice:history';

const cellTable = 'known_cells';

/** The number of the extra cell that stands for all shown cells of a grouping together: whoever has them all can add them up. */
export const allCells = (grouping: number): number => 4_294_967_295 - grouping;

export interface Membership {
  readonly cells: CellsInput;
  readonly sql: readonly string[];
}

export interface KnownCells {
  /** In the order of the evidence statement: the position is the cell's number. */
  readonly cells: readonly Cell[];
  readonly released: readonly ReleasedCell[];
  /** Numbers of cells that no rule hides: they are hidden for the sake of others, and may be found. */
  readonly harmless?: ReadonlySet<number>;
}

export function printMembership(plan: ExactPlan, known: KnownCells): Membership {
  const vectors = vectorsOf(plan);
  const file = quoted(membershipName);
  return {
    cells: {
      name: cellTable,
      columns: [
        { name: 'cell', type: 'UINTEGER' },
        { name: 'grouping', type: 'UTINYINT' },
        { name: 'label', type: 'VARCHAR' },
        { name: 'shown', type: 'BOOLEAN' },
        { name: 'sum', type: 'BOOLEAN' },
        ...vectors.map((_, v) => ({ name: `s${v}`, type: 'BOOLEAN' })),
      ],
      rows: cellRows(vectors, known),
    },
    sql: [
      printCellNumbers(plan),
      `CREATE TABLE ${file}.member AS ${printAllMembers(plan, vectors)}`,
      `CREATE TABLE ${file}.cell AS SELECT * FROM ${cellTable}`,
      `CHECKPOINT ${file}`,
      `DETACH ${file}`,
    ],
  };
}

function keyOf({ grouping, keys }: Pick<Cell, 'grouping' | 'keys'>): string {
  return JSON.stringify([grouping, keys]);
}

function cellRows(
  vectors: readonly Vector[],
  { cells, released, harmless = new Set() }: KnownCells,
): CellsInput['rows'] {
  const marks = new Map(released.map((cell) => [keyOf(cell), cell.hidden]));
  const all = cells.map((cell, number) => {
    const hidden = marks.get(keyOf(cell)) ?? [true];
    const label = `cell ${number + 1} (${cell.keys.map((key) => String(key)).join(', ')})`;
    const shown = hidden.length === 0 || hidden.includes(false);
    const shows = vectors.map(({ measure }) => hidden[measure] === false);
    return { grouping: cell.grouping, number, label, shown, shows };
  });
  const rows = all.filter(({ shown, number }) => shown || !harmless.has(number));
  const totals = [...new Set(cells.map(({ grouping }) => grouping))].flatMap((grouping) => {
    const mine = rows.filter((row) => row.grouping === grouping && row.shown);
    if (mine.length < 2) return [];
    const shows = vectors.map(({ kind }, v) => isAdditive(kind) && mine.some((row) => row.shows[v]));
    return [{ grouping, number: allCells(grouping), label: 'the sum of all shown cells', shown: true, shows }];
  });
  return [...rows, ...totals].map(({ grouping, number, label, shown, shows }, at) => [
    String(number),
    String(grouping),
    label,
    String(shown),
    String(at >= rows.length),
    ...shows.map(String),
  ]);
}

/** Numbers the cells as the evidence statement orders them. */
function printCellNumbers(plan: ExactPlan): string {
  const by = ['g', ...plan.keys.map((key) => columnName(key.id))].join(', ');
  const numbered = `SELECT ${by}, row_number() OVER (ORDER BY ${by}) - 1 AS cell FROM facts WHERE part = 0`;
  return `CREATE TEMP TABLE cell_numbers AS SELECT * FROM (${numbered}) JOIN ${cellTable} USING (cell)`;
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
  const types = typesOf(plan.input);
  const given = vectors.map((vector) => printExact(plan, vector, types));
  const exact = given.map(({ sql }, v) => `${sql.replaceAll('$shown', `FILTER (n.s${v})`)} AS x${v}`);
  const mine = [`n.g = ${grouping}`, ...same].join(' AND ');
  const joined = `rows_in AS i JOIN cell_numbers AS n ON ${mine}`;
  // The second set is the sum of the shown cells, and of nobody who is in hidden ones only.
  const inner = `SELECT cell, u${unit}, CASE WHEN cell IS NULL THEN count(*) FILTER (n.shown) ELSE count(*) END AS r${exact.map((sql) => `, ${sql}`).join('')}
    FROM ${joined} WHERE u${unit} IS NOT NULL GROUP BY GROUPING SETS ((cell, u${unit}), (u${unit}))`;
  const columns = [
    `CAST(${unit} AS UTINYINT) AS unit`,
    `CAST(coalesce(cell, ${allCells(grouping)}) AS UINTEGER) AS cell`,
    'CAST(h >> 32 AS UINTEGER) AS high',
    'CAST(h & 4294967295 AS UINTEGER) AS low',
    'CAST(r AS UINTEGER) AS r',
    ...given.map(({ kind }, v) => `${printWord(`x${v}`, kind)} AS v${v}`),
  ];
  const hashed = `SELECT *, md5_number_lower(CAST(u${unit} AS VARCHAR)) AS h FROM (${inner}) WHERE r > 0`;
  return `SELECT ${columns.join(', ')} FROM (${hashed})`;
}

/** How the exact contribution is given: a whole number, a decimal or binary fraction, or a list. */
type Form = 'whole' | 'decimal' | 'double' | 'list';

interface Exact {
  readonly sql: string;
  readonly kind: Form;
}

/** 31 bits, above all numbers that stand for themselves. */
function printHash(text: string): string {
  return `CAST(2147483648 + (md5_number_lower(${text}) & 2147483647) AS UINTEGER)`;
}

/** Zero contributes like nothing: a unit that leaves with nothing changes no sum. */
function printWord(x: string, kind: Form): string {
  if (kind === 'list') return `CASE WHEN ${x} IS NULL THEN 0 ELSE ${printHash(`CAST(${x} AS VARCHAR)`)} END`;
  const whole = kind === 'whole' ? '' : ` AND ${x} = floor(${x})`;
  const text = kind === 'whole' ? `CAST(${x} AS VARCHAR)` : printNumber(x);
  return `CASE WHEN coalesce(${x}, 0) = 0 THEN 0 WHEN ${x} BETWEEN 1 AND 2147483647${whole} THEN TRY_CAST(${x} AS UINTEGER) ELSE ${printHash(text)} END`;
}

function printExact(plan: ExactPlan, { measure, kind }: Vector, types: ReturnType<typeof typesOf>): Exact {
  const { id, arg, second } = plan.measures[measure] ?? { id: 0 };
  const value = arg ? `i.a${id}` : undefined;
  const x = value ?? '1';
  switch (kind) {
    case 'count':
    case 'terms':
      return { sql: `count(${value ?? '*'}) $shown`, kind: 'whole' };
    case 'sum':
    case 'mean':
    case 'share': {
      const form = arg ? formOf(typeOf(arg, types)) : 'whole';
      const sql = form === 'double' ? `list_sum(list_sort(list(${x}) $shown))` : `sum(${x}) $shown`;
      return { sql, kind: form };
    }
    case 'square':
    case 'product': {
      const [a, b] = [squarable(x), squarable(second ? `i.b${id}` : x)];
      return { sql: `list_sum(list_sort(list(${a} * ${b}) $shown))`, kind: 'double' };
    }
    case 'distinct':
      return { sql: `nullif(list_sort(list_distinct(list(${x}) $shown)), [])`, kind: 'list' };
    case 'quantile': {
      const values = `list_filter(list(CAST(${x} AS DOUBLE)) $shown, lambda x: x IS NOT NULL)`;
      return { sql: `nullif(list_sort(${values}), [])`, kind: 'list' };
    }
  }
}

/** Sums of integers and decimals are exact in any order; of anything else, they are taken in the order of the values. */
function formOf(type: string): Form {
  if (/^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/.test(type)) return 'whole';
  return type.startsWith('DECIMAL') ? 'decimal' : 'double';
}

/** The same text for 3, 3.0 and 3.00. */
function printNumber(value: string): string {
  const text = `CAST(${value} AS VARCHAR)`;
  return `CASE WHEN regexp_matches(${text}, '^-?[0-9]+\\.[0-9]+$') THEN rtrim(rtrim(${text}, '0'), '.') ELSE ${text} END`;
}
