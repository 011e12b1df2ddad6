/**
 * What the order of a published table is good for. Rows lie by unit and rank, and the rank of a row depends on its own unit's rows alone:
 * so it says which groups of a unit come first, and whether a row is the first of its unit in its group shows in the few rows before it.
 *
 * @see query-and-privacy.md §3.1 (publish step), §3.4
 */
import { children, outputIds, type ColumnId, type Expr, type Rel } from '../query/ir.ts';

/** T1: only the first rows of each unit. The filter is put directly above the table. */
export function firstRows(rel: Rel, rank: ColumnId, rows: number): Rel {
  const below = (input: Rel): Rel => firstRows(input, rank, rows);
  if (rel.kind === 'single') return rel;
  if (rel.kind === 'join') return { ...rel, left: below(rel.left), right: below(rel.right) };
  if (rel.kind === 'union') return { ...rel, inputs: rel.inputs.map(below) };
  if (rel.kind !== 'scan') return { ...rel, input: below(rel.input) };
  if (!rel.columns.some(({ id }) => id === rank)) return rel;
  const right = { kind: 'literal', literal: { type: 'number', text: String(rows) } } as const;
  return {
    kind: 'filter',
    input: rel,
    predicate: { kind: 'compare', op: '<=', left: { kind: 'column', id: rank }, right },
  };
}

/** The same rows with their rank beside them; undefined where rows of one unit have been put together. */
export function withRank(rel: Rel, rank: ColumnId): Rel | undefined {
  if (outputIds(rel).includes(rank)) return rel;
  if (rel.kind === 'filter' || rel.kind === 'window' || rel.kind === 'project') {
    const input = withRank(rel.input, rank);
    if (!input) return undefined;
    return rel.kind === 'project' ? { ...rel, input, keep: [...rel.keep, rank] } : { ...rel, input };
  }
  if (rel.kind !== 'join') return undefined;
  const left = withRank(rel.left, rank);
  if (left) return { ...rel, left };
  const right = rel.join === 'semi' || rel.join === 'anti' ? undefined : withRank(rel.right, rank);
  return right && { ...rel, right };
}

/** A longer list becomes a join inside the engine, which may turn its sides. */
const longestList = 4;

/** Whether the rows come out as they lie in the table: only filtered and computed. */
export function isInOrder(rel: Rel): boolean {
  if (rel.kind === 'scan') return true;
  if (rel.kind === 'filter') return isSimple(rel.predicate) && isInOrder(rel.input);
  return rel.kind === 'project' && rel.columns.every(({ expr }) => isSimple(expr)) && isInOrder(rel.input);
}

function isSimple(expr: Expr): boolean {
  return !(expr.kind === 'in' && expr.items.length > longestList) && children(expr).every(isSimple);
}

/** Looking back further costs more than a hash table of all units and groups. Measured: docs/benchmarks.md. */
export const furthestBack = 32;

export interface FirstOfUnit {
  /** Most rows of one unit. */
  readonly rows: number;
  /** SQL of a whole number below 2³² that tells groups apart within one unit, NULL being one of them; absent for one group. */
  readonly group?: string;
  /** Columns to carry on. */
  readonly carried: readonly string[];
  /** For each count of units: the condition under which a row counts, and the name of the mark. */
  readonly marks: readonly { readonly name: string; readonly when?: string }[];
}

/**
 * `src` with a mark on one row of each unit and group: the first that counts. So the sum of the marks is the number of distinct units.
 *
 * Guarantee: rows out of order stop the statement. If it ends, each unit has at most one mark per group and name.
 */
export function printFirstOfUnit({ rows, group, carried, marks }: FirstOfUnit): readonly string[] {
  const unit = `u::UBIGINT * ${2n ** 32n}`;
  const pair = group === undefined ? unit : `${unit} + coalesce(${group}::UBIGINT + 1, 0)`;
  const pairs = marks.map(({ when }, at) => `${when ? `CASE WHEN ${when} THEN ${pair} END` : pair} AS p${at}`);
  const near = marks.map(({ name }, at) => {
    const before = Array.from({ length: rows - 1 }, (_, back) => `lag(p${at}, ${back + 1}) OVER () = p${at}`);
    return `p${at} IS NOT NULL AND (${before.join(' OR ') || 'false'}) IS NOT TRUE AS ${name}`;
  });
  const place = `${unit} + rk AS place`;
  return [
    `packed AS (SELECT ${[...carried, ...pairs, place].join(', ')} FROM src)`,
    `near AS (SELECT ${[...carried, ...near, 'lag(place) OVER () >= place AS turned'].join(', ')} FROM packed)`,
    `firsts AS (SELECT * FROM near WHERE CASE WHEN turned THEN error('rows out of order') ELSE true END)`,
  ];
}
