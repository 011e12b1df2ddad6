/** Expressions of DuckDB's syntax tree → {@link ExprSyntax}. One function per node class; a class that is not here refuses. */
import type { Position } from '../refusal.ts';
import { absent, fields, isObject, list, text, texts, utf16Offset, type Json, type JsonObject } from './json.ts';
import { stop } from './stop.ts';
import type { Comparison, ExprSyntax, Literal } from './syntax.ts';

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
]);

const classes: Readonly<Record<string, (node: JsonObject, sql: string) => ExprSyntax>> = {
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
};

const classNames: Readonly<Record<string, string>> = {
  SUBQUERY: 'a subquery inside an expression (join the tables instead)',
  WINDOW: 'a window function',
  LAMBDA: 'a lambda',
  PARAMETER: 'a parameter',
  POSITIONAL_REFERENCE: 'a positional reference (#1); name the column',
  COLLATE: 'COLLATE',
  DEFAULT: 'DEFAULT',
  LAMBDA_REF: 'a lambda',
};

/** @returns the expression; stops with E_UNSUPPORTED at the first node outside the language */
export function decodeExpr(json: Json | undefined, sql: string): ExprSyntax {
  if (!isObject(json)) return stop('E_UNSUPPORTED', 'Cannot read an expression: must be a syntax node');
  const kind = text(json.class, 'an expression');
  const decode = classes[kind];
  if (decode) return decode(json, sql);
  return stop(
    'E_UNSUPPORTED',
    `Cannot use ${classNames[kind] ?? kind.toLowerCase()}: not part of the query language`,
    place(json, sql),
  );
}

/** The alias that the vendor gave, if any. */
export function aliasOf(json: Json): string | undefined {
  return isObject(json) && typeof json.alias === 'string' && json.alias !== '' ? json.alias : undefined;
}

/** Where a node stands in the text; 2⁶⁴−1 means that DuckDB does not know. */
export function place(node: JsonObject, sql: string, length?: number): Position | undefined {
  const byte = node.query_location;
  if (typeof byte !== 'number' || byte < 0 || byte > sql.length * 4) return undefined;
  return { offset: utf16Offset(sql, byte), ...(length !== undefined && { length }) };
}

function atOf(node: JsonObject, sql: string, length?: number): { at?: Position } {
  const at = place(node, sql, length);
  return at ? { at } : {};
}

function name(node: JsonObject, sql: string): ExprSyntax {
  const { column_names } = fields(node, 'a column name', [...common, 'column_names']);
  const parts = texts(column_names, 'a column name');
  return { kind: 'name', parts, ...atOf(node, sql, parts.join('.').length) };
}

function literal(node: JsonObject, sql: string): ExprSyntax {
  const { value } = fields(node, 'a constant', [...common, 'value']);
  return { kind: 'literal', literal: literalOf(value, place(node, sql)), ...atOf(node, sql) };
}

function literalOf(json: Json, at: Position | undefined): Literal {
  if (!isObject(json) || !isObject(json.type)) return stop('E_UNSUPPORTED', 'Cannot read a constant', at);
  if (json.is_null === true) return { type: 'null' };
  const { type, value } = fields(json, 'a constant', ['type', 'is_null', 'value'], at);
  const id = isObject(type) ? text(type.id, 'a type') : '';
  if (id === 'VARCHAR' && typeof value === 'string') return { type: 'string', text: value };
  if (id === 'BOOLEAN' && typeof value === 'boolean') return { type: 'boolean', value };
  if (id === 'DECIMAL') return { type: 'number', text: decimalText(value, type, at) };
  if (/^(TINY|SMALL|BIG)?INT(EGER)?$/.test(id) && (typeof value === 'number' || typeof value === 'bigint')) {
    return { type: 'number', text: String(value) };
  }
  if (id === 'DOUBLE' && typeof value === 'number') return { type: 'number', text: doubleText(value) };
  return stop('E_UNSUPPORTED', `Cannot use a constant of type ${id}: must be a number, text, boolean or NULL`, at);
}

