/** Expressions of DuckDB's syntax tree → {@link ExprSyntax}. One function per node class; a class that is not here refuses. */
import type { Position } from '../refusal.ts';
import { absent, fields, isObject, list, text, texts, utf16Offset, type Json, type JsonObject } from './json.ts';
import { literalOf } from './decode-literal.ts';
import { decodeWindow } from './decode-window.ts';
import { literalFor, type Given } from './parameters.ts';
import { stop } from './stop.ts';
import type { Comparison, ExprSyntax, OrderItem, QuerySyntax } from './syntax.ts';

/** The text that is decoded, and how a query inside an expression is; given by `decode.ts`, so that the two do not import each other. */
export interface Source {
  readonly sql: string;
  /** Values of `$name`. */
  readonly given: readonly Given[];
  readonly query: (statement: Json | undefined, source: Source) => QuerySyntax;
}

/** Fields that every expression node has. */
const common = ['class', 'type', 'alias', 'query_location'] as const;

const comparisons: Readonly<Record<string, Comparison>> = {
  COMPARE_EQUAL: '=',
  COMPARE_NOTEQUAL: '<>',
  COMPARE_LESSTHAN: '<',
  COMPARE_LESSTHANOREQUALTO: '<=',
  COMPARE_GREATERTHAN: '>',
  COMPARE_GREATERTHANOREQUALTO: '>=',
  COMPARE_DISTINCT_FROM: 'IS DISTINCT FROM',
  COMPARE_NOT_DISTINCT_FROM: 'IS NOT DISTINCT FROM',
};

const castTypes: ReadonlySet<string> = new Set([
  'BOOLEAN',
  'TINYINT',
  'SMALLINT',
  'INTEGER',
  'BIGINT',
  'FLOAT',
  'DOUBLE',
  'VARCHAR',
  'DATE',
  'TIMESTAMP',
  'INTERVAL',
]);

const classes: Readonly<Record<string, (node: JsonObject, source: Source) => ExprSyntax>> = {
  COLUMN_REF: name,
  CONSTANT: literal,
  FUNCTION: call,
  CAST: cast,
  COMPARISON: compare,
  CONJUNCTION: logic,
  OPERATOR: operator,
  BETWEEN: between,
  CASE: caseOf,
  STAR: star,
  SUBQUERY: subquery,
  WINDOW: window,
  PARAMETER: parameter,
};

const classNames: Readonly<Record<string, string>> = {
  LAMBDA: 'a lambda',
  POSITIONAL_REFERENCE: 'a positional reference (#1); name the column',
  COLLATE: 'COLLATE',
  DEFAULT: 'DEFAULT',
  LAMBDA_REF: 'a lambda',
};

/** @returns the expression; stops with E_UNSUPPORTED at the first node outside the language */
export function decodeExpr(json: Json | undefined, source: Source): ExprSyntax {
  if (!isObject(json)) return stop('E_UNSUPPORTED', 'Cannot read an expression: must be a syntax node');
  const kind = text(json.class, 'an expression');
  const decode = classes[kind];
  if (decode) return decode(json, source);
  return stop(
    'E_UNSUPPORTED',
    `Cannot use ${classNames[kind] ?? kind.toLowerCase()}: not part of the query language`,
    place(json, source),
  );
}

/** The alias that the vendor gave, if any. */
export function aliasOf(json: Json): string | undefined {
  return isObject(json) && typeof json.alias === 'string' && json.alias !== '' ? json.alias : undefined;
}

/** Where a node stands in the text; 2⁶⁴−1 means that DuckDB does not know. */
export function place(node: JsonObject, source: Source, length?: number): Position | undefined {
  const byte = node.query_location;
  if (typeof byte !== 'number' || byte < 0 || byte > source.sql.length * 4) return undefined;
  return { offset: utf16Offset(source.sql, byte), ...(length !== undefined && { length }) };
}

function atOf(node: JsonObject, source: Source, length?: number): { at?: Position } {
  const at = place(node, source, length);
  return at ? { at } : {};
}

function name(node: JsonObject, source: Source): ExprSyntax {
  const { column_names } = fields(node, 'a column name', [...common, 'column_names']);
  const parts = texts(column_names, 'a column name');
  return { kind: 'name', parts, ...atOf(node, source, parts.join('.').length) };
}

function literal(node: JsonObject, source: Source): ExprSyntax {
  const { value } = fields(node, 'a constant', [...common, 'value']);
  return { kind: 'literal', literal: literalOf(value, place(node, source)), ...atOf(node, source) };
}

/** `?` and `$1` are parameters too, named by their numbers, which no program can declare. */
function parameter(node: JsonObject, source: Source): ExprSyntax {
  const { identifier } = fields(node, 'a parameter', [...common, 'identifier']);
  return { kind: 'literal', literal: literalFor(text(identifier, 'a parameter'), source.given), ...atOf(node, source) };
}

