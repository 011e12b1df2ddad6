/** DuckDB's syntax tree (`json_serialize_sql`) → {@link SelectSyntax}. Fails closed: what is not named here refuses. */
import type { Outcome, Position } from '../refusal.ts';
import { aliasOf, decodeExpr, place } from './decode-expr.ts';
import {
  absent,
  fields,
  isObject,
  list,
  parseAst,
  text,
  texts,
  utf16OffsetOfCharacter,
  type Json,
  type JsonObject,
} from './json.ts';
import { attempt, stop } from './stop.ts';
import type { FromSyntax, OrderItem, SelectSyntax } from './syntax.ts';

/**
 * Reads the answer of `json_serialize_sql(sql)`.
 *
 * @returns the one SELECT statement; refuses with E_PARSE, E_NOT_SELECT, E_MULTI_STMT or E_UNSUPPORTED
 * @see query-and-privacy.md §3.12 (parser facts and traps)
 */
export function decode(astText: string, sql: string): Outcome<SelectSyntax> {
  return attempt(() => {
    const root = parseAst(astText);
    if (!isObject(root)) return stop('E_PARSE', 'Cannot read the query');
    if (root.error === true) return parserError(root, sql);
    const statements = list(fields(root, 'the query', ['error', 'statements']).statements, 'statements');
    if (statements.length !== 1) {
      return stop('E_MULTI_STMT', `Cannot run the text: must be one statement; got ${statements.length}`);
    }
    return statement(statements[0], sql);
  });
}

function parserError(root: JsonObject, sql: string): never {
  const message = typeof root.error_message === 'string' ? root.error_message : 'unknown';
  if (root.error_type === 'not implemented')
    return stop('E_NOT_SELECT', 'Cannot run the text: must be a SELECT statement');
  const character = Number(root.position);
  const at: Position | undefined = Number.isFinite(character)
    ? { offset: utf16OffsetOfCharacter(sql, character) }
    : undefined;
  return stop('E_PARSE', `Cannot read the query: ${message}`, at);
}

function statement(json: Json | undefined, sql: string): SelectSyntax {
  const { node, named_param_map } = fields(json, 'a statement', ['node', 'named_param_map']);
  absent(named_param_map, 'a parameter');
  return select(node, sql);
}

const nodeNames: Readonly<Record<string, string>> = {
  SET_OPERATION_NODE: 'UNION, INTERSECT or EXCEPT',
  RECURSIVE_CTE_NODE: 'a recursive CTE',
  CTE_NODE: 'a materialized CTE',
};

function select(json: Json, sql: string): SelectSyntax {
  const type = isObject(json) ? text(json.type, 'a query') : '';
  if (type !== 'SELECT_NODE') {
    return stop('E_UNSUPPORTED', `Cannot use ${nodeNames[type] ?? type}: not part of the query language`);
  }
  const f = fields(json, 'a query', [
    'type',
    'modifiers',
    'cte_map',
    'select_list',
    'from_table',
    'where_clause',
    'group_expressions',
    'group_sets',
    'aggregate_handling',
    'having',
    'sample',
    'qualify',
  ]);
  absent(f.sample, 'SAMPLE');
  absent(f.qualify, 'QUALIFY');
  return {
    ctes: ctes(f.cte_map, sql),
    items: list(f.select_list, 'SELECT').map((item) => {
      const alias = aliasOf(item);
      return { expr: decodeExpr(item, sql), ...(alias !== undefined && { alias }) };
    }),
    ...fromOf(f.from_table, sql),
    ...(f.where_clause !== null && { where: decodeExpr(f.where_clause, sql) }),
    groupBy: groupBy(f, sql),
    ...(f.having !== null && { having: decodeExpr(f.having, sql) }),
    ...modifiers(f.modifiers, sql),
  };
}

