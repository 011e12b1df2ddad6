/**
 * The shape of a query as written: what `decode` accepts of DuckDB's syntax tree, and nothing else.
 * Names are not resolved yet. Positions are offsets into the vendor's text.
 */
import type { Position } from '../refusal.ts';

/** A constant. Exact numbers stay text (`12.50`), so that no digit is lost on the way back to SQL. */
export type Literal =
  | { readonly type: 'null' }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'number'; readonly text: string }
  | { readonly type: 'string'; readonly text: string };

export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=' | 'IS DISTINCT FROM' | 'IS NOT DISTINCT FROM';

interface At {
  readonly at?: Position;
}

export type ExprSyntax =
  | ({ readonly kind: 'name'; readonly parts: readonly string[] } & At)
  | ({ readonly kind: 'literal'; readonly literal: Literal } & At)
  | ({ readonly kind: 'star'; readonly relation?: string; readonly exclude: readonly string[] } & At)
  | ({
      readonly kind: 'call';
      readonly name: string;
      readonly args: readonly ExprSyntax[];
      readonly distinct: boolean;
      readonly filter?: ExprSyntax;
    } & At)
  | ({
      readonly kind: 'window';
      readonly name: string;
      readonly args: readonly ExprSyntax[];
      readonly distinct: boolean;
      readonly filter?: ExprSyntax;
      readonly ignoreNulls: boolean;
      readonly partitionBy: readonly ExprSyntax[];
      readonly orderBy: readonly WindowOrderSyntax[];
      readonly frame?: FrameSyntax;
    } & At)
  /** GROUPING(…): which of these keys the grouping set of the row lacks. */
  | ({ readonly kind: 'grouping'; readonly args: readonly ExprSyntax[] } & At)
  /** `args` IN (query), EXISTS (query), or the one value that the query gives. */
  | ({
      readonly kind: 'subquery';
      readonly form: 'in' | 'exists' | 'scalar';
      readonly args: readonly ExprSyntax[];
      readonly query: QuerySyntax;
    } & At)
  | ({ readonly kind: 'cast'; readonly arg: ExprSyntax; readonly type: string } & At)
  | ({ readonly kind: 'compare'; readonly op: Comparison; readonly left: ExprSyntax; readonly right: ExprSyntax } & At)
  | ({ readonly kind: 'between'; readonly arg: ExprSyntax; readonly lo: ExprSyntax; readonly hi: ExprSyntax } & At)
  | ({
      readonly kind: 'in';
      readonly arg: ExprSyntax;
      readonly items: readonly ExprSyntax[];
      readonly negated: boolean;
    } & At)
  | ({ readonly kind: 'logic'; readonly op: 'AND' | 'OR'; readonly args: readonly ExprSyntax[] } & At)
  | ({ readonly kind: 'not'; readonly arg: ExprSyntax } & At)
  | ({ readonly kind: 'isNull'; readonly arg: ExprSyntax; readonly negated: boolean } & At)
  | ({
      readonly kind: 'case';
      readonly branches: readonly { readonly when: ExprSyntax; readonly result: ExprSyntax }[];
      readonly otherwise: ExprSyntax;
    } & At);

export interface WindowOrderSyntax {
  readonly expr: ExprSyntax;
  readonly descending: boolean;
  readonly nulls?: 'FIRST' | 'LAST';
}

export type BoundSyntax =
  | { readonly kind: 'unbounded' }
  | { readonly kind: 'current' }
  | { readonly kind: 'offset'; readonly offset: string; readonly direction: 'PRECEDING' | 'FOLLOWING' };

export interface FrameSyntax {
  readonly unit: 'ROWS' | 'RANGE' | 'GROUPS';
  readonly start: BoundSyntax;
  readonly end: BoundSyntax;
}

export interface SelectItem {
  readonly expr: ExprSyntax;
  readonly alias?: string;
}

/** A SELECT item after `*` has been expanded to names. */
export interface Item {
  readonly name: string;
  readonly syntax: ExprSyntax;
}

