/**
 * The relation above a release, rewritten so that it reads the table of released cells, and carries beside every column that was computed
 * from statistics a mark: is one of them hidden? A window looks at many cells, so its mark is that of all of its partition.
 *
 * @see query-and-privacy.md §0.6; disclosure.md decision 2
 */
import type { Column } from '../catalog/entry.ts';
import { aReleasedColumn, releasedCatalog, releasedTable } from './released-entry.ts';
import {
  columnsOf,
  freshIds,
  outputIds,
  windowNeedsOrder,
  type ColumnId,
  type Expr,
  type NamedExpr,
  type Rel,
  type WindowColumn,
} from './ir.ts';
import type { Arm } from './groupings.ts';
import type { ExactPlan } from './plan.ts';
import { columnName } from './print.ts';
import { inputsOf } from './rounded-quantiles.ts';

/** Name of the table of released cells: `g` is the number of the grouping, keys and measures are `c<id>`, marks `s<id>`. */
export const cellsTable = 'cells';
export const groupingColumn = 'g';
export const markName = (id: ColumnId): string => `s${id}`;

export interface MarkedRel {
  readonly rel: Rel;
  /** Of every column that depends on statistics, the BOOLEAN column that tells whether one of them is hidden. */
  readonly marks: ReadonlyMap<ColumnId, ColumnId>;
  /** Columns that order the rows of `rel` totally: the grouping and all keys. */
  readonly ranks: readonly ColumnId[];
}

/** A walk over the relation from left to right, which meets the plan's arms in their order. */
interface Walk {
  readonly plan: ExactPlan;
  readonly fresh: () => ColumnId;
  readonly arms: Arm[];
}

export function overReleasedCells(plan: ExactPlan): MarkedRel {
  return rewrite(plan.post.rel, { plan, fresh: freshIds(plan.nextId), arms: [...plan.arms] });
}

function rewrite(rel: Rel, walk: Walk): MarkedRel {
  switch (rel.kind) {
    case 'aggregate':
      return readArm(walk);
    case 'filter': {
      const input = rewrite(rel.input, walk);
      return { ...input, rel: { ...rel, input: input.rel } };
    }
    case 'project':
      return project(rel, walk);
    case 'window':
      return overCells(rel, walk);
    case 'union':
      return unite(rel, walk);
    case 'sort': {
      const input = rewrite(rel.input, walk);
      const by = [...rel.by, ...input.ranks.map((id) => ({ id, descending: false }))];
      return { ...input, rel: { ...rel, input: input.rel, by } };
    }
    case 'limit': {
      const input = rewrite(rel.input, walk);
      const by = input.ranks.map((id) => ({ id, descending: false }));
      const ordered: Rel = input.rel.kind === 'sort' ? input.rel : { kind: 'sort', input: input.rel, by };
      return { ...input, rel: { ...rel, input: ordered } };
    }
    case 'scan':
    case 'single':
    case 'join':
      throw new Error(`Cannot read released cells: a plan has no ${rel.kind} above its release`);
  }
}

/** The rows of one grouping. */
function readArm({ plan, fresh, arms }: Walk): MarkedRel {
  const arm = arms.shift();
  if (!arm) throw new Error('Cannot read released cells: the plan has fewer arms than its relation');
  const grouping = { id: fresh(), column: column(groupingColumn) };
  const marks = arm.measures.map(({ id, place }) => ({
    of: id,
    id: fresh(),
    column: column(markName(idOf(plan.measures, place))),
  }));
  const ranks = plan.keys.map((key) => ({ id: fresh(), column: column(columnName(key.id)) }));
  const scan: Rel = {
    kind: 'scan',
    entry: releasedCatalog([]),
    table: releasedTable(cellsTable, []),
    columns: [
      grouping,
      ...ranks,
      ...arm.keys.map(({ id, place }) => ({ id, column: column(columnName(idOf(plan.keys, place))) })),
      ...arm.measures.map(({ id, place }) => ({ id, column: column(columnName(idOf(plan.measures, place))) })),
      ...marks,
    ],
  };
  const isMine: Expr = {
    kind: 'compare',
    op: '=',
    left: { kind: 'column', id: grouping.id },
    right: numeral(arm.grouping),
  };
  return {
    rel: { kind: 'filter', input: scan, predicate: isMine },
    marks: new Map(marks.map(({ of, id }) => [of, id])),
    ranks: [grouping.id, ...ranks.map(({ id }) => id)],
  };
}

