/** DuckDB's syntax tree (`json_serialize_sql`) → {@link QuerySyntax}. Fails closed: what is not named here refuses. */
import type { Outcome, Position } from '../refusal.ts';
import { aliasOf, decodeExpr, orderOf, type Source } from './decode-expr.ts';
import { decodeFrom } from './decode-from.ts';
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
import { literalFor, type Given } from './parameters.ts';
import { attempt, stop } from './stop.ts';
import {
  startOf,
  type CteSyntax,
  type ExprSyntax,
  type QuerySyntax,
  type SelectSyntax,
  type SetSyntax,
} from './syntax.ts';

/**
 * Reads the answer of `json_serialize_sql(sql)`, with the values of its parameters in their places.
 *
 * @returns the one query; refuses with E_PARSE, E_NOT_SELECT, E_MULTI_STMT, E_UNSUPPORTED or the code of a construct that is left out
 * @see query-and-privacy.md §3.12 (parser facts and traps)
 */
export function decode(astText: string, sql: string, given: readonly Given[] = []): Outcome<QuerySyntax> {
  return attempt(() => {
    const root = parseAst(astText);
    if (!isObject(root)) return stop('E_PARSE', 'Cannot read the query');
    if (root.error === true) return parserError(root, sql);
    const statements = list(fields(root, 'the query', ['error', 'statements']).statements, 'statements');
    if (statements.length !== 1) {
      return stop('E_MULTI_STMT', `Cannot run the text: must be one statement; got ${statements.length}`);
    }
    return statement(statements[0], { sql, query: statement, given });
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

function statement(json: Json | undefined, source: Source): QuerySyntax {
  const { node, named_param_map } = fields(json, 'a statement', ['node', 'named_param_map']);
  requireNames(named_param_map, source);
  return query(node, source);
}

/** DuckDB lists the parameters of a statement a second time. */
function requireNames(json: Json, { given }: Source): void {
  for (const item of list(json, 'parameters')) {
    literalFor(text(fields(item, 'a parameter', ['key', 'value']).key, 'a parameter'), given);
  }
}

function query(json: Json, source: Source): QuerySyntax {
  const type = isObject(json) ? text(json.type, 'a query') : '';
  if (type === 'SELECT_NODE') return select(json, source);
  if (type === 'SET_OPERATION_NODE') return setOperation(json, source);
  if (type === 'RECURSIVE_CTE_NODE') return stop('E_RECURSIVE', 'Cannot use a recursive CTE: must not read itself');
  return stop('E_UNSUPPORTED', `Cannot use ${type}: not part of the query language`);
}

function select(json: Json, source: Source): SelectSyntax {
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
  if (f.sample !== null) stop('E_NONLOCAL', 'Cannot use SAMPLE: which rows it takes depends on all others');
  const from = isObject(f.from_table) && f.from_table.type === 'EMPTY' ? undefined : decodeFrom(f.from_table, source);
  return {
    kind: 'select',
    ctes: ctes(f.cte_map, source),
    items: list(f.select_list, 'SELECT').map((item) => {
      const alias = aliasOf(item);
      return { expr: decodeExpr(item, source), ...(alias !== undefined && { alias }) };
    }),
    ...(from && { from }),
    ...(f.where_clause !== null && { where: decodeExpr(f.where_clause, source) }),
    ...groupBy(f, source),
    ...(f.having !== null && { having: decodeExpr(f.having, source) }),
    ...(f.qualify !== null && { qualify: decodeExpr(f.qualify, source) }),
    ...modifiers(f.modifiers, source),
  };
}

const operations: Readonly<Record<string, Pick<SetSyntax, 'op' | 'byName'>>> = {
  UNION: { op: 'union', byName: false },
  UNION_BY_NAME: { op: 'union', byName: true },
  INTERSECT: { op: 'intersect', byName: false },
  EXCEPT: { op: 'except', byName: false },
};

function setOperation(json: Json, source: Source): SetSyntax {
  const names = ['type', 'modifiers', 'cte_map', 'setop_type', 'left', 'right', 'setop_all'] as const;
  const f = fields(json, 'UNION, INTERSECT or EXCEPT', names);
  const written = text(f.setop_type, 'a set operation');
  const operation = operations[written];
  if (!operation) return stop('E_UNSUPPORTED', `Cannot use ${written}: not part of the query language`);
  const all = f.setop_all === true;
  const { distinct: _, ...around } = modifiers(f.modifiers, source);
  const isChain = operation.op === 'union' && all && !operation.byName;
  const [left, right] = [query(f.left, source), query(f.right, source)];
  if (all && operation.op !== 'union') {
    return stop(
      'E_UNSUPPORTED',
      `Cannot use ${written} ALL: must be ${written}, which gives each row once`,
      startOf(right),
    );
  }
  return {
    kind: 'set',
    ...operation,
    all,
    arms: isChain ? [...chained(left), ...chained(right)] : [left, right],
    ctes: ctes(f.cte_map, source),
    ...around,
  };
}

/** The arms of a UNION ALL inside a UNION ALL; a deep tree of them is a long list. */
function chained(arm: QuerySyntax): SetSyntax['arms'] {
  if (arm.kind !== 'set' || arm.op !== 'union' || !arm.all || arm.byName) return [arm];
  const isBare =
    arm.ctes.length === 0 && arm.orderBy.length === 0 && arm.limit === undefined && arm.offset === undefined;
  return isBare ? arm.arms : [arm];
}

function ctes(json: Json, source: Source): readonly CteSyntax[] {
  const { map } = fields(json, 'WITH', ['map']);
  return list(map, 'WITH').map((item) => {
    const { key, value } = fields(item, 'WITH', ['key', 'value']);
    const cte = fields(value, 'WITH', ['aliases', 'query', 'materialized', 'key_targets']);
    absent(cte.key_targets, 'USING KEY');
    return {
      name: text(key, 'WITH'),
      columns: texts(cte.aliases, 'WITH'),
      query: statement(cte.query, source),
    };
  });
}

function groupBy(
  f: Record<'group_expressions' | 'group_sets' | 'aggregate_handling', Json>,
  source: Source,
): Pick<SelectSyntax, 'groupBy' | 'groupSets'> {
  if (f.aggregate_handling === 'FORCE_AGGREGATES') return { groupBy: 'all' };
  if (f.aggregate_handling !== 'STANDARD_HANDLING') return stop('E_UNSUPPORTED', 'Cannot use this form of GROUP BY');
  const keys = list(f.group_expressions, 'GROUP BY').map((expr) => decodeExpr(expr, source));
  const sets = list(f.group_sets, 'GROUP BY').map((set) => list(set, 'GROUP BY').map((key) => keyOf(key, keys)));
  if (keys.length === 0 && sets.length === 0) return { groupBy: 'none' };
  if (sets.length > maxSets) {
    return stop(
      'E_TOO_COMPLEX',
      `Cannot group in ${sets.length} ways at once: must be at most ${maxSets}`,
      keys[0]?.at,
    );
  }
  const isOne = sets.length === 1 && sets[0]?.length === keys.length;
  return { groupBy: keys, ...(!isOne && { groupSets: sets }) };
}

/** ROLLUP and CUBE arrive as the sets that they stand for, and each set reads all rows once. */
const maxSets = 64;

function keyOf(json: Json, keys: readonly ExprSyntax[]): number {
  return typeof json === 'number' && keys[json] !== undefined
    ? json
    : stop('E_UNSUPPORTED', 'Cannot read GROUP BY: must name its keys by position');
}

type Modifiers = Pick<SelectSyntax, 'distinct' | 'orderBy' | 'limit' | 'offset'>;

function modifiers(json: Json, source: Source): Modifiers {
  let found: Modifiers = { distinct: false, orderBy: [] };
  for (const item of list(json, 'modifiers')) {
    const type = isObject(item) ? text(item.type, 'a modifier') : '';
    if (type === 'ORDER_MODIFIER') {
      const { orders } = fields(item, 'ORDER BY', ['type', 'orders']);
      found = { ...found, orderBy: list(orders, 'ORDER BY').map((order) => orderOf(order, source)) };
    } else if (type === 'LIMIT_MODIFIER') {
      const { limit, offset } = fields(item, 'LIMIT', ['type', 'limit', 'offset']);
      found = { ...found, ...countOf('limit', limit, source), ...countOf('offset', offset, source) };
    } else if (type === 'DISTINCT_MODIFIER') {
      requireNoTargets(fields(item, 'DISTINCT', ['type', 'distinct_on_targets']).distinct_on_targets, source);
      found = { ...found, distinct: true };
    } else {
      return stop('E_UNSUPPORTED', `Cannot use ${type}: not part of the query language`);
    }
  }
  return found;
}

function requireNoTargets(json: Json, source: Source): void {
  const [first] = list(json, 'DISTINCT').map((target) => decodeExpr(target, source));
  if (!first) return;
  stop(
    'E_UNSUPPORTED',
    'Cannot use DISTINCT ON: which row of a group stays must be said',
    first.at,
    'Use QUALIFY row_number() OVER (PARTITION BY … ORDER BY …) = 1.',
  );
}

function countOf(
  name: 'limit' | 'offset',
  json: Json,
  source: Source,
): Partial<Pick<SelectSyntax, 'limit' | 'offset'>> {
  if (json === null) return {};
  const expr = decodeExpr(json, source);
  const value = expr.kind === 'literal' && expr.literal.type === 'number' ? Number(expr.literal.text) : Number.NaN;
  if (!Number.isSafeInteger(value) || value < 0) {
    return stop('E_UNSUPPORTED', `Cannot use ${name.toUpperCase()}: must be a whole number`, expr.at);
  }
  return { [name]: value };
}
