/** FROM of DuckDB's syntax tree → {@link FromSyntax}: tables of the catalog, subqueries, rows of constants and joins. */
import type { Position } from '../refusal.ts';
import { decodeExpr, place, type Source } from './decode-expr.ts';
import { absent, fields, isObject, list, text, texts, type Json, type JsonObject } from './json.ts';
import { stop } from './stop.ts';
import type { FromSyntax, JoinKind } from './syntax.ts';

/** @returns the source of rows; stops at the first that is not in the language */
export function decodeFrom(json: Json | undefined, source: Source): FromSyntax {
  if (!isObject(json)) return stop('E_UNSUPPORTED', 'Cannot read FROM');
  const type = text(json.type, 'FROM');
  const at = place(json, source);
  switch (type) {
    case 'BASE_TABLE':
      return baseTable(json, source);
    case 'SUBQUERY':
      return subquery(json, source);
    case 'JOIN':
      return join(json, source);
    case 'EXPRESSION_LIST':
      return values(json, source);
    case 'PIVOT':
      return stop('E_PIVOT', 'Cannot use PIVOT or UNPIVOT: must name the columns of the result', at);
    case 'TABLE_FUNCTION':
      return stop('E_UNKNOWN_TABLE', 'Cannot read from a table function: must be a table of the catalog', at);
    case 'SHOW_REF':
      return stop('E_NOT_SELECT', 'Cannot DESCRIBE, SHOW or SUMMARIZE: must be a SELECT statement', at);
    default:
      return stop('E_UNSUPPORTED', `Cannot use ${type} in FROM: not part of the query language`, at);
  }
}

/** Fields that every node of FROM has. */
const common = ['type', 'alias', 'sample', 'query_location'] as const;

function requireNoSample(json: Json, at: Position | undefined): void {
  if (json !== null) stop('E_NONLOCAL', 'Cannot use TABLESAMPLE: which rows it takes depends on all others', at);
}

function baseTable(node: JsonObject, source: Source): FromSyntax {
  const at = place(node, source);
  const names = [...common, 'schema_name', 'table_name', 'column_name_alias', 'catalog_name', 'at_clause'] as const;
  const f = fields(node, 'a table name', names, at);
  const name = text(f.table_name, 'a table name');
  if (f.schema_name !== '' || f.catalog_name !== '') {
    return stop('E_UNKNOWN_TABLE', 'Cannot read a table of another schema: must be a table of the catalog', at);
  }
  requireNoSample(f.sample, at);
  absent(f.at_clause, 'AT', at);
  return {
    kind: 'table',
    name,
    alias: text(f.alias, 'an alias') || name,
    columns: texts(f.column_name_alias, 'column names'),
    ...(at && { at: { ...at, length: name.length } }),
  };
}

function subquery(node: JsonObject, source: Source): FromSyntax {
  const at = place(node, source);
  const f = fields(node, 'a subquery', [...common, 'subquery', 'column_name_alias'], at);
  requireNoSample(f.sample, at);
  const alias = text(f.alias, 'an alias');
  return {
    kind: 'subquery',
    query: source.query(f.subquery, source),
    columns: texts(f.column_name_alias, 'column names'),
    ...(alias && { alias }),
    ...(at && { at }),
  };
}

/** VALUES is a subquery of its own in the tree; its names are given there. */
function values(node: JsonObject, source: Source): FromSyntax {
  const at = place(node, source);
  const f = fields(node, 'VALUES', [...common, 'expected_names', 'expected_types', 'values'], at);
  requireNoSample(f.sample, at);
  absent(f.expected_names, 'names in VALUES', at);
  absent(f.expected_types, 'types in VALUES', at);
  const rows = list(f.values, 'VALUES').map((row) => list(row, 'VALUES').map((value) => decodeExpr(value, source)));
  return { kind: 'values', rows, ...(at && { at }) };
}

function join(node: JsonObject, source: Source): FromSyntax {
  const at = place(node, source);
  const names = ['left', 'right', 'condition', 'join_type', 'ref_type', 'using_columns'] as const;
  const f = fields(node, 'a join', [...common, ...names, 'delim_flipped', 'duplicate_eliminated_columns'], at);
  absent(f.sample, 'TABLESAMPLE', at);
  absent(f.alias, 'an alias of a join', at);
  absent(f.delim_flipped, 'LATERAL', at);
  absent(f.duplicate_eliminated_columns, 'LATERAL', at);
  const ref = text(f.ref_type, 'a join');
  return {
    kind: 'join',
    join: joinKind(text(f.join_type, 'a join'), ref, at),
    left: decodeFrom(f.left, source),
    right: decodeFrom(f.right, source),
    ...(f.condition !== null && { on: decodeExpr(f.condition, source) }),
    using: ref === 'NATURAL' ? 'natural' : texts(f.using_columns, 'USING'),
    ...(at && { at }),
  };
}

const kinds: Readonly<Record<string, JoinKind>> = {
  INNER: 'inner',
  LEFT: 'left',
  RIGHT: 'right',
  FULL: 'full',
  SEMI: 'semi',
  ANTI: 'anti',
};

function joinKind(type: string, ref: string, at: Position | undefined): JoinKind {
  if (ref === 'CROSS') return 'cross';
  const kind = ref === 'REGULAR' || ref === 'NATURAL' ? kinds[type] : undefined;
  const what = ref === 'REGULAR' ? `${type} JOIN` : `${ref} JOIN`;
  return (
    kind ??
    stop('E_JOIN_KIND', `Cannot use ${what}: must be INNER, LEFT, RIGHT, FULL, SEMI, ANTI, NATURAL or CROSS JOIN`, at)
  );
}