function call(node: JsonObject, source: Source): ExprSyntax {
  const at = place(node, source);
  const f = fields(
    node,
    'a function call',
    [
      ...common,
      'function_name',
      'schema',
      'children',
      'filter',
      'order_bys',
      'distinct',
      'is_operator',
      'export_state',
      'catalog',
    ],
    at,
  );
  const written = text(f.function_name, 'a function name').toLowerCase();
  if (f.schema !== '' && f.schema !== 'main')
    stop('E_FUNC_NOT_ALLOWED', `Cannot use ${written}: must be without a schema`, at);
  absent(f.catalog, 'a function of another catalog', at);
  absent(f.export_state, 'EXPORT_STATE', at);
  return {
    kind: 'call',
    name: written,
    args: [...within(f.order_bys, written, node, source), ...children(f.children, source)],
    distinct: f.distinct === true,
    ...(f.filter !== null && { filter: decodeExpr(f.filter, source) }),
    ...atOf(node, source, f.is_operator === true ? undefined : written.length),
  };
}

function children(json: Json, source: Source): readonly ExprSyntax[] {
  return list(json, 'arguments').map((child) => decodeExpr(child, source));
}

/** `quantile_cont(0.5) WITHIN GROUP (ORDER BY x)` is `quantile_cont(x, 0.5)`; no other call may have an order of its own. */
function within(json: Json, name: string, node: JsonObject, source: Source): readonly ExprSyntax[] {
  const at = place(node, source);
  const { orders } = fields(json, 'ORDER BY in a call', ['type', 'orders'], at);
  const [first, ...rest] = list(orders, 'ORDER BY in a call').map((order) => orderOf(order, source));
  if (!first) return [];
  if (name !== 'quantile_cont' || rest.length > 0 || list(node.children, 'arguments').length !== 1 || !first.expr) {
    return stop('E_UNSUPPORTED', `Cannot use ORDER BY inside ${name}: it is not part of the query language`, at);
  }
  if (first.descending) {
    return stop(
      'E_UNSUPPORTED',
      'Cannot take a quantile from the top: must be ORDER BY … ASC',
      at,
      'Use 1 minus the fraction.',
    );
  }
  return [first.expr];
}

/** One element of ORDER BY; ORDER BY ALL has no expression. */
export function orderOf(json: Json, source: Source): OrderItem {
  const { type, null_order, expression } = fields(json, 'ORDER BY', ['type', 'null_order', 'expression']);
  const nulls = null_order === 'NULLS FIRST' ? 'FIRST' : null_order === 'NULLS LAST' ? 'LAST' : undefined;
  return {
    ...(!isOrderByAll(expression) && { expr: decodeExpr(expression, source) }),
    descending: type === 'DESCENDING',
    ...(nulls && { nulls }),
  };
}

/** ORDER BY ALL arrives as COLUMNS(*), which nobody means otherwise; COLUMNS of something is refused with the other stars. */
function isOrderByAll(json: Json): boolean {
  if (!isObject(json) || json.class !== 'STAR' || json.columns !== true || json.expr !== null) return false;
  for (const field of ['relation_name', 'exclude_list', 'replace_list', 'qualified_exclude_list', 'rename_list']) {
    absent(json[field], 'this form of ORDER BY');
  }
  return true;
}

function subquery(node: JsonObject, source: Source): ExprSyntax {
  const at = place(node, source);
  const f = fields(node, 'a subquery', [...common, 'subquery_type', 'subquery', 'child', 'comparison_type'], at);
  const form = forms[text(f.subquery_type, 'a subquery')];
  if (!form || (form === 'in' && f.comparison_type !== 'COMPARE_EQUAL')) {
    return stop('E_UNSUPPORTED', 'Cannot compare with ANY or ALL of a subquery: must be = ANY, IN or NOT IN', at);
  }
  const arg = f.child === null ? undefined : decodeExpr(f.child, source);
  const isRow = arg?.kind === 'call' && arg.name === 'row';
  return {
    kind: 'subquery',
    form,
    args: isRow ? arg.args : arg ? [arg] : [],
    query: source.query(f.subquery, source),
    ...atOf(node, source),
  };
}

function window(node: JsonObject, source: Source): ExprSyntax {
  return decodeWindow(node, {
    at: place(node, source),
    expr: (json) => decodeExpr(json, source),
    order: (json) => orderOf(json, source),
  });
}

const forms: Readonly<Record<string, 'in' | 'exists' | 'scalar'>> = { ANY: 'in', EXISTS: 'exists', SCALAR: 'scalar' };

function cast(node: JsonObject, source: Source): ExprSyntax {
  const { child, cast_type } = fields(
    node,
    'a cast',
    [...common, 'child', 'cast_type', 'try_cast'],
    place(node, source),
  );
  const arg = decodeExpr(child, source);
  const type = typeName(cast_type, place(node, source));
  // INTERVAL '1 day' is a cast of a constant; lengths of time are not read from rows.
  if (type === 'INTERVAL' && arg.kind !== 'literal') refuseType(type, place(node, source));
  return { kind: 'cast', arg, type, ...atOf(node, source) };
}