/** DuckDB writes 12.50 as the unscaled 1250 with scale 2. */
function decimalText(value: Json | undefined, type: Json, at: Position | undefined): string {
  const info = isObject(type) && isObject(type.type_info) ? type.type_info : {};
  const scale = info.scale;
  if ((typeof value !== 'number' && typeof value !== 'bigint') || typeof scale !== 'number') {
    return stop('E_UNSUPPORTED', 'Cannot use a decimal constant of more than 18 digits', at);
  }
  const unscaled = BigInt(value);
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  const sign = unscaled < 0n ? '-' : '';
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** A form that SQL reads as DOUBLE and not as DECIMAL. */
function doubleText(value: number): string {
  const plain = value.toExponential();
  return plain.includes('e') ? plain : `${plain}e0`;
}

function call(node: JsonObject, sql: string): ExprSyntax {
  const at = place(node, sql);
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
  const orders = fields(f.order_bys, 'ORDER BY in a call', ['type', 'orders'], at);
  absent(orders.orders, 'ORDER BY inside an aggregate', at);
  return {
    kind: 'call',
    name: written,
    args: list(f.children, 'arguments').map((child) => decodeExpr(child, sql)),
    distinct: f.distinct === true,
    ...(f.filter !== null && { filter: decodeExpr(f.filter, sql) }),
    ...atOf(node, sql, f.is_operator === true ? undefined : written.length),
  };
}

function cast(node: JsonObject, sql: string): ExprSyntax {
  const { child, cast_type } = fields(node, 'a cast', [...common, 'child', 'cast_type', 'try_cast'], place(node, sql));
  return { kind: 'cast', arg: decodeExpr(child, sql), type: typeName(cast_type, place(node, sql)), ...atOf(node, sql) };
}

function typeName(json: Json, at: Position | undefined): string {
  const { id, type_info } = fields(json, 'a type', ['id', 'type_info'], at);
  const name = text(id, 'a type');
  if (name === 'DECIMAL' && isObject(type_info)) {
    const { width, scale } = type_info;
    if (typeof width === 'number' && typeof scale === 'number' && width <= 18) return `DECIMAL(${width},${scale})`;
  }
  if (castTypes.has(name)) return name;
  return stop('E_UNSUPPORTED', `Cannot cast to ${name}: must be a plain number, text, date or boolean type`, at);
}

function compare(node: JsonObject, sql: string): ExprSyntax {
  const f = fields(node, 'a comparison', [...common, 'left', 'right'], place(node, sql));
  const op = comparisons[text(f.type, 'a comparison')];
  if (!op) return stop('E_UNSUPPORTED', 'Cannot use this comparison', place(node, sql));
  return { kind: 'compare', op, left: decodeExpr(f.left, sql), right: decodeExpr(f.right, sql), ...atOf(node, sql) };
}

function logic(node: JsonObject, sql: string): ExprSyntax {
  const f = fields(node, 'AND or OR', [...common, 'children'], place(node, sql));
  const op = f.type === 'CONJUNCTION_AND' ? 'AND' : 'OR';
  return { kind: 'logic', op, args: list(f.children, op).map((child) => decodeExpr(child, sql)), ...atOf(node, sql) };
}

function operator(node: JsonObject, sql: string): ExprSyntax {
  const f = fields(node, 'an operator', [...common, 'children'], place(node, sql));
  const args = list(f.children, 'operands').map((child) => decodeExpr(child, sql));
  const [first, ...rest] = args;
  const at = atOf(node, sql);
  const type = text(f.type, 'an operator');
  if (!first) return stop('E_UNSUPPORTED', `Cannot use ${type} without operands`, place(node, sql));
  if (type === 'COMPARE_IN' || type === 'COMPARE_NOT_IN') {
    return { kind: 'in', arg: first, items: rest, negated: type === 'COMPARE_NOT_IN', ...at };
  }
  if (type === 'OPERATOR_IS_NULL' || type === 'OPERATOR_IS_NOT_NULL') {
    return { kind: 'isNull', arg: first, negated: type === 'OPERATOR_IS_NOT_NULL', ...at };
  }
  if (type === 'OPERATOR_NOT') return { kind: 'not', arg: first, ...at };
  if (type === 'OPERATOR_COALESCE') return { kind: 'call', name: 'coalesce', args, distinct: false, ...at };
  return stop('E_UNSUPPORTED', `Cannot use ${type.toLowerCase()}: not part of the query language`, place(node, sql));
}

function between(node: JsonObject, sql: string): ExprSyntax {
  const f = fields(node, 'BETWEEN', [...common, 'input', 'lower', 'upper'], place(node, sql));
  return {
    kind: 'between',
    arg: decodeExpr(f.input, sql),
    lo: decodeExpr(f.lower, sql),
    hi: decodeExpr(f.upper, sql),
    ...atOf(node, sql),
  };
}

function caseOf(node: JsonObject, sql: string): ExprSyntax {
  const f = fields(node, 'CASE', [...common, 'case_checks', 'else_expr'], place(node, sql));
  const branches = list(f.case_checks, 'CASE').map((check) => {
    const branch = fields(check, 'WHEN', ['when_expr', 'then_expr']);
    return { when: decodeExpr(branch.when_expr, sql), result: decodeExpr(branch.then_expr, sql) };
  });
  return { kind: 'case', branches, otherwise: decodeExpr(f.else_expr, sql), ...atOf(node, sql) };
}

function star(node: JsonObject, sql: string): ExprSyntax {
  const at = place(node, sql);
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
  return { kind: 'star', exclude: texts(f.exclude_list, 'EXCLUDE'), ...(relation && { relation }), ...atOf(node, sql) };
}
