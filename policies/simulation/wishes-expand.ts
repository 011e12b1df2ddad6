/** What the columns of a query are made of: expressions over base columns, as often as a UNION has arms. */
import type { Column } from '../catalog/entry.ts';
import { columnsOf, type ColumnId, type Expr, type Rel } from '../query/ir.ts';

export type Scan = Extract<Rel, { kind: 'scan' }>;

export interface BaseColumn {
  readonly scan: Scan;
  readonly column: Column;
}

export interface Origins {
  readonly base: ReadonlyMap<ColumnId, BaseColumn>;
  readonly made: ReadonlyMap<ColumnId, readonly Expr[]>;
}

/** @returns for each column below `rel` its base column, or the expressions that it may be; aggregates and windows are in neither map */
export function originsIn(rel: Rel): Origins {
  const base = new Map<ColumnId, BaseColumn>();
  const made = new Map<ColumnId, readonly Expr[]>();
  const visit = (node: Rel): void => {
    switch (node.kind) {
      case 'single':
        return;
      case 'scan':
        for (const { id, column } of node.columns) base.set(id, { scan: node, column });
        return;
      case 'join':
        visit(node.left);
        visit(node.right);
        return;
      case 'union':
        node.inputs.forEach(visit);
        for (const { id, from } of node.columns)
          made.set(
            id,
            from.map((source) => ({ kind: 'column', id: source })),
          );
        return;
      case 'project':
      case 'aggregate':
        visit(node.input);
        for (const { id, expr } of node.kind === 'project' ? node.columns : node.keys) made.set(id, [expr]);
        return;
      case 'filter':
      case 'window':
      case 'sort':
      case 'limit':
        visit(node.input);
    }
  };
  visit(rel);
  return { base, made };
}

/** Longer expressions are left as they are: they grow with every name that stands for another. */
const mostSteps = 200;

/** The expression over base columns; one for each arm of a UNION below. */
export function expand(expr: Expr, { base, made }: Origins): readonly Expr[] {
  let open: readonly Expr[] = [expr];
  for (let step = 0; step < mostSteps; step++) {
    const next = open.flatMap((one) => {
      const id = [...columnsOf(one)].find((candidate) => !base.has(candidate) && made.has(candidate));
      return id === undefined ? [one] : (made.get(id) ?? []).map((to) => replaced(one, id, to));
    });
    if (next.length === open.length && next.every((one, index) => one === open[index])) return open;
    open = next.slice(0, 16);
  }
  return open;
}

/** `to` in the place of the column; where it has no position of its own, that of the column. */
function replaced(expr: Expr, id: ColumnId, to: Expr): Expr {
  const inside = (part: Expr): Expr => replaced(part, id, to);
  switch (expr.kind) {
    case 'column':
      return expr.id === id ? { ...to, ...(expr.at && { at: expr.at }) } : expr;
    case 'literal':
      return expr;
    case 'call':
      return { ...expr, args: expr.args.map(inside) };
    case 'logic':
      return { ...expr, args: expr.args.map(inside) };
    case 'cast':
    case 'not':
    case 'isNull':
      return { ...expr, arg: inside(expr.arg) };
    case 'compare':
      return { ...expr, left: inside(expr.left), right: inside(expr.right) };
    case 'between':
      return { ...expr, arg: inside(expr.arg), lo: inside(expr.lo), hi: inside(expr.hi) };
    case 'in':
      return { ...expr, arg: inside(expr.arg), items: expr.items.map(inside) };
    case 'case':
      return {
        ...expr,
        branches: expr.branches.map(({ when, result }) => ({ when: inside(when), result: inside(result) })),
        otherwise: inside(expr.otherwise),
      };
  }
}