function typeName(json: Json, at: Position | undefined): string {
  const { id, type_info } = fields(json, 'a type', ['id', 'type_info'], at);
  const name = text(id, 'a type');
  if (name === 'DECIMAL' && isObject(type_info)) {
    const { width, scale } = type_info;
    if (typeof width === 'number' && typeof scale === 'number' && width <= 18) return `DECIMAL(${width},${scale})`;
  }
  return castTypes.has(name) ? name : refuseType(name, at);
}

function refuseType(name: string, at: Position | undefined): never {
  return stop('E_UNSUPPORTED', `Cannot cast to ${name}: must be a plain number, text, date or boolean type`, at);
}

function compare(node: JsonObject, source: Source): ExprSyntax {
  const f = fields(node, 'a comparison', [...common, 'left', 'right'], place(node, source));
  const op = comparisons[text(f.type, 'a comparison')];
  if (!op) return stop('E_UNSUPPORTED', 'Cannot use this comparison', place(node, source));
  return {
    kind: 'compare',
    op,
    left: decodeExpr(f.left, source),
    right: decodeExpr(f.right, source),
    ...atOf(node, source),
  };
}

function logic(node: JsonObject, source: Source): ExprSyntax {
  const f = fields(node, 'AND or OR', [...common, 'children'], place(node, source));
  const op = f.type === 'CONJUNCTION_AND' ? 'AND' : 'OR';
  return {
    kind: 'logic',
    op,
    args: list(f.children, op).map((child) => decodeExpr(child, source)),
    ...atOf(node, source),
  };
}

function operator(node: JsonObject, source: Source): ExprSyntax {
  const f = fields(node, 'an operator', [...common, 'children'], place(node, source));
  const args = list(f.children, 'operands').map((child) => decodeExpr(child, source));
  const [first, ...rest] = args;
  const at = atOf(node, source);
  const type = text(f.type, 'an operator');
  if (!first) return stop('E_UNSUPPORTED', `Cannot use ${type} without operands`, place(node, source));
  if (type === 'GROUPING_FUNCTION') return { kind: 'grouping', args, ...at };
  if (type === 'COMPARE_IN' || type === 'COMPARE_NOT_IN') {
    return { kind: 'in', arg: first, items: rest, negated: type === 'COMPARE_NOT_IN', ...at };
  }
  if (type === 'OPERATOR_IS_NULL' || type === 'OPERATOR_IS_NOT_NULL') {
    return { kind: 'isNull', arg: first, negated: type === 'OPERATOR_IS_NOT_NULL', ...at };
  }
  if (type === 'OPERATOR_NOT') return { kind: 'not', arg: first, ...at };
  if (type === 'OPERATOR_COALESCE') return { kind: 'call', name: 'coalesce', args, distinct: false, ...at };
  return stop('E_UNSUPPORTED', `Cannot use ${type.toLowerCase()}: not part of the query language`, place(node, source));
}

function between(node: JsonObject, source: Source): ExprSyntax {
  const f = fields(node, 'BETWEEN', [...common, 'input', 'lower', 'upper'], place(node, source));
  return {
    kind: 'between',
    arg: decodeExpr(f.input, source),
    lo: decodeExpr(f.lower, source),
    hi: decodeExpr(f.upper, source),
    ...atOf(node, source),
  };
}

function caseOf(node: JsonObject, source: Source): ExprSyntax {
  const f = fields(node, 'CASE', [...common, 'case_checks', 'else_expr'], place(node, source));
  const branches = list(f.case_checks, 'CASE').map((check) => {
    const branch = fields(check, 'WHEN', ['when_expr', 'then_expr']);
    return { when: decodeExpr(branch.when_expr, source), result: decodeExpr(branch.then_expr, source) };
  });
  return { kind: 'case', branches, otherwise: decodeExpr(f.else_expr, source), ...atOf(node, source) };
}

function star(node: JsonObject, source: Source): ExprSyntax {
  const at = place(node, source);
  const f = fields(
    node,
    '*',
    [
      ...common,
      'relation_name',
      'exclude_list',
      'replace_list',
      'columns',
      'expr',
      'qualified_exclude_list',
      'rename_list',
    ],
    at,
  );
  for (const [value, what] of [
    [f.replace_list, '* REPLACE'],
    [f.columns, 'COLUMNS(…)'],
    [f.expr, 'COLUMNS(…)'],
    [f.qualified_exclude_list, '* EXCLUDE with a qualified name'],
    [f.rename_list, '* RENAME'],
  ] as const) {
    absent(value, what, at);
  }
  const relation = text(f.relation_name, '*');
  return {
    kind: 'star',
    exclude: texts(f.exclude_list, 'EXCLUDE'),
    ...(relation && { relation }),
    ...atOf(node, source),
  };
}