/** `columns` are names that the text gives to the first columns, as in `t AS q(a, b)`. */
export type FromSyntax =
  | ({
      readonly kind: 'table';
      readonly name: string;
      readonly alias: string;
      readonly columns: readonly string[];
    } & At)
  | ({
      readonly kind: 'subquery';
      readonly query: QuerySyntax;
      readonly alias?: string;
      readonly columns: readonly string[];
    } & At)
  | ({ readonly kind: 'values'; readonly rows: readonly (readonly ExprSyntax[])[] } & At)
  | ({
      readonly kind: 'join';
      readonly join: JoinKind;
      readonly left: FromSyntax;
      readonly right: FromSyntax;
      readonly on?: ExprSyntax;
      /** The columns of USING; those that both sides have for NATURAL. */
      readonly using: 'natural' | readonly string[];
    } & At);

export type JoinKind = 'inner' | 'left' | 'right' | 'full' | 'semi' | 'anti' | 'cross';

export interface OrderItem {
  /** Undefined for ORDER BY ALL. */
  readonly expr?: ExprSyntax;
  readonly descending: boolean;
  readonly nulls?: 'FIRST' | 'LAST';
}

export interface CteSyntax {
  readonly name: string;
  readonly columns: readonly string[];
  readonly query: QuerySyntax;
}

/** What stands around the body of a query. */
interface Around {
  readonly ctes: readonly CteSyntax[];
  readonly orderBy: readonly OrderItem[];
  readonly limit?: number;
  readonly offset?: number;
}

export interface SelectSyntax extends Around {
  readonly kind: 'select';
  readonly items: readonly SelectItem[];
  readonly from?: FromSyntax;
  readonly where?: ExprSyntax;
  readonly groupBy: 'none' | 'all' | readonly ExprSyntax[];
  /** GROUPING SETS, ROLLUP and CUBE: each set by the positions of its keys in `groupBy`. */
  readonly groupSets?: readonly (readonly number[])[];
  readonly having?: ExprSyntax;
  readonly qualify?: ExprSyntax;
  readonly distinct: boolean;
}

/** UNION, INTERSECT and EXCEPT; a chain of UNION ALL is one node. */
export interface SetSyntax extends Around {
  readonly kind: 'set';
  readonly op: 'union' | 'intersect' | 'except';
  readonly all: boolean;
  readonly byName: boolean;
  readonly arms: readonly [QuerySyntax, ...QuerySyntax[]];
}

export type QuerySyntax = SelectSyntax | SetSyntax;

/** Where a query begins to say what it selects: the tree has no place for the query itself. */
export function startOf(query: QuerySyntax | undefined): Position | undefined {
  if (query?.kind === 'set') return startOf(query.arms[0]);
  return query?.items.map(({ expr }) => expr.at).find((at) => at !== undefined);
}

/** The expressions directly inside `syntax`; a subquery's own expressions are not among them. */
export function parts(syntax: ExprSyntax): readonly ExprSyntax[] {
  switch (syntax.kind) {
    case 'name':
    case 'literal':
    case 'star':
      return [];
    case 'call':
      return [...syntax.args, ...(syntax.filter ? [syntax.filter] : [])];
    case 'window': {
      const { args, filter, partitionBy, orderBy } = syntax;
      return [...args, ...(filter ? [filter] : []), ...partitionBy, ...orderBy.map(({ expr }) => expr)];
    }
    case 'logic':
    case 'grouping':
    case 'subquery':
      return syntax.args;
    case 'cast':
    case 'not':
    case 'isNull':
      return [syntax.arg];
    case 'compare':
      return [syntax.left, syntax.right];
    case 'between':
      return [syntax.arg, syntax.lo, syntax.hi];
    case 'in':
      return [syntax.arg, ...syntax.items];
    case 'case':
      return [...syntax.branches.flatMap((branch) => [branch.when, branch.result]), syntax.otherwise];
  }
}

/** Whether `is` holds for `syntax` or an expression inside it. */
export function mentions(syntax: ExprSyntax, is: (part: ExprSyntax) => boolean): boolean {
  return is(syntax) || parts(syntax).some((part) => mentions(part, is));
}

/** The parts of a condition that are joined by AND. */
export function conditionsOf(syntax: ExprSyntax): readonly ExprSyntax[] {
  return syntax.kind === 'logic' && syntax.op === 'AND' ? syntax.args.flatMap(conditionsOf) : [syntax];
}
