/**
 * The query after names are resolved: a small relational algebra over catalog tables. All nodes are on this page.
 * Every column has an id that is unique in the query, so that no two relations clash and printing needs no scopes.
 */
import type { CatalogEntry, Column, Table } from '../catalog/entry.ts';
import type { Position } from '../refusal.ts';
import { isWindowFunction, windowFunctions, type AggregateName, type WindowName } from './aggregates.ts';
import type { FunctionName } from './functions.ts';
import type { Comparison, Literal } from './syntax.ts';

/** Number of a column in this query; printed as `c<id>`. */
export type ColumnId = number;

interface At {
  readonly at?: Position;
}

export type Expr =
  | ({ readonly kind: 'column'; readonly id: ColumnId } & At)
  | ({ readonly kind: 'literal'; readonly literal: Literal } & At)
  | ({ readonly kind: 'call'; readonly name: FunctionName; readonly args: readonly Expr[] } & At)
  | ({ readonly kind: 'cast'; readonly arg: Expr; readonly type: string } & At)
  | ({ readonly kind: 'compare'; readonly op: Comparison; readonly left: Expr; readonly right: Expr } & At)
  | ({ readonly kind: 'between'; readonly arg: Expr; readonly lo: Expr; readonly hi: Expr } & At)
  | ({ readonly kind: 'in'; readonly arg: Expr; readonly items: readonly Expr[]; readonly negated: boolean } & At)
  | ({ readonly kind: 'logic'; readonly op: 'AND' | 'OR'; readonly args: readonly Expr[] } & At)
  | ({ readonly kind: 'not'; readonly arg: Expr } & At)
  | ({ readonly kind: 'isNull'; readonly arg: Expr; readonly negated: boolean } & At)
  | ({
      readonly kind: 'case';
      readonly branches: readonly { readonly when: Expr; readonly result: Expr }[];
      readonly otherwise: Expr;
    } & At);

/** A base column as scanned. */
export interface ScanColumn {
  readonly id: ColumnId;
  readonly column: Column;
}

/** An aggregate of a group; FILTER has already become a CASE inside `arg`. `arg` is absent for count(*). */
export interface Measure extends At {
  readonly id: ColumnId;
  readonly fn: AggregateName;
  readonly distinct: boolean;
  readonly arg?: Expr;
  /** Of a statistic of two variables, the other one. */
  readonly second?: Expr;
  /** Quantile in (0, 1), as written. */
  readonly fraction?: string;
}

export interface NamedExpr {
  readonly id: ColumnId;
  readonly expr: Expr;
}

/** One ORDER BY expression of a window. */
export interface WindowOrder {
  readonly expr: Expr;
  readonly descending: boolean;
  readonly nulls?: 'FIRST' | 'LAST';
}

/** Where a window frame begins or ends; `offset` counts rows, peers or, for RANGE, the distance of a number. */
export type FrameBound =
  | { readonly kind: 'unbounded' }
  | { readonly kind: 'current' }
  | { readonly kind: 'offset'; readonly offset: string; readonly direction: 'PRECEDING' | 'FOLLOWING' };

export interface Frame {
  readonly unit: 'ROWS' | 'RANGE' | 'GROUPS';
  readonly start: FrameBound;
  readonly end: FrameBound;
}

/** A window function; FILTER of an aggregate has already become a CASE inside its argument. */
export interface WindowColumn extends At {
  readonly id: ColumnId;
  readonly fn: WindowName | AggregateName;
  readonly args: readonly Expr[];
  readonly distinct: boolean;
  /** Quantile in (0, 1), as written. */
  readonly fraction?: string;
  readonly ignoreNulls: boolean;
  readonly partitionBy: readonly Expr[];
  readonly orderBy: readonly WindowOrder[];
  readonly frame?: Frame;
  /** Columns of the input that the printer appends to the order, so that it is total; set where rows belong to units. */
  readonly tiebreak?: readonly ColumnId[];
}

export interface SortKey {
  readonly id: ColumnId;
  readonly descending: boolean;
  readonly nulls?: 'FIRST' | 'LAST';
}

export type Rel =
  | ({
      readonly kind: 'scan';
      readonly entry: CatalogEntry;
      readonly table: Table;
      readonly columns: readonly ScanColumn[];
    } & At)
  /** One row without columns: SELECT without FROM. */
  | { readonly kind: 'single' }
  | { readonly kind: 'filter'; readonly input: Rel; readonly predicate: Expr }
  /** `keep` are columns of the input that pass through unnamed: unit columns and suppression marks. */
  | {
      readonly kind: 'project';
      readonly input: Rel;
      readonly columns: readonly NamedExpr[];
      readonly keep: readonly ColumnId[];
    }
  /** `semi` and `anti` give the columns of the left side only: rows with, or without, a match. `full` keeps both sides. */
  | ({
      readonly kind: 'join';
      readonly join: 'inner' | 'left' | 'full' | 'cross' | 'semi' | 'anti';
      readonly left: Rel;
      readonly right: Rel;
      readonly on?: Expr;
    } & At)
  | ({
      readonly kind: 'aggregate';
      readonly input: Rel;
      readonly keys: readonly NamedExpr[];
      readonly measures: readonly Measure[];
    } & At)
  /** The rows of the input with more columns. */
  | ({ readonly kind: 'window'; readonly input: Rel; readonly columns: readonly WindowColumn[] } & At)
  /** UNION ALL: output column `id` takes `from[i]` of the i-th input. All other set operations are made of it, joins and grouping. */
  | ({ readonly kind: 'union'; readonly inputs: readonly Rel[]; readonly columns: readonly UnionColumn[] } & At)
  | { readonly kind: 'sort'; readonly input: Rel; readonly by: readonly SortKey[] }
  | { readonly kind: 'limit'; readonly input: Rel; readonly count?: number; readonly offset?: number };