function idOf(list: readonly { readonly id: ColumnId }[], place: number): ColumnId {
  return list[place]?.id ?? -1;
}

function column(name: string): Column {
  return { ...aReleasedColumn, name };
}

function numeral(value: number): Expr {
  return { kind: 'literal', literal: { type: 'number', text: String(value) } };
}

function project(rel: Extract<Rel, { kind: 'project' }>, walk: Walk): MarkedRel {
  const input = rewrite(rel.input, walk);
  const marked = rel.columns.flatMap(({ id, expr }) => {
    const mark = markOf([expr], input);
    return mark ? [{ of: id, id: walk.fresh(), expr: mark }] : [];
  });
  const columns: readonly NamedExpr[] = [...rel.columns, ...marked.map(({ id, expr }) => ({ id, expr }))];
  return {
    rel: { ...rel, input: input.rel, columns, keep: input.ranks },
    marks: new Map(marked.map(({ of, id }) => [of, id])),
    ranks: input.ranks,
  };
}

/** @returns a condition that holds where a statistic that `exprs` read is hidden; undefined where they read none */
function markOf(exprs: readonly Expr[], { marks }: MarkedRel): Expr | undefined {
  const sources = new Set(exprs.flatMap((expr) => [...columnsOf(expr)].flatMap((id) => marks.get(id) ?? [])));
  const args = [...sources].map((id): Expr => ({ kind: 'column', id }));
  return args.length > 1 ? { kind: 'logic', op: 'OR', args } : args[0];
}

function overCells(rel: Extract<Rel, { kind: 'window' }>, walk: Walk): MarkedRel {
  const input = rewrite(rel.input, walk);
  const own = rel.columns.map((column): WindowColumn =>
    windowNeedsOrder(column) ? { ...column, tiebreak: input.ranks } : column,
  );
  const marked = own.flatMap((column) => {
    const mark = markOf(inputsOf(column), input);
    return mark ? [{ of: column.id, column: anyOf(mark, column, walk.fresh()) }] : [];
  });
  return {
    rel: { ...rel, input: input.rel, columns: [...own, ...marked.map(({ column }) => column)] },
    marks: new Map([...input.marks, ...marked.map(({ of, column }): [ColumnId, ColumnId] => [of, column.id])]),
    ranks: input.ranks,
  };
}

/** Whether the mark holds anywhere in the partition of `column`. */
function anyOf(mark: Expr, { partitionBy }: WindowColumn, id: ColumnId): WindowColumn {
  return { id, fn: 'bool_or', args: [mark], distinct: false, ignoreNulls: false, partitionBy, orderBy: [] };
}

const no: Expr = { kind: 'literal', literal: { type: 'boolean', value: false } };

function unite(rel: Extract<Rel, { kind: 'union' }>, walk: Walk): MarkedRel {
  const arms = rel.inputs.map((input) => withUnmarked(rewrite(input, walk), walk));
  const ranks =
    arms[0]?.ranks.map((_, at) => ({ id: walk.fresh(), from: arms.flatMap((arm) => arm.ranks[at] ?? []) })) ?? [];
  const marked = rel.columns.flatMap(({ id, from }) =>
    from.some((source, arm) => arms[arm]?.marks.has(source))
      ? [
          {
            of: id,
            id: walk.fresh(),
            from: from.flatMap((source, arm) => arms[arm]?.marks.get(source) ?? arms[arm]?.unmarked ?? []),
          },
        ]
      : [],
  );
  const columns = [...rel.columns, ...ranks, ...marked.map(({ id, from }) => ({ id, from }))];
  return {
    rel: { ...rel, inputs: arms.map((arm) => arm.rel), columns },
    marks: new Map(marked.map(({ of, id }) => [of, id])),
    ranks: ranks.map(({ id }) => id),
  };
}

/** With one more column that is FALSE in each row, for columns that are statistics in another arm only. */
function withUnmarked(arm: MarkedRel, { fresh }: Walk): MarkedRel & { readonly unmarked: ColumnId } {
  const unmarked = fresh();
  const rel: Rel = { kind: 'project', input: arm.rel, columns: [{ id: unmarked, expr: no }], keep: outputIds(arm.rel) };
  return { ...arm, rel, unmarked };
}