function ctes(json: Json, sql: string): SelectSyntax['ctes'] {
  const { map } = fields(json, 'WITH', ['map']);
  return list(map, 'WITH').map((item) => {
    const { key, value } = fields(item, 'WITH', ['key', 'value']);
    const cte = fields(value, 'WITH', ['aliases', 'query', 'materialized', 'key_targets']);
    absent(cte.aliases, 'column names after the CTE name');
    absent(cte.key_targets, 'USING KEY');
    return { name: text(key, 'WITH'), query: statement(cte.query, sql) };
  });
}

function groupBy(
  f: Record<'group_expressions' | 'group_sets' | 'aggregate_handling', Json>,
  sql: string,
): SelectSyntax['groupBy'] {
  if (f.aggregate_handling === 'FORCE_AGGREGATES') return 'all';
  if (f.aggregate_handling !== 'STANDARD_HANDLING') return stop('E_UNSUPPORTED', 'Cannot use this form of GROUP BY');
  const exprs = list(f.group_expressions, 'GROUP BY').map((expr) => decodeExpr(expr, sql));
  const sets = list(f.group_sets, 'GROUP BY');
  if (exprs.length === 0 && sets.length === 0) return 'none';
  if (sets.length !== 1 || list(sets[0], 'GROUP BY').length !== exprs.length) {
    return stop('E_UNSUPPORTED', 'Cannot use GROUPING SETS, ROLLUP or CUBE: must be one list of keys');
  }
  return exprs;
}

type Modifiers = Pick<SelectSyntax, 'distinct' | 'orderBy' | 'limit' | 'offset'>;

function modifiers(json: Json, sql: string): Modifiers {
  let found: Modifiers = { distinct: false, orderBy: [] };
  for (const item of list(json, 'modifiers')) {
    const type = isObject(item) ? text(item.type, 'a modifier') : '';
    if (type === 'ORDER_MODIFIER') {
      const { orders } = fields(item, 'ORDER BY', ['type', 'orders']);
      found = { ...found, orderBy: list(orders, 'ORDER BY').map((order) => orderItem(order, sql)) };
    } else if (type === 'LIMIT_MODIFIER') {
      const { limit, offset } = fields(item, 'LIMIT', ['type', 'limit', 'offset']);
      found = { ...found, ...countOf('limit', limit, sql), ...countOf('offset', offset, sql) };
    } else if (type === 'DISTINCT_MODIFIER') {
      absent(fields(item, 'DISTINCT', ['type', 'distinct_on_targets']).distinct_on_targets, 'DISTINCT ON');
      found = { ...found, distinct: true };
    } else {
      return stop('E_UNSUPPORTED', `Cannot use ${type}: not part of the query language`);
    }
  }
  return found;
}

