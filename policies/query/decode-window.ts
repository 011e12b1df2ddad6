/** Window functions of DuckDB's syntax tree. Named windows have already been put in place of their names by the parser. */
import type { Position } from '../refusal.ts';
import { absent, fields, list, text, type Json, type JsonObject } from './json.ts';
import { stop } from './stop.ts';
import type { BoundSyntax, ExprSyntax, FrameSyntax, OrderItem, WindowOrderSyntax } from './syntax.ts';

/** How the parts of a window are decoded; given by `decode-expr.ts`, so that the two files do not import each other. */
export interface WindowReader {
  readonly at: Position | undefined;
  readonly expr: (json: Json) => ExprSyntax;
  readonly order: (json: Json) => OrderItem;
}

const names = [
  'class',
  'type',
  'alias',
  'query_location',
  'function_name',
  'schema',
  'catalog',
  'children',
  'partitions',
  'orders',
  'start',
  'end',
  'start_expr',
  'end_expr',
  'offset_expr',
  'default_expr',
  'ignore_nulls',
  'filter_expr',
  'exclude_clause',
  'distinct',
  'arg_orders',
] as const;

type Node = Record<(typeof names)[number], Json>;

/** @returns the call with its window; stops with E_UNSUPPORTED for EXCLUDE, an order inside the call, or a frame that no constant bounds */
export function decodeWindow(node: JsonObject, { at, expr, order }: WindowReader): ExprSyntax {
  const f: Node = fields(node, 'a window function', names, at);
  const name = text(f.function_name, 'a function name').toLowerCase();
  if (f.schema !== '' && f.schema !== 'main')
    stop('E_FUNC_NOT_ALLOWED', `Cannot use ${name}: must be without a schema`, at);
  absent(f.catalog, 'a function of another catalog', at);
  absent(f.arg_orders, 'ORDER BY inside a window function', at);
  if (f.exclude_clause !== 'NO_OTHER') stop('E_UNSUPPORTED', 'Cannot use EXCLUDE in a window frame', at);
  const extra = [f.offset_expr, f.default_expr].filter((json) => json !== null);
  const frame = frameOf(f, { at, expr });
  return {
    kind: 'window',
    name,
    args: [...list(f.children, 'arguments'), ...extra].map(expr),
    distinct: f.distinct === true,
    ...(f.filter_expr !== null && { filter: expr(f.filter_expr) }),
    ignoreNulls: f.ignore_nulls === true,
    partitionBy: list(f.partitions, 'PARTITION BY').map(expr),
    orderBy: list(f.orders, 'ORDER BY').map((item) => windowOrder(order(item), at)),
    ...(frame && { frame }),
    ...(at && { at: { ...at, length: name.length } }),
  };
}

function windowOrder({ expr, descending, nulls }: OrderItem, at: Position | undefined): WindowOrderSyntax {
  if (!expr) return stop('E_UNSUPPORTED', 'Cannot use ORDER BY ALL in a window: must name what orders its rows', at);
  return { expr, descending, ...(nulls && { nulls }) };
}

/** Undefined for the frame that a window has when none is written. */
function frameOf(f: Node, reader: Pick<WindowReader, 'at' | 'expr'>): FrameSyntax | undefined {
  const [start, end] = [text(f.start, 'a frame'), text(f.end, 'a frame')];
  if (start === 'UNBOUNDED_PRECEDING' && end === 'CURRENT_ROW_RANGE') return undefined;
  // A frame without bounds is all rows, whichever unit was written; the tree does not keep it.
  const [, unit = 'RANGE'] = /_(ROWS|RANGE|GROUPS)$/.exec(start) ?? /_(ROWS|RANGE|GROUPS)$/.exec(end) ?? [];
  return {
    unit: unit === 'ROWS' || unit === 'GROUPS' ? unit : 'RANGE',
    start: bound(start, f.start_expr, reader),
    end: bound(end, f.end_expr, reader),
  };
}

function bound(kind: string, offset: Json, { at, expr }: Pick<WindowReader, 'at' | 'expr'>): BoundSyntax {
  if (kind.startsWith('UNBOUNDED_')) return { kind: 'unbounded' };
  if (kind.startsWith('CURRENT_ROW')) return { kind: 'current' };
  const [, direction] = /^EXPR_(PRECEDING|FOLLOWING)_/.exec(kind) ?? [];
  if (direction !== 'PRECEDING' && direction !== 'FOLLOWING')
    return stop('E_UNSUPPORTED', `Cannot use the frame bound ${kind}`, at);
  return { kind: 'offset', offset: distance(offset === null ? undefined : expr(offset), at), direction };
}

/** A number of the text: how far a frame reaches must not depend on a row. */
function distance(offset: ExprSyntax | undefined, at: Position | undefined): string {
  const text = offset?.kind === 'literal' && offset.literal.type === 'number' ? offset.literal.text : '';
  if (/^\d+(\.\d+)?$/.test(text)) return text;
  return stop(
    'E_UNSUPPORTED',
    'Cannot use this window frame: must reach a constant number, 0 or more',
    offset?.at ?? at,
    "For days, order by date_diff('day', DATE '2000-01-01', d) and give their number.",
  );
}
