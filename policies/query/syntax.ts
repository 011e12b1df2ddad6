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

export interface SelectItem {
  readonly expr: ExprSyntax;
  readonly alias?: string;
}

/** A SELECT item after `*` has been expanded to names. */
export interface Item {
  readonly name: string;
  readonly syntax: ExprSyntax;
}

export type FromSyntax =
  | ({ readonly kind: 'table'; readonly name: string; readonly alias: string } & At)
  | ({ readonly kind: 'subquery'; readonly query: SelectSyntax; readonly alias?: string } & At)
  | ({
      readonly kind: 'join';
      readonly join: 'inner' | 'left' | 'right' | 'cross';
      readonly left: FromSyntax;
      readonly right: FromSyntax;
      readonly on?: ExprSyntax;
      readonly using: readonly string[];
    } & At);

export interface OrderItem {
  /** Undefined for ORDER BY ALL. */
  readonly expr?: ExprSyntax;
  readonly descending: boolean;
  readonly nulls?: 'FIRST' | 'LAST';
}

export interface SelectSyntax {
  readonly ctes: readonly { readonly name: string; readonly query: SelectSyntax }[];
  readonly items: readonly SelectItem[];
  readonly from?: FromSyntax;
  readonly where?: ExprSyntax;
  readonly groupBy: 'none' | 'all' | readonly ExprSyntax[];
  readonly having?: ExprSyntax;
  readonly distinct: boolean;
  readonly orderBy: readonly OrderItem[];
  readonly limit?: number;
  readonly offset?: number;
}