function orderItem(json: Json, sql: string): OrderItem {
  const { type, null_order, expression } = fields(json, 'ORDER BY', ['type', 'null_order', 'expression']);
  const nulls = null_order === 'NULLS FIRST' ? 'FIRST' : null_order === 'NULLS LAST' ? 'LAST' : undefined;
  return {
    ...(!isOrderByAll(expression) && { expr: decodeExpr(expression, sql) }),
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

function countOf(name: 'limit' | 'offset', json: Json, sql: string): Partial<Pick<SelectSyntax, 'limit' | 'offset'>> {
  if (json === null) return {};
  const expr = decodeExpr(json, sql);
  const value = expr.kind === 'literal' && expr.literal.type === 'number' ? Number(expr.literal.text) : Number.NaN;
  if (!Number.isSafeInteger(value) || value < 0) {
    return stop('E_UNSUPPORTED', `Cannot use ${name.toUpperCase()}: must be a whole number`, expr.at);
  }
  return { [name]: value };
}

function fromOf(json: Json, sql: string): { from?: FromSyntax } {
  return isObject(json) && json.type === 'EMPTY' ? {} : { from: from(json, sql) };
}

function from(json: Json | undefined, sql: string): FromSyntax {
  if (!isObject(json)) return stop('E_UNSUPPORTED', 'Cannot read FROM');
  const type = text(json.type, 'FROM');
  switch (type) {
    case 'BASE_TABLE':
      return baseTable(json, sql);
    case 'SUBQUERY':
      return subquery(json, sql);
    case 'JOIN':
      return join(json, sql);
    case 'TABLE_FUNCTION':
      return stop(
        'E_UNKNOWN_TABLE',
        'Cannot read from a table function: must be a table of the catalog',
        place(json, sql),
      );
    case 'SHOW_REF':
      return stop('E_NOT_SELECT', 'Cannot DESCRIBE, SHOW or SUMMARIZE: must be a SELECT statement', place(json, sql));
    default:
      return stop('E_UNSUPPORTED', `Cannot use ${type} in FROM: not part of the query language`, place(json, sql));
  }
}

function baseTable(node: JsonObject, sql: string): FromSyntax {
  const at = place(node, sql);
  const f = fields(
    node,
    'a table name',
    [
      'type',
      'alias',
      'sample',
      'query_location',
      'schema_name',
      'table_name',
      'column_name_alias',
      'catalog_name',
      'at_clause',
    ],
    at,
  );
  const name = text(f.table_name, 'a table name');
  if (f.schema_name !== '' || f.catalog_name !== '') {
    return stop('E_UNKNOWN_TABLE', 'Cannot read a table of another schema: must be a table of the catalog', at);
  }
  absent(f.sample, 'TABLESAMPLE', at);
  absent(f.at_clause, 'AT', at);
  absent(f.column_name_alias, 'column names after the table alias', at);
  return {
    kind: 'table',
    name,
    alias: text(f.alias, 'an alias') || name,
    ...(at && { at: { ...at, length: name.length } }),
  };
}

function subquery(node: JsonObject, sql: string): FromSyntax {
  const at = place(node, sql);
  const f = fields(
    node,
    'a subquery',
    ['type', 'alias', 'sample', 'query_location', 'subquery', 'column_name_alias'],
    at,
  );
  absent(f.sample, 'TABLESAMPLE', at);
  absent(f.column_name_alias, 'column names after the table alias', at);
  const alias = text(f.alias, 'an alias');
  return { kind: 'subquery', query: statement(f.subquery, sql), ...(alias && { alias }), ...(at && { at }) };
}

function join(node: JsonObject, sql: string): FromSyntax {
  const at = place(node, sql);
  const f = fields(
    node,
    'a join',
    [
      'type',
      'alias',
      'sample',
      'query_location',
      'left',
      'right',
      'condition',
      'join_type',
      'ref_type',
      'using_columns',
      'delim_flipped',
      'duplicate_eliminated_columns',
    ],
    at,
  );
  absent(f.sample, 'TABLESAMPLE', at);
  absent(f.alias, 'an alias of a join', at);
  absent(f.delim_flipped, 'LATERAL', at);
  absent(f.duplicate_eliminated_columns, 'LATERAL', at);
  return {
    kind: 'join',
    join: joinKind(text(f.join_type, 'a join'), text(f.ref_type, 'a join'), at),
    left: from(f.left, sql),
    right: from(f.right, sql),
    ...(f.condition !== null && { on: decodeExpr(f.condition, sql) }),
    using: texts(f.using_columns, 'USING'),
    ...(at && { at }),
  };
}

function joinKind(type: string, ref: string, at: Position | undefined): 'inner' | 'left' | 'right' | 'cross' {
  if (ref === 'CROSS') return 'cross';
  if (ref === 'REGULAR' && (type === 'INNER' || type === 'LEFT' || type === 'RIGHT')) {
    return type.toLowerCase() as 'inner' | 'left' | 'right';
  }
  const what = ref === 'REGULAR' ? `${type} JOIN` : `${ref} JOIN`;
  return stop('E_JOIN_KIND', `Cannot use ${what}: must be INNER, LEFT, RIGHT or CROSS JOIN`, at);
}