export interface UnionColumn {
  readonly id: ColumnId;
  readonly from: readonly ColumnId[];
}

/** A resolved query: the relation and its visible columns, in order. */
export interface ResolvedQuery {
  readonly rel: Rel;
  readonly columns: readonly { readonly name: string; readonly id: ColumnId }[];
  /** Every base column that the text names, for the scope of the grant. */
  readonly used: readonly UsedColumn[];
  /** The first id that is still free. */
  readonly nextId: ColumnId;
}

export interface UsedColumn {
  readonly entry: CatalogEntry;
  readonly table: Table;
  readonly column: Column;
}

/** Ids that the query does not use yet, from `nextId` on. */
export function freshIds(nextId: ColumnId): () => ColumnId {
  let next = nextId;
  return () => next++;
}

/** The expressions directly inside `expr`. */
export function children(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'column':
    case 'literal':
      return [];
    case 'call':
      return expr.args;
    case 'cast':
    case 'not':
    case 'isNull':
      return [expr.arg];
    case 'compare':
      return [expr.left, expr.right];
    case 'between':
      return [expr.arg, expr.lo, expr.hi];
    case 'in':
      return [expr.arg, ...expr.items];
    case 'logic':
      return expr.args;
    case 'case':
      return [...expr.branches.flatMap((branch) => [branch.when, branch.result]), expr.otherwise];
  }
}

/** Where `expr` stands in the text, or its first part that has a place. */
export function placeOf(expr: Expr): Position | undefined {
  return (
    expr.at ??
    children(expr)
      .map(placeOf)
      .find((at) => at !== undefined)
  );
}

/** A number as written, or a text in small letters: the constants by which functions are told apart. */
export function constantText(expr: Expr | undefined): string | undefined {
  if (expr?.kind !== 'literal') return undefined;
  const { literal } = expr;
  if (literal.type === 'string') return literal.text.toLowerCase();
  return literal.type === 'number' ? literal.text : undefined;
}

/** The ids of all columns that `expr` reads. */
export function columnsOf(expr: Expr): ReadonlySet<ColumnId> {
  const found = new Set<ColumnId>();
  const visit = (node: Expr): void => {
    if (node.kind === 'column') found.add(node.id);
    children(node).forEach(visit);
  };
  visit(expr);
  return found;
}

/** The columns that a relation gives to its parent. */
export function outputIds(rel: Rel): readonly ColumnId[] {
  switch (rel.kind) {
    case 'scan':
      return rel.columns.map((column) => column.id);
    case 'single':
      return [];
    case 'filter':
    case 'sort':
    case 'limit':
      return outputIds(rel.input);
    case 'project':
      return [...rel.columns.map((column) => column.id), ...rel.keep];
    case 'join':
      return rel.join === 'semi' || rel.join === 'anti'
        ? outputIds(rel.left)
        : [...outputIds(rel.left), ...outputIds(rel.right)];
    case 'window':
      return [...outputIds(rel.input), ...rel.columns.map((column) => column.id)];
    case 'union':
      return rel.columns.map((column) => column.id);
    case 'aggregate':
      return [...rel.keys.map((key) => key.id), ...rel.measures.map((measure) => measure.id)];
  }
}

/** Whether rows that are equal in the window's ORDER BY could change places and with it the result. */
export function windowNeedsOrder({ fn, frame }: WindowColumn): boolean {
  return isWindowFunction(fn) ? windowFunctions[fn].needsTotalOrder : frame?.unit === 'ROWS';
}

/** Every base table that is read below `rel`, from left to right. */
export function scansOf(rel: Rel): readonly Extract<Rel, { kind: 'scan' }>[] {
  switch (rel.kind) {
    case 'scan':
      return [rel];
    case 'single':
      return [];
    case 'join':
      return [...scansOf(rel.left), ...scansOf(rel.right)];
    case 'union':
      return rel.inputs.flatMap(scansOf);
    case 'window':
    case 'filter':
    case 'project':
    case 'aggregate':
    case 'sort':
    case 'limit':
      return scansOf(rel.input);
  }
}

/** The entries of these scans, each once, in order of first mention. */
export function entriesIn(scans: readonly Pick<Scan, 'entry'>[]): readonly CatalogEntry[] {
  return [...new Map(scans.map(({ entry }) => [entry.id, entry])).values()];
}

/** The names of the tables of these scans, each once. */
export function tableNamesIn(scans: readonly Pick<Scan, 'table'>[]): readonly string[] {
  return [...new Set(scans.map(({ table }) => table.name))];
}

type Scan = Extract<Rel, { kind: 'scan' }>;

/** The parts of a condition that are joined by AND. */
export function conjuncts(expr: Expr | undefined): readonly Expr[] {
  if (!expr) return [];
  return expr.kind === 'logic' && expr.op === 'AND' ? expr.args.flatMap(conjuncts) : [expr];
}

/** The opposite of {@link conjuncts}; undefined for none. */
export function allOf(parts: readonly Expr[]): Expr | undefined {
  const [first, ...rest] = parts;
  return rest.length === 0 ? first : { kind: 'logic', op: 'AND', args: parts };
}

/** Equal up to positions: the same computation. */
export function sameExpr(a: Expr, b: Expr): boolean {
  return fingerprint(a) === fingerprint(b);
}

/** A text that is equal for equal computations, whatever their positions. */
export function fingerprint(value: unknown): string {
  return JSON.stringify(value, (key, part: unknown) =>
    key === 'at' ? undefined : typeof part === 'bigint' ? String(part) : part,
  );
}
